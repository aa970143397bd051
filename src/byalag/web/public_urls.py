"""Organisations' clean public addresses; last of all patterns."""

from django.urls import path

from .views import feeds, public

app_name = "public"
urlpatterns = [
    path("<slug:slug>/atom.xml", feeds.News(), name="feed"),
    path("<slug:slug>/", public.organisation, name="organisation"),
    path("<slug:organisation>/<slug:slug>/", public.published, name="published"),
    path("<slug:organisation>/<slug:slug>/box/", public.box, name="box"),
]
