from django.urls import path

from .views import (
    answering,
    checks,
    findings,
    openrosa,
    papers,
    questionnaires,
    questions,
    results,
    samples,
    surveys,
    waves,
)

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
    path("waves/<int:pk>/findings/add/", findings.WriteFinding.as_view(), name="write_finding"),
    path("findings/<int:pk>/change/", findings.ChangeFinding.as_view(), name="change_finding"),
    path("findings/<int:pk>/remove/", findings.RemoveFinding.as_view(), name="remove_finding"),
    path("findings/<int:pk>/answer/", findings.AnswerFinding.as_view(), name="answer_finding"),
    path("findings/<int:pk>/became/", findings.TellWhatBecame.as_view(), name="tell_what_became"),
    path("waves/<int:pk>/results/", results.ResultsPage.as_view(), name="results"),
    path("waves/<int:pk>/results.<str:suffix>", results.ResultsFile.as_view(), name="results_file"),
    path("waves/<int:pk>/answers.csv", results.Microdata.as_view(), name="microdata"),
    path("waves/<int:pk>/codebook.csv", results.Codebook.as_view(), name="codebook"),
]

# The sample of a wave.
urlpatterns += [
    path("waves/<int:pk>/sample/", samples.SamplePage.as_view(), name="sample"),
    path("waves/<int:pk>/sample/list/", samples.TakeInFrame.as_view(), name="take_in_frame"),
    path("waves/<int:pk>/sample/draw/", samples.DrawSample.as_view(), name="draw_sample"),
    path("waves/<int:pk>/sample.csv", samples.SampleFile.as_view(), name="sample_file"),
    path("units/<int:pk>/replace/", samples.ReplaceUnit.as_view(), name="replace_unit"),
]

# While answers come in.
urlpatterns += [
    path("waves/<int:pk>/checks/", checks.ChecksPage.as_view(), name="checks"),
    path("waves/<int:pk>/checks/rules/", checks.SetCheckRules.as_view(), name="check_rules"),
    path("waves/<int:pk>/checks/accept/", checks.AcceptClean.as_view(), name="accept_clean"),
    path("areas/<int:pk>/point/", checks.PlaceArea.as_view(), name="place_area"),
    path("submissions/<int:pk>/", checks.SettleSubmission.as_view(), name="submission"),
]

# Papers, typed by two people.
urlpatterns += [
    path("waves/<int:pk>/papers/", papers.Papers.as_view(), name="papers"),
    path("waves/<int:pk>/papers/type/", papers.TypePaper.as_view(), name="type_paper"),
    path("papers/<int:pk>/", papers.ComparePaper.as_view(), name="compare_paper"),
    path("papers/<int:pk>/take-back/", papers.DropPaper.as_view(), name="drop_paper"),
]
