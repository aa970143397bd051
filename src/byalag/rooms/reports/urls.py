from django.urls import path, re_path

from . import views

app_name = "reports"
urlpatterns = [
    path("", views.ReportList.as_view(), name="list"),
    path("of/<int:framework>/", views.OpenReport.as_view(), name="open"),
    path("<int:pk>/", views.ReportPage.as_view(), name="report"),
    path("<int:pk>/figures/<int:number>/", views.FigurePage.as_view(), name="figure"),
    path("<int:pk>/texts/<slug:section>/", views.WriteText.as_view(), name="text"),
    re_path(r"^(?P<pk>\d+)/(?P<verb>publish|unpublish)/$", views.ChangeReport.as_view(), name="change"),
    path("<int:pk>/trash/", views.TrashReport.as_view(), name="trash"),
    re_path(r"^(?P<pk>\d+)/download\.(?P<suffix>docx|pdf|xlsx|json)$", views.DownloadReport.as_view(), name="download"),
]
