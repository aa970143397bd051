"""What an account still lacks: what must be there before it is signed, and what its readers will ask about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from byalag.rooms.work.enums import ActivityStatus

from .accounts import Account, Part
from .definitions import definition_of
from .models import Report


@dataclass(frozen=True)
class Lack:
    """One thing that is not there. `blocks`: the account is not signed without it. `url` is where to mend it."""

    sentence: str
    url: str
    blocks: bool


def lacks(report: Report, account: Account) -> list[Lack]:
    """What is missing in the account, what blocks first. No queries: the account itself says it."""
    found = [lack for part in account.parts for lack in _lacks_of(report, part)]
    return sorted(found, key=lambda lack: not lack.blocks)


def _lacks_of(report: Report, part: Part) -> Iterator[Lack]:
    if part.kind == "text" and not part.text:
        section = definition_of(report).section(part.key)
        yield Lack(
            _("Nothing is written in “%(section)s”.") % {"section": part.name},
            reverse("reports:text", args=[report.pk, part.key]),
            blocks=not (section and section.optional),
        )
    for indicator in part.indicators:
        if indicator.value is None and indicator.text == "–":
            yield Lack(
                _("No approved figure for “%(indicator)s”.") % {"indicator": indicator.name},
                report.of_what.get_absolute_url(),
                blocks=False,
            )
    yield from _lacks_of_work(report, part)


def _lacks_of_work(report: Report, part: Part) -> Iterator[Lack]:
    plan = report.of_what.get_absolute_url()
    bare, open_ones, unanswered, idle = {}, set(), [], []
    for section in part.sections:
        for objective in section.objectives:
            unanswered += [duty.text for duty in objective.duties if not duty.answer]
            if part.kind == "objectives" and not (section.is_overall or objective.activities or objective.hidden):
                idle.append(objective.text)
        for line in [*section.activities, *(a for o in section.objectives for a in o.activities)]:
            if line.status == ActivityStatus.DONE and not line.evidence:
                bare[line.pk] = line
            if line.status in {ActivityStatus.PLANNED, ActivityStatus.UNDER_WAY}:
                open_ones.add(line.pk)
    for text in unanswered:
        # In the answer to a declaration it is what the account is about; a plan's duty may be due later.
        must = part.kind == "commitments"
        yield Lack(_("To be reported, and not answered: %(duty)s") % {"duty": text}, plan, blocks=must)
    for line in bare.values():
        yield Lack(_("Done, but nothing shows it yet: %(activity)s") % {"activity": line.title}, line.url, blocks=False)
    for text in idle:
        yield Lack(_("No activity yet for the goal: %(goal)s") % {"goal": text}, plan, blocks=False)
    if open_ones:
        sentence = ngettext("%(n)s activity is not finished.", "%(n)s activities are not finished.", len(open_ones)) % {
            "n": len(open_ones)
        }
        yield Lack(sentence, f"{reverse('work:list')}?status=planned", blocks=False)
