"""Pages of one's own side, of what changed, and of what is joint."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from byalag.core.verdicts import Verdict
from byalag.rooms.people import api as people

from .. import actions, matters, queries, rules
from ..enums import ChangeState, JointKind
from ..joint_forms import AnswerForm, BenefitForm, NotedAnswerForm, ProposalForm, SideForm
from ..models import Benefit, JointChange, JointText, SideText
from ..pipeline_forms import RemoveForm
from .cooperations import OneCooperation, StepOfCooperation


class Sides(OneCooperation, TemplateView):
    """Both sides and the joint one, part by part; only for those who are in the cooperation."""

    template_name = "cooperation/sides.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cooperation = self.cooperation
        if not rules.may_read_sides(self.actor, cooperation):
            raise Http404
        sides = list(queries.sides_visible_to(self.actor, cooperation))
        joint = {row.part: row for row in queries.joint_texts(self.actor, cooperation)}
        changes = list(queries.joint_changes_visible_to(self.actor).filter(cooperation=cooperation))
        waiting = {change.part: change for change in changes if change.state == ChangeState.OPEN and not change.matter}
        parts = [
            {
                "part": part,
                "joint": joint.get(part),
                "open": waiting.get(part),
                "own": next((row for row in sides if row.part == part and self.is_ours(row)), None),
                "others": [row for row in sides if row.part == part and not self.is_ours(row)],
            }
            for part in JointKind
        ]
        return super().get_context_data(
            cooperation=cooperation,
            parts=parts,
            held_together=[change for change in changes if change.state == ChangeState.OPEN and change.matter],
            settled=[change for change in changes if change.state != ChangeState.OPEN],
            benefits=queries.benefits_visible_to(self.actor).filter(cooperation=cooperation),
            may_write=rules.may_write_side(self.actor, cooperation),
            may_propose=rules.may_propose_change(self.actor, cooperation),
            **kwargs,
        )

    def is_ours(self, row: SideText) -> bool:
        return self.actor.acts_for(row.organisation_id)


class StepOfSides(StepOfCooperation):
    """A form of this page, with it as the way back; nobody else finds it."""

    def verdict(self) -> Verdict:
        return rules.may_write_side(self.actor, self.cooperation)

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not rules.may_read_sides(request.actor, self.cooperation):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return reverse("cooperation:sides", args=[self.kwargs["pk"]])

    @property
    def part(self) -> JointKind:
        try:
            return JointKind(self.kwargs["part"])
        except ValueError as unknown:
            raise Http404 from unknown


class WriteSide(StepOfSides):
    form_class, heading = SideForm, _("Write our side")

    @cached_property
    def row(self) -> SideText | None:
        own = self.cooperation.sides.filter(organisation=self.actor.organisation_id, part=self.part)
        return own.first()

    def get_initial(self) -> dict[str, Any]:
        row = self.row
        if row is None:
            return {"language": self.actor.organisation.language}
        return {"text": row.text, "language": row.language, "shared": row.shared, "version": row.version}

    def act(self, form: Any) -> SideText:
        values = dict(form.cleaned_data)
        return actions.write_side(
            self.actor, cooperation=self.cooperation, part=self.part, expected=values.pop("version"), **values
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(note=self.part.label, **kwargs)


class WriteBenefit(StepOfSides):
    form_class, heading = BenefitForm, _("Write what changed here")

    def get_initial(self) -> dict[str, Any]:
        return {"language": self.actor.organisation.language, "shared": True}

    def act(self, form: Any) -> Benefit:
        values = dict(form.cleaned_data)
        values.pop("version")
        return actions.write_benefit(self.actor, cooperation=self.cooperation, **values)


class ChangeBenefit(WriteBenefit):
    heading = _("Change what stands about what changed")

    @cached_property
    def benefit(self) -> Benefit:
        rows = queries.benefits_visible_to(self.actor).filter(cooperation=self.cooperation)
        return get_object_or_404(rows, pk=self.kwargs["benefit"])

    def verdict(self) -> Verdict:
        return rules.may_change_benefit(self.actor, self.benefit)

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.benefit, name) for name in ("level", "text", "on", "language", "shared", "version")}

    def act(self, form: Any) -> Any:
        values = dict(form.cleaned_data)
        return actions.change_benefit(self.actor, benefit=self.benefit, expected=values.pop("version"), **values)


class RemoveBenefit(ChangeBenefit):
    form_class, heading = RemoveForm, _("Take away what stands about what changed")
    done_message = _("It is taken away.")

    def act(self, form: Any) -> Any:
        actions.remove_benefit(self.actor, benefit=self.benefit)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(button=_("Take it away"), note=self.benefit.text[:200], **kwargs)


class ProposeChange(StepOfSides):
    form_class, heading = ProposalForm, _("Propose what the joint part should say")
    done_message: Any = _("Proposed. It stands when the others have agreed.")

    def verdict(self) -> Verdict:
        return rules.may_propose_change(self.actor, self.cooperation)

    @cached_property
    def now(self) -> JointText | None:
        return queries.joint_texts(self.actor, self.cooperation).filter(part=self.part).first()

    def get_initial(self) -> dict[str, Any]:
        if self.now is None:
            return {"language": self.cooperation.language}
        return {"text": self.now.text, "language": self.now.language, "version": self.now.version}

    def act(self, form: Any) -> JointChange:
        values = dict(form.cleaned_data)
        return actions.propose_change(
            self.actor, cooperation=self.cooperation, part=self.part, expected=values.pop("version"), **values
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(note=self.part.label, **kwargs)


class OneChange(StepOfSides):
    @cached_property
    def change(self) -> JointChange:
        rows = queries.joint_changes_visible_to(self.actor).filter(cooperation=self.cooperation)
        return get_object_or_404(rows, pk=self.kwargs["change"])


class AnswerChange(OneChange):
    template_name = "cooperation/answer.html"
    form_class, heading = AnswerForm, _("Answer the proposal")
    done_message = _("Answered.")

    def verdict(self) -> Verdict:
        return rules.may_answer_change(self.actor, self.change)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.change.version}

    def act(self, form: Any) -> JointChange:
        values = form.cleaned_data
        return actions.answer_change(
            self.actor,
            change=self.change,
            agrees=values["agrees"],
            words=values["words"],
            expected=values["version"],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        silent = [row for row in queries.waited_for(self.change) if rules.may_note_answer(self.actor, self.change, row)]
        return super().get_context_data(
            change=self.change,
            matter_url=matters.url_of(self.change),
            waits_for=queries.waited_for(self.change) if self.change.state == ChangeState.OPEN else [],
            to_note=silent,
            may_withdraw=rules.may_withdraw_change(self.actor, self.change),
            **kwargs,
        )


class NoteAnswer(OneChange):
    form_class, heading = NotedAnswerForm, _("Note the answer of a party without a sign-in")

    @cached_property
    def party(self) -> people.Organisation:
        ids = [row.pk for row in queries.waited_for(self.change)]
        return get_object_or_404(people.Organisation.objects.filter(pk__in=ids), pk=self.kwargs["party"])

    def verdict(self) -> Verdict:
        return rules.may_note_answer(self.actor, self.change, self.party)

    def act(self, form: Any) -> JointChange:
        values = form.cleaned_data
        return actions.note_answer(
            self.actor,
            change=self.change,
            organisation=self.party,
            agrees=values["agrees"],
            words=values["words"],
            source=values["source"],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(note=self.party, **kwargs)


class WithdrawChange(OneChange):
    form_class, heading = RemoveForm, _("Withdraw the proposal")
    done_message = _("The proposal is withdrawn.")

    def verdict(self) -> Verdict:
        return rules.may_withdraw_change(self.actor, self.change)

    def act(self, form: Any) -> JointChange:
        return actions.withdraw_change(self.actor, change=self.change)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(button=self.heading, note=self.change, **kwargs)
