"""What is due in cooperations, for Today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from byalag.core.registries import Duty, DutySource
from byalag.rooms.people.api import Actor
from byalag.rooms.people.enums import Role

from . import eligibility, papers, queries
from .enums import ChangeState, EnquiryState, GateOutcome
from .models import (
    AgreedAction,
    Agreement,
    Contact,
    Cooperation,
    Enquiry,
    Funding,
    Gate,
    JointAnswer,
    JointChange,
    OutsideMembership,
    PartnerCheck,
)
from .papers import UNDER_WAY

SOON = timedelta(days=30)
SOON_FOR_COUNCILS = timedelta(days=120)  # a council meets each month, and its matters are prepared before
MOST = 50
MOST_INCOMPLETE = 5


def _next_steps(actor: Actor) -> Iterator[Duty]:
    today = timezone.localdate()
    for contact in queries.next_steps(actor).filter(next_on__lte=today + SOON)[:MOST]:
        yield Duty(
            title=contact.next_step,
            url=reverse("cooperation:cooperation", args=[contact.cooperation_id]),
            due=contact.next_on,
            detail=contact.cooperation.name,
            urgency=0 if contact.next_on and contact.next_on < today else 1,
            key=f"cooperation.next_step:{contact.pk}",
            who=str(contact.responsible or gettext("Those who document")),
        )


def _agreed(actor: Actor) -> Iterator[Duty]:
    today = timezone.localdate()
    for agreed in queries.own_agreed_actions(actor).filter(due__lte=today + SOON)[:MOST]:
        yield Duty(
            title=agreed.text,
            url=f"{reverse('cooperation:cooperation', args=[agreed.cooperation_id])}#agreed",
            due=agreed.due,
            detail=agreed.cooperation.name,
            urgency=0 if agreed.due and agreed.due < today else 1,
            key=f"cooperation.agreed:{agreed.pk}",
            who=gettext("Those who document"),
        )


def _renewals(actor: Actor) -> Iterator[Duty]:
    today = timezone.localdate()
    for agreement in queries.renewals(actor, today + SOON_FOR_COUNCILS)[:MOST]:
        due = agreement.renew_by or agreement.ends
        yield Duty(
            title=gettext("Decide whether to renew “%(title)s”") % {"title": agreement.title},
            url=reverse("cooperation:agreement", args=[agreement.cooperation_id, agreement.pk]),
            due=due,
            detail=agreement.cooperation.name,
            urgency=0 if due and due < today else 1,
            key=f"cooperation.renewal:{agreement.pk}",
            who=gettext("Coordinators"),
        )


def _departures(actor: Actor) -> Iterator[Duty]:
    today = timezone.localdate()
    for departure in eligibility.departures_of(actor, today + SOON_FOR_COUNCILS)[:MOST]:
        funding = departure.funding
        yield Duty(
            title=eligibility.told(departure),
            url=reverse("cooperation:answer_departure", args=[funding.cooperation_id, funding.pk, departure.country]),
            due=departure.on,
            detail=funding.cooperation.name,
            urgency=0 if departure.has_come else 1,
            key=f"cooperation.departure:{funding.pk}:{departure.country}:{departure.on}",
            who=gettext("Coordinators"),
            missing=gettext("What was granted stays as it was granted. Ask the funder what holds, and write it down."),
        )


def _memberships(actor: Actor) -> Iterator[Duty]:
    today = timezone.localdate()
    for membership in queries.memberships_to_decide(actor, today + SOON_FOR_COUNCILS)[:MOST]:
        due = membership.decide_by
        yield Duty(
            title=gettext("Decide whether to stay in %(network)s") % {"network": membership.network},
            url=reverse("cooperation:change_membership", args=[membership.pk]),
            due=due,
            urgency=0 if due and due < today else 1,
            key=f"cooperation.membership:{membership.pk}",
            who=gettext("Coordinators"),
        )


def _checks(actor: Actor) -> Iterator[Duty]:
    today = timezone.localdate()
    for check in queries.checks_that_end(actor, today + SOON)[:MOST]:
        yield Duty(
            title=gettext("Check %(partner)s anew") % {"partner": check.partner},
            url=reverse("cooperation:check_partner", args=[check.partner_id]),
            due=check.until,
            urgency=0 if check.until < today else 1,
            key=f"cooperation.check:{check.pk}",
            who=gettext("Coordinators"),
        )


def _gates(actor: Actor) -> Iterator[Duty]:
    today = timezone.localdate()
    for gate in queries.gates_due(actor, today + SOON)[:MOST]:
        yield Duty(
            title=gate.question,
            url=reverse("cooperation:decide_gate", args=[gate.phase.cooperation_id, gate.phase_id, gate.pk]),
            due=gate.due,
            detail=gate.phase.cooperation.name,
            urgency=0 if gate.due < today else 1,
            key=f"cooperation.gate:{gate.pk}",
            who=gettext("Coordinators"),
        )


def _proposals(actor: Actor) -> Iterator[Duty]:
    for change in queries.to_answer(actor)[:MOST]:
        yield Duty(
            title=gettext("%(organisation)s proposes a change of what is joint")
            % {"organisation": change.proposed_by.name},
            url=reverse("cooperation:answer", args=[change.cooperation_id, change.pk]),
            detail=change.title or change.cooperation.name,
            urgency=1,
            key=f"cooperation.proposal:{change.pk}",
            who=gettext("Coordinators"),
            missing=gettext("It stands when you have agreed."),
        )


def _enquiries(actor: Actor) -> Iterator[Duty]:
    waiting = queries.enquiries_visible_to(actor).filter(state=EnquiryState.NEW).count()
    if waiting:
        yield Duty(
            title=ngettext("%(n)s enquiry waits for an answer", "%(n)s enquiries wait for an answer", waiting)
            % {"n": waiting},
            url=f"{reverse('cooperation:seeking')}#enquiries",
            urgency=1,
            key="cooperation.enquiries",
            who=gettext("Coordinators"),
        )


def _papers(actor: Actor) -> Iterator[Duty]:
    """What cooperations under way lack: one line each while they are few, else one line for all."""
    lacking = papers.incomplete(actor)
    if len(lacking) > MOST_INCOMPLETE:
        yield Duty(
            title=ngettext(
                "Papers are missing in %(n)s cooperation", "Papers are missing in %(n)s cooperations", len(lacking)
            )
            % {"n": len(lacking)},
            url=f"{reverse('cooperation:list')}?lacks=papers",
            detail=", ".join(row.name for row, _lacks in lacking[:3]) + " …",
            key="cooperation.papers",
            who=gettext("Coordinators"),
        )
        return
    for row, lacks in lacking:
        told = ", ".join(each.told for each in lacks)
        yield Duty(
            title=gettext("Complete the papers of “%(name)s”") % {"name": row.name},
            url=f"{reverse('cooperation:cooperation', args=[row.pk])}#papers",
            missing=gettext("Missing: %(papers)s") % {"papers": told},
            key=f"cooperation.papers:{row.pk}",
            who=gettext("Coordinators"),
        )


# --- Where each is looked for, and without which rows it is not ------------------------------------------------------

WHO_DOCUMENTS, WHO_COORDINATES = frozenset({Role.CONTRIBUTOR, Role.COORDINATOR}), frozenset({Role.COORDINATOR})


def _to_renew(organisation: int, today: date) -> QuerySet[Any]:
    rows = Agreement.objects.filter(cooperation__organisation_id=organisation, signed_on__isnull=False, ended_on=None)
    until = today + SOON_FOR_COUNCILS
    return rows.filter(Q(renew_by__lte=until) | Q(ends__lte=until))


def _asked_by_others(organisation: int, today: date) -> QuerySet[Any]:
    answered = Exists(JointAnswer.objects.filter(change=OuterRef("pk"), organisation_id=organisation))
    taken_part = Q(cooperation__organisation_id=organisation) | Q(cooperation__parties__organisation_id=organisation)
    return JointChange.objects.filter(~answered, taken_part, state=ChangeState.OPEN)


SOURCES = [
    DutySource("cooperation.next_steps", _next_steps, WHO_DOCUMENTS, lambda organisation, today: (
        Contact.objects.filter(organisation_id=organisation, done_on=None, next_on__lte=today + SOON)
    )),
    DutySource("cooperation.agreed", _agreed, WHO_DOCUMENTS, lambda organisation, today: (
        AgreedAction.objects.filter(
            organisation_id=organisation, done_on=None, dropped_on=None, due__lte=today + SOON
        )
    )),
    DutySource("cooperation.renewals", _renewals, WHO_COORDINATES, _to_renew),
    DutySource("cooperation.departures", _departures, WHO_COORDINATES, lambda organisation, today: (
        Funding.objects.filter(cooperation__organisation_id=organisation)
    )),
    DutySource("cooperation.memberships", _memberships, WHO_COORDINATES, lambda organisation, today: (
        OutsideMembership.objects.filter(organisation_id=organisation, decide_by__lte=today + SOON_FOR_COUNCILS)
    )),
    DutySource("cooperation.checks", _checks, WHO_COORDINATES, lambda organisation, today: (
        PartnerCheck.objects.filter(organisation_id=organisation)
    )),
    DutySource("cooperation.gates", _gates, WHO_COORDINATES, lambda organisation, today: (
        Gate.objects.filter(
            phase__cooperation__organisation_id=organisation,
            outcome__in=(GateOutcome.OPEN, GateOutcome.LATER),
            due__lte=today + SOON,
        )
    )),
    DutySource("cooperation.proposals", _proposals, WHO_COORDINATES, _asked_by_others),
    DutySource("cooperation.enquiries", _enquiries, WHO_COORDINATES, lambda organisation, today: (
        Enquiry.objects.filter(card__organisation_id=organisation, state=EnquiryState.NEW)
    )),
    DutySource("cooperation.papers", _papers, WHO_COORDINATES, lambda organisation, today: (
        Cooperation.objects.filter(organisation_id=organisation, trashed_at=None, state__in=UNDER_WAY)
    )),
]  # fmt: skip
