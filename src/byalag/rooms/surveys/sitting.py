"""One person at a form: what was sent with a page is taken up, checked, and the next page is found."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from byalag.core import files
from byalag.engines import survey_forms
from byalag.engines.survey_forms import Kind, Page, Shown, Wrong

from .drafts import Draft
from .drawing import NEEDS_APP, UPLOADED, Drawing, Drawn, DrawnSection, control_of, sentence
from .models import Form


class Sitting:
    """`faults`: what is wrong on the page, by address; `more`: an answer has brought up further questions on it.

    `keeps`: whether files are kept (not in a preview). `demands`: whether what is required must be answered; on a paper it may
    be empty.
    """

    def __init__(self, form: Form, draft: Draft, *, keeps: bool = True, demands: bool = True) -> None:
        self.form, self.draft, self.keeps, self.demands = form, draft, keeps, demands
        self.fill = draft.fill(form.questionnaire)
        self.faults: dict[str, str] = {}
        self.more = False

    # what came

    def receive(self, sent: MultiValueDict[str, str], uploads: Mapping[str, UploadedFile]) -> None:
        """Take up what stands in the page that was sent: only what was shown on it."""
        answers: dict[str, str | list[str]] = {}
        for address in self.draft.shown:
            node = self.fill.at(address)
            if node is None or not isinstance(node.item, survey_forms.Question):
                continue
            kind = node.item.kind
            if kind is Kind.RANK:
                self._rank(address, sent, answers)
            elif kind in UPLOADED:
                self._file(address, kind, sent, uploads.get(address), answers)
            elif kind is Kind.SELECT_MULTIPLE:
                answers[address] = sent.getlist(address)
            elif kind not in NEEDS_APP and kind is not Kind.NOTE:
                answers[address] = sent.get(address, "").replace("\r\n", "\n")
        self.fill.answer(answers)

    def _rank(self, address: str, sent: MultiValueDict[str, str], answers: dict[str, str | list[str]]) -> None:
        node = self.fill.at(address)
        names = [choice.name for choice in self.fill.choices(node)] if node is not None else []
        typed = {name: sent.get(f"{address}#{name}", "").strip()[:10] for name in names}
        self.draft.ranks.pop(address, None)
        wanted = [str(place) for place in range(1, len(names) + 1)]
        if sorted(typed.values()) == sorted(wanted):
            answers[address] = sorted(names, key=lambda name: int(typed[name]))
        else:
            answers[address] = ""
            if any(typed.values()):
                self.draft.ranks[address] = typed

    def _file(
        self,
        address: str,
        kind: Kind,
        sent: MultiValueDict[str, str],
        upload: UploadedFile | None,
        answers: dict[str, str | list[str]],
    ) -> None:
        if sent.get(f"{address}#remove"):
            answers[address] = ""
        if upload is None or not self.keeps:
            return
        try:
            taken = files.take_in(upload, kind="image" if kind is Kind.IMAGE else "document")
        except files.FileRefused as refused:
            self.faults[address] = str(refused.sentence)
            return
        name = f"{uuid.uuid4().hex}.{taken.suffix}"
        self.draft.files[name] = taken.stored.pk
        answers[address] = name

    # where to go

    def go(self, where: str) -> bool:
        """Go on as the button says. True when everything is answered and may be sent."""
        what, _colon, which = where.partition(":")
        if what == "in":
            self.draft.answers, self.draft.language = self.fill.kept(), which
            self.fill = self.draft.fill(self.form.questionnaire)
        elif what == "add":
            self.fill.add(which)
        elif what == "remove":
            self.fill.remove(which)
        elif self.faults:  # a file that was refused
            return False
        elif what == "back":
            addresses, at = self._addresses(), self._at()
            self.draft.page = addresses[max(at - 1, 0)] if addresses else ""
        else:
            return self._next()
        return False

    def _next(self) -> bool:
        addresses, at = self._addresses(), self._at()
        here = self.page()
        if here is not None:
            self.faults = self._wrong_on(here)
            self.more = any(one.address not in self.draft.shown for one in here.questions())
            if self.faults or self.more:
                return False
        if at + 1 < len(addresses):
            self.draft.page = addresses[at + 1]
            return False
        for page in survey_forms.pages(self.fill):
            if faults := self._wrong_on(page):
                self.faults, self.draft.page = faults, page.address
                return False
        return True

    def _wrong_on(self, page: Page) -> dict[str, str]:
        found = {}
        for one in page.questions():
            if one.address in self.draft.ranks:
                found[one.address] = _("Give each of them a number of its own, from 1 on, or leave all empty.")
                continue
            node = self.fill.at(one.address)
            wrong = self.fill.wrong_at(node) if node is not None else None
            if wrong is not None and not self._is_forgiven(one, wrong):
                found[one.address] = sentence(one, wrong)
        return found

    def _is_forgiven(self, one: Shown, wrong: Wrong) -> bool:
        """What cannot be answered on this page, or not in a preview, is not demanded."""
        kind = one.question.kind
        cannot = kind in NEEDS_APP or (kind in UPLOADED and not self.keeps)
        return wrong.what == "required" and (cannot or not self.demands)

    def _addresses(self) -> list[str]:
        return [address for address, _label in survey_forms.outline(self.fill)]

    def _at(self) -> int:
        """Which page one is on; when its first question is asked no more, the one that has what was shown."""
        addresses = self._addresses()
        if self.draft.page in addresses:
            return addresses.index(self.draft.page)
        for place, address in enumerate(addresses):
            page = survey_forms.page(self.fill, address)
            if page is not None and any(one.address in self.draft.shown for one in page.questions()):
                return place
        return 0

    def page(self) -> Page | None:
        addresses = self._addresses()
        return survey_forms.page(self.fill, addresses[self._at()]) if addresses else None

    # what is shown

    def context(self) -> dict[str, Any]:
        """What the template needs; the draft is brought up to what is shown now."""
        addresses, at, page = self._addresses(), self._at(), self.page()
        draft = self.draft
        draft.page = page.address if page is not None else ""
        draft.shown = [one.address for one in page.questions() if control_of(one) != "fixed"] if page else []
        draft.answers = self.fill.kept()
        parts = Drawing(self.faults, draft.ranks).page(page) if page is not None else ()
        return {
            "parts": parts,
            "faults": list(_faulty(parts)),
            "more": self.more,
            "at": at + 1,
            "of": len(addresses),
            "is_last": at + 1 >= len(addresses),
            "has_files": any(one.question.kind in UPLOADED for one in page.questions()) if page else False,
            "kept": draft.files,
        }

    def xml(self) -> bytes:
        return survey_forms.to_xml(self.fill, instance_id=self.draft.instance_id, ended=timezone.now())


def _faulty(parts: Iterable[Drawn | DrawnSection]) -> Iterator[Drawn]:
    for part in parts:
        if isinstance(part, DrawnSection):
            yield from _faulty(part.parts)
        elif part.fault:
            yield part
