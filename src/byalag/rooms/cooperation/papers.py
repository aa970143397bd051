"""Which of the papers that its kind needs a cooperation has, and which are missing.

What the book shows by itself is not asked for again: the decision behind a step, a signed agreement, an application in the
case of the decision, a check that holds. Everything else is shown by a document that a coordinator names, or in words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.rooms.people.api import Actor, Organisation
from byalag.rooms.records.api import Document, documents_visible_to
from byalag.rooms.records.enums import Direction, PaperKind

from .enums import CooperationKind, CooperationState, NeededPaper
from .kinds import KINDS, KindOfCooperation, Needed
from .models import Agreement, AgreementDecision, Cooperation, KeptPaper, PartnerCheck, Party, StateChange

UNDER_WAY = (CooperationState.DECIDED, CooperationState.SIGNED, CooperationState.ACTIVE)
_SHOWN_BY_KIND = {PaperKind.APPLICATION: NeededPaper.APPLICATION, PaperKind.AGREEMENT: NeededPaper.AGREEMENT}


@dataclass(frozen=True)
class Shown:
    """What shows that a paper is there. `kept`: the number of a line that a coordinator wrote, and may take away."""

    label: str
    url: str = ""
    on: date | None = None
    kept: int | None = None


@dataclass(frozen=True)
class Standing:
    """One needed paper: what shows it, whether the state asks for it, and who still lacks it (for checks)."""

    needed: Needed
    shown: tuple[Shown, ...]
    is_due: bool
    lacking: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return str(NeededPaper(self.needed.paper).label)

    @property
    def is_there(self) -> bool:
        return bool(self.shown) if self.may_be_named else not self.lacking

    @property
    def is_missing(self) -> bool:
        return self.is_due and not self.is_there

    @property
    def may_be_named(self) -> bool:
        """A check is shown by checking, and by nothing else."""
        return self.needed.paper != NeededPaper.CHECK

    @property
    def told(self) -> str:
        """What is missing, in words."""
        return f"{self.label} ({', '.join(self.lacking)})" if self.lacking else self.label


@dataclass
class _Found:
    """What shows papers, by cooperation and paper; and who is not checked, by cooperation."""

    shown: dict[tuple[int, str], list[Shown]] = field(default_factory=dict)
    unchecked: dict[int, list[str]] = field(default_factory=dict)
    checked: dict[int, list[Shown]] = field(default_factory=dict)

    def add(self, cooperation: int, paper: str, shown: Shown) -> None:
        self.shown.setdefault((cooperation, paper), []).append(shown)


def standings(
    actor: Actor, cooperations: Iterable[Cooperation], *, state: str | None = None
) -> dict[int, list[Standing]]:
    """How the papers of each cooperation stand, in the order of its kind, by its number (a fixed number of queries).

    `state`: ask what would be needed in that state instead of today's.
    """
    rows = {row.pk: row for row in cooperations if KINDS[CooperationKind(row.kind)].papers}
    found = _Found()
    cases = _decisions(rows, found)
    for agreement in Agreement.objects.filter(cooperation__in=rows, signed_on__isnull=False):
        url = reverse("cooperation:agreement", args=[agreement.cooperation_id, agreement.pk])
        found.add(agreement.cooperation_id, NeededPaper.AGREEMENT, Shown(agreement.title, url, agreement.signed_on))
    _documents(actor, rows, cases, found)
    _checks(rows, found)
    return {pk: [_standing(row, needed, found, state) for needed in _kind(row).papers] for pk, row in rows.items()}


def missing(actor: Actor, cooperation: Cooperation, *, state: str | None = None) -> list[Standing]:
    """What a cooperation lacks in its state, or would lack in another one."""
    found = standings(actor, [cooperation], state=state).get(cooperation.pk, [])
    return [row for row in found if row.is_missing]


def incomplete(actor: Actor) -> list[tuple[Cooperation, list[Standing]]]:
    """One's own cooperations under way that lack papers, with these (a fixed number of queries)."""
    own = Cooperation.objects.filter(organisation_id=actor.home_id, trashed_at=None, state__in=UNDER_WAY)
    rows = list(own.order_by("name", "pk"))
    found = standings(actor, rows)
    told = [(row, [each for each in found.get(row.pk, []) if each.is_missing]) for row in rows]
    return [(row, lacks) for row, lacks in told if lacks]


def _kind(row: Cooperation) -> KindOfCooperation:
    return KINDS[CooperationKind(row.kind)]


