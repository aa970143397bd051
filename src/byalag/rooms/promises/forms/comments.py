"""Forms of comments and their answers."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from byalag.core.forms import LanguageField

from ..enums import SETTLED
from .plans import VersionedForm


class CommentForm(VersionedForm):
    text = forms.CharField(label=_("Your comment"), widget=forms.Textarea(attrs={"rows": 5}), max_length=10_000)
    language = LanguageField(label=_("Language"))


class CommentAnswerForm(VersionedForm):
    state = forms.ChoiceField(
        label=_("What became of it"),
        choices=[(SETTLED[0], _("We have taken it in")), (SETTLED[1], _("We leave the plan as it is"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label=_("Our answer"), widget=forms.Textarea(attrs={"rows": 4}), max_length=10_000)
