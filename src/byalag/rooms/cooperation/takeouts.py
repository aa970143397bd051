"""What of this room goes along when an organisation leaves: its own side of every cooperation, and what is joint.

A party that has left takes its own side, and of what is joint what stood on the day on which it left. In the new place it
keeps the cooperation itself, with the others as its parties.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.takeouts import LeftHere, TakeoutKind, Taking, Values, part
from byalag.rooms.people.api import own_rows, whole_only
from byalag.rooms.people.enums import Visibility

from .enums import ChangeState, CooperationState, PartyRole
from .models import AgreementDecision, Benefit, Cooperation, Party, SideText

Only = Callable[[Taking, QuerySet[Any]], QuerySet[Any]]


def left_on(organisation_id: int, cooperation: Any) -> QuerySet[Any]:
    """The last day of an organisation that has left a cooperation: a query of one value, of none while it is in it."""
    rows = Party.objects.filter(cooperation=cooperation, organisation=organisation_id).order_by()
    return rows.values("cooperation").annotate(last=Max("ends")).values("last")


def in_it(organisation_id: int) -> Q:
    """Cooperations that the organisation keeps, or sees and is a party of today."""
    today = timezone.localdate()
    now = Party.objects.filter(Q(ends=None) | Q(ends__gte=today), organisation=organisation_id).values("cooperation")
    seen = Q(visibility=Visibility.PUBLIC) | Q(visibility=Visibility.CIRCLE, circle__organisations=organisation_id)
    return Q(organisation=organisation_id) | (Q(pk__in=now) & seen)


def cooperations_to_take(organisation_id: int) -> QuerySet[Cooperation]:
    """Those that an organisation keeps, is in, or was in."""
    was = Party.objects.filter(organisation=organisation_id, ends__lt=timezone.localdate()).values("cooperation")
    rows = Cooperation.objects.filter(in_it(organisation_id) | Q(pk__in=was), trashed_at=None)
    return Cooperation.objects.filter(pk__in=rows.order_by().values("pk")).select_related("organisation")


def left_lately(organisation_id: int, since: date) -> QuerySet[Cooperation]:
    """Those of others in which the organisation's part ended on a day since then."""
    ended = Party.objects.filter(organisation=organisation_id, ends__gte=since, ends__lte=timezone.localdate())
    going_on = Party.objects.filter(organisation=organisation_id, ends=None).values("cooperation")
    rows = Cooperation.objects.filter(pk__in=ended.values("cooperation"), trashed_at=None)
    return rows.exclude(pk__in=going_on).exclude(organisation=organisation_id).order_by("pk")


def _cooperations(taking: Taking) -> QuerySet[Cooperation]:
    rows = cooperations_to_take(taking.organisation_id)
    return rows if taking.cooperation_id is None else rows.filter(pk=taking.cooperation_id)


def _while_in_it(cooperation: str, day: str, settled: str = "") -> Only:
    """What is joint: all of it for those who are in the cooperation, for one that has left what stood when it left."""

    def rows(taking: Taking, rows: QuerySet[Any]) -> QuerySet[Any]:
        here = Cooperation.objects.filter(in_it(taking.organisation_id)).order_by().values("pk")
        last = Subquery(left_on(taking.organisation_id, OuterRef(cooperation)))
        then = Q(**{f"{day}__lte": F("left_on")})
        if settled:
            then &= Q(**{settled: None}) | Q(**{f"{settled}__lte": F("left_on")})
        return rows.annotate(left_on=last).filter(Q(**{f"{cooperation}__in": here}) | then)

    return rows


def _only_in_it(taking: Taking, rows: QuerySet[Any]) -> QuerySet[Any]:
    """What stands about a cooperation without a day: for those who are in it."""
    return rows.filter(
        cooperation__in=Cooperation.objects.filter(in_it(taking.organisation_id)).order_by().values("pk")
    )


def _parties(taking: Taking, rows: QuerySet[Party]) -> QuerySet[Party]:
    """For one that has left, those who were parties before it left."""
    here = Cooperation.objects.filter(in_it(taking.organisation_id)).order_by().values("pk")
    last = Subquery(left_on(taking.organisation_id, OuterRef("cooperation")))
    then = Q(starts=None) | Q(starts__lte=F("left_on"))
    return rows.annotate(left_on=last).filter(Q(cooperation__in=here) | (Q(left_on__isnull=False) & then))


