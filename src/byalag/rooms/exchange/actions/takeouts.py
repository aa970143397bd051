"""Leaving with what is one's own, and coming in elsewhere."""

from __future__ import annotations

import hashlib
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core import files, jobs, log, registries, search
from byalag.core.models import StoredFile
from byalag.core.verdicts import Refused, require
from byalag.core.versions import lock_for_change
from byalag.rooms.cooperation.api import Cooperation
from byalag.rooms.people import api as people

from .. import rules
from ..enums import TakeInState
from ..models import TakeIn, Takeout
from ..takeout.job import ZIP, let_go, let_go_of_brought, make_asked
from ..takeout.reading import BY_COMMAND, ON_A_PAGE, Opened, Unreadable, open_takeout
from ..takeout.taking_in import Found, TakingIn

MOST_ON_A_PAGE = 500 * 1024 * 1024
ONE_BY_ONE = 2_000  # rows that are told to the search one by one; more make it anew


@transaction.atomic
def ask_takeout(
    actor: people.Actor,
    *,
    organisation: people.Organisation,
    cooperation: Cooperation | None = None,
    with_protected: bool = False,
    language: str = "en",
) -> Takeout:
    """Ask for all that is the organisation's own and what is joint, or for that of one cooperation. A worker makes it."""
    require(rules.may_take_out(actor, organisation.pk))
    if cooperation is not None:
        require(rules.may_take_out_cooperation(actor, cooperation))
    if with_protected:
        require(rules.may_take_out_protected(actor, organisation.pk))
    takeout = Takeout(
        organisation=organisation,
        cooperation=cooperation,
        cooperation_name=cooperation.name if cooperation else "",
        with_protected=with_protected,
        language=language,
        asked_by_id=actor.user_id,
    )
    takeout.full_clean()
    takeout.save()
    jobs.enqueue_once(make_asked, key=f"takeout {takeout.pk}", takeout=takeout.pk)
    log.record(
        takeout,
        "exchange.takeout.asked",
        actor=actor,
        cooperation=cooperation and cooperation.pk,
        with_protected=with_protected,
    )
    return takeout


@transaction.atomic
def fetch_takeout(actor: people.Actor, *, takeout: Takeout) -> StoredFile:
    """The file, to be given to the one who asks. That it was fetched stands in the log."""
    require(rules.may_fetch_takeout(actor, takeout))
    if takeout.stored is None:
        raise Refused(_("It has been thrown away. Ask for a new one."))
    log.record(takeout, "exchange.takeout.fetched", actor=actor)
    return takeout.stored


@transaction.atomic
def throw_takeout_away(actor: people.Actor, *, takeout: Takeout) -> Takeout:
    """Throw the file away before its days are over."""
    takeout = lock_for_change(takeout)
    require(rules.may_throw_takeout_away(actor, takeout))
    let_go(takeout)
    log.record(takeout, "exchange.takeout.thrown_away", actor=actor)
    return takeout


# --- Coming in --------------------------------------------------------------------------------------------------------


@transaction.atomic
def bring_takeout(actor: people.Actor, *, organisation: people.Organisation, upload: IO[bytes] | File) -> TakeIn:
    """Look through a takeout and keep it. Nothing of it is taken in yet. Raises Unreadable; then nothing is kept."""
    require(rules.may_take_in(actor, organisation.pk))
    declared = getattr(upload, "size", None)
    if isinstance(declared, int) and declared > MOST_ON_A_PAGE:
        raise Unreadable("too_large")
    name = (getattr(upload, "name", "") or "").replace("\\", "/").rsplit("/", 1)[-1]
    opened = open_takeout(upload, ON_A_PAGE)
    found = compare(opened, organisation=organisation, by_operator=False)
    stored = files.keep_made(upload, ZIP)
    take_in = TakeIn(
        organisation=organisation,
        name=name[:255] or "takeout.zip",
        sha256=stored.sha256,
        source=opened.source,
        stored=stored,
        found=found.as_data(),
    )
    take_in.full_clean()
    take_in.save()
    log.record(take_in, "exchange.take_in.brought", actor=actor, source=opened.source)
    return take_in


