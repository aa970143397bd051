"""Due rules on pages: how they are said, and the fields in which they are chosen."""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from byalag.engines.due_rules import LAST_DAY, DueRule, Fault, Kind, NotARule, Unit, from_code, say

SENTENCES: dict[Fault, str | Promise] = {
    Fault.DATE_MISSING: _("Choose a date."),
    Fault.DAY_MISSING: _("Choose a date."),
    Fault.DAY_OUTSIDE: _("Choose a day from 1 to 31."),
    Fault.MONTH_MISSING: _("Choose a date."),
    Fault.MONTH_OUTSIDE: _("Choose a month from 1 to 12."),
    Fault.NO_SUCH_DATE: _("There is no such date. Choose another one."),
    Fault.AMOUNT_MISSING: _("Write how long after, as a whole number."),
    Fault.AMOUNT_OUTSIDE: _("Write how long after, as a number from 0 to 600."),
    Fault.ENDS_BEFORE_START: _("It ends before it begins. Change one of the two dates."),
    Fault.UNREADABLE: _("This cannot be read as a date or a rule. Choose it in the fields."),
}

# The field in which a fault of the rule is shown.
_FIELDS = {"on": "due", "day": "due", "month": "due", "amount": "amount", "ends": "until"}


def say_rule(code: str) -> str:
    """The rule in the reader's language; nothing when there is none."""
    if not code:
        return ""
    return say(from_code(code), get_language() or "en")


def is_last_of_month(day: date) -> bool:
    return day.day == calendar.monthrange(day.year, day.month)[1]


_COMES_BACK = [
    ("", _("No, it is due once")),
    (Kind.YEARLY.value, _("Every year on that day")),
    (Kind.QUARTERLY.value, _("Every quarter on that day")),
    (Kind.MONTHLY.value, _("Every month on that day")),
]


class DueFields(forms.Form):
    """When something is due, and how it comes back. `due` is the first date; the rule is made from it."""

    due = forms.DateField(label=_("Due"), widget=forms.DateInput(format="%Y-%m-%d"), required=False)
    comes_back = forms.ChoiceField(
        label=_("Does it come back?"),
        required=False,
        choices=_COMES_BACK,
        help_text=_("A date that is the last one of its month comes back on the last day of a month."),
    )
    until = forms.DateField(
        label=_("Until"), widget=forms.DateInput(format="%Y-%m-%d"), required=False, help_text=_("May be left empty.")
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        try:
            values["rule"] = self._rule(values)
        except NotARule as fault:
            self.add_error(_FIELDS.get(fault.field, "due"), str(SENTENCES[fault.fault]))
        return values

    def _rule(self, values: dict[str, Any]) -> DueRule | None:
        """None when it is due once, or at no date at all."""
        kind, due = values.get("comes_back"), values.get("due")
        if not kind or "due" in self.errors:
            return None
        if due is None:
            raise NotARule("on", Fault.DATE_MISSING)
        was = self.initial.get("rule_code")
        if was and not {"due", "comes_back"} & set(self.changed_data):
            # The date that waits now may be a shortened one (28 February for the 30th): the rule knows better.
            return replace(from_code(was), ends=values.get("until"))
        day = LAST_DAY if is_last_of_month(due) else due.day
        month = {Kind.YEARLY: due.month, Kind.QUARTERLY: (due.month - 1) % 3 + 1}.get(Kind(kind), 0)
        return DueRule(Kind(kind), month=month, day=day, starts=due, ends=values.get("until"))

    @staticmethod
    def opening(code: str) -> dict[str, Any]:
        """What the fields start with for a rule that there is already."""
        if not code:
            return {}
        rule = from_code(code)
        amount = rule.amount if rule.kind == Kind.AFTER else None
        return {
            "rule_code": code,
            "comes_back": rule.kind.value,
            "until": rule.ends,
            "amount": amount,
            "unit": rule.unit.value,
        }


class DueOrAfterFields(DueFields):
    """The same where there is an event, or the end of a period, that one can count from."""

    amount = forms.IntegerField(label=_("How long after"), required=False, min_value=0, max_value=600)
    unit = forms.ChoiceField(
        label=_("Counted in"),
        required=False,
        choices=[(Unit.MONTHS.value, _("months")), (Unit.WEEKS.value, _("weeks")), (Unit.DAYS.value, _("days"))],
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.fields["comes_back"]
        if isinstance(field, forms.ChoiceField):
            after = (Kind.AFTER.value, _("No, but it is counted from the end of the plan"))
            field.choices = [*_COMES_BACK, after]

    def _rule(self, values: dict[str, Any]) -> DueRule | None:
        if values.get("comes_back") != Kind.AFTER:
            return super()._rule(values)
        if "amount" in self.errors:
            return None
        if values.get("amount") is None:
            raise NotARule("amount", Fault.AMOUNT_MISSING)
        return DueRule(Kind.AFTER, amount=values["amount"], unit=Unit(values.get("unit") or Unit.MONTHS))
