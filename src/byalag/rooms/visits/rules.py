"""Who may do what with visits, and who reads what stands about a child."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from byalag.core.verdicts import YES, Verdict, no
from byalag.rooms.people.api import Actor, organisations_with_members
from byalag.rooms.people.enums import Role
from byalag.rooms.work.enums import ActivityStatus

from .enums import RequestState
from .models import Exchange, Pupil, Visit, VisitRequest


def may_plan_visit(actor: Actor, organisation_id: int | None) -> Verdict:
    """Contributors and coordinators of the organisation."""
    if not actor.acts_for(organisation_id):
        return no(_("Visits are planned by the organisation itself."))
    if not actor.has(Role.CONTRIBUTOR, Role.COORDINATOR):
        return no(_("Visits are planned by contributors and coordinators."))
    return YES


def may_keep_visit(actor: Actor, visit: Visit) -> Verdict:
    """Contributors and coordinators of the organisation, unless it was cancelled."""
    verdict = may_plan_visit(actor, visit.organisation_id)
    if verdict and visit.activity.status == ActivityStatus.CANCELLED:
        return no(_("This visit is cancelled. Open its activity again first."))
    return verdict


def may_see_inside(actor: Actor, visit: Visit) -> Verdict:
    """Members of the organisation: money, gifts, risk and what went wrong are not for partners."""
    if actor.acts_for(visit.organisation_id) and (actor.is_system or actor.is_member):
        return YES
    return no(_("This is read by the organisation itself."))


# --- Asking ------------------------------------------------------------------------------------------------------------


def may_ask(actor: Actor) -> Verdict:
    """Contributors and coordinators, for their own organisation; or they note what others asked them."""
    if not (actor.is_system or actor.is_member):
        return no(_("Sign in to ask."))
    if not actor.has(Role.CONTRIBUTOR, Role.COORDINATOR):
        return no(_("Visits are planned by contributors and coordinators."))
    return YES


def may_answer_request(actor: Actor, request: VisitRequest) -> Verdict:
    """Coordinators of those who are asked; where nobody signs in for them, those who asked note the answer."""
    if not actor.has(Role.COORDINATOR):
        return no(_("Requests are answered by coordinators."))
    asked = actor.acts_for(request.asked_id)
    if not asked and not actor.acts_for(request.asker_id):
        return no(_("Requests are answered by those who are asked."))
    if not asked and request.asked_id in organisations_with_members([request.asked_id]):
        return no(_("Those whom you asked sign in here and answer themselves."))
    if request.state != RequestState.NEW:
        return no(_("This request has been answered."))
    return YES


def may_plan_from_request(actor: Actor, request: VisitRequest) -> Verdict:
    """Contributors and coordinators of either side, when it was accepted and their side has not planned it yet."""
    if not (actor.acts_for(request.asked_id) or actor.acts_for(request.asker_id)):
        return no(_("Visits are planned by the organisation itself."))
    if not actor.has(Role.CONTRIBUTOR, Role.COORDINATOR):
        return no(_("Visits are planned by contributors and coordinators."))
    if request.state != RequestState.ACCEPTED:
        return no(_("It has not been accepted."))
    if request.visits.filter(activity__organisation_id=actor.home_id, activity__trashed_at=None).exists():
        return no(_("Your side has planned this visit already."))
    return YES


# --- Exchanges of pupils -------------------------------------------------------------------------------------------------


def may_see_exchange(actor: Actor, exchange: Exchange) -> Verdict:
    """Coordinators of the organisation and the leaders: how many children, and which consents are missing."""
    if not actor.acts_for(exchange.visit.organisation_id):
        return no(_("This is read by the organisation itself."))
    if actor.has(Role.COORDINATOR) or is_leader(actor, exchange):
        return YES
    return no(_("This is read by coordinators and by those who lead the trip."))


def may_assess(actor: Actor, exchange: Exchange) -> Verdict:
    """Coordinators of the organisation, until it is decided that the children travel."""
    verdict = may_name_leaders(actor, exchange)
    if verdict and exchange.decision_id is not None:
        return no(_("It is decided already. What was assessed before stays as it was."))
    return verdict


def may_decide_exchange(actor: Actor, exchange: Exchange) -> Verdict:
    """Coordinators of the organisation, after the assessment, when it does not say no."""
    verdict = may_assess(actor, exchange)
    if verdict and not exchange.conclusion:
        return no(_("Assess what is best for the children before you decide."))
    if verdict and exchange.conclusion == "no":
        return no(_("The assessment says that it is not for the good of the children."))
    return verdict


def may_name_leaders(actor: Actor, exchange: Exchange) -> Verdict:
    """Coordinators of the organisation, until what stands about the children is deleted."""
    if not actor.acts_for(exchange.visit.organisation_id) or not actor.has(Role.COORDINATOR):
        return no(_("Exchanges of pupils are kept by coordinators of the organisation."))
    if exchange.forgotten_on is not None:
        return no(_("What stood about the children is deleted."))
    return YES


def is_leader(actor: Actor, exchange: Exchange) -> bool:
    """Signed in, of the organisation, and named as a leader of the trip."""
    if actor.user_id is None or not actor.is_member or not actor.acts_for(exchange.visit.organisation_id):
        return False
    return exchange.leaders.filter(user_id=actor.user_id).exists()


def may_lead(actor: Actor, exchange: Exchange) -> Verdict:
    """The leaders of the trip and nobody else, until what stands about the children is deleted."""
    if not is_leader(actor, exchange):
        return no(_("What stands about the children is for those who lead the trip."))
    if exchange.forgotten_on is not None:
        return no(_("What stood about the children is deleted."))
    return YES


def may_answer_as_guardian(actor: Actor, pupil: Pupil) -> Verdict:
    """The holder of the link for this child, until what stands about it is deleted."""
    if actor.kind != "link":
        return no(_("This is answered by the child’s guardian, through the link."))
    if pupil.exchange.forgotten_on is not None or pupil.exchange.visit.activity.trashed_at is not None:
        return no(_("Nobody waits for an answer here any more."))
    return YES


def may_forget_pupils(actor: Actor, exchange: Exchange) -> Verdict:
    """The system, coordinators and leaders, once the trip is over or cancelled."""
    if exchange.forgotten_on is not None:
        return no(_("What stood about the children is deleted."))
    if not actor.is_system and not may_see_exchange(actor, exchange):
        return no(_("This is done by coordinators and by those who lead the trip."))
    if not is_over(exchange.visit):
        return no(_("The trip is not over: the leaders may need it."))
    return YES


def is_over(visit: Visit) -> bool:
    """The last day has passed, or it was cancelled or is done."""
    activity = visit.activity
    if activity.status in (ActivityStatus.CANCELLED, ActivityStatus.DONE):
        return True
    last = activity.ends or activity.starts
    return last is not None and last < timezone.localdate()
