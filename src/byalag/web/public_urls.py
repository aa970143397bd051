"""Organisations' clean public addresses; last of all patterns."""

from django.urls import path

from .views import public

app_name = "public"
urlpatterns = [
    path("<slug:slug>/", public.organisation, name="organisation"),
    path("<slug:organisation>/<slug:slug>/", public.published, name="published"),
]
