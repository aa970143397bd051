"""Who may do what with matchings."""

from __future__ import annotations

from django.utils.translation import gettext as _

from byalag.core.verdicts import YES, Verdict, no
from byalag.rooms.people.api import Actor
from byalag.rooms.people.enums import Role

from .enums import RunState
from .models import Matching, MatchingRun


def may_match(actor: Actor, organisation_id: int | None) -> Verdict:
    """Coordinators of the organisation."""
    if not actor.acts_for(organisation_id) or not actor.has(Role.COORDINATOR):
        return no(_("Matchings are made by coordinators of the organisation."))
    return YES


def may_change_matching(actor: Actor, matching: Matching) -> Verdict:
    """Coordinators of the organisation whose matching it is."""
    return may_match(actor, matching.organisation_id)


def may_trash_matching(actor: Actor, matching: Matching) -> Verdict:
    """Coordinators of the organisation whose matching it is, while no cooperation rests on it."""
    verdict = may_change_matching(actor, matching)
    if verdict and matching.runs.filter(taken_up_on__isnull=False).exists():
        return no(_("Cooperations were made of its pairs, so it stays: it shows how they came about."))
    return verdict


def may_restore_matching(actor: Actor, matching: Matching) -> Verdict:
    """Coordinators and administrators of the organisation whose matching it is."""
    if actor.acts_for(matching.organisation_id) and actor.has(Role.COORDINATOR, Role.ADMINISTRATOR):
        return YES
    return no(_("Matchings are taken out of the trash by coordinators and administrators."))


def may_work_out_run(actor: Actor, run: MatchingRun) -> Verdict:
    """The system, for a run that waits."""
    if not actor.is_system:
        return no(_("Runs are worked out by themselves."))
    return YES if run.state == RunState.QUEUED else no(_("This has been worked out."))


def may_take_up_run(actor: Actor, run: MatchingRun) -> Verdict:
    """Coordinators of the organisation whose matching it is, when it has pairs of which nothing was made yet."""
    verdict = may_change_matching(actor, run.matching)
    if verdict and (run.state != RunState.DONE or not run.found or not run.found["pairs"]):
        return no(_("There are no pairs to make cooperations of."))
    if verdict and run.taken_up_on is not None:
        return no(_("Cooperations were made of these pairs already."))
    return verdict


def may_undo_take_up(actor: Actor, run: MatchingRun) -> Verdict:
    """Coordinators of the organisation whose matching it is, when cooperations were made of it."""
    verdict = may_change_matching(actor, run.matching)
    if verdict and run.taken_up_on is None:
        return no(_("Nothing was made of these pairs."))
    return verdict
