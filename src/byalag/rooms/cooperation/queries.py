"""Reads of cooperations."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, F, Max, Q, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from byalag.core import registries
from byalag.core.search import fold
from byalag.rooms.people.api import Organisation
from byalag.rooms.people.enums import Role, Visibility

from .enums import OVER, POSSIBLE, ChangeState, CheckOutcome, CooperationState, EnquiryState, GateOutcome, PhaseState
from .models import (
    AgreedAction,
    Agreement,
    AgreementCost,
    Benefit,
    Contact,
    Cooperation,
    CooperationRules,
    Enquiry,
    Gate,
    Initiative,
    JointChange,
    JointText,
    OutsideMembership,
    PartnerCheck,
    Party,
    Phase,
    Seat,
    SeekCard,
    SideText,
    StateChange,
    TwinningImport,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from django.db.models import QuerySet

    from byalag.rooms.people.api import Actor, OwnedQuerySet


def cooperations_visible_to(actor: Actor) -> OwnedQuerySet:
    return Cooperation.objects.visible_to(actor).select_related("organisation", "inside").order_by("kind", "name", "pk")


def cooperations_of(actor: Actor) -> OwnedQuerySet:
    """Those that the organisation keeps, and those shared with it in which it is a party; with their parties."""
    party_in = Party.objects.filter(organisation_id=actor.home_id).values("cooperation_id")
    return (
        cooperations_visible_to(actor)
        .filter(Q(organisation_id=actor.home_id) | Q(pk__in=party_in))
        .prefetch_related("parties__organisation")
    )


def parties_of(cooperation: Cooperation) -> QuerySet[Party]:
    """As they joined; each knows its cooperation."""
    return Party.objects.filter(cooperation=cooperation).select_related("organisation", "cooperation").order_by("pk")


def organisations_in(cooperation: Cooperation) -> list[Organisation]:
    """Who keeps the cooperation and who is in it today (one query)."""
    now = Q(ends__isnull=True) | Q(ends__gte=timezone.localdate())
    parties = Party.objects.filter(now, cooperation=cooperation).values("organisation_id")
    return list(Organisation.objects.filter(Q(pk=cooperation.organisation_id) | Q(pk__in=parties)).order_by("pk"))


def cooperations_with_circle() -> QuerySet[Cooperation]:
    return (
        Cooperation.objects.filter(circle__isnull=False)
        .select_related("circle")
        .prefetch_related("circle__organisations")
    )


def contacts_of(actor: Actor, cooperation: Cooperation) -> QuerySet[Contact]:
    """What the actor's own organisation noted, the last first."""
    rows = Contact.objects.filter(cooperation=cooperation, organisation_id=actor.home_id)
    return rows.select_related("responsible", "cooperation")


def contacts_visible_to(actor: Actor) -> QuerySet[Contact]:
    """An organisation reads its own notes, and only where it still sees the cooperation."""
    seen = Cooperation.objects.visible_to(actor).values("pk")
    rows = Contact.objects.filter(organisation_id=actor.home_id, cooperation__in=seen)
    return rows.select_related("cooperation", "responsible")


def next_steps(actor: Actor) -> QuerySet[Contact]:
    """Steps that were agreed and are not done, the first due first; those without a day last."""
    rows = contacts_visible_to(actor).filter(done_on__isnull=True).exclude(next_step="")
    return rows.order_by(F("next_on").asc(nulls_last=True), "pk")


def steps_of(cooperation: Cooperation) -> QuerySet[StateChange]:
    return StateChange.objects.filter(cooperation=cooperation).select_related("decision__body", "decision__case")


def rules_of(organisation_id: int) -> CooperationRules:
    """The organisation's rules; an unsaved row as they are when none are set."""
    found = CooperationRules.objects.filter(organisation_id=organisation_id).first()
    return found or CooperationRules(organisation_id=organisation_id)


def last_signs(ids: Iterable[int]) -> dict[int, date]:
    """The last sign of life of each cooperation that has shown one: one query for each kind of sign."""
    wanted = list(ids)
    last: dict[int, date] = {}
    for sign in registries.signs_of_life:
        for pk, when in sign.last(wanted).items():
            last[pk] = max(when, last.get(pk, when))
    return last


