from django.urls import path

from . import views

app_name = "records"
urlpatterns = [
    path("", views.DocumentList.as_view(), name="documents"),
    path("add/", views.AddDocument.as_view(), name="add_document"),
    path("<int:pk>/", views.DocumentPage.as_view(), name="document"),
    path("<int:pk>/change/", views.ChangeDocument.as_view(), name="change_document"),
    path("<int:pk>/trash/", views.TrashDocument.as_view(), name="trash_document"),
    path("<int:pk>/file/", views.Download.as_view(), name="download"),
    path("decisions/", views.DecisionList.as_view(), name="decisions"),
    path("decisions/add/", views.RecordDecision.as_view(), name="record_decision"),
    path("decisions/<int:pk>/", views.DecisionPage.as_view(), name="decision"),
    path("decisions/<int:pk>/correct/", views.CorrectDecision.as_view(), name="correct_decision"),
    path("cases/", views.CaseList.as_view(), name="cases"),
    path("cases/add/", views.OpenCase.as_view(), name="open_case"),
    path("cases/<int:pk>/", views.CasePage.as_view(), name="case"),
    path("cases/<int:pk>/change/", views.ChangeCase.as_view(), name="change_case"),
]
