"""Forms of lists of eligible countries, and of what cooperations are paid for under."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from byalag.core import files, tables
from byalag.core.countries import codes_by_name
from byalag.core.forms import Form, VersionedForm
from byalag.core.tables import Column, Comparison, TableKind, Unreadable
from byalag.rooms.people.enums import Visibility

from .eligibility import Days
from .models import EligibilityList, ListEdition

VISIBLE = [row for row in Visibility.choices if row[0] != Visibility.CIRCLE]
COLUMNS = (
    Column("country", _("Country"), required=True),
    Column("starts", _("From"), "date"),
    Column("ends", _("Until"), "date"),
)


def read_table(columns: tuple[Column, ...], upload: Any) -> Comparison:
    """The rows of a file as values by column. Raises Unreadable with a sentence.

    Columns that the file has beside them (the numbers of a table that was taken out) are passed over.
    """
    try:
        if upload.size > files.LIMIT["document"]:
            raise files.FileRefused("too_large")
        suffix = "xlsx" if files.recognise(upload).suffix == "xlsx" else upload.name.rpartition(".")[2].casefold()
    except files.FileRefused as refusal:
        raise Unreadable(gettext("Tables are read from .xlsx and .csv files.")) from refusal
    upload.seek(0)
    return values_of(columns, tables.read_file(upload.read(), suffix))


def values_of(columns: tuple[Column, ...], rows: list[list[str]]) -> Comparison:
    """Cells of a table, header first, as values by column. Raises Unreadable when its header names no column."""
    kept = [at for at, head in enumerate(rows[0]) if head.strip().casefold() not in (tables.ID, tables.VERSION)]
    rows = [[row[at] if at < len(row) else "" for at in kept] for row in rows]
    return tables.compare(TableKind("", "", "", columns, lambda actor: ()), None, rows)


def lines_of(edition: ListEdition | None) -> str:
    """The countries of an edition as they are typed: one on each line, with its days behind semicolons."""
    rows = edition.countries.all() if edition else ()
    return "\n".join(line_of(row.country, row.starts, row.ends) for row in rows)


def line_of(code: str, starts: date | None, ends: date | None) -> str:
    parts = [code, starts.isoformat() if starts else "", ends.isoformat() if ends else ""]
    return "; ".join(parts).rstrip("; ")


class ListForm(VersionedForm):
    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("For example: ICLD, municipal partnerships."))
    funder = forms.CharField(label=_("Whose list it is"), max_length=200)
    about = forms.CharField(label=_("About"), required=False, widget=forms.Textarea, max_length=10_000)
    visibility = forms.ChoiceField(label=_("Who may see it"), choices=VISIBLE, initial=Visibility.ORGANISATION)


class EditionForm(VersionedForm):
    """What a list says from a day on. A file takes the place of what stands in the field for countries."""

    starts = forms.DateField(label=_("Holds from"), widget=forms.DateInput)
    ends = forms.DateField(
        label=_("Holds until"),
        required=False,
        widget=forms.DateInput,
        help_text=_("Leave it empty when it holds until the next edition."),
    )
    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("Where the funder says so, and when it was read.")
    )
    url = forms.URLField(label=_("Address of the source"), required=False, max_length=500, assume_scheme="https")
    countries = forms.CharField(
        label=_("Countries"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=20_000,
        help_text=_(
            "One on each line: its code or name. One that is on the list for a part of the time only has its first and last "
            "day behind it: UA; 2024-01-01; 2025-12-31."
        ),
    )
    file = forms.FileField(
        label=_("Or read them from a file"),
        required=False,
        help_text=_(
            "A spreadsheet (.xlsx or .csv) with the columns Country, From, Until. You see it before it is saved."
        ),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("starts") and values.get("ends") and values["ends"] < values["starts"]:
            self.add_error("ends", _("It must end on or after the day it began."))
        if "countries" in values:
            values["days"] = self._from_file(values["file"]) if values.get("file") else self._typed(values["countries"])
        return values

    def _typed(self, text: str) -> Days:
        rows = []
        for number, line in enumerate(text.splitlines(), start=1):
            if line.strip():
                parts = [part.strip() for part in line.split(";")]
                try:
                    if len(parts) > 3:
                        raise ValueError(gettext("A line has a country, a first day and a last day, no more."))
                    first, last = (
                        column.read(cell)
                        for column, cell in zip(COLUMNS[1:], [*parts[1:], "", ""], strict=False)
                    )  # fmt: skip
                except ValueError as fault:
                    self._wrong("countries", number, str(fault))
                    continue
                rows.append((number, parts[0], first, last))
        return self._days("countries", rows)

    def _from_file(self, upload: Any) -> Days:
        try:
            found = read_table(COLUMNS, upload)
        except Unreadable as refusal:
            self.add_error("file", str(refusal.sentence))
            return {}
        for fault in found.faults:
            self._wrong("file", fault.row, fault.sentence)
        rows = enumerate(found.added, start=2)
        return self._days("file", [(n, row["country"], row.get("starts"), row.get("ends")) for n, row in rows])

    def _days(self, field: str, rows: list[tuple[int, str, date | None, date | None]]) -> Days:
        known, found = codes_by_name(), Days()
        for number, name, first, last in rows:
            code = known.get(name.casefold())
            if code is None:
                self._wrong(field, number, gettext("“%(name)s” is no country that we know.") % {"name": name[:60]})
            elif code in found:
                self._wrong(field, number, gettext("“%(name)s” stands there twice.") % {"name": name[:60]})
            elif first and last and last < first:
                self._wrong(field, number, gettext("It must end on or after the day it began."))
            else:
                found[code] = (first, last)
        return found

    def _wrong(self, field: str, number: int, sentence: str) -> None:
        self.add_error(field, gettext("Line %(n)s: %(what)s") % {"n": number, "what": sentence})


class FundingForm(VersionedForm):
    eligibility_list = forms.ModelChoiceField(
        label=_("List"), queryset=EligibilityList.objects.none(), empty_label=_("(choose)")
    )
    granted_on = forms.DateField(
        label=_("Granted on"),
        widget=forms.DateInput,
        help_text=_("What the list says on that day is what the grant rests on."),
    )
    until = forms.DateField(label=_("Granted until"), required=False, widget=forms.DateInput)
    reference = forms.CharField(label=_("The funder’s reference"), required=False, max_length=100)

    def __init__(self, *args: Any, lists: Any, granted_on: date | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(eligibility_list=lists)
        self.was_granted_on = granted_on
        if granted_on is not None:
            del self.fields["eligibility_list"], self.fields["granted_on"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        granted_on = self.was_granted_on or values.get("granted_on")
        if granted_on and values.get("until") and values["until"] < granted_on:
            self.add_error("until", _("It must end on or after the day it was granted."))
        return values


class AnswerDepartureForm(Form):
    text = forms.CharField(
        label=_("What we do about it"),
        widget=forms.Textarea,
        max_length=5_000,
        help_text=_("For example: the funder has written that the project may be finished."),
    )


class DayForm(Form):
    """On which day a list is looked at."""

    on = forms.DateField(label=_("On which day"), widget=forms.DateInput, initial=timezone.localdate)
