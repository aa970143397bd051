"""All that one's own organisation knows of a partner, on one page, and as a brief to carry along."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from byalag.core import formats, registries
from byalag.core.rendering import Block, Cell, Heading, Items, Paragraph, Table
from byalag.core.rendering import Document as Rendered
from byalag.rooms.people.api import Actor, CountrySafety, Organisation, may_see_persons, posts_visible_to
from byalag.rooms.people.enums import SafetyLevel
from byalag.rooms.records.api import Document, documents_visible_to

from . import contact_posts, pictures, queries
from .models import (
    AgreedAction,
    Agreement,
    AgreementPaper,
    Benefit,
    Contact,
    Cooperation,
    KeptPaper,
    PartnerCheck,
    Party,
    Seat,
    StateChange,
)

MOST_CONTACTS, MOST_BENEFITS, MOST_DOCUMENTS, MOST_OFFICERS = 10, 20, 50, 100


@dataclass(frozen=True)
class Officer:
    """Somebody at the partner, by post, with the dates in office. `held_by`: the holder, where the reader may know."""

    title: str
    where: str
    starts: date | None
    ends: date | None
    email: str = ""
    phone: str = ""
    language: str = ""
    held_by: str = ""
    is_main: bool = False

    @property
    def is_over(self) -> bool:
        return self.ends is not None and self.ends < timezone.localdate()


@dataclass(frozen=True)
class Partner:
    """A partner and what stands about it in the own book. `in_danger`: people there may come to harm, by the own rules."""

    organisation: Organisation
    cooperations: tuple[Cooperation, ...]
    agreements: tuple[Agreement, ...]
    contacts: tuple[Contact, ...]
    benefits: tuple[Benefit, ...]
    officers: tuple[Officer, ...]
    documents: tuple[Document, ...]
    last_sign: date | None
    in_danger: bool = False

    @property
    def last_contact(self) -> date | None:
        """The last day on which the own organisation noted that it spoke with them."""
        return self.contacts[0].on if self.contacts else None

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


def partner(actor: Actor, organisation: Organisation, *, carried: bool = False) -> Partner:
    """What the actor's organisation knows of a partner (a fixed number of queries).

    `carried`: for a file that is taken along; where people may come to harm it does not say how to reach them.
    """
    in_danger = _in_danger(actor, organisation)
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
        tuple(_officers(actor, organisation, ids, in_danger=carried and in_danger, carried=carried)),
        tuple(_documents(actor, organisation, ids)),
        max(last.values(), default=None),
        in_danger,
    )


def _in_danger(actor: Actor, organisation: Organisation) -> bool:
    rows = CountrySafety.objects.filter(organisation_id=actor.home_id, level=SafetyLevel.HIGH)
    return bool(organisation.country) and rows.filter(country=organisation.country).exists()


def _officers(
    actor: Actor, organisation: Organisation, ids: list[int], *, in_danger: bool, carried: bool
) -> list[Officer]:
    """Whom one writes to there, who sits in teams, and posts of theirs that one may see; who is in office first
    (three queries)."""
    found: dict[tuple[str, str], Officer] = {}
    contacts = contact_posts.contact_posts_visible_to(actor).filter(cooperation__in=ids, organisation=organisation)
    for row in contacts[:MOST_OFFICERS]:
        seen = contact_posts.shown(actor, row, carried=carried)
        in_office = row.post or row
        starts, ends = row.starts or in_office.starts, row.ends or in_office.ends
        email, phone = ("", "") if in_danger else (seen.email, seen.phone)
        found.setdefault(
            (row.title.casefold(), email),
            Officer(
                row.title, row.cooperation.name, starts, ends, email, phone, seen.language, seen.held_by, row.is_main
            ),
        )
    seats = Seat.objects.filter(organisation=organisation, phase__cooperation__in=ids)
    seats = seats.filter(phase__cooperation__in=queries.taken_part_in(actor)).select_related("phase__cooperation")
    for seat in seats.order_by("-phase__ends", "pk")[:MOST_OFFICERS]:
        where = f"{seat.phase}, {seat.phase.cooperation}"
        found.setdefault((seat.post.casefold(), where), Officer(seat.post, where, seat.phase.starts, seat.phase.ends))
    named = bool(may_see_persons(actor))
    for post in posts_visible_to(actor).filter(organisation=organisation).order_by("title", "pk")[:MOST_OFFICERS]:
        held_by = str(post.person) if named and post.person else ""
        where = str(post.body or "")
        found.setdefault(
            (post.title.casefold(), where), Officer(post.title, where, post.starts, post.ends, held_by=held_by)
        )
    return sorted(found.values(), key=lambda row: (row.is_over, not row.is_main, row.title.casefold()))


def _documents(actor: Actor, organisation: Organisation, ids: list[int]) -> QuerySet[Document]:
    """Documents that one may see and that stand about the partner: signed papers, needed papers, minutes of what was
    agreed, reports of checks, and papers in the cases of decisions; the last first (one query)."""
    seen = queries.taken_part_in(actor)
    own = Cooperation.objects.filter(pk__in=ids, organisation_id=actor.home_id).values("pk")
    steps = StateChange.objects.filter(cooperation__in=own)
    shared = AgreementPaper.objects.filter(agreement__cooperation__in=seen)
    minutes = AgreedAction.objects.filter(cooperation__in=ids, minutes__isnull=False).filter(cooperation__in=seen)
    checks = PartnerCheck.objects.filter(organisation_id=actor.home_id, partner=organisation, document__isnull=False)
    kept = KeptPaper.objects.filter(cooperation__in=own, document__isnull=False)
    wanted = (
        Q(pk__in=shared.filter(agreement__cooperation__in=ids).values("document_id"))
        | Q(pk__in=kept.values("document_id"))
        | Q(pk__in=minutes.values("minutes_id"))
        | Q(pk__in=checks.values("document_id"))
        | Q(pk__in=steps.filter(decision__document__isnull=False).values("decision__document_id"))
        | Q(case__in=steps.filter(decision__case__isnull=False).values("decision__case_id"))
    )
    rows = documents_visible_to(actor).filter(wanted).order_by(F("dated").desc(nulls_last=True), "-pk")
    return rows[:MOST_DOCUMENTS]


# --- Briefs -----------------------------------------------------------------------------------------------------------


def brief(actor: Actor, organisation: Organisation) -> Rendered:
    """One partner, for somebody who is about to meet them; in the reader's language."""
    about = partner(actor, organisation, carried=True)
    title = _("Brief: %(partner)s") % {"partner": organisation}
    return _document(actor, title, [*_blocks(actor, about)])


