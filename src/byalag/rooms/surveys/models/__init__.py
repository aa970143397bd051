"""The tables of the room, by noun."""

from .fieldwork import Area, Door, Draw, Listed, Unit, Wave
from .findings import Finding
from .submissions import Mark, PaperEntry, Submission, SubmissionFile
from .surveys import Form, Survey

__all__ = [
    "Area",
    "Door",
    "Draw",
    "Finding",
    "Form",
    "Listed",
    "Mark",
    "PaperEntry",
    "Submission",
    "SubmissionFile",
    "Survey",
    "Unit",
    "Wave",
]
