"""Lists of eligible countries with their days, cards and cooperations that rest on them, and countries that leave."""

from __future__ import annotations

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core.verdicts import Refused
from byalag.core.versions import Conflict
from byalag.rooms.cooperation import actions, eligibility, queries, rules
from byalag.rooms.cooperation.enums import OVER, CooperationState
from byalag.rooms.cooperation.models import Cooperation, EligibilityList, EligibleCountry, Funding
from byalag.rooms.cooperation.profiles import fundable, proposals
from byalag.rooms.people.api import system
from byalag.rooms.people.enums import Role, Visibility
from tests.duties import due
from tests.factories import OrganisationFactory, member

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LONG_AGO, BEFORE, LATER = TODAY - timedelta(1000), TODAY - timedelta(30), TODAY + timedelta(60)
ALWAYS = (None, None)


@pytest.fixture
def fund():
    return OrganisationFactory(name="The Fund", slug="fund", kind="fund", country="SE")


@pytest.fixture
def funds(fund):
    """A published list: Ukraine and Namibia from long ago."""
    row = actions.make_list(
        system(fund), organisation=fund, name="Partnerships", funder="The Fund", visibility=Visibility.PUBLIC
    )
    write(row, LONG_AGO, "UA", "NA")
    return row


def write(row, starts, *codes, ends=None, source="The Fund’s page", **days):
    return actions.write_edition(
        system(row.organisation), eligibility_list=row, starts=starts, ends=ends, source=source,
        countries=dict.fromkeys(codes, ALWAYS) | days,
    )  # fmt: skip


@pytest.fixture
def paid(coordinator, town, partner, twin, funds):
    """A partnership with a town in Ukraine, granted long ago."""
    partner.country = "UA"
    partner.save()
    actions.add_party(coordinator, cooperation=twin, organisation=partner)
    return actions.tie_funding(
        coordinator, cooperation=twin, eligibility_list=funds, granted_on=LONG_AGO + timedelta(10)
    )


def on(row, day):
    return eligibility.eligible_on(row.editions.all(), day)


# --- Who may what -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_lists_are_kept_by_coordinators(fund, funds, role):
    actor, stranger = member(fund, role), member(OrganisationFactory(), role)

    assert bool(rules.may_keep_lists(actor, fund.pk)) == (role == Role.COORDINATOR)
    assert bool(rules.may_change_list(actor, funds)) == (role == Role.COORDINATOR)
    assert not rules.may_keep_lists(stranger, fund.pk)
    assert not rules.may_change_list(stranger, funds)


@pytest.mark.parametrize("state", CooperationState)
@pytest.mark.parametrize("role", Role)
def test_what_a_cooperation_is_paid_for_under_is_said_by_coordinators_of_its_keeper(town, fund, funds, role, state):
    cooperation = Cooperation.objects.create(organisation=town, kind="partnership", name="P", state=state)
    funding = Funding.objects.create(cooperation=cooperation, list=funds, granted_on=TODAY)
    actor, stranger = member(town, role), member(fund, role)
    may = role == Role.COORDINATOR and state not in OVER

    for rule in (rules.may_change_funding, rules.may_untie_funding):
        assert bool(rule(actor, funding)) == may
        assert not rule(stranger, funding)
    assert bool(rules.may_tie_funding(actor, cooperation)) == may
    assert not rules.may_tie_funding(stranger, cooperation)


def test_a_list_that_is_not_shown_is_nobodys_business(sign_in, fund, funds, coordinator):
    page = reverse("cooperation:eligibility_list", args=[funds.pk])
    assertContains(sign_in(coordinator).get(page), "Ukraine")
    actions.change_list(system(fund), eligibility_list=funds, expected=None, visibility=Visibility.ORGANISATION)

    assert sign_in(coordinator).get(page).status_code == 404
    assertNotContains(sign_in(coordinator).get(reverse("cooperation:eligibility")), "Partnerships")
    for name in ("write_edition", "change_list"):
        assert sign_in(coordinator).get(reverse(f"cooperation:{name}", args=[funds.pk])).status_code == 404


# --- What holds on a day ----------------------------------------------------------------------------------------------


