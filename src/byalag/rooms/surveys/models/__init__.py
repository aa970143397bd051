"""The tables of the room, by noun."""

from .fieldwork import Area, Door, Draw, Listed, Unit, Wave
from .findings import Finding
from .submissions import Mark, Submission, SubmissionFile
from .surveys import Form, Survey

__all__ = [
    "Area",
    "Door",
    "Draw",
    "Finding",
    "Form",
    "Listed",
    "Mark",
    "Submission",
    "SubmissionFile",
    "Survey",
    "Unit",
    "Wave",
]
