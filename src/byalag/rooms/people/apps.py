from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from byalag.core import registries


class Config(AppConfig):
    name = "byalag.rooms.people"
    label = "people"

    def ready(self) -> None:
        from .deeds import DEEDS
        from .takeouts import LEFT_HERE, TAKEOUTS

        registries.deeds.add_all(DEEDS)
        registries.takeouts.add_all(TAKEOUTS)
        registries.left_here.add_all(LEFT_HERE)
        registries.navigation.add(registries.NavItem("people", _("People and bodies"), "people:bodies", 60))
