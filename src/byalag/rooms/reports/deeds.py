"""The codes of this room's log in words, in the past tense, as a history tells them."""

from django.utils.translation import gettext_lazy as _

from byalag.core.registries import Deed

DEEDS = [
    Deed("reports.report.opened", _("opened the account")),
    Deed("reports.report.published", _("published the account")),
    Deed("reports.report.unpublished", _("took the account back from the public")),
    Deed("reports.report.trashed", _("put the account in the trash")),
    Deed("reports.report.restored", _("took the account out of the trash")),
    Deed("reports.text.written", _("wrote a text of the account")),
]
