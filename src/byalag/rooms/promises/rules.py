"""Who may do what with a promise, and when; each no carries the sentence that the page shows."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from byalag.core.verdicts import YES, Verdict, no
from byalag.rooms.cooperation import api as cooperation
from byalag.rooms.people.api import Actor, Circle, Organisation
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.records.enums import Outcome

from .enums import (
    NOT_CLOSED,
    STATUS_RANK,
    STEP_RANK,
    AmendmentState,
    CommentState,
    ConditionState,
    FrameworkKind,
    FrameworkStatus,
    MeasurementState,
    StepKind,
)
from .models import (
    Amendment,
    Comment,
    Framework,
    Indicator,
    Measurement,
    MeasuringPeriod,
    Objective,
    ReportingDuty,
    RouteStep,
)

NOT_YOURS = _("This plan belongs to another organisation.")
NOT_COORDINATOR = _("Only a coordinator of the organisation can do this.")
IN_TRASH = _("This plan lies in the trash. Take it out first.")
ADOPTED = _("This plan is adopted. It changes only by an amendment.")
ON_ITS_WAY = _("This plan is on its way to a decision. It can be changed again if it is sent back.")

TOGETHER = _("This plan is held together with partners: it stands when all who hold it have agreed.")
AGREED = _("All who hold this plan have agreed on it. It changes only by an amendment to which all agree.")
WAITS = _("This plan waits for the answers of all who hold it. It can be changed again if one of them does not agree.")


def _coordinates(actor: Actor, organisation_id: int | None) -> Verdict:
    if not actor.acts_for(organisation_id):
        return no(NOT_YOURS)
    if not actor.has(Role.COORDINATOR):
        return no(NOT_COORDINATOR)
    return YES


def _keeps(actor: Actor, framework: Framework) -> Verdict:
    """Coordinates the organisation whose plan it is, and the plan is not in the trash."""
    verdict = _coordinates(actor, framework.organisation_id)
    return verdict and (no(IN_TRASH) if framework.trashed_at else YES)


def holds(actor: Actor, framework: Framework) -> bool:
    """The plan stands in the book of the actor's organisation, or is held together with it (asked once per plan)."""
    if actor.acts_for(framework.organisation_id):
        return True
    if not framework.together or framework.cooperation is None:
        return False
    known: dict[int | None, bool] = framework.__dict__.setdefault("_held_by", {})
    if actor.organisation_id not in known:
        known[actor.organisation_id] = cooperation.takes_part(actor, framework.cooperation)
    return known[actor.organisation_id]


def _writes(actor: Actor, framework: Framework) -> Verdict:
    """Coordinates an organisation that holds the plan, and the plan is not in the trash."""
    if not holds(actor, framework):
        return no(NOT_YOURS)
    if not actor.has(Role.COORDINATOR):
        return no(NOT_COORDINATOR)
    return no(IN_TRASH) if framework.trashed_at else YES


def may_open_framework(actor: Actor, organisation: Organisation) -> Verdict:
    """Coordinators of the organisation."""
    return _coordinates(actor, organisation.pk)


def may_edit_framework(actor: Actor, framework: Framework) -> Verdict:
    """Coordinators of the organisation, or of any that holds it together with others, while the plan is a draft."""
    verdict = _writes(actor, framework)
    if not verdict or framework.is_draft:
        return verdict
    if framework.together:
        return no(AGREED if framework.is_adopted else WAITS)
    return no(ADOPTED if framework.is_adopted else ON_ITS_WAY)


def may_set_themes(actor: Actor, objective: Objective) -> Verdict:
    """Coordinators of the organisation, at any time: sorting goals under themes changes no promise."""
    verdict = _keeps(actor, objective.framework)
    if verdict and objective.removed_at:
        return no(_("This goal is no longer part of the plan."))
    return verdict


def may_tie_to_strategy(actor: Actor, framework: Framework) -> Verdict:
    """Coordinators of the organisation, at any time."""
    return _keeps(actor, framework)


