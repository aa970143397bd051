"""Members, invitations, the organisation's settings, one's own profile."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from byalag.core import links
from byalag.core.middleware import leave
from byalag.core.pages import ActionPage, SignedIn
from byalag.core.registries import parts_of
from byalag.core.verdicts import Refused, Verdict

from .. import actions, queries, rules
from ..actions.members import INVITATION
from ..actors import Actor
from ..enums import Role
from ..forms import AcceptForm, InviteForm, ProfileForm, RolesForm, SettingsForm
from ..middleware import AS_PUBLIC_KEY, ORGANISATION_KEY
from ..models import Invitation, Membership, Organisation


class MemberList(SignedIn, TemplateView):
    template_name = "people/members.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        organisation_id = self.actor.organisation_id
        members: dict[Any, list[Membership]] = {}
        for row in queries.members_of(organisation_id):
            members.setdefault(row.user, []).append(row)
        return super().get_context_data(
            members=list(members.items()),
            invitations=list(queries.open_invitations(organisation_id)),
            may_invite=rules.may_invite(self.actor, organisation_id),
            may_give=rules.may_give_role(self.actor, organisation_id),
            **kwargs,
        )


class Invite(ActionPage):
    template_name, form_class = "people/invite.html", InviteForm
    # The same answer for known and unknown addresses.
    done_message = _("The invitation is on its way.")

    def verdict(self) -> Verdict:
        return rules.may_invite(self.actor, self.actor.organisation_id)

    def get_initial(self) -> dict[str, Any]:
        return {"language": self.actor.organisation.language, "roles": [Role.CONTRIBUTOR]}

    def act(self, form: InviteForm) -> Invitation:
        invitation, token = actions.invite(self.actor, organisation=self.actor.organisation, **form.cleaned_data)
        send_invitation(invitation, token)
        return invitation

    def get_success_url(self) -> str:
        return reverse("people:members")


def send_invitation(invitation: Invitation, token: str) -> None:
    with translation.override(invitation.language):
        context = {
            "invitation": invitation,
            "roles": [Role(role).label for role in invitation.roles],
            "url": f"{settings.SITE_URL}{reverse('people:accept', args=[token])}",
        }
        subject = gettext("You are invited to %(organisation)s in Byalag") % {"organisation": invitation.organisation}
        send_mail(subject, render_to_string("people/mail/invitation.txt", context), None, [invitation.email])


class WithdrawInvitation(SignedIn):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(queries.open_invitations(self.actor.organisation_id), pk=pk)
        try:
            actions.withdraw_invitation(self.actor, invitation=row)
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        else:
            messages.success(request, _("The invitation is withdrawn. Its link opens nothing any more."))
        return redirect("people:members")


class AcceptInvitation(View):
    """The page that an invitation's link opens. Looking changes nothing; a button accepts."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            link = links.find(kwargs["token"], INVITATION, tried_from=request.META.get("REMOTE_ADDR", ""))
        except links.TooManyTries:
            return self.answer(render(request, "people/invitation_closed.html", {"too_many": True}, status=429))
        if link is None:
            return self.answer(render(request, "people/invitation_closed.html", status=404))
        self.link_id = link.pk
        self.invitation = get_object_or_404(Invitation, pk=link.subject_id)
        return self.answer(super().dispatch(request, *args, **kwargs))

    @staticmethod
    def answer(response: HttpResponse) -> HttpResponse:
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        response["Cache-Control"] = "no-store"
        return response

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.show(request, AcceptForm())

    def show(self, request: HttpRequest, form: AcceptForm, status: int = 200) -> HttpResponse:
        context = {
            "invitation": self.invitation,
            "roles": [Role(role).label for role in self.invitation.roles],
            "form": form,
        }
        return render(request, "people/accept.html", context, status=status)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        actor = Actor("link", link_id=self.link_id)
        form = AcceptForm(request.POST)
        signed_in = request.user if request.user.is_authenticated else None
        if signed_in is None and not form.is_valid():
            return self.show(request, form, 422)
        try:
            user = actions.accept_invitation(
                actor,
                invitation=self.invitation,
                user=signed_in,
                password="" if signed_in else form.cleaned_data["password"],
            )
        except ValidationError as fault:
            form.add_error(None, fault)
            return self.show(request, form, 422)
        if signed_in is None:
            login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
        request.session[ORGANISATION_KEY] = self.invitation.organisation_id
        messages.success(request, _("Welcome. Here is what waits for you."))
        return redirect("web:today")


