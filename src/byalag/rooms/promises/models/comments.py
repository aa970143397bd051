"""What people say about a plan: its own, and partners who see it but do not write it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from byalag.core.versions import Versioned
from byalag.rooms.people.api import Circle, Organisation, Person, Post
from byalag.rooms.people.enums import Role

from ..enums import CommentState


class Comment(Versioned):
    """A comment on a plan or on one of its goals. It changes no promise: what becomes of it is said by those who own the plan.

    `circle`: with whom the plan was shared when this was written; what was written before stays between the two.
    A comment that was withdrawn says nothing any more.
    """

    framework = models.ForeignKey("promises.Framework", on_delete=models.CASCADE, related_name="comments")
    objective = models.ForeignKey(
        "promises.Objective", on_delete=models.CASCADE, null=True, blank=True, related_name="comments"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    circle = models.ForeignKey(Circle, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    role = models.CharField(max_length=20, choices=Role)
    text = models.TextField(_("comment"), blank=True)
    language = models.CharField(_("language"), max_length=8)
    state = models.CharField(max_length=10, choices=CommentState, default=CommentState.OPEN, editable=False)
    answer = models.TextField(_("answer"), blank=True)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    simulated = models.BooleanField(default=False, editable=False)

    personal_fields = frozenset({"text", "answer"})

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CommentState.WITHDRAWN, text="") | (~Q(state=CommentState.WITHDRAWN) & ~Q(text="")),
                name="comment_says_something_until_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[CommentState.OPEN, CommentState.WITHDRAWN], answer="", answered_at__isnull=True)
                | (
                    Q(state__in=[CommentState.TAKEN_IN, CommentState.ANSWERED], answered_at__isnull=False)
                    & ~Q(answer="")
                ),
                name="comment_answered_with_words",
            ),
        ]

    def __str__(self) -> str:
        """Whose it is, never what it says: names of things stand in histories and tables."""
        return f"{self.organisation} {timezone.localtime(self.written_at):%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        if self.objective_id is not None:
            return reverse("promises:objective", args=[self.objective_id]) + f"#comment-{self.pk}"
        return reverse("promises:framework", args=[self.framework_id]) + f"#comment-{self.pk}"
