"""Who may do what with the work, and the organisation's own three rules."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from byalag.core import registries
from byalag.core.verdicts import YES, Verdict, no
from byalag.rooms.people.api import Actor, may_see_persons
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.promises.api import Framework, MeansOrigin, Objective, holds

from .enums import OPEN, ActivityStatus, HandedInState
from .models import Activity, AskedEntry, Contribution, Evidence, HandedIn, PartialFile, WorkRules


def may_plan_activity(actor: Actor, organisation_id: int) -> Verdict:
    """Contributors and coordinators of the organisation."""
    if not actor.acts_for(organisation_id):
        return no(_("Only the organisation itself writes down its work."))
    if not actor.has(Role.CONTRIBUTOR, Role.COORDINATOR):
        return no(_("Work is written down by contributors and coordinators."))
    return YES


def may_document(actor: Actor, activity: Activity) -> Verdict:
    """Journal, participants and evidence: contributors and coordinators of the organisation, unless it is cancelled."""
    verdict = may_plan_activity(actor, activity.organisation_id)
    if verdict and activity.status == ActivityStatus.CANCELLED:
        return no(_("This activity is cancelled. Open it again first."))
    return verdict


def may_send_pieces(actor: Actor) -> Verdict:
    """Contributors and coordinators who are signed in, for whichever organisation they act."""
    if actor.user_id is None:
        return no(_("Sign in to send files."))
    return may_plan_activity(actor, actor.home_id)


def may_drop_upload(actor: Actor, upload: PartialFile) -> Verdict:
    """Who sends it."""
    if actor.user_id is None or actor.user_id != upload.user_id:
        return no(_("Only those who send a file let go of it."))
    return YES


def may_ask_for_entry(actor: Actor, activity: Activity) -> Verdict:
    """Who may document the activity may ask somebody else to, through a link."""
    return may_document(actor, activity)


def may_close_asked(actor: Actor, asked: AskedEntry) -> Verdict:
    """Contributors and coordinators of the organisation, while the link is open."""
    verdict = may_plan_activity(actor, asked.activity.organisation_id)
    if verdict and not asked.is_open:
        return no(_("This link is closed already."))
    return verdict


def may_hand_in(actor: Actor, asked: AskedEntry) -> Verdict:
    """The holder of the link, while it is open and the activity stands."""
    if actor.kind != "link":
        return no(_("Only those who were asked answer here."))
    if not asked.is_open or asked.activity.trashed_at or asked.activity.status == ActivityStatus.CANCELLED:
        return no(_("Nobody waits for an answer here any more."))
    return YES


def may_judge_handed_in(actor: Actor, handed_in: HandedIn) -> Verdict:
    """Who may document the activity, until it is accepted; what was declined may be accepted after all."""
    verdict = may_document(actor, handed_in.asked.activity)
    if verdict and handed_in.state == HandedInState.ACCEPTED:
        return no(_("This has been accepted already."))
    return verdict


def may_list_persons(actor: Actor, activity: Activity) -> Verdict:
    """Those who document the activity and work with names of persons."""
    verdict = may_document(actor, activity)
    return verdict and may_see_persons(actor)


def may_edit_activity(actor: Actor, activity: Activity) -> Verdict:
    """Contributors and coordinators of the organisation, until the activity is done or cancelled."""
    verdict = may_plan_activity(actor, activity.organisation_id)
    if verdict and activity.status not in OPEN:
        return no(_("This activity is finished. Open it again to change it."))
    return verdict


def may_start_activity(actor: Actor, activity: Activity, rules: WorkRules) -> Verdict:
    """Who may edit it, when it is planned and the organisation's own rules are met."""
    verdict = may_edit_activity(actor, activity)
    if not verdict:
        return verdict
    if activity.status != ActivityStatus.PLANNED:
        return no(_("This activity has started already."))
    for hold in registries.holds:
        if reason := hold.reason(activity):
            return no(reason)
    return own_rules_met(activity, rules)


def own_rules_met(activity: Activity, rules: WorkRules) -> Verdict:
    """The organisation's rules: a directive, external funding of solidarity work, anchoring of a larger effort."""
    if rules.directive_required and activity.directive_id is None and not activity.mandate:
        return no(_("No activity starts without a directive. Name the decision or the mandate first."))
    if needs_external_funding(activity, rules) and not _has_external_funding(activity):
        return no(_("Solidarity work needs external funding. Write down who pays first."))
    if needs_anchoring(activity, rules) and activity.anchoring_id is None:
        return no(_("A larger effort needs a decision of the board or the committee. Name the decision first."))
    return YES