@method_decorator(reauthentication_required, name="dispatch")
class ChangeRoles(ActionPage):
    """Which roles a member holds; asks for the password anew."""

    template_name, form_class = "people/roles.html", RolesForm
    done_message = _("The roles are changed.")

    @cached_property
    def memberships(self) -> list[Membership]:
        rows = list(queries.members_of(self.actor.organisation_id).filter(user_id=self.kwargs["user"]))
        return rows or [get_object_or_404(Membership, pk=0)]

    def verdict(self) -> Verdict:
        return rules.may_give_role(self.actor, self.actor.organisation_id)

    def get_initial(self) -> dict[str, Any]:
        return {"roles": [row.role for row in self.memberships]}

    def act(self, form: RolesForm) -> Any:
        wanted, held = set(form.cleaned_data["roles"]), {row.role: row for row in self.memberships}
        user = self.memberships[0].user
        for role in wanted - set(held):
            actions.give_role(self.actor, user=user, organisation=self.actor.organisation, role=role)
        for role in set(held) - wanted:
            actions.take_role(self.actor, membership=held[role])
        return user

    def get_success_url(self) -> str:
        return reverse("people:members")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(member=self.memberships[0].user, **kwargs)


class Settings(ActionPage):
    template_name, form_class = "people/settings.html", SettingsForm
    done_message = _("The settings are saved.")

    def verdict(self) -> Verdict:
        return rules.may_change_settings(self.actor, self.actor.organisation_id)

    def get_initial(self) -> dict[str, Any]:
        return SettingsForm.initial_of(self.actor.organisation)

    def act(self, form: SettingsForm) -> Organisation:
        values = dict(form.cleaned_data)
        names = {code: values.pop(f"name_{code}") for code in ("en", "sv", "pl")}
        return actions.change_organisation(
            self.actor,
            organisation=self.actor.organisation,
            expected=values.pop("version"),
            names={code: name for code, name in names.items() if name},
            **values,
        )

    def get_success_url(self) -> str:
        return reverse("people:settings")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(parts=parts_of("settings", self.actor, self.actor.organisation), **kwargs)


class Profile(ActionPage):
    template_name, form_class = "people/profile.html", ProfileForm
    done_message = _("Your profile is saved.")
    works_without_organisation = True

    def verdict(self) -> Verdict:
        return Verdict(True)

    def get_initial(self) -> dict[str, Any]:
        return {"language": self.request.user.language, "time_zone": self.request.user.time_zone}

    def act(self, form: ProfileForm) -> Any:
        return actions.change_profile(self.actor, user=self.request.user, **form.cleaned_data)

    def form_valid(self, form: ProfileForm) -> HttpResponse:
        response = super().form_valid(form)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            form.cleaned_data["language"],
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite="Lax",
        )
        return response

    def get_success_url(self) -> str:
        return reverse("people:profile")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Membership.objects.filter(user=self.request.user).select_related("organisation").order_by("pk")
        parts = parts_of("profile", self.actor, self.request.user)
        return super().get_context_data(memberships=list(rows), parts=parts, **kwargs)


class MyData(SignedIn):
    """What is kept about the one who asks, as a file."""

    works_without_organisation = True

    def get(self, request: HttpRequest) -> HttpResponse:
        response = JsonResponse(  # one's own name, too
            queries.data_about(request.user), json_dumps_params={"indent": 2, "ensure_ascii": False}
        )
        response["Content-Disposition"] = 'attachment; filename="byalag-my-data.json"'
        return leave(response)


class Leave(SignedIn):
    """Leave an organisation: every role in it ends. Asks first."""

    works_without_organisation = True

    @cached_property
    def rows(self) -> list[Membership]:
        return list(
            Membership.objects.filter(user=self.request.user, organisation_id=self.kwargs["pk"]).select_related(
                "organisation"
            )
        )

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.rows[0] if self.rows else get_object_or_404(Membership, pk=0)
        return render(request, "people/leave.html", {"organisation": row.organisation})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            for row in self.rows:
                actions.take_role(self.actor, membership=row)
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        else:
            messages.success(request, _("You have left the organisation."))
        return redirect("people:profile")


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Work for another organisation that one belongs to."""
    wanted = request.POST.get("organisation", "")
    if request.user.is_authenticated and wanted.isdigit():
        mine = queries.organisations_of(request.user.pk).filter(pk=int(wanted))
        if mine.exists():
            request.session[ORGANISATION_KEY] = int(wanted)
            messages.success(request, gettext("You now work for %(organisation)s.") % {"organisation": mine[0]})
    return redirect("web:today")


@require_POST
def as_public(request: HttpRequest) -> HttpResponse:
    """See the pages as the public does, and back."""
    if request.POST.get("on"):
        organisation = request.actor.organisation
        request.session[AS_PUBLIC_KEY] = True
        return redirect(f"/{organisation.slug}/" if organisation else "/")
    request.session.pop(AS_PUBLIC_KEY, None)
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if safe and back else "web:today")
