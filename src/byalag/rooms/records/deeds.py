"""The codes of this room's log in words, in the past tense, as a history tells them."""

from django.utils.translation import gettext_lazy as _

from byalag.core.registries import Deed

DEEDS = [
    Deed("records.case.opened", _("opened the case")),
    Deed("records.case.changed", _("changed the case")),
    Deed("records.decision.recorded", _("recorded the decision")),
    Deed("records.decision.corrected", _("corrected the decision")),
    Deed("records.document.registered", _("registered the document")),
    Deed("records.document.changed", _("changed what stands about the document")),
    Deed("records.document.held_back", _("held the document back, as what it shows")),
    Deed("records.document.trashed", _("put the document in the trash")),
    Deed("records.documents.disposed", _("disposed of documents")),
    Deed("records.retention.set", _("set how long papers are kept")),
    Deed("records.retention.changed", _("changed how long papers are kept")),
    Deed("records.retention.removed", _("took a retention rule away")),
    Deed("records.retention.put_back", _("put a retention rule back")),
    Deed("records.consent.noted", _("noted a consent to use a picture")),
    Deed("records.consent.withdrawn", _("withdrew a consent to use a picture")),
    Deed("records.consent.link_given", _("gave a link by which a consent can be withdrawn")),
    Deed("records.purpose.added", _("added a purpose for pictures")),
    Deed("records.copy.masked", _("made a masked copy")),
    Deed("records.disclosure.written", _("wrote down what was given out")),
    Deed("records.disclosure.struck", _("struck out a line of the disclosure log")),
    Deed("records.document.restored", _("took the document out of the trash")),
]
