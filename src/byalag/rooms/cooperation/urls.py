from django.urls import path

from .views import cooperations, pipeline

app_name = "cooperation"
urlpatterns = [
    path("", cooperations.CooperationList.as_view(), name="list"),
    path("add/", cooperations.AddCooperation.as_view(), name="add"),
    path("<int:pk>/", cooperations.CooperationPage.as_view(), name="cooperation"),
    path("<int:pk>/change/", cooperations.ChangeCooperation.as_view(), name="change"),
    path("<int:pk>/step/", pipeline.MoveCooperation.as_view(), name="move"),
    path("<int:pk>/contacts/add/", pipeline.NoteContact.as_view(), name="note_contact"),
    path("<int:pk>/contacts/<int:contact>/change/", pipeline.ChangeContact.as_view(), name="change_contact"),
    path("<int:pk>/contacts/<int:contact>/done/", pipeline.StepDone.as_view(), name="step_done"),
    path("<int:pk>/contacts/<int:contact>/remove/", pipeline.RemoveContact.as_view(), name="remove_contact"),
    path("rules/", pipeline.SetCooperationRules.as_view(), name="rules"),
    path("<int:pk>/trash/", cooperations.TrashCooperation.as_view(), name="trash"),
    path("<int:pk>/parties/add/", cooperations.AddParty.as_view(), name="add_party"),
    path("<int:pk>/parties/<int:party>/end/", cooperations.EndParty.as_view(), name="end_party"),
]
