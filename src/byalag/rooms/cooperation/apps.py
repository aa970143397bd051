from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from byalag.core import registries


class Config(AppConfig):
    name = "byalag.rooms.cooperation"
    label = "cooperation"

    def ready(self) -> None:
        from . import queries

        registries.navigation.add(registries.NavItem("cooperation", _("Cooperation"), "cooperation:list", 40))
        registries.searchables.add(
            registries.Searchable(
                "cooperation.cooperation",
                _("Cooperation"),
                "cooperation.cooperation",
                queries.cooperations_visible_to,
                ("name", "about"),
                "cooperation:cooperation",
            )
        )
