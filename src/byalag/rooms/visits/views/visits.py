"""Pages of visits."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from byalag.core.languages import content_language_choices
from byalag.core.pages import ActionPage, SignedIn
from byalag.core.rendering import NotWritten, write
from byalag.core.verdicts import Refused, Verdict
from byalag.rooms.cooperation import api as cooperation
from byalag.rooms.people import api as people
from byalag.rooms.work import api as work
from byalag.rooms.work.enums import ActivityKind

from .. import actions, forms, programme, queries, rules
from ..enums import Direction
from ..models import Visit, VisitRequest

PER_PAGE = 50
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEDIA = {"docx": WORD, "pdf": "application/pdf", "ics": "text/calendar; charset=utf-8"}


class VisitList(SignedIn, TemplateView):
    """Requests that wait, and the visits, the latest first."""

    template_name = "visits/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pages = Paginator(queries.visits_visible_to(self.actor), PER_PAGE)
        return super().get_context_data(
            page=pages.get_page(self.request.GET.get("page")),
            requests=list(queries.requests_visible_to(self.actor).exclude(state="declined")[:20]),
            may_plan=rules.may_plan_visit(self.actor, self.actor.organisation_id),
            may_ask=rules.may_ask(self.actor),
            own=self.actor.home_id,
            **kwargs,
        )


class PlanVisit(ActionPage):
    """`?request=` takes over what was asked for."""

    template_name, form_class = "visits/form.html", forms.PlanVisitForm
    done_message: Any = _("Planned. Write who comes, the programme, and who pays.")
    heading: Any = _("Plan a visit")

    @cached_property
    def asked(self) -> VisitRequest | None:
        wanted = self.request.GET.get("request", "")
        if not wanted.isdigit():
            return None
        return queries.requests_visible_to(self.actor).filter(pk=int(wanted)).first()

    def verdict(self) -> Verdict:
        if self.asked is not None:
            return rules.may_plan_from_request(self.actor, self.asked)
        return rules.may_plan_visit(self.actor, self.actor.organisation_id)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "partners": people.organisations_visible_to(self.actor).exclude(pk=self.actor.home_id),
            "means": queries.means_to_choose(self.actor),
            "cooperations": cooperation.cooperations_of(self.actor),
        }

    def get_initial(self) -> dict[str, Any]:
        asked = self.asked
        if asked is None:
            return {"direction": Direction.INCOMING}
        comes_to_us = asked.asked_id == self.actor.organisation_id
        return {
            "direction": Direction.INCOMING if comes_to_us else Direction.OUTGOING,
            "partner": asked.asker_id if comes_to_us else asked.asked_id,
            "partner_name": asked.asker_name if comes_to_us else "",
            "purpose": asked.purpose,
            "starts": asked.starts,
            "ends": asked.ends,
            "with_cooperation": asked.cooperation_id,
        }

    def act(self, form: Any) -> Visit:
        values = dict(form.cleaned_data)
        values.pop("version")
        return actions.plan_visit(self.actor, organisation=self.actor.organisation, request=self.asked, **values)

    def get_success_url(self) -> str:
        return reverse("visits:visit", args=[self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=self.heading, back=reverse("visits:list"), **kwargs)


class OpenVisit(PlanVisit):
    """Make a visit of an activity that is there already."""

    form_class, heading = forms.AboutVisit, _("Plan it as a visit")

    @cached_property
    def activity(self) -> work.Activity:
        return get_object_or_404(work.activities_visible_to(self.actor), pk=self.kwargs["pk"])

    def verdict(self) -> Verdict:
        return rules.may_plan_visit(self.actor, self.activity.organisation_id)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {name: value for name, value in super().get_form_kwargs().items() if name != "cooperations"}

    def act(self, form: Any) -> Visit:
        values = dict(form.cleaned_data)
        values.pop("version")
        return actions.open_visit(self.actor, activity=self.activity, **values)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"back": self.activity.get_absolute_url()}


class OneVisit(SignedIn):
    @cached_property
    def visit(self) -> Visit:
        return get_object_or_404(queries.visits_visible_to(self.actor), pk=self.kwargs["pk"])


class VisitPage(OneVisit, TemplateView):
    template_name = "visits/visit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visit, actor = self.visit, self.actor
        activity = visit.activity
        inside = rules.may_see_inside(actor, visit)
        notice = gettext("Example data, not from %(organisation)s") % {"organisation": activity.organisation}
        may_keep = rules.may_keep_visit(actor, visit)
        exchange = getattr(visit, "exchange", None)
        mine: dict[str, Any] = {}
        if inside:
            mine = {
                "costs": list(visit.costs.all()),
                "budget": queries.budget_of(visit),
                "gifts": list(visit.gifts.all()),
                "incidents": list(visit.incidents.all()),
                "may_take_costs": bool(cooperation.who_pays(activity.cooperation_id)),
            }
        agreed = cooperation.agreed_actions_visible_to(actor).filter(pk__in=visit.agreed.values("pk"))
        return super().get_context_data(
            visit=visit,
            activity=activity,
            inside=inside,
            language_shown=dict(content_language_choices(get_language() or "en")).get(visit.working_language, ""),
            delegates=list(visit.delegates.all()),
            programme=list(visit.programme.all()),
            agreed=list(agreed),
            may_keep=may_keep,
            exchange=exchange,
            may_see_exchange=exchange is not None and rules.may_see_exchange(actor, exchange),
            is_pupil_exchange=activity.kind == ActivityKind.PUPIL_EXCHANGE,
            example_notice=notice if activity.simulated else "",
            **mine,
            **kwargs,
        )


class StepOfVisit(OneVisit, ActionPage):
    """A form about one visit, with its page as the way back."""

    template_name = "visits/form.html"
    done_message: Any = _("Saved.")
    heading: Any = ""

    def verdict(self) -> Verdict:
        return rules.may_keep_visit(self.actor, self.visit)

    def get_success_url(self) -> str:
        return reverse("visits:visit", args=[self.kwargs["pk"]])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=self.heading, visit=self.visit, back=self.get_success_url(), **kwargs)


class ChangeVisit(StepOfVisit):
    form_class, heading = forms.ChangeVisitForm, _("Change the visit")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "partners": people.organisations_visible_to(self.actor).exclude(pk=self.actor.home_id),
            "means": queries.means_to_choose(self.actor),
        }

    def get_initial(self) -> dict[str, Any]:
        names = (
            "direction", "partner", "partner_name", "purpose", "working_language", "interpreter", "means", "risk",
            "risks", "version",
        )  # fmt: skip
        return {name: getattr(self.visit, name) for name in names}

    def act(self, form: Any) -> Visit:
        values = dict(form.cleaned_data)
        return actions.change_visit(self.actor, visit=self.visit, expected=values.pop("version"), **values)


class AddDelegate(StepOfVisit):
    form_class, heading = forms.DelegateForm, _("Write who comes")

    def act(self, form: Any) -> Any:
        return actions.add_delegate(self.actor, visit=self.visit, **form.cleaned_data)


class AddItem(StepOfVisit):
    form_class, heading = forms.ItemForm, _("Add to the programme")

    def get_initial(self) -> dict[str, Any]:
        last = self.visit.programme.last()
        return {"day": last.day if last else self.visit.activity.starts}

    def act(self, form: Any) -> Any:
        values = dict(form.cleaned_data)
        values.pop("version")
        return actions.add_item(self.actor, visit=self.visit, **values)


class ChangeItem(StepOfVisit):
    form_class, heading = forms.ItemForm, _("Change the programme")

    @cached_property
    def item(self) -> Any:
        return get_object_or_404(self.visit.programme.select_related("visit__activity"), pk=self.kwargs["item"])

    def get_initial(self) -> dict[str, Any]:
        names = ("day", "starts", "ends", "title", "place", "host", "interpreted", "version")
        return {name: getattr(self.item, name) for name in names}

    def act(self, form: Any) -> Any:
        values = dict(form.cleaned_data)
        return actions.change_item(self.actor, item=self.item, expected=values.pop("version"), **values)


class Inside(StepOfVisit):
    """A step about what only the own organisation reads."""

    @cached_property
    def visit(self) -> Visit:
        found = get_object_or_404(queries.visits_visible_to(self.actor), pk=self.kwargs["pk"])
        if not rules.may_see_inside(self.actor, found):
            raise Http404
        return found


class AddCost(Inside):
    form_class, heading = forms.CostForm, _("Write a cost")

    def get_initial(self) -> dict[str, Any]:
        means = self.visit.means
        return {"currency": means.currency if means else ""}

    def act(self, form: Any) -> Any:
        return actions.add_cost(self.actor, visit=self.visit, **form.cleaned_data)


class SaySpent(Inside):
    form_class, heading = forms.SpentForm, _("What it came to")

    @cached_property
    def cost(self) -> Any:
        return get_object_or_404(self.visit.costs.select_related("visit__activity"), pk=self.kwargs["cost"])

    def get_initial(self) -> dict[str, Any]:
        return {"spent": self.cost.amount if self.cost.spent is None else self.cost.spent}

    def act(self, form: Any) -> Any:
        return actions.say_spent(self.actor, cost=self.cost, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(note=self.cost, **kwargs)


class TakeCosts(Inside):
    form_class, heading = forms.TakeCostsForm, _("Take over from the agreement who pays")

    def get_initial(self) -> dict[str, Any]:
        means = self.visit.means
        return {"currency": means.currency if means else ""}

    def act(self, form: Any) -> Any:
        return actions.take_costs_from_agreement(self.actor, visit=self.visit, **form.cleaned_data)


class NoteGift(Inside):
    form_class, heading = forms.GiftForm, _("Note a gift")

    def act(self, form: Any) -> Any:
        return actions.note_gift(self.actor, visit=self.visit, **form.cleaned_data)


class NoteIncident(Inside):
    form_class, heading = forms.IncidentForm, _("Note what went wrong")

    def act(self, form: Any) -> Any:
        return actions.note_incident(self.actor, visit=self.visit, **form.cleaned_data)


class NoteAgreed(StepOfVisit):
    form_class, heading = forms.AgreedForm, _("Write down what was agreed at the visit")

    def get_form_kwargs(self) -> dict[str, Any]:
        within = self.visit.activity.cooperation
        parties = [row.pk for row in cooperation.organisations_in(within)] if within else []
        return super().get_form_kwargs() | {
            "parties": people.Organisation.objects.filter(pk__in=parties).order_by("name")
        }

    def act(self, form: Any) -> Any:
        return actions.note_agreed(self.actor, visit=self.visit, **form.cleaned_data)


class CountDelegation(OneVisit):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            actions.count_delegation(self.actor, visit=self.visit)
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        except ValidationError as fault:
            messages.error(request, " ".join(fault.messages))
        else:
            messages.success(request, _("They are counted among those who took part."))
        return redirect("visits:visit", pk=pk)


class Remove(OneVisit):
    """Take a line off: a delegate, a line of the programme, a cost, a gift."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, what: str, row: int) -> HttpResponse:
        if what not in ("delegate", "item", "cost", "gift"):
            raise Http404
        rows = {"delegate": "delegates", "item": "programme", "cost": "costs", "gift": "gifts"}[what]
        if what in ("cost", "gift") and not rules.may_see_inside(self.actor, self.visit):
            raise Http404
        found = get_object_or_404(getattr(self.visit, rows).select_related("visit__activity"), pk=row)
        try:
            getattr(actions, f"remove_{what}")(self.actor, **{what: found})
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        else:
            messages.success(request, _("Taken off."))
        return redirect("visits:visit", pk=pk)


class ProgrammeFile(OneVisit, View):
    """The programme as Word, PDF or iCalendar."""

    def get(self, request: HttpRequest, pk: int, suffix: str) -> HttpResponse:
        if suffix not in MEDIA:
            raise Http404
        try:
            made = (
                programme.calendar(self.visit)
                if suffix == "ics"
                else write(programme.document(self.visit), "docx" if suffix == "docx" else "pdf")
            )
        except NotWritten as refusal:
            messages.error(request, str(refusal.sentence))
            return redirect("visits:visit", pk=pk)
        name = slugify(self.visit.activity.title)[:60] or "programme"
        response = HttpResponse(made, content_type=MEDIA[suffix])
        response["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
        response["Cache-Control"] = "private, no-store"
        return response
