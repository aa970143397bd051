"""The front door: what other rooms may use. Names only, no logic."""

from . import connections, twinning
from .actions import (
    add_party,
    change_cooperation,
    import_twinning,
    move_cooperation,
    note_agreed_action,
    note_contact,
    note_initiative,
    open_cooperation,
    publish_card,
    write_card,
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
    "may_edit_cooperation",
    "may_note_agreed_action",
    "may_open_cooperation",
    "move_cooperation",
    "note_agreed_action",
    "note_contact",
    "note_initiative",
    "open_cooperation",
    "organisations_in",
    "own_agreed_actions",
    "parties_of",
    "publish_card",
    "takes_part",
    "twinning",
    "who_pays",
    "write_card",
]
