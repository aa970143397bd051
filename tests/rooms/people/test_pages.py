"""What people do on the pages of people, and who gets in."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from byalag.core import links
from byalag.core.models import LogEntry, SecretLink, User
from byalag.rooms.people import actions
from byalag.rooms.people.enums import PartyGround, PostKind, Role
from byalag.rooms.people.models import Body, Consent, Invitation, Membership, Person, Post
from tests.factories import BodyFactory, OrganisationFactory, PersonFactory, PostFactory, UserFactory, member

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PASSWORD = "a long enough sentence"


@pytest.fixture
def town():
    return OrganisationFactory(name="Östby")


@pytest.fixture
def enter(client, town):
    def enter(*roles, organisation=None):
        user = UserFactory()
        for role in roles:
            Membership.objects.create(user=user, organisation=organisation or town, role=role)
        client.force_login(user, backend=BACKEND)
        return client

    return enter


def test_the_party_stands_on_the_page_of_the_mandate_and_nowhere_else(enter, town):
    client = enter(Role.READER)
    body = BodyFactory(organisation=town)
    post = PostFactory(organisation=town, body=body, kind=PostKind.CHAIR, title="Chair", party="The Turnip Party")

    assertContains(client.get(reverse("people:post", args=[post.pk])), "The Turnip Party")
    for url in [reverse("people:bodies"), reverse("people:body", args=[body.pk]), "/search/?q=turnip", "/today/"]:
        assertNotContains(client.get(url), "Turnip Party")


def test_members_and_those_co_opted_by_matter(enter, town):
    client = enter(Role.READER)
    body = BodyFactory(organisation=town)
    PostFactory(organisation=town, body=body, title="A member", starts=date(2023, 1, 1))
    PostFactory(organisation=town, body=body, title="A head", kind=PostKind.CO_OPTED, matter="The exchange")
    PostFactory(organisation=town, body=body, title="A former", starts=date(2019, 1, 1), ends=date(2022, 12, 31))

    page = client.get(reverse("people:body", args=[body.pk])).content.decode()

    members, _co, rest = page.partition("Co-opted by matter")
    assert "A member" in members
    assert "The exchange" in rest
    assert page.index("Earlier posts") < page.index("A former")


def test_a_person_at_risk_is_known_by_the_alias_everywhere(enter, town):
    client = enter(Role.COORDINATOR)
    person = PersonFactory(organisation=town, name="Own Name", alias="The Heron", at_risk=True)
    body = BodyFactory(organisation=town)
    PostFactory(organisation=town, body=body, person=person)

    for url in [
        reverse("people:persons"),
        reverse("people:body", args=[body.pk]),
        reverse("people:person", args=[person.pk]),
    ]:
        page = client.get(url)
        assertContains(page, "The Heron")
        assertNotContains(page, "Own Name")


def test_readers_see_posts_but_no_names(enter, town):
    client = enter(Role.READER)
    body = BodyFactory(organisation=town)
    PostFactory(
        organisation=town, body=body, title="Treasurer", person=PersonFactory(organisation=town, name="Somebody")
    )

    page = client.get(reverse("people:body", args=[body.pk]))

    assertContains(page, "Treasurer")
    assertNotContains(page, "Somebody")
    assert client.get(reverse("people:persons")).content.count(b"Somebody") == 0


def test_erasing_empties_the_row(enter, town):
    client = enter(Role.ADMINISTRATOR)
    person = PersonFactory(organisation=town, name="Somebody", email="s@example.org")

    client.post(reverse("people:erase_person", args=[person.pk]))

    person.refresh_from_db()
    assert (person.name, person.email, bool(person.erased_at)) == ("", "", True)
    assert "Somebody" not in str(list(LogEntry.objects.values()))


def test_body_and_post_are_added_changed_and_ended(enter, town):
    client = enter(Role.COORDINATOR)
    client.post(
        reverse("people:add_body"),
        {"name": "Rådet", "kind": "committee", "about": "", "visibility": "organisation"},
    )
    body = Body.objects.get()
    client.post(
        reverse("people:add_post"),
        {"title": "Ordförande", "kind": "chair", "body": body.pk, "share": "50", "starts": "2023-01-01"},
    )
    post = Post.objects.get()
    assert str(post.share) == "0.500"

    client.post(reverse("people:end_post", args=[post.pk]), {"ends": "2023-12-31", "version": post.version})

    post.refresh_from_db()
    assert post.ends == date(2023, 12, 31)


def test_what_became_of_a_mandate_is_read_by_those_who_may_see_who_held_it(enter, town):
    post = PostFactory(organisation=town, kind=PostKind.CHAIR, title="Mayor", starts=date(2016, 1, 1))
    enter(Role.COORDINATOR).post(
        reverse("people:end_post", args=[post.pk]),
        {"ends": "2020-12-31", "afterwards": "Leads the regional council", "version": post.version},
    )
    page = reverse("people:post", args=[post.pk])

    assertContains(enter(Role.COORDINATOR).get(page), "Leads the regional council")
    assertNotContains(enter(Role.READER).get(page), "Leads the regional council")


def test_the_ground_for_a_party_stands_beside_it_for_those_who_keep_posts(enter, town):
    enter(Role.COORDINATOR).post(
        reverse("people:add_post"),
        {"title": "Chair", "kind": "chair", "party": "The Turnip Party", "party_ground": "consent"},
    )
    post = Post.objects.get()
    page = reverse("people:post", args=[post.pk])

    assert post.party_ground == PartyGround.CONSENT
    assertContains(enter(Role.COORDINATOR).get(page), "GDPR 9.2 a")
    assertNotContains(enter(Role.READER).get(page), "GDPR 9.2 a")


def test_a_party_without_a_ground_is_refused_by_the_database(town):
    with pytest.raises(IntegrityError), transaction.atomic():
        PostFactory(organisation=town, kind=PostKind.CHAIR, party="The Turnip Party", party_ground="")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"kind": "co_opted"}, "Write in which matter"),
        ({"kind": "official", "party": "P"}, "Only an elected post carries a party"),
        ({"kind": "member", "party": "P"}, "Political opinion is kept on a ground in law only"),
        ({"kind": "member", "starts": "2023-02-01", "ends": "2023-01-01"}, "must end on or after"),
    ],
)
def test_a_wrong_post_is_answered_with_what_to_do(enter, values, sentence):
    client = enter(Role.COORDINATOR)

    page = client.post(reverse("people:add_post"), {"title": "Kept words", **values})

    assertContains(page, sentence, status_code=422)
    assertContains(page, "Kept words", status_code=422)


# --- Coming in --------------------------------------------------------------------------------------------------------


def invited(client, town, email="new@example.org"):
    client.post(reverse("people:invite"), {"email": email, "roles": ["contributor", "reader"], "language": "sv"})
    return re.search(r"http://[^/]+(/\S+)", mail.outbox[-1].body)[1]


def test_from_an_invitation_to_todays_page(enter, client, town):
    enter(Role.ADMINISTRATOR)
    path = invited(client, town)
    client.logout()

    looked = client.get(path)
    assertContains(looked, "Östby")
    assert looked["Referrer-Policy"] == "no-referrer"
    assert not Invitation.objects.get().accepted_at
    assertRedirects(client.post(path, {"password": PASSWORD}), reverse("web:today"))

    user = User.objects.get(email="new@example.org")
    assert {row.role for row in user.memberships.all()} == {"contributor", "reader"}
    assert Person.objects.get(user=user).organisation == town
    client.logout()
    assert client.get(path).status_code == 404


def test_known_and_unknown_addresses_get_the_same_answer(enter, client, town):
    enter(Role.ADMINISTRATOR)
    UserFactory(email="known@example.org")

    answers = []
    for email in ["known@example.org", "unknown@example.org"]:
        answer = client.post(
            reverse("people:invite"), {"email": email, "roles": ["reader"], "language": "en"}, follow=True
        )
        answers.append(re.findall(r'class="message"[^>]*>([^<]*)', answer.content.decode()))

    assert answers[0] == answers[1] != []


def test_a_withdrawn_or_old_invitation_opens_nothing(enter, client, town, freezer):
    enter(Role.ADMINISTRATOR)
    withdrawn = invited(client, town, "a@example.org")
    client.post(reverse("people:withdraw_invitation", args=[Invitation.objects.get().pk]))
    old = invited(client, town, "b@example.org")
    client.logout()
    freezer.tick(15 * 24 * 3600)

    assert client.get(withdrawn).status_code == 404
    assert client.get(old).status_code == 404


def test_the_secret_of_a_link_is_kept_nowhere(enter, client, town, caplog):
    enter(Role.ADMINISTRATOR)
    token = invited(client, town).strip("/").rsplit("/", 1)[-1]
    client.get(f"/people/invitation/{token}/")

    assert token not in str(list(SecretLink.objects.values())) + str(list(LogEntry.objects.values()))
    assert token not in caplog.text
    assert links.find(token, "invitation") is not None
    assert links.find(token, "another purpose") is None


def test_trying_many_links_is_stopped(client):
    codes = {client.get(f"/people/invitation/{n}/").status_code for n in range(links.TRIES_PER_MINUTE + 3)}

    assert codes == {404, 429}


def test_a_weak_password_is_answered_with_what_to_do(enter, client, town):
    enter(Role.ADMINISTRATOR)
    path = invited(client, town)
    client.logout()

    assert client.post(path, {"password": "password"}).status_code == 422
    assert not User.objects.filter(email="new@example.org").exists()


def test_sign_in_by_password_and_out_by_post_only(client, town):
    user = User.objects.create_user(email="a@example.org", password=PASSWORD)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    Membership.objects.create(user=user, organisation=town, role=Role.READER)

    client.post(reverse("account_login"), {"login": "A@example.org", "password": PASSWORD})
    assert client.get(reverse("web:today")).status_code == 200
    client.get(reverse("account_logout"))
    assert client.get(reverse("web:today")).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(reverse("web:today")).status_code == 302


def test_nobody_registers_by_themselves(client):
    client.post(reverse("account_signup"), {"email": "x@example.org", "password1": PASSWORD})

    assert not User.objects.exists()


def test_forgotten_password_says_the_same_for_all(client):
    User.objects.create_user(email="known@example.org", password=PASSWORD)

    answers = [
        client.post(reverse("account_reset_password"), {"email": email}, follow=True).content.decode()
        for email in ["known@example.org", "unknown@example.org"]
    ]

    said = [re.search(r"<main.*</main>", answer, re.S)[0] for answer in answers]
    assert said[0] == said[1]


def test_several_organisations_with_a_visible_switch(enter, client, town):
    other = OrganisationFactory(name="Västby")
    enter(Role.COORDINATOR)
    user = User.objects.get()
    Membership.objects.create(user=user, organisation=other, role=Role.READER)
    assertContains(client.get(reverse("web:today")), "Work for another organisation")

    answer = client.post(reverse("people:switch"), {"organisation": other.pk}, follow=True)

    assertContains(answer, "You now work for Västby.")
    client.post(reverse("people:switch"), {"organisation": OrganisationFactory().pk})
    assertContains(client.get(reverse("people:members")), "Västby")


def test_two_step_sign_in_can_be_required(enter, town):
    town.requires_mfa = True
    town.save()
    client = enter(Role.COORDINATOR)

    assertRedirects(client.get(reverse("web:today")), reverse("mfa_index"), fetch_redirect_response=False)


def test_changing_roles_asks_for_the_password_anew(enter, client, town):
    enter(Role.ADMINISTRATOR)
    other = member(town, Role.READER)

    answer = client.post(reverse("people:roles", args=[other.user_id]), {"roles": ["coordinator"]})

    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]
    assert Membership.objects.get(user_id=other.user_id).role == Role.READER


def test_my_data_holds_my_data_only(enter, client, town):
    enter(Role.READER)
    UserFactory(email="somebody.else@example.org")

    data = client.get(reverse("people:my_data"))

    assert data.json()["roles"][0]["role"] == "reader"
    assert b"somebody.else" not in data.content


def test_the_profile_sets_the_language(enter):
    client = enter(Role.READER)

    client.post(reverse("people:profile"), {"language": "pl", "time_zone": "Europe/Warsaw"})

    assertContains(client.get(reverse("people:profile")), '<html lang="pl"')


def test_two_administrators_changing_the_settings(enter, town):
    client = enter(Role.ADMINISTRATOR)
    values = {
        "name": "Östby",
        "kind": "municipality",
        "language": "sv",
        "time_zone": "Europe/Stockholm",
        "version": town.version,
    }
    actions.change_organisation(
        member(town, Role.ADMINISTRATOR), organisation=town, expected=None, about="The other one's words"
    )

    page = client.post(reverse("people:settings"), values | {"about": "My words"})

    assertContains(page, "The other one&#x27;s words", status_code=409)
    assertContains(page, "My words", status_code=409)


def test_a_consent_is_withdrawn_on_the_persons_page(enter, town):
    client = enter(Role.ADMINISTRATOR)
    person = PersonFactory(organisation=town)
    given = Consent.objects.create(person=person, purpose="name_on_web", given_on=date(2024, 2, 29))
    withdraw = reverse("people:withdraw_consent", args=[person.pk, given.pk])
    assertContains(client.get(reverse("people:person", args=[person.pk])), withdraw)

    assertNotContains(client.post(withdraw, follow=True), f'action="{withdraw}"')
    first = Consent.objects.get().withdrawn_on
    assert first == timezone.localdate()
    client.post(withdraw)  # pressed twice
    assert Consent.objects.get().withdrawn_on == first

    other = PersonFactory(organisation=OrganisationFactory())
    theirs = Consent.objects.create(person=other, purpose="name_on_web", given_on=date(2024, 2, 29))
    assert client.post(reverse("people:withdraw_consent", args=[other.pk, theirs.pk])).status_code == 404
    given = Consent.objects.create(person=person, purpose="contact", given_on=date(2024, 2, 29))
    enter(Role.READER)
    client.post(reverse("people:withdraw_consent", args=[person.pk, given.pk]))
    given.refresh_from_db()
    assert given.withdrawn_on is None
