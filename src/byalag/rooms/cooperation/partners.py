"""All that one's own organisation knows of a partner, on one page, and as a brief to carry along."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

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
    return told_of(actor, [organisation], carried=carried)[0]


def told_of(actor: Actor, organisations: Iterable[Organisation], *, carried: bool = False) -> list[Partner]:
    """The same for each of several partners, in as many queries as for one."""
    wanted = {row.pk: row for row in organisations}
    high = CountrySafety.objects.filter(organisation_id=actor.home_id, level=SafetyLevel.HIGH)
    in_danger = set(high.values_list("country", flat=True)) - {""}
    with_whom: dict[int, set[int]] = {}
    for cooperation, organisation in Party.objects.filter(organisation__in=wanted).values_list(
        "cooperation_id", "organisation_id"
    ):
        with_whom.setdefault(cooperation, set()).add(organisation)
    rows = _cooperations(actor).filter(Q(pk__in=with_whom) | Q(organisation__in=wanted))
    cooperations = list(rows.select_related("organisation").order_by("kind", "name", "pk"))
    for row in cooperations:
        with_whom.setdefault(row.pk, set()).update({row.organisation_id} & wanted.keys())
    ids = [row.pk for row in cooperations]
    of = {row.pk: with_whom[row.pk] for row in cooperations}
    agreements = queries.agreements_visible_to(actor).filter(cooperation__in=ids).order_by("cooperation", "-number")
    contacts = _dealt(queries.contacts_visible_to(actor).filter(cooperation__in=ids), of)
    benefits = _dealt(queries.benefits_visible_to(actor).filter(cooperation__in=ids), of)
    agreed, own = _dealt(agreements, of), _dealt(cooperations, of, "pk")
    last = queries.last_signs(ids)
    signs = {pk: [last[row.pk] for row in own[pk] if row.pk in last] for pk in wanted}
    officers = _officers(actor, wanted, of, in_danger if carried else set(), carried=carried)
    documents = _documents(actor, wanted, of)
    return [
        Partner(
            organisation,
            tuple(own[pk]),
            tuple(agreed[pk]),
            tuple(contacts[pk][:MOST_CONTACTS]),
            tuple(benefits[pk][:MOST_BENEFITS]),
            tuple(officers[pk]),
            tuple(documents[pk][:MOST_DOCUMENTS]),
            max(signs[pk], default=None),
            organisation.country in in_danger,
        )
        for pk, organisation in wanted.items()
    ]


def _dealt(rows: Iterable[Any], of: dict[int, set[int]], by: str = "cooperation_id") -> dict[int, list[Any]]:
    """Rows by partner, in their order; `of`: the partners of each cooperation."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        for partner_id in of.get(getattr(row, by), ()):
            found[partner_id].append(row)
    return found


def _officers(
    actor: Actor, wanted: dict[int, Organisation], of: dict[int, set[int]], in_danger: set[str], *, carried: bool
) -> dict[int, list[Officer]]:
    """Whom one writes to there, who sits in teams, and posts of theirs that one may see; who is in office first, by partner
    (three queries)."""
    found: dict[int, dict[tuple[str, str], Officer]] = defaultdict(dict)
    met: Counter[tuple[str, int]] = Counter()

    def goes_on(kind: str, partner_id: int) -> bool:
        met[kind, partner_id] += 1
        return met[kind, partner_id] <= MOST_OFFICERS

    contacts = contact_posts.contact_posts_visible_to(actor).filter(cooperation__in=of, organisation__in=wanted)
    for row in contacts:
        pk = row.organisation_id
        if pk not in of[row.cooperation_id] or not goes_on("contact", pk):
            continue
        seen = contact_posts.shown(actor, row, carried=carried)
        in_office = row.post or row
        starts, ends = row.starts or in_office.starts, row.ends or in_office.ends
        email, phone = ("", "") if wanted[pk].country in in_danger else (seen.email, seen.phone)
        found[pk].setdefault(
            (row.title.casefold(), email),
            Officer(
                row.title, row.cooperation.name, starts, ends, email, phone, seen.language, seen.held_by, row.is_main
            ),
        )
    seats = Seat.objects.filter(organisation__in=wanted, phase__cooperation__in=of)
    seats = seats.filter(phase__cooperation__in=queries.taken_part_in(actor)).select_related("phase__cooperation")
    for seat in seats.order_by("-phase__ends", "pk"):
        pk, phase = seat.organisation_id, seat.phase
        if pk in of[phase.cooperation_id] and goes_on("seat", pk):
            where = f"{phase}, {phase.cooperation}"
            officer = Officer(seat.post, where, phase.starts, phase.ends)
            found[pk].setdefault((seat.post.casefold(), where), officer)
    named = bool(may_see_persons(actor))
    for post in posts_visible_to(actor).filter(organisation__in=wanted).order_by("title", "pk"):
        pk = post.organisation_id
        if goes_on("post", pk):
            held_by = str(post.person) if named and post.person else ""
            where = str(post.body or "")
            officer = Officer(post.title, where, post.starts, post.ends, held_by=held_by)
            found[pk].setdefault((post.title.casefold(), where), officer)
    return {pk: sorted(found[pk].values(), key=_who_first) for pk in wanted}


