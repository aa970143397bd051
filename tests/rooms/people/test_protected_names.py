"""The name of a person at risk: who keeps it, what is replaced, what comes back and when."""

from __future__ import annotations

import logging

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core import redaction, search
from byalag.core.log_lines import Line
from byalag.core.models import LogEntry, SearchText, SearchWord, User
from byalag.core.verdicts import Refused
from byalag.rooms.people import actions, queries, rules
from byalag.rooms.people.api import PUBLIC
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.people.models import ProtectedName
from byalag.rooms.promises.enums import FrameworkStatus
from byalag.rooms.work import actions as work
from byalag.rooms.work.models import Activity
from tests.factories import FrameworkFactory, ObjectiveFactory, OrganisationFactory, member

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NAME, ALIAS = "Exempla Próbna", "Vännen"


@pytest.fixture
def town():
    return OrganisationFactory(name="Östby", slug="ostby")


@pytest.fixture
def coordinator(town):
    return member(town, Role.COORDINATOR)


@pytest.fixture
def person(coordinator, town):
    return actions.add_person(coordinator, organisation=town, name=NAME, alias=ALIAS)


def mark(actor, person, **fields):
    return actions.change_person(actor, person=person, expected=None, **({"at_risk": True, "alias": ALIAS} | fields))


def browser(client, actor):
    client.force_login(User.objects.get(pk=actor.user_id), backend=BACKEND)
    return client


def activity_named(coordinator, title=f"Samtal med {NAME}", **about):
    return work.plan_activity(coordinator, organisation=coordinator.organisation, title=title, **about)


# --- Who may -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_who_keeps_the_names(town, person, coordinator, role):
    keeps = role in (Role.COORDINATOR, Role.ADMINISTRATOR)
    actor, stranger = member(town, role), member(OrganisationFactory(), role)
    assert not rules.may_protect_name(actor, person)  # not at risk
    person = mark(coordinator, person)
    row = ProtectedName.objects.get()

    assert bool(rules.may_protect_name(actor, person)) == keeps
    assert bool(rules.may_read_names(actor, town.pk)) == keeps
    assert queries.protected_names_of(actor).exists() == keeps
    assert not rules.may_let_name_go(actor, row)  # still at risk
    person = mark(coordinator, person, at_risk=False)
    assert bool(rules.may_let_name_go(actor, ProtectedName.objects.get())) == (role == Role.ADMINISTRATOR)
    for verdict in (
        rules.may_protect_name(stranger, person), rules.may_read_names(stranger, town.pk),
        rules.may_let_name_go(stranger, row), rules.may_read_names(PUBLIC, town.pk),
    ):  # fmt: skip
        assert not verdict
    assert not queries.protected_names_of(stranger).exists()
    with pytest.raises(Refused):
        actions.let_name_go(stranger, protected=row)


# --- Marked, unmarked, erased ------------------------------------------------------------------------------------------


def test_a_marked_person_has_the_name_and_the_new_ones_replaced(coordinator, person):
    assert not ProtectedName.objects.exists()
    mark(coordinator, person)
    mark(coordinator, person, name="Exempla Gift", alias="Grannen")
    actions.protect_name(coordinator, person=person, name="  Екзампла   Пробна ")

    assert set(ProtectedName.objects.values_list("name", "alias")) == {
        (NAME, "Grannen"), ("Exempla Gift", "Grannen"), ("Екзампла Пробна", "Grannen"),
    }  # fmt: skip
    with pytest.raises(ValidationError, match="replaced already"):
        actions.protect_name(coordinator, person=person, name="EXEMPLA PROBNA")
    with pytest.raises(ValidationError, match="with letters"):
        actions.protect_name(coordinator, person=person, name="–")
    log = str(list(LogEntry.objects.values_list("data", flat=True)))
    assert "Exempla" not in log
    assert "Grannen" not in log


def test_an_alias_that_tells_the_name_is_no_alias(coordinator, person):
    with pytest.raises(ValidationError, match="Choose one that does not tell"):
        mark(coordinator, person, alias=f"{NAME.upper()} 2")


