"""What a line can be taken for, and why."""

from __future__ import annotations

from enum import StrEnum


class LineKind(StrEnum):
    TITLE = "title"
    SECTION = "section"
    HEADING = "heading"
    OVERALL_GOAL = "overall_goal"
    GOAL = "goal"
    ACTIVITY = "activity"
    UNDECIDED = "undecided"
    RULE = "rule"
    MONEY = "money"
    STAFF = "staff"
    ROUTE = "route"
    DUTY = "duty"
    TEXT = "text"
    CONTINUATION = "continuation"
    RESPONSIBLE = "responsible"
    TIME = "time"
    FACT = "fact"
    LABEL = "label"
    PERSON = "person"
    CONTENTS = "contents"
    RUNNING = "running"
    SKIPPED = "skipped"


LEFT_OUT = frozenset({LineKind.PERSON, LineKind.CONTENTS, LineKind.RUNNING, LineKind.SKIPPED})
IN_SECTIONS = frozenset({LineKind.GOAL, LineKind.ACTIVITY, LineKind.UNDECIDED})


class Why(StrEnum):
    """The reason a line was taken for its kind; each has its own measured certainty."""

    TITLE_STYLE = "title_style"
    TITLE_WORD = "title_word"
    TITLE_FIRST = "title_first"
    HEADING_STYLE = "heading_style"
    HEADING_WORD = "heading_word"
    HEADING_LOOK = "heading_look"
    HEADING_ALONE = "heading_alone"
    HEADING_NUMBER = "heading_number"
    HEADING_IS_ITEM = "heading_is_item"
    UNDER_HEADING = "under_heading"
    UNDER_HEADING_PARAGRAPH = "under_heading_paragraph"
    UNDER_NAME = "under_name"
    UNDER_ITEM = "under_item"
    NESTED = "nested"
    MIXED_LIST = "mixed_list"
    LOOSE_LIST = "loose_list"
    PREFIX = "prefix"
    COLUMN = "column"
    KEY = "key"
    TABLE_LABEL = "table_label"
    TABLE_PLAIN = "table_plain"
    LEADERS = "leaders"
    IN_CONTENTS = "in_contents"
    RUNS_ON_PAGES = "runs_on_pages"
    NAME_PATTERN = "name_pattern"
    NAME_IN_LIST = "name_in_list"
    AMOUNT = "amount"
    SHARE = "share"
    ROUTE_PHRASE = "route_phrase"
    RULE_PHRASE = "rule_phrase"
    SMALL_LETTER = "small_letter"
    PLAIN_TEXT = "plain_text"
    CHOSEN = "chosen"
    NAMED_STYLE = "named_style"


class RuleCode(StrEnum):
    """Settings of an organisation that a plan can state."""

    DIRECTIVE_REQUIRED = "directive_required"
    DOCUMENTED_CONTINUOUSLY = "documented_continuously"
    ANCHORING_REQUIRED = "anchoring_required"
    EXTERNAL_FUNDING_REQUIRED = "external_funding_required"


class StepKind(StrEnum):
    PROPOSES = "proposes"
    PREPARES = "prepares"
    ADOPTS = "adopts"


class Role(StrEnum):
    """What a heading, a column or a label announces. The names are the keys of the vocabularies."""

    NONE = "none"
    OVERALL = "overall"
    GOALS = "goals"
    ACTIVITIES = "activities"
    MIXED = "mixed"
    COMMITMENTS = "commitments"
    DUTY = "duty"
    TEXT = "text"
    FOCUS = "focus"
    CONTENTS = "contents"
    PEOPLE = "people"
    MONEY = "money"
    FUNDER = "funder"
    ROUTE = "route"
    RULES = "rules"
    PERIOD = "period"
    TIME = "time"
    RESPONSIBLE = "responsible"
    OWNER = "owner"
    PARTNERS = "partners"
    SECTION = "section"
    STAFF = "staff"


ITEM_ROLES = frozenset({Role.OVERALL, Role.GOALS, Role.ACTIVITIES, Role.MIXED, Role.COMMITMENTS})
KIND_OF_ROLE = {
    Role.OVERALL: LineKind.OVERALL_GOAL,
    Role.GOALS: LineKind.GOAL,
    Role.COMMITMENTS: LineKind.GOAL,
    Role.ACTIVITIES: LineKind.ACTIVITY,
    Role.DUTY: LineKind.DUTY,
    Role.RULES: LineKind.RULE,
    Role.MONEY: LineKind.MONEY,
    Role.FUNDER: LineKind.FACT,
    Role.STAFF: LineKind.STAFF,
    Role.ROUTE: LineKind.ROUTE,
    Role.PERIOD: LineKind.FACT,
    Role.OWNER: LineKind.FACT,
    Role.PARTNERS: LineKind.FACT,
    Role.TIME: LineKind.TIME,
    Role.RESPONSIBLE: LineKind.RESPONSIBLE,
    Role.SECTION: LineKind.SECTION,
    Role.TEXT: LineKind.TEXT,
    Role.FOCUS: LineKind.TEXT,
}
