from django.urls import path, re_path

from .views import activities, documenting

app_name = "work"
urlpatterns = [
    path("", activities.ActivityList.as_view(), name="list"),
    path("add/", activities.AddActivity.as_view(), name="add"),
    path("rules/", documenting.SetRules.as_view(), name="rules"),
    path("<int:pk>/", activities.ActivityPage.as_view(), name="activity"),
    path("<int:pk>/change/", activities.EditActivity.as_view(), name="change"),
    path("<int:pk>/finish/", activities.FinishActivity.as_view(), name="finish"),
    path("<int:pk>/goals/", activities.Serve.as_view(), name="goals"),
    path("<int:pk>/trash/", activities.TrashActivity.as_view(), name="trash"),
    re_path(r"^(?P<pk>\d+)/(?P<verb>start|cancel|reopen)/$", activities.Step.as_view(), name="step"),
    path("<int:pk>/journal/", documenting.WriteJournal.as_view(), name="journal"),
    path("<int:pk>/participants/", documenting.CountParticipants.as_view(), name="participants"),
    path("<int:pk>/money/", documenting.AddFunding.as_view(), name="money"),
    path("<int:pk>/evidence/", documenting.AddEvidence.as_view(), name="evidence"),
    path("<int:pk>/evidence/<int:row>/verify/", documenting.VerifyEvidence.as_view(), name="verify"),
    re_path(
        r"^(?P<pk>\d+)/(?P<what>participants|money|evidence)/(?P<row>\d+)/remove/$",
        documenting.Remove.as_view(),
        name="remove",
    ),
]