def test_a_list_says_something_else_on_other_days(funds):
    write(funds, BEFORE, "UA", "CO", ZA=(LATER, None))

    assert on(funds, LONG_AGO - timedelta(1)) is None
    assert on(funds, BEFORE - timedelta(1)) == {"UA", "NA"}
    assert on(funds, BEFORE) == {"UA", "CO"}
    assert on(funds, LATER) == {"UA", "CO", "ZA"}


def test_a_correction_holds_from_the_same_day_and_the_earlier_text_can_be_read(funds):
    write(funds, LONG_AGO, "UA")

    assert on(funds, LONG_AGO) == {"UA"}
    assert [row.number for row in funds.editions.all()] == [1, 2]
    assert {row.country for row in funds.editions.get(number=1).countries.all()} == {"UA", "NA"}


def test_an_edition_that_has_run_out_does_not_bring_back_the_one_before(funds):
    write(funds, BEFORE, "CO", ends=TODAY)

    assert on(funds, TODAY) == {"CO"}
    assert on(funds, TODAY + timedelta(1)) is None


def test_the_database_keeps_days_in_order_and_countries_single(funds):
    edition = funds.editions.get()
    with pytest.raises(IntegrityError):
        EligibleCountry.objects.create(edition=edition, country="CO", starts=TODAY, ends=BEFORE)


def test_two_who_write_an_edition_at_once(fund, funds):
    with pytest.raises(Conflict):
        actions.write_edition(
            system(fund), eligibility_list=funds, starts=TODAY, source="S", countries={"UA": ALWAYS}, expected=1
        )
    with pytest.raises(ValidationError, match="at least one country"):
        actions.write_edition(system(fund), eligibility_list=funds, starts=TODAY, source="S", countries={})


# --- Countries that leave while a grant goes on -----------------------------------------------------------------------


def leaving(funding):
    row = eligibility.fundings_visible_to(system(funding.cooperation.organisation)).get(pk=funding.pk)
    with translation.override("en"):
        return [(it.country, it.on, eligibility.told(it)) for it in eligibility.departures(row)]


def test_while_the_country_is_on_the_list_nothing_is_told(paid, coordinator):
    assert leaving(paid) == []
    assert list(told_of_lists(coordinator)) == []


@pytest.mark.parametrize(
    ("countries", "told"),
    [
        ({"starts": BEFORE, "codes": ["NA"]}, ("UA", BEFORE, "Ukraine left “Partnerships”")),
        ({"starts": LATER, "codes": ["NA"]}, ("UA", LATER, "Ukraine leaves “Partnerships”")),
        ({"starts": BEFORE, "codes": ["NA"], "UA": (None, TODAY)}, ("UA", TODAY + timedelta(1), "Ukraine leaves “Partnerships”")),
        ({"starts": LONG_AGO, "codes": ["NA"]}, None),
        ({"starts": BEFORE, "codes": ["UA"], "ends": TODAY}, ("UA", TODAY + timedelta(1), None)),
    ],
)  # fmt: skip
def test_a_country_that_leaves_in_mid_grant_is_told_with_its_day(paid, funds, countries, told):
    starts, codes = countries.pop("starts"), countries.pop("codes")
    write(funds, starts, *codes, **countries)
    found = leaving(paid)

    if told is None:  # a correction of what held when it was granted: what was granted rests on the earlier text
        assert [(row[0], row[1]) for row in found] == [("UA", paid.granted_on)]
    elif told[2] is None:
        assert [row[:2] for row in found] == [told[:2]]
        assert "says nothing" in found[0][2]
    else:
        assert [row[:2] for row in found] == [told[:2]]
        assert found[0][2].startswith(told[2])


def test_one_that_came_back_or_leaves_after_the_grant_is_not_told(paid, funds, coordinator):
    write(funds, BEFORE, "NA")
    write(funds, TODAY - timedelta(3), "NA", "UA")
    assert leaving(paid) == []
    write(funds, LATER, "NA")
    assert [row[1] for row in leaving(paid)] == [LATER]
    actions.change_funding(coordinator, funding=paid, expected=None, until=LATER - timedelta(1), reference="")
    assert leaving(paid) == []


