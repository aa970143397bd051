"""Organisations, their circles, bodies and themes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from byalag.core import addresses, log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change

from .. import rules
from ..actors import Actor
from ..enums import Dimension, Visibility
from ..models import Body, Circle, Organisation, Theme


@transaction.atomic
def open_organisation(
    actor: Actor,
    *,
    name: str,
    slug: str = "",
    kind: str,
    country: str = "",
    language: str = "en",
    about: str = "",
    names: dict[str, str] | None = None,
    website: str = "",
    is_example: bool = False,
) -> Organisation:
    """Take an organisation into the book: one that works here, or a partner that is only named."""
    require(rules.may_open_organisation(actor))
    organisation = Organisation(
        name=name,
        slug=slug or _free_slug(name),
        kind=kind,
        country=country,
        language=language,
        about=about,
        names=names or {},
        website=website,
        is_example=is_example,
    )
    organisation.full_clean(exclude=["place"])
    _check_address(organisation.slug)
    organisation.save()
    log.record(organisation, "people.organisation.opened", actor=actor, kind=kind)
    return organisation


def _check_address(slug: str) -> None:
    if slug in addresses.reserved():
        raise ValidationError({"slug": _("This address is used by the site itself. Choose another one.")})


def _free_slug(name: str) -> str:
    base = slugify(name)[:50] or "organisation"
    taken = {*Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True), *addresses.reserved()}
    return base if base not in taken else next(f"{base}-{n}" for n in range(2, 10_000) if f"{base}-{n}" not in taken)


@transaction.atomic
def change_organisation(
    actor: Actor, *, organisation: Organisation, expected: int | None, **fields: Any
) -> Organisation:
    """Change the organisation's own facts and settings."""
    organisation = lock_for_change(organisation, expected=expected)
    require(rules.may_change_settings(actor, organisation.pk))
    for name, value in fields.items():
        setattr(organisation, name, value)
    organisation.full_clean(exclude=["place"])
    _check_address(organisation.slug)
    organisation.save()
    log.record(organisation, "people.organisation.changed", actor=actor, fields=sorted(fields))
    return organisation


@transaction.atomic
def open_circle(actor: Actor, *, name: str, organisations: Iterable[Organisation]) -> Circle:
    """Name a set of organisations that may share records."""
    require(rules.may_open_organisation(actor))
    circle = Circle.objects.create(name=name)
    circle.organisations.set(organisations)
    log.record(circle, "people.circle.opened", actor=actor)
    return circle


@transaction.atomic
def set_circle(actor: Actor, *, circle: Circle, organisations: Iterable[Organisation]) -> Circle:
    """Say anew which organisations belong to a circle."""
    require(rules.may_open_organisation(actor))
    circle.organisations.set(organisations)
    log.record(circle, "people.circle.set", actor=actor)
    return circle


@transaction.atomic
def open_body(
    actor: Actor,
    *,
    organisation: Organisation,
    name: str,
    kind: str,
    names: dict[str, str] | None = None,
    about: str = "",
    visibility: str = Visibility.ORGANISATION,
    starts: date | None = None,
    ends: date | None = None,
) -> Body:
    """Take a council, board or committee into the book."""
    require(rules.may_edit_bodies(actor, organisation.pk))
    body = Body(
        organisation=organisation,
        name=name,
        kind=kind,
        names=names or {},
        about=about,
        visibility=visibility,
        starts=starts,
        ends=ends,
    )
    body.full_clean()
    body.save()
    log.record(body, "people.body.opened", actor=actor, kind=kind)
    return body


@transaction.atomic
def change_body(actor: Actor, *, body: Body, expected: int | None, **fields: Any) -> Body:
    """Change what stands about a body."""
    body = lock_for_change(body, expected=expected)
    require(rules.may_edit_bodies(actor, body.organisation_id))
    for name, value in fields.items():
        setattr(body, name, value)
    body.full_clean()
    body.save()
    log.record(body, "people.body.changed", actor=actor, fields=sorted(fields))
    return body


@transaction.atomic
def add_theme(
    actor: Actor,
    *,
    organisation: Organisation | None,
    dimension: str,
    name: str,
    names: dict[str, str] | None = None,
    code: str = "",
) -> Theme:
    """Add a focus or a part of the world by which the organisation tells its goals apart."""
    require(rules.may_edit_themes(actor, organisation.pk if organisation else None))
    order = Theme.objects.filter(organisation=organisation, dimension=dimension).count()
    theme = Theme(
        organisation=organisation,
        dimension=dimension,
        name=name,
        names=names or {},
        code=code or slugify(name)[:60] or f"{dimension}-{order + 1}",
        order=order,
    )
    theme.full_clean()
    theme.save()
    log.record(theme, "people.theme.added", actor=actor, dimension=dimension)
    return theme


@transaction.atomic
def rename_theme(actor: Actor, *, theme: Theme, name: str, names: dict[str, str] | None = None) -> Theme:
    """Give a theme another name."""
    require(rules.may_edit_themes(actor, theme.organisation_id))
    theme.name = name
    theme.names = theme.names if names is None else names
    theme.full_clean()
    theme.save(update_fields=["name", "names"])
    log.record(theme, "people.theme.renamed", actor=actor)
    return theme


@transaction.atomic
def remove_theme(actor: Actor, *, theme: Theme) -> None:
    """Take away a theme that nothing carries. Raises ValidationError when something does."""
    require(rules.may_edit_themes(actor, theme.organisation_id))
    carried = [
        relation
        for relation in theme._meta.related_objects
        if relation.related_model._default_manager.filter(**{relation.field.name: theme}).exists()
    ]
    if carried:
        raise ValidationError(_("Goals or activities carry this theme. Take it off them first."))
    log.record(theme, "people.theme.removed", actor=actor, dimension=str(Dimension(theme.dimension)))
    theme.delete()
