"""A finding as its survey's page shows it, with the words of the question and what the reader may do with it."""

from __future__ import annotations

from dataclasses import dataclass

from byalag.core.verdicts import Verdict
from byalag.rooms.people.api import Actor
from byalag.rooms.records import api as records

from . import queries, rules
from .answers_read import asked_in
from .models import Finding, Survey, Wave


@dataclass(frozen=True)
class Told:
    """`question`: its words; empty when the finding is about the whole. `wave`: its name, where the reader may read results.
    `shows_decision`: the reader may see it."""

    finding: Finding
    question: str
    wave: str
    shows_decision: bool
    may_change: Verdict
    may_answer: Verdict
    may_tell: Verdict


def told_findings(actor: Actor, survey: Survey, language: str) -> list[Told]:
    """The findings of a survey, in at most two queries; each version of the questionnaire is read once."""
    rows = list(queries.findings_visible_to(actor).filter(survey=survey))
    decided = {row.decision_id for row in rows if row.decision_id}
    seen = set(records.decisions_visible_to(actor).filter(pk__in=decided).values_list("pk", flat=True))
    read: dict[int | None, dict[str, str]] = {None: {}}
    told = []
    for row in rows:
        row.survey = survey
        if row.wave:
            row.wave.survey = survey
        form = row.wave.form_id if row.wave else None
        if row.wave and form not in read:
            read[form] = dict(questions_of(row.wave, language))
        asked = read[form].get(row.question, "")
        wave = row.wave.name if row.wave and rules.may_read_results(actor, row.wave) else ""
        may = (rules.may_change_finding, rules.may_answer_finding, rules.may_tell_what_became)
        told.append(Told(row, asked, wave, row.decision_id in seen, *(rule(actor, row) for rule in may)))
    return told


def questions_of(wave: Wave, language: str) -> list[tuple[str, str]]:
    """Path and words of what a finding can rest on."""
    return [(one.path, one.label) for one in asked_in(wave.form.value, language)] if wave.form else []
