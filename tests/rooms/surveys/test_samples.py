"""The sample: what it can tell, the list it is drawn from, a draw that anybody can repeat, and who stands in."""

from __future__ import annotations

import csv
import hashlib
import io
import json

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core.verdicts import Refused
from byalag.core.versions import Conflict
from byalag.rooms.people.api import system
from byalag.rooms.people.enums import Role
from byalag.rooms.surveys import actions, queries, rules, sampling
from byalag.rooms.surveys.enums import Allocation, WaveState
from byalag.rooms.surveys.models import Draw, Listed, Unit
from tests.factories import OrganisationFactory, member

from .test_submissions import sent

pytestmark = pytest.mark.django_db


def frame(areas: dict[str, int] | None = None, households: int = 0) -> sampling.Frame:
    """Villages by area; with households, each has so many of them."""
    rows = []
    for area, villages in (areas or {"North": 6, "South": 12}).items():
        for number in range(villages):
            name = f"{area} {number}"
            codes = tuple(f"{name}-{code}" for code in range(households))
            rows.append(sampling.Listing(area, name, households or 10 + number, codes))
    return sampling.Frame(tuple(rows), {})


def choice(**fields) -> sampling.Choice:
    given = {"answers": 30, "per_unit": 5, "allocation": "proportional", "least": 0, "method": "simple"}
    return sampling.Choice(**given | fields)


def table(*rows: list[str]) -> SimpleUploadedFile:
    made = io.StringIO()
    csv.writer(made).writerows(rows)
    return SimpleUploadedFile("list.csv", made.getvalue().encode())


@pytest.fixture
def planned(town, survey, form):
    return actions.plan_wave(system(town), survey=survey, name="2026", form=form)


@pytest.fixture
def drawn(town, planned):
    actions.take_in_frame(system(town), wave=planned, frame=frame())
    actions.draw_sample(system(town), wave=planned, choice=choice(), seed="7 12 19 23 31")
    return planned


def page(wave, name="sample"):
    return reverse(f"surveys:{name}", args=[wave.pk])


# what it can tell


def test_margins_are_told_before_anything_is_saved(sign_in, coordinator, planned):
    browser = sign_in(coordinator)
    answer = browser.get(page(planned))
    assertContains(answer, "348 answers, drawn one by one, tell a share of one half to within ±5.3 points")
    assertContains(answer, "the design effect is 1")

    answer = browser.get(page(planned), {"answers": "348", "per_unit": "10", "likeness": "0.05"})
    assertContains(answer, "the design effect is 1.45")
    assertContains(answer, "as much as 240 drawn one by one: ±6.3 points")
    assertContains(answer, "you need 505 answers")
    assert not Draw.objects.exists()


def test_what_cannot_be_a_number_is_told_and_stays(sign_in, coordinator, planned):
    answer = sign_in(coordinator).get(page(planned), {"answers": "many", "likeness": "2"})
    assertContains(answer, 'value="many"')
    assertNotContains(answer, "points")


def test_more_than_the_list_has_room_for_is_told(sign_in, coordinator, planned):
    actions.take_in_frame(coordinator, wave=planned, frame=frame())
    answer = sign_in(coordinator).get(page(planned), {"answers": "500", "per_unit": "5"})
    assertContains(answer, "The list has room for 0 to 90 answers with these rules, and 500 are wanted.")


