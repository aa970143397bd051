"""What an account of a cooperation is made from: its phases and who sits in them, what was done in it and in what stands
inside it, what was agreed, what changed and what was made (a fixed number of queries)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from byalag.core import formats
from byalag.core.languages import language_name
from byalag.core.periods import Period
from byalag.core.registries import Scope
from byalag.rooms.cooperation import api as cooperation
from byalag.rooms.cooperation.api import Cooperation
from byalag.rooms.people import api as people
from byalag.rooms.promises import api as promises
from byalag.rooms.work import api as work

from .accounts import Listing, SectionBlock
from .freezing import withheld
from .outline import Outline, activity_line, statuses_of, unfinished, with_evidence

_OPEN = ("planned", "under_way")


@dataclass(frozen=True)
class Together:
    """A cooperation as one of its parties accounts for it; `owner` is the system acting for that party."""

    cooperation: Cooperation
    owner: people.Actor
    period: Period
    language: str
    inside: bool

    @cached_property
    def inner(self) -> list[Cooperation]:
        """What stands inside it and the party takes part in."""
        rows = cooperation.cooperations_taken_part_in(self.owner).filter(inside=self.cooperation)
        return list(rows.order_by("name", "pk"))

    @property
    def ids(self) -> tuple[int, ...]:
        return (self.cooperation.pk, *(row.pk for row in self.inner))

    @cached_property
    def scope(self) -> Scope:
        return Scope(0, self.period, cooperation_ids=self.ids, organisation_id=self.owner.home_id)

    def outline(self, actor: people.Actor) -> Outline:
        """What was done, under the cooperation and under each that stands inside it."""
        found = work.counted_in(self.owner, self.scope)
        seen = work.activities_visible_to(actor).filter(pk__in=[row.pk for row in found])
        visible = frozenset(seen.values_list("pk", flat=True))
        with_evidence(actor, found)
        by_cooperation: dict[int, list[Any]] = defaultdict(list)
        for row in found:
            by_cooperation[row.cooperation_id or 0].append(row)
        blocks = [
            SectionBlock(
                each.name,
                "",
                (),
                tuple(activity_line(row) for row in rows if row.pk in visible),
                hidden=sum(row.pk not in visible for row in rows),
                statuses=statuses_of(rows),
            )
            for each in (self.cooperation, *self.inner)
            if (rows := by_cooperation[each.pk])
        ]
        return Outline(
            blocks=tuple(blocks),
            without_activity=(),
            themes={},
            objectives_by_theme={},
            languages=Counter(row.language for row in found),
            activities=tuple(row.pk for row in found),
            seen=visible,
            simulated=any(row.simulated for row in found),
            **unfinished(row for row in found if row.pk in visible),
        )

    def listings(self, kind: str) -> tuple[Listing, ...]:
        """The tables of one section that have lines; for those outside, how many lines they have."""
        made = tuple(listing for listing in _LISTINGS[kind](self) if listing.rows)
        return made if self.inside else withheld(made)

    def missing(self) -> list[str]:
        """What its phases and what was agreed lack; for those inside."""
        if not self.inside:
            return []
        today = min(timezone.localdate(), self.period.end)
        sentences = [
            _("%(phase)s, %(party)s: %(words)s.") % {"phase": phase, "party": party, "words": words}
            for phase in self.phases
            if phase.state in _OPEN
            for party, words in self.warnings(phase)
        ]
        sentences += [
            _("Not decided yet, and due on %(day)s: %(question)s")
            % {"day": self.day(gate.due), "question": gate.question}
            for phase in self.phases
            for gate in phase.gates.all()
            if gate.decided_on is None and gate.due <= today
        ]
        sentences += [
            _("Agreed, not done, and due on %(day)s: %(text)s") % {"day": self.day(row.due), "text": row.text}
            for row in self.agreed
            if row.is_open and row.due and row.due <= today
        ]
        return sentences

    @cached_property
    def phases(self) -> list[Any]:
        rows = cooperation.phases_of(self.owner, self.cooperation)
        return list(rows.filter(starts__lte=self.period.end, ends__gte=self.period.start))

    @cached_property
    def agreed(self) -> list[Any]:
        rows = cooperation.agreed_actions_visible_to(self.owner).filter(cooperation__in=self.ids)
        return list(rows.filter(agreed_on__lte=self.period.end))

    @cached_property
    def parties(self) -> list[tuple[int, str]]:
        """Who is in it today, each once."""
        rows = cooperation.parties_of(self.cooperation)
        return list({row.organisation_id: str(row.organisation) for row in rows if not row.ends}.items())

    def warnings(self, phase: Any) -> list[tuple[str, str]]:
        found = cooperation.phases.warnings(phase, phase.seats.all(), self.parties)
        return [(party, str(words)) for party, words in found]

    def day(self, day: date | None) -> str:
        return formats.day(day, self.language) if day else ""

    def span(self, starts: date | None, ends: date | None) -> str:
        first, last = starts or ends, ends or starts
        return formats.period(first, last, self.language) if first and last else ""


def _year(each: Together, phase: Any) -> str:
    year = cooperation.phases.year_of(phase, min(each.period.end, max(each.period.start, timezone.localdate())))
    return _("year %(year)s of %(years)s") % {"year": year[0], "years": year[1]} if year else ""


def _phases(each: Together) -> Iterable[Listing]:
    phases = each.phases
    yield Listing(
        _("Phases"),
        (_("Phase"), _("State"), _("Period"), _("Year")),
        tuple((str(p), p.get_state_display(), each.span(p.starts, p.ends), _year(each, p)) for p in phases),
    )
    yield Listing(
        _("Who sits in the teams"),
        (_("Post"), _("As"), pgettext("in a cooperation", "Party"), _("Phase")),
        tuple(
            (seat.post, seat.get_role_display(), str(seat.organisation), str(phase))
            for phase in phases
            for seat in phase.seats.all()
        ),
    )
    yield Listing(
        _("What is said about the composition"),
        (pgettext("in a cooperation", "Party"), _("Phase"), _("What is otherwise")),
        tuple((party, str(phase), words) for phase in phases for party, words in each.warnings(phase)),
    )
    yield Listing(
        _("Whether to go on"),
        (_("Question"), _("Due on"), _("Outcome"), _("Decided on"), _("Why")),
        tuple(
            (gate.question, each.day(gate.due), gate.get_outcome_display(), each.day(gate.decided_on), gate.reasons)
            for phase in phases
            for gate in phase.gates.all()
        ),
    )


def _inner(each: Together) -> Iterable[Listing]:
    rows = tuple(
        (row.name, row.get_kind_display(), row.get_state_display(), each.span(row.starts, row.ends))
        for row in each.inner
    )
    yield Listing(_("Sub-projects"), (_("Name"), _("Kind"), _("State"), _("Period")), rows)


def _frameworks(each: Together) -> Iterable[Listing]:
    found = promises.frameworks_visible_to(each.owner).filter(cooperation__in=each.ids)
    found = found.filter(starts__lte=each.period.end, ends__gte=each.period.start).order_by("starts", "pk")
    rows = tuple(
        (row.title, row.get_kind_display(), row.get_status_display(), each.span(row.starts, row.ends), str(row.goals))
        for row in found.annotate(goals=Count("objectives", filter=Q(objectives__removed_at=None)))
    )
    headings = (_("Title"), _("Kind"), _("State"), _("Period"), _("Goals"))
    yield Listing(_("Plans and results frameworks"), headings, rows)


def _changed(each: Together) -> Iterable[Listing]:
    """What changed, as each party shares it; what one keeps to itself stands in no account that all read."""
    found = cooperation.benefits_visible_to(each.owner).filter(cooperation__in=each.ids, shared=True)
    found = found.filter(on__range=(each.period.start, each.period.end)).order_by("level", "on", "pk")
    yield Listing(
        _("What changed"),
        (_("What"), _("Where"), pgettext("in a cooperation", "Party"), _("Seen on")),
        tuple((row.text, row.get_level_display(), str(row.organisation), each.day(row.on)) for row in found),
    )
    joint = cooperation.joint_texts(each.owner, each.cooperation).filter(agreed_on__lte=each.period.end)
    yield Listing(
        _("What all have agreed to write"),
        (_("Part"), _("Text"), _("Agreed on")),
        tuple((row.get_part_display(), row.text, each.day(row.agreed_on)) for row in joint.order_by("part")),
    )


def _agreed(each: Together) -> Iterable[Listing]:
    found = cooperation.agreements_visible_to(each.owner).filter(cooperation__in=each.ids)
    found = found.filter(signed_on__lte=each.period.end).order_by("signed_on", "pk")
    yield Listing(
        _("Agreements"),
        (_("Title"), _("Version"), _("Signed on"), _("Period")),
        tuple((row.title, str(row.number), each.day(row.signed_on), each.span(row.starts, row.ends)) for row in found),
    )
    yield Listing(
        _("What was agreed to be done"),
        (_("What was agreed"), _("Who does it"), _("By which day"), _("How it stands")),
        tuple((row.text, str(row.organisation), each.day(row.due), _stands(row)) for row in each.agreed),
    )


def _stands(row: Any) -> str:
    state = _("Open") if row.is_open else _("Done") if row.done_on else _("Dropped")
    return f"{state}: {row.outcome}" if row.outcome else str(state)


def _made(each: Together) -> Iterable[Listing]:
    rows = tuple(
        (
            row.title,
            row.get_kind_display(),
            row.get_state_display(),
            each.day(row.published_on or row.agreed_on),
            ", ".join(language_name(code, each.language) for code in row.languages),
        )
        for row in cooperation.outputs_visible_to(each.owner).filter(cooperation__in=each.ids)
    )
    headings = (_("Title"), _("What it is"), _("State"), _("Date"), _("Languages"))
    yield Listing(_("What was made together"), headings, rows)


_LISTINGS: dict[str, Callable[[Together], Iterable[Listing]]] = {
    "phases": _phases,
    "inner": _inner,
    "frameworks": _frameworks,
    "changed": _changed,
    "agreed": _agreed,
    "made": _made,
}
