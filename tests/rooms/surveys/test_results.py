"""What the answers say: with the errors of the sample, and without small cells for those who read no single answer."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains
from scipy.optimize import linprog

from byalag.core import registries
from byalag.core.periods import Period
from byalag.core.registries import Scope
from byalag.engines.survey_forms import Choice, ChoiceList, Choices, Kind, Question, Questionnaire
from byalag.rooms.people.api import PUBLIC, system
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.surveys import actions, rules
from byalag.rooms.surveys.enums import WaveState
from byalag.rooms.surveys.models import Area, Form, Submission, Unit, Wave
from byalag.rooms.surveys.results import Answered, Results, results_of
from tests.factories import FrameworkFactory, OrganisationFactory, member

from .conftest import asked, said

pytestmark = pytest.mark.django_db
SAY, SEX, AGE, NEWS, HOME, NEAR = (f"/data/{name}" for name in ("say", "sex", "age", "news", "home", "near"))


def fuller(value: Questionnaire) -> Questionnaire:
    """With the sex of who answers, several choices and a place."""
    value = asked(value)
    return replace(
        value,
        items=(
            *value.items,
            Question(SEX, Kind.SELECT_ONE, said("You are", "Du är"), choices=Choices("sex")),
            Question(NEWS, Kind.SELECT_MULTIPLE, said("How do you hear of it?"), choices=Choices("news")),
            Question(HOME, Kind.GEOPOINT, said("Where do you live?")),
            Question(NEAR, Kind.CALCULATE, calculation=f"substr({HOME}, 0, 4)"),
        ),
        lists=(
            *value.lists,
            ChoiceList("sex", (Choice("woman", said("A woman", "Kvinna")), Choice("man", said("A man", "Man")))),
            ChoiceList("news", (Choice("paper", said("Newspaper")), Choice("web", said("Web site")))),
        ),
    )


@pytest.fixture
def form(town, draft) -> Form:
    draft = actions.write_form(system(town), form=draft, questionnaire=fuller(draft.value), expected=None)
    return actions.freeze_form(system(town), form=draft)


@pytest.fixture
def areas(town, wave) -> dict[str, Area]:
    return {name: actions.set_area(system(town), wave=wave, name=name) for name in ("North", "South", "West")}


def came_in(wave: Wave, answers: dict[str, str], many: int = 1, **fields: object) -> None:
    """So many answers alike, as they stand when they have been taken in."""
    begin = Submission.objects.count()
    form = fields.pop("form", wave.form)
    Submission.objects.bulk_create(
        Submission(wave=wave, form=form, channel="web", instance_id=f"uuid:{begin + n}", answers=answers, **fields)
        for n in range(many)
    )


def of(results: Results, path: str) -> Answered:
    return next(one for one in results.questions if one.path == path)


def shares(answered: Answered) -> dict[str, float | None]:
    return {line.choice: line.everybody.estimate for line in answered.lines}


# --- Figures --------------------------------------------------------------------------------------------------------------


def test_shares_and_errors_are_those_counted_by_hand_with_unequal_weights_and_strata(wave, areas):
    for area, say, weight in (
        ("North", "none", 1), ("North", "none", 1), ("North", "some", 2), ("North", "a_lot", 2),
        ("South", "some", 1), ("South", "some", 1), ("South", "some", 4), ("South", "none", 4),
    ):  # fmt: skip
        came_in(wave, {SAY: say, AGE: str(10 * weight)}, area=areas[area], weight=weight)

    results = results_of(wave, everything=True)
    assert shares(of(results, SAY)) == {"none": 6 / 16, "some": 8 / 16, "a_lot": 2 / 16}
    some = of(results, SAY).lines[1].everybody
    # The variance is (3 + 11) / 16²; its interval is t with 6 degrees of freedom on the logit scale.
    assert (some.lower, some.upper) == pytest.approx((0.09205, 0.90795), abs=1e-5)
    simple = 0.25 / 7
    assert some.deff == pytest.approx(14 / 256 / simple)
    assert some.effective == pytest.approx(8 / some.deff)
    mean = of(results, AGE).lines[0].everybody
    assert mean.estimate == pytest.approx((10 + 10 + 40 + 40 + 10 + 10 + 160 + 160) / 16)


def test_units_that_answer_alike_make_the_answers_worth_less(wave, areas):
    units = [Unit.objects.create(area=areas["North"], name=f"Village {n}") for n in range(4)]
    for number, unit in enumerate(units):
        came_in(wave, {SAY: "some" if number % 2 else "none"}, 10, area=areas["North"], unit=unit)

    some = of(results_of(wave, everything=True), SAY).lines[1].everybody
    assert some.deff == pytest.approx((1 / 12) / (0.25 / 39))  # between four units instead of forty people
    assert some.effective == pytest.approx(40 / some.deff)


def test_several_choices_are_shares_of_those_who_answered(wave):
    came_in(wave, {NEWS: "paper web"}, 3)
    came_in(wave, {NEWS: "web"}, 1)
    came_in(wave, {SAY: "some"}, 6)

    news = of(results_of(wave, everything=True), NEWS)
    assert (news.n, shares(news)) == (4, {"paper": 0.75, "web": 1.0})


def test_what_is_left_out_and_what_the_form_does_not_know_is_not_counted(wave):
    came_in(wave, {SAY: "some"}, 3)
    came_in(wave, {SAY: "none"}, 2, state="excluded", why="A try")
    came_in(wave, {SAY: "whatever", AGE: "old"})

    results = results_of(wave, everything=True)
    assert results.n == 4
    assert (of(results, SAY).n, shares(of(results, SAY))) == (3, {"none": 0.0, "some": 1.0, "a_lot": 0.0})
    assert of(results, AGE).n == 0


def test_only_what_is_comparable_of_another_version_is_put_together(town, survey, wave, form, coordinator):
    came_in(wave, {SAY: "some", SEX: "man"}, 4)
    newer = actions.begin_version(coordinator, survey=survey)
    value = newer.value
    more = tuple(
        replace(one, choices=(*one.choices, Choice("all", said("All of it")))) if one.name == "say" else one
        for one in value.lists
    )
    newer = actions.write_form(coordinator, form=newer, questionnaire=replace(value, lists=more), expected=None)
    newer = actions.freeze_form(coordinator, form=newer)
    wave = actions.change_wave(coordinator, wave=wave, expected=None, form=newer)
    came_in(wave, {SAY: "all", SEX: "woman"}, 6, form=newer)

    results = results_of(Wave.objects.get(pk=wave.pk), everything=True)
    assert (of(results, SAY).n, of(results, SEX).n, results.apart) == (6, 10, 4)


def test_a_difference_is_told_as_one_only_when_chance_does_not_explain_it(wave):
    came_in(wave, {SEX: "woman", SAY: "none"}, 60)
    came_in(wave, {SEX: "woman", SAY: "some"}, 41)
    came_in(wave, {SEX: "man", SAY: "none"}, 20)
    came_in(wave, {SEX: "man", SAY: "some"}, 80)
    (told,) = of(results_of(wave, by=SEX, everything=True), SAY).differences
    assert (told.group, told.against, told.is_sure) == ("A man", "A woman", True)

    came_in(wave, {SEX: "man", SAY: "none"}, 100)
    (told,) = of(results_of(wave, by=SEX, everything=True), SAY).differences
    assert (told.group, told.is_sure) == ("A woman", False)


# --- Small cells ----------------------------------------------------------------------------------------------------------

COUNTS = {
    ("North", "woman"): (40, 3, 20), ("North", "man"): (30, 25, 10), ("South", "woman"): (20, 15, 2),
    ("South", "man"): (12, 30, 1), ("West", "woman"): (1, 9, 8), ("West", "man"): (2, 0, 14),
}  # fmt: skip
SAYS = ("none", "some", "a_lot")


def town_that_answered(wave: Wave, areas: dict[str, Area]) -> None:
    for (area, sex), counts in COUNTS.items():
        for say, many in zip(SAYS, counts, strict=True):
            came_in(wave, {SAY: say, SEX: sex, AGE: "40"}, many, area=areas[area])


def published(results: list[Results]) -> list[tuple[dict[str, str], float]]:
    """Everything that the pages say of how many answered what: which rows of (area, sex, say) together are how many."""
    found = []
    for result in results:
        for path, of_answer in ((SAY, "say"), (SEX, "sex")):
            one = of(result, path)
            for line in one.lines:
                where = [({}, line.everybody, one.n)]
                if result.by and result.by.key != path and one.groups:
                    key = {"area": "area", SEX: "sex", SAY: "say"}[result.by.key]
                    names = {label: value for value, label in result.by.groups}
                    for group, figure in zip(one.groups, line.groups, strict=True):
                        value = group.label if key == "area" else names[group.label]
                        where.append(({key: value}, figure, group.n))
                for place, figure, n in where:
                    if n is not None:
                        found.append((place, float(n)))
                    if not figure.hidden:
                        found.append((place | {of_answer: line.choice}, float(figure.estimate * figure.n)))
    return found


def test_nobody_can_work_out_a_small_cell_from_all_that_readers_are_shown(wave, areas):
    town_that_answered(wave, areas)
    seen = [results_of(wave, by=by) for by in ("", "area", SEX, SAY)]
    assert seen[1].kept_back

    cells = [dict(zip(("area", "sex", "say"), each, strict=True)) for each in product(areas, ("woman", "man"), SAYS)]
    told = published(seen)
    equations = np.array([[float(place.items() <= cell.items()) for cell in cells] for place, _n in told])
    numbers = np.array([n for _place, n in told])
    truth = np.array([float(COUNTS[c["area"], c["sex"]][SAYS.index(c["say"])]) for c in cells])
    assert equations @ truth == pytest.approx(numbers)

    small = 0
    for names in (("area", "say"), ("sex", "say"), ("area", "sex")):
        for wanted in {tuple((name, cell[name]) for name in names) for cell in cells}:
            of_it = np.array([float(set(wanted) <= set(cell.items())) for cell in cells])
            if not 0 < of_it @ truth < 5:
                continue
            small += 1
            most = -linprog(-of_it, A_eq=equations, b_eq=numbers, bounds=(0, None)).fun
            assert most >= of_it @ truth + 5 - 1e-6
    assert small == 2  # a lot in the south, none in the west


def test_who_reads_single_answers_sees_small_cells_and_who_does_not_is_told_how_many_are_left_out(
    sign_in, town, wave, areas, coordinator
):
    came_in(wave, {SAY: "none", SEX: "woman"}, 8, area=areas["North"])
    came_in(wave, {SAY: "some", SEX: "man"}, 7, area=areas["North"])
    came_in(wave, {SAY: "some", SEX: "man"}, 3, area=areas["South"])
    came_in(wave, {SAY: "none", SEX: "woman"}, 9, area=areas["South"])
    actions.close_wave(coordinator, wave=wave)
    address = reverse("surveys:results", args=[wave.pk]) + "?by=area"

    assertNotContains(sign_in(coordinator).get(address), "Too few")
    page = sign_in(member(town, Role.READER)).get(address)
    assertContains(page, "Too few")
    assertContains(page, "rest on fewer than 5 answers")
    file = sign_in(member(town, Role.READER)).get(reverse("surveys:results_file", args=[wave.pk, "csv"]) + "?by=area")
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    kept = {
        (row["Choice"], row["Group"]): row["Share or mean"] for row in rows if row["Question"].startswith("How much")
    }
    assert (kept["some", "South"], kept["none", "South"], kept["a lot", "South"]) == ("", "", "0")


def test_minors_are_shown_from_ten_and_a_handful_not_at_all(town, survey, wave):
    came_in(wave, {SAY: "some"}, 7)
    assert of(results_of(wave), SAY).n == 7

    survey = actions.change_survey(system(town), survey=survey, expected=None, asks_minors=True)
    results = results_of(Wave.objects.get(pk=wave.pk))
    assert (results.n, results.questions, results.least) == (None, (), 10)


# --- Pages and files ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", WaveState)
@pytest.mark.parametrize("role", Role)
def test_who_sees_results_and_when(sign_in, town, wave, role, state):
    came_in(wave, {SAY: "some"}, 6)
    Wave.objects.filter(pk=wave.pk).update(state=state)
    wave.refresh_from_db()
    reads_answers = role in {Role.CONTRIBUTOR, Role.COORDINATOR}
    actor = member(town, role)
    verdict = rules.may_read_results(actor, wave)
    assert bool(verdict) == (reads_answers or state == WaveState.CLOSED)
    assert verdict or "when the wave is closed" in str(verdict.reason)

    browser = sign_in(actor)
    page = browser.get(reverse("surveys:results", args=[wave.pk]))
    (assertContains if verdict else assertNotContains)(page, "How much say have you?")
    table = browser.get(reverse("surveys:results_file", args=[wave.pk, "xlsx"]))
    assert table.status_code == (200 if verdict else 403)
    for name in ("microdata", "codebook"):
        assert browser.get(reverse(f"surveys:{name}", args=[wave.pk])).status_code == (200 if reads_answers else 403)


@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize("visibility", [Visibility.ORGANISATION, Visibility.PUBLIC])
def test_others_see_results_of_closed_waves_of_surveys_that_they_see(
    sign_in, town, survey, wave, coordinator, visibility, closed
):
    came_in(wave, {SAY: "some"}, 6)
    came_in(wave, {SAY: "none"}, 2)
    if closed:
        actions.close_wave(coordinator, wave=wave)
    actions.change_survey(system(town), survey=survey, expected=None, visibility=visibility)

    browser = sign_in(member(OrganisationFactory(), Role.COORDINATOR))
    address = reverse("surveys:results", args=[wave.pk])
    page = browser.get(address)
    if closed and visibility == Visibility.PUBLIC:
        assertContains(browser.get(survey.get_absolute_url()), address)
        assertContains(page, "Too few")
        assert browser.get(reverse("surveys:microdata", args=[wave.pk])).status_code == 403
    else:
        assert page.status_code == 404


def test_answers_go_out_without_what_tells_whose_they_are(sign_in, wave, areas, coordinator):
    came_in(
        wave, {SAY: "some", AGE: "40", HOME: "60.6 15.6 0 0", NEAR: "60.6"}, area=areas["North"], weight=1.5, language="sv",
        xml="<secret/>", respondent="pseudonym",
    )  # fmt: skip
    came_in(wave, {SAY: "=1+1"}, state="excluded", why="A try")

    browser = sign_in(coordinator)
    text = browser.get(reverse("surveys:microdata", args=[wave.pk])).content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert {key: row[key] for key in ("area", "language", "weight", SAY, AGE)} == {
        "area": "North", "language": "sv", "weight": "1.5", SAY: "some", AGE: "40",
    }  # fmt: skip
    for secret in ("60.6", "uuid:", "secret", "pseudonym", HOME, NEAR):
        assert secret not in text
    book = browser.get(reverse("surveys:codebook", args=[wave.pk])).content.decode("utf-8-sig")
    assert f"{SAY},How much say have you?,select_one,a_lot,a lot" in book


def test_a_wave_that_nobody_answered_says_so(sign_in, wave, coordinator):
    assertContains(sign_in(coordinator).get(reverse("surveys:results", args=[wave.pk])), "Nobody has answered yet")
    assert results_of(wave).n == 0


def test_results_cost_the_same_however_many_answered(sign_in, wave, areas, coordinator):
    browser, costs = sign_in(coordinator), []
    address = reverse("surveys:results", args=[wave.pk])
    browser.get(address)
    for many in (1, 2, 27):
        came_in(wave, {SAY: "some", SEX: "man"}, many, area=areas["North"])
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(address + f"?by={SEX}").status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1] == costs[2]


def test_answers_of_the_period_are_counted_for_accounts_with_the_waves_behind_them(town, survey, wave):
    came_in(wave, {SAY: "some"}, 3, received_at=datetime(2023, 5, 1, tzinfo=UTC))
    came_in(wave, {SAY: "some"}, 2, received_at=datetime(2023, 5, 1, tzinfo=UTC), state="excluded", why="A try")
    came_in(wave, {SAY: "some"}, 4, received_at=datetime(2024, 5, 1, tzinfo=UTC))
    scope = Scope(FrameworkFactory(organisation=town, visibility="public", status="adopted").pk, Period.of_year(2023))

    counted = registries.measures["survey_answers"].compute
    result = counted(member(town, Role.READER), scope)
    assert (result.value, [(row.label, row.counts) for row in result.rows], result.hidden) == (3, [(str(wave), 3)], 0)
    seen = counted(PUBLIC, scope)
    assert (seen.value, seen.rows, seen.hidden) == (3, (), 1)  # the survey is not public
