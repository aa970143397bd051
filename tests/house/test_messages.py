"""The catalogues of translations are complete: Swedish and Polish have every sentence that stands in the code."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import polib
import pytest

from tools import messages

from .source import ROOT, SOURCE

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|%[sd]|\{\w*\}")
CATALOGUES = list(messages.catalogues())


def name(path: Path) -> str:
    parts = path.relative_to(SOURCE).parts
    return f"{parts[-5]}-{parts[-3]}"


@pytest.fixture(scope="session")
def extracted(tmp_path_factory) -> Path:
    """The source once more, with catalogues brought up to date there."""
    copy = tmp_path_factory.mktemp("extracted") / "byalag"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("__pycache__", "static", "*.mo"))
    messages.extract(copy)
    return copy


def entries(path: Path) -> list[polib.POEntry]:
    return [entry for entry in polib.pofile(str(path)) if not entry.obsolete]


def key(entry: polib.POEntry) -> tuple[str, str, str]:
    return (entry.msgctxt or "", entry.msgid, entry.msgid_plural)


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_no_sentence_is_missing_and_none_is_left_over(path, extracted):
    wanted = {key(entry) for entry in entries(extracted / path.relative_to(SOURCE))}
    there = {key(entry) for entry in entries(path)} if path.exists() else set()

    assert sorted(wanted - there) == [], "Run `make messages` and translate what is new."
    assert sorted(there - wanted) == [], "Run `make messages`."


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_every_sentence_is_translated_and_no_translation_is_a_guess(path):
    catalogue = polib.pofile(str(path))

    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    assert [entry.msgid for entry in catalogue.obsolete_entries()] == []


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_translations_carry_what_is_filled_in(path):
    wrong = []
    for entry in entries(path):
        if entry.msgid_plural:
            # A form that says "one" in a word may leave the number out, as the English singular may.
            allowed = {*placeholders(entry.msgid_plural), *placeholders(entry.msgid)}
            needed = set(placeholders(entry.msgid)) & set(placeholders(entry.msgid_plural))
            texts = [set(placeholders(text)) for text in entry.msgstr_plural.values()]
            if any(not needed <= text <= allowed for text in texts):
                wrong.append(entry.msgid)
        elif placeholders(entry.msgid) != placeholders(entry.msgstr):
            wrong.append(entry.msgid)

    assert wrong == []


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_plural_forms_are_those_of_the_language(path):
    catalogue = polib.pofile(str(path))
    language = path.parent.parent.name
    forms = int(re.search(r"nplurals=(\d)", messages.PLURALS[language])[1])  # type: ignore[index]

    assert " ".join(catalogue.metadata["Plural-Forms"].split()) == messages.PLURALS[language]
    assert [entry.msgid for entry in catalogue if entry.msgid_plural and len(entry.msgstr_plural) != forms] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_line_breaks_and_ends_are_kept(path):
    """A sentence that ends in a full stop or a question mark ends so in every language; an abbreviation need not."""
    ends = (".", "?", "!", ":", "…")
    wrong = [
        entry.msgid
        for entry in entries(path)
        if not entry.msgid_plural
        and entry.msgstr
        and (
            entry.msgid.endswith("\n") != entry.msgstr.endswith("\n")
            or (entry.msgid.endswith(ends) and not entry.msgstr.endswith(ends) and len(entry.msgid.split()) > 2)
        )
    ]

    assert wrong == []


def test_the_same_words_are_translated_the_same_way_in_a_room():
    for path in CATALOGUES:
        keys = [key(entry) for entry in entries(path)]
        assert len(keys) == len(set(keys)), name(path)


def test_run_time_catalogues_are_made_from_these(tmp_path):
    """What `make compile` makes needs no gettext, and says what the catalogue says."""
    copy = tmp_path / "byalag"
    for path in CATALOGUES:
        target = copy / path.relative_to(SOURCE)
        target.parent.mkdir(parents=True)
        shutil.copy(path, target)
    for app in messages.apps():
        (copy / app.relative_to(SOURCE)).joinpath("apps.py").touch()

    assert messages.compile_all(copy) == len(CATALOGUES)
    assert messages.compile_all(copy) == 0
    for path in CATALOGUES:
        made = polib.mofile(str((copy / path.relative_to(SOURCE)).with_suffix(".mo")))
        wanted = {key(e): e.msgstr for e in entries(path) if e.translated()}
        assert {key(entry): entry.msgstr for entry in made} == wanted, name(path)


def test_catalogues_name_no_places_in_the_code():
    """Places change with every edit, and would bury the changes that matter."""
    with_places = [
        str(path.relative_to(ROOT)) for path in CATALOGUES if re.search(r"^#: ", path.read_text("utf-8"), re.M)
    ]

    assert with_places == []


@pytest.mark.parametrize("language", ["sv", "pl"])
def test_a_sentence_says_the_same_in_every_room(language):
    """Django lays the catalogues over each other: of two translations of one sentence only the first room's is ever shown.
    What means something else in another place is told apart by a context."""
    said: dict[tuple[str, str, str], dict[str, set[str]]] = {}
    for path in CATALOGUES:
        if path.parts[-3] == language:
            for entry in entries(path):
                words = " / ".join([entry.msgstr, *entry.msgstr_plural.values()])
                said.setdefault(key(entry), {}).setdefault(words, set()).add(name(path))

    assert {told: words for told, words in said.items() if len(words) > 1} == {}
