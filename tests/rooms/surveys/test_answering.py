"""Whoever holds a link answers in the browser, page by page, without scripts and without an account."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html import unescape

import lxml.html
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from pytest_django.asserts import assertContains, assertNotContains

from byalag.engines.survey_forms import Choice, ChoiceList, Choices, Group, Kind, Question, Questionnaire, Repeat, Text
from byalag.rooms.people.api import system
from byalag.rooms.people.enums import Role
from byalag.rooms.surveys import actions
from byalag.rooms.surveys.enums import DoorKind
from byalag.rooms.surveys.models import Door, Submission, SubmissionFile
from tests.factories import OrganisationFactory, member

from .conftest import said

pytestmark = pytest.mark.django_db


def door(town, wave, kind: str = DoorKind.OPEN, **also) -> tuple[Door, str]:
    opened, token = actions.open_door(system(town), wave=wave, kind=kind, name="Library", **also)
    return opened, reverse("surveys:answer", args=[token])


def draft_of(page) -> str:
    return lxml.html.document_fromstring(page.content).xpath("//input[@name='draft']/@value")[0]


def go(browser: Client, address: str, page, where: str = "next", **typed):
    """Press a button of the page, with what was typed on it; paths are told without /data/."""
    sent = {f"/data/{name}": value for name, value in typed.items()}
    return browser.post(address, {"draft": draft_of(page), "go": where, **sent})


def two_pages(value: Questionnaire) -> Questionnaire:
    """One page about the person and one about say, in English, Swedish and Arabic."""
    names = ("English (en)", "Svenska (sv)", "العربية (ar)")

    def in_all(*words: str) -> Text:
        return Text(tuple(zip(names, words, strict=False)))

    scale = ChoiceList(
        "say", (Choice("none", in_all("None", "Inget", "لا")), Choice("a_lot", in_all("A lot", "Mycket")))
    )
    return replace(
        value, languages=names, default_language=names[0], lists=(scale,), title=in_all("Your say", "Din röst", "رأيك"),
        items=(
            Group("/data/you", (
                Question("/data/you/about", Kind.NOTE, in_all("Answering is voluntary.", "Det är frivilligt.")),
                Question("/data/you/consent", Kind.ACKNOWLEDGE, in_all("I want to answer", "Jag vill svara"), required="true()"),
                Question("/data/you/age", Kind.INTEGER, in_all("Your age", "Din ålder", "عمرك"), constraint=". >= 18",
                         constraint_message=in_all("Only adults are asked.", "Bara vuxna tillfrågas.")),
            ), in_all("About you", "Om dig")),
            Group("/data/them", (
                Question("/data/them/say", Kind.SELECT_ONE, in_all("How much say?", "Hur mycket?"), choices=Choices("say"), required="true()"),
                Question("/data/them/why", Kind.TEXT, in_all("Why none?", "Varför inget?"), relevant="/data/them/say = 'none'"),
            ), in_all("Your say", "Din röst")),
        ),
    )  # fmt: skip


@pytest.fixture
def long_wave(town, survey, draft):
    made = actions.write_form(system(town), form=draft, questionnaire=two_pages(draft.value), expected=None)
    made = actions.freeze_form(system(town), form=made)
    wave = actions.plan_wave(system(town), survey=survey, name="2026", form=made)
    return actions.open_wave(system(town), wave=wave)


def test_a_form_is_answered_page_by_page_back_and_forth(town, long_wave):
    browser, (opened, address) = Client(), door(town, long_wave)
    first = browser.get(address)
    assertContains(first, "Answering is voluntary.")
    assertContains(first, "Page 1 of 2")

    second = go(browser, address, first, **{"you/consent": "OK", "you/age": "40"})
    assertContains(second, "How much say?")
    again = go(browser, address, second, "back", **{"them/say": "a_lot"})
    assertContains(again, 'value="40"')
    second = go(browser, address, again, **{"you/consent": "OK", "you/age": "41"})
    assert lxml.html.document_fromstring(second.content).xpath("//input[@checked]/@value") == ["a_lot"]
    done = go(browser, address, second, **{"them/say": "a_lot"})

    assertContains(done, "Thank you, your answers have come")
    row = Submission.objects.get()
    assert row.answers == {"/data/you/consent": "OK", "/data/you/age": "41", "/data/them/say": "a_lot"}
    assert (row.door, row.channel, row.language) == (opened, "web", "English (en)")
    assert row.started_at is not None
    assert row.ended_at >= row.started_at


def test_a_wrong_answer_is_told_at_the_field_in_the_forms_own_words_and_stays(town, long_wave):
    browser, (_, address) = Client(), door(town, long_wave)
    page = go(browser, address, browser.get(address), **{"you/age": "12"})

    assert page.status_code == 422
    tree = lxml.html.document_fromstring(page.content)
    field = tree.xpath("//input[@name='/data/you/age']")[0]
    told = tree.get_element_by_id(field.get("aria-describedby")).text_content()
    assert (field.get("value"), told, field.get("aria-invalid")) == ("12", "Only adults are asked.", "true")
    assertContains(page, "This question needs an answer.", status_code=422)

    page = go(browser, address, page, **{"you/consent": "OK", "you/age": "forty"})
    assertContains(page, "Write a whole number, such as 12.", status_code=422)
    assertContains(page, 'value="forty"', status_code=422)
    assert not Submission.objects.exists()


def test_what_an_answer_brings_up_is_asked_before_it_goes_on(town, long_wave):
    browser, (_, address) = Client(), door(town, long_wave)
    page = go(browser, address, browser.get(address), **{"you/consent": "OK"})
    page = go(browser, address, page, **{"them/say": "none"})
    assertContains(page, "Why none?")
    assertContains(page, "Your answer brings up further questions.")

    go(browser, address, page, **{"them/say": "none", "them/why": "Nobody asked <me>"})
    assert Submission.objects.get().answers["/data/them/why"] == "Nobody asked <me>"


def test_sent_twice_is_once_and_what_was_changed_after_it_is_not_sent(town, long_wave):
    browser, (_, address) = Client(), door(town, long_wave)
    last = go(browser, address, browser.get(address), **{"you/consent": "OK"})

    for _ in range(2):
        assertContains(go(browser, address, last, **{"them/say": "a_lot"}), "your answers have come")
    page = go(browser, address, last, **{"them/say": "none"})
    page = go(browser, address, page, **{"them/say": "none"})

    assertContains(page, "What you changed after that was not sent.")
    assert Submission.objects.get().answers["/data/them/say"] == "a_lot"


def test_an_open_link_is_used_again_and_a_personal_one_is_spent(town, long_wave):
    browser = Client()
    for kind, times in ((DoorKind.OPEN, 2), (DoorKind.PERSONAL, 1)):
        opened, address = door(town, long_wave, kind)
        two = [browser.get(address), browser.get(address)]
        answers = [
            go(browser, address, go(browser, address, page, **{"you/consent": "OK"}), **{"them/say": "a_lot"})
            for page in two[:times]
        ]
        assert [page.status_code for page in answers] == [200] * times
        assert opened.submissions.count() == times
    assert browser.get(address).status_code == 410
    late = go(browser, address, two[1], **{"you/consent": "OK"})
    assertContains(late, "Answered already", status_code=410)
    assert opened.submissions.count() == 1


def test_two_who_hold_the_same_personal_link_at_once_give_one_answer(town, long_wave):
    opened, address = door(town, long_wave, DoorKind.PERSONAL)
    browser = Client()
    first, second = (go(browser, address, browser.get(address), **{"you/consent": "OK"}) for _ in range(2))
    assertContains(go(browser, address, first, **{"them/say": "a_lot"}), "your answers have come")
    assert go(browser, address, second, **{"them/say": "none"}).status_code == 410
    # Sending the first again is thanked for: nobody is told that they came too late for their own answer.
    assertContains(go(browser, address, first, **{"them/say": "a_lot"}), "your answers have come")
    assert opened.submissions.count() == 1


def test_the_language_is_changed_on_the_way_and_nothing_is_lost(town, long_wave):
    browser, (_, address) = Client(), door(town, long_wave)
    page = go(browser, address, browser.get(address), "in:Svenska (sv)", **{"you/age": "40"})
    assertContains(page, "Det är frivilligt.")
    assertContains(page, "Sida 1 av 2")
    assertContains(page, 'value="40"')

    page = go(browser, address, page, "in:العربية (ar)", **{"you/age": "40"})
    tree = lxml.html.document_fromstring(page.content)
    assert tree.xpath("//form[@method='post']/@dir") == ["rtl"]
    assert (tree.xpath("//h1/@lang"), tree.xpath("//h1/@dir"), tree.get("lang")) == (["ar"], ["rtl"], "en")


def test_a_link_may_name_the_language(town, long_wave):
    _, address = door(town, long_wave)
    assertContains(Client().get(f"{address}?in=sv"), "Om dig")


@pytest.mark.parametrize("how", ["closed wave", "closed door", "wrong token", "device"])
def test_what_is_closed_takes_nothing_and_tells_nothing(town, long_wave, how):
    opened, address = door(town, long_wave, DoorKind.DEVICE if how == "device" else DoorKind.OPEN)
    browser = Client()
    page = browser.get(address)
    if how == "closed wave":
        actions.close_wave(system(town), wave=long_wave)
        assertContains(browser.get(address), "This survey takes no answers now.")
        kept = go(browser, address, page, **{"you/consent": "OK", "you/age": "41"})
        kept = go(browser, address, kept, **{"them/say": "a_lot"})
        assertContains(kept, "This survey takes no answers now.", status_code=422)
        assert draft_of(kept)  # can be sent when it is opened again
    else:
        if how == "closed door":
            actions.close_door(system(town), door=opened)
        if how == "wrong token":
            address = reverse("surveys:answer", args=["guessed"])
        answer = browser.get(address)
        assertContains(answer, "This link is closed", status_code=404)
        assertNotContains(answer, "Your say", status_code=404)
    assert not Submission.objects.exists()


def test_guesses_are_limited_and_known_links_are_not(town, long_wave):
    browser, (_, address) = Client(), door(town, long_wave)
    codes = [browser.get(reverse("surveys:answer", args=[f"guess{n}"])).status_code for n in range(32)]
    assert codes[0] == 404
    assert codes[-1] == 429
    assert browser.get(address).status_code == 200


def test_a_draft_fits_its_door_only_and_cannot_be_changed(town, long_wave):
    browser, (_, address), (_, other) = Client(), door(town, long_wave), door(town, long_wave)
    page = browser.get(address)
    assertContains(go(browser, other, page, **{"you/age": "40"}), "Please begin anew.", status_code=422)
    forged = browser.post(address, {"draft": draft_of(page)[:-2] + "xx", "go": "next"})
    assertContains(forged, "Please begin anew.", status_code=422)
    assert Client(enforce_csrf_checks=True).post(address, {"draft": draft_of(page)}).status_code == 403


def test_the_page_is_kept_out_of_searches_caches_and_referrers_and_is_small(town, survey, draft):
    value = replace(
        draft.value, items=tuple(Question(f"/data/q{n}", Kind.TEXT, said(f"Question {n}?" * 4)) for n in range(45))
    )
    form = actions.write_form(system(town), form=draft, questionnaire=value, expected=None)
    form = actions.freeze_form(system(town), form=form)
    wave = actions.open_wave(system(town), wave=actions.plan_wave(system(town), survey=survey, name="1", form=form))
    page = Client().get(door(town, wave)[1])
    assert (page["Referrer-Policy"], page["X-Robots-Tag"], page["Cache-Control"]) == (
        "no-referrer",
        "noindex",
        "no-store",
    )
    assertContains(page, "Page 1 of 3")
    assert len(page.content) < 60_000
    assert "sessionid" not in page.cookies


def test_each_kind_of_question_is_asked_and_comes_in_as_it_was_meant(town, survey, draft):
    things = ChoiceList("things", tuple(Choice(name, said(name)) for name in ("water", "roads", "school")))
    value = replace(
        draft.value, lists=(things,),
        items=(
            Question("/data/name", Kind.TEXT, said("Which village?"), hint=said("As on the map"), guidance=said("Any spelling")),
            Question("/data/share", Kind.DECIMAL, said("Which share?")),
            Question("/data/day", Kind.DATE, said("Which day?")),
            Question("/data/hour", Kind.TIME, said("Which hour?")),
            Question("/data/some", Kind.SELECT_MULTIPLE, said("Which of them?"), choices=Choices("things")),
            Question("/data/order", Kind.RANK, said("In which order?"), choices=Choices("things")),
            Question("/data/grade", Kind.RANGE, said("How good?"), parameters=(("start", "0"), ("end", "10"), ("step", "1"))),
            Question("/data/spot", Kind.GEOPOINT, said("Where?")),
            Question("/data/photo", Kind.IMAGE, said("A picture of it")),
            Question("/data/voice", Kind.AUDIO, said("Tell it"), required="true()"),
        ),
    )  # fmt: skip
    form = actions.write_form(system(town), form=draft, questionnaire=value, expected=None)
    form = actions.freeze_form(system(town), form=form)
    wave = actions.open_wave(system(town), wave=actions.plan_wave(system(town), survey=survey, name="1", form=form))
    browser, (_, address) = Client(), door(town, wave)
    page = browser.get(address)
    assertContains(page, "This question can only be answered in the app on a phone.")
    tree = lxml.html.document_fromstring(page.content)
    for field in tree.xpath("//form[@method='post']//*[self::input or self::textarea][not(@type='hidden')]"):
        assert tree.xpath(f"//label[@for='{field.get('id')}']"), field.get("name")
        for told in (field.get("aria-describedby") or "").split():
            assert tree.get_element_by_id(told) is not None
    assert len(set(tree.xpath("//@id"))) == len(tree.xpath("//@id"))

    typed = {
        "name": "Östby", "share": "12,5", "day": "2026-03-31", "hour": "14:30", "some": ["water", "school"],
        "order#water": "2", "order#roads": "2", "order#school": "1", "grade": "11", "spot": "60.607 15.632",
    }  # fmt: skip
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(picture, "PNG")
    page = go(browser, address, page, **typed, photo=SimpleUploadedFile("me.png", picture.getvalue(), "image/png"))
    assertContains(page, "Give each of them a number of its own", status_code=422)
    assertContains(page, "A number from 0 to 10.", status_code=422)
    assertContains(page, "A file is here.", status_code=422)
    assertContains(page, 'value="Östby"', status_code=422)

    assert go(browser, address, page, **(typed | {"order#water": "3", "grade": "7"})).status_code == 200
    answers = dict(Submission.objects.get().answers)
    photo = answers.pop("/data/photo")
    assert answers["/data/order"] == "school roads water"
    assert answers["/data/some"] == "water school"
    assert answers["/data/spot"].startswith("60.607 15.632")
    assert (answers["/data/share"], answers["/data/day"], answers["/data/hour"][:5]) == ("12.5", "2026-03-31", "14:30")
    assert SubmissionFile.objects.get(name=photo).stored.media_type == "image/png"
    assert not Submission.objects.get().marks.exists()


def test_what_repeats_is_added_and_taken_away(town, survey, draft):
    place = Repeat("/data/place", (Question("/data/place/name", Kind.TEXT, said("Its name?")),), said("Place"))
    form = actions.write_form(
        system(town), form=draft, questionnaire=replace(draft.value, items=(place,)), expected=None
    )
    form = actions.freeze_form(system(town), form=form)
    wave = actions.open_wave(system(town), wave=actions.plan_wave(system(town), survey=survey, name="1", form=form))
    browser, (_, address) = Client(), door(town, wave)
    page = browser.get(address)
    for name in ("A", "B"):
        tree = lxml.html.document_fromstring(page.content)
        fields = {one.get("name"): one.get("value") for one in tree.xpath("//input[starts-with(@name, '/data/place')]")}
        fields[list(fields)[-1]] = name
        more = tree.xpath("//button[starts-with(@value, 'add:')]/@value")[0]
        page = browser.post(address, {"draft": draft_of(page), "go": more, **fields})
    fields = {"/data/place[1]/name": "A", "/data/place[2]/name": "B", "/data/place[3]/name": ""}
    page = browser.post(address, {"draft": draft_of(page), "go": "remove:/data/place[1]", **fields})
    browser.post(address, {"draft": draft_of(page), "go": "next", "/data/place[1]/name": "B"})
    assert Submission.objects.get().answers == {"/data/place[1]/name": "B"}


def test_who_began_with_an_earlier_version_ends_with_it_and_that_is_marked(town, survey, long_wave, coordinator):
    browser, (_, address) = Client(), door(town, long_wave)
    page = browser.get(address)
    newer = actions.freeze_form(coordinator, form=actions.begin_version(coordinator, survey=survey))
    actions.change_wave(coordinator, wave=long_wave, expected=None, form=newer)

    page = go(browser, address, page, **{"you/consent": "OK"})
    go(browser, address, page, **{"them/say": "a_lot"})
    row = Submission.objects.get()
    assert (row.form.number, [mark.code for mark in row.marks.all()]) == (1, ["old_form"])


@pytest.mark.parametrize("role", Role)
def test_who_looks_at_the_form_before_it_is_sent_out_and_nothing_is_saved(sign_in, town, long_wave, role):
    address = reverse("surveys:preview", args=[long_wave.survey_id, long_wave.form_id])
    browser = sign_in(member(town, role))
    page = browser.get(address)
    if role != Role.COORDINATOR:
        assert page.status_code == 403
        return
    assertContains(page, "Nothing is saved.")
    page = go(browser, address, page, **{"you/consent": "OK"})
    page = go(browser, address, page, **{"them/say": "a_lot"})
    assertContains(page, "This was a preview")
    assert not Submission.objects.exists()
    stranger = sign_in(member(OrganisationFactory(), role))
    assert stranger.get(address).status_code == 404


def test_the_wave_is_planned_filled_opened_and_its_doors_are_told_once(sign_in, town, survey, form, coordinator):
    browser = sign_in(coordinator)
    browser.post(reverse("surveys:plan_wave", args=[survey.pk]), {"name": "Spring", "form": form.pk})
    wave = survey.waves.get()
    page = reverse("surveys:wave", args=[wave.pk])
    assertContains(browser.get(survey.get_absolute_url()), page)
    assertContains(browser.get(page), "Nobody can answer yet")
    browser.post(reverse("surveys:add_area", args=[wave.pk]), {"name": "Östby", "wanted": "350"})
    area = wave.areas.get()
    browser.post(reverse("surveys:change_area", args=[area.pk]), {"name": "Östby", "wanted": "400"})
    browser.post(reverse("surveys:open_wave", args=[wave.pk]))

    told = browser.post(
        reverse("surveys:open_door", args=[wave.pk]), {"kind": "open", "name": "Library", "area": area.pk}
    )
    address = unescape(re.search(r'id="address" readonly value="([^"]+)"', told.content.decode())[1])
    link = address[address.index("/surveys/") :]
    form_page = Client().get(link)
    assertContains(Client().post(link, {"draft": draft_of(form_page), "/data/say": "some"}), "your answers have come")
    device = browser.post(reverse("surveys:open_door", args=[wave.pk]), {"kind": "device", "name": "Phone 3"})
    assertContains(device, "Address of the server")
    assert re.search(r'value="[^"]+/surveys/odk/[^/"]+"', device.content.decode())

    shown = browser.get(page)
    assertContains(shown, "400")
    assertContains(shown, "1 answer")
    assertNotContains(shown, link)
    browser.post(reverse("surveys:close_door", args=[wave.doors.get(name="Library").pk]))
    assert Client().get(link).status_code == 404
    browser.post(reverse("surveys:change_wave", args=[wave.pk]), {"name": "Autumn", "form": form.pk, "version": ""})
    browser.post(reverse("surveys:close_wave", args=[wave.pk]))
    wave.refresh_from_db()
    assert (wave.name, wave.state) == ("Autumn", "closed")


@pytest.mark.parametrize("role", Role)
def test_who_sees_a_wave_and_who_keeps_it(sign_in, town, wave, role):
    opened, _ = door(town, wave)
    browser, keeps = sign_in(member(town, role)), role == Role.COORDINATOR
    page = browser.get(reverse("surveys:wave", args=[wave.pk]))
    assert ("Library" in page.content.decode()) == keeps
    browser.post(reverse("surveys:close_wave", args=[wave.pk]))
    browser.post(reverse("surveys:close_door", args=[opened.pk]))
    wave.refresh_from_db()
    opened.refresh_from_db()
    assert (wave.state == "closed", opened.closed_at is not None) == (keeps, keeps)

    stranger = sign_in(member(OrganisationFactory(), role))
    for name in ("wave", "change_wave", "add_area", "open_door"):
        assert stranger.get(reverse(f"surveys:{name}", args=[wave.pk])).status_code == 404
    assert stranger.post(reverse("surveys:close_wave", args=[wave.pk])).status_code == 404


def test_the_wave_costs_the_same_whatever_stands_on_it(sign_in, town, wave, coordinator):
    browser, costs = sign_in(coordinator), []
    for many in (1, 2, 27):
        for _ in range(many):
            area = actions.set_area(coordinator, wave=wave, name=f"Area {wave.areas.count()}", organisation=town)
            door(town, wave, area=area)
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(reverse("surveys:wave", args=[wave.pk])).status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1] == costs[2]


def test_a_page_of_the_form_costs_the_same_however_many_have_answered(town, long_wave):
    browser, (_, address), costs = Client(), door(town, long_wave), []
    for many in (1, 2, 27):
        for _ in range(many):
            last = go(browser, address, browser.get(address), **{"you/consent": "OK"})
            go(browser, address, last, **{"them/say": "a_lot"})
        with CaptureQueriesContext(connection) as seen:
            browser.get(address)
        costs.append(len(seen))
    assert costs[0] == costs[1] == costs[2]
    assert costs[0] <= 6
