"""Pages of cooperations."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from byalag.core.countries import country_name
from byalag.core.pages import ActionPage, SignedIn
from byalag.core.registries import parts_of
from byalag.core.verdicts import Refused, Verdict
from byalag.rooms.people import api as people

from .. import actions, contact_posts, eligibility, output_rules, outputs, papers, phases, queries, rules, subprojects
from ..enums import POSSIBLE, CooperationKind, CooperationState, PartyRole
from ..forms import FIELDS, ChangePartyForm, CooperationForm, CountryRuleForm, EndPartyForm, PartyForm
from ..kinds import KINDS
from ..models import Cooperation, Party

MOST_CONTACTS = 50
PER_PAGE = 50


class CooperationList(SignedIn, TemplateView):
    """By kind; with `kind`, `state` or `lacks=papers` in the address those only; and the next steps that were agreed."""

    template_name = "cooperation/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = queries.cooperations_of(self.actor)
        there = set(rows.order_by().values_list("kind", "state").distinct())
        found, states = {kind for kind, _state in there}, {state for _kind, state in there}
        kind, state = self.request.GET.get("kind", ""), self.request.GET.get("state", "")
        if kind in found:
            rows = rows.filter(kind=kind)
        if state in states:
            rows = rows.filter(state=state)
        lacking: dict[int, list[papers.Standing]] = {}
        if self.request.GET.get("lacks") == "papers":
            lacking = {row.pk: lacks for row, lacks in papers.incomplete(self.actor)}
            rows = rows.filter(pk__in=lacking) if lacking else rows
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        page.object_list = list(page.object_list)
        signs = queries.last_signs(row.pk for row in page.object_list)
        standing = subprojects.standing_of(self.actor, page.object_list)
        around = queries.cooperations_visible_to(self.actor).filter(parts__in=[row.pk for row in page.object_list])
        seen = {row.pk: row for row in around.distinct()}
        for row in page.object_list:
            row.last_sign = signs.get(row.pk)
            row.lacks = ", ".join(each.told for each in lacking.get(row.pk, ()))
            row.standing = standing[row.pk]
            row.part_of = seen.get(row.inside_id)
        return super().get_context_data(
            page=page,
            lacks_papers=bool(lacking),
            states=[(value, value.label) for value in CooperationState if value in states] if len(states) > 1 else [],
            state=state,
            next_steps=list(queries.next_steps(self.actor)[:10]),
            kinds=[(value, value.label) for value in CooperationKind if value in found] if len(found) > 1 else [],
            kind=kind,
            may_open=rules.may_open_cooperation(self.actor, self.actor.organisation_id),
            **kwargs,
        )


class OneCooperation(SignedIn):
    @cached_property
    def cooperation(self) -> Cooperation:
        return get_object_or_404(queries.cooperations_visible_to(self.actor), pk=self.kwargs["pk"])


class CooperationPage(OneCooperation, TemplateView):
    template_name = "cooperation/cooperation.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cooperation = self.cooperation
        visible = queries.cooperations_visible_to(self.actor)
        notice = gettext("Example data, not from %(organisation)s") % {"organisation": cooperation.organisation}
        parties = list(queries.parties_of(cooperation))
        contacts = list(queries.contacts_of(self.actor, cooperation)[: MOST_CONTACTS + 1])
        agreed = list(queries.agreed_actions_visible_to(self.actor).filter(cooperation=cooperation))
        signing_in = people.organisations_with_members({row.organisation_id for row in agreed})
        may_note_agreed = rules.may_note_agreed_action(self.actor, cooperation)
        asked: dict[Any, tuple[Verdict, Verdict]] = {}  # the answer is the same for all rows of a party
        for row in agreed:
            if (key := (row.organisation_id, row.is_open)) not in asked:
                signs_in = row.organisation_id in signing_in
                asked[key] = (
                    rules.may_settle_agreed_action(self.actor, row, signs_in),
                    rules.may_reopen_agreed_action(self.actor, row, signs_in),
                )
            row.may_settle, row.may_reopen = asked[key]
            row.may_change = may_note_agreed and row.is_open
        inner = list(visible.filter(inside=cooperation))
        standing = subprojects.standing_of(self.actor, [cooperation, *inner])
        outside = queries.outside_the_rule(cooperation, inner)
        for row in inner:
            row.standing, row.is_outside = standing[row.pk], row.pk in outside
        last_sign = queries.last_signs([cooperation.pk]).get(cooperation.pk)
        return super().get_context_data(
            cooperation=cooperation,
            sides=contact_posts.by_side(self.actor, cooperation, parties),
            above=visible.filter(pk=cooperation.inside_id).first() if cooperation.inside_id else None,
            inner=inner,
            countries=_rule_of(cooperation),
            may_set_country_rule=rules.may_set_country_rule(self.actor, cooperation),
            inner_parts=parts_of("cooperation.inner", self.actor, inner) if inner else [],
            standing=standing[cooperation.pk],
            parts=parts_of("cooperation", self.actor, cooperation),
            is_own=self.actor.acts_for(cooperation.organisation_id),
            knows_partners=self.actor.home_id
            in {cooperation.organisation_id, *(row.organisation_id for row in parties)},
            is_in=rules.takes_part(self.actor, cooperation),
            may_edit=rules.may_edit_cooperation(self.actor, cooperation),
            may_add_party=rules.may_add_party(self.actor, cooperation),
            may_move=rules.may_move_cooperation(self.actor, cooperation),
            ways_on=KINDS[CooperationKind(cooperation.kind)].next_of(cooperation.state),
            is_possible=cooperation.state in POSSIBLE,
            papers=self.papers(),
            has_phases=bool(KINDS[CooperationKind(cooperation.kind)].phases),
            way=list(queries.steps_of(cooperation)),
            last_sign=last_sign,
            silent_months=queries.months_since(last_sign, timezone.localdate()) if last_sign else 0,
            contacts=contacts,
            phases=phases.shown(self.actor, cooperation, parties),
            may_plan_phase=rules.may_plan_phase(self.actor, cooperation),
            trained=phases.trained_in(self.actor, cooperation) if cooperation.kind == CooperationKind.NETWORK else None,
            counted=queries.counted_inside(self.actor, cooperation) if inner else {},
            strategies=list(cooperation.strategies.all()),
            fundings=_fundings(self.actor, cooperation),
            may_tie_funding=rules.may_tie_funding(self.actor, cooperation),
            agreed=agreed,
            agreed_parts=parts_of("cooperation.agreed", self.actor, agreed),
            may_note_agreed=may_note_agreed,
            outputs=list(outputs.outputs_visible_to(self.actor).filter(cooperation=cooperation)),
            may_write_output=output_rules.may_write_output(self.actor, cooperation),
            agreements=list(queries.agreements_visible_to(self.actor).filter(cooperation=cooperation)),
            may_keep_agreements=rules.may_keep_agreements(self.actor, cooperation),
            may_note=rules.may_note_contact(self.actor, cooperation),
            themes=list(cooperation.themes.all()),
            may_trash=rules.may_trash_cooperation(self.actor, cooperation),
            example_notice=notice if cooperation.simulated else "",
            **kwargs,
        )

    def papers(self) -> list[papers.Standing]:
        """What its kind needs, for those who keep it: checks and documents are theirs."""
        if not self.actor.acts_for(self.cooperation.organisation_id):
            return []
        return papers.standings(self.actor, [self.cooperation]).get(self.cooperation.pk, [])


def _rule_of(cooperation: Cooperation) -> tuple[str, str]:
    """The countries of the one side of a network's pairs and of the other, by name; empty for any."""
    language = get_language() or "en"
    sides = (cooperation.first_countries, cooperation.other_countries)
    first, other = (", ".join(country_name(code, language) for code in codes) for codes in sides)
    return first, other


