"""Forms of plans that are held together."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from byalag.rooms.cooperation.api import Cooperation, cooperations_taken_part_in
from byalag.rooms.people.api import Actor

from .plans import VersionedForm


class WithinForm(VersionedForm):
    within = forms.ModelChoiceField(
        Cooperation.objects.none(),
        label=pgettext_lazy("one", "Cooperation"),
        help_text=_("All of its parties hold the plan, those who join it later, too."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any):
        super().__init__(*args, **kwargs)
        shared = cooperations_taken_part_in(actor).filter(circle__isnull=False)
        self.offer(within=shared.order_by("name", "pk"))


class WhyForm(VersionedForm):
    why = forms.CharField(
        label=_("A few words to the others"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=5_000
    )
