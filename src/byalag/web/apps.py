from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from byalag.core import registries


class Config(AppConfig):
    name = "byalag.web"
    label = "web"

    def ready(self) -> None:
        from byalag.core import feedback, jobs, spelling

        registries.navigation.add(registries.NavItem("today", _("Today"), "web:today", 10))
        jobs.schedules.add_all(feedback.SCHEDULES)
        jobs.schedules.add(spelling.EVERY_NIGHT)
