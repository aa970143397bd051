from django.urls import path

from .views import answering, openrosa, surveys, waves

app_name = "surveys"
urlpatterns = [
    path("", surveys.SurveyList.as_view(), name="list"),
    path("add/", surveys.AddSurvey.as_view(), name="add"),
    path("<int:pk>/", surveys.SurveyPage.as_view(), name="survey"),
    path("<int:pk>/change/", surveys.ChangeSurvey.as_view(), name="change"),
    path("<int:pk>/trash/", surveys.TrashSurvey.as_view(), name="trash"),
    path("<int:pk>/versions/<int:form>/preview/", answering.Preview.as_view(), name="preview"),
    path("<int:pk>/waves/add/", waves.PlanWave.as_view(), name="plan_wave"),
    path("waves/<int:pk>/", waves.WavePage.as_view(), name="wave"),
    path("waves/<int:pk>/change/", waves.ChangeWave.as_view(), name="change_wave"),
    path("waves/<int:pk>/open/", waves.OpenWave.as_view(), name="open_wave"),
    path("waves/<int:pk>/close/", waves.CloseWave.as_view(), name="close_wave"),
    path("waves/<int:pk>/areas/add/", waves.AddArea.as_view(), name="add_area"),
    path("areas/<int:pk>/change/", waves.ChangeArea.as_view(), name="change_area"),
    path("waves/<int:pk>/doors/add/", waves.OpenDoor.as_view(), name="open_door"),
    path("doors/<int:pk>/close/", waves.CloseDoor.as_view(), name="close_door"),
    path("a/<str:token>/", answering.Answer.as_view(), name="answer"),
    path("odk/<str:token>/formList", openrosa.FormList.as_view(), name="odk_forms"),
    path("odk/<str:token>/forms/<int:number>.xml", openrosa.FormDownload.as_view(), name="odk_form"),
    path("odk/<str:token>/forms/<int:number>/manifest", openrosa.Manifest.as_view(), name="odk_manifest"),
    path("odk/<str:token>/submission", openrosa.TakeIn.as_view(), name="odk_submission"),
]