@pytest.mark.parametrize("allocation", Allocation)
def test_answers_are_shared_out_and_add_up(allocation):
    found = sampling.shares(frame(), choice(allocation=allocation, least=8))
    assert sum(share.wanted for share in found) == 30
    assert all(share.wanted >= 8 and share.drawn == -(-share.wanted // 5) for share in found)


# the list


def test_a_list_is_looked_at_and_taken_in_as_a_whole(sign_in, coordinator, planned):
    browser, address = sign_in(coordinator), page(planned, "take_in_frame")
    upload = table(
        ["Area", "Village, ward or school", "Name or code"],
        *(["North", "Svärdsjö", f"S-{number}"] for number in range(3)),
        ["South", "Enviken", "E-1"],
    )
    looked = browser.post(address, {"file": upload})
    assert not Unit.objects.exists()
    assertContains(looked, "Take it in")

    browser.post(address, {"looked_at": looked.context["looked_at"]})
    assert sorted(Unit.objects.values_list("name", "size")) == [("Enviken", 1), ("Svärdsjö", 3)]
    assert Listed.objects.count() == 4
    assert sorted(planned.areas.values_list("name", "population")) == [("North", 3), ("South", 1)]
    assert queries.frame_of(planned).checksum == looked.context["checksum"]


def test_a_list_comes_from_a_spreadsheet_in_any_language_of_the_interface(sign_in, coordinator, planned):
    book, made = openpyxl.Workbook(), io.BytesIO()
    for row in (["area", "unit", "size"], ["North", "Svärdsjö", 120], ["North", "Enviken", 80]):
        book.active.append(row)
    book.save(made)
    upload = SimpleUploadedFile("list.xlsx", made.getvalue())
    looked = sign_in(coordinator).post(page(planned, "take_in_frame"), {"file": upload})
    assert looked.context["sizes"] == [("North", 2, 0, 200)]


@pytest.mark.parametrize(
    ("header", "row", "said"),
    [
        (["area", "unit", "Name of the owner"], ["North", "1", "Anna"], "This column is not known here."),
        (["area", "unit"], ["North", "19850101-1234"], "the number or the address of a person"),
        (["area", "unit"], ["North", "85010112345"], "the number or the address of a person"),
        (["area", "unit"], ["North", "anna@example.org"], "the number or the address of a person"),
        (["area", "unit", "size"], ["North", "1", "0"], "Write a number from 1."),
        (["area", "unit", "size"], ["North", "1", "lots"], "is not a number"),
        (["area", "unit", "spread"], ["North", "1", "100"], "a share between 0 and 100"),
        (["area", "unit", "place"], ["North", "1", ""], "Write it in each row, or in none."),
        (["area", "unit"], ["North", ""], "This must not be empty."),
        (["area", "unit"], ["North", "good"], "stands twice"),
        (["somewhere"], ["North"], "The first row must name the columns."),
    ],
)
def test_nothing_of_a_faulty_list_is_taken(sign_in, coordinator, planned, header, row, said):
    good = ["North", "good", *(["7"] * (len(header) - 2))]
    answer = sign_in(coordinator).post(page(planned, "take_in_frame"), {"file": table(header, good, row)})
    assertContains(answer, said, status_code=422)
    assert not Unit.objects.exists()
    assert not planned.areas.exists()


def test_what_was_looked_at_for_one_wave_is_not_taken_in_for_another(sign_in, coordinator, survey, planned):
    browser, other = sign_in(coordinator), actions.plan_wave(coordinator, survey=survey, name="2027")
    looked = browser.post(page(planned, "take_in_frame"), {"file": table(["area", "unit"], ["North", "1"])})
    for told in (looked.context["looked_at"], "forged"):
        answer = browser.post(page(other, "take_in_frame"), {"looked_at": told})
        assertContains(answer, "Choose it again.", status_code=422)
    assert not Unit.objects.exists()


def test_a_new_list_takes_the_place_of_the_old_one_and_areas_keep_what_was_written(coordinator, planned):
    area = actions.set_area(coordinator, wave=planned, name="North", country="SE", place_type="rural")
    actions.take_in_frame(coordinator, wave=planned, frame=frame())
    actions.take_in_frame(coordinator, wave=planned, frame=frame({"North": 2}))

    area.refresh_from_db()
    assert (area.place_type, area.population, area.units.count()) == ("rural", 21, 2)
    assert not Unit.objects.filter(area__name="South").exists()


# the draw


def test_a_sample_is_drawn_on_its_page_and_shown_with_its_seed(sign_in, coordinator, planned):
    actions.take_in_frame(coordinator, wave=planned, frame=frame())
    browser, address = sign_in(coordinator), page(planned, "draw_sample")
    typed = {
        "answers": 30,
        "per_unit": 5,
        "likeness": 0.05,
        "allocation": "proportional",
        "least": 0,
        "method": "by_size",
    }
    assertContains(browser.post(address, typed | {"seed": " "}), "30", status_code=422)
    assert not Draw.objects.exists()

    assertContains(browser.post(address, typed | {"seed": "7 12 19"}, follow=True), "7 12 19")
    assert dict(planned.areas.values_list("name", "wanted")) == {"North": 9, "South": 21}
    assert [unit.wanted for unit in Unit.objects.filter(drawn=True, area__name="North")] in ([5, 4], [4, 5])
    assertContains(browser.get(page(planned)), queries.frame_of(planned).checksum)


@pytest.mark.parametrize("households", [0, 8])
def test_anybody_draws_the_same_from_what_is_published(sign_in, coordinator, planned, households):
    actions.take_in_frame(coordinator, wave=planned, frame=frame(households=households))
    actions.draw_sample(coordinator, wave=planned, choice=choice(), seed="7 12")
    text = sign_in(coordinator).get(page(planned, "sample_file")).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))

    def number(*told: str) -> str:
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()

    for area, villages in (("North", 6), ("South", 12)):
        units = {row["unit"]: row for row in rows if row["area"] == area}
        assert len(units) == villages
        again = sorted(units, key=lambda name: number(f"7 12|{area}", name))
        assert again == sorted(units, key=lambda name: int(units[name]["order"]))
        count = sum(row["drawn"] == "1" for row in units.values())
        assert [units[name]["drawn"] for name in again] == ["1"] * count + ["0"] * (villages - count)
        for name in units if households else ():
            codes = {row["code"]: row for row in rows if row["unit"] == name}
            again = sorted(codes, key=lambda code: number(f"7 12|{area}|{name}", code))
            assert [codes[code]["code_order"] for code in again] == [str(place) for place in range(1, households + 1)]
            asked = [codes[code]["asked"] == "1" for code in again]
            assert sum(asked) == int(codes[again[0]]["wanted"])
            assert asked == sorted(asked, reverse=True)


