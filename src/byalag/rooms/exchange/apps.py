from django.apps import AppConfig


class Config(AppConfig):
    name = "byalag.rooms.exchange"
    label = "exchange"

    def ready(self) -> None:
        from .registrations import register

        register()
