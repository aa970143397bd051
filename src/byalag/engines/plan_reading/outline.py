"""Step 2: under which announcement and in which section each line stands."""

from __future__ import annotations

from dataclasses import dataclass, field

from byalag.engines.plan_reading.headings import Heading
from byalag.engines.plan_reading.kinds import ITEM_ROLES, LineKind, Role
from byalag.engines.plan_reading.lines import Line, Style


@dataclass(slots=True)
class Block:
    """The lines between one heading and the next, and what holds for them.

    `under_item`: the kind of the heading itself when it is a goal or an activity.
    """

    heading: Heading | None
    role: Role
    section: str
    under_item: LineKind | None = None
    parent_role: Role = Role.NONE
    parent: int = -1
    lines: list[Line] = field(default_factory=list)

    @property
    def items(self) -> list[Line]:
        return [line for line in self.lines if line.style is Style.ITEM]


def outline(lines: list[Line], headings: dict[int, Heading], left_out: set[int]) -> list[Block]:
    """Blocks in the order of the document; the first has no heading."""
    blocks = [Block(None, Role.NONE, "")]
    stack: list[Heading] = []
    for line in lines:
        if line.number in left_out:
            continue
        heading = headings.get(line.number)
        if heading is None:
            blocks[-1].lines.append(line)
            continue
        while stack and stack[-1].level >= heading.level:
            stack.pop()
        parent_role, parent = _role(stack), stack[-1].line.number if stack else -1
        stack.append(heading)
        item = next((each.item for each in reversed(stack) if each.item), None)
        role = _role(stack)
        if heading.item is not None:
            role = Role.ACTIVITIES if heading.item is not LineKind.ACTIVITY else Role.TEXT
        blocks.append(Block(heading, role, _section(stack), item if heading.item else None, parent_role, parent))
    return blocks


def _role(stack: list[Heading]) -> Role:
    for heading in reversed(stack):
        if heading.item is not None and heading is stack[-1]:
            continue
        if heading.sense.role not in (Role.NONE, Role.SECTION):
            return heading.sense.role
    return Role.NONE


def _section(stack: list[Heading]) -> str:
    for heading in reversed(stack):
        role, name = heading.sense.role, heading.sense.name
        if (
            heading.item is None
            and name
            and (role in ITEM_ROLES or role in (Role.NONE, Role.SECTION))
            and role is not Role.OVERALL
        ):
            return name
        if role not in ITEM_ROLES and role not in (Role.NONE, Role.SECTION):
            return ""
    return ""
