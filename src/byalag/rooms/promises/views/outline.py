"""Writing a draft: its sections and objectives."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from byalag.core.pages import SignedIn
from byalag.core.verdicts import Verdict
from byalag.rooms.promises import actions, forms, queries, rules
from byalag.rooms.promises.enums import USUAL_LEVEL, FrameworkKind
from byalag.rooms.promises.models import Framework, Objective, Section
from byalag.rooms.promises.reading import read

from .base import Deed, FrameworkForm, OutlineForm, opening


class OutlinePage(SignedIn, TemplateView):
    """The table at which a draft is written."""

    template_name = "promises/outline.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        framework = get_object_or_404(queries.frameworks_visible_to(self.actor), pk=self.kwargs["pk"])
        return super().get_context_data(
            framework=framework,
            reading=read(framework),
            means=list(queries.means_of(framework)),
            removed=queries.removed_from(framework),
            usual_level=USUAL_LEVEL[FrameworkKind(framework.kind)],
            verdict=rules.may_edit_framework(self.actor, framework),
            may_attach=rules.may_attach_source(self.actor, framework),
            **kwargs,
        )


class AddSection(OutlineForm):
    form_class = forms.SectionForm
    heading = _("Add a section")
    button = _("Add the section")
    anchor = "sections"

    def verdict(self) -> Verdict:
        return rules.may_edit_framework(self.actor, self.framework)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"framework": self.framework}

    def act(self, form: Any) -> Section:
        return actions.add_section(self.actor, framework=self.framework, **form.values())


class _OfSection:
    actor: Any
    kwargs: dict[str, Any]

    @cached_property
    def section(self) -> Section:
        return get_object_or_404(queries.sections_visible_to(self.actor), pk=self.kwargs["pk"])

    @cached_property
    def framework(self) -> Framework:
        return self.section.framework


class EditSection(_OfSection, OutlineForm):
    form_class = forms.SectionForm
    heading = _("Edit the section")
    button = _("Save")
    done_message = _("Saved.")
    anchor = "sections"

    def verdict(self) -> Verdict:
        return rules.may_edit_framework(self.actor, self.framework)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"framework": self.framework}

    def get_initial(self) -> dict[str, Any]:
        return opening(self.section, "name", "kind", "text", "theme")

    def act(self, form: Any) -> Section:
        return actions.edit_section(
            self.actor, section=self.section, expected=form.cleaned_data["version"], **form.values()
        )


class _SectionDeed(_OfSection, Deed):
    def back(self) -> str:
        return reverse("promises:outline", args=[self.framework.pk]) + f"#section-{self.section.pk}"


class MoveSection(_SectionDeed):
    def act(self) -> Section:
        return actions.move_section(self.actor, section=self.section, up="up" in self.request.POST)


class RemoveSection(_SectionDeed):
    done_message = _("The section is removed, with what stood in it. You can put it back at the foot of the page.")

    def act(self) -> Section:
        return actions.remove_section(self.actor, section=self.section)

    def back(self) -> str:
        return reverse("promises:outline", args=[self.framework.pk]) + "#removed"


class PutBackSection(_SectionDeed):
    done_message = _("The section stands in the plan again.")

    @cached_property
    def section(self) -> Section:
        return get_object_or_404(queries.removed_sections(self.actor), pk=self.kwargs["pk"])

    def act(self) -> Section:
        return actions.put_back_section(self.actor, section=self.section)


class AddObjective(OutlineForm):
    form_class = forms.ObjectiveForm
    heading = _("Add a goal")
    button = _("Add")

    def verdict(self) -> Verdict:
        return rules.may_edit_framework(self.actor, self.framework)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"framework": self.framework}

    def get_initial(self) -> dict[str, Any]:
        return {name: self.request.GET[name] for name in ("section", "level", "parent") if name in self.request.GET}

    def act(self, form: Any) -> Objective:
        return actions.add_objective(self.actor, framework=self.framework, **form.values())

    def get_success_url(self) -> str:
        added = getattr(self, "result", None)
        self.anchor = f"goal-{added.pk}" if added else "sections"
        return super().get_success_url()


class _OfObjective:
    actor: Any
    kwargs: dict[str, Any]

    @cached_property
    def objective(self) -> Objective:
        return get_object_or_404(queries.objectives_visible_to(self.actor), pk=self.kwargs["pk"])

    @cached_property
    def framework(self) -> Framework:
        return self.objective.framework


class EditObjective(_OfObjective, OutlineForm):
    form_class = forms.ObjectiveForm
    heading = _("Edit the goal")
    button = _("Save")
    done_message = _("Saved.")

    def verdict(self) -> Verdict:
        return rules.may_edit_framework(self.actor, self.framework)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"framework": self.framework, "objective": self.objective}

    def get_initial(self) -> dict[str, Any]:
        row = self.objective
        return opening(row, "text", "level", "number", "section", "parent", "condition") | {
            "themes": row.themes.all(),
            "supports": row.supports.all(),
        }

    def act(self, form: Any) -> Objective:
        return actions.edit_objective(
            self.actor, objective=self.objective, expected=form.cleaned_data["version"], **form.values()
        )

    def get_success_url(self) -> str:
        self.anchor = f"goal-{self.objective.pk}"
        return super().get_success_url()


class SetThemes(_OfObjective, FrameworkForm):
    form_class = forms.ThemesForm
    heading = _("Themes of the goal")
    intro = _("This sorts the goal and its figures. It changes no word of the plan.")
    button = _("Save")
    done_message = _("Saved.")

    def verdict(self) -> Verdict:
        return rules.may_set_themes(self.actor, self.objective)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"framework": self.framework, "objective": self.objective}

    def get_initial(self) -> dict[str, Any]:
        return opening(self.objective) | {
            "themes": self.objective.themes.all(),
            "supports": self.objective.supports.all(),
        }

    def act(self, form: Any) -> Objective:
        return actions.set_themes(
            self.actor, objective=self.objective, expected=form.cleaned_data["version"], **form.values()
        )

    def get_success_url(self) -> str:
        return self.objective.get_absolute_url()


class _ObjectiveDeed(_OfObjective, Deed):
    def back(self) -> str:
        return reverse("promises:outline", args=[self.framework.pk]) + f"#goal-{self.objective.pk}"


class MoveObjective(_ObjectiveDeed):
    def act(self) -> Objective:
        return actions.move_objective(self.actor, objective=self.objective, up="up" in self.request.POST)


class RemoveObjective(_ObjectiveDeed):
    done_message = _("The goal is removed. You can put it back at the foot of the page.")

    def act(self) -> Objective:
        return actions.remove_objective(self.actor, objective=self.objective)

    def back(self) -> str:
        return reverse("promises:outline", args=[self.framework.pk]) + "#removed"


class PutBackObjective(_ObjectiveDeed):
    done_message = _("The goal stands in the plan again.")

    @cached_property
    def objective(self) -> Objective:
        return get_object_or_404(queries.removed_objectives(self.actor), pk=self.kwargs["pk"])

    def act(self) -> Objective:
        return actions.put_back_objective(self.actor, objective=self.objective)
