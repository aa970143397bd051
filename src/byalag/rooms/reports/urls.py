from django.urls import path, re_path

from .views import accounts, defining, layouts, signing, writing

app_name = "reports"
urlpatterns = [
    path("", accounts.ReportList.as_view(), name="list"),
    path("kinds/", defining.Definitions.as_view(), name="definitions"),
    path("kinds/<slug:key>/", defining.Define.as_view(), name="define"),
    path("kinds/<slug:key>/lay-aside/", defining.LayDefinitionAside.as_view(), name="lay_aside_definition"),
    path("layout/", layouts.OwnLayout.as_view(), name="layout"),
    path("layout/lay-aside/", layouts.LayAside.as_view(), name="lay_aside_layout"),
    re_path(r"^layout/(?P<which>layout|ours|sample)\.docx$", layouts.LayoutFile.as_view(), name="layout_file"),
    path("rules/", signing.SetAccountRules.as_view(), name="rules"),
    path("of/<int:framework>/", accounts.OpenReport.as_view(), name="open"),
    path("of/cooperation/<int:cooperation>/", accounts.OpenCooperationReport.as_view(), name="open_cooperation"),
    path("<int:pk>/", accounts.ReportPage.as_view(), name="report"),
    path("<int:pk>/figures/<int:number>/", accounts.FigurePage.as_view(), name="figure"),
    path("<int:pk>/texts/<slug:section>/", writing.WriteText.as_view(), name="text"),
    path("<int:pk>/texts/<slug:section>/draft/", writing.KeepDraft.as_view(), name="draft"),
    path("<int:pk>/texts/<slug:section>/draft/drop/", writing.DropDraft.as_view(), name="drop_draft"),
    path("<int:pk>/partners/", signing.AskPartners.as_view(), name="ask_partners"),
    path("<int:pk>/look/", signing.AnswerReview.as_view(), name="answer_review"),
    path("<int:pk>/sign/", signing.Sign.as_view(), name="sign"),
    path("<int:pk>/publish/", signing.Publish.as_view(), name="publish"),
    path("<int:pk>/submit/", signing.Submit.as_view(), name="submit"),
    path("<int:pk>/answer/", signing.Answer.as_view(), name="answer"),
    path("<int:pk>/signed.json", signing.SignedData.as_view(), name="signed_data"),
    path("<int:pk>/changes/", signing.Changes.as_view(), name="changes"),
    re_path(
        r"^(?P<pk>\d+)/(?P<verb>unpublish|end_review|withdraw|rework)/$",
        accounts.ChangeReport.as_view(),
        name="change",
    ),
    path("<int:pk>/trash/", accounts.TrashReport.as_view(), name="trash"),
    re_path(
        r"^(?P<pk>\d+)/download\.(?P<suffix>docx|pdf|xlsx|json)$", accounts.DownloadReport.as_view(), name="download"
    ),
]
