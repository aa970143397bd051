"""Pages of lists of eligible countries, and of what cooperations are paid for under."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from byalag.core import table_sheet, tables
from byalag.core.pages import ActionPage, SignedIn
from byalag.core.tables import TableKind
from byalag.core.verdicts import Refused, Verdict

from .. import actions, eligibility, rules
from ..eligibility_forms import (
    COLUMNS,
    AnswerDepartureForm,
    DayForm,
    EditionForm,
    FundingForm,
    ListForm,
    line_of,
    lines_of,
)
from ..models import EligibilityList, Funding, ListEdition
from .cooperations import StepOfCooperation

TABLES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def as_table(kind: TableKind, suffix: str, name: str, actor: Any) -> HttpResponse:
    """A table as a file, without anything that runs."""
    if suffix not in TABLES:
        raise Http404
    made = table_sheet.as_xlsx(kind, actor) if suffix == "xlsx" else tables.as_csv(tables.out(kind, actor))
    response = HttpResponse(made, content_type=TABLES[suffix])
    response["Content-Disposition"] = f'attachment; filename="{slugify(name) or "table"}.{suffix}"'
    response["Cache-Control"] = "private, no-store"
    return response


class Lists(SignedIn, TemplateView):
    """The organisation's lists, and those that others show."""

    template_name = "cooperation/eligibility_lists.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today, rows = timezone.localdate(), list(eligibility.lists_visible_to(self.actor)[:200])
        told = []
        for row in rows:
            edition = eligibility.edition_on(row.editions.all(), today)
            count = len(eligibility.eligible_on(row.editions.all(), today) or ())
            told.append((row, edition, count))
        return super().get_context_data(
            lists=told, may_keep=rules.may_keep_lists(self.actor, self.actor.organisation_id), **kwargs
        )


class OneList(SignedIn):
    @cached_property
    def eligibility_list(self) -> EligibilityList:
        return get_object_or_404(eligibility.lists_visible_to(self.actor), pk=self.kwargs["pk"])

    @cached_property
    def editions(self) -> list[ListEdition]:
        return list(self.eligibility_list.editions.all())


class ListPage(OneList, TemplateView):
    """What the list says on a day, and its editions: each with what it changed."""

    template_name = "cooperation/eligibility_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = DayForm(self.request.GET if "on" in self.request.GET else None)
        on: date = form.cleaned_data["on"] if form.is_bound and form.is_valid() else timezone.localdate()
        edition = eligibility.edition_on(self.editions, on)
        countries = sorted(eligibility.named(code) for code in eligibility.eligible_on(self.editions, on) or ())
        history = []
        before = None
        for row in self.editions:
            days: eligibility.Days = {it.country: (it.starts, it.ends) for it in row.countries.all()}
            changed = eligibility.difference(before, days)
            history.append((row, _names(changed.joins), _names(changed.leaves), _names(changed.other_days)))
            before = row
        own = self.actor.acts_for(self.eligibility_list.organisation_id)
        return super().get_context_data(
            eligibility_list=self.eligibility_list,
            form=form if form.is_bound else DayForm(initial={"on": on}),
            on=on,
            edition=edition,
            countries=countries,
            history=history[::-1],
            is_own=own,
            may_change=rules.may_change_list(self.actor, self.eligibility_list),
            **kwargs,
        )


def _names(codes: tuple[str, ...]) -> str:
    return ", ".join(sorted(eligibility.named(code) for code in codes))


class ListFile(OneList):
    """An edition with its countries as a table (number 0: all of them); a new edition can be read from it again."""

    def get(self, request: HttpRequest, pk: int, number: int, suffix: str) -> HttpResponse:
        chosen = [row for row in self.editions if number in (0, row.number)]
        if not chosen and number:
            raise Http404
        columns, rows = _columns(chosen)
        kind = TableKind("cooperation.eligibility", self.eligibility_list.name, "", columns, lambda actor: rows)
        return as_table(kind, suffix, self.eligibility_list.name, self.actor)


def _columns(editions: list[ListEdition]) -> tuple[tuple[tables.Column, ...], list[tables.Row]]:
    columns = (
        *COLUMNS,
        tables.Column("number", _("Edition"), "whole"),
        tables.Column("holds_from", _("Holds from"), "date"),
        tables.Column("holds_until", _("Holds until"), "date"),
        tables.Column("source", _("Source")),
        tables.Column("url", _("Address of the source")),
    )
    rows = [
        {
            tables.ID: row.pk,
            "country": row.country,
            "starts": row.starts,
            "ends": row.ends,
            "number": edition.number,
            "holds_from": edition.starts,
            "holds_until": edition.ends,
            "source": edition.source,
            "url": edition.url,
        }
        for edition in editions
        for row in edition.countries.all()
    ]
    return columns, rows


