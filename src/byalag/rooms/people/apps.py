from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from byalag.core import redaction, registries


class Config(AppConfig):
    name = "byalag.rooms.people"
    label = "people"

    def ready(self) -> None:
        from . import queries, rules
        from .deeds import DEEDS
        from .takeouts import LEFT_HERE, TAKEOUTS

        registries.deeds.add_all(DEEDS)
        redaction.protect(
            redaction.Protection("people.persons", queries.protected_in, rules.may_read_names, rules.may_see_persons)
        )
        registries.takeouts.add_all(TAKEOUTS)
        registries.left_here.add_all(LEFT_HERE)
        registries.navigation.add(registries.NavItem("people", _("People and bodies"), "people:bodies", 60))
