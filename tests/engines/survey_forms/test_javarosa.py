"""The same answers in the form engine of ODK Collect: what is asked, what is refused, what is worked out, and what is sent."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from random import Random

import pytest
from pyxform.xls2xform import convert

from byalag.engines.survey_forms import (
    Fill,
    Form,
    Kind,
    Question,
    Questionnaire,
    Repeat,
    bank,
    canonical,
    from_xml,
    read,
    read_xform,
    to_xform,
    to_xml,
)

from .generated import Made, answer_to
from .oracle import JAR, State
from .sheets import REAL, no_seeds

pytestmark = [pytest.mark.java, pytest.mark.slow]
FORMS = 60
ROUNDS = 3
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T[\d:.]+Z")  # the two begin some milliseconds apart


def state_of(fill):
    """The same as the oracle tells, of ours."""
    found = State()
    for node in fill.root.all():
        item = node.item
        if not isinstance(item, Question):
            if item is None and node.text and node.relevant and not node.children:
                found.values[node.address] = node.text
            continue
        if node.text and node.relevant:
            found.values[node.address] = node.text
        if not item.seen:
            continue
        if not node.relevant:
            found.hidden.add(node.address)
            continue
        wrong = fill.wrong_at(node)
        choices = " ".join(one.name for one in fill.choices(node)) if item.choices else ""
        kept = wrong is None or wrong.what != "constraint"
        found.shown[node.address] = (
            fill.required(node),
            fill.readonly(node),
            kept,
            choices,
            fill.text(item.label, node),
        )
    return found


def same(fill, javarosa):
    ours, theirs = state_of(fill), javarosa.state()
    theirs.values = {address: text for address, text in theirs.values.items() if not address.endswith("/instanceID")}
    for state in (ours, theirs):
        state.values = {address: MOMENT.sub("a moment", text) for address, text in state.values.items()}
    assert set(ours.shown) == set(theirs.shown)
    # JavaRosa makes repeats with a count when somebody comes by, so not where they are not asked.
    assert ours.hidden >= theirs.hidden
    assert ours.values == theirs.values
    for address, (required, readonly, kept, choices, label) in theirs.shown.items():
        told = ours.shown[address]
        assert told[:4] == (required, readonly, kept, choices), address
        if label == "-":  # what pyxform puts where a translation is missing; ours tells it in another language
            continue
        assert " ".join(told[4].split()) == " ".join(label.replace("null", "").split()), address


def fill_both(fill, javarosa, r):
    for node in list(fill.asked()):
        if not node.relevant or fill.at(node.address) is not node or node.item.kind is Kind.NOTE or r.random() < 0.2:
            continue
        choices = [one.name for one in fill.choices(node)] if node.item.choices is not None else []
        text = answer_to(node.item.kind.value, choices, r)
        javarosa.ask("set", node.address, text)
        fill.answer({node.address: text})


def grow_both(fill, javarosa, r):
    for item in fill.form.items.values():
        if not isinstance(item, Repeat) or item.count or r.random() < 0.4:
            continue
        nodes = fill.nodes(item.path)
        if not nodes or not nodes[0].relevant:
            continue
        if len(nodes) > 1 and r.random() < 0.3:
            address = f"{item.path}[{r.randint(1, len(nodes))}]"
            assert fill.remove(address)
            javarosa.ask("remove", address)
        else:
            address = fill.add(item.path)
            assert javarosa.ask("add", address) == [["added", item.path]]


@pytest.mark.parametrize("seed", range(FORMS))
def test_a_form_made_by_chance_is_filled_in_the_same_way(seed, javarosa, tmp_path):
    xform = convert(Made(seed, size=10 + seed % 12).book, validate=False).xform
    _by_chance(xform, javarosa, tmp_path, Random(seed))


def _by_chance(xform, javarosa, tmp_path, r):
    path = tmp_path / "form.xml"
    path.write_text(xform, "utf-8")
    assert javarosa.open(path) == ""
    questionnaire, faults = read_xform(xform)
    assert faults == []
    fill = Fill(Form(questionnaire), now=datetime.now(UTC))
    assert fill.form.troubles == []

    same(fill, javarosa)
    for _ in range(ROUNDS):
        fill_both(fill, javarosa, r)
        same(fill, javarosa)
        grow_both(fill, javarosa, r)
        same(fill, javarosa)

    sent, theirs = to_xml(fill, instance_id="uuid:1"), javarosa.xml()
    assert canonical(sent, questionnaire) == canonical(theirs, questionnaire)
    ours, theirs = (from_xml(MOMENT.sub("a moment", one.decode()).encode(), questionnaire) for one in (sent, theirs))
    assert ours.answers == theirs.answers


@pytest.mark.seeds
@pytest.mark.parametrize("name", ["group", "text_and_integer", "xlsform_spec_test", "yes_or_no_question"])
def test_a_form_of_the_field_is_filled_in_the_same_way(name, javarosa, tmp_path):
    no_seeds()
    found = read((REAL / f"{name}.xlsx").read_bytes())
    _by_chance(found.xform, javarosa, tmp_path, Random(name))


def test_the_form_that_pyxform_ships_is_filled_in_the_same_way(javarosa, tmp_path):
    shipped = JAR.parents[2] / "xlsform_spec_test.xml"
    _by_chance(shipped.read_text("utf-8"), javarosa, tmp_path, Random(1))


def test_standard_items_are_filled_in_the_same_way(javarosa, tmp_path):
    form = Questionnaire("x", languages=("Svenska (sv)", "English (en)"), default_language="Svenska (sv)")
    for standard in bank():
        form = standard.put_into(form)
    _by_chance(to_xform(form), javarosa, tmp_path, Random(2))
