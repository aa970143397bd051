"""The kinds of cooperation as data: which states each goes through, who is in it, its phases, the papers it needs, and what
each step asks for.

A municipality takes a twin town by a decision of its council and ends it by one; a network takes in partnerships from a
waiting list; support to a partner is signed when the partner has been checked. To change what a kind asks for is to change
its line here.
"""

from __future__ import annotations

from dataclasses import dataclass

from .enums import CooperationKind as Kind
from .enums import CooperationState as State
from .enums import NeededPaper as Paper
from .enums import PartyRole as Role
from .enums import PhaseKind as Phase

Steps = dict[State, tuple[State, ...]]


# How far along a state is. What is over asks for nothing any more.
_FAR = {
    State.IDEA: 0,
    State.ENQUIRY_SENT: 1,
    State.ENQUIRY_RECEIVED: 1,
    State.EXPLORING: 2,
    State.WAITING: 2,
    State.DECIDED: 3,
    State.SIGNED: 4,
    State.ACTIVE: 5,
    State.DORMANT: 5,
}


@dataclass(frozen=True)
class Needed:
    """A paper that has to be there from a state on. `holds`: the step waits for it; else it is only told what is missing."""

    paper: Paper
    since: State
    holds: bool = False

    def is_due(self, state: str) -> bool:
        return _FAR.get(State(state), -1) >= _FAR[self.since]


@dataclass(frozen=True)
class KindOfCooperation:
    """`steps`: from each state to those that may follow. `decided`: steps that rest on a decision of one's own."""

    key: Kind
    steps: Steps
    roles: tuple[Role, ...]
    decided: frozenset[State]
    phases: tuple[Phase, ...] = ()
    papers: tuple[Needed, ...] = ()

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
_DECISION = Needed(Paper.DECISION, State.DECIDED)
_AGREEMENT = Needed(Paper.AGREEMENT, State.SIGNED)

KINDS = {
    kind.key: kind
    for kind in (
        KindOfCooperation(
            Kind.TWIN_TOWN,
            _BY_AGREEMENT,
            roles=(Role.PARTNER, Role.ASSOCIATED),
            decided=frozenset({State.DECIDED, State.ENDED}),
            papers=(_DECISION, _AGREEMENT),
        ),
        KindOfCooperation(
            Kind.PARTNERSHIP,
            _BY_AGREEMENT,
            roles=_MUNICIPAL,
            decided=frozenset({State.DECIDED}),
            phases=(
                Phase.INCEPTION,
                Phase.PROJECT,
                Phase.STEERING,
                Phase.TRAINING,
                Phase.EXPANSION,
                Phase.DISSEMINATION,
            ),
            papers=(
                Needed(Paper.LETTER_OF_INTENT, State.DECIDED),
                Needed(Paper.APPLICATION, State.DECIDED),
                _DECISION,
                _AGREEMENT,
            ),
        ),
        KindOfCooperation(
            Kind.PROJECT,
            _BY_ADMISSION,
            roles=_MUNICIPAL,
            decided=frozenset(),
            phases=(Phase.INCEPTION, Phase.PROJECT, Phase.STEERING, Phase.DISSEMINATION),
            papers=(Needed(Paper.APPLICATION, State.DECIDED), _AGREEMENT),
        ),
        KindOfCooperation(
            Kind.CONSORTIUM,
            _BY_ADMISSION,
            roles=_MUNICIPAL,
            decided=frozenset(),
            phases=(Phase.PROJECT, Phase.STEERING, Phase.DISSEMINATION),
            papers=(Needed(Paper.APPLICATION, State.DECIDED), _AGREEMENT),
        ),
        KindOfCooperation(
            Kind.NETWORK,
            _BY_ADMISSION,
            roles=_MUNICIPAL,
            decided=frozenset(),
            phases=(Phase.INCEPTION, Phase.PROJECT, Phase.TRAINING, Phase.EXPANSION, Phase.DISSEMINATION),
            papers=(Needed(Paper.DECLARATION, State.DECIDED),),
        ),
        KindOfCooperation(
            Kind.PROGRAMME_SUPPORT,
            _BY_ADMISSION,
            roles=(Role.PARTNER, Role.FUNDER, Role.ASSOCIATED),
            decided=frozenset(),
            phases=(Phase.INCEPTION, Phase.PROJECT, Phase.EXPANSION),
            papers=(Needed(Paper.CHECK, State.SIGNED, holds=True), _AGREEMENT),
        ),
    )
}


def asks_for_decision(kind: str, before: str, after: str) -> bool:
    """Whether the step rests on a decision. What never came to anything is dropped without one."""
    steps = KINDS[Kind(kind)]
    never_begun = before in (State.IDEA, State.ENQUIRY_SENT, State.ENQUIRY_RECEIVED, State.EXPLORING, State.WAITING)
    return State(after) in steps.decided and not (after == State.ENDED and never_begun)