def test_what_was_drawn_is_frozen(coordinator, drawn):
    area = drawn.areas.first()
    with pytest.raises(Refused, match="once and for all"):
        actions.draw_sample(coordinator, wave=drawn, choice=choice(), seed="another")
    with pytest.raises(Refused, match="once and for all"):
        actions.take_in_frame(coordinator, wave=drawn, frame=frame())
    with pytest.raises(Refused, match="stays as it is"):
        actions.set_area(coordinator, wave=drawn, area=area, wanted=999)
    with pytest.raises(Refused, match="stays as it is"):
        actions.set_unit(coordinator, area=area, name="One more")
    actions.set_area(coordinator, wave=drawn, name="Elsewhere")


def test_whoever_draws_what_another_has_changed_meanwhile_is_told(coordinator, planned):
    actions.take_in_frame(coordinator, wave=planned, frame=frame())
    with pytest.raises(Conflict):
        actions.draw_sample(coordinator, wave=planned, choice=choice(), seed="7", expected=planned.version)
    assert not Draw.objects.exists()


def test_without_a_list_or_a_seed_nothing_is_drawn(coordinator, planned):
    with pytest.raises(ValidationError, match="no list"):
        actions.draw_sample(coordinator, wave=planned, choice=choice(), seed="7")
    actions.take_in_frame(coordinator, wave=planned, frame=frame())
    with pytest.raises(ValidationError, match="seed"):
        actions.draw_sample(coordinator, wave=planned, choice=choice(), seed=" ")


# who stands in


def test_the_next_in_order_stands_in_and_says_for_whom_and_why(sign_in, coordinator, drawn):
    unit = queries.sample_of(drawn).first()
    other = Unit.objects.filter(area=unit.area, drawn=False).order_by("place").first()
    browser, address = sign_in(coordinator), reverse("surveys:replace_unit", args=[unit.pk])
    assertContains(browser.get(address), f"The next in the order of the draw is {other.name}.")
    assert browser.post(address, {"why": ""}).status_code == 422

    answer = browser.post(address, {"why": "The road is under water"}, follow=True)
    assertContains(answer, f"stands in for {unit.name}: The road is under water")
    other.refresh_from_db()
    assert (other.stands_for, other.wanted, other.drawn) == (unit, unit.wanted, False)
    assert not rules.may_replace_unit(coordinator, Unit.objects.get(pk=unit.pk))
    assert rules.may_replace_unit(coordinator, other)