def test_the_keeper_is_told_today_and_on_the_page_with_day_and_source(sign_in, paid, funds, coordinator, partner, town):
    write(funds, BEFORE, "NA", source="Decision of the board")
    (duty,) = told_of_lists(coordinator)
    assert (duty.due, duty.urgency, "Ukraine left" in str(duty.title)) == (BEFORE, 0, True)
    assert list(told_of_lists(member(partner, Role.COORDINATOR))) == []
    assert list(told_of_lists(member(town, Role.CONTRIBUTOR))) == []

    page = reverse("cooperation:cooperation", args=[paid.cooperation_id])
    assertContains(sign_in(coordinator).get(page), "Ukraine left “Partnerships”")
    assertContains(sign_in(coordinator).get(page), "Decision of the board")
    Cooperation.objects.update(visibility=Visibility.CIRCLE)
    assertContains(sign_in(member(partner, Role.READER)).get(page), "Ukraine left “Partnerships”")


def test_nothing_is_blocked_and_new_steps_warn(sign_in, paid, funds, coordinator):
    browser = sign_in(coordinator)
    pages = [
        reverse(f"cooperation:{name}", args=[paid.cooperation_id])
        for name in ("move", "add_party", "draft_agreement", "plan_phase")
    ]
    for page in pages:
        assertNotContains(browser.get(page), "What was granted stays")
    write(funds, BEFORE, "NA")
    for page in pages:
        assertContains(browser.get(page), "What was granted stays as it was granted")
    paid.refresh_from_db()
    assert eligibility.is_named(paid.granted_under, "UA", paid.granted_on)
    assert rules.may_move_cooperation(coordinator, paid.cooperation)
    assert browser.post(pages[2], {"title": "Next year"}).status_code == 302


def test_it_is_told_until_somebody_writes_what_is_done(sign_in, paid, funds, coordinator, partner):
    write(funds, BEFORE, "NA")
    page = reverse("cooperation:answer_departure", args=[paid.cooperation_id, paid.pk, "UA"])
    assertContains(sign_in(coordinator).post(page, {"text": " "}), "required", status_code=422)
    sign_in(member(partner, Role.COORDINATOR)).post(page, {"text": "No"})
    assert not paid.answers.exists()
    sign_in(coordinator).post(page, {"text": "The fund lets us finish."})

    assert list(told_of_lists(coordinator)) == []
    assertContains(
        sign_in(coordinator).get(reverse("cooperation:cooperation", args=[paid.cooperation_id])), "lets us finish"
    )
    assert sign_in(coordinator).get(page).status_code == 404
    with pytest.raises(ValidationError, match="Nothing waits"):
        actions.answer_departure(coordinator, funding=paid, country="UA", text="Again")
    with pytest.raises(Refused, match="answered"):
        actions.untie_funding(coordinator, funding=paid)


def test_a_cooperation_that_is_over_waits_for_nothing(paid, funds, coordinator):
    write(funds, BEFORE, "NA")
    Cooperation.objects.update(state="ended")

    assert list(told_of_lists(coordinator)) == []


def test_one_is_not_paid_for_under_a_list_that_says_nothing_of_the_day_or_is_hidden(twin, funds, coordinator, fund):
    with pytest.raises(ValidationError, match="says nothing of that day"):
        actions.tie_funding(coordinator, cooperation=twin, eligibility_list=funds, granted_on=LONG_AGO - timedelta(1))
    actions.change_list(system(fund), eligibility_list=funds, expected=None, visibility=Visibility.ORGANISATION)
    with pytest.raises(ValidationError, match="Choose one of the lists"):
        actions.tie_funding(coordinator, cooperation=twin, eligibility_list=funds, granted_on=TODAY)


def test_what_it_is_paid_for_under_on_the_pages(sign_in, twin, funds, coordinator, town):
    browser, page = sign_in(coordinator), reverse("cooperation:cooperation", args=[twin.pk])
    typed = {"eligibility_list": funds.pk, "granted_on": TODAY.isoformat(), "until": BEFORE.isoformat()}
    tie = reverse("cooperation:tie_funding", args=[twin.pk])
    assertContains(browser.post(tie, typed), "on or after the day", status_code=422)
    browser.post(tie, typed | {"until": LATER.isoformat(), "reference": "F 12"})
    assertContains(browser.get(page), "F 12")
    row = Funding.objects.get()
    change = reverse("cooperation:change_funding", args=[twin.pk, row.pk])
    browser.post(change, {"until": "", "reference": "F 13", "version": row.version})
    assertContains(browser.get(page), "F 13")
    remove = reverse("cooperation:untie_funding", args=[twin.pk, row.pk])
    sign_in(member(town, Role.READER)).post(remove)
    assert Funding.objects.exists()
    sign_in(coordinator).post(remove)
    assert not Funding.objects.exists()


