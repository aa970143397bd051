"""What a mail says. Rows are read for many people at once; what waits for the same roles is asked for once."""

from __future__ import annotations

import re
import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from byalag.core import formats, links, redaction
from byalag.core.models import User
from byalag.core.name_matching import Names
from byalag.core.registries import Duty
from byalag.rooms.people.api import Actor, Circle, Membership, Organisation, system

from .. import queries
from ..enums import USUAL, Channel, MailKind, NoticeKind
from ..models import Delegation, MailedLine, Mailing, Notice, PutOff
from ..standing import Item, Shared, Standing, arrange, duties_for, today_of

ANSWER = "reminders.answer"
UNSUBSCRIBE = "reminders.unsubscribe"
ANSWER_LASTS = timedelta(days=14)
UNSUBSCRIBE_LASTS = timedelta(days=180)
MOST_LINES = 20
MOST_KEPT = 1000
SOON = timedelta(days=30)
GATHERED = {MailKind.DAILY: Channel.DAILY, MailKind.WEEKLY: Channel.WEEKLY}

# Stands in a rendered text where a secret is to stand; nobody who writes a title can know it.
_MARK = secrets.token_hex(8)
_MARKED = re.compile(rf"{_MARK}-(\d+|u)-")


@dataclass(frozen=True)
class Told:
    """A notice in a mail."""

    kind: str
    title: str
    by: str
    words: str
    url: str
    number: int


@dataclass(frozen=True)
class Line:
    """Something due in a mail; `when` says by when and for whom, `answer` where its status is told with one click."""

    item: Item
    url: str
    when: str
    answer: str = ""


@dataclass
class Part:
    """What one organisation has for the person."""

    organisation: Organisation
    lines: list[Line] = field(default_factory=list)
    put_off: list[Item] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    more: int = 0

    @property
    def content(self) -> tuple[object, ...]:
        """All that is shown of it, but the secrets of its links."""
        lines = tuple((line.item.duty.title, line.url, line.when, line.answer) for line in self.lines)
        put_off = tuple((item.duty.title, item.duty.due) for item in self.put_off)
        return self.organisation.pk, lines, put_off, tuple(self.told), self.more

    @property
    def count(self) -> int:
        return len(self.lines) + len(self.put_off) + len(self.told) + self.more


@dataclass
class Letter:
    """A mail to one person, not yet rendered."""

    user: User
    kind: MailKind
    day: date
    parts: list[Part]
    number: int = 0
    unsubscribe: str = ""
    answers: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not any(part.count for part in self.parts)

    @property
    def notice_numbers(self) -> list[int]:
        return [told.number for part in self.parts for told in part.told]

    @property
    def content(self) -> tuple[object, ...]:
        return self.user.language, self.kind, tuple(part.content for part in self.parts)

    @property
    def choices_url(self) -> str:
        return settings.SITE_URL + reverse("reminders:choices")

    @property
    def subject(self) -> str:
        told = [told for part in self.parts for told in part.told]
        if self.kind in GATHERED:
            count = sum(part.count for part in self.parts)
            return ngettext("One thing waits for you", "%(n)s things wait for you", count) % {"n": count}
        return {
            NoticeKind.DELEGATED: _("Delegated to you: %(title)s"),
            NoticeKind.REPLIED: _("Answered: %(title)s"),
            NoticeKind.RETURNED: _("Handed back: %(title)s"),
        }[NoticeKind(self.kind)] % {"title": " ".join(told[0].title.split())[:120]}


