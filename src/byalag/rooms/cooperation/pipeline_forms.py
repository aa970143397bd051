"""Forms of the way of a cooperation, and of contacts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.forms import Form, LanguageField, VersionedForm
from byalag.rooms.people.api import Organisation, Post
from byalag.rooms.records.api import Decision

from .enums import ContactWay, CooperationState


class MoveForm(VersionedForm):
    to = forms.ChoiceField(label=_("Next state"))
    on = forms.DateField(label=_("Date"), widget=forms.DateInput, initial=timezone.localdate)
    decision = forms.ModelChoiceField(
        label=_("The decision it rests on"), queryset=Decision.objects.none(), required=False, empty_label=_("(none)")
    )
    reason = forms.CharField(label=_("Why"), required=False, widget=forms.Textarea, max_length=5_000)

    def __init__(self, *args: Any, steps: tuple[CooperationState, ...], decisions: QuerySet[Decision], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(step.value, step.label) for step in steps]  # type: ignore[attr-defined]
        self.offer(decision=decisions)


class ContactForm(VersionedForm):
    on = forms.DateField(label=_("Date"), widget=forms.DateInput, initial=timezone.localdate)
    way = forms.ChoiceField(label=_("How"), choices=ContactWay, initial=ContactWay.EMAIL)
    whom = forms.CharField(
        label=_("With whom"),
        required=False,
        max_length=200,
        help_text=_("The post is enough: “international secretary”."),
    )
    told = forms.CharField(label=_("What was said"), widget=forms.Textarea, max_length=20_000)
    next_step = forms.CharField(label=_("Next step"), required=False, max_length=300)
    next_on = forms.DateField(label=_("By which day"), required=False, widget=forms.DateInput)
    responsible = forms.ModelChoiceField(
        label=_("Responsible post"), queryset=Post.objects.none(), required=False, empty_label=_("(none)")
    )

    def __init__(self, *args: Any, posts: QuerySet[Post], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(responsible=posts)


class ContactPostForm(VersionedForm):
    organisation = forms.ModelChoiceField(label=_("Of which party"), queryset=Organisation.objects.none())
    post = forms.ModelChoiceField(
        label=_("Post of your own organisation"), queryset=Post.objects.none(), required=False, empty_label=_("(none)")
    )
    title = forms.CharField(
        label=_("Or the post or function in words"),
        required=False,
        max_length=200,
        help_text=_("“International secretary”. No person’s name is needed."),
    )
    email = forms.EmailField(
        label=_("E-mail at work"),
        required=False,
        help_text=_("That of the office, if there is one. No private address."),
    )
    phone = forms.CharField(label=_("Telephone at work"), required=False, max_length=40)
    language = LanguageField(label=_("Language to write in"), required=False)
    starts = forms.DateField(label=_("From"), required=False, widget=forms.DateInput)
    ends = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput)
    is_main = forms.BooleanField(label=_("Main contact of this side"), required=False)

    def __init__(self, *args: Any, parties: QuerySet[Organisation] | None, posts: QuerySet[Post], **kwargs: Any):
        """`parties`: for whom a new one may be added; None when it is there and its party stands."""
        super().__init__(*args, **kwargs)
        language = self.fields["language"]
        language.choices = [("", "–"), *language.choices]  # type: ignore[attr-defined]
        self.offer(post=posts)
        if parties is None:
            del self.fields["organisation"]
        else:
            self.offer(organisation=parties)


class StepDoneForm(VersionedForm):
    done_on = forms.DateField(label=_("Done on"), widget=forms.DateInput, initial=timezone.localdate)


class CooperationRulesForm(VersionedForm):
    quiet_years = forms.IntegerField(
        label=_("Years without activity until a cooperation counts as dormant"), min_value=1, max_value=50
    )
    checks_partners = forms.BooleanField(
        label=_("No solidarity work begins before the partner is checked"), required=False
    )


class RemoveForm(Form):
    """Nothing to fill in: the button is the answer."""