def handover(actor: Actor) -> Rendered:
    """All partners, one after the other, for whoever takes over."""
    blocks: list[Block] = []
    for organisation in partners_of(actor):
        blocks += [Heading(str(organisation)), *_blocks(actor, partner(actor, organisation, carried=True), level=2)]
    if not blocks:
        blocks = [Paragraph(_("No partner stands in the book yet."))]
    return _document(actor, _("Handover: all partners"), blocks)


def atlas(actor: Actor) -> Rendered:
    """Where the partners are and since when, as pictures and in lists."""
    world, countries = pictures.world_of(list(partners_of(actor)))
    blocks: list[Block] = [world]
    for country in countries:
        blocks += [Heading(country.name, 2), Items(tuple(str(row) for row in country.partners))]
    timeline = pictures.years_of(list(queries.cooperations_of(actor)))
    if timeline:
        blocks += [Heading(timeline.title, 2), timeline]
    return _document(actor, world.title, blocks)


def _document(actor: Actor, title: str, blocks: list[Block]) -> Rendered:
    language = get_language() or "en"
    today = timezone.localdate()
    return Rendered(
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
        (
            Cell(row.name),
            Cell(row.get_kind_display()),
            Cell(row.get_state_display()),
            Cell(_dates(row.starts, row.ends, language)),
        )
        for row in about.cooperations
    )
    blocks.append(Heading(_("Cooperations"), level))
    blocks.append(Table((_("Name"), _("Kind"), _("State"), _("Period")), rows))
    if about.officers:
        blocks.append(Heading(_("People in office"), level))
        blocks.append(
            Table(
                (_("Post"), _("How to reach them"), _("Period")),
                tuple(_officer(row, language) for row in about.officers),
            )
        )
    if about.in_danger:
        told = _("People there may come to harm: how to reach them stands on the partner’s page only.")
        blocks.append(Paragraph(told, "quiet"))
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
    if about.documents:
        blocks.append(Heading(_("Documents"), level))
        blocks.append(Items(tuple(_document_line(row, language) for row in about.documents)))
    if about.contacts:
        blocks.append(Heading(_("Contacts"), level))
        blocks.append(Items(tuple(_contact(row, language) for row in about.contacts)))
    return blocks


def _officer(row: Officer, language: str) -> tuple[Cell, Cell, Cell]:
    title = ", ".join(part for part in (row.title, row.held_by, row.where) if part)
    reached = [row.email, row.phone]
    if row.language:
        reached.append(_("write in %(language)s") % {"language": row.language})
    return Cell(title), Cell(", ".join(part for part in reached if part)), Cell(_dates(row.starts, row.ends, language))


def _document_line(row: Document, language: str) -> str:
    parts = [row.title, row.get_paper_kind_display(), row.register_number]
    return ", ".join(part for part in [*parts, formats.day(row.dated, language) if row.dated else ""] if part)


def _silence(about: Partner, language: str) -> str:
    if about.last_sign is None:
        return _("No sign of life is noted yet.")
    told = _("Last sign of life: %(day)s.") % {"day": formats.day(about.last_sign, language)}
    if about.last_contact:
        told += " " + _("Last contact that was noted: %(day)s.") % {"day": formats.day(about.last_contact, language)}
    months = about.silent_months
    if months < 6:
        return told
    return f"{told} " + ngettext("Silent for %(n)s month.", "Silent for %(n)s months.", months) % {"n": months}


def _dates(starts: date | None, ends: date | None, language: str) -> str:
    if starts and ends:
        return formats.period(starts, ends, language)
    if starts:
        return _("since %(day)s") % {"day": formats.day(starts, language)}
    return _("until %(day)s") % {"day": formats.day(ends, language)} if ends else ""


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