def own_signs(ids: Iterable[int]) -> dict[int, date]:
    """Signs of life in this room: the last contact or step, and else the day from which it goes."""
    told = Cooperation.objects.filter(pk__in=list(ids)).annotate(
        talked=Max("contacts__on"),
        stepped=Max("changes_of_state__on", filter=Q(changes_of_state__found_by_itself=False)),
    )
    found = ((row.pk, [day for day in (row.talked, row.stepped, row.starts) if day]) for row in told)
    return {pk: max(days) for pk, days in found if days}


def asleep_or_awake(today: date) -> Iterator[tuple[Cooperation, date]]:
    """Cooperations whose state no longer fits their last sign of life, with that day: active ones that have shown none
    for their organisation's number of years, and dormant ones that have."""
    years = dict(CooperationRules.objects.values_list("organisation_id", "quiet_years"))
    rows = Cooperation.objects.filter(state__in=(CooperationState.ACTIVE, CooperationState.DORMANT), trashed_at=None)
    found = list(rows.select_related("organisation").order_by("pk"))
    last = last_signs(row.pk for row in found)
    for row in found:
        if row.pk not in last:
            continue  # nothing is known of it: that is no silence
        limit = years_before(today, years.get(row.organisation_id, CooperationRules().quiet_years))
        if (last[row.pk] < limit) == (row.state == CooperationState.ACTIVE):
            yield row, last[row.pk]


def years_before(today: date, years: int) -> date:
    """The same day so many years ago; 28 February for a leap day."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return today.replace(year=today.year - years, day=28)


def months_since(then: date, today: date) -> int:
    """Whole months from one day to a later one; 0 when it is not later."""
    months = 12 * (today.year - then.year) + today.month - then.month - (today.day < then.day)
    return max(0, months)


# --- Agreements -------------------------------------------------------------------------------------------------------


def agreements_visible_to(actor: Actor) -> QuerySet[Agreement]:
    """Agreements of cooperations that the actor sees and whose organisation keeps them or is in them."""
    rows = Agreement.objects.filter(cooperation__in=taken_part_in(actor))
    return rows.select_related("cooperation__organisation", "replaced_by")


def taken_part_in(actor: Actor) -> QuerySet[Any]:
    """The numbers of cooperations that the actor sees and whose organisation keeps them or is in them today."""
    seen = Cooperation.objects.visible_to(actor)
    if not actor.is_system:
        now = Q(ends__isnull=True) | Q(ends__gte=timezone.localdate())
        party_in = Party.objects.filter(now, organisation_id=actor.home_id).values("cooperation_id")
        seen = seen.filter(Q(organisation_id=actor.home_id) | Q(pk__in=party_in))
    return seen.values("pk")


def cooperations_taken_part_in(actor: Actor) -> OwnedQuerySet:
    """Cooperations that the actor sees and whose organisation keeps them or is in them today; of the system, too."""
    now = Q(ends__isnull=True) | Q(ends__gte=timezone.localdate())
    party_in = Party.objects.filter(now, organisation_id=actor.home_id).values("cooperation_id")
    return Cooperation.objects.visible_to(actor).filter(Q(organisation_id=actor.home_id) | Q(pk__in=party_in))


def decided_on(agreement: Agreement) -> date | None:
    """When those who keep the cooperation decided on it: for this agreement, or else on the cooperation itself."""
    keeper = agreement.cooperation.organisation_id
    own = agreement.decisions.filter(organisation=keeper).first()
    if own is not None:
        return own.on
    step = agreement.cooperation.changes_of_state.filter(after=CooperationState.DECIDED, decision__isnull=False).last()
    return step.decision.decided_on if step and step.decision else None


def renewals(actor: Actor, until: date) -> QuerySet[Agreement]:
    """One's own agreements that hold and whose renewal is to be decided on, or that end, by a day."""
    rows = Agreement.objects.filter(
        cooperation__organisation_id=actor.home_id, cooperation__trashed_at=None, signed_on__isnull=False
    )
    rows = rows.filter(replaced_by=None, ended_on=None).annotate(due=Coalesce("renew_by", "ends"))
    return rows.filter(due__lte=until).select_related("cooperation").order_by("due", "pk")


