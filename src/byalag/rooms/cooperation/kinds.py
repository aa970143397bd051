"""The kinds of cooperation as data: which states each goes through, who is in it, and what each step asks for.

A municipality takes a twin town by a decision of its council and ends it by one; a network takes in partnerships from a
waiting list. To change what a kind asks for is to change its line here.
"""

from __future__ import annotations

from dataclasses import dataclass

from .enums import CooperationKind as Kind
from .enums import CooperationState as State
from .enums import PartyRole as Role

Steps = dict[State, tuple[State, ...]]


@dataclass(frozen=True)
class KindOfCooperation:
    """`steps`: from each state to those that may follow. `decided`: steps that rest on a decision of one's own."""

    key: Kind
    steps: Steps
    roles: tuple[Role, ...]
    decided: frozenset[State]

    def next_of(self, state: str) -> tuple[State, ...]:
        return self.steps.get(State(state), ())


_BY_AGREEMENT: Steps = {
    State.IDEA: (State.ENQUIRY_SENT, State.ENQUIRY_RECEIVED, State.EXPLORING, State.ENDED),
    State.ENQUIRY_SENT: (State.EXPLORING, State.ENDED),
    State.ENQUIRY_RECEIVED: (State.EXPLORING, State.ENDED),
    State.EXPLORING: (State.DECIDED, State.ENDED),
    State.DECIDED: (State.SIGNED, State.ENDED),
    State.SIGNED: (State.ACTIVE, State.ENDED),
    State.ACTIVE: (State.DORMANT, State.ENDED, State.MERGED),
    State.DORMANT: (State.ACTIVE, State.ENDED, State.MERGED),
    State.ENDED: (State.EXPLORING,),
}
_BY_ADMISSION: Steps = {
    State.IDEA: (State.EXPLORING, State.WAITING, State.ENDED),
    State.EXPLORING: (State.WAITING, State.DECIDED, State.ENDED),
    State.WAITING: (State.EXPLORING, State.DECIDED, State.ENDED),
    State.DECIDED: (State.SIGNED, State.ACTIVE, State.ENDED),
    State.SIGNED: (State.ACTIVE, State.ENDED),
    State.ACTIVE: (State.DORMANT, State.ENDED, State.MERGED),
    State.DORMANT: (State.ACTIVE, State.ENDED, State.MERGED),
    State.ENDED: (State.EXPLORING,),
}
_MUNICIPAL = (Role.PARTNER, Role.LEAD, Role.COORDINATOR, Role.RESEARCHER, Role.FUNDER, Role.ASSOCIATED)

KINDS = {
    kind.key: kind
    for kind in (
        KindOfCooperation(
            Kind.TWIN_TOWN, _BY_AGREEMENT, (Role.PARTNER, Role.ASSOCIATED), frozenset({State.DECIDED, State.ENDED})
        ),
        KindOfCooperation(Kind.PARTNERSHIP, _BY_AGREEMENT, _MUNICIPAL, frozenset({State.DECIDED})),
        KindOfCooperation(Kind.PROJECT, _BY_ADMISSION, _MUNICIPAL, frozenset()),
        KindOfCooperation(Kind.CONSORTIUM, _BY_ADMISSION, _MUNICIPAL, frozenset()),
        KindOfCooperation(Kind.NETWORK, _BY_ADMISSION, _MUNICIPAL, frozenset()),
        KindOfCooperation(
            Kind.PROGRAMME_SUPPORT, _BY_ADMISSION, (Role.PARTNER, Role.FUNDER, Role.ASSOCIATED), frozenset()
        ),
    )
}


def asks_for_decision(kind: str, before: str, after: str) -> bool:
    """Whether the step rests on a decision. What never came to anything is dropped without one."""
    steps = KINDS[Kind(kind)]
    never_begun = before in (State.IDEA, State.ENQUIRY_SENT, State.ENQUIRY_RECEIVED, State.EXPLORING, State.WAITING)
    return State(after) in steps.decided and not (after == State.ENDED and never_begun)
