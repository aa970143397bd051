from django.apps import AppConfig


class Config(AppConfig):
    name = "byalag.rooms.visits"
    label = "visits"

    def ready(self) -> None:
        from .registrations import register

        register()
