"""The codes of this room's log in words, in the past tense, as a history tells them."""

from django.utils.translation import gettext_lazy as _

from byalag.core.registries import Deed

DEEDS = [
    Deed("reports.report.opened", _("opened the account")),
    Deed("reports.report.published", _("published the account")),
    Deed("reports.report.unpublished", _("took the account back from the public")),
    Deed("reports.report.trashed", _("put the account in the trash")),
    Deed("reports.report.restored", _("took the account out of the trash")),
    Deed("reports.report.signed", _("signed the account")),
    Deed("reports.signing.withdrawn", _("took the signatures back")),
    Deed("reports.report.submitted", _("submitted the account")),
    Deed("reports.report.accepted", _("accepted the account")),
    Deed("reports.report.returned", _("returned the account")),
    Deed("reports.report.reworked", _("began to work on the returned account again")),
    Deed("reports.review.asked", _("asked partners to look at the account")),
    Deed("reports.review.answered", _("said what the partner thinks of the account")),
    Deed("reports.review.ended", _("took the account back from the partners")),
    Deed("reports.definition.saved", _("saved a kind of account of the organisation's own")),
    Deed("reports.definition.laid_aside", _("laid a kind of account aside")),
    Deed("reports.layout.added", _("added a Word layout")),
    Deed("reports.layout.laid_aside", _("laid a Word layout aside")),
    Deed("reports.rules.set", _("set how accounts are signed")),
    Deed("reports.text.written", _("wrote a text of the account")),
]