def needs_external_funding(activity: Activity, rules: WorkRules) -> bool:
    if not rules.external_funding_required:
        return False
    if activity.kind in rules.external_funding_kinds:
        return True
    if rules.pk is None or activity.pk is None:
        return False
    return activity.themes.filter(pk__in=rules.external_funding_themes.values("pk")).exists()


def _has_external_funding(activity: Activity) -> bool:
    return activity.pk is not None and activity.funding.filter(origin=MeansOrigin.EXTERNAL).exists()


def needs_anchoring(activity: Activity, rules: WorkRules) -> bool:
    """By its kind, or by an expected cost at or over the threshold in the threshold's currency."""
    if not rules.anchoring_required:
        return False
    if activity.kind in rules.anchoring_kinds:
        return True
    return (
        rules.anchoring_amount is not None
        and activity.cost is not None
        and activity.currency == rules.anchoring_currency
        and activity.cost >= rules.anchoring_amount
    )


def may_finish_activity(actor: Actor, activity: Activity, result: str | None = None) -> Verdict:
    """Who may edit it, when it is under way, tells a result and serves at least one goal."""
    verdict = may_edit_activity(actor, activity)
    if not verdict:
        return verdict
    if activity.status != ActivityStatus.UNDER_WAY:
        return no(_("Start the activity before you finish it."))
    if not activity.contributions.filter(objective__isnull=False).exists():
        return no(_("Say first which goal the activity serves."))
    if not (activity.result if result is None else result).strip():
        return no(_("Write what came of it: an activity is not done without a result."))
    return YES


def may_answer_benefit(actor: Actor, activity: Activity) -> Verdict:
    """Contributors and coordinators of the organisation, when it has begun and a benefit was expected of it."""
    verdict = may_plan_activity(actor, activity.organisation_id)
    if not verdict:
        return verdict
    if activity.status not in (ActivityStatus.UNDER_WAY, ActivityStatus.DONE):
        return no(_("Whether it was of benefit is answered when it has begun."))
    if not activity.expected_benefit.strip():
        return no(_("Write first which benefit you expect; then it can be followed up."))
    return YES


def may_cancel_activity(actor: Actor, activity: Activity) -> Verdict:
    """Who may edit it."""
    return may_edit_activity(actor, activity)


def may_reopen_activity(actor: Actor, activity: Activity) -> Verdict:
    """Contributors and coordinators of the organisation, when the activity is done or cancelled."""
    verdict = may_plan_activity(actor, activity.organisation_id)
    if verdict and activity.status in OPEN:
        return no(_("This activity is open already."))
    return verdict


def may_trash_activity(actor: Actor, activity: Activity) -> Verdict:
    """Coordinators; contributors until it has started. What an adopted plan names stays."""
    verdict = may_plan_activity(actor, activity.organisation_id)
    if not verdict:
        return verdict
    if not actor.has(Role.COORDINATOR) and activity.status != ActivityStatus.PLANNED:
        return no(_("An activity that has started is put in the trash by a coordinator."))
    named = Q(listed=True, framework__status="adopted", framework__trashed_at__isnull=True)
    if activity.contributions.filter(named).exists():
        return no(_("An adopted plan names this activity. Change the plan by an amendment, or cancel the activity."))
    return YES


def may_restore_activity(actor: Actor, activity: Activity) -> Verdict:
    """Coordinators and administrators of the organisation."""
    if actor.acts_for(activity.organisation_id) and actor.has(Role.COORDINATOR, Role.ADMINISTRATOR):
        return YES
    return no(_("Activities are taken out of the trash by coordinators and administrators."))


def may_count(actor: Actor, activity: Activity) -> Verdict:
    """Contributors and coordinators, for plans of their own: each organisation decides what counts with it.

    The activity may be a partner's, when it is shared with the organisation or public.
    """
    if not actor.has(Role.CONTRIBUTOR, Role.COORDINATOR):
        return no(_("Work is written down by contributors and coordinators."))
    if not _sees(actor, activity):
        return no(_("This activity is not shared with your organisation."))
    if activity.status == ActivityStatus.CANCELLED:
        return no(_("This activity is cancelled. Open it again first."))
    return YES


