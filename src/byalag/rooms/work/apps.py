from django.apps import AppConfig


class Config(AppConfig):
    name = "byalag.rooms.work"
    label = "work"

    def ready(self) -> None:
        from .registrations import register

        register()