def _own_side(taking: Taking, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(organisation=taking.organisation_id)


def _under_own_list(taking: Taking, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Grants stand under lists that the organisation keeps."""
    kept = rows.filter(list__organisation=taking.organisation_id)
    return kept if taking.cooperation_id is None else kept.none()  # the lists stay when it leaves one cooperation only


def _cooperation(taking: Taking, row: Cooperation, values: Values) -> None:
    """In the new place the organisation keeps it; of one that it has left, what is told of it since then is not its own."""
    if row.organisation_id == taking.organisation_id:
        return
    if not Cooperation.objects.filter(in_it(taking.organisation_id), pk=row.pk).exists():
        last: date | None = left_on(taking.organisation_id, row.pk)[0]["last"]
        values |= {"about": "", "challenge": "", "expected_benefit": "", "visibility": Visibility.ORGANISATION}
        values |= {"state": CooperationState.ENDED, "ends": last and last.isoformat(), "circle": None}


def _whom(taking: Taking, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Whom to turn to at another party is told by that party, or noted by the one that keeps the cooperation."""
    return rows.filter(Q(organisation=taking.organisation_id) | Q(cooperation__organisation=taking.organisation_id))


def _kept(taking: Taking, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Where the papers are that the keeper needs is the keeper's own."""
    return rows.filter(cooperation__organisation=taking.organisation_id)


def _keepers(taking: Taking, ids: Iterable[int]) -> Iterable[tuple[int, Values]]:
    """Who kept a cooperation until now is a party of it in the new place."""
    rows = Cooperation.objects.filter(pk__in=list(ids)).exclude(organisation=taking.organisation_id)
    for row in rows.exclude(parties__organisation=F("organisation")).order_by("pk"):
        told: Values = {"cooperation": row.pk, "organisation": row.organisation_id, "role": PartyRole.LEAD}
        yield -row.pk, told | {"benefit": "", "side": "", "starts": None, "ends": None, "merged_into": None}


def _decision_of_party(taking: Taking, row: AgreementDecision, values: Values) -> None:
    """The decision of another party stands in its own book; here by its number and day."""
    if row.decision is not None and values["decision"] is None:
        values["reference"] = str(row.decision)[:300]


def _of_others(model: Any) -> Callable[[Taking], QuerySet[Any]]:
    """What the other parties share of their sides: told by its title only."""

    def rows(taking: Taking) -> QuerySet[Any]:
        wanted = Cooperation.objects.filter(in_it(taking.organisation_id), trashed_at=None)
        wanted = wanted if taking.cooperation_id is None else wanted.filter(pk=taking.cooperation_id)
        found = model.objects.filter(cooperation__in=wanted.order_by().values("pk"), shared=True)
        return found.exclude(organisation=taking.organisation_id).select_related("organisation")

    return rows


def _proposal(taking: Taking, row: Any, values: Values) -> None:
    """What was laid before the parties from a higher room is answered where it stands, not in the new place."""
    if row.matter and row.state == ChangeState.OPEN:
        values["state"] = str(ChangeState.WITHDRAWN)


TAKEOUTS = [
    TakeoutKind(
        "cooperation.cooperation", _("Cooperations"), _cooperations, adjust=_cooperation, whose="organisation",
        columns=("name", "kind", "state", "starts", "ends"),
    ),
    part(
        "cooperation.party", _("Parties"), "cooperation", more=_keepers, only=_parties,
        columns=("cooperation", "organisation", "role", "starts", "ends"),
    ),
    part(
        "cooperation.contactpost", _("Whom one writes to"), "cooperation", only=_whom, whose="organisation",
        columns=("cooperation", "organisation", "title", "email", "phone", "language", "starts", "ends"),
    ),
    part("cooperation.statechange", _("Steps"), "cooperation", only=_while_in_it("cooperation", "on")),
    part(
        "cooperation.contact", _("Contacts"), "cooperation", only=_own_side, whose="organisation",
        columns=("cooperation", "on", "way", "whom", "told", "next_step", "next_on"),
    ),
    TakeoutKind(
        "cooperation.cooperationrules", _("Rules for cooperations"), whole_only("cooperation.cooperationrules"),
        found_by=("organisation",), whose="organisation",
    ),
    part(
        "cooperation.agreement", _("Agreements"), "cooperation", only=_while_in_it("cooperation", "signed_on"),
        columns=("cooperation", "title", "number", "signed_on", "starts", "ends"),
    ),
    part("cooperation.agreementpaper", _("Papers of agreements"), "agreement", brings=frozenset({"document"})),
    part(
        "cooperation.keptpaper", _("Where needed papers are"), "cooperation", only=_kept, brings=frozenset({"document"}),
    ),
    part("cooperation.agreementdecision", _("Decisions on agreements"), "agreement", adjust=_decision_of_party),
    part("cooperation.agreementcost", _("Who pays"), "agreement"),
    part(
        "cooperation.agreedaction", _("What was agreed"), "cooperation", brings=frozenset({"minutes"}),
        only=_while_in_it("cooperation", "agreed_on"),
        columns=("cooperation", "text", "organisation", "agreed_on", "due", "done_on", "outcome"),
    ),
    part(
        "cooperation.sidetext", _("Our side"), "cooperation", only=_own_side, whose="organisation",
        shared=_of_others(SideText), columns=("cooperation", "part", "text", "shared"),
    ),
    part(
        "cooperation.benefit", _("What changed"), "cooperation", only=_own_side, whose="organisation",
        shared=_of_others(Benefit), columns=("cooperation", "on", "level", "text", "shared"),
    ),
    part(
        "cooperation.jointtext", _("Joint texts"), "cooperation", only=_while_in_it("cooperation", "agreed_on"),
        columns=("cooperation", "part", "text", "agreed_on"),
    ),
    part(
        "cooperation.jointchange", _("Proposals"), "cooperation",
        only=_while_in_it("cooperation", "proposed_on", "settled_on"),
        leaves=frozenset({"matter"}), adjust=_proposal,
        columns=("cooperation", "part", "title", "proposed_by", "proposed_on", "state", "settled_on", "text"),
    ),
    part(
        "cooperation.jointanswer", _("Answers"), "change", only=_while_in_it("change__cooperation", "on"),
        columns=("change", "organisation", "agrees", "words", "on"),
    ),
    part("cooperation.phase", _("Phases"), "cooperation", only=_while_in_it("cooperation", "starts")),
    part("cooperation.seat", _("Seats"), "phase"),
    part("cooperation.gate", _("Go or no-go"), "phase", only=_while_in_it("phase__cooperation", "due")),
    part(
        "cooperation.jointoutput", _("What was made together"), "cooperation", brings=frozenset({"documents"}),
        only=_while_in_it("cooperation", "agreed_on"),
        columns=("cooperation", "title", "kind", "state", "agreed_on", "published_on", "url"),
    ),
    TakeoutKind(
        "cooperation.outsidemembership", _("Memberships"), whole_only("cooperation.outsidemembership"),
        whose="organisation", columns=("network", "purpose", "fee", "currency", "starts", "ends"),
    ),
    TakeoutKind(
        "cooperation.initiative", _("Initiatives"), own_rows("cooperation.initiative", "cooperation"),
        whose="organisation", columns=("title", "state", "since", "why"),
    ),
    TakeoutKind(
        "cooperation.partnercheck", _("Checks of partners"), whole_only("cooperation.partnercheck"),
        whose="organisation",
    ),
    part("cooperation.strategylink", _("Strategies of others"), "cooperation", only=_only_in_it),
    TakeoutKind(
        "cooperation.seekcard", _("We seek a partner"), whole_only("cooperation.seekcard"), whose="organisation",
        columns=("title", "text", "until"),
    ),
    part("cooperation.enquiry", _("Enquiries"), "card"),
    TakeoutKind(
        "cooperation.eligibilitylist", _("Lists of eligible countries"), whole_only("cooperation.eligibilitylist"),
        whose="organisation", columns=("name", "funder", "about"),
    ),
    part("cooperation.listedition", _("Editions of lists"), "list"),
    part("cooperation.eligiblecountry", _("Eligible countries"), "edition"),
    part("cooperation.funding", _("Grants under a list"), "cooperation", only=_under_own_list),
    part("cooperation.departureanswer", _("Countries that left a list"), "funding"),
    TakeoutKind(
        "cooperation.matching", _("Matchings"), whole_only("cooperation.matching"), whose="organisation",
        columns=("title", "aim", "least", "most"),
    ),
    part("cooperation.matchparticipant", _("Who takes part in a matching"), "matching"),
    part("cooperation.matchwish", _("Pairs that are wished for"), "matching"),
    part("cooperation.matchquota", _("Pairs by country"), "matching"),
]  # fmt: skip

LEFT_HERE = [
    LeftHere("cooperation.matchingrun", _("A run rests on what stood here; the pairs that came of it go along.")),
    LeftHere("cooperation.twinningimport", _("Registers of twin towns are read in by each installation for itself.")),
    LeftHere("cooperation.townlink", _("Registers of twin towns are read in by each installation for itself.")),
]