def next_step(framework: Framework, route: list[RouteStep]) -> RouteStep | None:
    """The first step of the route that takes the framework further than it has come; None when all are taken."""
    come = STATUS_RANK[FrameworkStatus(framework.status)]
    return next((step for step in route if STEP_RANK[StepKind(step.kind)] > come), None)


def has_content(framework: Framework) -> bool:
    return (
        framework.source_document_id is not None
        or framework.objectives.filter(removed_at__isnull=True).exists()
        or framework.sections.filter(removed_at__isnull=True).exists()
    )


def may_take_step(actor: Actor, framework: Framework, kind: str) -> Verdict:
    """Coordinators of the organisation record the step that the route says comes next."""
    verdict = _keeps(actor, framework)
    if not verdict:
        return verdict
    if framework.together:
        return no(TOGETHER)
    if framework.is_adopted:
        return no(_("This plan is adopted already."))
    route = list(
        RouteStep.objects.filter(
            organisation_id=framework.organisation_id, framework_kind=framework.kind
        ).select_related("body")
    )
    following = next_step(framework, route)
    if following is None:
        return no(
            _(
                "Nobody has said which bodies decide on this kind of plan. "
                "An administrator sets the decision route in the settings."
            )
        )
    if following.kind != kind:
        return no(_not_yet(following))
    if framework.is_draft and not has_content(framework):
        return no(_("There is nothing to decide on yet. Write a goal or a section first, or attach the document."))
    return YES


def _not_yet(step: RouteStep) -> str:
    body = {"body": str(step.body)}
    if step.kind == StepKind.PROPOSE:
        return _("The next step is another one: %(body)s proposes the plan.") % body
    if step.kind == StepKind.PREPARE:
        return _("The next step is another one: %(body)s prepares the plan.") % body
    return _("The next step is another one: %(body)s decides on the plan.") % body


def outcome_fits(kind: str, outcome: str) -> Verdict:
    """A draft that nobody has proposed cannot be sent back: there is nobody to send it back to."""
    if outcome not in (Outcome.APPROVED, Outcome.SENT_BACK, Outcome.REJECTED):
        return no(_("Say whether the body said yes, sent the plan back, or said no."))
    if kind == StepKind.PROPOSE and outcome != Outcome.APPROVED:
        return no(_("A draft that is not proposed yet stays a draft; there is nothing to send back."))
    return YES


def may_trash_framework(actor: Actor, framework: Framework) -> Verdict:
    """Coordinators of the organisation, while the plan is a draft."""
    verdict = _keeps(actor, framework)
    if verdict and not framework.is_draft:
        return no(_("Only a draft can be put in the trash. What was proposed or adopted is kept."))
    return verdict


def may_restore_framework(actor: Actor, framework: Framework) -> Verdict:
    """Coordinators and administrators of the organisation, when the plan is in the trash."""
    if not actor.acts_for(framework.organisation_id):
        return no(NOT_YOURS)
    if not actor.has(Role.COORDINATOR, Role.ADMINISTRATOR):
        return no(_("Only a coordinator or an administrator can take this out of the trash."))
    return YES if framework.trashed_at else no(_("This plan is not in the trash."))


def may_publish_framework(actor: Actor, framework: Framework) -> Verdict:
    """Coordinators of the organisation in whose book it stands, when it is not public yet, and agreed on if held together."""
    verdict = _keeps(actor, framework)
    if verdict and framework.together and not framework.is_adopted:
        return no(TOGETHER)
    if verdict and framework.visibility == Visibility.PUBLIC:
        return no(_("This plan is public already."))
    return verdict


