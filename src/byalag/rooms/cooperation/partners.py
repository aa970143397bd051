"""All that one's own organisation knows of a partner, on one page, and as a brief to carry along."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from byalag.core import formats, registries
from byalag.core.rendering import Block, Cell, Document, Heading, Items, Paragraph, Table
from byalag.rooms.people.api import Actor, Organisation

from . import pictures, queries
from .models import Agreement, Benefit, Contact, Cooperation, Party

MOST_CONTACTS, MOST_BENEFITS = 10, 20


@dataclass(frozen=True)
class Partner:
    """A partner and what stands about it in the own book."""

    organisation: Organisation
    cooperations: tuple[Cooperation, ...]
    agreements: tuple[Agreement, ...]
    contacts: tuple[Contact, ...]
    benefits: tuple[Benefit, ...]
    last_sign: date | None

    @property
    def silent_months(self) -> int:
        return queries.months_since(self.last_sign, timezone.localdate()) if self.last_sign else 0


def partners_of(actor: Actor) -> QuerySet[Organisation]:
    """Those with whom the actor's organisation is in a cooperation that the actor sees, by name."""
    shared = _cooperations(actor).values("pk")
    parties = Party.objects.filter(cooperation__in=shared).values("organisation_id")
    keepers = _cooperations(actor).values("organisation_id")
    rows = Organisation.objects.filter(Q(pk__in=parties) | Q(pk__in=keepers)).exclude(pk=actor.home_id)
    return rows.select_related("place").order_by("name", "pk")


def _cooperations(actor: Actor) -> QuerySet[Cooperation]:
    party_in = Party.objects.filter(organisation_id=actor.home_id).values("cooperation_id")
    seen = Cooperation.objects.visible_to(actor).order_by()
    return seen.filter(Q(organisation_id=actor.home_id) | Q(pk__in=party_in))


def last_signs_of(actor: Actor, organisations: Iterable[Organisation]) -> dict[int, date]:
    """The last sign of life with each of them, by their number (as many queries as there are kinds of signs, and two)."""
    ids = {row.pk for row in organisations}
    shared = _cooperations(actor)
    with_whom: dict[int, set[int]] = {}
    rows = Party.objects.filter(cooperation__in=shared.values("pk"), organisation__in=ids)
    for cooperation, organisation in [
        *rows.values_list("cooperation_id", "organisation_id"),
        *shared.filter(organisation__in=ids).values_list("pk", "organisation_id"),
    ]:
        with_whom.setdefault(cooperation, set()).add(organisation)
    last: dict[int, date] = {}
    for cooperation, day in queries.last_signs(with_whom).items():
        for organisation in with_whom[cooperation]:
            last[organisation] = max(day, last.get(organisation, day))
    return last


def partner(actor: Actor, organisation: Organisation) -> Partner:
    """What the actor's organisation knows of a partner (a fixed number of queries)."""
    parties = Party.objects.filter(organisation=organisation).values("cooperation_id")
    with_them = _cooperations(actor).filter(Q(pk__in=parties) | Q(organisation=organisation))
    cooperations = tuple(with_them.select_related("organisation").order_by("kind", "name", "pk"))
    ids = [row.pk for row in cooperations]
    agreements = queries.agreements_visible_to(actor).filter(cooperation__in=ids).order_by("cooperation", "-number")
    contacts = queries.contacts_visible_to(actor).filter(cooperation__in=ids)
    benefits = queries.benefits_visible_to(actor).filter(cooperation__in=ids)
    last = queries.last_signs(ids)
    return Partner(
        organisation,
        cooperations,
        tuple(agreements),
        tuple(contacts[:MOST_CONTACTS]),
        tuple(benefits[:MOST_BENEFITS]),
        max(last.values(), default=None),
    )


# --- Briefs -----------------------------------------------------------------------------------------------------------


def brief(actor: Actor, organisation: Organisation) -> Document:
    """One partner, for somebody who is about to meet them; in the reader's language."""
    about = partner(actor, organisation)
    title = _("Brief: %(partner)s") % {"partner": organisation}
    return _document(actor, title, [*_blocks(actor, about)])


