"""An account as it was signed: written down once, read back as the same values, held against its sources later."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pydantic import TypeAdapter

from byalag.core import formats
from byalag.core.registries import SourceRow
from byalag.rooms.cooperation import api as cooperation
from byalag.rooms.people.api import Actor, system
from byalag.rooms.promises import api as promises
from byalag.rooms.records import api as records
from byalag.rooms.work import api as work

from .accounts import Account, ActivityLine, EvidenceLine, Figure, Listing, ObjectiveLine, Part, SectionBlock


@cache
def _reader() -> TypeAdapter[Account]:
    return TypeAdapter(Account)


def freeze(account: Account) -> tuple[str, str]:
    """The account as JSON, and the SHA-256 of that text in UTF-8. Amounts are kept as text: no digit is lost."""
    content = _reader().dump_json(account)
    return content.decode(), hashlib.sha256(content).hexdigest()


def thaw(content: str) -> Account:
    """The account that `freeze` wrote. Raises pydantic.ValidationError for anything else."""
    return _reader().validate_json(content)


# --- For one reader ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seen:
    """What a reader may see of an account's sources today."""

    activities: frozenset[int]
    evidence: frozenset[int]
    promises: bool
    inside: bool = True

    def row(self, row: SourceRow) -> bool:
        if row.object_label == "work.activity":
            return int(row.object_id) in self.activities
        return self.promises


def seen_by(
    actor: Actor,
    account: Account,
    *,
    organisation_id: int,
    framework_id: int | None,
    cooperation_id: int | None = None,
    inside: bool = True,
) -> Account:
    """The account without the sources that `actor` may not see; they are counted as hidden, and no figure changes.

    Others lose sight of what was withdrawn after the signing; the organisation itself of secret papers only. A fixed
    number of queries.
    """
    if actor.is_system:
        return account
    own = actor.acts_for(organisation_id)
    seen = _own_sight(actor, account) if own else _sight(actor, account, framework_id, cooperation_id, inside)
    figures = {figure.number: _figure(figure, seen) for figure in account.figures}
    untold = {line.title for line in _lines(account) if line.pk not in seen.activities}
    parts = tuple(_part(part, seen, figures, untold) for part in account.parts)
    return replace(
        account,
        parts=tuple(_for_everyone(part, account) for part in parts) if not seen.inside else parts,
        figures=tuple(figures.values()),
    )


def _sight(actor: Actor, account: Account, framework_id: int | None, cooperation_id: int | None, inside: bool) -> Seen:
    if framework_id is not None:
        of_what = promises.frameworks_visible_to(actor).filter(pk=framework_id)
    else:
        of_what = cooperation.cooperations_visible_to(actor).filter(pk=cooperation_id)
    return Seen(
        frozenset(work.activities_visible_to(actor).filter(pk__in=_activities(account)).values_list("pk", flat=True)),
        frozenset(_showable(actor).filter(pk__in=_evidence(account)).values_list("pk", flat=True)),
        of_what.exists(),
        inside,
    )


def _own_sight(actor: Actor, account: Account) -> Seen:
    shown = _evidence(account)
    there = set(work.evidence_visible_to(system()).filter(pk__in=shown).values_list("pk", flat=True))
    visible = set(_showable(actor).filter(pk__in=shown).values_list("pk", flat=True))
    return Seen(frozenset(_activities(account)), frozenset(shown - (there - visible)), True)


def _showable(actor: Actor) -> Any:
    """The evidence that the actor may see, without pictures that may not (or no longer) be shown in accounts."""
    return work.evidence_visible_to(actor).exclude(records.held_back(records.ACCOUNT, "document__"))


def _activities(account: Account) -> set[int]:
    rows = {int(row.object_id) for f in account.figures for row in f.rows if row.object_label == "work.activity"}
    return rows | {line.pk for line in _lines(account)} | _channels(account)


def _channels(account: Account) -> set[int]:
    return {line.pk for part in account.parts for line in part.communication}


def _lines(account: Account) -> Iterator[ActivityLine]:
    for part in account.parts:
        for section in part.sections:
            yield from section.activities
            for objective in section.objectives:
                yield from objective.activities


def _evidence(account: Account) -> set[int]:
    shown = {item.pk for line in _lines(account) for item in line.evidence}
    duties = [duty for part in account.parts for s in part.sections for o in s.objectives for duty in o.duties]
    return shown | {item.pk for duty in duties for item in duty.evidence}


def _figure(figure: Figure, seen: Seen) -> Figure:
    rows = tuple(row for row in figure.rows if seen.row(row))
    return replace(figure, rows=rows, hidden=figure.hidden + len(figure.rows) - len(rows))


def _part(part: Part, seen: Seen, figures: dict[int, Figure], untold: set[str]) -> Part:
    channels = tuple(line for line in part.communication if line.pk in seen.activities)
    return replace(
        part,
        communication=channels,
        missing=tuple(sentence for sentence in part.missing if not any(title in sentence for title in untold)),
        hidden=part.hidden + len(part.communication) - len(channels),
        figures=tuple(figures[figure.number] for figure in part.figures),
        themes=tuple(replace(t, figures=tuple(figures[f.number] for f in t.figures)) for t in part.themes),
        sections=tuple(_section(section, seen) for section in part.sections),
    )


def _for_everyone(part: Part, account: Account) -> Part:
    """A part of the account of a cooperation for those outside: its tables, what is missing and the names of what stands
    inside it are for the parties; what was done stands under the cooperation itself, as far as it is seen."""
    if part.listings:
        return replace(part, listings=withheld(part.listings))
    if part.missing:
        with translation.override(account.language):
            count = len(part.missing)
            told = ngettext("%(n)s line is for the parties only.", "%(n)s lines are for the parties only.", count)
            return replace(part, missing=(told % {"n": count},))
    if part.kind == "work" and part.sections:
        seen = tuple(line for section in part.sections for line in section.activities)
        hidden = sum(section.hidden for section in part.sections)
        return replace(part, charts=(), sections=(SectionBlock(account.framework, "", (), seen, hidden=hidden),))
    return part


