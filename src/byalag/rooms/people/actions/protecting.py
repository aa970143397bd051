"""The only writer of the names that are replaced by an alias wherever somebody typed them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from byalag.core import log, search
from byalag.core.folding import fold
from byalag.core.name_matching import Names
from byalag.core.verdicts import require

from .. import rules
from ..actors import Actor
from ..models import Person, ProtectedName


def keep_protected(person: Person) -> None:
    """Called in the transaction that saves a person: at risk, their name is replaced from now on, also where it stands
    already. The mark taken away, what was replaced stays so until somebody lets the name go."""
    if not person.at_risk:
        return
    if person.name and not Names([(person.name, person.alias)]):
        raise ValidationError({"name": _("Write the name with letters, so that it can be found in texts.")})
    known = list(person.protected_names.all())
    if person.name and fold(person.name) not in {fold(row.name) for row in known}:
        known.append(_added(person, person.name))
    for row in known:
        _check(row.name, person.alias)
    person.protected_names.exclude(alias=person.alias).update(alias=person.alias)
    search.reindex_names(person.organisation_id, [text for row in known for text in (row.name, row.alias)])


@transaction.atomic
def protect_name(actor: Actor, *, person: Person, name: str) -> ProtectedName:
    """Another way to write the name of a person at risk: a nickname, a surname alone, another script."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    require(rules.may_protect_name(actor, person))
    name = " ".join(name.split())
    _check(name, person.alias)
    if fold(name) in {fold(row.name) for row in person.protected_names.all()}:
        raise ValidationError({"name": _("This name is replaced already.")})
    row = _added(person, name)
    search.reindex_names(person.organisation_id, [name])
    log.record(row, "people.protected_name.added", actor=actor)
    return row


@transaction.atomic
def let_name_go(actor: Actor, *, protected: ProtectedName) -> None:
    """The name is shown again wherever somebody typed it."""
    row = ProtectedName.objects.select_for_update().select_related("person").get(pk=protected.pk)
    require(rules.may_let_name_go(actor, row))
    log.record(row, "people.protected_name.let_go", actor=actor)
    row.delete()
    search.reindex_names(row.organisation_id, [row.alias])


def _added(person: Person, name: str) -> ProtectedName:
    row = ProtectedName(organisation_id=person.organisation_id, person=person, name=name, alias=person.alias)
    row.full_clean()
    row.save()
    return row


def _check(name: str, alias: str) -> None:
    names = Names([(name, "")])
    if not names:
        raise ValidationError({"name": _("Write the name with letters, so that it can be found in texts.")})
    if names.stand_in(alias):
        raise ValidationError({"alias": _("The name stands in this alias. Choose one that does not tell who it is.")})
