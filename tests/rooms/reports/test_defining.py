"""Kinds of accounts of an organisation's own: made from those that everybody has, in versions that accounts keep."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core.models import User
from byalag.core.periods import Period
from byalag.core.verdicts import Refused
from byalag.rooms.people.enums import Role
from byalag.rooms.promises.enums import FrameworkStatus
from byalag.rooms.reports import actions, queries, rules, showing
from byalag.rooms.reports.defining import content_of, rows_of
from byalag.rooms.reports.definitions import all_definitions, definition, read, source_of
from byalag.rooms.reports.models import OwnDefinition
from tests.factories import FrameworkFactory, OrganisationFactory, member, signed

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return OrganisationFactory(language="sv")


@pytest.fixture
def coordinator(organisation, client):
    actor = member(organisation, Role.COORDINATOR)
    client.force_login(User.objects.get(pk=actor.user_id), backend=BACKEND)
    return actor


def filled(page) -> dict[str, object]:
    """What the page's forms hold, as a browser would send it back."""
    found: dict[str, object] = {}
    for form in [page.context["form"], page.context["sections"].management_form, *page.context["sections"]]:
        for field in form:
            value = field.value()
            if not (value is None or value is False or value == ""):
                found[field.html_name] = value
    return found


@pytest.mark.parametrize("key", sorted({each.key for each in all_definitions()}))
@pytest.mark.parametrize("language", ["en", "sv", "pl"])
def test_what_is_not_changed_stays_as_it_is(key, language):
    base = source_of(key)

    same = content_of(
        base,
        language=language,
        name=definition(key).name(language),
        about=definition(key).about(language),
        audience=list(definition(key).audience),
        rows=rows_of(base, language),
    )

    assert read(same) == read(base)


def test_a_coordinator_makes_an_account_of_her_own_on_the_page(organisation, coordinator, client):
    address = reverse("reports:define", args=["operations_report"])
    values = filled(client.get(address))
    names = {values[f"sections-{n}-key"]: n for n in range(10)}
    values |= {"name": "Rapport till fonden", "audience": ["funder"], "sections-10-name": "Risker", "sections-10-prompt": "Vad kan gå fel?"}  # fmt: skip
    values[f"sections-{names['year']}-name"] = "Sammanfattning"
    values[f"sections-{names['figures']}-measures"] = ["activities_done", "persons"]
    values[f"sections-{names['ahead']}-place"] = 1
    del values[f"sections-{names['money']}-keep"]

    assertContains(client.post(address, values, follow=True), "Rapport till fonden")

    made = read(OwnDefinition.objects.get().content)
    assert made.name("sv") == made.name("en") == "Rapport till fonden"
    assert made.audience == ("funder",)
    assert made.section("money") is None
    assert made.section("year").name("pl") == "Sammanfattning"
    assert made.section("figures").measures == ("activities_done", "persons")
    assert made.section("figures").name("pl") == "Rok w liczbach"
    assert made.section("risker").prompt("en") == "Vad kan gå fel?"
    assert [section.key for section in made.sections][:2] in (["year", "ahead"], ["ahead", "year"])
    assert made.sections[-1].key == "risker"


def test_an_account_keeps_the_version_it_was_begun_with(organisation, coordinator, client):
    plan = FrameworkFactory(organisation=organisation, status=FrameworkStatus.ADOPTED)
    first = actions.save_definition(
        coordinator, organisation=organisation, content=_with(source_of("operations_report"), ["year"], "Ett")
    )
    page = client.get(reverse("reports:open", args=[plan.pk]))
    assertContains(page, 'value="own-1"')
    report = actions.open_report(
        coordinator, framework=plan, definition="own-1", period=Period.of_year(2023), language="sv"
    )
    actions.save_definition(
        coordinator, organisation=organisation, content=_with(first.content, ["year"], "Två"), key="own-1", expected=1
    )

    report.refresh_from_db()
    assert [part.name for part in showing.account_of(coordinator, report).parts] == ["Ett"]
    assert report.own_definition == first
    assert signed(report).state == "signed"
    later = actions.open_report(
        coordinator, framework=plan, definition="own-1", period=Period.of_year(2023), language="sv"
    )
    assert [part.name for part in showing.account_of(coordinator, later).parts] == ["Två"]


def _with(content, keys, name):
    sections = [section | {"name": {"sv": name}} for section in content["sections"] if section["key"] in keys]
    return content | {"sections": sections, "name": {"sv": "Egen"}}


def test_two_who_change_it_never_overwrite_each_other(organisation, coordinator):
    content = source_of("follow_up")
    actions.save_definition(coordinator, organisation=organisation, content=content)
    actions.save_definition(coordinator, organisation=organisation, content=content, key="own-1", expected=1)

    with pytest.raises(ValidationError, match="Somebody saved another version"):
        actions.save_definition(coordinator, organisation=organisation, content=content, key="own-1", expected=1)
    assert OwnDefinition.objects.count() == 2


def test_what_is_laid_aside_is_offered_no_more(organisation, coordinator, client):
    plan = FrameworkFactory(organisation=organisation, status=FrameworkStatus.ADOPTED)
    actions.save_definition(coordinator, organisation=organisation, content=source_of("follow_up"))

    client.post(reverse("reports:lay_aside_definition", args=["own-1"]))

    assertNotContains(client.get(reverse("reports:open", args=[plan.pk])), "own-1")
    assert client.get(reverse("reports:define", args=["own-1"])).status_code == 404


def test_empty_or_without_headings_is_answered_with_a_sentence_and_nothing_is_lost(organisation, coordinator, client):
    address = reverse("reports:define", args=["follow_up"])
    values = filled(client.get(address)) | {"name": "Min egen"}
    values["sections-0-name"] = ""
    answer = client.post(address, values)
    assertContains(answer, "Min egen", status_code=422)

    none = {key: value for key, value in values.items() if not key.endswith("-keep")} | {"sections-0-name": "A"}
    assertContains(client.post(address, none), "Keep at least one section.", status_code=422)
    assert not OwnDefinition.objects.exists()


@pytest.mark.parametrize("role", Role)
def test_who_may_say_what_accounts_hold(organisation, role):
    actor = member(organisation, role)

    assert bool(rules.may_define(actor, organisation.pk)) == (role == Role.COORDINATOR)
    assert not rules.may_define(member(OrganisationFactory(), role), organisation.pk)
    if role != Role.COORDINATOR:
        with pytest.raises(Refused):
            actions.save_definition(actor, organisation=organisation, content=source_of("follow_up"))


def test_others_do_not_see_it(organisation, coordinator):
    actions.save_definition(coordinator, organisation=organisation, content=source_of("follow_up"))

    assert queries.own_definitions(OrganisationFactory().pk) == []