@dataclass
class Gathering:
    """Reads what letters need, for a batch of people, and keeps what the next batch can use."""

    _organisations: dict[int, Organisation] = field(default_factory=dict)
    _duties: dict[tuple[int, frozenset[str], str], list[Duty]] = field(default_factory=dict)
    _shared: Shared = field(default_factory=dict)
    _circles: dict[int, tuple[int, ...]] = field(default_factory=dict)
    _protected: dict[frozenset[int], Names] = field(default_factory=dict)
    _said: dict[tuple[object, ...], tuple[str, str, str]] = field(default_factory=dict)

    def letters(self, mailings: Sequence[Mailing]) -> dict[int, Letter]:
        """The letter of each mailing, by its number; empty ones, too."""
        users = User.objects.in_bulk({mailing.user_id for mailing in mailings})
        belongs = self._memberships(users)
        organisation_ids = {pk for roles in belongs.values() for pk in roles}
        delegations = _by(queries.delegations_at_work(organisation_ids), "organisation_id")
        put_offs = _by(queries.put_offs_of(users), "user_id")
        notices = _by(Notice.objects.filter(user_id__in=users, read_at=None).select_related("delegation"), "user_id")
        chosen = queries.channels_of(users)
        letters = {}
        for mailing in mailings:
            user = users[mailing.user_id]
            kind = MailKind(mailing.kind)
            with translation.override(user.language):
                parts = [
                    self._part(
                        mailing,
                        user,
                        self._organisations[pk],
                        roles,
                        USUAL | chosen.get(user.pk, {}),
                        delegations.get(pk, []),
                        put_offs.get(user.pk, []),
                        notices.get(user.pk, []),
                    )
                    for pk, roles in belongs.get(user.pk, {}).items()
                ]
            parts = [part for part in parts if part.count]
            letters[mailing.pk] = Letter(user, kind, mailing.day, parts, number=mailing.pk)
        return letters

    def rendered(self, letter: Letter) -> tuple[str, str, str]:
        """Subject, plain text and HTML. Those to whom the same is said differ in the secrets of their links only."""
        key = letter.content
        if key not in self._said:
            if len(self._said) >= MOST_KEPT:
                self._said.clear()
            self._said[key] = _render(letter, self._names([part.organisation.pk for part in letter.parts]))
        subject, text, html = self._said[key]
        return subject, _with_links(text, letter), _with_links(html, letter)

    def _names(self, organisations: list[int]) -> Names:
        """The protected names of these organisations; kept as long as this batch of mails."""
        key = frozenset(organisations)
        if key not in self._protected:
            self._protected[key] = redaction.names_of(key)
        return self._protected[key]

    def message(self, letter: Letter) -> EmailMultiAlternatives:
        """The mail with the headers by which a mail program offers to unsubscribe in one click (RFC 8058)."""
        subject, text, html = self.rendered(letter)
        host = settings.SITE_URL.split("//")[-1].split("/")[0].split(":")[0] or "localhost"
        headers = {
            "Message-ID": f"<byalag-{letter.number}-{letter.day.isoformat()}@{host}>",
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{letter.unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        made = EmailMultiAlternatives(subject, text, to=[letter.user.email], headers=headers)
        made.attach_alternative(html, "text/html")
        return made

    def _memberships(self, users: Iterable[int]) -> dict[int, dict[int, frozenset[str]]]:
        """{user: {organisation: roles}}, organisations in the order they were joined."""
        belongs: dict[int, dict[int, set[str]]] = {}
        rows = Membership.objects.filter(user_id__in=users).order_by("pk")
        for user_id, organisation_id, role in rows.values_list("user_id", "organisation_id", "role"):
            belongs.setdefault(user_id, {}).setdefault(organisation_id, set()).add(role)
        missing = {pk for roles in belongs.values() for pk in roles} - self._organisations.keys()
        self._organisations |= Organisation.objects.in_bulk(missing)
        circles: dict[int, list[int]] = {pk: [] for pk in missing}
        pairs = Circle.organisations.through.objects.filter(organisation_id__in=missing)
        for circle_id, organisation_id in pairs.values_list("circle_id", "organisation_id"):
            circles[organisation_id].append(circle_id)
        self._circles |= {pk: tuple(rows) for pk, rows in circles.items()}
        return {
            user: {pk: frozenset(roles) for pk, roles in organisations.items()}
            for user, organisations in belongs.items()
        }

    def _waiting(self, organisation: Organisation, roles: frozenset[str], language: str) -> list[Duty]:
        """What waits for these roles; for anybody when no roles are given."""
        key = (organisation.pk, roles, language)
        if key not in self._duties:
            actor = (
                Actor(
                    "user",
                    organisation_id=organisation.pk,
                    roles=roles,
                    circle_ids=self._circles[organisation.pk],
                    language=language,
                    organisation=organisation,
                )
                if roles
                else system(organisation)
            )
            self._duties[key] = [replace(duty, title=str(duty.title)) for duty in duties_for(actor, self._shared)]
        return self._duties[key]

    def _part(
        self,
        mailing: Mailing,
        user: User,
        organisation: Organisation,
        roles: frozenset[str],
        channels: dict[NoticeKind, Channel],
        delegations: list[Delegation],
        put_offs: list[PutOff],
        notices: list[Notice],
    ) -> Part:
        part = Part(organisation)
        notices = [notice for notice in notices if notice.organisation_id == organisation.pk]
        if mailing.notice_number:
            part.told = _told([row for row in notices if row.pk == mailing.notice_number])
            return part
        channel = GATHERED[MailKind(mailing.kind)]
        gathered = [row for row in notices if channels[NoticeKind(row.kind)] == channel and row.gathered_at is None]
        part.told = _told(gathered)
        if channels[NoticeKind.DUE] == channel:
            here = [row for row in put_offs if row.organisation_id == organisation.pk]
            self._fill(part, self._standing(user, organisation, roles, delegations, here))
        return part

    def _standing(
        self,
        user: User,
        organisation: Organisation,
        roles: frozenset[str],
        delegations: list[Delegation],
        put_offs: list[PutOff],
    ) -> Standing:
        own = self._waiting(organisation, roles, user.language)
        given = any(row.is_open and row.to_user_id == user.pk for row in delegations)
        everything = self._waiting(organisation, frozenset(), user.language) if given else []
        people = {row.from_user_id for row in delegations if user.pk in (row.to_user_id, row.from_user_id)}
        names = queries.names_in(organisation.pk, people) if people else {}
        return arrange(today_of(organisation), user.pk, own, everything, delegations, put_offs, names)

    @staticmethod
    def _fill(part: Part, standing: Standing) -> None:
        near = [
            item
            for item in standing.waiting
            if item.duty.urgency < 2 or (item.duty.due is not None and item.duty.due <= standing.today + SOON)
        ]
        part.lines = [Line(item, settings.SITE_URL + item.duty.url, _when(item)) for item in near[:MOST_LINES]]
        part.more = len(near) - len(part.lines)
        part.put_off = [item for item in standing.put_off if item.overdue]


def _by(rows: Iterable[object], name: str) -> dict[int, list]:
    found: dict[int, list] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _told(notices: list[Notice]) -> list[Told]:
    told = []
    for notice in notices:
        delegation = notice.delegation
        is_mine = notice.kind == NoticeKind.DELEGATED
        other = delegation.from_user_id if is_mine else delegation.to_user_id
        told.append(
            Told(
                kind=NoticeKind(notice.kind).value,
                title=delegation.title,
                by=queries.names_in(notice.organisation_id, [other]).get(other, ""),
                words=delegation.note if is_mine else delegation.reply,
                url=settings.SITE_URL + reverse("reminders:delegation", args=[delegation.pk]),
                number=notice.pk,
            )
        )
    return told


def _when(item: Item) -> str:
    duty = item.duty
    said = [_("Overdue")] if item.overdue else []
    if duty.due is not None:
        said.append(_("Due %(due)s") % {"due": formats.day(duty.due, translation.get_language() or "en")})
    said.append(_("%(by)s delegated it to you") % {"by": item.by} if item.is_given_to_me else str(duty.who))
    said.append(str(duty.missing))
    return " · ".join(words for words in said if words)


def _marked(number: int | str) -> str:
    return f"{_MARK}-{number}-"


def _with_links(said: str, letter: Letter) -> str:
    return _MARKED.sub(lambda m: letter.unsubscribe if m[1] == "u" else letter.answers[int(m[1])], said)


def _address(name: str) -> tuple[str, str]:
    """What stands before and after the secret in an address."""
    before, _mark, after = reverse(name, args=[_MARK]).partition(_MARK)
    return settings.SITE_URL + before, after


def give_links(letters: dict[int, Letter], mailings: Sequence[Mailing]) -> None:
    """New secret links for the lines of these letters and for unsubscribing, all written at once."""
    rows, receivers = [], []
    for letter in letters.values():
        for part in letter.parts:
            for index, line in enumerate(part.lines):
                duty = line.item.duty
                if not duty.key:
                    continue
                part.lines[index] = replace(line, answer=_marked(len(letter.answers)))
                letter.answers.append("")
                receivers.append((letter, len(letter.answers) - 1))
                rows.append(
                    MailedLine(
                        mailing_id=letter.number,
                        organisation=part.organisation,
                        duty_key=duty.key,
                        title=str(duty.title)[:300],
                        url=duty.url[:300],
                        due=duty.due,
                    )
                )
    before, after = _address("reminders:answer")
    tokens = links.issue_many(ANSWER, MailedLine.objects.bulk_create(rows, batch_size=500), lasts=ANSWER_LASTS)
    for (letter, place), token in zip(receivers, tokens, strict=True):
        letter.answers[place] = before + token + after
    before, after = _address("reminders:unsubscribe")
    sent = [mailing for mailing in mailings if mailing.pk in letters]
    for mailing, token in zip(sent, links.issue_many(UNSUBSCRIBE, sent, lasts=UNSUBSCRIBE_LASTS), strict=True):
        letters[mailing.pk].unsubscribe = before + token + after


def _render(letter: Letter, names: Names) -> tuple[str, str, str]:
    """In the person's language, with marks where the secrets of links are to stand, and aliases for protected names."""
    with translation.override(letter.user.language):
        context = {"letter": letter, "unsubscribe": _marked("u")}
        text = render_to_string("reminders/mail/letter.txt", context)
        html = render_to_string("reminders/mail/letter.html", context)
        return names.text(letter.subject), names.text(text), names.markup(html)
