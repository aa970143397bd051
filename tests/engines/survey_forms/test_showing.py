"""Pages: what stands before the one who answers."""

from __future__ import annotations

from byalag.engines.survey_forms import Section, Shown, outline, page, pages

from .test_filling import fill

SURVEY = (
    "type | name | label::sv | relevant | required | appearance",
    "start | s | | | |",
    "text | first | Först | | yes |",
    "note | hello | Hej ${first} | | |",
    "begin_group | about | Om dig | | | field-list",
    "integer | age | Ålder | | |",
    "begin_group | more | Mer | ${age} > 17 | |",
    "text | work | Arbete | | |",
    "end_group",
    "end_group",
    "begin_repeat | place | Plats | | |",
    "text | what | Vad | | |",
    "end_repeat",
    "calculate_only | c | | | |",
)[:-1]


def told(parts):
    return [part.address if isinstance(part, Shown) else (part.address, told(part.parts)) for part in parts]


def test_each_outermost_group_and_repeat_is_a_page_and_loose_questions_share_one():
    f = fill(*SURVEY)

    assert outline(f) == [("/data/first", ""), ("/data/about", "Om dig"), ("/data/place[1]", "Plats")]
    assert [told(one.parts) for one in pages(f)] == [
        ["/data/first", "/data/hello"],
        [("/data/about", ["/data/about/age"])],
        [("/data/place[1]", ["/data/place[1]/what"])],
    ]


def test_a_page_shows_what_is_asked_now_with_what_was_typed_and_what_is_wrong():
    f = fill(*SURVEY)
    f.answer({"/data/about/age": "30"})
    first, about = page(f, told=True), page(f, "/data/about")

    assert told(about.parts) == [("/data/about", ["/data/about/age", ("/data/about/more", ["/data/about/more/work"])])]
    [asked, note] = first.questions()
    assert (asked.label, asked.required, asked.wrong.what, note.label) == ("Först", True, "required", "Hej ")
    assert [one.value for one in about.questions()] == ["30", ""]
    assert page(f, "/data/nosuch") is None


def test_a_repeat_can_be_begun_when_none_is_left():
    f = fill(*SURVEY)
    section = pages(f)[2].parts[0]
    assert isinstance(section, Section)
    assert (section.number, section.removable, section.adds) == (1, True, "/data/place")

    f.remove("/data/place[1]")
    [section] = pages(f)[2].parts
    assert (section.parts, section.adds) == ((), "/data/place")
    assert f.add(section.adds) == "/data/place[1]"
    f.add("/data/place")
    assert [(one.number, one.adds) for one in pages(f)[2].parts] == [(1, ""), (2, "/data/place")]


def test_a_form_without_groups_is_cut_into_pages():
    f = fill("type | name | label::sv", *(f"text | q{n} | Q{n}" for n in range(45)))

    assert [len(one.parts) for one in pages(f)] == [20, 20, 5]


def test_a_page_on_which_nothing_is_asked_is_not_there():
    f = fill(
        "type | name | label::sv | relevant", "integer | age | Ålder |", "begin_group | g | G | ${age} > 5", "text | a | A |",
        "end_group", "begin_repeat | r | R | ${age} > 5", "text | b | B |", "end_repeat",
    )  # fmt: skip
    assert [address for address, _ in outline(f)] == ["/data/age"]
    f.answer({"/data/age": "6"})
    assert [address for address, _ in outline(f)] == ["/data/age", "/data/g", "/data/r[1]"]
