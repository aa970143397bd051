"""Pages of the papers that a kind of cooperation needs."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from byalag.core.verdicts import Verdict
from byalag.rooms.records import api as records

from .. import actions, rules
from ..agreement_forms import KeepPaperForm
from ..enums import CooperationKind, NeededPaper
from ..kinds import KINDS
from ..models import KeptPaper
from ..pipeline_forms import RemoveForm
from .cooperations import StepOfCooperation


class KeepPaper(StepOfCooperation):
    form_class, heading = KeepPaperForm, _("Say where the paper is")

    def verdict(self) -> Verdict:
        return rules.may_edit_cooperation(self.actor, self.cooperation)

    def get_form_kwargs(self) -> dict[str, Any]:
        own = records.documents_visible_to(self.actor).filter(organisation=self.actor.organisation_id)
        needed = [row.paper for row in KINDS[CooperationKind(self.cooperation.kind)].papers]
        return super().get_form_kwargs() | {
            "papers": [paper for paper in needed if paper != NeededPaper.CHECK],
            "documents": own.order_by("-created_at", "-pk"),
        }

    def get_initial(self) -> dict[str, Any]:
        return {"paper": self.request.GET.get("paper", "")}

    def act(self, form: Any) -> KeptPaper:
        return actions.keep_paper(self.actor, cooperation=self.cooperation, **form.cleaned_data)


class LetGoOfPaper(StepOfCooperation):
    form_class, heading = RemoveForm, _("Take the line away")
    done_message = _("The line is taken away. The document stays in the register.")

    @cached_property
    def kept(self) -> KeptPaper:
        return get_object_or_404(
            KeptPaper.objects.filter(cooperation=self.cooperation, cooperation__organisation=self.actor.home_id),
            pk=self.kwargs["kept"],
        )

    def verdict(self) -> Verdict:
        return rules.may_edit_cooperation(self.actor, self.kept.cooperation)

    def act(self, form: Any) -> None:
        actions.let_go_of_paper(self.actor, kept=self.kept)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = self.kept
        told = kept.note or (kept.document.title if self.readable else _("A document that you may not read"))
        note = f"{kept.get_paper_display()}: {told}"
        return super().get_context_data(button=_("Take the line away"), note=note, **kwargs)

    @property
    def readable(self) -> bool:
        """Whether the document may be named to the reader."""
        return records.documents_visible_to(self.actor).filter(pk=self.kept.document_id).exists()