class MakeList(ActionPage):
    template_name, form_class = "cooperation/form.html", ListForm
    heading: Any = _("Begin a list of eligible countries")
    done_message: Any = _("Saved. Now write what the list says.")

    def verdict(self) -> Verdict:
        return rules.may_keep_lists(self.actor, self.actor.organisation_id)

    def act(self, form: Any) -> Any:
        values = dict(form.cleaned_data)
        values.pop("version")
        return actions.make_list(self.actor, organisation=self.actor.organisation, **values)

    def back(self) -> str:
        return reverse("cooperation:eligibility")

    def get_success_url(self) -> str:
        return reverse("cooperation:write_edition", args=[self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=self.heading, back=self.back(), **kwargs)


class ChangeList(OneList, MakeList):
    heading, done_message = _("Change what stands about the list"), _("Saved.")

    def verdict(self) -> Verdict:
        return rules.may_change_list(self.actor, self.eligibility_list)

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.eligibility_list, name) for name in ListForm.base_fields}

    def act(self, form: Any) -> Any:
        values = dict(form.cleaned_data)
        return actions.change_list(
            self.actor, eligibility_list=self.eligibility_list, expected=values.pop("version"), **values
        )

    def back(self) -> str:
        return reverse("cooperation:eligibility_list", args=[self.eligibility_list.pk])

    def get_success_url(self) -> str:
        return self.back()


class WriteEdition(OneList, ActionPage):
    """What the list says from a day on: typed, or read from a file, looked at, and saved."""

    template_name, form_class = "cooperation/eligibility_edition.html", EditionForm
    done_message = _("Saved. The editions before it stay as they were.")

    def verdict(self) -> Verdict:
        return rules.may_change_list(self.actor, self.eligibility_list)

    @property
    def last(self) -> ListEdition | None:
        return self.editions[-1] if self.editions else None

    def get_initial(self) -> dict[str, Any]:
        last = self.last
        about = {"source": last.source, "url": last.url} if last else {}
        return about | {"version": self.eligibility_list.version, "countries": lines_of(last)}

    def form_valid(self, form: Any) -> HttpResponse:
        if "save" in self.request.POST and not form.cleaned_data["file"]:
            return super().form_valid(form)
        days: eligibility.Days = form.cleaned_data["days"]
        form.data = form.data.copy()
        form.data["countries"] = "\n".join(line_of(code, *both) for code, both in sorted(days.items()))
        return self.render_to_response(self.get_context_data(form=form, looked_at=self._looked_at(days)))

    def _looked_at(self, days: eligibility.Days) -> dict[str, Any]:
        changed = eligibility.difference(self.last, days)
        funded = eligibility.fundings_visible_to(self.actor).filter(
            list=self.eligibility_list, cooperation__organisation=self.actor.organisation_id
        )
        leaving = set(changed.leaves)
        touched = [
            row.cooperation
            for row in funded
            if leaving & {party.organisation.country for party in row.cooperation.parties.all() if party.ends is None}
        ]
        return {
            "count": len(days),
            "joins": _names(changed.joins),
            "leaves": _names(changed.leaves),
            "other_days": _names(changed.other_days),
            "touched": touched,
        }

    def act(self, form: Any) -> Any:
        values = form.cleaned_data
        return actions.write_edition(
            self.actor,
            eligibility_list=self.eligibility_list,
            starts=values["starts"],
            ends=values["ends"],
            source=values["source"],
            url=values["url"],
            countries=values["days"],
            expected=values["version"],
        )

    def get_success_url(self) -> str:
        return reverse("cooperation:eligibility_list", args=[self.eligibility_list.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            eligibility_list=self.eligibility_list, back=self.get_success_url(), last=self.last, **kwargs
        )


# --- What a cooperation is paid for under -----------------------------------------------------------------------------


class TieFunding(StepOfCooperation):
    form_class, heading = FundingForm, _("Say under which list it is paid for")

    def verdict(self) -> Verdict:
        return rules.may_tie_funding(self.actor, self.cooperation)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"lists": eligibility.lists_visible_to(self.actor)}

    def get_initial(self) -> dict[str, Any]:
        return {"granted_on": self.cooperation.starts or timezone.localdate(), "until": self.cooperation.ends}

    def act(self, form: Any) -> Any:
        values = dict(form.cleaned_data)
        values.pop("version")
        return actions.tie_funding(self.actor, cooperation=self.cooperation, **values)


class OneFunding(StepOfCooperation):
    @cached_property
    def funding(self) -> Funding:
        rows = eligibility.fundings_visible_to(self.actor).filter(cooperation=self.cooperation)
        return get_object_or_404(rows, pk=self.kwargs["funding"])

    def verdict(self) -> Verdict:
        return rules.may_change_funding(self.actor, self.funding)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(note=self.funding.list.name, **kwargs)


class ChangeFunding(OneFunding):
    form_class, heading = FundingForm, _("Change what is granted")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"lists": None, "granted_on": self.funding.granted_on}

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.funding, name) for name in ("until", "reference", "version")}

    def act(self, form: Any) -> Any:
        values = dict(form.cleaned_data)
        return actions.change_funding(self.actor, funding=self.funding, expected=values.pop("version"), **values)


class UntieFunding(OneFunding):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            actions.untie_funding(self.actor, funding=self.funding)
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        return redirect("cooperation:cooperation", pk=self.kwargs["pk"])


class AnswerDeparture(OneFunding):
    form_class, heading = AnswerDepartureForm, _("Write what you do about it")
    done_message = _("Noted.")

    @cached_property
    def departure(self) -> eligibility.Departure:
        found = (row for row in eligibility.departures(self.funding) if row.country == self.kwargs["country"])
        departure = next((row for row in found if row.answer is None), None)
        if departure is None:
            raise Http404
        return departure

    def act(self, form: Any) -> Any:
        return actions.answer_departure(
            self.actor, funding=self.funding, country=self.departure.country, text=form.cleaned_data["text"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"note": eligibility.told(self.departure)}
