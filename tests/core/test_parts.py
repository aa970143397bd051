"""Parts of pages: what a template writes, and what the reader gets in each language."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import lxml.html
import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from byalag.core.verdicts import YES, no

NBSP = "\N{NO-BREAK SPACE}"


def render(source: str, language: str = "en", **context: object) -> str:
    with translation.override(language):
        return Template(source).render(Context(context)).strip()


def element(source: str, language: str = "en", **context: object) -> lxml.html.HtmlElement:
    return lxml.html.fragment_fromstring(render(source, language, **context), create_parent="div")


def words(node: lxml.html.HtmlElement) -> str:
    return " ".join(node.text_content().split())


# --- Formats ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "written"),
    [("sv", f"180{NBSP}000{NBSP}kr"), ("en", f"SEK{NBSP}180,000"), ("pl", f"180{NBSP}000{NBSP}SEK")],
)
def test_money_is_written_in_the_readers_way(language, written):
    assert render("{% money amount 'SEK' %}", language, amount=Decimal(180000)) == written


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("{% money nothing 'SEK' %}", ""),
        ("{% number nothing %}", "–"),
        ("{% percent nothing %}", "–"),
        ("{% share nothing %}", ""),
        ("{% day nothing %}", ""),
        ("{% period nothing nothing %}", ""),
    ],
)
def test_what_is_not_known_is_not_made_up(source, written):
    assert render(source, nothing=None) == written


@pytest.mark.parametrize(("language", "written"), [("sv", f"50{NBSP}%"), ("en", "50%"), ("pl", "50%")])
def test_a_share_is_written_as_percent(language, written):
    assert render("{% share part %}", language, part=Decimal("0.5")) == written


@pytest.mark.parametrize(
    ("language", "since", "until"),
    [
        ("en", "from 1 May 2023", "until 1 May 2023"),
        ("sv", "från 1 maj 2023", "till 1 maj 2023"),
        ("pl", "od 1 maja 2023", "do 1 maja 2023"),
    ],
)
def test_an_open_period_says_which_end_is_known(language, since, until):
    known = date(2023, 5, 1)

    assert render("{% period known nothing %}", language, known=known, nothing=None) == since
    assert render("{% period nothing known %}", language, known=known, nothing=None) == until


def test_a_moment_is_the_day_it_was_where_the_reader_is(settings):
    settings.TIME_ZONE = "Europe/Stockholm"
    late_in_the_evening = datetime(2023, 1, 16, 23, 30, tzinfo=UTC)

    assert render("{% day moment %}", moment=late_in_the_evening) == "17 January 2023"


# --- Statuses, figures, steps -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "colour"),
    [("done", "forest"), ("under_way", "gold"), ("cancelled", "danger"), ("not_started", "neutral"), ("?", "neutral")],
)
def test_a_status_has_the_colour_of_its_meaning_and_says_it_in_words(status, colour):
    (span,) = element("{% tag status label %}", status=status, label="Said <b>")

    assert (span.get("class"), span.get("data-color"), span.text) == ("ds-tag", colour, "Said <b>")


def test_a_figure_opens_the_records_behind_it():
    rows = [{"value": "17", "label": "goals", "url": "/goals/"}, {"value": "<4>", "label": "with evidence"}]
    (strip,) = element("{% facts rows %}", rows=rows)

    assert strip.tag == "dl"
    assert [[words(part) for part in cell] for cell in strip] == [["goals", "17"], ["with evidence", "<4>"]]
    assert [link.get("href") for link in strip.iter("a")] == ["/goals/"]


def test_one_figure_is_a_cell_of_a_strip():
    (cell,) = element("{% figure 17 'goals' '/goals/' %}")

    assert [child.tag for child in cell] == ["dt", "dd"]
    assert (cell[0].text, cell[1][0].text, cell[1][0].get("href")) == ("goals", "17", "/goals/")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["(done)", "(next)", "(sent back)", "(not yet)"]),
        ("sv", ["(klart)", "(härnäst)", "(återremitterad)", "(inte än)"]),
        ("pl", ["(zrobione)", "(teraz)", "(zwrócone)", "(jeszcze nie)"]),
    ],
)
def test_steps_say_in_words_what_their_dots_show(language, said):
    rows = [{"label": f"Step {n}", "state": state} for n, state in enumerate(["done", "now", "back", "todo"])]
    (steps,) = element("{% steps rows %}", language, rows=rows)

    assert steps.tag == "ol"
    assert [item.find_class("dot")[0].get("data-state") for item in steps] == ["done", "now", "back", "todo"]
    assert [words(item.find_class("visually-hidden")[0]) for item in steps] == said


def test_a_step_can_carry_an_address_and_a_detail():
    rows = [{"label": "Adopted", "state": "done", "url": "/decisions/8/", "detail": "§ 8"}]
    (steps,) = element("{% steps rows %}", rows=rows)

    assert next(steps.iter("a")).get("href") == "/decisions/8/"
    assert words(steps.find_class("also")[0]) == "§ 8"


# --- Next steps and refusals ------------------------------------------------------------------------------------------


def test_an_empty_list_says_what_to_do_next():
    (section,) = element("{% empty_state 'Nothing yet' 'Write it down.' '/add/' 'Document something' %}")
    link = next(section.iter("a"))

    assert next(section.iter("h2")).text == "Nothing yet"
    assert (link.text, link.get("href"), link.get("class")) == ("Document something", "/add/", "ds-button")


def test_an_empty_list_without_a_next_step_has_no_button():
    (section,) = element("{% empty_state 'Nothing yet' %}")

    assert list(section.iter("a", "button", "p")) == []


def test_a_yes_is_a_button():
    (link,) = element("{% verdict_button verdict '/add/' 'Add' %}", verdict=YES)

    assert (link.tag, link.get("href"), link.get("class"), link.text) == ("a", "/add/", "ds-button", "Add")


def test_a_no_is_its_reason_and_leads_nowhere():
    (reason,) = element("{% verdict_button verdict '/add/' 'Add' %}", verdict=no("Only a coordinator adds <plans>."))

    assert (reason.tag, reason.get("class")) == ("p", "refusal")
    assert words(reason) == "Only a coordinator adds <plans>."


# --- Ways through -----------------------------------------------------------------------------------------------------


def test_crumbs_lead_back_and_end_where_one_is():
    (nav,) = element("{% breadcrumbs 'Plans' '/plans/' here %}", here="Plan <2023>")
    first, last = nav.iter("li")

    assert nav.get("aria-label") == "Where you are"
    assert (first[0].tag, first[0].get("href"), first.get("aria-current")) == ("a", "/plans/", None)
    assert (words(last), len(last), last.get("aria-current")) == ("Plan <2023>", 0, "page")


def page_of(number: int, query: str = "") -> dict[str, object]:
    return {"page": Paginator(range(50), 20).page(number), "request": RequestFactory().get(f"/activities/?{query}")}


def test_the_pager_keeps_what_was_chosen():
    (nav,) = element("{% pager page %}", **page_of(2, "status=done&page=2&q=R%C3%B8ros%26Falun"))

    assert words(nav) == "Previous Page 2 of 3 Next"
    assert [link.get("href") for link in nav.iter("a")] == [
        "?status=done&q=R%C3%B8ros%26Falun&page=1",
        "?status=done&q=R%C3%B8ros%26Falun&page=3",
    ]


@pytest.mark.parametrize(("number", "said"), [(1, "Page 1 of 3 Next"), (3, "Previous Page 3 of 3")])
def test_the_pager_ends_at_both_ends(number, said):
    assert words(element("{% pager page %}", **page_of(number))) == said


def test_one_page_needs_no_pager():
    page = Paginator(range(20), 20).page(1)

    assert render("{% pager page %}", page=page, request=RequestFactory().get("/")) == ""


def test_an_address_is_changed_in_one_place_only():
    request = RequestFactory().get("/?status=done&kind=visit")

    assert render("{% query_with kind='' theme='a b' %}", request=request) == "?status=done&amp;theme=a+b"


@pytest.mark.parametrize(("asked", "kept"), [("sv", "?lang=sv"), ("pl", "?lang=pl"), ("xx", ""), ('"><b>', "")])
def test_only_a_language_we_speak_goes_along(asked, kept):
    request = RequestFactory().get("/", {"lang": asked})

    assert render("{% keep_language %}", request=request) == kept


# --- Before and after -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "removed", "added"),
    [("en", "removed:", "added:"), ("sv", "borttaget:", "tillagt:"), ("pl", "usunięte:", "dodane:")],
)
def test_a_change_is_marked_in_words_too(language, removed, added):
    text = element("{% diff before after %}", language, before="Seek one partner", after="Seek two partners in <b>")
    gone, new = text.findall("del"), text.findall("ins")

    assert [words(piece) for piece in gone] == [f"{removed} one partner"]
    assert [words(piece) for piece in new] == [f"{added} two partners in <b>"]
    assert all(piece[0].get("class") == "visually-hidden" for piece in gone + new)


def plain(text: str, without: str) -> str:
    """The marked text as it was before (without what was put in), or after (without what was taken away)."""
    tree = lxml.html.fragment_fromstring(text, create_parent="div")
    for node in [*tree.findall(f".//{without}"), *tree.find_class("visually-hidden")]:
        node.drop_tree()
    return tree.text_content()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "All of it is new"),
        ("All of it goes", ""),
        ("The same", "The same"),
        ("One\ntwo  three & four", "One\ntwo <three> & five  six"),
        ("one two", "one\ttwo three"),
        ("a b c d e", "x b y\n\nz e"),
    ],
)
def test_both_texts_can_be_read_out_of_the_marked_one(before, after):
    marked = Template("{% diff before after %}").render(Context({"before": before, "after": after}))

    assert plain(marked, without="ins") == before
    assert plain(marked, without="del") == after


def test_a_conflict_shows_what_the_other_saved():
    (section,) = element("{% conflict theirs %}", theirs=[{"label": "Title", "theirs": "<Their> title", "yours": ""}])

    assert [(node.tag, words(node)) for node in section.iter("dt", "dd")] == [("dt", "Title"), ("dd", "<Their> title")]
    assert render("{% conflict theirs %}", theirs=None) == ""


# --- The column beside ------------------------------------------------------------------------------------------------


def test_a_column_beside_is_a_named_landmark():
    (aside,) = element("{% beside label %}<p>{{ text }}</p>{% endbeside %}", label="Next <step>", text="<Write>")

    assert (aside.tag, aside.get("aria-label"), words(aside)) == ("aside", "Next <step>", "<Write>")


def test_nothing_beside_is_no_landmark():
    assert render("{% beside 'Beside' %}\n  {% if no %}<p>Never</p>{% endif %}\n{% endbeside %}") == ""
