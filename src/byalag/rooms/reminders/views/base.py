"""What the pages of this room share."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from byalag.core.pages import ActionPage, SignedIn
from byalag.core.verdicts import Refused


class RoomForm(ActionPage):
    """A form with a heading, a button and a way back."""

    template_name = "reminders/form.html"
    heading: Any = ""
    intro: Any = ""
    button: Any = ""

    def back(self) -> str:
        return reverse("web:today")

    def get_success_url(self) -> str:
        return self.back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{"heading": self.heading, "intro": self.intro, "button": self.button, "back": self.back()} | kwargs
        )


class Deed(SignedIn):
    """One button, one action, back to the page it stood on. A refusal is told there."""

    http_method_names = ["post"]
    done_message: Any = ""

    def act(self) -> Any:
        raise NotImplementedError

    def back(self) -> str:
        return reverse("web:today")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.act()
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            if self.done_message:
                messages.success(request, self.done_message)
        return HttpResponseRedirect(self.back())