def handover(actor: Actor) -> Document:
    """All partners, one after the other, for whoever takes over."""
    blocks: list[Block] = []
    for organisation in partners_of(actor):
        blocks += [Heading(str(organisation)), *_blocks(actor, partner(actor, organisation), level=2)]
    if not blocks:
        blocks = [Paragraph(_("No partner stands in the book yet."))]
    return _document(actor, _("Handover: all partners"), blocks)


def atlas(actor: Actor) -> Document:
    """Where the partners are and since when, as pictures and in lists."""
    world, countries = pictures.world_of(list(partners_of(actor)))
    blocks: list[Block] = [world]
    for country in countries:
        blocks += [Heading(country.name, 2), Items(tuple(str(row) for row in country.partners))]
    timeline = pictures.years_of(list(queries.cooperations_of(actor)))
    if timeline:
        blocks += [Heading(timeline.title, 2), timeline]
    return _document(actor, world.title, blocks)


def _document(actor: Actor, title: str, blocks: list[Block]) -> Document:
    language = get_language() or "en"
    today = timezone.localdate()
    return Document(
        title=title,
        subtitle=formats.day(today, language),
        language=language,
        organisation=str(actor.organisation or ""),
        made_on=today.isoformat(),
        notice=_("For use in the own organisation. Parts of it are not shared with the partner."),
        blocks=tuple(blocks),
        sources=(),
        labels={"sources": _("Sources"), "sources_about": "", "figure": "", "value": "", "number": "", "source": ""},
    )


def _blocks(actor: Actor, about: Partner, level: int = 1) -> list[Block]:
    language = get_language() or "en"
    blocks: list[Block] = [Paragraph(_silence(about, language), "strong")]
    if about.organisation.about:
        blocks.append(Paragraph(about.organisation.about))
    rows = tuple(
        (Cell(row.name), Cell(row.get_kind_display()), Cell(row.get_state_display()), Cell(_period(row, language)))
        for row in about.cooperations
    )
    blocks.append(Heading(_("Cooperations"), level))
    blocks.append(Table((_("Name"), _("Kind"), _("State"), _("Period")), rows))
    if about.agreements:
        blocks.append(Heading(_("Agreements"), level))
        blocks.append(Items(tuple(_agreement(row, language) for row in about.agreements)))
    for part in sorted(registries.brief_parts, key=lambda part: part.order):
        found = list(part.blocks(actor, about.organisation, [row.pk for row in about.cooperations]))
        blocks += [Heading(block.text, level) if isinstance(block, Heading) else block for block in found]
    if about.benefits:
        blocks.append(Heading(_("What changed"), level))
        blocks.append(
            Items(tuple(f"{row.organisation}, {row.get_level_display()}: {row.text}" for row in about.benefits))
        )
    if about.contacts:
        blocks.append(Heading(_("Contacts"), level))
        blocks.append(Items(tuple(_contact(row, language) for row in about.contacts)))
    return blocks


def _silence(about: Partner, language: str) -> str:
    if about.last_sign is None:
        return _("No sign of life is noted yet.")
    told = _("Last sign of life: %(day)s.") % {"day": formats.day(about.last_sign, language)}
    months = about.silent_months
    if months < 6:
        return told
    return f"{told} " + ngettext("Silent for %(n)s month.", "Silent for %(n)s months.", months) % {"n": months}


def _period(row: Cooperation, language: str) -> str:
    if row.starts and row.ends:
        return formats.period(row.starts, row.ends, language)
    if row.starts:
        return _("since %(day)s") % {"day": formats.day(row.starts, language)}
    return _("until %(day)s") % {"day": formats.day(row.ends, language)} if row.ends else ""


def _agreement(row: Agreement, language: str) -> str:
    parts = [row.title]
    if row.signed_on:
        parts.append(_("signed on %(day)s") % {"day": formats.day(row.signed_on, language)})
    if row.renew_by:
        parts.append(_("decide on renewal by %(day)s") % {"day": formats.day(row.renew_by, language)})
    if row.ends:
        parts.append(_("until %(day)s") % {"day": formats.day(row.ends, language)})
    return ", ".join(parts)


def _contact(row: Contact, language: str) -> str:
    told = f"{formats.day(row.on, language)}, {row.get_way_display()}: {row.told}"
    if row.next_step and row.done_on is None:
        told += " " + _("Next step: %(step)s.") % {"step": row.next_step}
    return told
