from django.apps import AppConfig


class Config(AppConfig):
    name = "byalag.rooms.reminders"
    label = "reminders"

    def ready(self) -> None:
        from .registrations import register

        register()
