from django.urls import path

from .views import about, front, history, search, sign_in, today, trash

app_name = "web"
urlpatterns = [
    path("", front.FrontPage.as_view(), name="front"),
    path("today/", today.Today.as_view(), name="today"),
    path("search/", search.Search.as_view(), name="search"),
    path("history/<str:kind>/<int:pk>/", history.HistoryPage.as_view(), name="history"),
    path("history/<str:kind>/<int:pk>/table.csv", history.HistoryFile.as_view(), name="history_file"),
    path("trash/", trash.Trash.as_view(), name="trash"),
    path("trash/<str:kind>/<int:pk>/", trash.Restore.as_view(), name="restore"),
    path("demo/enter/", front.enter_demo, name="enter_demo"),
    path("no-organisation/", front.no_organisation, name="no_organisation"),
    path("go-on/", sign_in.lapsed_entry, name="lapsed_entry"),
    path("about/privacy/", about.About.as_view(template_name="web/privacy.html"), name="privacy"),
    path("about/accessibility/", about.Accessibility.as_view(), name="accessibility"),
    path("about/source/", about.About.as_view(template_name="web/source.html"), name="source"),
    path("health", about.health, name="health"),
]
