from django.apps import AppConfig


class Config(AppConfig):
    name = "byalag.rooms.reports"
    label = "reports"

    def ready(self) -> None:
        from .registrations import register

        register()
