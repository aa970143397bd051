"""The codes of this room's log in words, in the past tense, as a history tells them."""

from django.utils.translation import gettext_lazy as _

from byalag.core.registries import Deed

DEEDS = [
    Deed("people.body.opened", _("opened the body")),
    Deed("people.body.changed", _("changed the body")),
    Deed("people.circle.opened", _("opened the circle")),
    Deed("people.circle.set", _("changed who belongs to the circle")),
    Deed("people.consent.given", _("wrote a consent down")),
    Deed("people.consent.withdrawn", _("withdrew a consent")),
    Deed("people.invitation.sent", _("sent an invitation")),
    Deed("people.invitation.accepted", _("accepted an invitation")),
    Deed("people.invitation.withdrawn", _("withdrew an invitation")),
    Deed("people.organisation.opened", _("opened the organisation")),
    Deed("people.organisation.changed", _("changed the organisation")),
    Deed("people.person.added", _("wrote a person into the book")),
    Deed("people.person.changed", _("changed what stands about a person")),
    Deed("people.person.erased", _("erased a person")),
    Deed("people.protected_name.added", _("wrote down a name that is replaced by an alias")),
    Deed("people.protected_name.let_go", _("let a name be shown again")),
    Deed("people.post.opened", _("opened the post")),
    Deed("people.post.changed", _("changed the post")),
    Deed("people.post.ended", _("ended the post")),
    Deed("people.profile.changed", _("changed the own profile")),
    Deed("people.role.given", _("gave a role")),
    Deed("people.role.taken", _("took a role away")),
    Deed("people.country_safety.set", _("said how careful to be with a country")),
    Deed("people.country_safety.removed", _("took away a rule for a country")),
    Deed("people.theme.added", _("added a theme")),
    Deed("people.theme.renamed", _("renamed a theme")),
    Deed("people.theme.removed", _("removed a theme")),
    Deed("people.places.loaded", _("loaded a register of places")),
    Deed("people.places.noted", _("noted places of a list")),
    Deed("people.places.forgotten", _("took away places of a list")),
    Deed("people.organisation.placed", _("said where the organisation lies")),
    Deed("people.place.added", _("added a place")),
]