def _fundings(actor: Any, cooperation: Cooperation) -> list[dict[str, Any]]:
    """What it is paid for under, with the countries that leave the list, and the edition that says so."""
    rows = list(eligibility.fundings_visible_to(actor).filter(cooperation=cooperation))
    seen = set(eligibility.lists_visible_to(actor).values_list("pk", flat=True)) if rows else set()
    return [
        {
            "funding": row,
            "may_open": row.list_id in seen,
            "departures": [(it, eligibility.told(it)) for it in eligibility.departures(row)],
        }
        for row in rows
    ]


class AddCooperation(ActionPage):
    template_name, form_class = "cooperation/form.html", CooperationForm
    done_message: Any = _("Saved.")
    heading: Any = _("Add a cooperation")

    def back(self) -> str:
        return reverse("cooperation:list")

    def verdict(self) -> Verdict:
        return rules.may_open_cooperation(self.actor, self.actor.organisation_id)

    def get_form_kwargs(self) -> dict[str, Any]:
        others = queries.cooperations_visible_to(self.actor).own(self.actor)
        themes = people.themes_for(self.actor.organisation_id)
        return super().get_form_kwargs() | {"others": others, "themes": themes, "has_partners": False, "is_new": True}

    def act(self, form: CooperationForm) -> Cooperation:
        values = dict(form.cleaned_data)
        values.pop("version")
        return actions.open_cooperation(self.actor, organisation=self.actor.organisation, **values)

    def get_success_url(self) -> str:
        return reverse("cooperation:cooperation", args=[self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=self.heading, back=self.back(), **kwargs)


class SetCountryRule(OneCooperation, AddCooperation):
    """From which countries the parties of a network's pairs come."""

    form_class, heading = CountryRuleForm, _("From which countries the pairs come")
    done_message = _("Saved. Pairs that do not fit are marked on the page of the network.")

    def back(self) -> str:
        return reverse("cooperation:cooperation", args=[self.cooperation.pk])

    def verdict(self) -> Verdict:
        return rules.may_set_country_rule(self.actor, self.cooperation)

    def get_form_kwargs(self) -> dict[str, Any]:
        return ActionPage.get_form_kwargs(self)

    def get_initial(self) -> dict[str, Any]:
        row = self.cooperation
        return {"first": row.first_countries, "other": row.other_countries, "version": row.version}

    def act(self, form: Any) -> Cooperation:
        values = form.cleaned_data
        return actions.set_country_rule(
            self.actor,
            cooperation=self.cooperation,
            first=values["first"],
            other=values["other"],
            expected=values["version"],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(thing=self.cooperation, **kwargs)


class ChangeCooperation(OneCooperation, AddCooperation):
    heading = _("Change the cooperation")

    def back(self) -> str:
        return reverse("cooperation:cooperation", args=[self.kwargs["pk"]])

    def verdict(self) -> Verdict:
        return rules.may_edit_cooperation(self.actor, self.cooperation)

    def get_form_kwargs(self) -> dict[str, Any]:
        given = super().get_form_kwargs()
        return given | {
            "others": given["others"].exclude(pk=self.cooperation.pk),
            "has_partners": self.cooperation.circle_id is not None,
            "is_new": False,
        }

    def get_initial(self) -> dict[str, Any]:
        values = {name: getattr(self.cooperation, name) for name in (*FIELDS, "version")}
        return values | {"themes": list(self.cooperation.themes.all())}

    def act(self, form: CooperationForm) -> Cooperation:
        values = dict(form.cleaned_data)
        return actions.change_cooperation(
            self.actor, cooperation=self.cooperation, expected=values.pop("version"), **values
        )


class StepOfCooperation(OneCooperation, ActionPage):
    """A form about one cooperation, with its heading, and its page as the way back."""

    template_name = "cooperation/form.html"
    done_message: Any = _("Saved.")
    heading: Any = ""
    begins_something = False  # then the page warns when a country has left the list it is paid for under

    def get_success_url(self) -> str:
        return reverse("cooperation:cooperation", args=[self.kwargs["pk"]])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=self.heading,
            thing=self.cooperation,
            back=self.get_success_url(),
            warnings=eligibility.warnings(self.actor, self.cooperation) if self.begins_something else [],
            **kwargs,
        )


class AddParty(StepOfCooperation):
    form_class, heading = PartyForm, _("Add a party")
    begins_something = True

    def verdict(self) -> Verdict:
        return rules.may_add_party(self.actor, self.cooperation)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "organisations": people.organisations_visible_to(self.actor),
            "roles": KINDS[CooperationKind(self.cooperation.kind)].roles,
        }

    def act(self, form: PartyForm) -> Party:
        return actions.bring_in(self.actor, cooperation=self.cooperation, **form.cleaned_data)