def may_unpublish_framework(actor: Actor, framework: Framework) -> Verdict:
    """Coordinators of the organisation, when the plan is public."""
    verdict = _keeps(actor, framework)
    if verdict and framework.visibility == Visibility.ORGANISATION:
        return no(_("Only your own organisation sees this plan."))
    if verdict and framework.together and framework.visibility == Visibility.CIRCLE:
        return no(_("This plan is held together: those who hold it see it, nobody else."))
    return verdict


def may_share_framework(actor: Actor, framework: Framework) -> Verdict:
    """Coordinators of the organisation, when it has partners to share with."""
    verdict = _keeps(actor, framework)
    if verdict and framework.together:
        return no(_("This plan is held together: those who hold it see it, nobody else."))
    if verdict and not actor.is_system and not actor.circle_ids:
        return no(_("Your organisation shares nothing with partners yet. Begin with a cooperation."))
    return verdict


def may_start_amendment(actor: Actor, framework: Framework) -> Verdict:
    """Coordinators of an organisation that holds it, when it is adopted or agreed on and no other amendment is open."""
    verdict = _writes(actor, framework)
    if not verdict:
        return verdict
    if not framework.is_adopted:
        return no(_("Only an adopted plan is changed by an amendment. This one can still be edited."))
    if framework.amendments.filter(state__in=NOT_CLOSED).exists():
        return no(_("An amendment is being written already. Finish or withdraw it first."))
    return YES


def may_edit_amendment(actor: Actor, amendment: Amendment) -> Verdict:
    """Coordinators of an organisation that holds the plan, until the amendment is proposed, adopted or withdrawn."""
    verdict = _writes(actor, amendment.framework)
    if verdict and amendment.state == AmendmentState.PROPOSED:
        return no(_("This amendment waits for answers. Those who proposed it can withdraw it and change it."))
    if verdict and amendment.state != AmendmentState.DRAFT:
        return no(_("This amendment is closed. Start a new one to change more."))
    return verdict


def may_adopt_amendment(actor: Actor, amendment: Amendment) -> Verdict:
    """Coordinators of the organisation record the decision, once the amendment changes something; not of a plan held together."""
    verdict = may_edit_amendment(actor, amendment)
    if verdict and amendment.framework.together:
        return no(_("What is held together changes when all who hold it have agreed. Propose the amendment to them."))
    if verdict and not amendment.changes.exists():
        return no(_("The amendment changes nothing yet. Add a change first."))
    return verdict


def may_decide_condition(actor: Actor, objective: Objective) -> Verdict:
    """Coordinators of the organisation, when the plan is adopted and the goal has a condition."""
    verdict = _keeps(actor, objective.framework)
    if not verdict:
        return verdict
    if objective.condition_state == ConditionState.NONE:
        return no(_("This goal has no condition to decide on."))
    if objective.removed_at:
        return no(_("This goal is no longer part of the plan."))
    if not objective.framework.is_adopted:
        return no(_("Go or no go is decided when the plan is adopted."))
    return YES


def may_answer_duty(actor: Actor, duty: ReportingDuty) -> Verdict:
    """Coordinators of the organisation, at any time: most answers are written after the plan is adopted."""
    verdict = _keeps(actor, duty.framework)
    if verdict and duty.removed_at:
        return no(_("This duty is no longer part of the plan."))
    return verdict


def may_take_back_answer(actor: Actor, duty: ReportingDuty) -> Verdict:
    """Those who may answer, while a date that came back has been answered."""
    verdict = may_answer_duty(actor, duty)
    if verdict and duty.answered_for is None:
        return no(_("There is no answer to take back."))
    return verdict


def may_set_route(
    actor: Actor, organisation: Organisation, framework_kind: str = FrameworkKind.OPERATIONS_PLAN
) -> Verdict:
    """Coordinators and administrators of the organisation."""
    if not actor.acts_for(organisation.pk):
        return no(_("These settings belong to another organisation."))
    # Coordinators too: last year's document states the route, and it is they who bring the document.
    if not actor.has(Role.ADMINISTRATOR, Role.COORDINATOR):
        return no(_("Who decides is set by coordinators and administrators."))
    return YES


