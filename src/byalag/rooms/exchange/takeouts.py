"""Of this room nothing goes along when an organisation leaves: it holds what is on its way in or out."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from byalag.core.takeouts import LeftHere

_ON_ITS_WAY = _("It is on its way in or out here. What became of it goes along.")

LEFT_HERE = [
    LeftHere(f"exchange.{name}", _ON_ITS_WAY)
    for name in ("tableimport", "planimport", "installation", "origin", "takeout", "takein")
]