class OneParty(StepOfCooperation):
    @cached_property
    def party(self) -> Party:
        return get_object_or_404(queries.parties_of(self.cooperation), pk=self.kwargs["party"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(note=self.party.organisation, **kwargs)


class ChangeParty(OneParty):
    form_class, heading = ChangePartyForm, _("Change what stands about a party")

    def verdict(self) -> Verdict:
        return rules.may_change_party(self.actor, self.party)

    def get_form_kwargs(self) -> dict[str, Any]:
        roles = (*KINDS[CooperationKind(self.cooperation.kind)].roles, PartyRole(self.party.role))
        return super().get_form_kwargs() | {"roles": dict.fromkeys(roles)}

    def get_initial(self) -> dict[str, Any]:
        values = {name: getattr(self.party, name) for name in ("role", "side", "starts", "benefit")}
        return values | {"version": self.cooperation.version}

    def act(self, form: ChangePartyForm) -> Party:
        values = dict(form.cleaned_data)
        return actions.change_party(self.actor, party=self.party, expected=values.pop("version"), **values)


class EndParty(OneParty):
    form_class, heading = EndPartyForm, _("Say when a party leaves")

    def verdict(self) -> Verdict:
        return rules.may_end_party(self.actor, self.party)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "begun": self.party.starts,
            "organisations": people.organisations_visible_to(self.actor).exclude(pk=self.party.organisation_id),
        }

    def get_initial(self) -> dict[str, Any]:
        return {"ends": timezone.localdate()}

    def act(self, form: EndPartyForm) -> Party:
        values = form.cleaned_data
        return actions.end_party(self.actor, party=self.party, ends=values["ends"], merged_into=values["merged_into"])


class TrashCooperation(OneCooperation):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        verdict = rules.may_trash_cooperation(self.actor, self.cooperation)
        return render(request, "cooperation/trash.html", {"cooperation": self.cooperation, "verdict": verdict})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            actions.trash_cooperation(self.actor, cooperation=self.cooperation)
        except Refused as refusal:
            messages.error(request, str(refusal.reason))
            return redirect("cooperation:cooperation", pk=pk)
        messages.success(request, _("The cooperation is in the trash. You can take it back from there."))
        return redirect("cooperation:list")
