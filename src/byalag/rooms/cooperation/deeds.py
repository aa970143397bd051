"""The codes of this room's log in words, in the past tense, as a history tells them."""

from django.utils.translation import gettext_lazy as _

from byalag.core.registries import Deed

DEEDS = [
    Deed("cooperation.cooperation.opened", _("opened the cooperation")),
    Deed("cooperation.cooperation.changed", _("changed the cooperation")),
    Deed("cooperation.cooperation.ended", _("ended the cooperation")),
    Deed("cooperation.cooperation.trashed", _("put the cooperation in the trash")),
    Deed("cooperation.cooperation.restored", _("took the cooperation out of the trash")),
    Deed("cooperation.cooperation.moved", _("took the cooperation a step further")),
    Deed("cooperation.cooperation.found_quiet", _("found by itself whether the cooperation is dormant")),
    Deed("cooperation.rules.set", _("set the rules for cooperations")),
    Deed("cooperation.contact.noted", _("noted a contact")),
    Deed("cooperation.contact.changed", _("changed a note of a contact")),
    Deed("cooperation.contact.removed", _("took away a note of a contact")),
    Deed("cooperation.twinning.imported", _("read in a register of twin towns")),
    Deed("cooperation.party.added", _("added a party")),
    Deed("cooperation.party.ended", _("ended a party’s part")),
    Deed("cooperation.agreement.drafted", _("drafted an agreement")),
    Deed("cooperation.agreement.changed", _("changed an agreement")),
    Deed("cooperation.agreement.decided", _("noted a decision on an agreement")),
    Deed("cooperation.agreement.signed", _("wrote that an agreement is signed")),
    Deed("cooperation.agreement.ended", _("ended an agreement")),
    Deed("cooperation.agreement.paper_added", _("laid a paper beside an agreement")),
    Deed("cooperation.agreement.paper_removed", _("took a paper away from an agreement")),
    Deed("cooperation.side.written", _("wrote their own side")),
    Deed("cooperation.benefit.written", _("wrote what changed at their place")),
    Deed("cooperation.benefit.changed", _("changed what they wrote of what changed")),
    Deed("cooperation.benefit.removed", _("took away what they wrote of what changed")),
    Deed("cooperation.joint.proposed", _("proposed a change of what is joint")),
    Deed("cooperation.joint.answered", _("answered a proposal for what is joint")),
    Deed("cooperation.joint.withdrawn", _("withdrew a proposal for what is joint")),
    Deed("cooperation.card.written", _("wrote what is sought in a partner")),
    Deed("cooperation.card.changed", _("changed what is sought in a partner")),
    Deed("cooperation.card.published", _("showed to everyone what is sought in a partner")),
    Deed("cooperation.card.withdrawn", _("took from the public pages what is sought in a partner")),
    Deed("cooperation.enquiry.received", _("enquired")),
    Deed("cooperation.enquiry.taken_up", _("took up an enquiry")),
    Deed("cooperation.enquiry.declined", _("declined an enquiry")),
]