def agreed_actions_visible_to(actor: Actor) -> QuerySet[AgreedAction]:
    """What the parties agreed to do, for those who are in the cooperation: what is open first, the first due first."""
    rows = AgreedAction.objects.filter(cooperation__in=taken_part_in(actor))
    rows = rows.select_related("cooperation__organisation", "organisation", "minutes")
    return rows.order_by(
        F("done_on").asc(nulls_first=True), F("dropped_on").asc(nulls_first=True), F("due").asc(nulls_last=True), "pk"
    )


def own_agreed_actions(actor: Actor) -> QuerySet[AgreedAction]:
    """What the actor's own organisation is to do."""
    rows = agreed_actions_visible_to(actor).filter(organisation_id=actor.home_id)
    return rows.filter(done_on__isnull=True, dropped_on__isnull=True)


def who_pays(cooperation_id: int | None) -> dict[str, str]:
    """Who pays each kind of cost by the agreement in force, the newest when there are several (one query)."""
    if cooperation_id is None:
        return {}
    rows = AgreementCost.objects.filter(
        agreement__cooperation_id=cooperation_id, agreement__signed_on__isnull=False,
        agreement__replaced_by=None, agreement__ended_on=None,
    )  # fmt: skip
    return dict(rows.order_by("agreement__number", "pk").values_list("item", "payer"))


# --- Sides ------------------------------------------------------------------------------------------------------------


def sides_visible_to(actor: Actor, cooperation: Cooperation) -> QuerySet[SideText]:
    """One's own side, and what the other parties share of theirs."""
    rows = SideText.objects.filter(_own_or_shared(actor), cooperation=cooperation, cooperation__in=taken_part_in(actor))
    return rows.exclude(text="").select_related("organisation").order_by("part", "organisation__name")


def benefits_visible_to(actor: Actor) -> QuerySet[Benefit]:
    """What changed at one's own place, and what the other parties share of theirs."""
    rows = Benefit.objects.filter(_own_or_shared(actor), cooperation__in=taken_part_in(actor))
    return rows.select_related("organisation", "cooperation")


def _own_or_shared(actor: Actor) -> Q:
    return Q() if actor.is_system else Q(organisation_id=actor.home_id) | Q(shared=True)


def joint_texts(actor: Actor, cooperation: Cooperation) -> QuerySet[JointText]:
    return JointText.objects.filter(cooperation=cooperation, cooperation__in=taken_part_in(actor))


def joint_changes_visible_to(actor: Actor) -> QuerySet[JointChange]:
    """Proposals for what is joint, the last first, with the answers."""
    rows = JointChange.objects.filter(cooperation__in=taken_part_in(actor))
    rows = rows.select_related("cooperation__organisation", "proposed_by")
    return rows.prefetch_related("answers__organisation")


def waited_for(change: JointChange) -> list[Organisation]:
    """The parties of today that have not answered; whoever proposed it has."""
    answered = {row.organisation_id for row in change.answers.all()} | {change.proposed_by_id}
    return [row for row in organisations_in(change.cooperation) if row.pk not in answered]


def to_answer(actor: Actor) -> QuerySet[JointChange]:
    """Proposals that wait for the actor's organisation."""
    rows = joint_changes_visible_to(actor).filter(state=ChangeState.OPEN).exclude(proposed_by=actor.home_id)
    return rows.exclude(answers__organisation=actor.home_id).order_by("proposed_on", "pk")


def trashed_cooperations(actor: Actor) -> QuerySet[Cooperation]:
    return Cooperation.objects.filter(organisation_id=actor.home_id, trashed_at__isnull=False).order_by("-trashed_at")


def registers_of(actor: Actor) -> QuerySet[TwinningImport]:
    """Files of twin towns that the actor's organisation looked through or read in, the last first."""
    return TwinningImport.objects.filter(organisation_id=actor.home_id).order_by("-made_at", "-pk")


# --- Seeking a partner ------------------------------------------------------------------------------------------------


def cards_visible_to(actor: Actor) -> OwnedQuerySet:
    return SeekCard.objects.visible_to(actor).select_related("organisation__place").order_by("-pk")


