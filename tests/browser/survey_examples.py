"""A survey with all that can stand beside it, and the addresses of its pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from byalag.core.models import User
from byalag.rooms.people import api as people
from byalag.rooms.surveys import actions, queries, sampling
from tests.rooms.surveys.conftest import asked
from tests.rooms.surveys.test_submissions import sent


def _pages(names: str, arguments: Callable[[Any], dict[str, Any]]) -> dict[str, Callable[[Any], dict[str, Any]]]:
    return dict.fromkeys((f"surveys:{name}" for name in names.split()), arguments)


PAGES: dict[str, Callable[[Any], dict[str, Any]]] = {
    **_pages("survey change", lambda w: {"pk": w.survey}),
    **_pages("begin_version", lambda w: {"pk": w.survey}),
    **_pages("questionnaire questionnaire_xlsform questionnaire_xform", lambda w: {"pk": w.survey_form}),
    **_pages(
        "questionnaire_title questionnaire_upload questionnaire_freeze questionnaire_language questionnaire_standard "
        "question_add",
        lambda w: {"pk": w.survey_draft},
    ),
    **_pages("question_change question_remove", lambda w: {"pk": w.survey_draft, "at": "data/say"}),
    **_pages("plan_wave", lambda w: {"pk": w.survey}),
    **_pages("preview", lambda w: {"pk": w.survey, "form": w.survey_form}),
    **_pages("wave change_wave open_wave close_wave add_area open_door", lambda w: {"pk": w.wave}),
    **_pages("change_area", lambda w: {"pk": w.area}),
    **_pages("close_door", lambda w: {"pk": w.door}),
    **_pages("answer", lambda w: {"token": w.door_token}),
    **_pages("odk_forms odk_submission", lambda w: {"token": w.device_token}),
    **_pages("odk_form odk_manifest", lambda w: {"token": w.device_token, "number": 1}),
    **_pages("results microdata codebook", lambda w: {"pk": w.wave}),
    **_pages("results_file", lambda w: {"pk": w.wave, "suffix": "csv"}),
    **_pages("sample sample_file", lambda w: {"pk": w.drawn_wave}),
    **_pages("take_in_frame draw_sample", lambda w: {"pk": w.listed_wave}),
    **_pages("checks check_rules accept_clean", lambda w: {"pk": w.wave}),
    **_pages("place_area", lambda w: {"pk": w.area}),
    **_pages("submission", lambda w: {"pk": w.submission}),
    **_pages("papers type_paper", lambda w: {"pk": w.wave}),
    **_pages("compare_paper drop_paper", lambda w: {"pk": w.paper}),
    **_pages("replace_unit", lambda w: {"pk": w.unit}),
    **_pages("write_finding", lambda w: {"pk": w.wave}),
    **_pages("change_finding remove_finding answer_finding", lambda w: {"pk": w.finding}),
    **_pages("tell_what_became", lambda w: {"pk": w.answered_finding}),
    **_pages("trash", lambda w: {"pk": w.unanswered_survey}),
}


def world(actor: people.Actor, organisation: people.Organisation) -> dict[str, Any]:
    """The numbers of it all, by name."""
    survey = actions.open_survey(
        actor, organisation=organisation, title="Har du något att säga till om?", purpose="För rådets plan 2027"
    )
    unanswered = actions.open_survey(actor, organisation=organisation, title="En undersökning som ingen har svarat på")
    draft = survey.forms.get()
    draft = actions.write_form(actor, form=draft, questionnaire=asked(draft.value), expected=None)
    form = actions.freeze_form(actor, form=draft)
    next_draft = actions.begin_version(actor, survey=survey)
    wave = actions.open_wave(actor, wave=actions.plan_wave(actor, survey=survey, name="2026", form=form))
    area = actions.set_area(actor, wave=wave, name="Falun", organisation=organisation, country="SE", wanted=350)
    door, token = actions.open_door(actor, wave=wave, kind="open", name="Anslagstavlan", area=area)
    _device, device = actions.open_door(actor, wave=wave, kind="device", name="Telefon 3", area=area)
    holder = people.Actor("link", link_id=1)
    row, _new = actions.take_in(holder, wave=wave, form=form, xml=sent(form, {"/data/say": "some"}), door=door)
    finding = actions.write_finding(actor, survey=survey, text="De flesta har något att säga till om")
    drawn, listed = (actions.plan_wave(actor, survey=survey, name=name, form=form) for name in ("2027", "2028"))
    frame = sampling.Frame(
        tuple(sampling.Listing("Falun", name, 40) for name in ("Enviken", "Grycksbo", "Svärdsjö")), {}
    )
    for one in (drawn, listed):
        actions.take_in_frame(actor, wave=one, frame=frame)
    choice = sampling.Choice(answers=20, per_unit=10, allocation="proportional", least=0, method="simple")
    actions.draw_sample(actor, wave=drawn, choice=choice, seed="7 12 19 23 31")
    unit = queries.sample_of(drawn)[0]
    paper, _row = actions.type_paper(actor, wave=wave, form=form, number="12", xml=sent(form, {"/data/say": "some"}))
    second = replace(actor, user_id=User.objects.order_by("pk").values_list("pk", flat=True)[0])
    actions.type_paper(second, wave=wave, form=form, number="12", xml=sent(form, {"/data/say": "none"}))
    answered = actions.write_finding(
        actor, survey=survey, wave=wave, question="/data/say", text="Många vill ses oftare"
    )
    actions.answer_finding(actor, finding=answered, answer="Rådet möts ute i byarna från och med hösten")
    return {
        "paper": paper.pk,
        "drawn_wave": drawn.pk, "listed_wave": listed.pk, "unit": unit.pk,
        "survey": survey.pk, "unanswered_survey": unanswered.pk, "survey_form": form.pk, "survey_draft": next_draft.pk,
        "wave": wave.pk, "area": area.pk, "door": door.pk, "door_token": token, "device_token": device,
        "submission": row.pk, "finding": finding.pk, "answered_finding": answered.pk,
    }  # fmt: skip
