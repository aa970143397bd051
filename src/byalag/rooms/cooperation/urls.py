from django.urls import path

from .views import agreements, connections, cooperations, joint, pipeline

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
    path("<int:pk>/agreements/add/", agreements.DraftAgreement.as_view(), name="draft_agreement"),
    path("<int:pk>/agreements/<int:agreement>/", agreements.AgreementPage.as_view(), name="agreement"),
    path("<int:pk>/agreements/<int:agreement>/change/", agreements.ChangeAgreement.as_view(), name="change_agreement"),
    path(
        "<int:pk>/agreements/<int:agreement>/decision/",
        agreements.NoteAgreementDecision.as_view(),
        name="agreement_decision",
    ),
    path("<int:pk>/agreements/<int:agreement>/sign/", agreements.SignAgreement.as_view(), name="sign_agreement"),
    path("<int:pk>/agreements/<int:agreement>/end/", agreements.EndAgreement.as_view(), name="end_agreement"),
    path("<int:pk>/agreements/<int:agreement>/papers/", agreements.AddAgreementPaper.as_view(), name="agreement_paper"),
    path(
        "<int:pk>/agreements/<int:agreement>/papers/<int:paper>/remove/",
        agreements.RemoveAgreementPaper.as_view(),
        name="remove_agreement_paper",
    ),
    path("<int:pk>/sides/", joint.Sides.as_view(), name="sides"),
    path("<int:pk>/sides/<slug:part>/write/", joint.WriteSide.as_view(), name="write_side"),
    path("<int:pk>/sides/<slug:part>/propose/", joint.ProposeChange.as_view(), name="propose"),
    path("<int:pk>/benefits/add/", joint.WriteBenefit.as_view(), name="write_benefit"),
    path("<int:pk>/benefits/<int:benefit>/change/", joint.ChangeBenefit.as_view(), name="change_benefit"),
    path("<int:pk>/benefits/<int:benefit>/remove/", joint.RemoveBenefit.as_view(), name="remove_benefit"),
    path("<int:pk>/proposals/<int:change>/", joint.AnswerChange.as_view(), name="answer"),
    path("<int:pk>/proposals/<int:change>/for/<int:party>/", joint.NoteAnswer.as_view(), name="note_answer"),
    path("<int:pk>/proposals/<int:change>/withdraw/", joint.WithdrawChange.as_view(), name="withdraw"),
    path("connections/", connections.ConnectionsPage.as_view(), name="connections"),
    path("rules/", pipeline.SetCooperationRules.as_view(), name="rules"),
    path("<int:pk>/trash/", cooperations.TrashCooperation.as_view(), name="trash"),
    path("<int:pk>/parties/add/", cooperations.AddParty.as_view(), name="add_party"),
    path("<int:pk>/parties/<int:party>/end/", cooperations.EndParty.as_view(), name="end_party"),
]
