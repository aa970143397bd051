"""Templates: nothing that the content security policy forbids, nothing unescaped, nothing untranslated."""

from __future__ import annotations

import ast
import re

import pytest

from .source import SOURCE, called, dotted, named, parsed, python_files, templates

# Where HTML is made in Python, and why it is safe there: each text goes through format_html.
MAKES_HTML = {"src/byalag/core/templatetags/parts.py"}
INLINE = {
    "a script in the page": re.compile(r"<script(?![^>]*\bsrc=)", re.I),
    "a style sheet in the page": re.compile(r"<style\b", re.I),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "a script address": re.compile(r"javascript:", re.I),
}
UNESCAPED = re.compile(r"\|\s*(safe|safeseq)\b|\{%\s*autoescape\s+off")
ABROAD = re.compile(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""", re.I)
NOT_SHOWN = re.compile(
    r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}|<!--.*?-->|<(script|style)\b.*?</\1>"
    r"|\{%\s*blocktrans(?:late)?\b.*?\{%\s*endblocktrans(?:late)?\s*%\}",
    re.S | re.I,
)
TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.S)
SPOKEN = re.compile(r"""\b(?:alt|title|placeholder|aria-label|aria-description|label)\s*=\s*"([^"]*)\"""")
MARKUP = re.compile(r"<[^>]*>", re.S)
ENTITY = re.compile(r"&#?\w+;")
WORD = re.compile(r"[^\W\d_]{2,}")
# The name of the thing itself, and what is the same in all languages.
NAMES = {"Byalag", "SHA", "WCAG", "AA", "EN", "PDF", "UA", "AGPL", "JSON", "Word"}
PAGES = [path for path in templates() if path.suffix == ".html"]


@pytest.mark.parametrize("what", INLINE)
def test_templates_hold_nothing_that_the_policy_forbids(what):
    found = [
        f"{named(path)}: {match[0][:60]}"
        for path in PAGES
        if path.name != "standalone.html"
        for match in INLINE[what].finditer(TAGS.sub("", path.read_text("utf-8")))
    ]

    assert found == [], "Put it in the room's static folder."


def test_templates_escape_everything():
    found = [f"{named(path)}: {match[0]}" for path in PAGES for match in UNESCAPED.finditer(path.read_text("utf-8"))]

    assert found == []


def test_html_is_made_in_python_only_where_that_is_known():
    makers = {
        named(path)
        for path in python_files("src")
        for call in called(parsed(path))
        if dotted(call.func).rsplit(".", 1)[-1] in {"mark_safe", "SafeString", "SafeText"}
    }

    assert makers <= MAKES_HTML


def test_marked_as_safe_is_only_the_empty_text():
    marked = [
        f"{named(path)}:{call.lineno}"
        for path in python_files("src")
        for call in called(parsed(path))
        if dotted(call.func) in {"mark_safe", "SafeString"}
        and not (len(call.args) == 1 and isinstance(call.args[0], ast.Constant) and call.args[0].value == "")
    ]

    assert marked == [], "Use format_html."


def test_nothing_is_fetched_from_elsewhere():
    found = [f"{named(path)}: {match[0]}" for path in PAGES for match in ABROAD.finditer(path.read_text("utf-8"))]

    assert found == []


def untranslated(text: str) -> list[str]:
    """Words that people see and that stand outside of translate tags."""
    text = NOT_SHOWN.sub(" ", text)
    text = TAGS.sub(" ", text)
    seen = [match[1] for match in SPOKEN.finditer(text)] + MARKUP.sub("\n", text).splitlines()
    return [
        piece.strip()
        for piece in seen
        if [word for word in WORD.findall(ENTITY.sub(" ", piece)) if word not in NAMES]
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<p>{% translate "Goals" %}</p>', []),
        ("<p>Goals</p>", ["Goals"]),
        ('<img alt="A meeting">', ["A meeting"]),
        ('<img alt="{% translate "A meeting" %}">', []),
        ("<p>{% blocktranslate trimmed %}All goals{% endblocktranslate %} · {{ year }}</p>", []),
        ("<title>{% block title %}{% endblock %} · Byalag</title>", []),
        ("{# a note #}<!-- another --><p>&nbsp;–</p>", []),
        ('{% if a > 1 %}<p class="one two">{{ a }}</p>{% endif %}', []),
    ],
)
def test_the_search_for_untranslated_words_finds_them(text, found):
    assert untranslated(text) == found


def test_every_word_on_a_page_is_translated():
    found = {named(path): words for path in PAGES if (words := untranslated(path.read_text("utf-8")))}

    assert found == {}


def test_long_texts_are_trimmed_before_they_are_translated():
    """Else the spaces of the template's indentation become part of the sentence that is translated."""
    untrimmed = [
        f"{named(path)}: {match[0][:60]}"
        for path in PAGES
        for match in re.finditer(r"\{%\s*blocktrans(?:late)?\b(?![^%]*\btrimmed\b)[^%]*%\}([^{]*\n)", path.read_text("utf-8"))
    ]  # fmt: skip

    assert untrimmed == []


def test_every_page_knows_its_room():
    """A template lies in a folder of its room's name, so that no room takes another's by accident."""
    strangers = [
        named(path)
        for path in SOURCE.rglob("rooms/*/templates/**/*.html")
        if path.relative_to(SOURCE).parts[1] != path.relative_to(SOURCE).parts[3]
    ]

    assert strangers == []
