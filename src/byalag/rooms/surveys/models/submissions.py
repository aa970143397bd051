"""Answers as they come in: each once, with its files, and with what the checks noticed."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.models import StoredFile
from byalag.core.versions import Versioned

from ..enums import Channel, MarkCode, SubmissionState
from .fieldwork import Area, Door, Unit, Wave
from .surveys import Form


class Submission(Versioned):
    """One person's answers. No name stands here; `respondent` is a pseudonym that joins what the same person answered before."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="submissions")
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="submissions")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="submissions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="submissions")
    door = models.ForeignKey(Door, on_delete=models.SET_NULL, null=True, blank=True, related_name="submissions")
    channel = models.CharField(_("how it came"), max_length=20, choices=Channel)
    instance_id = models.CharField(
        max_length=200, unique=True, help_text="made where it was filled in; sent twice is once"
    )
    answers = models.JSONField(help_text="path of the question → answer; repeats with [n]")
    xml = models.TextField(help_text="as it was sent", blank=True)
    language = models.CharField(_("language"), max_length=40, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(
        _("state"), max_length=20, choices=SubmissionState, default=SubmissionState.RECEIVED, editable=False
    )
    why = models.CharField(_("why it is left out"), max_length=300, blank=True)
    respondent = models.CharField(max_length=64, blank=True, editable=False)
    weight = models.FloatField(_("weight"), null=True, blank=True)

    personal_fields = frozenset({"answers", "xml", "respondent"})

    class Meta:
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["wave", "state", "area"], name="submission_of_wave"),
            models.Index(fields=["respondent"], name="submission_of_respondent", condition=~models.Q(respondent="")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="excluded") | ~models.Q(why=""), name="submission_left_out_says_why"
            ),
            models.CheckConstraint(
                condition=models.Q(weight=None) | models.Q(weight__gt=0), name="submission_weight_above_zero"
            ),
        ]

    def __str__(self) -> str:
        return self.instance_id


class SubmissionFile(models.Model):
    """A picture or recording that belongs to a submission; awaited until it has come."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "name"], name="submission_file_once")]

    def __str__(self) -> str:
        return self.name


class PaperEntry(models.Model):
    """A paper as one person typed it. Two of one number, compared and settled, make a submission; until then none counts."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="papers")
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(_("number of the paper"), max_length=40)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answers = models.JSONField(help_text="path of the question → answer")
    xml = models.TextField()
    language = models.CharField(_("language"), max_length=40, blank=True)
    typist = models.BigIntegerField(null=True, editable=False, help_text="whose typing it is: a number, no name")
    typed_at = models.DateTimeField(default=timezone.now, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, null=True, blank=True, related_name="papers")

    personal_fields = frozenset({"answers", "xml"})

    class Meta:
        ordering = ["number", "pk"]
        constraints = [models.UniqueConstraint(fields=["wave", "number", "typist"], name="survey_paper_typed_by_two")]

    def __str__(self) -> str:
        return self.number


class Mark(models.Model):
    """What a check noticed about a submission. Somebody looks, and says what it was."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="marks")
    code = models.CharField(max_length=30, choices=MarkCode)
    detail = models.CharField(max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "code"], name="submission_mark_once")]

    def __str__(self) -> str:
        return self.get_code_display()
