"""The only writer of visits and of what stands on their page. What happens is told in the history of the activity."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.rooms.cooperation import api as cooperation
from byalag.rooms.people.api import Actor, Organisation
from byalag.rooms.promises.api import Means
from byalag.rooms.work import api as work
from byalag.rooms.work.enums import ActivityKind

from .. import queries, rules
from ..enums import Cost
from ..models import CostLine, Delegate, Gift, Incident, ProgrammeItem, Visit, VisitRequest


@transaction.atomic
def plan_visit(
    actor: Actor,
    *,
    organisation: Organisation,
    title: str,
    direction: str,
    purpose: str,
    kind: str = ActivityKind.VISIT,
    starts: date | None = None,
    ends: date | None = None,
    place_text: str = "",
    partner: Organisation | None = None,
    partner_name: str = "",
    with_cooperation: cooperation.Cooperation | None = None,
    request: VisitRequest | None = None,
    **also: Any,
) -> Visit:
    """Plan a visit: its activity, and the visit. `also`: what `open_visit` takes."""
    if request is not None:
        require(rules.may_plan_from_request(actor, request))
    activity = work.plan_activity(
        actor,
        organisation=organisation,
        title=title,
        kind=kind,
        starts=starts,
        ends=ends,
        place_text=place_text,
        cooperation=with_cooperation,
        parties=[partner] if partner else [],
    )
    return open_visit(
        actor,
        activity=activity,
        direction=direction,
        purpose=purpose,
        partner=partner,
        partner_name=partner_name,
        request=request,
        **also,
    )


@transaction.atomic
def open_visit(
    actor: Actor,
    *,
    activity: work.Activity,
    direction: str,
    purpose: str,
    partner: Organisation | None = None,
    partner_name: str = "",
    working_language: str = "",
    interpreter: str = "none",
    means: Means | None = None,
    request: VisitRequest | None = None,
) -> Visit:
    """Make a visit of an activity. Raises ValidationError when it is one already, or no partner is named."""
    require(rules.may_plan_visit(actor, activity.organisation_id))
    if Visit.objects.filter(activity=activity).exists():
        raise ValidationError(_("This activity is a visit already."))
    visit = Visit(
        activity=activity,
        direction=direction,
        purpose=purpose,
        partner=partner,
        partner_name="" if partner else partner_name.strip(),
        working_language=working_language,
        interpreter=interpreter,
        means=means,
        request=request,
    )
    _check(actor, visit)
    visit.save()
    log.record(activity, "visits.visit.opened", actor=actor, direction=direction)
    return visit


@transaction.atomic
def change_visit(actor: Actor, *, visit: Visit, expected: int | None, **fields: Any) -> Visit:
    """Change what stands about a visit: purpose, partner, interpreter, risk, the money it is paid with."""
    visit = _kept(actor, visit, expected)
    for name, value in fields.items():
        setattr(visit, name, value)
    if visit.partner:
        visit.partner_name = ""
    _check(actor, visit)
    visit.save()
    log.record(visit.activity, "visits.visit.changed", actor=actor, fields=sorted(fields))
    return visit


def _check(actor: Actor, visit: Visit) -> None:
    if visit.partner is None and not visit.partner_name.strip():
        raise ValidationError({"partner_name": _("Choose the partner, or write its name.")})
    if visit.partner_id == visit.organisation_id:
        raise ValidationError({"partner": _("That is your own organisation.")})
    if visit.means is not None and not queries.means_to_choose(actor).filter(pk=visit.means.pk).exists():
        raise ValidationError({"means": _("Choose money of one of your own plans.")})
    visit.full_clean()


def _kept(actor: Actor, visit: Visit, expected: int | None = None) -> Visit:
    visit = lock_for_change(visit, expected=expected)
    require(rules.may_keep_visit(actor, visit))
    return visit


# --- Who comes ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_delegate(
    actor: Actor, *, visit: Visit, post: str, audience: str, sex: str = "unknown", count: int = 1
) -> Delegate:
    """Somebody who comes along, by post."""
    visit = _kept(actor, visit)
    row = Delegate(visit=visit, post=post, audience=audience, sex=sex, count=count)
    row.full_clean()
    row.save()
    log.record(visit.activity, "visits.delegate.added", actor=actor, count=count)
    return row


@transaction.atomic
def remove_delegate(actor: Actor, *, delegate: Delegate) -> None:
    visit = _kept(actor, delegate.visit)
    log.record(visit.activity, "visits.delegate.removed", actor=actor, count=delegate.count)
    delegate.delete()


@transaction.atomic
def count_delegation(actor: Actor, *, visit: Visit) -> int:
    """Count those who came among the participants of the activity; how many there are of them."""
    visit = _kept(actor, visit)
    groups: dict[tuple[str, str], int] = {}
    for row in visit.delegates.all():
        groups[row.audience, row.sex] = groups.get((row.audience, row.sex), 0) + row.count
    if not groups:
        raise ValidationError(_("Write who comes first."))
    for (audience, sex), count in groups.items():
        work.count_participants(actor, activity=visit.activity, audience=audience, sex=sex, count=count)
    log.record(visit.activity, "visits.delegation.counted", actor=actor, count=sum(groups.values()))
    return sum(groups.values())


# --- The programme -----------------------------------------------------------------------------------------------------


@transaction.atomic
def add_item(
    actor: Actor,
    *,
    visit: Visit,
    day: date,
    starts: time,
    title: str,
    ends: time | None = None,
    place: str = "",
    host: str = "",
    interpreted: bool = False,
) -> ProgrammeItem:
    """A line of the programme."""
    visit = _kept(actor, visit)
    row = ProgrammeItem(
        visit=visit, day=day, starts=starts, ends=ends, title=title, place=place, host=host, interpreted=interpreted
    )
    _check_day(visit, day)
    row.full_clean()
    row.save()
    log.record(visit.activity, "visits.item.added", actor=actor, item=row.pk)
    return row


@transaction.atomic
def change_item(actor: Actor, *, item: ProgrammeItem, expected: int | None, **fields: Any) -> ProgrammeItem:
    """Change a line of the programme."""
    item = lock_for_change(item, expected=expected)
    visit = _kept(actor, item.visit)
    for name, value in fields.items():
        setattr(item, name, value)
    _check_day(visit, item.day)
    item.full_clean()
    item.save()
    log.record(visit.activity, "visits.item.changed", actor=actor, item=item.pk)
    return item


@transaction.atomic
def remove_item(actor: Actor, *, item: ProgrammeItem) -> None:
    visit = _kept(actor, item.visit)
    log.record(visit.activity, "visits.item.removed", actor=actor, item=item.pk)
    item.delete()


def _check_day(visit: Visit, day: date) -> None:
    first, last = visit.activity.starts, visit.activity.ends or visit.activity.starts
    if first is not None and last is not None and not first <= day <= last:
        raise ValidationError({"day": _("The visit is not on that day. Change its days on the activity, or this day.")})


# --- Money, gifts, what went wrong ---------------------------------------------------------------------------------------


@transaction.atomic
def add_cost(
    actor: Actor,
    *,
    visit: Visit,
    item: str,
    payer: str,
    amount: Decimal,
    currency: str,
    spent: Decimal | None = None,
    note: str = "",
) -> CostLine:
    """What something costs, and who pays it."""
    visit = _kept(actor, visit)
    row = CostLine(visit=visit, item=item, payer=payer, amount=amount, currency=currency, spent=spent, note=note)
    row.full_clean()
    row.save()
    log.record(visit.activity, "visits.cost.added", actor=actor, item=item, payer=payer)
    return row


@transaction.atomic
def say_spent(actor: Actor, *, cost: CostLine, spent: Decimal) -> CostLine:
    """What a cost came to."""
    visit = _kept(actor, cost.visit)
    cost = CostLine.objects.select_for_update().get(pk=cost.pk)
    cost.spent = spent
    cost.full_clean()
    cost.save(update_fields=["spent"])
    log.record(visit.activity, "visits.cost.spent", actor=actor, item=cost.item)
    return cost


@transaction.atomic
def remove_cost(actor: Actor, *, cost: CostLine) -> None:
    visit = _kept(actor, cost.visit)
    log.record(visit.activity, "visits.cost.removed", actor=actor, item=cost.item)
    cost.delete()


@transaction.atomic
def take_costs_from_agreement(actor: Actor, *, visit: Visit, currency: str) -> int:
    """A line for each kind of cost that the agreement in force says who pays, as far as there is none yet; how many."""
    visit = _kept(actor, visit)
    there = set(visit.costs.values_list("item", flat=True))
    known = set(Cost.values)
    who_pays = cooperation.who_pays(visit.activity.cooperation_id)
    if not who_pays:
        raise ValidationError(_("No agreement in force says who pays what."))
    lines = [
        CostLine(visit=visit, item=item, payer=payer, amount=Decimal(0), currency=currency)
        for item, payer in who_pays.items()
        if item in known and item not in there
    ]
    for line in lines:
        line.full_clean()
        line.save()
    log.record(visit.activity, "visits.costs.taken_over", actor=actor, lines=len(lines))
    return len(lines)


@transaction.atomic
def note_gift(
    actor: Actor,
    *,
    visit: Visit,
    way: str,
    on: date,
    what: str,
    post: str,
    value: Decimal | None = None,
    currency: str = "",
    kept: str = "",
) -> Gift:
    """Write down a gift that was given or received."""
    visit = _kept(actor, visit)
    row = Gift(visit=visit, way=way, on=on, what=what, post=post, value=value, currency=currency, kept=kept)
    row.full_clean()
    row.save()
    log.record(visit.activity, "visits.gift.noted", actor=actor, way=way)
    return row


@transaction.atomic
def remove_gift(actor: Actor, *, gift: Gift) -> None:
    visit = _kept(actor, gift.visit)
    log.record(visit.activity, "visits.gift.removed", actor=actor, way=gift.way)
    gift.delete()


@transaction.atomic
def note_incident(actor: Actor, *, visit: Visit, on: date, what: str, done: str = "") -> Incident:
    """Write down what went wrong and what was done. The log does not say what."""
    visit = _kept(actor, visit)
    row = Incident(visit=visit, on=on, what=what, done=done)
    row.full_clean()
    row.save()
    log.record(visit.activity, "visits.incident.noted", actor=actor, incident=row.pk)
    return row


# --- What was agreed -----------------------------------------------------------------------------------------------------


@transaction.atomic
def note_agreed(
    actor: Actor, *, visit: Visit, text: str, organisation: Organisation, due: date | None = None, source: str = ""
) -> cooperation.AgreedAction:
    """What was agreed at the visit, to be done by one of the parties. Raises ValidationError outside a cooperation."""
    visit = _kept(actor, visit)
    within = visit.activity.cooperation
    if within is None:
        raise ValidationError(
            _("Say on the activity to which cooperation the visit belongs; what is agreed stands there.")
        )
    row = cooperation.note_agreed_action(
        actor,
        cooperation=within,
        text=text,
        organisation=organisation,
        language=visit.activity.language,
        agreed_on=_day_of(visit),
        due=due,
        source=source or visit.activity.title[:300],
    )
    visit.agreed.add(row)
    log.record(visit.activity, "visits.agreed.noted", actor=actor, agreed=row.pk)
    return row


def _day_of(visit: Visit) -> date | None:
    """The last day of the visit, when it has come."""
    last = visit.activity.ends or visit.activity.starts
    return last if last is not None and rules.is_over(visit) else None
