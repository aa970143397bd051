"""Persons, their posts and consents."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change

from .. import rules
from ..actors import Actor
from ..models import Body, Consent, Organisation, Person, Post
from .protecting import keep_protected


@transaction.atomic
def open_post(
    actor: Actor,
    *,
    organisation: Organisation,
    title: str,
    kind: str,
    body: Body | None = None,
    person: Person | None = None,
    share: Decimal | None = None,
    matter: str = "",
    party: str = "",
    party_ground: str = "",
    starts: date | None = None,
    ends: date | None = None,
    afterwards: str = "",
) -> Post:
    """Take a post into the book; who holds it may be left open."""
    require(rules.may_edit_bodies(actor, organisation.pk))
    post = Post(
        organisation=organisation,
        body=body,
        person=person,
        kind=kind,
        title=title,
        share=share,
        matter=matter,
        party=party,
        party_ground=party_ground,
        starts=starts,
        ends=ends,
        afterwards=afterwards,
    )
    post.full_clean()
    post.save()
    log.record(post, "people.post.opened", actor=actor, kind=kind)
    return post


@transaction.atomic
def change_post(actor: Actor, *, post: Post, expected: int | None, **fields: Any) -> Post:
    """Change a post. The log names the fields, never what they say."""
    post = lock_for_change(post, expected=expected)
    require(rules.may_edit_bodies(actor, post.organisation_id))
    for name, value in fields.items():
        setattr(post, name, value)
    post.full_clean()
    post.save()
    log.record(post, "people.post.changed", actor=actor, fields=sorted(fields))
    return post


@transaction.atomic
def end_post(
    actor: Actor, *, post: Post, ends: date, afterwards: str | None = None, expected: int | None = None
) -> Post:
    """Say when a post ended, and what became of it."""
    post = lock_for_change(post, expected=expected)
    require(rules.may_end_post(actor, post))
    post.ends = ends
    post.afterwards = post.afterwards if afterwards is None else afterwards
    post.full_clean()
    post.save(update_fields=["ends", "afterwards", "version"])
    log.record(post, "people.post.ended", actor=actor)
    return post


@transaction.atomic
def add_person(
    actor: Actor,
    *,
    organisation: Organisation,
    name: str,
    alias: str = "",
    at_risk: bool = False,
    email: str = "",
    language: str = "",
) -> Person:
    """Take a person into the organisation's book."""
    require(rules.may_edit_person(actor, organisation.pk))
    person = Person(organisation=organisation, name=name, alias=alias, at_risk=at_risk, email=email, language=language)
    person.full_clean()
    person.save()
    keep_protected(person)
    log.record(person, "people.person.added", actor=actor)
    return person


@transaction.atomic
def change_person(actor: Actor, *, person: Person, expected: int | None, **fields: Any) -> Person:
    """Change a person. The log names the fields, never what they say."""
    person = lock_for_change(person, expected=expected)
    require(rules.may_edit_person(actor, person.organisation_id))
    for name, value in fields.items():
        setattr(person, name, value)
    person.full_clean()
    person.save()
    keep_protected(person)
    log.record(person, "people.person.changed", actor=actor, fields=sorted(fields))
    return person


@transaction.atomic
def erase_person(actor: Actor, *, person: Person) -> Person:
    """Empty the person's row; what was counted stays counted, and a name that is replaced in texts stays replaced."""
    person = lock_for_change(person)
    require(rules.may_erase_person(actor, person))
    person.name = person.alias = person.email = person.language = ""
    person.at_risk, person.erased_at = False, timezone.now()
    person.save()
    person.consents.filter(withdrawn_on__isnull=True).update(withdrawn_on=timezone.localdate())
    log.record(person, "people.person.erased", actor=actor)
    return person


@transaction.atomic
def give_consent(actor: Actor, *, person: Person, purpose: str, given_on: date, by_guardian: bool = False) -> Consent:
    """Note what a person, or their guardian, has agreed to."""
    require(rules.may_edit_person(actor, person.organisation_id))
    consent = Consent(person=person, purpose=purpose, given_on=given_on, by_guardian=by_guardian)
    consent.full_clean()
    consent.save()
    log.record(consent, "people.consent.given", actor=actor, purpose=purpose)
    return consent


@transaction.atomic
def withdraw_consent(actor: Actor, *, consent: Consent, withdrawn_on: date) -> Consent:
    """End a consent; the row stays to show that it once was given. One that is withdrawn stays as it is."""
    consent = Consent.objects.select_for_update().select_related("person").get(pk=consent.pk)
    require(rules.may_edit_person(actor, consent.person.organisation_id))
    if consent.withdrawn_on is not None:
        return consent
    consent.withdrawn_on = withdrawn_on
    consent.save(update_fields=["withdrawn_on"])
    log.record(consent, "people.consent.withdrawn", actor=actor, purpose=consent.purpose)
    return consent
