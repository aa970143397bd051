"""The pages that cross rooms: what everyone sees, what each role sees, what nobody sees."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from byalag.core.models import LapsedEntry, User
from byalag.rooms.people.enums import Role
from byalag.rooms.people.models import Membership
from tests.factories import (
    ActivityFactory,
    FrameworkFactory,
    OrganisationFactory,
    ReportFactory,
    UserFactory,
    member,
)

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def enter(client, organisation, *roles) -> User:
    user = UserFactory()
    for role in roles:
        Membership.objects.create(user=user, organisation=organisation, role=role)
    client.force_login(user, backend=BACKEND)
    return user


@pytest.mark.parametrize("language", ["en", "sv", "pl"])
@pytest.mark.parametrize("name", ["web:front", "web:privacy", "web:accessibility", "web:source", "account_login"])
def test_open_pages_answer_in_three_languages(client, name, language):
    page = client.get(reverse(name), headers={"accept-language": language})

    assertContains(page, f'<html lang="{language}"')


def test_a_page_that_does_not_exist_says_so(client):
    page = client.get("/there/is/nothing/here/")

    assertContains(page, "<h1>", status_code=404)


def test_health_tells_nothing_secret(client):
    answer = client.get("/health")

    assert answer.json() == {
        "status": "ok",
        "database": "ok",
        "worker": "silent",
        "worker_heartbeat_seconds": None,
    }


def test_today_leads_a_new_coordinator_to_the_document_she_has(client):
    enter(client, OrganisationFactory(), Role.COORDINATOR)

    assertContains(client.get(reverse("web:today")), reverse("exchange:start"))


def test_somebody_without_an_organisation_is_told_so(client):
    client.force_login(UserFactory(), backend=BACKEND)

    assertRedirects(client.get(reverse("web:today")), reverse("web:no_organisation"))


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_today_costs_the_same_whatever_there_is(client, queries, rows):
    organisation = OrganisationFactory()
    enter(client, organisation, Role.COORDINATOR)
    for _ in range(rows):
        FrameworkFactory(organisation=organisation)
        ActivityFactory(organisation=organisation)
    client.get(reverse("web:today"))

    with queries() as seen:
        client.get(reverse("web:today"))

    assert len(seen) <= 22


def test_published_things_stand_at_a_clean_address(client):
    organisation = OrganisationFactory(slug="ostby")
    report = ReportFactory(organisation=organisation, slug="berattelse", state="published", visibility="public")
    FrameworkFactory(organisation=organisation, slug="hemlig")

    assertContains(client.get("/ostby/"), report.title)
    assertContains(client.get("/ostby/berattelse/"), report.title)
    assert client.get("/ostby/hemlig/").status_code == 404


def test_an_organisation_that_has_published_nothing_does_not_exist(client):
    OrganisationFactory(slug="tyst")

    assert client.get("/tyst/").status_code == 404


def test_view_as_the_public_and_back(client):
    organisation = OrganisationFactory(slug="ostby")
    framework = FrameworkFactory(organisation=organisation)
    enter(client, organisation, Role.COORDINATOR)
    page = reverse("promises:framework", args=[framework.pk])
    assert client.get(page).status_code == 200

    client.post(reverse("people:as_public"), {"on": "1"})
    assert client.get(page).status_code in {302, 404}

    client.post(reverse("people:as_public"), {"on": ""})
    assert client.get(page).status_code == 200


def test_a_lapsed_sign_in_keeps_what_was_typed(client):
    organisation = OrganisationFactory()
    user = enter(client, organisation, Role.COORDINATOR)
    client.logout()
    written = "Vi träffades på biblioteket. 🌲 <b>Trettio</b> kom."

    answer = client.post(reverse("work:add"), {"title": written, "kind": "meeting"})
    assert answer.status_code == 302
    assert quote(reverse("web:lapsed_entry"), safe="") in answer["Location"]
    client.force_login(user, backend=BACKEND)
    page = client.get(reverse("web:lapsed_entry"))

    assertContains(page, "Vi träffades på biblioteket. 🌲 &lt;b&gt;Trettio&lt;/b&gt; kom.")
    assertContains(page, f'action="{reverse("work:add")}"')
    assertContains(page, "<dt>What</dt>", html=True)
    assert not LapsedEntry.objects.exists()


def test_a_password_is_never_kept_for_later(client):
    client.post(reverse("people:settings"), {"name": "x", "password": "a secret", "csrfmiddlewaretoken": "t"})

    assert LapsedEntry.objects.get().fields == [["name", ["x"]]]


def test_the_trash_gives_back(client):
    organisation = OrganisationFactory()
    enter(client, organisation, Role.COORDINATOR)
    activity = ActivityFactory(organisation=organisation)
    client.post(reverse("work:trash", args=[activity.pk]))
    assert client.get(reverse("work:activity", args=[activity.pk])).status_code == 404

    client.post(reverse("web:restore", args=["work.activity", activity.pk]))

    assert client.get(reverse("work:activity", args=[activity.pk])).status_code == 200


def test_another_organisations_trash_is_not_there(client):
    activity = ActivityFactory()
    enter(client, OrganisationFactory(), Role.COORDINATOR, Role.ADMINISTRATOR)

    assert client.post(reverse("web:restore", args=["work.activity", activity.pk])).status_code == 404


def test_search_finds_folded_words_and_only_what_one_may_see(client):
    from byalag.rooms.work import api as work

    organisation, other = OrganisationFactory(), OrganisationFactory()
    for owner, title in [(organisation, "Besök från Łódź och Malmö"), (other, "Łódź hemligt")]:
        work.plan_activity(member(owner, Role.COORDINATOR), organisation=owner, title=title)
    enter(client, organisation, Role.READER)

    page = client.get(reverse("web:search"), {"q": "lodz malmo"})
    assertContains(page, "Besök från <mark>Łódź</mark> och <mark>Malmö</mark>")
    assertNotContains(client.get(reverse("web:search"), {"q": "lodz"}), "hemligt")


def test_the_demo_door_exists_in_the_demo_only(client):
    assert client.post(reverse("web:enter_demo"), {"email": "x@example.org"}).status_code == 404


def test_every_answer_carries_the_safety_headers(client):
    answer = client.get("/")

    policy = answer["Content-Security-Policy"]
    assert "'unsafe-inline'" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
