"""Forms of matchings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from byalag.core import tables
from byalag.core.countries import country_choices
from byalag.core.forms import Form, VersionedForm
from byalag.core.languages import content_language_choices
from byalag.core.tables import Column, Comparison, Unreadable

from .eligibility_forms import codes_by_name, read_table, values_of
from .enums import CooperationState, MatchAim, MatchSide, MatchSides
from .models import Cooperation, EligibilityList, Matching, MatchParticipant, SeekCard

MOST_PARTNERS = 50
TAKE_UP_STATES = [(row.value, row.label) for row in (CooperationState.IDEA, CooperationState.EXPLORING)]


def words_of(text: str) -> list[str]:
    """Words that stand on lines of their own, or behind commas."""
    words = (word.strip()[:100] for line in text.splitlines() for word in line.split(","))
    return list(dict.fromkeys(word for word in words if word))[:20]


def names_of(text: str) -> list[str]:
    """Names that stand on lines of their own, in their order."""
    return list(dict.fromkeys(line.strip()[:200] for line in text.splitlines() if line.strip()))[:MOST_PARTNERS]


class MatchingForm(VersionedForm):
    title = forms.CharField(label=_("Title"), max_length=200)
    network = forms.ModelChoiceField(
        label=_("Network or project that the pairs belong to"),
        queryset=Cooperation.objects.none(),
        required=False,
        empty_label=_("(none)"),
    )
    sides = forms.ChoiceField(
        label=_("Who is paired with whom"), choices=MatchSides, widget=forms.RadioSelect, initial="two"
    )
    first_side = forms.CharField(
        label=_("What the first side is called"),
        required=False,
        max_length=80,
        help_text=_("For example: Swedish municipalities."),
    )
    second_side = forms.CharField(label=_("What the second side is called"), required=False, max_length=80)
    aim = forms.ChoiceField(label=_("Aim"), choices=MatchAim, widget=forms.RadioSelect, initial="total")
    least = forms.IntegerField(label=_("Partners each takes at least"), min_value=0, max_value=MOST_PARTNERS, initial=0)
    most = forms.IntegerField(label=_("Partners each takes at most"), min_value=0, max_value=MOST_PARTNERS, initial=1)
    under = forms.ModelChoiceField(
        label=_("Only pairs that can be paid for under the list"),
        queryset=EligibilityList.objects.none(),
        required=False,
        empty_label=_("(none)"),
        help_text=_("One of the two is to be in a country that is on it."),
    )
    under_on = forms.DateField(
        label=_("As the list is on"), required=False, widget=forms.DateInput, help_text=_("Empty: as it is today.")
    )

    def __init__(self, *args: Any, networks: QuerySet[Cooperation], lists: QuerySet[EligibilityList], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(network=networks, under=lists)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        least, most = values.get("least"), values.get("most")
        if least is not None and most is not None and least > most:
            self.add_error("most", _("At most must not be less than at least."))
        return values


class ParticipantForm(VersionedForm):
    name = forms.CharField(label=_("Name"), max_length=200)
    side = forms.ChoiceField(label=_("Side"), choices=MatchSide, widget=forms.RadioSelect, initial="first")
    country = forms.ChoiceField(label=_("Country"), required=False)
    seeks = forms.CharField(
        label=_("What they want to learn"), required=False, widget=forms.Textarea, help_text=_("One on each line.")
    )
    offers = forms.CharField(
        label=_("What they can share"), required=False, widget=forms.Textarea, help_text=_("One on each line.")
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages they work in"),
        required=False,
        choices=lambda: content_language_choices(get_language() or "en"),
        widget=forms.CheckboxSelectMultiple,
    )
    wanted = forms.CharField(
        label=_("Whom they would like"),
        required=False,
        widget=forms.Textarea,
        help_text=_("One name on each line, the dearest first. Empty: as the card says, when there is one."),
    )
    size = forms.IntegerField(label=_("Inhabitants"), required=False, min_value=1, max_value=50_000_000)
    experience = forms.IntegerField(label=_("Years of international work"), required=False, min_value=0, max_value=200)
    least = forms.IntegerField(
        label=_("Takes at least"),
        required=False,
        min_value=0,
        max_value=MOST_PARTNERS,
        help_text=_("Empty: as all others."),
    )
    most = forms.IntegerField(
        label=_("Takes at most"),
        required=False,
        min_value=0,
        max_value=MOST_PARTNERS,
        help_text=_("Empty: as all others."),
    )

    def __init__(self, *args: Any, matching: Matching, has_card: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = country_choices()  # type: ignore[attr-defined]
        if matching.sides == MatchSides.ONE:
            del self.fields["side"]
        else:
            self.fields["side"].choices = side_choices(matching)  # type: ignore[attr-defined]
        if has_card:  # what the card says is written there
            for name in ("name", "country", "seeks", "offers", "languages", "size", "experience"):
                del self.fields[name]

    def clean_seeks(self) -> list[str]:
        return words_of(self.cleaned_data["seeks"])

    def clean_offers(self) -> list[str]:
        return words_of(self.cleaned_data["offers"])

    def clean_wanted(self) -> list[str]:
        return names_of(self.cleaned_data["wanted"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        least, most = values.get("least"), values.get("most")
        if least is not None and most is not None and least > most:
            self.add_error("most", _("At most must not be less than at least."))
        return values


def side_choices(matching: Matching) -> list[tuple[str, Any]]:
    return [
        (MatchSide.FIRST.value, matching.first_side or MatchSide.FIRST.label),
        (MatchSide.SECOND.value, matching.second_side or MatchSide.SECOND.label),
    ]


class CardsForm(Form):
    cards = forms.ModelMultipleChoiceField(
        label=_("Cards"), queryset=SeekCard.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    side = forms.ChoiceField(label=_("Side"), choices=MatchSide, widget=forms.RadioSelect, initial="first")

    def __init__(self, *args: Any, matching: Matching, cards: QuerySet[SeekCard], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(cards=cards)
        field: Any = self.fields["cards"]
        field.label_from_instance = lambda card: f"{card.organisation}: {card.title}"
        if matching.sides == MatchSides.ONE:
            del self.fields["side"]
        else:
            self.fields["side"].choices = side_choices(matching)  # type: ignore[attr-defined]


class RowsForm(Form):
    """Many at once: from a spreadsheet, or pasted out of one. A file takes the place of what was pasted."""

    file = forms.FileField(
        label=_("Read them from a file"), required=False, help_text=_("A spreadsheet: .xlsx or .csv.")
    )
    rows = forms.CharField(
        label=_("Or paste them"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=200_000,
        help_text=_("The first line names the columns. Words in a cell stand behind commas."),
    )

    def __init__(self, *args: Any, matching: Matching, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.columns = columns_of(matching)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        field = "file" if values.get("file") else "rows"
        try:
            if values.get("file"):
                found = read_table(self.columns, values["file"])
            else:
                found = values_of(self.columns, tables.read_file(values.get("rows", "").encode(), "csv"))
        except Unreadable as refusal:
            self.add_error(field, str(refusal.sentence))
            return values
        for fault in found.faults:
            self._wrong(field, fault.row, fault.sentence)
        values["members"] = self._members(field, found)
        return values

    def _members(self, field: str, found: Comparison) -> list[dict[str, Any]]:
        known, members, seen = codes_by_name(), [], set()
        for number, row in enumerate(found.added, start=2):
            country = row.get("country") or ""
            code = known.get(country.casefold(), "") if country else ""
            if country and not code:
                self._wrong(field, number, gettext("“%(name)s” is no country that we know.") % {"name": country[:60]})
            elif (row["name"], code) in seen:
                self._wrong(field, number, gettext("“%(name)s” stands there twice.") % {"name": row["name"][:60]})
            elif wrong := _out_of_range(row):
                self._wrong(field, number, wrong)
            else:
                seen.add((row["name"], code))
                members.append(
                    {
                        "name": row["name"][:200],
                        "country": code,
                        "side": row.get("side") or MatchSide.FIRST,
                        "seeks": words_of(row.get("seeks") or ""),
                        "offers": words_of(row.get("offers") or ""),
                        "languages": [word.casefold()[:8] for word in words_of(row.get("languages") or "")],
                        "wanted": words_of(row.get("wanted") or ""),
                        "size": row.get("size"),
                        "experience": row.get("experience"),
                        "least": row.get("least"),
                        "most": row.get("most"),
                    }
                )
        return members

    def _wrong(self, field: str, number: int, sentence: str) -> None:
        self.add_error(field, gettext("Line %(n)s: %(what)s") % {"n": number, "what": sentence})


def _out_of_range(row: tables.Row) -> str:
    """What is wrong with the numbers of a row; nothing when they can be taken over."""
    limits = {"size": 50_000_000, "experience": 200, "least": MOST_PARTNERS, "most": MOST_PARTNERS}
    for name, most in limits.items():
        if row.get(name) is not None and not 0 <= row[name] <= most:
            return gettext("“%(n)s” must be between 0 and %(most)s.") % {"n": row[name], "most": most}
    if row.get("least") is not None and row.get("most") is not None and row["least"] > row["most"]:
        return gettext("At most must not be less than at least.")
    return ""


def columns_of(matching: Matching) -> tuple[Column, ...]:
    """The columns of those who take part, as they go out and come in."""
    side = (Column("side", _("Side"), "choice", tuple(side_choices(matching)), required=True),)
    return (
        Column("name", _("Name"), required=True),
        *(side if matching.sides == MatchSides.TWO else ()),
        Column("country", _("Country")),
        Column("seeks", _("What they want to learn")),
        Column("offers", _("What they can share")),
        Column("languages", _("Languages they work in")),
        Column("wanted", _("Whom they would like")),
        Column("size", _("Inhabitants"), "whole"),
        Column("experience", _("Years of international work"), "whole"),
        Column("least", _("Takes at least"), "whole"),
        Column("most", _("Takes at most"), "whole"),
    )


class WishForm(Form):
    one = forms.ModelChoiceField(label=_("One"), queryset=MatchParticipant.objects.none(), empty_label=_("(choose)"))
    other = forms.ModelChoiceField(
        label=_("Other"), queryset=MatchParticipant.objects.none(), empty_label=_("(choose)")
    )
    together = forms.ChoiceField(
        label=_("What is to be"),
        choices=[("1", _("They are to be paired")), ("0", _("They may not be paired"))],
        widget=forms.RadioSelect,
        initial="1",
    )

    def __init__(self, *args: Any, participants: QuerySet[MatchParticipant], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("one", "other"):
            self.offer(**{name: participants})

    def clean_together(self) -> bool:
        return bool(self.cleaned_data["together"] == "1")


class QuotaForm(Form):
    country = forms.ChoiceField(label=_("Country"))
    least = forms.IntegerField(label=_("Pairs at least"), min_value=0, max_value=1_000, initial=0)
    most = forms.IntegerField(label=_("Pairs at most"), min_value=0, max_value=1_000, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = country_choices()  # type: ignore[attr-defined]


class TakeUpRunForm(VersionedForm):
    pairs = forms.MultipleChoiceField(label=_("Pairs"), widget=forms.CheckboxSelectMultiple)
    state = forms.ChoiceField(
        label=_("How far they have come"), choices=TAKE_UP_STATES, widget=forms.RadioSelect, initial="idea"
    )

    def __init__(self, *args: Any, pairs: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["pairs"].choices = pairs  # type: ignore[attr-defined]

    def clean_pairs(self) -> list[tuple[str, str]]:
        return [(one, other) for one, _colon, other in (key.partition(":") for key in self.cleaned_data["pairs"])]