def _sees(actor: Actor, activity: Activity) -> bool:
    """The organisation sees it: its own, public, or shared with a circle of its."""
    if actor.acts_for(activity.organisation_id):
        return True
    return actor.is_member and Activity.objects.visible_to(actor).filter(pk=activity.pk).exists()


def may_contribute(actor: Actor, activity: Activity, objective: Objective) -> Verdict:
    """Who may count the activity, for a goal of the own organisation or one held together that still stands.

    Towards a goal held together each party counts its own activities, and only those that the others see.
    """
    verdict = may_count(actor, activity)
    if not verdict:
        return verdict
    framework = objective.framework
    if not holds(actor, framework):
        return no(_("Each organisation says itself what counts towards its goals."))
    if framework.together and not actor.acts_for(activity.organisation_id):
        return no(_("Each party says itself which of its activities serve a goal that is held together."))
    if framework.together and not _shown_to_holders(activity, framework):
        return no(
            _("Those who hold this goal do not see the activity. Share it with the partners of the cooperation first.")
        )
    if objective.removed_at is not None:
        return no(_("This goal has been taken out of the plan."))
    return YES


def _shown_to_holders(activity: Activity, framework: Framework) -> bool:
    if activity.visibility == Visibility.CIRCLE:
        return activity.circle_id == framework.circle_id
    return activity.visibility == Visibility.PUBLIC


def may_withdraw_contribution(actor: Actor, contribution: Contribution) -> Verdict:
    """Contributors and coordinators of the organisation whose goal it is, or whose activity if the goal is held together.

    What an adopted plan names stays.
    """
    framework = contribution.framework
    whose = contribution.activity.organisation_id if framework.together else framework.organisation_id
    verdict = may_plan_activity(actor, whose)
    if verdict and contribution.listed and contribution.framework.is_adopted:
        return no(_("The adopted plan names this activity. Change the plan by an amendment."))
    return verdict


def may_list_activity(actor: Actor, framework: Framework) -> Verdict:
    """Coordinators while the framework is a draft; the system when an amendment has been adopted."""
    if not actor.acts_for(framework.organisation_id) or not actor.has(Role.COORDINATOR):
        return no(_("What a plan names is written by coordinators of the organisation."))
    if not actor.is_system and not framework.is_draft:
        return no(_("An adopted plan changes only by an amendment."))
    return YES


def may_carry_over(actor: Actor, activity: Activity, framework: Framework) -> Verdict:
    """Unfinished activities of the organisation itself, into its own draft."""
    verdict = may_list_activity(actor, framework)
    if verdict and activity.organisation_id != framework.organisation_id:
        return no(_("Only the organisation's own activities are carried over."))
    if verdict and activity.status not in OPEN:
        return no(_("This activity is finished. Plan a new one instead."))
    return verdict


def may_verify_any(actor: Actor, organisation_id: int) -> Verdict:
    """Controllers of the organisation."""
    if not actor.acts_for(organisation_id) or not actor.has(Role.CONTROLLER):
        return no(_("Evidence is verified by a controller of the organisation."))
    return YES


def may_verify_evidence(actor: Actor, evidence: Evidence) -> Verdict:
    """Controllers of the organisation, once, and never what they added themselves."""
    verdict = may_verify_any(actor, evidence.organisation_id)
    if not verdict:
        return verdict
    if evidence.verified_at:
        return no(_("This evidence has been verified already."))
    if actor.user_id is not None and evidence.added_by_id == actor.user_id:
        return no(_("You added this yourself. Ask another controller to look at it."))
    return YES


def may_take_back_verification(actor: Actor, evidence: Evidence) -> Verdict:
    """Controllers of the organisation, when it has been verified."""
    verdict = may_verify_any(actor, evidence.organisation_id)
    if verdict and not evidence.verified_at:
        return no(_("This evidence has not been verified."))
    return verdict


def may_change_evidence(actor: Actor, evidence: Evidence) -> Verdict:
    """Contributors and coordinators of the organisation, until it has been verified."""
    verdict = may_plan_activity(actor, evidence.organisation_id)
    if verdict and evidence.verified_at:
        return no(_("Verified evidence is not changed. Add a new piece instead."))
    return verdict


def may_set_work_rules(actor: Actor, organisation_id: int) -> Verdict:
    """Administrators and coordinators of the organisation."""
    if not actor.acts_for(organisation_id):
        return no(_("Only the organisation itself sets its rules."))
    if not actor.has(Role.ADMINISTRATOR, Role.COORDINATOR):
        return no(_("The rules for the work are set by coordinators and administrators."))
    return YES
