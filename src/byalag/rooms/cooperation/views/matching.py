"""Pages of matchings: who takes part, what is to be kept, runs, and what is made of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from byalag.core import tables
from byalag.core.pages import ActionPage, SignedIn
from byalag.core.rendering.sheets import write_csv
from byalag.core.tables import TableKind
from byalag.core.verdicts import Refused, Verdict

from .. import actions, eligibility, matching_queries, matching_rules, queries
from ..enums import OVER, CooperationKind, MatchSides
from ..matching_forms import (
    CardsForm,
    MatchingForm,
    ParticipantForm,
    QuotaForm,
    RowsForm,
    WishForm,
    columns_of,
)
from ..models import Matching, MatchParticipant
from ..pipeline_forms import RemoveForm
from .eligibility import as_table

SETTINGS = (
    "title", "network", "sides", "first_side", "second_side", "aim", "least", "most", "under", "under_on", "version",
)  # fmt: skip


class Matchings(SignedIn, TemplateView):
    template_name = "cooperation/matchings.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            matchings=list(matching_queries.counted(matching_queries.matchings_of(self.actor))[:200]),
            may_match=matching_rules.may_match(self.actor, self.actor.organisation_id),
            **kwargs,
        )


class OneMatching(SignedIn):
    @cached_property
    def matching(self) -> Matching:
        return get_object_or_404(matching_queries.matchings_of(self.actor), pk=self.kwargs["pk"])

    def verdict(self) -> Verdict:
        return matching_rules.may_change_matching(self.actor, self.matching)

    @property
    def page(self) -> str:
        return reverse("cooperation:matching", args=[self.kwargs["pk"]])


class MatchingPage(OneMatching, TemplateView):
    """Who takes part, what is to be kept, and the runs."""

    template_name = "cooperation/matching.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        matching = self.matching
        members = list(matching_queries.participants_of(matching).order_by("side", "name", "pk"))
        if matching.sides == MatchSides.TWO:
            groups = [
                (matching_queries.side_label(matching, side), [row for row in members if row.side == side])
                for side in ("first", "second")
            ]
        else:
            groups = [("", members)]
        known = matching_queries.known_as(matching, members)
        for row in members:
            found, missing = matching_queries.wished_for(matching, row, known)
            row.would_like, row.not_here = ", ".join(other.name for other in found), ", ".join(missing)
        return super().get_context_data(
            matching=matching,
            groups=[(label, rows) for label, rows in groups if rows],
            count=len(members),
            wishes=list(matching.wishes.select_related("one", "other")),
            quotas=[(row, eligibility.named(row.country)) for row in matching.quotas.all()],
            runs=list(matching_queries.runs_of(self.actor).filter(matching=matching).defer("given", "found")[:50]),
            may_change=self.verdict(),
            may_trash=matching_rules.may_trash_matching(self.actor, matching),
            **kwargs,
        )


class AddMatching(ActionPage):
    template_name, form_class = "cooperation/form.html", MatchingForm
    heading: Any = _("Begin a matching")
    done_message: Any = _("Saved. Now say who takes part.")

    def verdict(self) -> Verdict:
        return matching_rules.may_match(self.actor, self.actor.organisation_id)

    def get_form_kwargs(self) -> dict[str, Any]:
        own = queries.cooperations_visible_to(self.actor).own(self.actor).exclude(state__in=OVER)
        kinds = (CooperationKind.NETWORK, CooperationKind.PROJECT, CooperationKind.CONSORTIUM)
        return super().get_form_kwargs() | {
            "networks": own.filter(kind__in=kinds),
            "lists": eligibility.lists_visible_to(self.actor),
        }

    def get_initial(self) -> dict[str, Any]:
        return {"network": self.request.GET.get("network", "")}

    def act(self, form: Any) -> Matching:
        values = dict(form.cleaned_data)
        values.pop("version")
        return actions.open_matching(self.actor, organisation=self.actor.organisation, **values)

    def back(self) -> str:
        return reverse("cooperation:matchings")

    def get_success_url(self) -> str:
        return reverse("cooperation:matching", args=[self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=self.heading, back=self.back(), **kwargs)


class ChangeMatching(OneMatching, AddMatching):
    heading, done_message = _("Change the matching"), _("Saved. Runs that are there stay as they are.")

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.matching, name) for name in SETTINGS}

    def act(self, form: Any) -> Matching:
        values = dict(form.cleaned_data)
        return actions.change_matching(self.actor, matching=self.matching, expected=values.pop("version"), **values)

    def back(self) -> str:
        return self.page


class StepOfMatching(OneMatching, ActionPage):
    """A form about one matching, with its page as the way back."""

    template_name: Any = "cooperation/form.html"
    done_message: Any = _("Saved.")
    heading: Any = ""

    def get_success_url(self) -> str:
        return self.page

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **(
                {"heading": self.heading, "note": self.matching.title, "matching": self.matching, "back": self.page}
                | kwargs
            )
        )


class TrashMatching(StepOfMatching):
    form_class, heading = RemoveForm, _("Put the matching in the trash")
    done_message = _("It is in the trash. You can take it back from there.")

    def verdict(self) -> Verdict:
        return matching_rules.may_trash_matching(self.actor, self.matching)

    def act(self, form: Any) -> Any:
        return actions.trash_matching(self.actor, matching=self.matching)

    def get_success_url(self) -> str:
        return reverse("cooperation:matchings")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"button": self.heading, "back": self.page} | kwargs)


# --- Who takes part ---------------------------------------------------------------------------------------------------


class AddParticipant(StepOfMatching):
    form_class: Any = ParticipantForm
    heading: Any = _("Write in one that takes part")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"matching": self.matching}

    def act(self, form: Any) -> Any:
        values = dict(form.cleaned_data)
        values.pop("version")
        return actions.add_participant(self.actor, matching=self.matching, **values)


class ChangeParticipant(AddParticipant):
    heading = _("Change one that takes part")

    @cached_property
    def participant(self) -> MatchParticipant:
        rows = matching_queries.participants_of(self.matching)
        return get_object_or_404(rows, pk=self.kwargs["participant"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"has_card": self.participant.card_id is not None}

    def get_initial(self) -> dict[str, Any]:
        row = self.participant
        values = {name: getattr(row, name) for name in ParticipantForm.base_fields}
        return values | {name: "\n".join(getattr(row, name)) for name in ("seeks", "offers", "wanted")}

    def act(self, form: Any) -> Any:
        values = dict(form.cleaned_data)
        return actions.change_participant(
            self.actor, participant=self.participant, expected=values.pop("version"), **values
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(note=self.participant.name, **kwargs)


class RemoveParticipant(ChangeParticipant):
    form_class, heading = RemoveForm, _("Take one out of the matching")
    done_message = _("Taken out. Runs that are there stay as they are.")

    def get_form_kwargs(self) -> dict[str, Any]:
        given = super().get_form_kwargs()
        return {name: value for name, value in given.items() if name not in ("matching", "has_card")}

    def get_initial(self) -> dict[str, Any]:
        return {}

    def act(self, form: Any) -> Any:
        return actions.remove_participant(self.actor, participant=self.participant)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(button=self.heading, **kwargs)


class BringCards(StepOfMatching):
    form_class, heading = CardsForm, _("Choose from what others seek")
    template_name = "cooperation/matching_cards.html"

    @cached_property
    def cards(self) -> Any:
        return matching_queries.cards_to_bring(self.actor, self.matching)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"matching": self.matching, "cards": self.cards}

    def act(self, form: Any) -> Any:
        return actions.bring_cards(self.actor, matching=self.matching, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(has_cards=self.cards.exists(), **kwargs)


class BringRows(StepOfMatching):
    """Many at once: looked at first, then saved all or nothing."""

    form_class, heading = RowsForm, _("Read in many at once")
    template_name = "cooperation/matching_rows.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"matching": self.matching}

    def get_initial(self) -> dict[str, Any]:
        return {"rows": "; ".join(str(column.label) for column in columns_of(self.matching)) + "\n"}

    def form_valid(self, form: Any) -> HttpResponse:
        if "save" in self.request.POST and not form.cleaned_data["file"]:
            return super().form_valid(form)
        members = form.cleaned_data["members"]
        form.data = form.data.copy()
        form.data["rows"] = _as_lines(self.matching, members)
        return self.render_to_response(self.get_context_data(form=form, members=members, looked_at=True))

    def act(self, form: Any) -> Any:
        members = form.cleaned_data["members"]
        if not members:
            raise ValidationError({"rows": _("Write at least one line below the names of the columns.")})
        return actions.add_participants(self.actor, matching=self.matching, rows=members)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(columns=columns_of(self.matching), **kwargs)


def _as_lines(matching: Matching, members: list[dict[str, Any]]) -> str:
    """Members as they are pasted, with the names of the columns."""
    columns = columns_of(matching)
    rows = [[column.write(_plain(row.get(column.key))) for column in columns] for row in members]
    return write_csv([[str(column.label) for column in columns], *rows])


def _plain(value: Any) -> Any:
    return ", ".join(value) if isinstance(value, list) else value


class ParticipantsFile(OneMatching, View):
    """Those who take part, as a table that can be read in again."""

    def get(self, request: HttpRequest, pk: int, suffix: str) -> HttpResponse:
        columns = columns_of(self.matching)
        rows = [
            {tables.ID: row.pk} | {column.key: _plain(_told(row, column.key)) for column in columns}
            for row in matching_queries.participants_of(self.matching).order_by("side", "name", "pk")
        ]
        kind = TableKind("cooperation.participants", self.matching.title, "", columns, lambda actor: rows)
        return as_table(kind, suffix, self.matching.title, self.actor)


def _told(row: MatchParticipant, name: str) -> Any:
    if name == "wanted":
        return matching_queries.wanted_of(row)
    values = matching_queries.participant_values(row)
    return values[name] if name in values else getattr(row, name)


# --- What is to be kept -----------------------------------------------------------------------------------------------


class SetWish(StepOfMatching):
    form_class, heading = WishForm, _("Say who is to be paired, or may not be")

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = matching_queries.participants_of(self.matching).order_by("name", "pk")
        return super().get_form_kwargs() | {"participants": rows}

    def act(self, form: Any) -> Any:
        return actions.set_match_wish(self.actor, matching=self.matching, **form.cleaned_data)


class SetQuota(StepOfMatching):
    form_class, heading = QuotaForm, _("Say how often a country takes part")

    def act(self, form: Any) -> Any:
        return actions.set_match_quota(self.actor, matching=self.matching, **form.cleaned_data)


class PostOnMatching(OneMatching, View):
    """A button on the page of a matching."""

    http_method_names = ["post"]

    def do(self) -> str:
        """The one action call; gives the address to go to."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return redirect(self.do())
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
        except ValidationError as fault:
            messages.error(request, " ".join(fault.messages))
        return redirect(self.page)


class DropWish(PostOnMatching):
    def do(self) -> str:
        wish = get_object_or_404(self.matching.wishes.select_related("matching"), pk=self.kwargs["wish"])
        actions.drop_match_wish(self.actor, wish=wish)
        return self.page


class DropQuota(PostOnMatching):
    def do(self) -> str:
        quota = get_object_or_404(self.matching.quotas.select_related("matching"), pk=self.kwargs["quota"])
        actions.drop_match_quota(self.actor, quota=quota)
        return self.page
