"""Who may come in: roles and invitations."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import links, log
from byalag.core.models import User
from byalag.core.verdicts import require

from .. import rules
from ..actors import Actor, system
from ..enums import Role
from ..models import Invitation, Membership, Organisation, Person

INVITATION = "invitation"


@transaction.atomic
def give_role(actor: Actor, *, user: User, organisation: Organisation, role: str) -> Membership:
    """Give a user a role in an organisation; the user becomes a person of its book."""
    require(rules.may_give_role(actor, organisation.pk))
    membership, made = Membership.objects.get_or_create(user=user, organisation=organisation, role=Role(role))
    Person.objects.get_or_create(user=user, organisation=organisation)
    log.record(membership, "people.role.given", actor=actor, role=role, already=not made)
    return membership


@transaction.atomic
def take_role(actor: Actor, *, membership: Membership) -> None:
    """Take a role away. Whoever has none left does not come in any more."""
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    require(rules.may_take_role(actor, membership))
    log.record(membership, "people.role.taken", actor=actor, role=membership.role)
    user_id, organisation_id = membership.user_id, membership.organisation_id
    membership.delete()
    if not Membership.objects.filter(user_id=user_id, organisation_id=organisation_id).exists():
        Person.objects.filter(user_id=user_id, organisation_id=organisation_id).update(user=None)


@transaction.atomic
def invite(
    actor: Actor, *, organisation: Organisation, email: str, roles: list[str], language: str
) -> tuple[Invitation, str]:
    """Invite somebody by mail. Returns the invitation and the secret of its link, which is kept nowhere."""
    require(rules.may_invite(actor, organisation.pk))
    if not roles:
        raise ValidationError({"roles": _("Choose at least one role.")})
    earlier = Invitation.objects.select_for_update().filter(
        organisation=organisation, email__iexact=email, accepted_at=None, withdrawn_at=None
    )
    for row in earlier:
        links.revoke(row, INVITATION)
    earlier.update(withdrawn_at=timezone.now())
    invitation = Invitation(
        organisation=organisation, email=email.lower(), roles=[Role(role) for role in roles], language=language
    )
    invitation.full_clean()
    invitation.save()
    token = links.issue(INVITATION, invitation, lasts=Invitation.LASTS)
    log.record(invitation, "people.invitation.sent", actor=actor, roles=roles)
    return invitation, token


@transaction.atomic
def withdraw_invitation(actor: Actor, *, invitation: Invitation) -> Invitation:
    """Take an open invitation back: its link opens nothing any more."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    require(rules.may_withdraw_invitation(actor, invitation))
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    links.revoke(invitation, INVITATION)
    log.record(invitation, "people.invitation.withdrawn", actor=actor)
    return invitation


@transaction.atomic
def accept_invitation(actor: Actor, *, invitation: Invitation, password: str = "", user: User | None = None) -> User:
    """Come in by an invitation: as the signed-in `user`, or as a new one with a password.

    The holder of the secret link is the actor. Raises ValidationError when an account exists and nobody is signed in.
    """
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at or invitation.withdrawn_at:
        raise ValidationError(_("This invitation is not open any more. Ask for a new one."))
    if user is None:
        if User.objects.filter(email__iexact=invitation.email).exists():
            raise ValidationError(_("Sign in first, then open the link of the invitation again."))
        user = User.objects.create_user(email=invitation.email, password=password, language=invitation.language)
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    links.revoke(invitation, INVITATION)
    for role in invitation.roles:
        give_role(system(invitation.organisation), user=user, organisation=invitation.organisation, role=role)
    log.record(invitation, "people.invitation.accepted", actor=actor)
    return user


@transaction.atomic
def change_profile(actor: Actor, *, user: User, **fields: Any) -> User:
    """Change one's own language and time zone."""
    for name, value in fields.items():
        setattr(user, name, value)
    user.full_clean(exclude=["password"])
    user.save(update_fields=sorted(fields))
    log.record(user, "people.profile.changed", actor=actor, fields=sorted(fields))
    return user
