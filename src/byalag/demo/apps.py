from django.apps import AppConfig


class Config(AppConfig):
    name = "byalag.demo"
    label = "demo"