def _standing(row: Cooperation, needed: Needed, found: _Found, state: str | None) -> Standing:
    is_due = needed.is_due(state or row.state)
    if needed.paper == NeededPaper.CHECK:
        return Standing(needed, tuple(found.checked.get(row.pk, ())), is_due, tuple(found.unchecked.get(row.pk, ())))
    return Standing(needed, tuple(found.shown.get((row.pk, needed.paper), ())), is_due)


def _decisions(rows: dict[int, Cooperation], found: _Found) -> dict[int, set[int]]:
    """The keeper's own decisions on the cooperation; gives the cases in which they were taken, by cooperation."""
    cases: dict[int, set[int]] = {}
    steps = StateChange.objects.filter(cooperation__in=rows, decision__isnull=False)
    noted = AgreementDecision.objects.filter(agreement__cooperation__in=rows).select_related(
        "agreement", "decision__body"
    )
    for step in steps.select_related("decision__body"):
        if step.decision and step.after == CooperationState.DECIDED:
            url = reverse("records:decision", args=[step.decision_id])
            found.add(
                step.cooperation_id, NeededPaper.DECISION, Shown(str(step.decision), url, step.decision.decided_on)
            )
        if step.decision and step.decision.case_id:
            cases.setdefault(step.cooperation_id, set()).add(step.decision.case_id)
    for row in noted:
        cooperation = row.agreement.cooperation_id
        if row.organisation_id != rows[cooperation].organisation_id:
            continue
        url = reverse("records:decision", args=[row.decision_id]) if row.decision_id else ""
        found.add(cooperation, NeededPaper.DECISION, Shown(str(row), url, row.on))
        if row.decision and row.decision.case_id:
            cases.setdefault(cooperation, set()).add(row.decision.case_id)
    return cases


def _documents(actor: Actor, rows: dict[int, Cooperation], cases: dict[int, set[int]], found: _Found) -> None:
    """Documents in the cases of the decisions, and what coordinators named. What one may not read is there all the same."""
    kept = list(KeptPaper.objects.filter(cooperation__in=rows).select_related("document"))
    in_cases = Document.objects.filter(
        case__in={case for each in cases.values() for case in each}, paper_kind__in=_SHOWN_BY_KIND, trashed_at=None
    ).exclude(direction=Direction.WORKING)  # fmt: skip
    documents = list(in_cases.order_by("dated", "pk"))
    wanted = {row.document_id for row in kept if row.document_id} | {row.pk for row in documents}
    readable = set(documents_visible_to(actor).filter(pk__in=wanted).values_list("pk", flat=True))
    for cooperation, of in cases.items():
        for document in documents:
            if document.case_id in of:
                paper = _SHOWN_BY_KIND[PaperKind(document.paper_kind)]
                found.add(cooperation, paper, _as_shown(document, readable))
    for row in kept:
        if row.document is None:
            found.add(row.cooperation_id, row.paper, Shown(row.note, kept=row.pk))
        elif row.document.trashed_at is None:
            found.add(row.cooperation_id, row.paper, _as_shown(row.document, readable, row.pk))


def _as_shown(document: Document, readable: set[int], kept: int | None = None) -> Shown:
    if document.pk not in readable:
        return Shown(_("A document that you may not read"), kept=kept)
    return Shown(document.title, reverse("records:document", args=[document.pk]), document.dated, kept)


def _checks(rows: dict[int, Cooperation], found: _Found) -> None:
    """The keeper's last check of each other party that is in it today."""
    asking = {pk: row for pk, row in rows.items() if any(each.paper == NeededPaper.CHECK for each in _kind(row).papers)}
    now = Q(ends__isnull=True) | Q(ends__gte=timezone.localdate())
    parties = Party.objects.filter(now, cooperation__in=asking).select_related("organisation").order_by("pk")
    others: dict[int, dict[int, Organisation]] = {}
    for party in parties:
        if party.organisation_id != asking[party.cooperation_id].organisation_id:
            others.setdefault(party.cooperation_id, {})[party.organisation_id] = party.organisation
    wanted = {organisation for of in others.values() for organisation in of}
    keepers = {row.organisation_id for row in asking.values()}
    last: dict[tuple[int, int], PartnerCheck] = {}
    checks = PartnerCheck.objects.filter(organisation__in=keepers, partner__in=wanted)
    for check in checks.order_by("on", "pk"):
        last[check.organisation_id, check.partner_id] = check
    for pk, of in others.items():
        for number, organisation in of.items():
            latest = last.get((asking[pk].organisation_id, number))
            if latest is not None and latest.holds:
                url = reverse("cooperation:partner", args=[number])
                found.checked.setdefault(pk, []).append(Shown(str(organisation), url, latest.on))
            else:
                found.unchecked.setdefault(pk, []).append(str(organisation))
