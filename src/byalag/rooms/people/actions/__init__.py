"""The only writers of the room's tables, by noun."""

from .members import accept_invitation, change_profile, give_role, invite, take_role, withdraw_invitation
from .organisations import (
    add_theme,
    change_body,
    change_organisation,
    open_body,
    open_circle,
    open_organisation,
    remove_theme,
    rename_theme,
    set_circle,
)
from .persons import (
    add_person,
    change_person,
    change_post,
    end_post,
    erase_person,
    give_consent,
    open_post,
    withdraw_consent,
)
from .places import Loaded, add_place, forget_places, load_places, note_places, place_organisation
from .protecting import let_name_go, protect_name
from .safety import remove_country_safety, set_country_safety

__all__ = [
    "Loaded",
    "accept_invitation",
    "add_person",
    "add_place",
    "add_theme",
    "change_body",
    "change_organisation",
    "change_person",
    "change_post",
    "change_profile",
    "end_post",
    "erase_person",
    "forget_places",
    "give_consent",
    "give_role",
    "invite",
    "let_name_go",
    "load_places",
    "note_places",
    "open_body",
    "open_circle",
    "open_organisation",
    "open_post",
    "place_organisation",
    "protect_name",
    "remove_country_safety",
    "remove_theme",
    "rename_theme",
    "set_circle",
    "set_country_safety",
    "take_role",
    "withdraw_consent",
    "withdraw_invitation",
]