def enquiries_visible_to(actor: Actor) -> QuerySet[Enquiry]:
    """What came in answer to one's own cards; those who are not answered first. Coordinators only: it is addressed to them."""
    if not (actor.is_system or actor.has(Role.COORDINATOR)):
        return Enquiry.objects.none()
    rows = Enquiry.objects.filter(card__organisation_id=actor.home_id)
    return rows.select_related("card__organisation", "cooperation").order_by(
        Case(When(state=EnquiryState.NEW, then=0), default=1), "-pk"
    )


def written_before(enquiries: list[Enquiry]) -> dict[int, int]:
    """How many other enquiries came from the same name, however it is written (by the number of the enquiry)."""
    folded: dict[tuple[str, str], list[int]] = {}
    for row in enquiries:
        folded.setdefault((fold(row.name), row.country), []).append(row.pk)
    return {pk: len(same) - 1 for same in folded.values() for pk in same if len(same) > 1}


def organisation_called(name: str, country: str) -> Organisation | None:
    """The organisation of the book with this name in the country, however it is written."""
    rows = Organisation.objects.filter(country__in=(country, "")).only("pk", "name", "names", "country")
    wanted = fold(name)
    found = [row for row in rows if wanted in {fold(row.name), *(fold(text) for text in row.names.values())}]
    return min(found, key=lambda row: (row.country != country, row.pk), default=None)


def public_cards(organisation: Organisation) -> QuerySet[SeekCard]:
    """Published and open cards of an organisation, the newest first."""
    rows = SeekCard.objects.filter(organisation=organisation, visibility=Visibility.PUBLIC, trashed_at=None)
    open_now = Q(until__isnull=True) | Q(until__gte=timezone.localdate())
    return rows.filter(open_now).select_related("organisation").order_by("-pk")


def find_public_card(organisation: Organisation, slug: str) -> SeekCard | None:
    """The published card at an address."""
    rows = SeekCard.objects.filter(organisation=organisation, slug=slug, visibility=Visibility.PUBLIC)
    return rows.filter(trashed_at=None).select_related("organisation").first()


# --- Registers ---------------------------------------------------------------------------------------------------------


def memberships_of(actor: Actor) -> QuerySet[OutsideMembership]:
    """Networks of others that the actor's organisation belongs to or did; those that go on first."""
    rows = OutsideMembership.objects.filter(organisation_id=actor.home_id)
    return rows.select_related("decision__body", "decision__case").order_by(F("ends").desc(nulls_first=True), "network")


def fees_of(memberships: Iterable[OutsideMembership]) -> dict[str, Decimal]:
    """What memberships that go on cost a year, by currency."""
    total: dict[str, Decimal] = {}
    for row in memberships:
        if row.fee is not None and not row.is_over:
            total[row.currency] = total.get(row.currency, Decimal(0)) + row.fee
    return total


def memberships_to_decide(actor: Actor, until: date) -> QuerySet[OutsideMembership]:
    rows = memberships_of(actor).filter(decide_by__lte=until)
    return rows.filter(Q(ends__isnull=True) | Q(ends__gte=timezone.localdate())).order_by("decide_by", "pk")


def initiatives_of(actor: Actor) -> QuerySet[Initiative]:
    return Initiative.objects.filter(organisation_id=actor.home_id).select_related("cooperation")


def checks_of(actor: Actor, partner: Organisation) -> QuerySet[PartnerCheck]:
    """What the actor's own organisation found when it checked a partner, the last first. Nobody else reads it."""
    rows = PartnerCheck.objects.filter(organisation_id=actor.home_id, partner=partner)
    return rows.select_related("document")


def unchecked(organisation_id: int, partners: Iterable[Organisation]) -> list[Organisation]:
    """Those of the partners whose last check by the organisation does not hold today, or who were never checked."""
    wanted = {row.pk: row for row in partners if row.pk != organisation_id}
    last: dict[int, PartnerCheck] = {}
    for check in PartnerCheck.objects.filter(organisation_id=organisation_id, partner__in=wanted).order_by("on", "pk"):
        last[check.partner_id] = check
    return [row for pk, row in wanted.items() if pk not in last or not last[pk].holds]