def withheld(listings: tuple[Listing, ...]) -> tuple[Listing, ...]:
    """What is for those inside, for others: how many lines there are."""
    return tuple(replace(row, rows=(), hidden=row.hidden + len(row.rows)) for row in listings)


def _section(section: SectionBlock, seen: Seen) -> SectionBlock:
    lines = _seen_lines(section.activities, seen)
    return replace(
        section,
        objectives=tuple(_objective(objective, seen) for objective in section.objectives),
        activities=lines,
        hidden=section.hidden + len(section.activities) - len(lines),
    )


def _objective(objective: ObjectiveLine, seen: Seen) -> ObjectiveLine:
    lines = _seen_lines(objective.activities, seen)
    return replace(
        objective,
        activities=lines,
        duties=tuple(replace(duty, evidence=_seen_evidence(duty.evidence, seen)) for duty in objective.duties),
        hidden=objective.hidden + len(objective.activities) - len(lines),
    )


def _seen_lines(lines: tuple[ActivityLine, ...], seen: Seen) -> tuple[ActivityLine, ...]:
    kept = (line for line in lines if line.pk in seen.activities)
    return tuple(replace(line, evidence=_seen_evidence(line.evidence, seen)) for line in kept)


def _seen_evidence(items: tuple[EvidenceLine, ...], seen: Seen) -> tuple[EvidenceLine, ...]:
    return tuple(item for item in items if item.pk in seen.evidence)


# --- Changed since signing --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fact:
    """One thing that an account says, in words: `about` the record or figure, `what` of it, and what it `says`."""

    about: str
    what: str
    says: str
    url: str = ""


@dataclass(frozen=True)
class Change:
    """A fact that was signed and is another now; `before` or `after` is empty where it did not stand at all."""

    about: str
    what: str
    before: str
    after: str
    url: str = ""


def changes(signed: Account, now: Account) -> list[Change]:
    """What the sources say now that the signed account does not say, row by row, in the order of the account."""
    before, after = _facts(signed), _facts(now)
    found = []
    for key in [*before, *(key for key in after if key not in before)]:
        was, is_now = before.get(key), after.get(key)
        if (was.says if was else "") != (is_now.says if is_now else ""):
            known = is_now or was
            assert known is not None
            says = was.says if was else ""
            found.append(Change(known.about, known.what, says, is_now.says if is_now else "", known.url))
    return found


def _facts(account: Account) -> dict[tuple[Any, ...], Fact]:
    """All that an account takes from its sources, by what it is about. Texts that were written for it are not sources."""
    facts: dict[tuple[Any, ...], Fact] = {}
    for figure in account.figures:
        group = (figure.key, figure.label, figure.unit)
        facts["figure", *group] = Fact(figure.label, _("Figure"), figure.text)
        for row in figure.rows:
            counts = formats.number(row.counts, account.language)
            facts["row", *group, row.object_label, row.object_id] = Fact(row.label, figure.label, counts, row.url)
    for part in account.parts:
        for section in part.sections:
            _section_facts(facts, section)
        for means in part.means:
            place = (means.what, means.source, means.origin, means.period)
            facts["means", part.key, *place] = Fact(" ".join(filter(None, place)), part.name, means.text)
        for step in part.decisions:
            facts["decision", step.step, step.body, step.when] = Fact(step.step, step.body, step.outcome)
        for line in part.communication:
            reached = f"{line.means}, {line.to_whom}: {line.text}"
            facts["channel", line.pk, line.channel, line.means] = Fact(line.what, line.channel, reached, line.url)
        for listing in part.listings:
            met: Counter[str] = Counter()
            for first, *rest in listing.rows:
                met[first] += 1
                about = (part.key, listing.name, first, met[first])
                facts["listing", *about] = Fact(first, listing.name, " · ".join(filter(None, rest)))
        for measured in part.indicators:
            facts["indicator", measured.name] = Fact(measured.name, part.name, measured.text)
    return facts


def _section_facts(facts: dict[tuple[Any, ...], Fact], section: SectionBlock) -> None:
    for objective in section.objectives:
        facts["objective", objective.pk] = Fact(objective.text[:120], _("Goal"), objective.text)
        if objective.condition:
            state = f"{objective.condition} ({objective.condition_state})"
            facts["condition", objective.pk] = Fact(objective.text[:120], _("Condition"), state)
        for duty in objective.duties:
            facts["duty", objective.pk, duty.text] = Fact(duty.text, _("To be reported"), duty.answer)
            for item in duty.evidence:
                facts["evidence", item.pk] = Fact(duty.text, _("What shows it"), _says(item))
        for line in objective.activities:
            _activity_facts(facts, line)
    for line in section.activities:
        _activity_facts(facts, line)


def _activity_facts(facts: dict[tuple[Any, ...], Fact], line: ActivityLine) -> None:
    said = {
        "status": (_("Status"), line.status_text),
        "when": (_("When"), line.when),
        "place": (_("Place"), line.place),
        "result": (_("Result"), line.result),
    }
    for field, (what, says) in said.items():
        if says:
            facts["activity", line.pk, field] = Fact(line.title, what, says, line.url)
    for item in line.evidence:
        facts["evidence", item.pk] = Fact(line.title, _("What shows it"), _says(item), line.url)


def _says(item: EvidenceLine) -> str:
    return f"{item.shows}: {item.detail}" if item.detail else item.shows
