"""Bodies, posts, persons and themes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from byalag.core.pages import ActionPage, SignedIn
from byalag.core.registries import parts_of
from byalag.core.verdicts import Refused, Verdict

from .. import actions, queries, rules
from ..enums import Dimension, PostKind
from ..forms import BodyForm, ConsentForm, EndPostForm, PersonForm, PostForm, ThemeForm
from ..models import Body, Consent, Person, Post, Theme


class BodyList(SignedIn, TemplateView):
    template_name = "people/bodies.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        organisation_id = self.actor.organisation_id
        return super().get_context_data(
            bodies=list(queries.bodies_of(self.actor)),
            may_edit=rules.may_edit_bodies(self.actor, organisation_id),
            may_see_persons=rules.may_see_persons(self.actor),
            **kwargs,
        )


class BodyPage(SignedIn, TemplateView):
    """Members and those co-opted by matter, from–to. No party stands here."""

    template_name = "people/body.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        body = get_object_or_404(queries.bodies_visible_to(self.actor), pk=self.kwargs["pk"])
        today = timezone.localdate()
        posts = list(queries.posts_visible_to(self.actor).filter(body=body).order_by("starts", "pk"))
        now = [post for post in posts if post.ends is None or post.ends >= today]
        return super().get_context_data(
            body=body,
            members=[post for post in now if post.kind != PostKind.CO_OPTED],
            co_opted=[post for post in now if post.kind == PostKind.CO_OPTED],
            earlier=[post for post in posts if post.ends is not None and post.ends < today],
            may_edit=rules.may_edit_bodies(self.actor, body.organisation_id),
            show_persons=bool(rules.may_see_persons(self.actor)),
            parts=parts_of("body", self.actor, body),
            **kwargs,
        )


class _Edit(ActionPage):
    """One form on one page."""

    template_name = "people/form.html"
    heading: Any = ""
    done_message = _("Saved.")

    def verdict(self) -> Verdict:
        return rules.may_edit_bodies(self.actor, self.actor.organisation_id)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=self.heading, back=self.get_back(), **kwargs)

    def get_back(self) -> str:
        return reverse("people:bodies")

    def get_success_url(self) -> str:
        return self.get_back()


class AddBody(_Edit):
    form_class, heading = BodyForm, _("Add a body")

    def act(self, form: BodyForm) -> Body:
        values = {name: form.cleaned_data[name] for name in ("name", "kind", "about", "visibility")}
        return actions.open_body(self.actor, organisation=self.actor.organisation, **values)

    def get_success_url(self) -> str:
        return reverse("people:body", args=[self.result.pk])


class EditBody(_Edit):
    form_class, heading = BodyForm, _("Change the body")

    @cached_property
    def body(self) -> Body:
        return get_object_or_404(queries.bodies_of(self.actor), pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.body, name) for name in ("name", "kind", "about", "visibility", "version")}

    def act(self, form: BodyForm) -> Body:
        values = dict(form.cleaned_data)
        return actions.change_body(self.actor, body=self.body, expected=values.pop("version"), **values)

    def get_back(self) -> str:
        return reverse("people:body", args=[self.kwargs["pk"]])


class PostPage(SignedIn, TemplateView):
    """One post. For an elected one this is the page of the mandate: the only place where a party stands."""

    template_name = "people/post.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        post = get_object_or_404(queries.posts_visible_to(self.actor), pk=self.kwargs["pk"])
        return super().get_context_data(
            post=post,
            show_persons=bool(rules.may_see_persons(self.actor)),
            may_edit=rules.may_edit_bodies(self.actor, post.organisation_id),
            may_end=rules.may_end_post(self.actor, post),
            **kwargs,
        )


class _EditPost(_Edit):
    form_class = PostForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "bodies": queries.bodies_of(self.actor),
            "persons": queries.persons_visible_to(self.actor),
        }

    @staticmethod
    def values_of(form: PostForm) -> dict[str, Any]:
        values = dict(form.cleaned_data)
        values.pop("version")
        values["share"] = values["share"] / 100 if values["share"] else None
        return values


class AddPost(_EditPost):
    heading = _("Add a post")

    def get_initial(self) -> dict[str, Any]:
        return {"body": self.request.GET.get("body"), "kind": PostKind.MEMBER}

    def act(self, form: PostForm) -> Post:
        return actions.open_post(self.actor, organisation=self.actor.organisation, **self.values_of(form))

    def get_success_url(self) -> str:
        body = self.result.body_id
        return reverse("people:body", args=[body]) if body else reverse("people:bodies")


class EditPost(_EditPost):
    heading = _("Change the post")

    @cached_property
    def post_row(self) -> Post:
        return get_object_or_404(queries.posts_visible_to(self.actor), pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        row = self.post_row
        names = (
            "title",
            "kind",
            "body",
            "person",
            "matter",
            "party",
            "party_ground",
            "starts",
            "ends",
            "afterwards",
            "version",
        )
        return {name: getattr(row, name) for name in names} | {"share": row.share * 100 if row.share else None}

    def act(self, form: PostForm) -> Post:
        return actions.change_post(
            self.actor, post=self.post_row, expected=form.cleaned_data["version"], **self.values_of(form)
        )

    def get_back(self) -> str:
        return reverse("people:post", args=[self.kwargs["pk"]])


class EndPost(EditPost):
    form_class, heading = EndPostForm, _("The post has ended")

    def get_form_kwargs(self) -> dict[str, Any]:
        return _Edit.get_form_kwargs(self)

    def get_initial(self) -> dict[str, Any]:
        return {
            "ends": timezone.localdate(),
            "afterwards": self.post_row.afterwards,
            "version": self.post_row.version,
        }

    def verdict(self) -> Verdict:
        return rules.may_end_post(self.actor, self.post_row)

    def act(self, form: Any) -> Post:
        values = form.cleaned_data
        return actions.end_post(
            self.actor,
            post=self.post_row,
            ends=values["ends"],
            afterwards=values["afterwards"],
            expected=values["version"],
        )


class PersonList(SignedIn, TemplateView):
    template_name = "people/persons.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            verdict=rules.may_see_persons(self.actor),
            persons=list(queries.persons_visible_to(self.actor)),
            may_edit=rules.may_edit_person(self.actor, self.actor.organisation_id),
            **kwargs,
        )


class AddPerson(_Edit):
    form_class, heading = PersonForm, _("Add a person")

    def act(self, form: PersonForm) -> Person:
        values = dict(form.cleaned_data)
        values.pop("version")
        return actions.add_person(self.actor, organisation=self.actor.organisation, **values)

    def get_back(self) -> str:
        return reverse("people:persons")


class PersonPage(SignedIn, TemplateView):
    template_name = "people/person.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = get_object_or_404(queries.persons_visible_to(self.actor), pk=self.kwargs["pk"])
        return super().get_context_data(
            person=person,
            posts=list(queries.posts_visible_to(self.actor).filter(person=person)),
            consents=list(person.consents.order_by("-given_on")),
            may_edit=rules.may_edit_person(self.actor, person.organisation_id),
            names=[row for row in queries.protected_names_of(self.actor) if row.person_id == person.pk],
            may_protect=rules.may_protect_name(self.actor, person),
            may_erase=rules.may_erase_person(self.actor, person),
            **kwargs,
        )


class _OnePerson(_Edit):
    @cached_property
    def person(self) -> Person:
        return get_object_or_404(queries.persons_visible_to(self.actor), pk=self.kwargs["pk"])

    def get_back(self) -> str:
        return reverse("people:person", args=[self.kwargs["pk"]])

    def verdict(self) -> Verdict:
        return rules.may_edit_person(self.actor, self.person.organisation_id)


class EditPerson(_OnePerson):
    form_class, heading = PersonForm, _("Change the person")

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.person, name) for name in ("name", "alias", "at_risk", "email", "version")}

    def act(self, form: PersonForm) -> Person:
        values = dict(form.cleaned_data)
        return actions.change_person(self.actor, person=self.person, expected=values.pop("version"), **values)


class ErasePerson(_OnePerson):
    """Asks first: what is erased does not come back."""

    form_class, heading = EndPostForm, _("Erase this person?")
    template_name = "people/erase.html"
    done_message = _("The person is erased. What was counted stays counted.")

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.fields.clear()
        return form

    def verdict(self) -> Verdict:
        return rules.may_erase_person(self.actor, self.person)

    def act(self, form: Any) -> Person:
        return actions.erase_person(self.actor, person=self.person)

    def get_success_url(self) -> str:
        return reverse("people:persons")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names_stay = self.person.protected_names.exists()
        return super().get_context_data(person=self.person, names_stay=names_stay, **kwargs)


class GiveConsent(_OnePerson):
    form_class, heading = ConsentForm, _("Note a consent")

    def get_initial(self) -> dict[str, Any]:
        return {"given_on": timezone.localdate()}

    def act(self, form: ConsentForm) -> Consent:
        return actions.give_consent(self.actor, person=self.person, **form.cleaned_data)


class WithdrawConsent(SignedIn):
    """From that day on the name or the photo appears on no page."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, consent: int) -> HttpResponse:
        person = get_object_or_404(queries.persons_visible_to(self.actor), pk=pk)
        row = get_object_or_404(person.consents.select_related("person"), pk=consent)
        try:
            actions.withdraw_consent(self.actor, consent=row, withdrawn_on=timezone.localdate())
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        else:
            messages.success(request, _("The consent is withdrawn. What rested on it is shown nowhere any more."))
        return redirect("people:person", pk=pk)


class ThemeList(_Edit):
    """The organisation's focus areas and parts of the world, with a line to add one."""

    form_class, heading = ThemeForm, _("Themes")
    template_name = "people/themes.html"
    done_message = _("The theme is added.")

    def act(self, form: ThemeForm) -> Theme:
        return actions.add_theme(self.actor, organisation=self.actor.organisation, **form.cleaned_data)

    def get_back(self) -> str:
        return reverse("people:themes")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        themes = list(queries.themes_for(self.actor.organisation_id))
        groups = [(d.label, [theme for theme in themes if theme.dimension == d]) for d in Dimension]
        return super().get_context_data(groups=groups, **kwargs)
