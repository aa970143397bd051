"""What leaves with an organisation: every table of every room goes along, or it is said why not."""

from __future__ import annotations

import pytest
from django.apps import apps

from byalag.core import registries
from byalag.core.models import User
from byalag.rooms.exchange.takeout.columns import columns_of, kinds

from .source import ROOMS

KINDS = list(kinds())
OF_ROOMS = {
    model._meta.label_lower
    for room in ROOMS
    for model in apps.get_app_config(room.name).get_models()
    if not model._meta.auto_created
}


def test_every_table_goes_along_or_says_why_not():
    told = {kind.key for kind in registries.takeouts} | {left.key for left in registries.left_here}

    assert sorted(OF_ROOMS - told) == [], (
        "Add it to the room's takeouts.py: to TAKEOUTS, or to LEFT_HERE with the reason."
    )
    assert sorted(told - OF_ROOMS) == []


def test_no_table_does_both():
    assert {kind.key for kind in registries.takeouts} & {left.key for left in registries.left_here} == set()


def test_every_reason_is_a_sentence():
    assert [left.key for left in registries.left_here if not str(left.reason).endswith(".")] == []


@pytest.mark.parametrize("key", KINDS)
def test_what_a_row_cannot_do_without_is_taken_in_before_it(key):
    order = list(kinds())
    required = {target for field, target in columns_of(key).keys if not field.null}

    assert {target for target in required if order.index(target) >= order.index(key)} == set()


@pytest.mark.parametrize("key", KINDS)
def test_a_row_needs_nothing_that_stays(key):
    kind = registries.takeouts[key]
    needed = [
        field.name
        for field in kind.model._meta.concrete_fields
        if field.related_model and not field.null and field.related_model._meta.label_lower not in KINDS
        and field.related_model._meta.label_lower != "core.storedfile"
    ]  # fmt: skip

    assert needed == []


@pytest.mark.parametrize("key", KINDS)
def test_nothing_points_to_those_who_sign_in(key):
    columns = columns_of(key)
    written = [field.name for field in columns.plain] + [field.name for field, _target in columns.keys]
    users = {field.name for field in registries.takeouts[key].model._meta.fields if field.related_model is User}

    assert users & set(written) == set()
    assert [name for name in written if any(part in name for part in ("password", "token", "secret_link"))] == []


@pytest.mark.parametrize("key", KINDS)
def test_what_a_description_names_is_there(key):
    kind = registries.takeouts[key]
    named = {
        *kind.must,
        *kind.one_of,
        *kind.leaves,
        *kind.brings,
        *kind.found_by,
        *(c.split(".")[0] for c in kind.columns),
    }
    named |= {kind.part_of, kind.whose} - {""}

    assert named - {field.name for field in kind.model._meta.get_fields()} == set()


def test_no_list_tells_of_parties_or_health():
    """Nobody filters, searches or takes out in bulk by party, ethnicity, health or belief."""
    assert {"party", "party_ground"} <= registries.takeouts["people.post"].leaves
