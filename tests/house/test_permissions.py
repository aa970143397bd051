"""docs/permissions.md says what the rules say."""

from __future__ import annotations

from types import ModuleType

import pytest

from tools import permissions

from .source import ROOMS

SOURCE = '''
def _needs(actor, organisation_id, sentence, *roles):
    if not actor.acts_for(organisation_id):
        return no("Not yours.")
    return YES if actor.has(*roles) else no(sentence)

def may_sing(actor, song):
    """Singers, until it is sung.

    More that is not told.
    """
    verdict = _needs(actor, song.choir_id, "Songs are sung by singers.", Role.CONTRIBUTOR)
    return no(SUNG if song.is_sung else HUMMED) if verdict else verdict

def may_conduct(actor, song):
    """Conductors who may sing."""
    verdict = may_sing(actor, song)
    if verdict and not actor.has(*(role for role in Role if role != Role.READER)):
        return no(which(song))
    return verdict

def which(song):
    return "%(song)s has a conductor." % {"song": song}
'''


@pytest.fixture
def reading(tmp_path):
    from byalag.core.verdicts import YES, no
    from byalag.rooms.people.enums import Role

    (tmp_path / "rules.py").write_text(SOURCE)
    module = ModuleType("rules")
    module.__file__ = str(tmp_path / "rules.py")
    module.__dict__.update(YES=YES, no=no, Role=Role, SUNG="It is sung.", HUMMED="It is hummed.")
    exec(compile(SOURCE, "rules", "exec"), module.__dict__)
    return {rule.name: rule for rule in permissions.Reading(module).rules}


def test_a_rule_is_told_with_roles_and_reasons_also_of_what_it_calls(reading):
    rule = reading["may_sing"]

    assert (rule.verb, rule.told) == ("sing", "Singers, until it is sung.")
    assert rule.roles == [("contributor",)]
    assert rule.reasons == ["Not yours.", "Songs are sung by singers.", "It is sung.", "It is hummed."]


def test_roles_that_are_computed_are_told_as_they_come_out(reading):
    rule = reading["may_conduct"]

    assert rule.roles == [("contributor",), ("contributor", "coordinator", "controller", "administrator")]
    assert rule.reasons[-1] == "%(song)s has a conductor."


def test_all_rooms_are_told():
    assert sorted(permissions.FLOORS) == sorted(room.name for room in ROOMS)


@pytest.mark.parametrize("room", permissions.FLOORS)
def test_every_rule_says_who_and_when(room):
    assert [rule.name for rule in permissions.rules_of(room) if not rule.told.endswith(".")] == []


@pytest.mark.parametrize("room", permissions.FLOORS)
def test_every_rule_has_a_no_with_a_sentence(room):
    rules = permissions.rules_of(room)

    assert rules
    assert [rule.name for rule in rules if not rule.reasons] == []


def test_the_page_is_up_to_date():
    assert permissions.PAGE.read_text("utf-8") == permissions.page(), "Run `python -m tools.permissions`."
