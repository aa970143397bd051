from django.apps import AppConfig


class Config(AppConfig):
    name = "byalag.rooms.promises"
    label = "promises"
