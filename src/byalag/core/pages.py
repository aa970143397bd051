"""What views are made of: sign-in, the one action call, and how its refusals reach the page."""

from __future__ import annotations

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from .lapsed import keep_for_later
from .verdicts import Refused, Verdict
from .versions import Conflict


class SignedIn(View):
    """A page for those who are signed in and act for an organisation.

    Somebody whose sign-in has lapsed is sent to sign in; what they had typed waits for them.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return keep_for_later(request)
        if not request.actor.is_member and not self.works_without_organisation:
            return redirect("web:no_organisation")
        if needs_second_step(request):
            messages.warning(
                request,
                _("Your organisation requires two-step sign-in. Set it up here; then you can go on where you were."),
            )
            return redirect("mfa_index")
        return super().dispatch(request, *args, **kwargs)

    works_without_organisation = False

    @property
    def actor(self) -> Any:
        return self.request.actor


def needs_second_step(request: HttpRequest) -> bool:
    """The organisation acted for requires a second step at sign-in, and the user has none yet."""
    organisation = request.actor.organisation
    return organisation is not None and organisation.requires_mfa and not is_mfa_enabled(request.user)


class ActionPage(SignedIn, FormView):
    """Load, check, one action call, answer.

    A subclass gives `verdict()` (the rule asked), `act(form)` (the one action call, returns the thing)
    and `get_success_url()`. A refusal, a conflict or a failed check comes back on the same page, with all that was typed.
    """

    done_message: Any = ""

    def verdict(self) -> Verdict:
        raise NotImplementedError

    def act(self, form: Any) -> Any:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(verdict=self.verdict(), **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.result = self.act(form)
        except Refused as refusal:
            form.add_error(None, str(refusal.reason))
        except Conflict as conflict:
            return self.conflicted(form, conflict)
        except ValidationError as error:
            for name, problems in getattr(error, "error_dict", {None: error}).items():
                form.add_error(name if name in form.fields else None, problems)
        else:
            if self.done_message:
                messages.success(self.request, self.done_message)
            return HttpResponseRedirect(self.get_success_url())
        return self.form_invalid(form)

    def conflicted(self, form: Any, conflict: Conflict) -> HttpResponse:
        """Show both texts: what was typed stays in the form, what the other saved stands beside it."""
        form.add_error(
            None,
            _(
                "Somebody saved a change while you were writing. Their text is shown beside yours. "
                "Put together what should stand, and save again."
            ),
        )
        plain = {field.name for field in conflict.current._meta.concrete_fields}
        theirs = [
            {"label": field.label, "theirs": getattr(conflict.current, name), "yours": form.cleaned_data.get(name)}
            for name, field in form.fields.items()
            if name in plain
            and not field.widget.is_hidden
            and str(getattr(conflict.current, name) or "") != str(form.cleaned_data.get(name) or "")
        ]
        form.data = form.data.copy()
        form.data["version"] = conflict.current.version
        return self.render_to_response(self.get_context_data(form=form, theirs=theirs), status=409)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)
