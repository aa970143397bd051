"""Pages of whom one writes to on each side."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from byalag.core.verdicts import Verdict
from byalag.rooms.people import api as people

from .. import actions, contact_posts, queries, rules
from ..models import ContactPost
from ..pipeline_forms import ContactPostForm, RemoveForm
from .cooperations import StepOfCooperation

FIELDS = ("post", "title", "email", "phone", "language", "starts", "ends", "is_main", "version")


class AddContactPost(StepOfCooperation):
    form_class, heading = ContactPostForm, _("Say whom to write to")

    @cached_property
    def parties(self) -> list[people.Organisation]:
        """Those for whom the actor may say it."""
        rows = queries.organisations_in(self.cooperation)
        signing_in = people.organisations_with_members(row.pk for row in rows)
        return [
            row for row in rows if rules.may_keep_contact_post(self.actor, self.cooperation, row, row.pk in signing_in)
        ]

    def verdict(self) -> Verdict:
        own = next(iter(self.parties), self.actor.organisation)
        return rules.may_keep_contact_post(self.actor, self.cooperation, own)

    def get_form_kwargs(self) -> dict[str, Any]:
        parties = people.Organisation.objects.filter(pk__in=[row.pk for row in self.parties]).order_by("name")
        return super().get_form_kwargs() | {"parties": parties, "posts": self.posts()}

    def posts(self) -> Any:
        """Posts of the book that may be named: those of one's own organisation."""
        return people.posts_visible_to(self.actor).filter(organisation=self.actor.organisation_id).order_by("title")

    def get_initial(self) -> dict[str, Any]:
        return {"organisation": self.request.GET.get("of") or self.actor.organisation_id}

    def act(self, form: Any) -> ContactPost:
        values = dict(form.cleaned_data)
        values.pop("version")
        return actions.add_contact_post(self.actor, cooperation=self.cooperation, **values)


class OneContactPost(StepOfCooperation):
    @cached_property
    def contact_post(self) -> ContactPost:
        rows = contact_posts.contact_posts_visible_to(self.actor).filter(cooperation=self.cooperation)
        return get_object_or_404(rows, pk=self.kwargs["whom"])

    def verdict(self) -> Verdict:
        row = self.contact_post
        return rules.may_keep_contact_post(self.actor, row.cooperation, row.organisation)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **({"note": f"{self.contact_post.title}, {self.contact_post.organisation}"} | kwargs)
        )


class ChangeContactPost(OneContactPost):
    form_class, heading = ContactPostForm, _("Change whom to write to")

    def get_form_kwargs(self) -> dict[str, Any]:
        posts = people.posts_visible_to(self.actor).filter(organisation=self.contact_post.organisation_id)
        return super().get_form_kwargs() | {"parties": None, "posts": posts.order_by("title")}

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.contact_post, name) for name in FIELDS}

    def act(self, form: Any) -> ContactPost:
        values = dict(form.cleaned_data)
        return actions.change_contact_post(
            self.actor, contact_post=self.contact_post, expected=values.pop("version"), **values
        )


class RemoveContactPost(OneContactPost):
    form_class, heading = RemoveForm, _("Take the contact away")
    done_message = _("The contact is taken away, with its addresses.")

    def act(self, form: Any) -> None:
        actions.remove_contact_post(self.actor, contact_post=self.contact_post)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(button=_("Take the contact away"), **kwargs)
