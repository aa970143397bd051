"""Forms of masked copies and of what was given out. There is no field for who asked, or why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.forms import Form
from byalag.core.masking import SHORTEST

from ..enums import Answer, GivenAs
from ..models import MaskedCopy
from .papers import names_a_section

MOST_WORDS = 100


class MaskForm(Form):
    words = forms.CharField(
        label=_("Words to mask in this PDF"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5_000,
        required=False,
        help_text=_(
            "One line for each: a name, a telephone number, an address. A copy is made in which they are gone wherever they "
            "stand, in other case and inflected too. Words in pictures are not found: look through the copy before you give "
            "it out."
        ),
    )
    upload = forms.FileField(
        label=_("Or the masked file"),
        max_length=255,
        required=False,
        help_text=_(
            "Mask it in your own program, so that the words are gone and not only covered. Then choose it here."
        ),
    )
    maskings = forms.CharField(
        label=_("What was masked, and why"),
        widget=forms.Textarea,
        max_length=20_000,
        help_text=_(
            "One line for each: what and where, a semicolon, law and section. As: page 2, name of a pupil; OSL 21:7"
        ),
    )

    def __init__(self, *args: Any, is_pdf: bool = True, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not is_pdf:
            del self.fields["words"]
            self.fields["upload"].label = _("The masked file")

    def clean_words(self) -> list[str]:
        words = list(
            dict.fromkeys(" ".join(line.split()) for line in self.cleaned_data["words"].splitlines() if line.strip())
        )
        for line in words:
            if sum(sign.isalnum() for sign in line) < SHORTEST:
                raise forms.ValidationError(_("“%(line)s” is too short to be looked for.") % {"line": line})
        if len(words) > MOST_WORDS:
            raise forms.ValidationError(_("Mask at most %(most)s words at a time.") % {"most": MOST_WORDS})
        return words

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        words, upload = values.get("words"), values.get("upload")
        if words and upload:
            self.add_error("upload", _("Choose one of the two: words to mask here, or a file that is masked already."))
        elif not words and not upload and "words" not in self.errors and "upload" not in self.errors:
            sentence = _("Write which words to mask, or choose a file that is masked already.")
            self.add_error("words" if "words" in self.fields else "upload", sentence)
        return values

    def clean_maskings(self) -> list[dict[str, str]]:
        found = []
        for line in self.cleaned_data["maskings"].splitlines():
            what, _sign, ground = (part.strip() for part in line.rpartition(";"))
            if not line.strip():
                continue
            if not what or not names_a_section(ground):
                raise forms.ValidationError(
                    _("Write in “%(line)s” what was masked, a semicolon, and the law and section, as OSL 21:7.")
                    % {"line": line.strip()[:80]}
                )
            found.append({"what": what, "ground": ground})
        if not found:
            raise forms.ValidationError(_("Say for each masking what was masked, and by which law and section."))
        return found


class DisclosureForm(Form):
    answer = forms.ChoiceField(label=_("What was answered"), choices=Answer)
    given_as = forms.ChoiceField(
        label=_("In which form"), choices=[("", _("(nothing was given out)")), *GivenAs.choices], required=False
    )
    masked_copy = forms.ModelChoiceField(
        label=_("Which masked copy"), queryset=MaskedCopy.objects.none(), required=False, empty_label=_("(none)")
    )
    ground = forms.CharField(
        label=_("By which law and section"),
        required=False,
        max_length=200,
        help_text=_("When it was refused. For a masked copy the grounds of the copy are taken."),
    )
    given_on = forms.DateField(label=_("Date"), widget=forms.DateInput)

    def __init__(self, *args: Any, copies: QuerySet[MaskedCopy], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.offer(masked_copy=copies)
        field: Any = self.fields["masked_copy"]
        field.label_from_instance = lambda copy: f"{copy.file_name} ({copy.grounds})"

    def clean_given_on(self) -> Any:
        day = self.cleaned_data["given_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Write it down once it is done. Choose today or an earlier day."))
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        answer = values.get("answer")
        if answer in (Answer.WHOLE, Answer.MASKED) and not values.get("given_as"):
            self.add_error("given_as", _("Say in which form it was given out."))
        if answer == Answer.MASKED and not values.get("masked_copy"):
            self.add_error("masked_copy", _("Choose the masked copy that was given out, or make one first."))
        if answer == Answer.REFUSED and not names_a_section(values.get("ground") or ""):
            self.add_error("ground", _("Name the law and the section by which it was refused, as OSL 21:7."))
        return values