# --- Cards ------------------------------------------------------------------------------------------------------------


def card(organisation, **fields):
    row = actions.write_card(system(organisation), organisation=organisation, title=f"{organisation}", **fields)
    return actions.publish_card(system(organisation), card=row)


def test_proposals_say_whether_the_country_is_on_the_list(sign_in, town, coordinator, funds):
    town.country = "SE"
    town.save()
    own = card(town, seeks=["Water"], fundable_under=funds, fundable_on=date(TODAY.year, TODAY.month, 1))
    poor = card(OrganisationFactory(name="In Ukraine", country="UA"), offers=["School"], seeks=["Schools"])
    good = card(OrganisationFactory(name="In Denmark", country="DK"), offers=["Water"])
    with translation.override("en"):
        found = proposals(own, queries.cards_visible_to(coordinator), funds)
        assert [row.card for row in found] == [poor, good] or [row.card for row in found] == [good]
        said = {row.card.pk: row.listed for row in found}
        assert "Denmark is not on “Partnerships”" in said[good.pk]
        assert "Sweden is not on" in fundable(own, funds)
    page = sign_in(coordinator).get(reverse("cooperation:card", args=[own.pk]))
    assertContains(page, "Denmark is not on “Partnerships”")


def test_one_country_of_the_two_on_the_list_is_enough(town, coordinator, funds):
    town.country = "UA"
    town.save()
    own = card(town, seeks=["Water"], fundable_under=funds)
    fits = card(OrganisationFactory(country="SE"), offers=["Water"])
    card(OrganisationFactory(country="NA"), offers=["Roads"], seeks=["Roads"])

    first = proposals(own, queries.cards_visible_to(coordinator), funds)[0]
    assert (first.card, first.outside) == (fits, False)


# --- Writing and reading lists ----------------------------------------------------------------------------------------


def typed(row, **fields):
    about = {"starts": TODAY.isoformat(), "source": "Page", "version": EligibilityList.objects.get(pk=row.pk).version}
    return about | {"countries": "UA\nNamibia; 2024-01-01; 2099-12-31", "save": "1"} | fields


def test_a_list_is_begun_looked_at_and_saved(sign_in, coordinator, town):
    browser = sign_in(coordinator)
    browser.post(reverse("cooperation:make_list"), {"name": "Cities", "funder": "EU", "visibility": "organisation"})
    row = EligibilityList.objects.get()
    page = reverse("cooperation:write_edition", args=[row.pk])
    browser.post(page, typed(row))
    assert {c.country: (c.starts, c.ends) for c in EligibleCountry.objects.all()} == {
        "UA": ALWAYS, "NA": (date(2024, 1, 1), date(2099, 12, 31)),
    }  # fmt: skip
    assertContains(browser.get(reverse("cooperation:eligibility_list", args=[row.pk])), "Namibia")


def test_what_would_change_is_shown_before_it_is_saved(sign_in, paid, funds, fund):
    keeper = sign_in(member(fund, Role.COORDINATOR))
    fields = typed(funds, countries="CO\nNA")
    del fields["save"]
    page = keeper.post(reverse("cooperation:write_edition", args=[funds.pk]), fields)

    assertContains(page, "Joins: Colombia")
    assertContains(page, "Leaves: Ukraine")
    assert funds.editions.count() == 1
    assertNotContains(page, paid.cooperation.name)  # others' cooperations are not told


