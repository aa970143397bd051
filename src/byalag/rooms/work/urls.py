from django.urls import path, re_path

from .views import activities, carrying, documenting, entry, evidence, uploads

app_name = "work"
urlpatterns = [
    path("", activities.ActivityList.as_view(), name="list"),
    path("add/", activities.AddActivity.as_view(), name="add"),
    path("entry/", entry.Entry.as_view(), name="entry"),
    path("entry/state/", entry.state, name="entry_state"),
    path("entry/uploads/", uploads.begin, name="uploads"),
    path("entry/uploads/<uuid:key>/", uploads.Upload.as_view(), name="upload"),
    path("entry/worker.js", entry.worker, name="entry_worker"),
    path("entry/manifest.webmanifest", entry.manifest, name="entry_manifest"),
    path("rules/", documenting.SetRules.as_view(), name="rules"),
    path("<int:pk>/", activities.ActivityPage.as_view(), name="activity"),
    path("<int:pk>/change/", activities.EditActivity.as_view(), name="change"),
    path("<int:pk>/finish/", activities.FinishActivity.as_view(), name="finish"),
    path("<int:pk>/goals/", activities.Serve.as_view(), name="goals"),
    path("<int:pk>/trash/", activities.TrashActivity.as_view(), name="trash"),
    re_path(r"^(?P<pk>\d+)/(?P<verb>start|cancel|reopen)/$", activities.Step.as_view(), name="step"),
    path("<int:pk>/journal/", documenting.WriteJournal.as_view(), name="journal"),
    path("into-plan/<int:pk>/", carrying.CarryOver.as_view(), name="carry_over"),
    path("<int:pk>/participants/list/", documenting.ListParticipants.as_view(), name="list_participants"),
    path("<int:pk>/participants/", documenting.CountParticipants.as_view(), name="participants"),
    path("<int:pk>/spreading/", documenting.SaySpreading.as_view(), name="spreading"),
    path("<int:pk>/money/", documenting.AddFunding.as_view(), name="money"),
    path("<int:pk>/evidence/", evidence.OfActivity.as_view(), name="evidence"),
    path("of-goal/<int:pk>/evidence/", evidence.OfObjective.as_view(), name="objective_evidence"),
    path("of-duty/<int:pk>/evidence/", evidence.OfDuty.as_view(), name="duty_evidence"),
    path("evidence/<int:pk>/verify/", evidence.Verify.as_view(), name="verify"),
    path("evidence/<int:pk>/take-back/", evidence.TakeBack.as_view(), name="take_back_verification"),
    path("evidence/<int:pk>/remove/", evidence.Remove.as_view(), name="evidence_remove"),
    re_path(
        r"^(?P<pk>\d+)/(?P<what>participants|money|spreading)/(?P<row>\d+)/remove/$",
        documenting.Remove.as_view(),
        name="remove",
    ),
]
