"""The only writer of typed papers: each by two people, and counted when they agree or somebody has settled it."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from byalag.core import log
from byalag.core.verdicts import require
from byalag.core.versions import lock_for_change
from byalag.engines import survey_forms
from byalag.rooms.people.api import Actor

from .. import papers, rules
from ..enums import Channel
from ..models import Area, Form, PaperEntry, Submission, Wave
from .submissions import take_in


@transaction.atomic
def type_paper(
    actor: Actor, *, wave: Wave, form: Form, number: str, xml: bytes, area: Area | None = None, language: str = ""
) -> tuple[PaperEntry, Submission | None]:
    """Keep what was typed. Gives it, and the submission when it is the second time and both are the same."""
    wave = lock_for_change(wave)
    require(rules.may_type_paper(actor, wave))
    before = list(PaperEntry.objects.filter(wave=wave, number=number).select_related("form", "area"))
    check_typing(actor, before, form)
    found = survey_forms.from_xml(xml, form.value)
    entry = PaperEntry(
        wave=wave, form=form, number=number, area=area, answers=dict(found.answers), xml=xml.decode(),
        language=language, typist=actor.user_id,
    )  # fmt: skip
    entry.full_clean()
    entry.save()
    log.record(wave, "surveys.paper.typed", actor=actor, survey=wave.survey_id, paper=number)
    entries = [*before, entry]
    if len(entries) < 2 or papers.differences(entries[0], entries[1], ""):
        return entry, None
    return entry, _count(actor, wave, entries, {})


def check_typing(actor: Actor, before: list[PaperEntry], form: Form) -> None:
    """Raises ValidationError when this paper is not for this person to type."""
    if len(before) >= 2:
        raise ValidationError(_("Two people have typed this paper."))
    if any(entry.typist == actor.user_id for entry in before):
        raise ValidationError(_("You have typed this paper. Somebody else types it the second time."))
    if any(entry.form_id != form.pk for entry in before):
        raise ValidationError(_("This paper was typed in another version of the questionnaire. Begin it anew."))


@transaction.atomic
def drop_paper(actor: Actor, *, entry: PaperEntry) -> None:
    """Take back what one typed oneself, as long as it is not settled."""
    lock_for_change(entry.wave)
    entry = PaperEntry.objects.select_related("wave__survey").get(pk=entry.pk)
    require(rules.may_drop_paper(actor, entry))
    log.record(entry.wave, "surveys.paper.dropped", actor=actor, survey=entry.wave.survey_id, paper=entry.number)
    entry.delete()


@transaction.atomic
def settle_paper(actor: Actor, *, wave: Wave, number: str, chosen: Mapping[str, str]) -> Submission:
    """Count a paper that was typed in two ways, with what was chosen for each difference (papers.differences)."""
    wave = lock_for_change(wave)
    entries = list(PaperEntry.objects.filter(wave=wave, number=number).select_related("form", "area", "wave__survey"))
    require(rules.may_settle_paper(actor, entries))
    asked = {one.key: one for one in papers.differences(entries[0], entries[1], "")}
    if asked.keys() != chosen.keys() or any(
        chosen[key] not in {one.first, one.second, ""} for key, one in asked.items()
    ):
        raise ValidationError(_("Choose for each difference what stands on the paper."))
    row = _count(actor, wave, entries, chosen)
    log.record(wave, "surveys.paper.settled", actor=actor, survey=wave.survey_id, paper=number, differences=len(asked))
    return row


def _count(actor: Actor, wave: Wave, entries: list[PaperEntry], chosen: Mapping[str, str]) -> Submission:
    area = next((one.area for one in entries if str(one.area_id or "") == chosen.get(papers.AREA)), None)
    row, _new = take_in(
        actor, wave=wave, form=entries[0].form, xml=papers.settled(entries, chosen), channel=Channel.PAPER,
        area=area if papers.AREA in chosen else entries[0].area, language=entries[0].language,
    )  # fmt: skip
    PaperEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(submission=row)
    return row
