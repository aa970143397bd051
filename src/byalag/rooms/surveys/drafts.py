"""Answers on their way: kept in the page itself, signed, so that nothing is stored of those who do not send.

A draft goes back and forth with each page. Nobody can change it, and it fits one door and one version only.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.core import signing
from django.utils import timezone

from byalag.engines import survey_forms

LASTS = timedelta(days=7)


@lru_cache(maxsize=32)
def ready(questionnaire: str) -> survey_forms.Form:
    """A questionnaire (as JSON) made ready to be filled in; it holds no answers, so that all may share it."""
    return survey_forms.Form(survey_forms.from_json(questionnaire))


@dataclass
class Draft:
    """`form`: the row of the version; `shown`: addresses that stood on the page; `files`: name → StoredFile's number.

    `ranks`: by address, numbers that make no order yet, so that they stay.
    """

    form: int
    language: str
    instance_id: str = field(default_factory=lambda: f"uuid:{uuid.uuid4()}")
    opened: datetime = field(default_factory=timezone.now)
    answers: dict[str, str] = field(default_factory=dict)
    page: str = ""
    shown: list[str] = field(default_factory=list)
    files: dict[str, int] = field(default_factory=dict)
    ranks: dict[str, dict[str, str]] = field(default_factory=dict)

    def fill(self, questionnaire: str) -> survey_forms.Fill:
        """The answers so far, worked out."""
        fill = survey_forms.Fill(
            ready(questionnaire), language=self.language, now=self.opened, seed=self.instance_id,
            zone=timezone.get_current_timezone(),
        )  # fmt: skip
        if self.answers:
            fill.load(self.answers)
        return fill

    def signed(self, use: str) -> str:
        told = [self.form, self.language, self.instance_id, self.opened.isoformat(), self.answers, self.page,
                self.shown, self.files, self.ranks]  # fmt: skip
        return signing.dumps(told, salt=f"surveys.draft.{use}", compress=True)


def read(signed: str, use: str) -> Draft | None:
    """The draft that a page brought back; None for one that is too old, of another use, or not ours."""
    try:
        told: Any = signing.loads(signed, salt=f"surveys.draft.{use}", max_age=LASTS)
    except signing.BadSignature:
        return None
    form, language, instance_id, opened, *rest = told
    return Draft(form, language, instance_id, datetime.fromisoformat(opened), *rest)
