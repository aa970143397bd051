"""Organisations' clean public addresses; last of all patterns."""

app_name = "public"
urlpatterns: list = []
