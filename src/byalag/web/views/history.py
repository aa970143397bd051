"""The history of a thing: who did what, for which organisation, when, and what stood before and after."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from byalag.core import history, registries
from byalag.core.models import LogEntry
from byalag.core.pages import SignedIn
from byalag.core.registries import History
from byalag.core.rendering.sheets import write_csv
from byalag.rooms.people import api as people

PER_PAGE = 50
MOST_EXPORTED = 20_000


class HistoryPage(SignedIn, TemplateView):
    """Newest first. Only the organisation whose thing it is reads its history."""

    template_name = "web/history.html"

    @cached_property
    def kind(self) -> History:
        found = registries.histories.get(self.kwargs["kind"])
        if found is None:
            raise Http404
        return found

    @cached_property
    def thing(self) -> Any:
        thing = get_object_or_404(self.kind.visible(self.actor), pk=self.kwargs["pk"])
        if not self.actor.acts_for(thing.organisation_id):
            raise Http404
        return thing

    def entries(self) -> QuerySet[LogEntry]:
        wanted = Q(object_label=self.thing._meta.label_lower, object_id=str(self.thing.pk))
        for label, ids in self.told_too():
            wanted |= Q(object_label=label, object_id__in=[str(pk) for pk in ids])
        return LogEntry.objects.filter(wanted).order_by("-pk")

    def told_too(self) -> list[tuple[str, Iterable[int]]]:
        return list(self.kind.parts(self.actor, self.thing))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(self.entries(), PER_PAGE).get_page(self.request.GET.get("page"))
        entries = list(page.object_list)
        who = _Who(self.actor, entries)
        page.object_list = [(told, who.of(told.entry)) for told in history.tell(entries)]
        return super().get_context_data(**(kwargs | {"kind": self.kind, "thing": self.thing, "page": page}))


class HistoryFile(HistoryPage):
    """The same as a table, oldest first, with the history of what the thing was made from."""

    def told_too(self) -> list[tuple[str, Iterable[int]]]:
        return [*super().told_too(), *self.kind.sources(self.actor, self.thing)]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        entries = list(self.entries().order_by("pk")[:MOST_EXPORTED])
        who = _Who(self.actor, entries)
        about = history.names_of(entries)
        rows = [[_("When"), _("Who"), _("About"), _("What was done"), _("Field"), _("Before"), _("After")]]
        for told in history.tell(entries):
            when = timezone.localtime(told.entry.at).strftime("%Y-%m-%d %H:%M")
            start = [
                when,
                who.of(told.entry),
                about.get((told.entry.object_label, told.entry.object_id), ""),
                told.deed,
            ]
            changes = told.changes or (history.Change("", "", ""),)
            rows += [[*start, change.label, change.before, change.after] for change in changes]
        response = HttpResponse(write_csv(rows), content_type="text/csv; charset=utf-8")
        name = slugify(str(self.thing))[:80] or "history"
        response["Content-Disposition"] = f'attachment; filename="{name}-history.csv"'
        return response


class _Who:
    """Names of those who acted, for those who may see names; others learn which organisation it was."""

    def __init__(self, actor: people.Actor, entries: list[LogEntry]):
        users = {entry.user_id for entry in entries if entry.user_id}
        persons = people.persons_visible_to(actor).filter(user_id__in=users)
        self.persons = {person.user_id: str(person) for person in persons}
        ids = {entry.organisation_id for entry in entries if entry.organisation_id}
        self.organisations = {row.pk: str(row) for row in people.Organisation.objects.filter(pk__in=ids)}

    def of(self, entry: LogEntry) -> str:
        organisation = self.organisations.get(entry.organisation_id or 0, "")
        if entry.link_id:
            return _("somebody with a personal link")
        if not entry.user_id:
            return _("Byalag itself")
        return self.persons.get(entry.user_id) or organisation or _("somebody")
