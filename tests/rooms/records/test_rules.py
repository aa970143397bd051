"""Who may do what with papers: every role, both answers."""

from __future__ import annotations

from datetime import date

import pytest

from byalag.rooms.people.api import PUBLIC, system
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.records import actions, queries, rules
from tests.factories import CaseFactory, DecisionFactory, OrganisationFactory, member

pytestmark = pytest.mark.django_db
R, C, CO, CT, A = Role.READER, Role.CONTRIBUTOR, Role.COORDINATOR, Role.CONTROLLER, Role.ADMINISTRATOR

ALLOWED = {
    "register": {C, CO},
    "open_case": {C, CO},
    "change_case": {CO},
    "record_decision": {CO},
    "correct_decision": {CO},
    "change_what_was_decided": {CO},
    "change_document": {C, CO},
    "change_secret_document": {CO},
    "trash_document": {CO},
    "restore_document": {CO, A},
    "see_secret": {CO, CT, A},
}


def ask(question: str, actor, organisation, register):
    if question in {"register", "open_case", "record_decision"}:
        return getattr(rules, f"may_{question}")(actor, organisation.pk)
    if question == "see_secret":
        return rules.may_see_secret(actor)
    if question == "change_case":
        return rules.may_change_case(actor, CaseFactory(organisation=organisation))
    if question == "change_secret_document":
        return rules.may_change_document(actor, register(organisation=organisation, secrecy_ground="OSL 15:1"))
    if question.endswith("_document"):
        return getattr(rules, f"may_{question}")(actor, register(organisation=organisation))
    return getattr(rules, f"may_{question}")(actor, DecisionFactory(organisation=organisation))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("question", ALLOWED)
def test_each_role(town, register, question, role):
    verdict = ask(question, member(town, role), town, register)

    assert bool(verdict) == (role in ALLOWED[question])
    assert verdict or str(verdict.reason).endswith(".")


@pytest.mark.parametrize("question", [name for name in ALLOWED if name != "see_secret"])
def test_nobody_else_in_another_organisation_or_without_sign_in(town, register, question):
    stranger = member(OrganisationFactory(), *Role)

    assert not ask(question, stranger, town, register)
    assert not ask(question, PUBLIC, town, register)


def test_a_document_that_something_rests_on_stays(town, coordinator, register, board):
    document = register()
    assert rules.may_trash_document(coordinator, document)

    actions.record_decision(
        coordinator, organisation=town, body=board, decided_on=date(2023, 1, 17), matter="Avtal", document=document
    )

    assert "rests on this document" in str(rules.may_trash_document(coordinator, document).reason)


# --- What is seen -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_secret_documents_exist_for_those_who_may_see_them_only(town, register, role):
    register("Öppen")
    register("Hemlig", secrecy_ground="OSL 15:1")
    seen = {row.title for row in queries.documents_visible_to(member(town, role))}

    assert seen == ({"Öppen", "Hemlig"} if role in {CO, CT, A} else {"Öppen"})


def test_others_see_what_is_public(town, register):
    other = OrganisationFactory()
    register("Öppen", visibility=Visibility.PUBLIC)
    register("Intern")
    register("Hemlig", secrecy_ground="OSL 15:1")
    for actor in (PUBLIC, member(other, *Role)):
        assert {row.title for row in queries.documents_visible_to(actor)} == {"Öppen"}
    assert queries.documents_visible_to(system()).count() == 3


def test_several_roles_add_up(town, register):
    document = register(secrecy_ground="OSL 15:1")

    assert rules.may_change_document(member(town, C, CT), document)
    assert not rules.may_change_document(member(town, CT), document)
