"""The only writer of whom one writes to on each side of a cooperation."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.people.api import Actor, Organisation, Post

from .. import queries, rules
from ..models import ContactPost, Cooperation


@transaction.atomic
def add_contact_post(
    actor: Actor,
    *,
    cooperation: Cooperation,
    organisation: Organisation,
    title: str = "",
    post: Post | None = None,
    email: str = "",
    phone: str = "",
    language: str = "",
    starts: date | None = None,
    ends: date | None = None,
    is_main: bool = False,
) -> ContactPost:
    """Say whom to write to on a party's side: a post of the book, or a function in words. The main one follows the last.

    Raises ValidationError when neither is given, or the post is another organisation's.
    """
    if organisation not in queries.organisations_in(cooperation):
        raise ValidationError({"organisation": _("Choose one of the parties.")})
    require(rules.may_keep_contact_post(actor, cooperation, organisation))
    row = ContactPost(
        cooperation=cooperation,
        organisation=organisation,
        title=title,
        post=post,
        email=email,
        phone=phone,
        language=language,
        starts=starts,
        ends=ends,
        is_main=is_main,
    )
    _keep(row)
    log.record(cooperation, "cooperation.contact_post.added", actor=actor, of=organisation.pk)
    return row


@transaction.atomic
def change_contact_post(actor: Actor, *, contact_post: ContactPost, expected: int | None, **fields: Any) -> ContactPost:
    """Change whom to write to, or say until when."""
    row = lock_for_change(contact_post, expected=expected)
    require(rules.may_keep_contact_post(actor, row.cooperation, row.organisation))
    for name, value in fields.items():
        setattr(row, name, value)
    _keep(row)
    log.record(row.cooperation, "cooperation.contact_post.changed", actor=actor, contact_post=row.pk)
    return row


@transaction.atomic
def remove_contact_post(actor: Actor, *, contact_post: ContactPost) -> None:
    """Take a contact away for good, with its addresses."""
    row = lock_for_change(contact_post)
    require(rules.may_keep_contact_post(actor, row.cooperation, row.organisation))
    log.record(row.cooperation, "cooperation.contact_post.removed", actor=actor, contact_post=row.pk)
    row.delete()


def _keep(row: ContactPost) -> None:
    if row.post is not None and row.post.organisation_id != row.organisation_id:
        raise ValidationError({"post": _("Choose a post of that organisation.")})
    row.title = row.title.strip() or (row.post.title if row.post else "")
    if not row.title:
        raise ValidationError({"title": _("Write the post or function: “international secretary”.")})
    if row.starts and row.ends and row.ends < row.starts:
        raise ValidationError({"ends": _("It must end on or after the day it began.")})
    if row.is_main:
        same = ContactPost.objects.filter(cooperation=row.cooperation, organisation=row.organisation, is_main=True)
        same.exclude(pk=row.pk).update(is_main=False)
    row.full_clean()
    row.save()
