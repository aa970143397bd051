"""Opening, describing, showing, throwing away and taking back a framework."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.cooperation.api import Cooperation
from byalag.rooms.people.api import Actor, Body, Circle, Organisation
from byalag.rooms.people.enums import Visibility
from byalag.rooms.promises import rules
from byalag.rooms.promises.models import Framework
from byalag.rooms.records import api as records

from .editing import change, draft_for
from .means import set_dates

LONGEST_SLUG = 80


def _free_slug(organisation: Organisation, wanted: str, kind: str, starts: date) -> str:
    """An address that no other framework of the organisation has."""
    base = slugify(wanted)[: LONGEST_SLUG - 4].strip("-") or f"{kind.replace('_', '-')}-{starts.year}"
    taken = set(
        Framework.objects.filter(organisation=organisation, slug__startswith=base).values_list("slug", flat=True)
    )
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def _rests_on_itself(framework: Framework) -> bool:
    below, seen = framework.based_on, set()
    while below is not None and below.pk not in seen:
        if below.pk == framework.pk:
            return True
        seen.add(below.pk)
        below = below.based_on
    return False


def _check(framework: Framework) -> None:
    """Raises ValidationError with a sentence per field."""
    faults: dict[str, str] = {}
    if not framework.title.strip():
        faults["title"] = _("Give the plan a title.")
    if framework.ends < framework.starts:
        faults["ends"] = _("The period ends before it starts. Change one of the two dates.")
    if framework.body is not None and framework.body.organisation_id != framework.organisation_id:
        faults["body"] = _("Choose a body of your own organisation.")
    if _rests_on_itself(framework):
        faults["based_on"] = _("A plan cannot rest on itself. Choose another one.")
    if faults:
        raise ValidationError(faults)


@transaction.atomic
def open_framework(
    actor: Actor,
    *,
    organisation: Organisation,
    kind: str,
    title: str,
    starts: date,
    ends: date,
    body: Body | None = None,
    lead: str = "",
    based_on: Framework | None = None,
    cooperation: Cooperation | None = None,
    language: str | None = None,
    visibility: str = Visibility.ORGANISATION,
    slug: str | None = None,
    source_document: records.Document | None = None,
    simulated: bool = False,
) -> Framework:
    """A new draft. Without a slug the address is made from the title."""
    require(rules.may_open_framework(actor, organisation))
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # two at once must not choose the same address
    framework = Framework(
        organisation=organisation,
        kind=kind,
        title=title.strip(),
        starts=starts,
        ends=ends,
        body=body,
        lead=lead,
        based_on=based_on,
        cooperation=cooperation,
        language=language or organisation.language,
        visibility=visibility,
        slug=_free_slug(organisation, slug or title, kind, starts),
        source_document=source_document,
        simulated=simulated,
    )
    _check(framework)
    framework.save()
    log.record(framework, "promises.framework.opened", actor=actor, kind=kind)
    return framework


@transaction.atomic
def edit_framework(actor: Actor, *, framework: Framework, expected: int | None = None, **values: Any) -> Framework:
    """Change title, lead, period, body, based_on, cooperation or language of a draft."""
    draft_for(actor, framework)
    current = lock_for_change(framework, expected=expected)
    changed = change(current, values)
    _check(current)
    current.save()
    if "ends" in changed:
        for duty in current.duties.exclude(due_rule=""):
            set_dates(duty, current)
            duty.save(update_fields=["due"])
    log.record(current, "promises.framework.edited", actor=actor, changed=changed)
    return current


@transaction.atomic
def tie_to_strategy(
    actor: Actor, *, framework: Framework, based_on: Framework | None, expected: int | None = None
) -> Framework:
    """Say which strategy a plan rests on. It changes no word of the plan, so it may be done after adoption, too."""
    current = lock_for_change(framework, expected=expected)
    require(rules.may_tie_to_strategy(actor, current))
    current.based_on = based_on
    _check(current)
    current.save()
    log.record(current, "promises.framework.tied", actor=actor, based_on=based_on.pk if based_on else None)
    return current


@transaction.atomic
def attach_source(
    actor: Actor, *, framework: Framework, upload: Any, title: str = "", expected: int | None = None
) -> Framework:
    """Keep the document that a draft stands in: for a strategy, the text itself."""
    draft_for(actor, framework)
    current = lock_for_change(framework, expected=expected)
    require(rules.may_attach_source(actor, current))
    document = records.register_document(
        actor, organisation=current.organisation, upload=upload, title=title or current.title, language=current.language
    )
    current.source_document = document
    current.save()
    log.record(current, "promises.framework.source_attached", actor=actor, document=document.pk)
    return current


@transaction.atomic
def trash_framework(actor: Actor, *, framework: Framework, expected: int | None = None) -> Framework:
    current = lock_for_change(framework, expected=expected)
    require(rules.may_trash_framework(actor, current))
    current.trashed_at = timezone.now()
    current.save()
    log.record(current, "promises.framework.trashed", actor=actor)
    return current


@transaction.atomic
def restore_framework(actor: Actor, *, framework: Framework) -> Framework:
    current = lock_for_change(framework)
    require(rules.may_restore_framework(actor, current))
    current.trashed_at = None
    current.save()
    log.record(current, "promises.framework.restored", actor=actor)
    return current


@transaction.atomic
def publish_framework(actor: Actor, *, framework: Framework, expected: int | None = None) -> Framework:
    """Everyone may see the plan, its progress and its decisions from now on."""
    current = lock_for_change(framework, expected=expected)
    require(rules.may_publish_framework(actor, current))
    current.visibility = Visibility.PUBLIC
    current.save()
    log.record(current, "promises.framework.published", actor=actor)
    return current


@transaction.atomic
def unpublish_framework(actor: Actor, *, framework: Framework, expected: int | None = None) -> Framework:
    """Only the organisation itself, and those who hold the plan with it, see it from now on."""
    current = lock_for_change(framework, expected=expected)
    require(rules.may_unpublish_framework(actor, current))
    current.visibility = Visibility.CIRCLE if current.together else Visibility.ORGANISATION
    if not current.together:
        current.circle = None
    current.save()
    log.record(current, "promises.framework.unpublished", actor=actor)
    return current


@transaction.atomic
def share_framework(actor: Actor, *, framework: Framework, circle: Circle, expected: int | None = None) -> Framework:
    """The organisations of one circle see the plan from now on, nobody else outside."""
    current = lock_for_change(framework, expected=expected)
    require(rules.may_share_framework(actor, current))
    if not actor.is_system and circle.pk not in actor.circle_ids:
        raise ValidationError({"circle": _("Choose partners that your organisation shares with.")})
    current.visibility = Visibility.CIRCLE
    current.circle = circle
    current.save()
    log.record(current, "promises.framework.shared", actor=actor, circle=circle.pk)
    return current
