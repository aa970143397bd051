"""The front door: what other rooms may use. Names only, no logic."""

from . import connections, twinning
from .actions import (
    add_participants,
    add_party,
    change_cooperation,
    import_twinning,
    make_list,
    move_cooperation,
    note_agreed_action,
    note_contact,
    note_initiative,
    open_cooperation,
    open_matching,
    publish_card,
    start_run,
    tie_funding,
    work_out_run,
    write_card,
    write_edition,
)
from .actions import compare as compare_twinning
from .models import AgreedAction, Cooperation, Party
from .queries import (
    agreed_actions_visible_to,
    cooperations_of,
    cooperations_visible_to,
    organisations_in,
    own_agreed_actions,
    parties_of,
    who_pays,
)
from .rules import may_edit_cooperation, may_note_agreed_action, may_open_cooperation, takes_part
from .takeouts import cooperations_to_take, left_lately

__all__ = [
    "AgreedAction",
    "Cooperation",
    "Party",
    "add_participants",
    "add_party",
    "agreed_actions_visible_to",
    "change_cooperation",
    "compare_twinning",
    "connections",
    "cooperations_of",
    "cooperations_to_take",
    "cooperations_visible_to",
    "import_twinning",
    "left_lately",
    "make_list",
    "may_edit_cooperation",
    "may_note_agreed_action",
    "may_open_cooperation",
    "move_cooperation",
    "note_agreed_action",
    "note_contact",
    "note_initiative",
    "open_cooperation",
    "open_matching",
    "organisations_in",
    "own_agreed_actions",
    "parties_of",
    "publish_card",
    "start_run",
    "takes_part",
    "tie_funding",
    "twinning",
    "who_pays",
    "work_out_run",
    "write_card",
    "write_edition",
]