def checks_that_end(actor: Actor, until: date) -> list[PartnerCheck]:
    """Last checks of partners of running cooperations that hold no longer by a day."""
    running = cooperations_of(actor).exclude(state__in=OVER).order_by().values("pk")
    partners = Party.objects.filter(cooperation__in=running, ends=None).values("organisation_id")
    last: dict[int, PartnerCheck] = {}
    rows = PartnerCheck.objects.filter(organisation_id=actor.home_id, partner__in=partners).select_related("partner")
    for check in rows.order_by("on", "pk"):
        last[check.partner_id] = check
    return [row for row in last.values() if row.outcome != CheckOutcome.NO and row.until <= until]


# --- Phases and networks ----------------------------------------------------------------------------------------------


def phases_of(actor: Actor, cooperation: Cooperation) -> QuerySet[Phase]:
    """The phases with their seats and gates, for those who are in the cooperation (three queries)."""
    rows = Phase.objects.filter(cooperation=cooperation, cooperation__in=taken_part_in(actor))
    return rows.select_related("cooperation").prefetch_related("seats__organisation", "gates__decision")


def phases_on(actor: Actor, cooperation_ids: Iterable[int], today: date) -> QuerySet[Phase]:
    """The phases that these cooperations are in on a day and that were not stopped, for those who are in them."""
    rows = Phase.objects.filter(cooperation__in=list(cooperation_ids), starts__lte=today, ends__gte=today)
    rows = rows.filter(cooperation__in=taken_part_in(actor)).exclude(state=PhaseState.STOPPED)
    return rows.order_by("starts", "pk")


def gates_due(actor: Actor, until: date) -> QuerySet[Gate]:
    """Points of one's own cooperations that are to be decided by a day."""
    rows = Gate.objects.filter(phase__cooperation__organisation_id=actor.home_id, phase__cooperation__trashed_at=None)
    rows = rows.filter(outcome__in=(GateOutcome.OPEN, GateOutcome.LATER), due__lte=until)
    return rows.exclude(phase__state=PhaseState.STOPPED).select_related("phase__cooperation").order_by("due", "pk")


def seats_inside(actor: Actor, network: Cooperation) -> QuerySet[Seat]:
    """Seats in phases of a network and of its pairs that go on, where the actor takes part; by party and pair."""
    inner = Q(phase__cooperation__inside=network) & ~Q(phase__cooperation__state__in=OVER)
    rows = Seat.objects.filter(Q(phase__cooperation=network) | inner, phase__cooperation__in=taken_part_in(actor))
    rows = rows.exclude(phase__state=PhaseState.STOPPED).select_related("organisation", "phase__cooperation")
    return rows.order_by("organisation__name", "phase", "pk")


def counted_inside(actor: Actor, network: Cooperation) -> dict[str, int]:
    """What a network holds, counted from its rows as the actor sees them: the partnerships that have begun and go on, their
    organisations and countries, and how many wait."""
    inner = cooperations_visible_to(actor).filter(inside=network).order_by()
    begun = inner.exclude(state__in=(*OVER, *POSSIBLE))
    members = Party.objects.filter(cooperation__in=begun.values("pk"), ends=None)
    told = members.aggregate(
        organisations=Count("organisation", distinct=True),
        countries=Count("organisation__country", distinct=True, filter=~Q(organisation__country="")),
    )
    waiting = inner.filter(state=CooperationState.WAITING).count()
    return {"partnerships": begun.count(), "waiting": waiting, **told}


def outside_the_rule(network: Cooperation, inner: Iterable[Cooperation]) -> set[int]:
    """Pairs of a network, of those that go on, whose parties of today do not come from its countries (no query: the parties were
    read with the pairs). A pair needs a party of each side; a side without countries takes any."""
    first, other = set(network.first_countries), set(network.other_countries)
    if not first and not other:
        return set()
    today = timezone.localdate()
    outside = set()
    for row in inner:
        if row.state in OVER:
            continue
        of = [party.organisation.country for party in row.parties.all() if party.ends is None or party.ends >= today]
        fits = any(
            (not first or one in first) and (not other or two in other)
            for at, one in enumerate(of)
            for there, two in enumerate(of)
            if at != there
        )
        if of and not fits:
            outside.add(row.pk)
    return outside