def test_search_forgets_the_name_and_its_words_when_the_person_is_marked(coordinator, person, town):
    activity = activity_named(coordinator)
    reader = member(town, Role.READER)
    assert search.find_all(reader, "probna")

    mark(coordinator, person)
    for actor in (reader, coordinator):
        assert not search.find_all(actor, "probna")
        assert [hits.rows[0][0] for hits in search.find_all(actor, ALIAS)] == [activity.pk]
    assert "probna" not in "".join(SearchText.objects.values_list("text", flat=True))
    search.rebuild()
    assert "probna" not in "".join(SearchText.objects.values_list("text", flat=True))
    assert not SearchWord.objects.filter(word="probna").exists()


def test_the_mark_taken_away_brings_nothing_back_until_somebody_lets_the_name_go(coordinator, person, town):
    activity_named(coordinator)
    reader, administrator = member(town, Role.READER), member(town, Role.ADMINISTRATOR)
    mark(coordinator, person)
    mark(coordinator, person, at_risk=False)
    assert not search.find_all(reader, "probna")

    actions.let_name_go(administrator, protected=ProtectedName.objects.get())
    assert search.find_all(reader, "probna")


def test_an_erased_person_stays_hidden_in_what_was_written(coordinator, person, town):
    activity_named(coordinator)
    mark(coordinator, person)
    person = actions.erase_person(member(town, Role.ADMINISTRATOR), person=person)
    assert (person.name, person.alias) == ("", "")
    with redaction.reading(lambda: member(town, Role.READER)):
        Activity.objects.get()
        assert redaction.on_a_page().text(f"Med {NAME}") == f"Med {ALIAS}"


# --- What leaves -------------------------------------------------------------------------------------------------------


def test_pages_show_the_alias_to_all_but_those_who_keep_persons(client, coordinator, person, town):
    activity = activity_named(coordinator, visibility=Visibility.PUBLIC)
    mark(coordinator, person)
    page = reverse("work:activity", args=[activity.pk])
    assertContains(browser(client, coordinator).get(page), NAME)
    for actor in (
        member(town, Role.READER),
        member(town, Role.CONTRIBUTOR),
        member(OrganisationFactory(), Role.READER),
    ):
        answer = browser(client, actor).get(page)
        assertNotContains(answer, "Próbna")
        assertContains(answer, f"Samtal med {ALIAS}")


def test_a_file_shows_the_alias_to_everybody(client, coordinator, person):
    activity_named(coordinator)
    mark(coordinator, person)
    client = browser(client, coordinator)
    for suffix in ("csv", "xlsx"):
        content = client.get(reverse("exchange:table_file", args=["work.activities", suffix])).content
        assert "Próbna".encode() not in content
    assert ALIAS in client.get(reverse("exchange:table_file", args=["work.activities", "csv"])).content.decode()


def test_a_public_page_that_is_kept_forgets_the_name_with_the_next_request(client, coordinator, person, town):
    framework = FrameworkFactory(
        organisation=town, status=FrameworkStatus.ADOPTED, visibility=Visibility.PUBLIC, slug="plan", title="Plan"
    )
    ObjectiveFactory(framework=framework, text=f"Stöd till {NAME}s arbete")
    page = "/ostby/plan/"
    before = client.get(page)
    assertContains(before, NAME)
    assert client.get(page, HTTP_IF_NONE_MATCH=before["ETag"]).status_code == 304

    mark(coordinator, person)
    after = client.get(page, HTTP_IF_NONE_MATCH=before["ETag"])
    assertContains(after, f"Stöd till {ALIAS}s arbete")
    assertNotContains(after, "Próbna")


def test_what_others_type_does_not_tell_them_whom_one_protects(client, coordinator, person):
    """A list of guesses in a text of one's own comes back as it was typed."""
    mark(coordinator, person)
    stranger = member(OrganisationFactory(), Role.COORDINATOR)
    guess = activity_named(stranger, title=f"Är {NAME} skyddad?")
    assertContains(browser(client, stranger).get(reverse("work:activity", args=[guess.pk])), NAME)
    with redaction.reading(lambda: stranger):
        assert redaction.typed(NAME) == []


