"""The codes of this room's log in words, in the past tense, as a history tells them."""

from django.utils.translation import gettext_lazy as _

from byalag.core.registries import Deed

DEEDS = [
    Deed("cooperation.cooperation.opened", _("opened the cooperation")),
    Deed("cooperation.cooperation.changed", _("changed the cooperation")),
    Deed("cooperation.cooperation.ended", _("ended the cooperation")),
    Deed("cooperation.cooperation.trashed", _("put the cooperation in the trash")),
    Deed("cooperation.cooperation.restored", _("took the cooperation out of the trash")),
    Deed("cooperation.party.added", _("added a party")),
    Deed("cooperation.party.ended", _("ended a party’s part")),
]
