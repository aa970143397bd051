"""Who may see a framework: everyone, partners, or only the organisation itself."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from byalag.core.verdicts import Verdict
from byalag.rooms.promises import actions, forms, queries, rules
from byalag.rooms.promises.models import Framework
from byalag.rooms.promises.reading import read

from .base import FrameworkForm, opening


class Publish(FrameworkForm):
    """Says what everyone will see before it is published."""

    template_name = "promises/publish.html"
    form_class = forms.EmptyForm
    heading = _("Publish the plan")
    button = _("Publish")
    done_message = _("The plan is public now.")

    def verdict(self) -> Verdict:
        return rules.may_publish_framework(self.actor, self.framework)

    def get_initial(self) -> dict[str, Any]:
        return opening(self.framework)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(reading=read(self.framework), steps=queries.steps_of(self.framework), **kwargs)

    def act(self, form: Any) -> Framework:
        return actions.publish_framework(self.actor, framework=self.framework, expected=form.cleaned_data["version"])


class Unpublish(FrameworkForm):
    form_class = forms.EmptyForm
    heading = _("Take the plan back")
    intro = _("From then on only your own organisation sees it. Its public address answers that nothing is there.")
    button = _("Take it back")
    done_message = _("Only your own organisation sees the plan now.")

    def verdict(self) -> Verdict:
        return rules.may_unpublish_framework(self.actor, self.framework)

    def get_initial(self) -> dict[str, Any]:
        return opening(self.framework)

    def act(self, form: Any) -> Framework:
        return actions.unpublish_framework(self.actor, framework=self.framework, expected=form.cleaned_data["version"])


class Share(FrameworkForm):
    form_class = forms.ShareWithForm
    heading = _("Share the plan with partners")
    intro = _("The organisations that you choose can read the plan and comment on it. They cannot change it.")
    button = _("Share it")
    done_message = _("Your partners can read the plan now.")

    def verdict(self) -> Verdict:
        return rules.may_share_framework(self.actor, self.framework)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"actor": self.actor}

    def get_initial(self) -> dict[str, Any]:
        return opening(self.framework, "circle")

    def act(self, form: Any) -> Framework:
        return actions.share_framework(
            self.actor, framework=self.framework, expected=form.cleaned_data["version"], **form.values()
        )