@pytest.mark.parametrize(
    ("countries", "words"),
    [
        ("UA\nAtlantis", "Line 2: “Atlantis” is no country that we know."),
        ("UA\nUkraina", "Line 2: “Ukraina” stands there twice."),
        ("UA; soon", "Line 1: “soon” is not a date"),
        ("UA; 2024-01-01; 2023-01-01", "Line 1: It must end on or after"),
        ("UA; 2024-01-01; 2025-01-01; 3", "Line 1: A line has a country"),
        ("", "at least one country"),
    ],
)
def test_what_cannot_be_read_is_said_by_line_and_stays(sign_in, fund, funds, countries, words):
    page = sign_in(member(fund, Role.COORDINATOR)).post(
        reverse("cooperation:write_edition", args=[funds.pk]), typed(funds, countries=countries)
    )
    assertContains(page, words, status_code=422)
    assertContains(page, countries.split("\n", maxsplit=1)[0], status_code=422)


def test_what_was_taken_out_is_read_in_again(sign_in, fund, funds):
    write(funds, BEFORE, "UA", ZA=(BEFORE, LATER))
    browser = sign_in(member(fund, Role.COORDINATOR))
    for suffix in ("xlsx", "csv"):
        taken = browser.get(reverse("cooperation:eligibility_file", args=[funds.pk, 2, suffix])).content
        upload = SimpleUploadedFile(f"list.{suffix}", taken)
        fields = typed(funds, countries="", file=upload)
        page = browser.post(reverse("cooperation:write_edition", args=[funds.pk]), fields)
        assertContains(page, f"ZA; {BEFORE}; {LATER}")
        assertContains(page, "2 countries on the list")
    assert funds.editions.count() == 2
    whole = browser.get(reverse("cooperation:eligibility_file", args=[funds.pk, 0, "xlsx"])).content
    sheet = openpyxl.load_workbook(io.BytesIO(whole)).active
    assert sheet.max_row == 5
    assert browser.get(reverse("cooperation:eligibility_file", args=[funds.pk, 9, "csv"])).status_code == 404
    assert browser.get(reverse("cooperation:eligibility_file", args=[funds.pk, 1, "pdf"])).status_code == 404


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"Foo;Bar\nUA;", "must name the columns"),
        (b"Country\nAtlantis\n", "Line 2"),
        (b"\0\1", "are read from .xlsx and .csv"),
    ],
)
def test_a_file_that_is_no_list_is_refused(sign_in, fund, funds, data, words):
    upload = SimpleUploadedFile("list.csv", data)
    page = sign_in(member(fund, Role.COORDINATOR)).post(
        reverse("cooperation:write_edition", args=[funds.pk]), typed(funds, file=upload)
    )
    assertContains(page, words, status_code=422)


def test_the_list_is_read_as_it_was_on_a_day(sign_in, funds, coordinator):
    write(funds, BEFORE, "CO")
    page, browser = reverse("cooperation:eligibility_list", args=[funds.pk]), sign_in(coordinator)

    assert browser.get(page).context["countries"] == ["Colombia"]
    assert browser.get(page, {"on": LONG_AGO.isoformat()}).context["countries"] == ["Namibia", "Ukraine"]
    assertContains(browser.get(page, {"on": "1990-01-01"}), "says nothing of that day")
    assertContains(browser.get(page, {"on": "soon"}), "Enter a valid date")


def told_of_lists(actor):
    """What Today tells of lists of countries; the papers that a cooperation lacks are told apart."""
    return [duty for duty in due(actor, "cooperation") if not duty.key.startswith("cooperation.papers")]


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_pages_cost_the_same_for_many(sign_in, paid, funds, coordinator, fund, rows, django_assert_num_queries):
    for n in range(rows - 1):
        other = actions.make_list(system(fund), organisation=fund, name=f"L{n}", funder="F", visibility="public")
        write(other, LONG_AGO, "UA", "NA")
        write(funds, LONG_AGO + timedelta(n), "UA", "NA")
        actions.tie_funding(coordinator, cooperation=paid.cooperation, eligibility_list=other, granted_on=BEFORE)
    browser = sign_in(coordinator)
    with django_assert_num_queries(10):
        browser.get(reverse("cooperation:eligibility"))
    with django_assert_num_queries(10):
        browser.get(reverse("cooperation:eligibility_list", args=[funds.pk]))
    with django_assert_num_queries(48):
        browser.get(reverse("cooperation:cooperation", args=[paid.cooperation_id]))
