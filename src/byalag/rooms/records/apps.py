from django.apps import AppConfig


class Config(AppConfig):
    name = "byalag.rooms.records"
    label = "records"

    def ready(self) -> None:
        from .registrations import register

        register()
