"""Public addresses: what was published, for everyone, without cookies; nothing else exists there."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core import addresses
from byalag.rooms.people.api import open_organisation, system
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.promises.enums import FrameworkStatus
from tests.factories import (
    CircleFactory,
    FrameworkFactory,
    OrganisationFactory,
    ReportFactory,
    UserFactory,
    member,
    signed,
)

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def town():
    return OrganisationFactory(slug="ostby", name="Östby kommun", names={"pl": "Gmina Östby"})


@pytest.fixture
def plan(town):
    return FrameworkFactory(
        organisation=town,
        slug="plan-2023",
        title="Verksamhetsplan 2023",
        status=FrameworkStatus.ADOPTED,
        visibility=Visibility.PUBLIC,
    )


@pytest.fixture
def report(town, plan):
    made = ReportFactory(organisation=town, framework=plan, slug="berattelse-2023", title="Berättelse 2023")
    return signed(made, public=True)


def test_an_organisation_lists_what_it_published(client, plan, report):
    FrameworkFactory(organisation=plan.organisation, title="Hemligt utkast")
    page = client.get("/ostby/")

    assertContains(page, 'href="/ostby/plan-2023/"')
    assertContains(page, 'href="/ostby/berattelse-2023/"')
    assertNotContains(page, "Hemligt utkast")


@pytest.mark.parametrize("address", ["/ostby/", "/ostby/plan-2023/", "/ostby/berattelse-2023/"])
def test_public_pages_need_no_cookie_and_can_be_cached(client, plan, report, address):
    answer = client.get(address)

    assert answer.status_code == 200
    assert not answer.cookies
    assert answer["Cache-Control"] == "public, max-age=60, stale-while-revalidate=60"
    assert {"Accept-Language", "Cookie"} <= {name.strip() for name in answer["Vary"].split(",")}
    assertNotContains(answer, "csrf")


def test_nothing_is_cached_for_those_who_are_signed_in(client, plan):
    client.force_login(UserFactory(), backend=BACKEND)

    assert client.get("/ostby/")["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("address", ["/ostby/", "/ostby/plan-2023/", "/ostby/berattelse-2023/"])
@pytest.mark.parametrize(
    ("query", "header", "language"),
    [
        ("", "", "en"),
        ("", "sv-SE,sv;q=0.9", "sv"),
        ("?lang=pl", "sv", "pl"),
        ("?lang=xx", "sv", "sv"),
        ("?lang=<b>", "", "en"),
    ],
)
def test_the_language_follows_the_address_then_the_browser(client, plan, report, address, query, header, language):
    answer = client.get(f"{address}{query}", headers={"accept-language": header})

    assertContains(answer, f'<html lang="{language}"')
    assert answer["Content-Language"] == language


def test_the_language_asked_for_goes_along_to_the_next_page(client, plan, report):
    page = client.get("/ostby/?lang=pl")
    assertContains(page, 'href="/ostby/plan-2023/?lang=pl"')
    assertContains(page, "<h1>Gmina Östby</h1>")
    assertContains(client.get("/ostby/plan-2023/?lang=pl"), 'href="/ostby/?lang=pl"')
    assertContains(client.get("/ostby/berattelse-2023/?lang=pl"), 'href="/ostby/?lang=pl"')


@pytest.mark.parametrize("visibility", [Visibility.ORGANISATION, Visibility.CIRCLE])
def test_what_is_not_public_does_not_exist(client, plan, report, visibility):
    for thing in (plan, report):
        thing.visibility, thing.circle = visibility, CircleFactory()
        thing.save()
    client.force_login(UserFactory(), backend=BACKEND)

    assert client.get("/ostby/").status_code == 404
    assert client.get("/ostby/plan-2023/").status_code == 404
    assert client.get("/ostby/berattelse-2023/").status_code == 404


def test_what_lies_in_the_trash_does_not_exist(client, plan):
    plan.trashed_at = plan.created_at
    plan.save()

    assert client.get("/ostby/").status_code == 404
    assert client.get("/ostby/plan-2023/").status_code == 404


@pytest.mark.parametrize("address", ["/vastby/", "/ostby/finns-inte/", "/vastby/plan-2023/", "/ostby/plan-2023/x/"])
def test_other_addresses_do_not_exist(client, plan, address):
    OrganisationFactory(slug="sydby")

    assert client.get(address).status_code == 404


def test_one_organisations_things_are_not_at_anothers_address(client, plan):
    other = OrganisationFactory(slug="vastby")
    FrameworkFactory(organisation=other, visibility=Visibility.PUBLIC, status=FrameworkStatus.ADOPTED)

    assert client.get("/vastby/").status_code == 200
    assert client.get("/vastby/plan-2023/").status_code == 404


def test_public_pages_are_for_reading(client, plan):
    assert client.post("/ostby/").status_code == 405
    assert client.head("/ostby/").status_code == 200


def test_the_list_costs_the_same_whatever_there_is(client, town, queries):
    costs = []
    for more in (1, 2, 27):
        for _ in range(more):
            framework = FrameworkFactory(
                organisation=town, visibility=Visibility.PUBLIC, status=FrameworkStatus.ADOPTED
            )
            ReportFactory(organisation=town, framework=framework, visibility=Visibility.PUBLIC)
        caches["public"].clear()
        with queries() as seen:
            assert client.get("/ostby/").status_code == 200
        costs.append(len(seen))

    assert costs == [7, 7, 7]  # one of them asks for protected names


# --- No organisation can take an address of the site ------------------------------------------------------------------


def test_the_first_parts_of_all_addresses_are_reserved():
    for name in ("people:members", "records:documents", "work:list", "web:trash", "web:health", "account_login"):
        assert reverse(name).split("/")[1] in addresses.reserved()
    assert not {"", "falun", "icld"} & addresses.reserved()


@pytest.mark.parametrize("slug", ["search", "sign-in", "static", "plans", "health", "stories"])
def test_a_reserved_address_is_refused_with_a_sentence(slug):
    with pytest.raises(ValidationError, match="used by the site itself"):
        open_organisation(system(), name="X", slug=slug, kind="other")


def test_a_partner_named_like_a_page_gets_another_address(town):
    partner = open_organisation(member(town, Role.COORDINATOR), name="Plans", kind="other")

    assert partner.slug == "plans-2"
