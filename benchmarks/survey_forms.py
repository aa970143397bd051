"""A questionnaire of 1 000 questions: read, opened, filled in, checked and drawn, beside pyxform and JavaRosa.

    python -m benchmarks.survey_forms

Each third question depends on the one before, each fifth is worked out, each seventh has choices that are filtered. The peer of
reading is pyxform alone (which is part of reading), that of filling JavaRosa, the form engine of ODK Collect.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from pyxform.xls2xform import convert

from benchmarks.table import Row, show, timed
from byalag.engines.survey_forms import Fill, Form, from_json, page, read, read_xform, to_json, to_xlsx, to_xml
from tests.engines.survey_forms.oracle import Oracle, missing

QUESTIONS = 1_000
TOWNS = 300


def form() -> dict[str, list[dict[str, str]]]:
    """The sheets of the XLSForm."""
    survey: list[dict[str, str]] = [{"type": "select_one region", "name": "region", **texts("Region")}]
    for n in range(QUESTIONS):
        if n % 50 == 0:
            survey += [{"type": "end_group"}] * (n > 0) + [
                {"type": "begin_group", "name": f"g{n}", **texts(f"Part {n}")}
            ]
        row = {"type": "integer", "name": f"q{n}", **texts(f"Question {n}"), "constraint": ". >= 0 and . <= 100"}
        if n % 7 == 6:
            row = {
                "type": "select_one town",
                "name": f"q{n}",
                **texts(f"Town {n}"),
                "choice_filter": "region = ${region}",
            }
        elif n % 5 == 4:
            row = {"type": "calculate", "name": f"q{n}", "calculation": f"coalesce(${{q{n - 1}}}, 0) + {n}"}
        elif n % 3 == 2:
            row["relevant"] = f"${{q{n - 1}}} != 3"
        survey.append(row)
    survey.append({"type": "end_group"})
    choices = [{"list_name": "region", "name": f"r{n}", **texts(f"Region {n}")} for n in range(20)]
    choices += [
        {"list_name": "town", "name": f"t{n}", "region": f"r{n % 20}", **texts(f"Town {n}")} for n in range(TOWNS)
    ]
    return {
        "survey": survey,
        "choices": choices,
        "settings": [{"form_id": "long", "version": "1", "form_title": "Long", "default_language": "English (en)"}],
    }


def texts(words: str) -> dict[str, str]:
    return {"label::English (en)": words, "label::Svenska (sv)": words}


def answers(fill: Fill) -> dict[str, str]:
    """One for every question."""
    fill.answer({"/data/region": "r3"})
    found = {}
    for number, node in enumerate(fill.asked()):
        if node.item.choices is None:
            found[node.address] = str(number % 100)
        elif node.item.name != "region":
            found[node.address] = f"t{3 + 20 * (number % 10)}"
    return found


def by_javarosa(oracle: Oracle, path: Path, filled: dict[str, str]) -> tuple[float, float]:
    """Seconds for opening, and for every answer with what depends on it."""
    opening, told = timed(1, lambda: oracle.open(path))
    assert told == "", told
    filling, _ = timed(1, lambda: oracle.ask("all", *(word for pair in filled.items() for word in pair)))
    return opening, filling


def main() -> int:
    book = form()
    converting, converted = timed(1, lambda: convert(form(), validate=False))
    questionnaire, _ = read_xform(converted.xform)
    xlsx = to_xlsx(questionnaire)
    reading, found = timed(1, lambda: read(xlsx))
    assert found.questionnaire is not None, found.errors[:3]
    parsing, _ = timed(3, lambda: read_xform(converted.xform))
    text = to_json(questionnaire)
    loading, _ = timed(3, lambda: from_json(text))
    making, made = timed(3, lambda: Form(questionnaire))
    filled = answers(Fill(made))
    filled["/data/region"] = "r3"
    opening, fill = timed(3, lambda: Fill(made))
    setting, _ = timed(3, lambda: fill.answer(filled))
    few = dict(list(filled.items())[:20])
    one_page, _ = timed(3, lambda: (fill.answer(few), fill.wrong(), page(fill, f"/data/g{QUESTIONS // 2}", told=True)))
    checking, wrong = timed(3, fill.wrong)
    sending, sent = timed(3, lambda: to_xml(fill, instance_id="uuid:1"))
    whole = making + opening + setting + checking + sending

    theirs: tuple[float | None, float | None] = (None, None)
    note = missing()
    if not note:
        with tempfile.TemporaryDirectory() as folder:
            oracle, path = Oracle(Path(folder)), Path(folder) / "form.xml"
            path.write_text(converted.xform, "utf-8")
            theirs = by_javarosa(oracle, path, filled)
            oracle.close()
    rows = [
        Row(
            "read the .xlsx, with every check",
            reading,
            4.0,
            converting,
            f"{len(xlsx) // 1024} kB; peer: pyxform from rows",
        ),
        Row("read the XForm alone", parsing, 1.0, note=f"{len(converted.xform) // 1024} kB"),
        Row("take it from its JSON", loading, 0.2, note=f"{len(text) // 1024} kB"),
        Row("make ready", making, 0.4),
        Row("open", opening, 0.1, theirs[0], note or "peer: JavaRosa parses and opens"),
        Row("all answers at once", setting, 0.2, theirs[1], note or "peer: JavaRosa, one by one"),
        Row("check all", checking, 0.1, note=f"{len(wrong)} wrong of {len(filled)}"),
        Row("a page: 20 answers in, all checked, 50 drawn", one_page, 0.1),
        Row("the XML that is sent", sending, 0.1, note=f"{len(sent) // 1024} kB"),
        Row("ready, open, all answers, checked, sent", whole, 1.0, (theirs[0] or 0) + (theirs[1] or 0) or None),
    ]
    assert len(book["survey"]) > QUESTIONS
    return show(f"A questionnaire of {QUESTIONS} questions", "pyxform, JavaRosa", rows)


if __name__ == "__main__":
    sys.exit(main())
