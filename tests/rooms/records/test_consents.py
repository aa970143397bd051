"""Consent to the use of a picture: both answers in every place where a picture, or what is said of it, appears."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core import links, log, search
from byalag.core.registries import searchables, tables
from byalag.core.verdicts import Refused
from byalag.rooms.people import actions as people
from byalag.rooms.people.api import PUBLIC, Actor
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.promises.enums import FrameworkStatus
from byalag.rooms.records import actions, consents, queries, rules
from byalag.rooms.records.actions.consents import WITHDRAW
from byalag.rooms.records.enums import ACCOUNT, PUBLIC_PAGE
from byalag.rooms.records.models import Document, UseConsent, UsePurpose
from byalag.rooms.work import api as work
from byalag.rooms.work.actions import verify_evidence
from byalag.rooms.work.enums import ActivityStatus
from tests.factories import (
    ActivityFactory,
    CaseFactory,
    CircleFactory,
    ContributionFactory,
    ObjectiveFactory,
    OrganisationFactory,
    PersonFactory,
    ReportFactory,
    SectionFactory,
    member,
    signed,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
CAPTION = "Elever vid sjön"


def picture() -> ContentFile:
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(made, "PNG")
    return ContentFile(made.getvalue(), name="bild.png")


def purpose(code: str) -> UsePurpose:
    return UsePurpose.objects.get(organisation=None, code=code)


@pytest.fixture
def photo(register) -> Document:
    return register(
        CAPTION, upload=picture(), kind="image", visibility=Visibility.PUBLIC, persons_shown="yes", description=CAPTION
    )


@pytest.fixture
def agree(coordinator, photo) -> Callable[..., UseConsent]:
    def note(code: str = PUBLIC_PAGE, who: str = "Eleven till vänster", **more) -> UseConsent:
        more.setdefault("given_on", TODAY - timedelta(days=30))
        return actions.note_consent(coordinator, document=photo, purpose=purpose(code), who=who, **more)

    return note


# --- What decides -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shown", ["", "no", "yes"])
@pytest.mark.parametrize("given", ["never", "in force", "for another purpose", "run out", "withdrawn", "given anew"])
def test_when_a_picture_may_be_shown(coordinator, photo, agree, shown, given):
    Document.objects.filter(pk=photo.pk).update(persons_shown=shown)
    if given == "for another purpose":
        agree(ACCOUNT)
    elif given == "run out":
        agree(until=TODAY - timedelta(days=1))
    elif given != "never":
        consent = agree(until=TODAY)
        if given in {"withdrawn", "given anew"}:
            actions.withdraw_consent(coordinator, consent=consent)
        if given == "given anew":
            agree(who=" eleven TILL vänster")
    free = shown == "no" and given not in {"run out", "withdrawn"}
    expected = free or given in {"in force", "given anew"}

    assert consents.may_show(photo, PUBLIC_PAGE) == expected
    assert queries.documents_visible_to(PUBLIC).filter(pk=photo.pk).exists() == expected


def test_one_who_withdraws_is_not_outvoted_by_the_others(coordinator, photo, agree):
    agree(who="Eleven till vänster")
    actions.withdraw_consent(coordinator, consent=agree(who="Eleven till höger"))

    assert not consents.may_show(photo, PUBLIC_PAGE)
    assert consents.may_show(photo, ACCOUNT) is False


def test_an_erased_person_takes_their_picture_along(town, photo, agree):
    person = PersonFactory(organisation=town)
    agree(who="", person=person)
    assert consents.may_show(photo, PUBLIC_PAGE)

    people.erase_person(member(town, Role.ADMINISTRATOR), person=person)

    assert not consents.may_show(photo, PUBLIC_PAGE)


def test_papers_that_are_no_pictures_and_papers_that_are_gone_are_not_held_back(town, register, coordinator):
    text = register("Avtal", visibility=Visibility.PUBLIC)
    assert consents.may_show(text, PUBLIC_PAGE)

    withdrawn = actions.note_consent(
        coordinator, document=text, purpose=purpose(PUBLIC_PAGE), who="Den som nämns", given_on=TODAY
    )
    actions.withdraw_consent(coordinator, consent=withdrawn)
    assert not consents.may_show(text, PUBLIC_PAGE)


def test_a_name_is_told_when_its_person_agreed(town):
    person = PersonFactory(organisation=town)
    coordinator = member(town, Role.COORDINATOR, Role.ADMINISTRATOR)
    assert not consents.may_show(person, PUBLIC_PAGE)

    given = people.give_consent(coordinator, person=person, purpose="name_on_web", given_on=TODAY)
    assert consents.may_show(person, PUBLIC_PAGE)
    people.withdraw_consent(coordinator, consent=given, withdrawn_on=TODAY)
    assert not consents.may_show(person, PUBLIC_PAGE)


# --- Every place where it appears -------------------------------------------------------------------------------------


@pytest.fixture
def shown_everywhere(town, coordinator, photo):
    """The photo as evidence of an activity and of a goal of a public plan."""
    report = ReportFactory(organisation=town, definition_version=2, language="en")
    framework = report.framework
    framework.status, framework.visibility = FrameworkStatus.ADOPTED, Visibility.PUBLIC
    framework.save()
    goal = ObjectiveFactory(framework=framework, section=SectionFactory(framework=framework))
    activity = ActivityFactory(
        organisation=town, title="Utbyte", status=ActivityStatus.DONE, result="Bra", visibility=Visibility.PUBLIC
    )
    ContributionFactory(activity=activity, objective=goal, framework=framework)
    for about in ({"activity": activity}, {"objective": goal}):
        work.add_evidence(
            coordinator, kind="photo", shows=CAPTION, document=photo, visibility=Visibility.PUBLIC, **about
        )
    return report


def outside(client, photo, report) -> dict[str, bool]:
    """Where everybody, or another organisation, meets the photo or its words."""
    plan = client.get(f"/{report.organisation.slug}/{report.framework.slug}/")
    stranger = member(OrganisationFactory(), *Role)
    find = searchables["records.document"]
    return {
        "file": client.get(reverse("records:download", args=[photo.pk])).status_code == 200,
        "public plan": CAPTION in plan.content.decode(),
        "list": queries.documents_visible_to(PUBLIC).exists(),
        "partner's list": queries.documents_visible_to(stranger).exists(),
        "evidence": work.evidence_visible_to(PUBLIC).exists(),
        "search of others": search.find(find, stranger, CAPTION).exists(),
        "history of others": searchables["records.document"].visible(stranger).exists(),
    }


def test_a_withdrawal_reaches_every_public_place(client, coordinator, photo, agree, shown_everywhere):
    assert not any(outside(client, photo, shown_everywhere).values())
    consent = agree()
    assert all(outside(client, photo, shown_everywhere).values())

    actions.withdraw_consent(coordinator, consent=consent)

    assert not any(outside(client, photo, shown_everywhere).values())
    agree()
    assert all(outside(client, photo, shown_everywhere).values())


def in_account(browser, report) -> str:
    """The account as a page and as data; Word, PDF and spreadsheet are written from the same value."""
    page = browser.get(reverse("reports:report", args=[report.pk])).content.decode()
    data = json.loads(browser.get(reverse("reports:download", args=[report.pk, "json"])).content)
    said = json.dumps(data, ensure_ascii=False)
    assert (CAPTION in page) == (CAPTION in said)
    return page


def test_a_draft_of_an_account_says_that_a_picture_is_not_shown(sign_in, coordinator, agree, shown_everywhere):
    browser = sign_in(coordinator)
    assert "a consent to show it is missing or was withdrawn" in in_account(browser, shown_everywhere)
    assert CAPTION not in in_account(browser, shown_everywhere)
    consent = agree(ACCOUNT)
    assert CAPTION in in_account(browser, shown_everywhere)

    actions.withdraw_consent(coordinator, consent=consent)
    assert CAPTION not in in_account(browser, shown_everywhere)


def test_a_signed_account_loses_the_picture_and_no_figure(client, sign_in, coordinator, agree, shown_everywhere):
    given = [agree(ACCOUNT), agree(PUBLIC_PAGE)]
    report = signed(shown_everywhere, public=True)
    address = f"/{report.organisation.slug}/{report.slug}/"
    before = client.get(address).content.decode()
    assert CAPTION in before
    assert CAPTION in in_account(sign_in(coordinator), report)

    actions.withdraw_consent(coordinator, consent=given[0])

    assert CAPTION not in in_account(sign_in(coordinator), report)
    client.logout()
    after = client.get(address)
    assertNotContains(after, CAPTION)
    for figure in before.split('class="facts"')[1].split("</dl>")[0].split("<dd>")[1:]:
        assertContains(after, figure.split("</dd>")[0])


def test_an_account_says_which_evidence_was_verified_by_another(town, sign_in, coordinator, agree, shown_everywhere):
    agree(ACCOUNT)
    assert "(Photo)" in in_account(sign_in(coordinator), shown_everywhere)

    for evidence in work.Evidence.objects.filter(activity__isnull=False):
        verify_evidence(member(town, Role.CONTROLLER), evidence=evidence)

    assert "(Photo, verified)" in in_account(sign_in(coordinator), shown_everywhere)


def test_partners_see_it_when_the_consent_is_for_them(town, register, coordinator):
    partner = OrganisationFactory()
    circle = CircleFactory()
    circle.organisations.set([town, partner])
    shared = register("Delad", upload=picture(), kind="image")
    Document.objects.filter(pk=shared.pk).update(visibility=Visibility.CIRCLE, circle=circle)
    theirs = member(partner, Role.READER)
    assert not queries.documents_visible_to(theirs).exists()

    consent = actions.note_consent(coordinator, document=shared, purpose=purpose(ACCOUNT), who="En", given_on=TODAY)
    assert queries.documents_visible_to(theirs).exists()
    actions.withdraw_consent(coordinator, consent=consent)
    assert not queries.documents_visible_to(theirs).exists()


def test_the_organisation_itself_keeps_its_picture(sign_in, coordinator, photo, agree):
    actions.withdraw_consent(coordinator, consent=agree())
    page = sign_in(coordinator).get(reverse("records:document", args=[photo.pk]))

    assertContains(page, "Held back: a consent is missing, was withdrawn, or has run out.")
    assertContains(page, "withdrawn on")
    assert [row["title"] for row in tables["records.register"].rows(coordinator)] == [CAPTION]


# --- Who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("state", ["given", "withdrawn"])
def test_who_notes_and_withdraws(town, coordinator, photo, agree, role, state):
    consent = agree()
    if state == "withdrawn":
        consent = actions.withdraw_consent(coordinator, consent=consent)
    actor, stranger = member(town, role), member(OrganisationFactory(), *Role)
    writes = {Role.CONTRIBUTOR, Role.COORDINATOR}

    assert bool(rules.may_note_consent(actor, photo)) == (role in writes)
    assert bool(rules.may_withdraw_consent(actor, consent)) == (
        role in writes | {Role.ADMINISTRATOR} and state == "given"
    )
    assert bool(rules.may_withdraw_consent(Actor("link", link_id=1), consent)) == (state == "given")
    for other in (stranger, PUBLIC, Actor("link")):
        assert not rules.may_withdraw_consent(other, consent)
        assert not rules.may_note_consent(other, photo)


def test_a_purpose_of_another_organisation_is_not_ones_own(coordinator, photo):
    theirs = UsePurpose.objects.create(organisation=OrganisationFactory(), name="X", code="x")

    with pytest.raises(ValidationError):
        actions.note_consent(coordinator, document=photo, purpose=theirs, who="En", given_on=TODAY)


def test_a_purpose_of_ones_own_opens_no_place(town, coordinator, photo):
    with pytest.raises(Refused):
        actions.add_purpose(member(town, Role.READER), organisation=town, name="Public page")
    own = actions.add_purpose(coordinator, organisation=town, name="Public page")
    assert own.code == PUBLIC_PAGE

    actions.note_consent(coordinator, document=photo, purpose=own, who="En", given_on=TODAY)

    assert not consents.may_show(photo, PUBLIC_PAGE)
    with pytest.raises(ValidationError):
        actions.add_purpose(coordinator, organisation=town, name="public page")


# --- Pages ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_the_form(town, sign_in, photo, role):
    page = sign_in(member(town, role)).get(reverse("records:note_consent", args=[photo.pk]))

    assert page.status_code == 200
    (assertContains if role in {Role.CONTRIBUTOR, Role.COORDINATOR} else assertNotContains)(page, "Or who, in words")


def test_noting_and_withdrawing_on_the_page(town, sign_in, photo, register):
    browser = sign_in(member(town, Role.CONTRIBUTOR))
    fields = {"purpose": purpose("print").pk, "given_on": "2023-05-08", "how": "guardian", "who": "Eleven"}
    wrong = browser.post(reverse("records:note_consent", args=[photo.pk]), fields | {"who": " "})
    assertContains(wrong, "Say who agreed", status_code=422)
    form = register("Blankett")

    page = browser.post(reverse("records:note_consent", args=[photo.pk]), fields | {"proof": form.pk}, follow=True)

    assertContains(page, "In writing by a guardian")
    consent = UseConsent.objects.get()
    assert (consent.proof, consent.given_on, consent.who) == (form, date(2023, 5, 8), "Eleven")
    assertContains(browser.post(reverse("records:withdraw_consent", args=[consent.pk]), follow=True), "withdrawn on")
    assert [entry.action for entry in log.entries(consent)] == ["records.consent.noted", "records.consent.withdrawn"]


def test_the_person_withdraws_by_a_link_of_their_own(client, sign_in, coordinator, photo, agree):
    consent = agree()
    shown = sign_in(coordinator).post(reverse("records:consent_link", args=[consent.pk]))
    address = shown.content.decode().split("<code>")[1].split("</code>")[0].removeprefix("http://testserver")
    client.logout()

    page = client.get(address)
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["X-Robots-Tag"] == "noindex"
    assert page["Cache-Control"] == "no-store"
    assertNotContains(page, CAPTION)
    assert consents.may_show(photo, PUBLIC_PAGE)

    for _twice in range(2):
        assertContains(client.post(address), "It was withdrawn on")
    assert not consents.may_show(photo, PUBLIC_PAGE)
    entry = log.entries(consent).last()
    assert (entry.action, entry.user_id, entry.link_id is not None) == ("records.consent.withdrawn", None, True)


def test_a_link_that_is_closed_or_guessed_opens_nothing(client, coordinator, agree):
    consent = agree()
    first = actions.give_withdrawal_link(coordinator, consent=consent)
    second = actions.give_withdrawal_link(coordinator, consent=consent)

    assert links.find(first, WITHDRAW) is None
    assert client.get(reverse("records:own_consent", args=[first])).status_code == 404
    assert client.get(reverse("records:own_consent", args=["guessed"])).status_code == 404
    assert client.get(reverse("records:own_consent", args=[second])).status_code == 200
    for _number in range(links.TRIES_PER_MINUTE):
        answer = client.post(reverse("records:own_consent", args=["guessed"]))
    assert answer.status_code == 429


def test_others_consents_are_not_found(sign_in, agree):
    browser, consent = sign_in(member(OrganisationFactory(), *Role)), agree()

    for name in ("withdraw_consent", "consent_link"):
        assert browser.post(reverse(f"records:{name}", args=[consent.pk])).status_code == 404


def test_the_page_costs_the_same_whatever_it_shows(town, sign_in, coordinator, photo, agree, queries):
    CaseFactory(organisation=town)
    browser = sign_in(coordinator)
    costs = []
    for more in (1, 2, 27):
        for number in range(more):
            agree(who=f"{more} {number}")
        browser.get(reverse("records:document", args=[photo.pk]))
        with queries() as seen:
            browser.get(reverse("records:document", args=[photo.pk]))
        costs.append(len(seen))

    assert len(set(costs)) == 1