def _who_first(row: Officer) -> tuple[bool, bool, str]:
    return row.is_over, not row.is_main, row.title.casefold()


def _documents(actor: Actor, wanted: dict[int, Organisation], of: dict[int, set[int]]) -> dict[int, list[Document]]:
    """Documents that one may see and that stand about each partner: signed papers, needed papers, minutes of what was agreed,
    reports of checks, and papers in the cases of decisions; the last first (seven queries)."""
    seen = queries.taken_part_in(actor)
    own = Cooperation.objects.filter(pk__in=of, organisation_id=actor.home_id).values("pk")
    steps = StateChange.objects.filter(cooperation__in=own).order_by()
    shared = AgreementPaper.objects.filter(agreement__cooperation__in=seen).filter(agreement__cooperation__in=of)
    minutes = AgreedAction.objects.filter(cooperation__in=of, minutes__isnull=False).filter(cooperation__in=seen)
    kept = KeptPaper.objects.filter(cooperation__in=own, document__isnull=False)
    checks = PartnerCheck.objects.filter(
        organisation_id=actor.home_id, partner__in=wanted, document__isnull=False
    )  # fmt: skip
    about: dict[int, set[int]] = defaultdict(set)  # partners by document
    for number, cooperation in [
        *shared.order_by().values_list("document_id", "agreement__cooperation_id"),
        *kept.order_by().values_list("document_id", "cooperation_id"),
        *minutes.order_by().values_list("minutes_id", "cooperation_id"),
        *steps.filter(decision__document__isnull=False).values_list("decision__document_id", "cooperation_id"),
    ]:
        about[number] |= of[cooperation]
    for number, partner_id in checks.order_by().values_list("document_id", "partner_id"):
        about[number].add(partner_id)
    in_case: dict[int | None, set[int]] = defaultdict(set)
    for number, cooperation in steps.filter(decision__case__isnull=False).values_list(
        "decision__case_id", "cooperation_id"
    ):
        in_case[number] |= of[cooperation]
    rows = documents_visible_to(actor).filter(Q(pk__in=about) | Q(case__in=in_case))
    found: dict[int, list[Document]] = defaultdict(list)
    for row in rows.order_by(F("dated").desc(nulls_last=True), "-pk"):
        for partner_id in about.get(row.pk, set()) | in_case.get(row.case_id, set()):
            found[partner_id].append(row)
    return found


# --- Briefs -----------------------------------------------------------------------------------------------------------


def brief(actor: Actor, organisation: Organisation) -> Rendered:
    """One partner, for somebody who is about to meet them; in the reader's language."""
    about = partner(actor, organisation, carried=True)
    title = _("Brief: %(partner)s") % {"partner": organisation}
    return _document(actor, title, _blocks(about, _from_rooms(actor, [about])[0]))


def handover(actor: Actor) -> Rendered:
    """All partners, one after the other, for whoever takes over (a fixed number of queries)."""
    blocks: list[Block] = []
    partners = told_of(actor, partners_of(actor), carried=True)
    for about, told in zip(partners, _from_rooms(actor, partners), strict=True):
        blocks += [Heading(str(about.organisation)), *_blocks(about, told, level=2)]
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


def _from_rooms(actor: Actor, partners: list[Partner]) -> list[list[Block]]:
    """What the rooms tell of each partner, in their order."""
    asked = [(about.organisation, [row.pk for row in about.cooperations]) for about in partners]
    found: list[list[Block]] = [[] for _about in partners]
    for part in sorted(registries.brief_parts, key=lambda part: part.order):
        for blocks, told in zip(found, part.blocks(actor, asked), strict=True):
            blocks += told
    return found


def _blocks(about: Partner, from_rooms: list[Block], level: int = 1) -> list[Block]:
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
    blocks += [Heading(block.text, level) if isinstance(block, Heading) else block for block in from_rooms]
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
