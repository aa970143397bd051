"""The codes of this room's log in words, in the past tense, as a history tells them."""

from django.utils.translation import gettext_lazy as _

from byalag.core.registries import Deed

DEEDS = [
    Deed("exchange.plan_import.started", _("read a plan from a document")),
    Deed("exchange.plan_import.saved", _("saved the imported plan")),
    Deed("exchange.plan_import.undone", _("undid the import")),
    Deed("exchange.plan_import.discarded", _("threw the import away")),
    Deed("exchange.line.changed", _("changed what a line was taken for")),
    Deed("exchange.section.renamed", _("renamed a section of the import")),
    Deed("exchange.table.brought", _("brought a table in")),
    Deed("exchange.table.saved", _("saved a table")),
    Deed("exchange.table.undone", _("undid what a table changed")),
    Deed("exchange.table.discarded", _("threw a table away")),
    Deed("exchange.takeout.asked", _("asked for a takeout")),
    Deed("exchange.takeout.fetched", _("fetched a takeout")),
    Deed("exchange.takeout.thrown_away", _("threw a takeout away")),
    Deed("exchange.take_in.brought", _("brought a takeout here")),
    Deed("exchange.take_in.saved", _("took a takeout in")),
    Deed("exchange.take_in.discarded", _("threw a brought takeout away")),
]