def test_when_all_are_in_the_sample_nobody_stands_in(coordinator, planned):
    actions.take_in_frame(coordinator, wave=planned, frame=frame({"North": 2}))
    actions.draw_sample(coordinator, wave=planned, choice=choice(answers=10), seed="7")
    assert "nobody is left" in str(rules.may_replace_unit(coordinator, Unit.objects.first()).reason)


def test_a_way_in_for_a_unit_fills_plan_beside_achieved(sign_in, coordinator, drawn, form):
    wave, unit = actions.open_wave(coordinator, wave=drawn), queries.sample_of(drawn).first()
    browser = sign_in(coordinator)
    typed = {"kind": "open", "name": "Village hall", "unit": unit.pk}
    assertContains(browser.post(page(wave, "open_door"), typed), "Village hall")
    door = wave.doors.get()
    assert (door.unit, door.area) == (unit, unit.area)

    actions.take_in(coordinator, wave=wave, form=form, xml=sent(form, {"/data/say": "some"}), door=door)
    assert queries.sample_of(wave).get(pk=unit.pk).achieved == 1
    assertContains(browser.get(page(wave)), f"1 of {unit.wanted} answers")
    assert not rules.may_replace_unit(coordinator, unit)


# who may, and until when


@pytest.mark.parametrize("is_drawn", [True, False])
@pytest.mark.parametrize("state", WaveState)
@pytest.mark.parametrize("role", Role)
def test_who_keeps_the_sample_and_until_when(town, planned, role, state, is_drawn):
    keeper = system(town)
    actions.take_in_frame(keeper, wave=planned, frame=frame())
    if is_drawn:
        actions.draw_sample(keeper, wave=planned, choice=choice(), seed="7")
    wave = planned
    if state != WaveState.PLANNED:
        wave = actions.open_wave(keeper, wave=wave)
    if state == WaveState.CLOSED:
        wave = actions.close_wave(keeper, wave=wave)
    actor = member(town, role)
    may = role == Role.COORDINATOR and state != WaveState.CLOSED
    drawn_unit, area = Unit.objects.order_by("-drawn", "pk").first(), wave.areas.first()

    assert bool(rules.may_draw(actor, wave)) == (may and not is_drawn)
    assert bool(rules.may_take_in_frame(actor, wave)) == (may and not is_drawn)
    assert bool(rules.may_replace_unit(actor, drawn_unit)) == (may and is_drawn)
    assert bool(rules.may_edit_area(actor, area)) == (may and not is_drawn)


@pytest.mark.parametrize("role", Role)
def test_everybody_of_the_organisation_sees_the_sample_and_nobody_else(sign_in, town, drawn, role):
    for name in ("sample", "sample_file", "draw_sample", "take_in_frame"):
        assert sign_in(member(town, role)).get(page(drawn, name)).status_code == 200
        assert sign_in(member(OrganisationFactory(), role)).get(page(drawn, name)).status_code == 404


def test_the_page_costs_the_same_whatever_was_drawn(sign_in, town, survey, coordinator):
    browser, costs = sign_in(coordinator), []
    for villages in (1, 3, 30):
        wave = actions.plan_wave(system(town), survey=survey, name=str(villages))
        with CaptureQueriesContext(connection) as planned:
            browser.get(page(wave))
        actions.take_in_frame(system(town), wave=wave, frame=frame({"North": villages}))
        actions.draw_sample(system(town), wave=wave, choice=choice(answers=villages, per_unit=1), seed="7")
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(page(wave)).status_code == 200
        costs.append((len(planned), len(seen)))
    assert costs[0] == costs[1] == costs[2]
