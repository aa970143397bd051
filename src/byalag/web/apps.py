from django.apps import AppConfig


class Config(AppConfig):
    name = "byalag.web"
    label = "web"
