from django.urls import include, path

from .views import front, today

app_name = "web"
urlpatterns = [
    path("", front.FrontPage.as_view(), name="front"),
    path("today/", today.Today.as_view(), name="today"),
    path("demo/enter/", front.enter_demo, name="enter_demo"),
    path("no-organisation/", front.no_organisation, name="no_organisation"),
]
