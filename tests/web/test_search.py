"""The search page: what each role finds, and what nobody finds who may not see it."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core import registries, search
from byalag.core.models import User
from byalag.rooms.people.api import Actor, system
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.promises import actions as promises
from byalag.rooms.records import actions as records
from tests.factories import (
    ActivityFactory,
    BodyFactory,
    CooperationFactory,
    DecisionFactory,
    FrameworkFactory,
    ObjectiveFactory,
    OrganisationFactory,
    ReportFactory,
    member,
)

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SEARCH = "/search/"


@pytest.fixture
def town():
    return OrganisationFactory(name="Östby kommun")


@pytest.fixture
def sign_in(client):
    def enter(actor: Actor):
        client.force_login(User.objects.get(pk=actor.user_id), backend=BACKEND)
        return client

    return enter


def paper(organisation, title, **more):
    return records.register_document(
        system(organisation),
        organisation=organisation,
        upload=ContentFile(b"Text", name="text.txt"),
        title=title,
        **more,
    )


@pytest.mark.parametrize("role", Role)
def test_secret_papers_are_found_by_those_who_may_see_them_only(town, sign_in, role):
    paper(town, "Samråd öppet")
    paper(town, "Samråd sekretessbelagt", secrecy_ground="OSL 15:1")
    browser = sign_in(member(town, role))

    page = browser.get(SEARCH, {"q": "samrad"})

    assertContains(page, "<mark>Samråd</mark> öppet")
    seen = role in {Role.COORDINATOR, Role.CONTROLLER, Role.ADMINISTRATOR}
    (assertContains if seen else assertNotContains)(page, "sekretessbelagt")


def test_of_others_only_what_is_public_is_found(town, sign_in):
    other = OrganisationFactory()
    paper(other, "Samråd internt")
    paper(other, "Samråd offentligt", visibility=Visibility.PUBLIC)
    page = sign_in(member(town, Role.COORDINATOR, Role.ADMINISTRATOR)).get(SEARCH, {"q": "samrad"})

    assertContains(page, "<mark>Samråd</mark> offentligt")
    assertNotContains(page, "internt")


def test_what_lies_in_the_trash_is_not_found(town, sign_in):
    records.trash_document(system(town), document=paper(town, "Samråd slängt"))

    assertNotContains(sign_in(member(town, Role.COORDINATOR)).get(SEARCH, {"q": "samrad"}), "slängt")


def test_a_row_that_left_a_plan_in_the_trash_is_not_found(town, sign_in):
    framework = FrameworkFactory(organisation=town)
    ObjectiveFactory(framework=framework, text="Samråd med unga")
    search.rebuild()
    browser = sign_in(member(town, Role.READER))
    assertContains(browser.get(SEARCH, {"q": "samrad"}), "<mark>Samråd</mark> med unga")

    framework.trashed_at = framework.created_at
    framework.save()

    assertNotContains(browser.get(SEARCH, {"q": "samrad"}), "med unga")


def test_one_who_is_not_signed_in_finds_nothing(client):
    assert client.get(SEARCH, {"q": "samrad"}).status_code == 302


def test_empty_and_fruitless_searches_say_what_to_do(town, sign_in):
    browser = sign_in(member(town, Role.READER))

    assertContains(browser.get(SEARCH), "Accents and capitals make no difference")
    assertContains(browser.get(SEARCH, {"q": "finns inte"}), "Nothing was found for “finns inte”")
    assertContains(browser.get(SEARCH, {"q": "finns", "kind": "work.activity"}), "Nothing was found")


@pytest.mark.parametrize("asked", ["<script>alert(1)</script>", "%00\x00", "' OR 1=1 --", "🌲" * 300, "مرحبا"])
def test_whatever_is_asked_is_text(town, sign_in, asked):
    page = sign_in(member(town, Role.READER)).get(SEARCH, {"q": asked})

    assertNotContains(page, "<script>alert")


def test_many_hits_have_a_page_of_their_own(town, sign_in):
    for number in range(60):
        ActivityFactory(organisation=town, title=f"Samråd nummer {number:02}")
    search.rebuild()
    browser = sign_in(member(town, Role.READER))

    page = browser.get(SEARCH, {"q": "samrad"})
    assert page.content.decode().count("</mark> nummer") == 10
    assertContains(page, "?q=samrad&amp;kind=work.activity")
    assert browser.get(SEARCH, {"q": "samrad", "kind": "work.activity"}).content.decode().count("</mark> nummer") == 50
    assert browser.get(SEARCH, {"q": "samrad", "kind": "no.such"}).status_code == 200


def one_of_each(town) -> None:
    word = "samråd"
    framework = FrameworkFactory(organisation=town, title=word)
    ObjectiveFactory(framework=framework, text=word)
    ActivityFactory(organisation=town, title=word)
    CooperationFactory(organisation=town, name=word)
    DecisionFactory(organisation=town, matter=word, body=BodyFactory(organisation=town), decided_on=date(2023, 5, 2))
    ReportFactory(organisation=town, title=word, framework=framework)


def test_a_search_costs_the_same_whatever_there_is(town, sign_in, queries):
    browser = sign_in(member(town, Role.COORDINATOR))
    costs = []
    for more in (1, 2, 27):
        for _ in range(more):
            one_of_each(town)
        search.rebuild()
        with queries() as seen:
            page = browser.get(SEARCH, {"q": "samrad"})
        costs.append(len(seen))

    assert page.content.decode().count("<h2>") >= 6
    assert costs[0] == costs[1] == costs[2]
    assert costs[0] <= 24


def test_every_hit_opens(town, sign_in):
    one_of_each(town)
    paper(town, "samråd")
    search.rebuild()
    browser = sign_in(member(town, Role.COORDINATOR))
    page = browser.get(SEARCH, {"q": "samrad"})

    links = [
        reverse(kind.url_name, args=[row.pk]) for kind, rows, _more in page.context["groups"] for row, _t, _p in rows
    ]
    assert len(links) == 7
    assert [browser.get(link).status_code for link in links] == [200] * 7


def test_what_is_found_is_narrowed_by_kind_year_and_whose_with_counts(town, sign_in):
    for year in (2022, 2023, 2023):
        ActivityFactory(organisation=town, title="Samråd", starts=date(year, 5, 1))
    ActivityFactory(title="Samråd hos andra", visibility=Visibility.PUBLIC, starts=date(2023, 6, 1))
    FrameworkFactory(organisation=town, title="Samrådsplan", starts=date(2023, 1, 1), ends=date(2023, 12, 31))
    search.rebuild()
    browser = sign_in(member(town, Role.READER))

    page = browser.get(SEARCH, {"q": "samrad"})
    assert [(str(kind.label), count) for kind, count, _more in page.context["kinds"]] == [
        ("Plans", 1),
        ("Activities", 4),
    ]
    assert page.context["years"] == [(2023, 4), (2022, 1)]
    assert page.context["owners"] == {"own": 4, "others": 1}

    page = browser.get(SEARCH, {"q": "samrad", "year": "2023", "whose": "own", "kind": "work.activity"})
    assert len(page.context["page"].object_list) == 2
    assertContains(page, "year=2022")
    assertContains(page, "<mark>Samråd</mark>")
    nothing = browser.get(SEARCH, {"q": "samrad", "year": "1999"})
    assertContains(nothing, "Nothing fits all that you have chosen.")
    assert browser.get(SEARCH, {"q": "samrad", "year": "20x3", "whose": "?", "kind": "?"}).status_code == 200


def test_counts_know_nothing_of_what_one_may_not_see(town, sign_in):
    ActivityFactory(title="Samråd internt")
    paper(town, "Samråd sekretessbelagt", secrecy_ground="OSL 15:1")
    search.rebuild()

    page = sign_in(member(town, Role.READER)).get(SEARCH, {"q": "samrad"})

    assert page.context["kinds"] == []
    assertContains(page, "Nothing was found")


def test_a_misspelt_word_is_put_right_and_one_can_insist(town, sign_in):
    ActivityFactory(organisation=town, title="Ungdomsutbyte <i>")
    search.rebuild()
    browser = sign_in(member(town, Role.READER))

    page = browser.get(SEARCH, {"q": "ungdomsutbite"})
    assertContains(page, "Here is what was found for “ungdomsutbyte”")
    assertContains(page, "<mark>Ungdomsutbyte</mark> &lt;i&gt;</a>")
    assertContains(browser.get(SEARCH, {"q": "ungdomsutbite", "literally": ""}), "Try fewer words")


def test_what_stands_in_a_plan_is_found_by_others_as_long_as_the_plan_is_shared(town):
    plan = FrameworkFactory(organisation=town, status="adopted")
    goal = ObjectiveFactory(framework=plan, text="Sjöfågelräkning i Runn")
    search.rebuild()
    stranger, system_of = member(OrganisationFactory(), Role.READER), system(town)
    (kind,) = [kind for kind in registries.searchables if kind.key == "promises.objective"]

    def found():
        return list(search.find(kind, stranger, "sjofagel"))

    assert found() == []
    plan = promises.publish_framework(system_of, framework=plan)
    assert found() == [goal]
    promises.unpublish_framework(system_of, framework=plan)
    assert found() == []
