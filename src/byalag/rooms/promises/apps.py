from django.apps import AppConfig


class Config(AppConfig):
    name = "byalag.rooms.promises"
    label = "promises"

    def ready(self) -> None:
        from .registrations import register  # models can be imported only when all apps are there

        register()
