from django.urls import path, re_path

from .views import cases, consents, decisions, disclosing, documents, register, retention

app_name = "records"
urlpatterns = [
    path("", documents.DocumentList.as_view(), name="documents"),
    path("register/", register.Register.as_view(), name="register"),
    re_path(r"^register\.(?P<suffix>xlsx|csv)$", register.RegisterFile.as_view(), name="register_file"),
    path("retention/", retention.RetentionRules.as_view(), name="retention"),
    path("retention/add/", retention.AddRetention.as_view(), name="add_retention"),
    path("retention/<int:pk>/change/", retention.ChangeRetention.as_view(), name="change_retention"),
    path("retention/<int:pk>/remove/", retention.RemoveRetention.as_view(), name="remove_retention"),
    path("retention/<int:pk>/put-back/", retention.PutBackRetention.as_view(), name="put_back_retention"),
    path("disposal/", retention.DueForDisposal.as_view(), name="disposal"),
    path("<int:pk>/consent/", consents.NoteConsent.as_view(), name="note_consent"),
    path("consents/<int:pk>/withdraw/", consents.WithdrawConsent.as_view(), name="withdraw_consent"),
    path("consents/<int:pk>/link/", consents.GiveLink.as_view(), name="consent_link"),
    path("consents/own/<str:token>/", consents.OwnConsent.as_view(), name="own_consent"),
    path("purposes/add/", consents.AddPurpose.as_view(), name="add_purpose"),
    path("disclosures/", disclosing.DisclosureLog.as_view(), name="disclosures"),
    path("disclosures/<int:pk>/strike/", disclosing.Strike.as_view(), name="strike_disclosure"),
    path("<int:pk>/mask/", disclosing.Mask.as_view(), name="mask"),
    path("<int:pk>/disclose/", disclosing.AnswerRequest.as_view(), name="disclose"),
    path("masked/<int:pk>/file/", disclosing.MaskedFile.as_view(), name="masked_file"),
    path("add/", documents.AddDocument.as_view(), name="add_document"),
    path("<int:pk>/", documents.DocumentPage.as_view(), name="document"),
    path("<int:pk>/change/", documents.ChangeDocument.as_view(), name="change_document"),
    path("<int:pk>/trash/", documents.TrashDocument.as_view(), name="trash_document"),
    path("<int:pk>/file/", documents.Download.as_view(), name="download"),
    path("decisions/", decisions.DecisionList.as_view(), name="decisions"),
    path("decisions/add/", decisions.RecordDecision.as_view(), name="record_decision"),
    path("decisions/<int:pk>/", decisions.DecisionPage.as_view(), name="decision"),
    path("decisions/<int:pk>/correct/", decisions.CorrectDecision.as_view(), name="correct_decision"),
    path("cases/", cases.CaseList.as_view(), name="cases"),
    path("cases/add/", cases.OpenCase.as_view(), name="open_case"),
    path("cases/<int:pk>/", cases.CasePage.as_view(), name="case"),
    path("cases/<int:pk>/change/", cases.ChangeCase.as_view(), name="change_case"),
]