def may_edit_indicator(actor: Actor, framework: Framework) -> Verdict:
    """Coordinators of the organisation at any time; of a plan held together those of all who hold it, while it is a draft.

    How a promise is measured changes no promise of one's own.
    """
    verdict = _writes(actor, framework)
    if verdict and framework.together and not framework.is_draft:
        return no(AGREED if framework.is_adopted else WAITS)
    return verdict


def may_open_period(actor: Actor, framework: Framework) -> Verdict:
    """Coordinators of an organisation that holds the plan, while it is not in the trash."""
    return _writes(actor, framework)


def may_write_measurement(actor: Actor, indicator: Indicator, period: MeasuringPeriod, state: str) -> Verdict:
    """Contributors and coordinators of an organisation that holds the plan, in an open period, until it is submitted."""
    verdict = _may_measure_in(actor, indicator.framework)
    if not verdict:
        return verdict
    if indicator.removed_at:
        return no(_("This indicator is no longer part of the plan."))
    if not period.is_open:
        return no(_("This period is locked. A coordinator opens it."))
    if state == MeasurementState.SUBMITTED:
        return no(_("This figure is submitted. It can be changed when it has been returned."))
    if state == MeasurementState.APPROVED:
        return no(_("This figure is approved. A coordinator or controller can return it."))
    return YES


def may_measure(actor: Actor, organisation_id: int) -> Verdict:
    """Contributors and coordinators of the organisation."""
    return _measures(actor) if actor.acts_for(organisation_id) else no(NOT_YOURS)


def _measures(actor: Actor) -> Verdict:
    if not actor.has(Role.CONTRIBUTOR, Role.COORDINATOR):
        return no(_("Figures are written by contributors and coordinators."))
    return YES


def _may_measure_in(actor: Actor, framework: Framework) -> Verdict:
    verdict = _measures(actor) if holds(actor, framework) else no(NOT_YOURS)
    return no(IN_TRASH) if verdict and framework.trashed_at else verdict


def may_submit_measurement(actor: Actor, measurement: Measurement) -> Verdict:
    """Who may write the figure, once it says something."""
    verdict = may_write_measurement(actor, measurement.indicator, measurement.period, measurement.state)
    if verdict and measurement.figure is None:
        return no(_("There is no figure yet. Write it first."))
    return verdict


def may_judge_measurement(actor: Actor, measurement: Measurement, *, is_alone: bool) -> Verdict:
    """Coordinators and controllers of those who hold the plan approve or return a figure that somebody else has submitted.

    Somebody who is the only one in the organisation who could (`is_alone`) judges their own.
    """
    if not holds(actor, measurement.indicator.framework):
        return no(NOT_YOURS)
    if not actor.has(Role.COORDINATOR, Role.CONTROLLER):
        return no(_("Figures are approved by coordinators and controllers."))
    if measurement.state != MeasurementState.SUBMITTED:
        return no(_("Only a submitted figure can be approved or returned."))
    own = measurement.submitted_by_id is not None and measurement.submitted_by_id == actor.person_id
    if own and not is_alone:
        return no(_("You have submitted this figure yourself. Somebody else looks at it."))
    return YES


def may_return_measurement(actor: Actor, measurement: Measurement, *, is_alone: bool) -> Verdict:
    """As for judging; an approved figure can be returned, too, while its period is open."""
    if measurement.state != MeasurementState.APPROVED:
        return may_judge_measurement(actor, measurement, is_alone=is_alone)
    if not holds(actor, measurement.indicator.framework):
        return no(NOT_YOURS)
    if not actor.has(Role.COORDINATOR, Role.CONTROLLER):
        return no(_("Figures are approved by coordinators and controllers."))
    if not measurement.period.is_open:
        return no(_("This period is locked. A coordinator opens it."))
    return YES


# --- Held together: what stands on the joint side of a cooperation is agreed on by all, and decided on by nobody alone -----