def test_where_texts_of_several_stand_together_others_are_not_told_the_alias(client, coordinator, person):
    activity_named(coordinator, visibility=Visibility.PUBLIC)
    mark(coordinator, person)
    stranger = member(OrganisationFactory(), Role.CONTRIBUTOR)
    activity_named(stranger)
    answer = browser(client, stranger).get(reverse("web:search"), {"q": "Samtal"})
    assertNotContains(answer, "Próbna")


def test_the_search_page_does_not_tell_a_reader_that_they_guessed_a_name(client, coordinator, person, town):
    activity_named(coordinator)
    mark(coordinator, person)
    answer = browser(client, member(town, Role.READER)).get(reverse("web:search"), {"q": NAME})
    assertContains(answer, f"“{NAME}”")
    assertNotContains(answer, ALIAS)


# --- While one types ---------------------------------------------------------------------------------------------------


def test_who_types_the_name_is_told_what_to_write_and_loses_nothing(client, coordinator, person, town):
    mark(coordinator, person)
    fields = {
        "title": f"Möte med {NAME.upper()}s grupp", "kind": "meeting", "visibility": "organisation", "language": "sv",
        "starts": timezone.localdate().isoformat(),
    }  # fmt: skip
    answer = browser(client, member(town, Role.CONTRIBUTOR)).post(reverse("work:add"), fields)
    assertContains(answer, "Write “Vännens” instead of “EXEMPLA PRÓBNAs”", status_code=422)
    assertContains(answer, fields["title"], status_code=422)
    assert not Activity.objects.exists()


def test_the_person_is_kept_on_the_pages(client, coordinator, person, town):
    client = browser(client, coordinator)
    page = reverse("people:person", args=[person.pk])
    fields = {"name": NAME, "alias": ALIAS, "at_risk": "on", "version": person.version}
    assertContains(client.post(reverse("people:change_person", args=[person.pk]), fields, follow=True), NAME)
    client.post(reverse("people:protect_name", args=[person.pk]), {"name": "Exa"})
    assertContains(client.get(page), "Exa")
    activity = activity_named(coordinator, title=f"Hos {NAME}")
    found = client.get(reverse("people:where_name_stands", args=[person.pk]))
    assertContains(found, reverse("work:activity", args=[activity.pk]))
    row = ProtectedName.objects.get(name="Exa")
    let_go = reverse("people:let_name_go", args=[row.pk])
    assertContains(client.get(let_go), "decided by administrators")
    assert browser(client, member(town, Role.READER)).get(let_go).status_code == 404
    client = browser(client, member(town, Role.ADMINISTRATOR))
    assertNotContains(client.post(let_go, follow=True), "Exa<")
    assert list(ProtectedName.objects.values_list("name", flat=True)) == [NAME]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_page_costs_the_same_however_many_are_protected(client, coordinator, town, queries, count):
    for number in range(count):
        actions.add_person(
            coordinator, organisation=town, name=f"Exempel {'abcdefghij'[number % 10] * 3}{'xyz'[number // 10]}", alias="V.",
            at_risk=True,
        )  # fmt: skip
    client = browser(client, member(town, Role.READER))
    client.get(reverse("people:safety"))
    with queries() as seen:
        client.get(reverse("people:safety"))
    asked = [each for each in seen if "people_protectedname" in each["sql"]]
    assert len(asked) == 1


# --- The server's own log ----------------------------------------------------------------------------------------------


def test_a_line_of_the_log_says_where_and_not_what():
    def fails():
        try:
            raise IntegrityError(f"DETAIL: Key (name)=({NAME}) already exists.")
        except IntegrityError as fault:
            raise ValueError(f"{NAME} is not a number") from fault

    try:
        fails()
    except ValueError as fault:
        info = (type(fault), fault, fault.__traceback__)
    record = logging.LogRecord("byalag", logging.ERROR, "", 1, "It failed", (), info)
    said = Line("{levelname} {message}", style="{").format(record)
    assert "Próbna" not in said.replace('f"{NAME}', "")
    assert said.startswith("ERROR It failed\n")
    assert "django.db.utils.IntegrityError\nwhich led to:" in said
    assert said.endswith("ValueError")
    assert "in fails" in said
