"""How careful the organisation is with what it tells of each country."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from byalag.core.countries import country_name
from byalag.core.forms import Form
from byalag.core.pages import ActionPage, SignedIn
from byalag.core.verdicts import Refused, Verdict

from .. import actions, queries, rules
from ..models import CountrySafety, Person, ProtectedName
from ..safety_forms import ProtectedNameForm, SafetyForm


class Safety(SignedIn, TemplateView):
    template_name = "people/safety.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        language = get_language() or "en"
        rows = [(row, country_name(row.country, language)) for row in queries.safety_of(self.actor)]
        return super().get_context_data(
            rows=sorted(rows, key=lambda row: row[1]),
            names=list(queries.protected_names_of(self.actor)),
            may_set=rules.may_set_safety(self.actor, self.actor.organisation_id),
            **kwargs,
        )


class SetSafety(ActionPage):
    template_name, form_class = "people/form.html", SafetyForm
    done_message = _("Saved. What stands in the book already follows.")
    heading: Any = _("Say how careful to be with a country")

    def verdict(self) -> Verdict:
        return rules.may_set_safety(self.actor, self.actor.organisation_id)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"is_new": True}

    def act(self, form: Any) -> CountrySafety:
        values = dict(form.cleaned_data)
        return actions.set_country_safety(
            self.actor, organisation=self.actor.organisation, expected=values.pop("version"), **values
        )

    def get_success_url(self) -> str:
        return reverse("people:safety")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=self.heading, back=self.get_success_url(), **kwargs)


class ChangeSafety(SetSafety):
    @cached_property
    def safety(self) -> CountrySafety:
        return get_object_or_404(queries.safety_of(self.actor), pk=self.kwargs["pk"])

    @property
    def heading(self) -> Any:
        return _("How careful to be: %(country)s") % {
            "country": country_name(self.safety.country, get_language() or "en")
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"is_new": False}

    def get_initial(self) -> dict[str, Any]:
        names = ("level", "delay_days", "withheld", "note", "reviewed_on", "version")
        return {name: getattr(self.safety, name) for name in names}

    def act(self, form: Any) -> CountrySafety:
        form.cleaned_data["country"] = self.safety.country
        return super().act(form)


class RemoveSafety(SignedIn):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(queries.safety_of(self.actor), pk=pk)
        try:
            actions.remove_country_safety(self.actor, safety=row)
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        else:
            messages.success(request, _("Taken away. What was held back stays so until somebody shows it."))
        return redirect("people:safety")


class ProtectName(ActionPage):
    """Another way in which the name of a person at risk may be written."""

    template_name, form_class = "people/form.html", ProtectedNameForm
    done_message = _("From now on the alias is shown in its place.")

    @cached_property
    def person(self) -> Person:
        return get_object_or_404(queries.persons_visible_to(self.actor), pk=self.kwargs["pk"])

    def verdict(self) -> Verdict:
        return rules.may_protect_name(self.actor, self.person)

    def act(self, form: Any) -> ProtectedName:
        return actions.protect_name(self.actor, person=self.person, name=form.cleaned_data["name"])

    def get_success_url(self) -> str:
        return reverse("people:person", args=[self.person.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        heading = _("Another name of %(alias)s") % {"alias": self.person}
        return super().get_context_data(heading=heading, back=self.get_success_url(), **kwargs)


class LetNameGo(ActionPage):
    """Asks first: the name is shown again wherever somebody typed it."""

    template_name, form_class = "people/let_name_go.html", Form
    done_message = _("The name is shown again.")

    @cached_property
    def protected(self) -> ProtectedName:
        return get_object_or_404(queries.protected_names_of(self.actor), pk=self.kwargs["pk"])

    def verdict(self) -> Verdict:
        return rules.may_let_name_go(self.actor, self.protected)

    def act(self, form: Any) -> None:
        actions.let_name_go(self.actor, protected=self.protected)

    def get_success_url(self) -> str:
        return reverse("people:safety")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(protected=self.protected, back=self.get_success_url(), **kwargs)


class WhereItStands(SignedIn, TemplateView):
    """The texts of the own organisation in which a name of the person stands, so that somebody mends them."""

    template_name = "people/where_name_stands.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = get_object_or_404(queries.persons_visible_to(self.actor), pk=self.kwargs["pk"])
        verdict = rules.may_edit_person(self.actor, person.organisation_id)
        found = queries.where_name_stands(self.actor, person) if verdict else []
        return super().get_context_data(person=person, verdict=verdict, found=found, **kwargs)
