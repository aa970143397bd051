"""Pages of registers of twin towns: choose a file, look it through, read it in, take it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from byalag.core.pages import ActionPage, SignedIn
from byalag.core.verdicts import Verdict

from .. import actions, own_twins, queries, twin_rules
from ..models import TwinningImport
from ..pipeline_forms import RemoveForm
from ..place_forms import RegisterFileForm, RegisterSaveForm
from ..twinning import NotTwinning, Twinning

MOST_SHOWN = 200


class Registers(ActionPage):
    """Those that wait, those that were read in, and the form for another."""

    template_name, form_class = "cooperation/registers.html", RegisterFileForm

    def verdict(self) -> Verdict:
        return twin_rules.may_read_twinning(self.actor)

    def act(self, form: RegisterFileForm) -> TwinningImport:
        upload = form.cleaned_data["file"]
        return actions.start_twinning(self.actor, name=upload.name or "", raw=upload.read())

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except NotTwinning as fault:
            form.add_error("file", str(fault))
        return self.form_invalid(form)

    def get_success_url(self) -> str:
        return reverse("cooperation:register_preview", args=[self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rows=list(queries.registers_of(self.actor)[:20]), **kwargs)


class OneRegister(SignedIn):
    @cached_property
    def read_in(self) -> TwinningImport:
        return get_object_or_404(queries.registers_of(self.actor), pk=self.kwargs["pk"])

    def get_success_url(self) -> str:
        return reverse("cooperation:register_preview", args=[self.kwargs["pk"]])


class RegisterPreview(OneRegister, ActionPage):
    """What reading it in would write, what is not known, and what it says of one's own twin towns; later what it wrote."""

    template_name, form_class = "cooperation/register_preview.html", RegisterSaveForm

    def verdict(self) -> Verdict:
        return twin_rules.may_save_twinning(self.actor, self.read_in)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.read_in.version}

    def act(self, form: RegisterSaveForm) -> Any:
        values = form.cleaned_data
        written = actions.save_twinning(
            self.actor,
            read_in=self.read_in,
            leave_out_unknown=values["leave_out_unknown"],
            expected=values["version"],
        )
        told = ngettext("%(n)s pair is read in.", "%(n)s pairs are read in.", written.new_pairs)
        messages.success(self.request, told % {"n": written.new_pairs})
        return written

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, told = self.read_in, {}
        if row.saved_at is None:
            twinning = Twinning.from_dict(row.reading)
            told = {
                "twinning": twinning,
                "compared": actions.compare(twinning),
                "recognised": len(twinning.towns) - len(twinning.unknown),
                "unknown": sorted(twinning.unknown, key=lambda town: town.line)[:MOST_SHOWN],
                "guessed": twinning.guessed[:MOST_SHOWN],
                "faults": twinning.faults[:MOST_SHOWN],
                "ours": own_twins.own_twins(self.actor, twinning),
            }
            told["dormant"] = sum(twin.is_dormant for twin in told["ours"])
        return super().get_context_data(
            read_in=row, may_undo=twin_rules.may_undo_twinning(self.actor, row), **(told | kwargs)
        )


class UndoRegister(OneRegister, ActionPage):
    template_name, form_class = "cooperation/form.html", RemoveForm

    def verdict(self) -> Verdict:
        return twin_rules.may_undo_twinning(self.actor, self.read_in)

    def act(self, form: RemoveForm) -> int:
        gone = actions.undo_twinning(self.actor, read_in=self.read_in)
        told = ngettext("%(n)s pair is taken back.", "%(n)s pairs are taken back.", gone)
        messages.success(self.request, told % {"n": gone})
        return gone

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        note = gettext("%(name)s: its pairs go, and its towns as far as nothing else rests on them.")
        return super().get_context_data(
            heading=_("Take the register back"),
            button=_("Take the register back"),
            note=note % {"name": self.read_in.name},
            back=self.get_success_url(),
            **kwargs,
        )
