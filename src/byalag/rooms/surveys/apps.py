from django.apps import AppConfig


class Config(AppConfig):
    name = "byalag.rooms.surveys"
    label = "surveys"

    def ready(self) -> None:
        from .registrations import register

        register()
