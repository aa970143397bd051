from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FrameworkKind(models.TextChoices):
    STRATEGY = "strategy", _("Strategy")
    OPERATIONS_PLAN = "operations_plan", _("Operations plan")
    RESULTS_FRAMEWORK = "results_framework", _("Results framework")
    DECLARATION = "declaration", _("Declaration")


class FrameworkStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Proposed")
    PREPARED = "prepared", _("Prepared")
    ADOPTED = "adopted", _("Adopted")


class StepKind(models.TextChoices):
    """What a body does with a plan on its way. Which bodies do it is the organisation's own route."""

    PROPOSE = "propose", _("Proposes")
    PREPARE = "prepare", _("Prepares")
    ADOPT = "adopt", _("Adopts")


STATUS_AFTER = {
    StepKind.PROPOSE: FrameworkStatus.PROPOSED,
    StepKind.PREPARE: FrameworkStatus.PREPARED,
    StepKind.ADOPT: FrameworkStatus.ADOPTED,
}

# How far on its way a framework is, and how far a step takes it: a step is next when it is the first one further on.
STEP_RANK = {StepKind.PROPOSE: 1, StepKind.PREPARE: 2, StepKind.ADOPT: 3}
STATUS_RANK = {
    FrameworkStatus.DRAFT: 0,
    FrameworkStatus.PROPOSED: 1,
    FrameworkStatus.PREPARED: 2,
    FrameworkStatus.ADOPTED: 3,
}


class SectionKind(models.TextChoices):
    REGION = "region", _("Part of the world")
    FOCUS = "focus", _("Focus area")
    TEXT = "text", _("Text")


class ObjectiveLevel(models.TextChoices):
    OVERALL_GOAL = "overall_goal", _("Overall goal")
    GOAL = "goal", _("Goal")
    COMMITMENT = "commitment", _("Commitment")
    OUTCOME = "outcome", _("Outcome")
    OUTPUT = "output", _("Output")


class ConditionState(models.TextChoices):
    NONE = "none", _("No condition")
    OPEN = "open", _("Not yet decided")
    GO = "go", _("Go")
    NO_GO = "no_go", _("No go")


class MeansKind(models.TextChoices):
    AMOUNT = "amount", _("Money")
    SHARE = "share", _("Share of a post")


class MeansOrigin(models.TextChoices):
    OWN = "own", _("Own")
    EXTERNAL = "external", _("External")


class Certainty(models.TextChoices):
    SECURED = "secured", _("Secured")
    HOPED_FOR = "hoped_for", _("Hoped for")


class AmendmentState(models.TextChoices):
    """Proposed: what is held together waits for the answers of all who hold it."""

    DRAFT = "draft", _("Being written")
    PROPOSED = "proposed", pgettext_lazy("state of an amendment", "Waits for answers")
    ADOPTED = "adopted", _("Adopted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


NOT_CLOSED = (AmendmentState.DRAFT, AmendmentState.PROPOSED)


class ChangeKind(models.TextChoices):
    OBJECTIVE_ADDED = "objective_added", _("New goal")
    OBJECTIVE_TEXT = "objective_text", _("New wording")
    OBJECTIVE_CONDITION = "objective_condition", _("New condition")
    OBJECTIVE_REMOVED = "objective_removed", _("Goal removed")
    ACTIVITY_ADDED = "activity_added", _("New activity")
    SECTION_TEXT = "section_text", _("New text of a section")
    TARGET = "target", _("New target of an indicator")
    INDICATOR_ADDED = "indicator_added", _("New indicator")
    INDICATOR_REMOVED = "indicator_removed", _("Indicator removed")


OF_INDICATORS = (ChangeKind.TARGET, ChangeKind.INDICATOR_ADDED, ChangeKind.INDICATOR_REMOVED)
"""What an amendment changes only of a plan that is held together: how one's own is measured is changed at any time."""


# What a new line of a framework is, when nobody says otherwise.
USUAL_LEVEL = {
    FrameworkKind.STRATEGY: ObjectiveLevel.GOAL,
    FrameworkKind.OPERATIONS_PLAN: ObjectiveLevel.GOAL,
    FrameworkKind.RESULTS_FRAMEWORK: ObjectiveLevel.OUTCOME,
    FrameworkKind.DECLARATION: ObjectiveLevel.COMMITMENT,
}


class IndicatorKind(models.TextChoices):
    NUMBER = "number", _("A number")
    SHARE = "share", _("A share: so many of so many")
    MONEY = "money", pgettext_lazy("kind of indicator", "An amount of money")
    SCORE = "score", _("A judgement on a scale, with words")


class Accumulation(models.TextChoices):
    PERIODIC = "periodic", _("Each period by itself")
    CUMULATIVE = "cumulative", _("Everything up to the end of the period")


class Direction(models.TextChoices):
    UP = "up", _("Should go up")
    DOWN = "down", _("Should go down")
    KEEP = "keep", _("Should stay")


class MeasurementState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", pgettext_lazy("state of a measurement", "Returned")
    APPROVED = "approved", pgettext_lazy("state of a measurement", "Approved")


class CommentState(models.TextChoices):
    OPEN = "open", pgettext_lazy("state of a comment", "Waits for an answer")
    TAKEN_IN = "taken_in", pgettext_lazy("state of a comment", "Taken in")
    ANSWERED = "answered", pgettext_lazy("state of a comment", "Answered")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a comment", "Withdrawn")


SETTLED = (CommentState.TAKEN_IN, CommentState.ANSWERED)
"""What those who own a plan say became of a comment: it changed the plan, or it did not, and why."""
