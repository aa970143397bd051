from django.apps import AppConfig


class Config(AppConfig):
    name = "byalag.rooms.cooperation"
    label = "cooperation"

    def ready(self) -> None:
        from .registrations import register

        register()
