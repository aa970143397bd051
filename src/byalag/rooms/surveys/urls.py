from django.urls import path

from .views import results, surveys

app_name = "surveys"
urlpatterns = [
    path("", surveys.SurveyList.as_view(), name="list"),
    path("add/", surveys.AddSurvey.as_view(), name="add"),
    path("<int:pk>/", surveys.SurveyPage.as_view(), name="survey"),
    path("<int:pk>/change/", surveys.ChangeSurvey.as_view(), name="change"),
    path("<int:pk>/trash/", surveys.TrashSurvey.as_view(), name="trash"),
    path("waves/<int:pk>/results/", results.ResultsPage.as_view(), name="results"),
    path("waves/<int:pk>/results.<str:suffix>", results.ResultsFile.as_view(), name="results_file"),
    path("waves/<int:pk>/answers.csv", results.Microdata.as_view(), name="microdata"),
    path("waves/<int:pk>/codebook.csv", results.Codebook.as_view(), name="codebook"),
]
