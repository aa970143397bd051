from django.urls import path

from .views import surveys

app_name = "surveys"
urlpatterns = [
    path("", surveys.SurveyList.as_view(), name="list"),
    path("add/", surveys.AddSurvey.as_view(), name="add"),
    path("<int:pk>/", surveys.SurveyPage.as_view(), name="survey"),
    path("<int:pk>/change/", surveys.ChangeSurvey.as_view(), name="change"),
    path("<int:pk>/trash/", surveys.TrashSurvey.as_view(), name="trash"),
]
