"""Tables: take one out as a spreadsheet, bring it in again, look at what would change, save."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from byalag.core import registries, table_sheet, tables
from byalag.core.files import FileRefused
from byalag.core.pages import ActionPage, SignedIn
from byalag.core.tables import TableKind
from byalag.core.verdicts import Refused, Verdict

from .. import actions, queries, rules
from ..enums import ImportState
from ..forms import TableFileForm, VersionForm
from ..models import TableImport

MOST_SHOWN = 200
FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


class TableList(SignedIn, TemplateView):
    template_name = "exchange/tables.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [(kind, rules.may_bring_table(self.actor, kind)) for kind in registries.tables]
        waiting, saved = queries.waiting_tables(self.actor)[:10], queries.saved_tables(self.actor)[:5]
        return super().get_context_data(rows=rows, waiting=list(waiting), saved=list(saved), **kwargs)


def kind_or_404(key: str) -> TableKind:
    kind = registries.tables.get(key)
    if kind is None:
        raise Http404
    return kind


class TableFile(SignedIn):
    """All rows that the actor may see, of their own organisation."""

    def get(self, request: HttpRequest, kind: str, suffix: str) -> HttpResponse:
        found = kind_or_404(kind)
        if suffix not in FORMATS:
            raise Http404
        if suffix == "xlsx":
            made = table_sheet.as_xlsx(found, self.actor)
        else:
            made = tables.as_csv(tables.out(found, self.actor))
        response = HttpResponse(made, content_type=FORMATS[suffix])
        name = slugify(f"{found.label} {timezone.localdate()}") or "table"
        response["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
        return response


class BringTable(ActionPage):
    template_name, form_class = "exchange/bring_table.html", TableFileForm

    @cached_property
    def kind(self) -> TableKind:
        kind = kind_or_404(self.kwargs["kind"])
        if kind.save is None:
            raise Http404
        return kind

    def verdict(self) -> Verdict:
        return rules.may_bring_table(self.actor, self.kind)

    def act(self, form: TableFileForm) -> TableImport:
        return actions.start_table(
            self.actor, organisation=self.actor.organisation, kind=self.kind, upload=form.cleaned_data["file"]
        )

    def form_valid(self, form: TableFileForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except (FileRefused, tables.Unreadable) as refusal:
            form.add_error("file", str(refusal.sentence))
        return self.form_invalid(form)

    def get_success_url(self) -> str:
        return reverse("exchange:table_preview", args=[self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**(kwargs | {"kind": self.kind, "columns": self.kind.columns}))


class OneTable(SignedIn):
    @cached_property
    def table_import(self) -> TableImport:
        return get_object_or_404(queries.tables_visible_to(self.actor), pk=self.kwargs["pk"])


class TablePreview(OneTable, ActionPage):
    """What saving would add, change and leave; row by row, before and after."""

    template_name, form_class = "exchange/table_preview.html", VersionForm
    done_message = gettext_lazy("The table is saved.")

    def verdict(self) -> Verdict:
        return rules.may_save_table(self.actor, self.table_import)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.table_import.version}

    def act(self, form: VersionForm) -> TableImport:
        return actions.save_table(self.actor, table_import=self.table_import, expected=form.cleaned_data["version"])

    def get_success_url(self) -> str:
        return reverse("exchange:tables")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind = registries.tables[self.table_import.kind]
        found = None
        if self.table_import.state == ImportState.READY:
            found = tables.compare(kind, self.actor, self.table_import.rows)
        labels = {column.key: column for column in kind.columns}
        added = found.added[:MOST_SHOWN] if found else []
        changed = found.changed[:MOST_SHOWN] if found else []
        return super().get_context_data(
            **(
                kwargs
                | {
                    "table_import": self.table_import,
                    "kind": kind,
                    "found": found,
                    "added": [
                        [
                            (labels[key].label, labels[key].write(value))
                            for key, value in row.items()
                            if value not in ("", None)
                        ]
                        for row in added
                    ],
                    "changed": [
                        (change, [(labels[key].label, *both) for key, both in change.fields.items()])
                        for change in changed
                    ],
                    "faults": found.faults[:MOST_SHOWN] if found else [],
                }
            )
        )


class DiscardTable(OneTable):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            actions.discard_table(self.actor, table_import=self.table_import)
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        else:
            messages.success(request, _("The table is thrown away. Nothing of it was saved."))
        return redirect("exchange:tables")


class UndoTable(OneTable, ActionPage):
    """Ask first, then take back what saving a table added and changed."""

    template_name, form_class = "exchange/undo_table.html", VersionForm
    done_message = gettext_lazy("It is as it was before the table was saved.")

    def verdict(self) -> Verdict:
        return rules.may_undo_table(self.actor, self.table_import)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.table_import.version}

    def act(self, form: VersionForm) -> TableImport:
        return actions.undo_table(self.actor, table_import=self.table_import, expected=form.cleaned_data["version"])

    def get_success_url(self) -> str:
        return reverse("exchange:tables")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        made = self.table_import.made
        return super().get_context_data(
            **(
                kwargs
                | {
                    "table_import": self.table_import,
                    "kind": registries.tables[self.table_import.kind],
                    "added": len(made.get("added", [])),
                    "changed": len(made.get("changed", [])),
                }
            )
        )
