from django.apps import AppConfig


class Config(AppConfig):
    name = "byalag.rooms.people"
    label = "people"
