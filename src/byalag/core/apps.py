from django.apps import AppConfig


class Config(AppConfig):
    name = "byalag.core"
    label = "core"