def compare(opened: Opened, *, organisation: people.Organisation | None, by_operator: bool) -> Found:
    """What taking it in would make, what is here already, and what cannot be taken: everything is taken back afterwards."""
    with transaction.atomic():
        found = TakingIn(opened, organisation=organisation, by_operator=by_operator, save=False).run()
        transaction.set_rollback(True)
    return found


@transaction.atomic
def save_take_in(actor: people.Actor, *, take_in: TakeIn, expected: int | None = None) -> TakeIn:
    """Take it in: all of it or nothing. Raises ValidationError when something cannot be taken."""
    take_in = lock_for_change(take_in, expected=expected)
    require(rules.may_save_take_in(actor, take_in))
    stored = take_in.stored
    if stored is None:
        raise ValidationError(_("The file is not here any more. Bring it once more."))
    with files.open_stored(stored) as file:
        try:
            run = _run(open_takeout(file, ON_A_PAGE), take_in.organisation, by_operator=False)
        except Unreadable as fault:
            raise ValidationError(str(fault)) from fault
    if run.found.problems:
        raise ValidationError(_("Nothing was taken in: some of it cannot be. It is listed here."))
    take_in.stored = None
    _saved(actor, take_in, run.found)
    files.let_go(stored)
    return take_in


@transaction.atomic
def take_in_file(
    actor: people.Actor, *, file: IO[bytes], name: str, organisation: people.Organisation | None, save: bool
) -> tuple[Found, people.Organisation | None]:
    """By the one who runs the installation: what a file would make, and with `save` all of it; nothing of it when something
    cannot be taken. Raises Unreadable."""
    require(rules.may_take_in(actor, organisation.pk if organisation else None))
    opened = open_takeout(file, BY_COMMAND)
    if not save:
        return compare(opened, organisation=organisation, by_operator=True), organisation
    with transaction.atomic():
        run = _run(opened, organisation, by_operator=True)
        if run.found.problems or run.organisation is None:
            transaction.set_rollback(True)
            return run.found, organisation
    file.seek(0)
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    take_in = TakeIn(organisation=run.organisation, name=name[:255], sha256=sha256, source=opened.source)
    _saved(people.system(run.organisation), take_in, run.found)
    return run.found, run.organisation


def _run(opened: Opened, organisation: people.Organisation | None, *, by_operator: bool) -> TakingIn:
    run = TakingIn(opened, organisation=organisation, by_operator=by_operator, save=True)
    run.run()
    if not run.found.problems:
        _tell_search(run)
    return run


def _saved(actor: people.Actor, take_in: TakeIn, found: Found) -> None:
    take_in.found, take_in.state, take_in.saved_at = found.as_data(), TakeInState.SAVED, timezone.now()
    take_in.save()
    log.record(
        take_in, "exchange.take_in.saved", actor=actor, source=take_in.source, sha256=take_in.sha256,
        made=dict(found.made),
    )  # fmt: skip


def _tell_search(run: TakingIn) -> None:
    searched = {kind.model_label for kind in registries.searchables}
    new = {key: numbers for key, numbers in run.new.items() if key in searched}
    if sum(map(len, new.values())) > ONE_BY_ONE:
        search.rebuild()
        return
    for key, numbers in new.items():
        rows: Any = registries.takeouts[key].model._default_manager.filter(pk__in=list(numbers))
        for row in rows:
            search.reindex(row)


@transaction.atomic
def discard_take_in(actor: people.Actor, *, take_in: TakeIn) -> None:
    """Throw the file away; nothing of it was taken in."""
    take_in = lock_for_change(take_in)
    require(rules.may_save_take_in(actor, take_in))
    let_go_of_brought(take_in)
    log.record(take_in, "exchange.take_in.discarded", actor=actor)
