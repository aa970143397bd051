"""The codes of this room's log in words, in the past tense, as a history tells them."""

from django.utils.translation import gettext_lazy as _

from byalag.core.registries import Deed

DEEDS = [
    Deed("visits.request.made", _("asked for a visit, or noted that somebody asked")),
    Deed("visits.request.answered", _("answered a request for a visit")),
    Deed("visits.visit.opened", _("planned it as a visit")),
    Deed("visits.visit.changed", _("changed what stands about the visit")),
    Deed("visits.delegate.added", _("wrote who comes")),
    Deed("visits.delegate.removed", _("took somebody off the delegation")),
    Deed("visits.delegation.counted", _("counted those who came")),
    Deed("visits.item.added", _("added a line to the programme")),
    Deed("visits.item.changed", _("changed a line of the programme")),
    Deed("visits.item.removed", _("took a line out of the programme")),
    Deed("visits.cost.added", _("wrote a cost of the visit")),
    Deed("visits.cost.spent", _("wrote what a cost came to")),
    Deed("visits.cost.removed", _("took away a cost of the visit")),
    Deed("visits.costs.taken_over", _("took over from the agreement who pays")),
    Deed("visits.gift.noted", _("noted a gift")),
    Deed("visits.gift.removed", _("took away a note of a gift")),
    Deed("visits.incident.noted", _("noted that something went wrong")),
    Deed("visits.agreed.noted", _("wrote down what was agreed at the visit")),
    Deed("visits.exchange.opened", _("said that pupils travel")),
    Deed("visits.exchange.assessed", _("assessed what is best for the children")),
    Deed("visits.exchange.decided", _("named the decision by which the children travel")),
    Deed("visits.leader.named", _("named a leader of the trip")),
    Deed("visits.leader.removed", _("took away a leader of the trip")),
    Deed("visits.pupil.added", _("added a child to the trip")),
    Deed("visits.pupil.written", _("wrote what the leaders have to know about a child")),
    Deed("visits.pupil.removed", _("took a child off the trip")),
    Deed("visits.consent.noted", _("noted what a guardian agreed to")),
    Deed("visits.consent.withdrawn", _("noted that a guardian took a consent back")),
    Deed("visits.guardian_link.given", _("made a link for a guardian")),
    Deed("visits.guardian.answered", _("answered as guardian")),
    Deed("visits.pupils.forgotten", _("deleted what stood about the children")),
]
