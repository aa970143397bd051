"""Forms of visits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.forms import Form, LanguageField, VersionedForm
from byalag.core.money_choices import currency_choices
from byalag.rooms.cooperation.api import Cooperation
from byalag.rooms.people.api import Organisation
from byalag.rooms.promises.api import Means
from byalag.rooms.work.enums import ActivityKind, Audience, Sex

from .enums import VISITING, Cost, Direction, GiftWay, Interpreter, Payer, Risk


class _MeansField(forms.ModelChoiceField):
    def label_from_instance(self, means: Means) -> str:
        return f"{means.framework.title}: {means}"


class AboutVisit(VersionedForm):
    """What stands about a visit beside its activity."""

    direction = forms.ChoiceField(label=_("Who visits whom"), choices=Direction, widget=forms.RadioSelect)
    partner = forms.ModelChoiceField(
        label=_("Partner"), queryset=Organisation.objects.none(), required=False, empty_label=_("(not in the list)")
    )
    partner_name = forms.CharField(label=_("Or its name"), required=False, max_length=200)
    purpose = forms.CharField(label=_("Purpose"), widget=forms.Textarea, max_length=20_000)
    working_language = LanguageField(label=_("Working language"), required=False)
    interpreter = forms.ChoiceField(label=_("Interpreter"), choices=Interpreter, initial=Interpreter.NONE)
    means = _MeansField(
        label=_("Money of the plan that pays for it"),
        queryset=Means.objects.none(),
        required=False,
        empty_label=_("(none)"),
    )

    def __init__(self, *args: Any, partners: QuerySet[Organisation], means: QuerySet[Means], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(partner=partners, means=means)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "partner" not in self.errors and not values.get("partner") and not values.get("partner_name"):
            self.add_error("partner_name", _("Choose the partner, or write its name."))
        return values


class ChangeVisitForm(AboutVisit):
    risk = forms.ChoiceField(label=_("Risk"), choices=[("", "–"), *Risk.choices], required=False)
    risks = forms.CharField(
        label=_("What may happen, and what we do about it"), required=False, widget=forms.Textarea, max_length=20_000
    )


class PlanVisitForm(AboutVisit):
    title = forms.CharField(label=_("What the visit is called"), max_length=300)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(kind.value, kind.label) for kind in VISITING], initial=ActivityKind.VISIT
    )
    with_cooperation = forms.ModelChoiceField(
        label=_("Cooperation"), queryset=Cooperation.objects.none(), required=False, empty_label=_("(none)")
    )
    starts = forms.DateField(label=_("From"), required=False, widget=forms.DateInput)
    ends = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput)
    place_text = forms.CharField(label=_("Where"), required=False, max_length=200)

    field_order = ["title", "direction", "kind", "partner", "partner_name", "with_cooperation", "starts", "ends"]

    def __init__(self, *args: Any, cooperations: QuerySet[Cooperation], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(with_cooperation=cooperations)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("starts") and values.get("ends") and values["ends"] < values["starts"]:
            self.add_error("ends", _("It must end on or after the day it began."))
        return values


class AskForm(Form):
    who = forms.ChoiceField(
        label=_("Who asks whom?"),
        choices=[("we", _("We ask whether we may come")), ("they", _("They have asked whether they may come"))],
        widget=forms.RadioSelect,
        initial="we",
    )
    partner = forms.ModelChoiceField(
        label=_("Partner"), queryset=Organisation.objects.none(), required=False, empty_label=_("(not in the list)")
    )
    partner_name = forms.CharField(label=_("Or the name of those who asked"), required=False, max_length=200)
    cooperation = forms.ModelChoiceField(
        label=_("Cooperation"), queryset=Cooperation.objects.none(), required=False, empty_label=_("(none)")
    )
    purpose = forms.CharField(label=_("Purpose"), widget=forms.Textarea, max_length=20_000)
    starts = forms.DateField(label=_("From"), required=False, widget=forms.DateInput)
    ends = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput)
    size = forms.IntegerField(label=_("How many come"), required=False, min_value=1, max_value=10_000)
    contact = forms.CharField(
        label=_("Contact post"),
        required=False,
        max_length=200,
        help_text=_("The post is enough: “international secretary”."),
    )

    def __init__(
        self, *args: Any, partners: QuerySet[Organisation], cooperations: QuerySet[Cooperation], **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.offer(partner=partners, cooperation=cooperations)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("starts") and values.get("ends") and values["ends"] < values["starts"]:
            self.add_error("ends", _("It must end on or after the day it began."))
        if values.get("who") == "we" and not values.get("partner"):
            self.add_error(
                "partner", _("Choose whom you ask. A partner that is not in the list is added on its cooperation.")
            )
        if values.get("who") == "they" and not values.get("partner") and not values.get("partner_name"):
            self.add_error("partner_name", _("Choose who asked you, or write their name."))
        return values

    def told(self) -> dict[str, Any]:
        """What the action takes."""
        values = dict(self.cleaned_data)
        who, partner, name = values.pop("who"), values.pop("partner"), values.pop("partner_name")
        sides = {"asked": partner} if who == "we" else {"asker": partner, "asker_name": "" if partner else name}
        return values | sides


class AnswerForm(VersionedForm):
    welcome = forms.ChoiceField(
        label=_("Answer"),
        choices=[("yes", _("They are welcome")), ("no", _("It does not suit"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label=_("In a few words"), required=False, widget=forms.Textarea, max_length=5_000)

    def clean_welcome(self) -> bool:
        return bool(self.cleaned_data["welcome"] == "yes")


class DelegateForm(Form):
    post = forms.CharField(
        label=_("Post"), max_length=200, help_text=_("The post is enough: “chair of the youth council”.")
    )
    audience = forms.ChoiceField(label=_("Who"), choices=Audience)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex, initial=Sex.UNKNOWN)
    count = forms.IntegerField(label=_("How many"), min_value=1, max_value=10_000, initial=1)


class ItemForm(VersionedForm):
    day = forms.DateField(label=_("Day"), widget=forms.DateInput)
    starts = forms.TimeField(label=_("From what time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(
        label=_("Until what time"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    title = forms.CharField(label=_("What"), max_length=200)
    place = forms.CharField(label=_("Where"), required=False, max_length=200)
    host = forms.CharField(label=_("Who receives, by post"), required=False, max_length=200)
    interpreted = forms.BooleanField(label=_("With an interpreter"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("starts") and values.get("ends") and values["ends"] <= values["starts"]:
            self.add_error("ends", _("It must end after it begins."))
        return values


class CostForm(Form):
    item = forms.ChoiceField(label=_("Cost"), choices=Cost)
    payer = forms.ChoiceField(label=_("Who pays"), choices=Payer)
    amount = forms.DecimalField(label=_("Expected"), min_value=0, max_digits=14, decimal_places=2)
    spent = forms.DecimalField(label=_("Came to"), required=False, min_value=0, max_digits=14, decimal_places=2)
    currency = forms.ChoiceField(label=_("Currency"), choices=currency_choices)
    note = forms.CharField(label=_("Note"), required=False, max_length=300)


class SpentForm(Form):
    spent = forms.DecimalField(label=_("Came to"), min_value=0, max_digits=14, decimal_places=2)


class TakeCostsForm(Form):
    currency = forms.ChoiceField(label=_("Currency"), choices=currency_choices)


class GiftForm(Form):
    way = forms.ChoiceField(label=_("Given or received"), choices=GiftWay)
    on = forms.DateField(label=_("Date"), widget=forms.DateInput, initial=timezone.localdate)
    what = forms.CharField(label=_("What"), max_length=200)
    post = forms.CharField(label=_("To or from whom, by post"), max_length=200)
    value = forms.DecimalField(label=_("Worth about"), required=False, min_value=0, max_digits=14, decimal_places=2)
    currency = forms.ChoiceField(label=_("Currency"), required=False, choices=currency_choices)
    kept = forms.CharField(label=_("Where it is now"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("value") is not None and not values.get("currency"):
            self.add_error("currency", _("Choose the currency of the amount."))
        return values


class IncidentForm(Form):
    on = forms.DateField(label=_("Date"), widget=forms.DateInput, initial=timezone.localdate)
    what = forms.CharField(
        label=_("What happened"),
        widget=forms.Textarea,
        max_length=20_000,
        help_text=_("Write no names: “a pupil” is enough."),
    )
    done = forms.CharField(label=_("What was done"), required=False, widget=forms.Textarea, max_length=20_000)


class AgreedForm(Form):
    text = forms.CharField(label=_("What was agreed"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    organisation = forms.ModelChoiceField(label=_("Who does it"), queryset=Organisation.objects.none())
    due = forms.DateField(label=_("By which day"), required=False, widget=forms.DateInput)
    source = forms.CharField(label=_("Where it stands"), required=False, max_length=300)

    def __init__(self, *args: Any, parties: QuerySet[Organisation], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(organisation=parties)


class NothingForm(Form):
    """Nothing to fill in: the button is the answer."""
