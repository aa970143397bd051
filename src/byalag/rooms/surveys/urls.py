from django.urls import path

from .views import questionnaires, questions, surveys

app_name = "surveys"
XLSFORM = questionnaires.DownloadQuestionnaire.as_view(ending="xlsx")
XFORM = questionnaires.DownloadQuestionnaire.as_view(ending="xml")
urlpatterns = [
    path("", surveys.SurveyList.as_view(), name="list"),
    path("add/", surveys.AddSurvey.as_view(), name="add"),
    path("<int:pk>/", surveys.SurveyPage.as_view(), name="survey"),
    path("<int:pk>/change/", surveys.ChangeSurvey.as_view(), name="change"),
    path("<int:pk>/trash/", surveys.TrashSurvey.as_view(), name="trash"),
    path("<int:pk>/begin-version/", questionnaires.BeginVersion.as_view(), name="begin_version"),
    path("questionnaires/<int:pk>/", questionnaires.QuestionnairePage.as_view(), name="questionnaire"),
    path("questionnaires/<int:pk>/title/", questionnaires.ChangeTitle.as_view(), name="questionnaire_title"),
    path("questionnaires/<int:pk>/upload/", questionnaires.UploadQuestionnaire.as_view(), name="questionnaire_upload"),
    path("questionnaires/<int:pk>/freeze/", questionnaires.FreezeQuestionnaire.as_view(), name="questionnaire_freeze"),
    path("questionnaires/<int:pk>/xlsform/", XLSFORM, name="questionnaire_xlsform"),
    path("questionnaires/<int:pk>/xform/", XFORM, name="questionnaire_xform"),
    path("questionnaires/<int:pk>/language/", questions.AddLanguage.as_view(), name="questionnaire_language"),
    path("questionnaires/<int:pk>/standard/", questions.AddStandard.as_view(), name="questionnaire_standard"),
    path("questionnaires/<int:pk>/add/", questions.AddQuestion.as_view(), name="question_add"),
    path("questionnaires/<int:pk>/change/<path:at>/", questions.ChangeQuestion.as_view(), name="question_change"),
    path("questionnaires/<int:pk>/remove/<path:at>/", questions.RemoveItem.as_view(), name="question_remove"),
]
