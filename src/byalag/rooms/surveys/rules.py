"""Who may do what with surveys, and who reads single answers."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from byalag.core.verdicts import YES, Verdict, no
from byalag.rooms.people.api import Actor
from byalag.rooms.people.enums import Role

from .enums import SubmissionState, WaveState
from .models import Area, Door, Finding, Form, PaperEntry, Submission, Survey, Unit, Wave


def may_open_survey(actor: Actor, organisation_id: int | None) -> Verdict:
    """Coordinators of the organisation."""
    if not actor.acts_for(organisation_id):
        return no(_("Only the organisation itself keeps its surveys."))
    if not actor.has(Role.COORDINATOR):
        return no(_("Surveys are kept by coordinators."))
    return YES


def may_edit_survey(actor: Actor, survey: Survey) -> Verdict:
    """Coordinators of the organisation, outside the trash."""
    verdict = may_open_survey(actor, survey.organisation_id)
    if verdict and survey.trashed_at is not None:
        return no(_("This survey lies in the trash. Take it out first."))
    return verdict


def may_trash_survey(actor: Actor, survey: Survey) -> Verdict:
    """Coordinators of the organisation, as long as nobody has answered."""
    verdict = may_edit_survey(actor, survey)
    if verdict and Submission.objects.filter(wave__survey=survey).exists():
        return no(_("People have answered. Close the survey instead; the answers are theirs, too."))
    return verdict


def may_restore_survey(actor: Actor, survey: Survey) -> Verdict:
    """Coordinators and administrators of the organisation."""
    if actor.acts_for(survey.organisation_id) and actor.has(Role.COORDINATOR, Role.ADMINISTRATOR):
        return YES
    return no(_("Surveys are taken out of the trash by coordinators and administrators."))


def may_write_form(actor: Actor, form: Form) -> Verdict:
    """Coordinators of the organisation, while the version is a draft."""
    verdict = may_edit_survey(actor, form.survey)
    if verdict and form.is_frozen:
        return no(_("This version is frozen, because people answer it. Begin a new version to correct it."))
    return verdict


def may_freeze_form(actor: Actor, form: Form) -> Verdict:
    """Coordinators of the organisation, while the version is a draft and asks something."""
    verdict = may_write_form(actor, form)
    if verdict and not form.value.items:
        return no(_("Nothing is asked yet. Add a question first."))
    return verdict


def may_edit_wave(actor: Actor, wave: Wave) -> Verdict:
    """Coordinators of the organisation, until it is closed."""
    verdict = may_edit_survey(actor, wave.survey)
    if verdict and wave.state == WaveState.CLOSED:
        return no(_("This wave is closed. Open it again first."))
    return verdict


def may_open_wave(actor: Actor, wave: Wave) -> Verdict:
    """Coordinators of the organisation, when it has a frozen form."""
    verdict = may_edit_survey(actor, wave.survey)
    if not verdict:
        return verdict
    if wave.state == WaveState.OPEN:
        return no(_("Answers come in already."))
    if wave.form is None or not wave.form.is_frozen:
        return no(_("Freeze the version of the questionnaire that this wave asks, and choose it here."))
    return YES


def may_close_wave(actor: Actor, wave: Wave) -> Verdict:
    """Coordinators of the organisation, while it is open."""
    verdict = may_edit_survey(actor, wave.survey)
    if verdict and wave.state != WaveState.OPEN:
        return no(_("Only an open wave can be closed."))
    return verdict


def may_draw(actor: Actor, wave: Wave) -> Verdict:
    """Coordinators of the organisation, before anybody has answered."""
    verdict = may_edit_wave(actor, wave)
    if verdict and wave.draws.exists():
        return no(_("The sample is drawn, once and for all. Who cannot be asked is replaced in the order of the draw."))
    if verdict and wave.submissions.exists():
        return no(_("People have answered. Who is asked is not drawn anew after that."))
    return verdict


def may_take_in_frame(actor: Actor, wave: Wave) -> Verdict:
    """Who may draw, until it is drawn."""
    verdict = may_draw(actor, wave)
    if verdict and Door.objects.filter(wave=wave, unit__isnull=False).exists():
        return no(_("Ways in are open for units of the list as it is. It is not exchanged under them."))
    return verdict


def may_edit_area(actor: Actor, area: Area) -> Verdict:
    """Who may edit the wave, as long as the area is in no sample that was drawn."""
    verdict = may_edit_wave(actor, area.wave)
    if verdict and area.units.filter(place__isnull=False).exists():
        return no(_("This area is in the sample that was drawn. What was drawn stays as it is."))
    return verdict


def may_replace_unit(actor: Actor, unit: Unit) -> Verdict:
    """Coordinators of the organisation, until the wave is closed: a unit of the sample that nobody has answered in."""
    verdict = may_edit_wave(actor, unit.area.wave)
    if not verdict:
        return verdict
    if not (unit.drawn or unit.stands_for_id):
        return no(_("Only what is in the sample can be replaced."))
    if unit.replaced_by.exists():
        return no(_("Another stands in for it already."))
    if unit.submissions.exists():
        return no(_("People have answered there. It stays in the sample."))
    if not Unit.objects.filter(area=unit.area_id, drawn=False, stands_for=None, place__isnull=False).exists():
        return no(_("All of this area are in the sample; nobody is left to stand in."))
    return YES


def may_open_door(actor: Actor, wave: Wave) -> Verdict:
    """Coordinators of the organisation, until the wave is closed."""
    return may_edit_wave(actor, wave)


def may_close_door(actor: Actor, door: Door) -> Verdict:
    """Coordinators of the organisation, while the door is open."""
    verdict = may_edit_survey(actor, door.wave.survey)
    if verdict and door.closed_at is not None:
        return no(_("This way in is closed already."))
    return verdict


def may_answer(actor: Actor, wave: Wave, door: Door | None = None) -> Verdict:
    """Whoever holds an open door of the wave, contributors and coordinators of the organisation, while it is open."""
    if wave.state != WaveState.OPEN or wave.survey.trashed_at is not None:
        return no(_("This survey takes no answers now."))
    if actor.kind == "link":
        if door is None or door.wave_id != wave.pk or door.closed_at is not None:
            return no(_("This way in is closed."))
        return YES
    return may_read_answers(actor, wave.survey)


def may_type_paper(actor: Actor, wave: Wave) -> Verdict:
    """Contributors and coordinators of the organisation, while the wave is open."""
    if actor.kind == "link":
        return no(_("Papers are typed by the organisation that asks."))
    return may_answer(actor, wave)


def may_settle_paper(actor: Actor, entries: Sequence[PaperEntry]) -> Verdict:
    """Who may type, when a paper was typed by two people and is not settled."""
    verdict = may_type_paper(actor, entries[0].wave)
    if verdict and any(entry.submission_id for entry in entries):
        return no(_("This paper is settled already."))
    if verdict and len(entries) < 2:
        return no(_("Somebody else must type this paper, too, before it counts."))
    return verdict


def may_drop_paper(actor: Actor, entry: PaperEntry) -> Verdict:
    """Whoever typed it, while the wave is open and the paper is not settled."""
    verdict = may_type_paper(actor, entry.wave)
    if verdict and entry.submission_id:
        return no(_("This paper is settled already."))
    if verdict and entry.typist != actor.user_id:
        return no(_("It is taken back by whoever typed it."))
    return verdict


def may_read_answers(actor: Actor, survey: Survey) -> Verdict:
    """Contributors and coordinators of the organisation: single answers are for nobody else."""
    if not actor.acts_for(survey.organisation_id):
        return no(_("Single answers are read by the organisation that asks, and by nobody else."))
    if not actor.has(Role.CONTRIBUTOR, Role.COORDINATOR):
        return no(_("Single answers are read by contributors and coordinators."))
    return YES


def may_read_results(actor: Actor, wave: Wave) -> Verdict:
    """Who may read single answers, always; everybody else who sees the survey, when the wave is closed."""
    if may_read_answers(actor, wave.survey) or wave.state == WaveState.CLOSED:
        return YES
    return no(
        _(
            "What the answers say together is shown when the wave is closed: before, a figure that moves would tell what "
            "the last person answered."
        )
    )


def may_settle(actor: Actor, submission: Submission) -> Verdict:
    """Contributors and coordinators of the organisation: accept what came in, or leave it out with words."""
    return may_read_answers(actor, submission.wave.survey)


def may_leave_out(actor: Actor, submission: Submission) -> Verdict:
    """Who may settle it, while it is not left out."""
    verdict = may_settle(actor, submission)
    if verdict and submission.state == SubmissionState.EXCLUDED:
        return no(_("It is left out already."))
    return verdict


def may_write_finding(actor: Actor, survey: Survey) -> Verdict:
    """Coordinators of the organisation."""
    return may_edit_survey(actor, survey)


def may_change_finding(actor: Actor, finding: Finding) -> Verdict:
    """Coordinators of the organisation, until it is answered."""
    verdict = may_edit_survey(actor, finding.survey)
    if verdict and finding.answered_on is not None:
        return no(_("It is answered as it stands. Write a new finding if the answers say something else."))
    return verdict


def may_answer_finding(actor: Actor, finding: Finding) -> Verdict:
    """Coordinators of the organisation, on behalf of those who received the answers; again, to correct it."""
    return may_edit_survey(actor, finding.survey)


def may_tell_what_became(actor: Actor, finding: Finding) -> Verdict:
    """Coordinators of the organisation, when it is answered."""
    verdict = may_edit_survey(actor, finding.survey)
    if verdict and finding.answered_on is None:
        return no(_("It is not answered yet. Write the answer first."))
    return verdict


def may_publish_survey(actor: Actor, survey: Survey) -> Verdict:
    """Coordinators of the organisation."""
    return may_edit_survey(actor, survey)
