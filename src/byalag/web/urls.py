from django.urls import include, path

app_name = "web"
urlpatterns = [
    path("sign-in/", include("allauth.urls")),
    path("language/", include("django.conf.urls.i18n")),
]
