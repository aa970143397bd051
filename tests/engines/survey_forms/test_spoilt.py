"""Forms that somebody has spoilt: read or refused, never more than that."""

from __future__ import annotations

from contextlib import suppress
from random import Random

import pytest
from pyxform.xls2xform import convert

from byalag.engines.survey_forms import (
    Fill,
    Form,
    Repeat,
    Unwritable,
    canonical,
    from_json,
    from_xml,
    pages,
    read,
    to_json,
    to_xlsx,
    to_xml,
)

from .generated import Made
from .sheets import md

BITS = [
    ",", "'", '"', "<", ">", "&", "/", "/data", "${", "}", "(", ")", "[", "]", "..", "true()", "0", "-1", "1e9", "x" * 50, "\0",
    "data", 'instance("x")', 'jr:itext("a")', "/data/q1", ".", "*", "nodeset", "<group>", "</group>", "<a/>", 'ref=""', "int",
]  # fmt: skip
COLUMNS = [
    "relevant",
    "calculation",
    "choice_filter",
    "parameters",
    "appearance",
    "type",
    "name",
    "constraint",
    "default",
    "repeat_count",
    "trigger",
]


def spoilt_xform(r):
    text = convert(Made(r.randrange(40), size=8).book, validate=False).xform
    for _ in range(r.randint(1, 5)):
        at = r.randrange(len(text))
        text = text[:at] + r.choice(BITS) + text[at + r.choice([0, 0, 1, 5, 30]) :]
    return text.encode()


def spoilt_sheets(r):
    made = Made(r.randrange(40), size=8)
    for _ in range(r.randint(1, 6)):
        row = r.choice(made.survey)
        row[r.choice([*row, *COLUMNS])] = r.choice(BITS)
    sheets = {}
    for name, rows in made.book.items():
        columns = list(dict.fromkeys(key for row in rows for key in row))
        sheets[name] = [" | ".join(columns), *(" | ".join(row.get(column, "") for column in columns) for row in rows)]
    return md(sheets)


@pytest.mark.slow
@pytest.mark.parametrize("spoilt", [spoilt_xform, spoilt_sheets])
def test_a_spoilt_form_is_told_about_or_can_be_filled_in(spoilt):
    told = usable = 0
    for seed in range(60):
        r = Random(seed)
        found = read(spoilt(r))
        assert all(fault.sentence for fault in found.faults)
        form = found.questionnaire
        if form is None:
            told += 1
            assert found.errors
            continue
        usable += 1
        assert from_json(to_json(form)) == form
        fill = Fill(Form(form))
        fill.answer({node.address: r.choice(["1", "a", "2020-01-01", "x y"]) for node in fill.asked()})
        for item in form.walk():
            if isinstance(item, Repeat):
                fill.add(item.path)
        assert sum(one.wrong is not None for page in pages(fill, told=True) for one in page.questions()) == len(
            fill.wrong()
        )
        sent = to_xml(fill, instance_id="uuid:1")
        assert canonical(sent, form) == canonical(to_xml(fill, instance_id="uuid:2"), form)
        assert from_xml(sent, form).unknown == ()
        with suppress(Unwritable):
            to_xlsx(form)

    assert told
    assert usable