def may_hold_together(actor: Actor, framework: Framework) -> Verdict:
    """Coordinators of the organisation, while the plan is a draft of their own."""
    verdict = _keeps(actor, framework)
    if verdict and framework.together:
        return no(_("This plan is held together already."))
    return verdict and may_edit_framework(actor, framework)


def may_propose_framework(actor: Actor, framework: Framework) -> Verdict:
    """Coordinators of any organisation that holds the plan, while it is a draft and the cooperation is not over."""
    verdict = _writes(actor, framework)
    if not verdict:
        return verdict
    if not framework.together or framework.cooperation is None:
        return no(_("This plan is held by one organisation. Its bodies decide on it."))
    if not framework.is_draft:
        return no(AGREED if framework.is_adopted else WAITS)
    if not has_content(framework):
        return no(_("There is nothing to decide on yet. Write a goal or a section first, or attach the document."))
    return cooperation.may_propose_change(actor, framework.cooperation)


def may_propose_amendment(actor: Actor, amendment: Amendment) -> Verdict:
    """Coordinators of any organisation that holds the plan, once the amendment changes something."""
    verdict = may_edit_amendment(actor, amendment)
    if not verdict:
        return verdict
    framework = amendment.framework
    if not framework.together or framework.cooperation is None:
        return no(_("This plan is held by one organisation. Its bodies decide on it."))
    if not amendment.changes.exists():
        return no(_("The amendment changes nothing yet. Add a change first."))
    return cooperation.may_propose_change(actor, framework.cooperation)


def may_attach_source(actor: Actor, framework: Framework) -> Verdict:
    """Coordinators of the organisation in whose book it stands, while the plan is a draft: the document is kept there."""
    return _keeps(actor, framework) and may_edit_framework(actor, framework)


# --- Comments: those who see a plan and do not own it say what they think; they never write in it --------------------


def may_comment(actor: Actor, framework: Framework) -> Verdict:
    """Contributors, coordinators and controllers of the organisation whose plan it is, and of its partners who see it."""
    if framework.trashed_at:
        return no(IN_TRASH)
    own = actor.acts_for(framework.organisation_id)
    if actor.organisation_id is None or not (own or _sees_as_partner(actor, framework)):
        return no(_("Plans are commented on by the organisation itself and by partners with whom they are shared."))
    if not actor.has(Role.CONTRIBUTOR, Role.COORDINATOR, Role.CONTROLLER):
        return no(_("Comments are written by contributors, coordinators and controllers."))
    return YES


def _sees_as_partner(actor: Actor, framework: Framework) -> bool:
    """The plan is shown to the actor's organisation, and the two share a circle."""
    both = Circle.objects.filter(organisations=actor.home_id).filter(organisations=framework.organisation_id)
    return both.exists() and Framework.objects.seen_by(actor.home_id).filter(pk=framework.pk).exists()


def may_answer_comment(actor: Actor, comment: Comment) -> Verdict:
    """Coordinators of an organisation that holds the plan, also to change what they answered."""
    verdict = _writes(actor, comment.framework)
    if verdict and comment.state == CommentState.WITHDRAWN:
        return no(_("This comment was withdrawn."))
    return verdict


def may_withdraw_comment(actor: Actor, comment: Comment) -> Verdict:
    """Who wrote it, and coordinators of the same organisation, until it is answered."""
    if not actor.acts_for(comment.organisation_id):
        return no(_("Only those who wrote a comment withdraw it."))
    wrote = comment.author_id is not None and comment.author_id == actor.person_id
    if not wrote and not actor.has(Role.COORDINATOR):
        return no(_("Only those who wrote a comment withdraw it."))
    if comment.state == CommentState.WITHDRAWN:
        return no(_("This comment was withdrawn."))
    if comment.state != CommentState.OPEN:
        return no(_("This comment is answered, and stays beside its answer."))
    return YES
