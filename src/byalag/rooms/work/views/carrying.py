"""Unfinished activities of earlier plans go on in a new one."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from byalag.core.pages import ActionPage
from byalag.core.verdicts import Verdict
from byalag.rooms.promises import api as promises

from .. import actions, queries, rules
from ..forms import CarryOverForm
from ..models import Activity, Contribution


class CarryOver(ActionPage):
    template_name, form_class = "work/carry_over.html", CarryOverForm
    done_message = _("The activities go on in this plan.")

    @cached_property
    def framework(self) -> promises.Framework:
        return get_object_or_404(promises.frameworks_visible_to(self.actor), pk=self.kwargs["pk"])

    @cached_property
    def activities(self) -> list[Activity]:
        return list(queries.unfinished_before(self.framework, self.actor).order_by("starts", "pk"))

    @cached_property
    def sections(self) -> list[promises.Section]:
        return list(promises.sections_of(self.framework))

    def verdict(self) -> Verdict:
        return rules.may_list_activity(self.actor, self.framework)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"activities": self.activities, "sections": self.sections}

    def get_initial(self) -> dict[str, Any]:
        """Each where it stood before, when the new plan has a section of that name."""
        here = {section.name.casefold(): str(section.pk) for section in self.sections}
        stood = Contribution.objects.filter(activity__in=self.activities, section__isnull=False)
        names = dict(stood.order_by("framework__starts").values_list("activity_id", "section__name"))
        return {
            f"activity_{activity.pk}": here.get(names.get(activity.pk, "").casefold(), CarryOverForm.WHOLE)
            for activity in self.activities
        }

    def act(self, form: CarryOverForm) -> list[Contribution]:
        return actions.carry_over(self.actor, framework=self.framework, into=form.chosen())

    def get_success_url(self) -> str:
        return self.framework.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(framework=self.framework, activities=self.activities, **kwargs)
