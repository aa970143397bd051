"""Posting mails: each row of Mailing is handed to the mail server at most once, whoever runs this and however it ends.

A row is claimed by one worker (an update that only one can win), composed, marked as `sending` in a commit of its own
right before it is handed over, and `sent` soon after. What a dead worker had claimed but not begun to send goes back
to the queue; the few it was sending (at most 2 × AT_MOST_UNDER_WAY) stay `doubtful`: better once too little than twice.
Nothing is lost by that: what is due stands in the next gathered mail, and notices stand on the page. Fails the server
before it took a mail, the row waits and is tried again, later each time.
"""

from __future__ import annotations

import logging
import smtplib
from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime, timedelta
from enum import Enum
from queue import SimpleQueue
from typing import Any
from uuid import uuid4

from django.core.mail import EmailMessage, get_connection
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django_tasks import task

from byalag.core.models import User
from byalag.engines.due_rules.days import zone
from byalag.rooms.people.api import Membership

from .. import queries
from ..enums import USUAL, Channel, MailKind, MailState, NoticeKind
from ..models import Mailing, Notice
from . import composing

logger = logging.getLogger(__name__)

MORNING = 6
BATCH = 100
MOST_LINES = 3
AT_MOST_UNDER_WAY = 4
DEAD_AFTER = timedelta(minutes=15)
KEPT = timedelta(days=60)
FIRST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=6)


class MailAway(Exception):
    """The mail server does not answer; what waits is tried again later."""


def run(now: datetime | None = None) -> Counter[str]:
    """One round: line up what is due to be mailed, and post what waits. Returns how many ended in which state."""
    now = now or timezone.now()
    take_back_what_was_left(now)
    line_up_gathered(now)
    line_up_notices(now)
    return post_waiting(now)


@task()
def post_mail() -> None:
    """The same as a task, for what is to be mailed at once."""
    run()


def take_back_what_was_left(now: datetime) -> int:
    """What dead workers left: claimed rows wait again, those being sent are doubtful. Returns how many are."""
    left = Mailing.objects.filter(claimed_at__lt=now - DEAD_AFTER)
    left.filter(state=MailState.CLAIMED).update(state=MailState.WAITING, claim=None)
    doubtful = left.filter(state=MailState.SENDING).update(state=MailState.DOUBTFUL, settled_at=now)
    if doubtful:
        logger.warning("%s mails may or may not have been sent: their worker died. They are not sent again.", doubtful)
    return doubtful


def _day_of(kind: MailKind, today: date) -> date:
    """A gathered mail belongs to its day, that of the week to its Monday."""
    return today if kind == MailKind.DAILY else today - timedelta(days=today.weekday())


def _wanted(
    channels: dict[NoticeKind, Channel], here: datetime, untold: list[tuple[str, datetime]]
) -> Iterator[tuple[MailKind, date]]:
    """The gathered mails of now: of what is due, and of notices that came before this morning (this Monday's)."""
    for kind, channel in composing.GATHERED.items():
        day = _day_of(kind, here.date())
        morning = here.replace(year=day.year, month=day.month, day=day.day, hour=MORNING, minute=0, second=0)
        if channels[NoticeKind.DUE] == channel or any(
            channels[NoticeKind(notice)] == channel and created_at < morning for notice, created_at in untold
        ):
            yield kind, day


def line_up_gathered(now: datetime) -> int:
    """A row for each gathered mail of today, after six in the morning where the person is. Returns how many are new."""
    belongs = Membership.objects.filter(user_id=OuterRef("pk"))
    people = User.objects.filter(Exists(belongs), is_active=True).order_by("pk").values_list("pk", "time_zone")
    chosen = queries.channels_of()
    untold: dict[int, list[tuple[str, datetime]]] = {}
    fresh = Notice.objects.filter(read_at=None, gathered_at=None, created_at__gte=now - KEPT)
    for user_id, notice, created_at in fresh.values_list("user_id", "kind", "created_at"):
        untold.setdefault(user_id, []).append((notice, created_at))
    since = now.date() - timedelta(days=8)
    there = set(Mailing.objects.filter(day__gte=since, notice_number=0).values_list("user_id", "kind", "day"))
    local: dict[str, datetime] = {}
    rows = []
    for user_id, name in people:
        here = local.setdefault(name, now.astimezone(zone(name)))
        if here.hour < MORNING:
            continue
        channels = USUAL | chosen.get(user_id, {})
        for kind, day in _wanted(channels, here, untold.get(user_id, [])):
            if (user_id, kind.value, day) not in there:
                rows.append(Mailing(user_id=user_id, kind=kind, day=day, next_try_at=now))
    Mailing.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    if rows:
        _overtake(now, {row.user_id for row in rows})
    return len(rows)


def _overtake(now: datetime, user_ids: set[int]) -> None:
    """A gathered mail that still waits when the next one is lined up says nothing that the next one does not."""
    later = Mailing.objects.filter(
        user_id=OuterRef("user_id"), kind=OuterRef("kind"), notice_number=0, day__gt=OuterRef("day")
    )
    old = Mailing.objects.filter(Exists(later), state=MailState.WAITING, notice_number=0, day__lt=now.date())
    waiting = [pk for pk, user_id in old.values_list("pk", "user_id") if user_id in user_ids]
    for start in range(0, len(waiting), 500):
        Mailing.objects.filter(pk__in=waiting[start : start + 500], state=MailState.WAITING).update(
            state=MailState.OVERTAKEN, settled_at=now
        )


def line_up_notices(now: datetime) -> int:
    """A row for each notice that is to be mailed at once and has none yet. Returns how many are new."""
    mailed = Mailing.objects.filter(notice_number=OuterRef("pk"))
    fresh = Notice.objects.filter(~Exists(mailed), read_at=None, gathered_at=None, created_at__gte=now - KEPT / 8)
    notices = list(fresh.values_list("pk", "user_id", "kind", "created_at"))
    chosen = queries.channels_of({user_id for _pk, user_id, _kind, _at in notices})
    rows = [
        Mailing(user_id=user_id, kind=MailKind(kind), day=created_at.date(), notice_number=pk, next_try_at=now)
        for pk, user_id, kind, created_at in notices
        if (USUAL | chosen.get(user_id, {}))[NoticeKind(kind)] == Channel.NOW
    ]
    Mailing.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return len(rows)


def post_waiting(now: datetime) -> Counter[str]:
    """Post what waits, a batch at a time over a few connections, until nothing waits or the server is away."""
    outcome: Counter[str] = Counter()
    waiting = _due(now).count()
    if not waiting:
        return outcome
    post = _Post(now, outcome, min(MOST_LINES, 1 + waiting // BATCH))
    try:
        post.lines.open()
        gathering = composing.Gathering()
        while batch := _claim(now):
            post.deliver(batch, gathering)
    except MailAway as away:
        logger.warning("The mail server is away (%s); mails wait and are tried again.", away)
        outcome["away"] += 1
    finally:
        post.lines.close()
    return outcome


def _due(now: datetime) -> Any:
    return Mailing.objects.filter(state=MailState.WAITING, next_try_at__lte=now)


def _claim(now: datetime) -> list[Mailing]:
    """The next rows, for this worker alone."""
    while numbers := list(_due(now).order_by("next_try_at", "pk").values_list("pk", flat=True)[:BATCH]):
        token = uuid4()
        Mailing.objects.filter(pk__in=numbers, state=MailState.WAITING).update(
            state=MailState.CLAIMED, claim=token, claimed_at=timezone.now()
        )
        if claimed := list(Mailing.objects.filter(claim=token, state=MailState.CLAIMED).order_by("pk")):
            return claimed  # none when another worker won them all: there may be more behind
    return []


class _Fate(Enum):
    """What became of a mail that was handed to a line."""

    SENT = "sent"
    REFUSED = "refused"
    LATER = "later"
    DOUBTFUL = "doubtful"
    NOT_BEGUN = "not_begun"


class _Lines:
    """A few connections to the mail server, each used by one thread at a time. The threads touch no database."""

    def __init__(self, number: int):
        self.away = ""
        self._free: SimpleQueue[Any] = SimpleQueue()
        self._threads = ThreadPoolExecutor(number, thread_name_prefix="mail")
        self._all = [get_connection() for _ in range(number)]
        for backend in self._all:
            self._free.put(backend)

    def open(self) -> None:
        """Raises MailAway."""
        try:
            for backend in self._all:
                backend.open()
        except (OSError, smtplib.SMTPException) as fault:
            raise MailAway(type(fault).__name__) from fault

    def close(self) -> None:
        self._threads.shutdown()
        for backend in self._all:
            self._hang_up(backend)

    def hand_over(self, message: EmailMessage) -> Future[_Fate]:
        return self._threads.submit(self._send, message)

    def _send(self, message: EmailMessage) -> _Fate:
        if self.away:
            return _Fate.NOT_BEGUN
        backend = self._free.get()
        try:
            backend.send_messages([message])
        except smtplib.SMTPRecipientsRefused as refusal:
            final = all(code >= 500 for code, _said in refusal.recipients.values())
            return _Fate.REFUSED if final else _Fate.LATER
        except smtplib.SMTPDataError as refusal:
            return _Fate.REFUSED if refusal.smtp_code >= 500 else _Fate.LATER
        except (OSError, smtplib.SMTPException) as fault:
            self.away = type(fault).__name__
            unsure = getattr(backend, "is_unsure", False)
            self._hang_up(backend)
            return _Fate.DOUBTFUL if unsure else _Fate.LATER
        finally:
            self._free.put(backend)
        return _Fate.SENT

    @staticmethod
    def _hang_up(backend: Any) -> None:
        try:
            backend.close()
        except (OSError, smtplib.SMTPException):
            logger.info("The connection to the mail server was closed by the other side")


class _Post:
    """Hands mails over and writes down what became of each."""

    def __init__(self, now: datetime, outcome: Counter[str], lines: int):
        self.now, self.outcome = now, outcome
        self.lines = _Lines(lines)
        self._on_their_way: deque[tuple[Mailing, composing.Letter, Future[_Fate]]] = deque()

    def deliver(self, batch: list[Mailing], gathering: composing.Gathering) -> None:
        """Raises MailAway, with what is left of the batch waiting again."""
        try:
            letters = gathering.letters(batch)
            silent = [mailing.pk for mailing in batch if letters[mailing.pk].is_empty]
            self._settle(silent, MailState.CLAIMED, MailState.EMPTY)
            letters = {pk: letter for pk, letter in letters.items() if not letter.is_empty}
            composing.give_links(letters, batch)
            wanted = [mailing for mailing in batch if mailing.pk in letters]
            for start in range(0, len(wanted), AT_MOST_UNDER_WAY):
                if not self.lines.away:
                    self._hand_over(wanted[start : start + AT_MOST_UNDER_WAY], letters, gathering)
        finally:
            self._write_down(0)
            claims = {mailing.claim for mailing in batch}
            Mailing.objects.filter(claim__in=claims, state=MailState.CLAIMED).update(
                state=MailState.WAITING, claim=None
            )
        if self.lines.away:
            raise MailAway(self.lines.away)

    def _hand_over(
        self, few: list[Mailing], letters: dict[int, composing.Letter], gathering: composing.Gathering
    ) -> None:
        messages = [gathering.message(letters[mailing.pk]) for mailing in few]
        begun = self._begin(few)
        for mailing, message in zip(few, messages, strict=True):
            if mailing.pk in begun:
                self._on_their_way.append((mailing, letters[mailing.pk], self.lines.hand_over(message)))
        self._write_down(AT_MOST_UNDER_WAY)

    @staticmethod
    def _begin(few: list[Mailing]) -> set[int]:
        """Mark them as being sent. Not all when some were taken back meanwhile: this worker was thought dead."""
        numbers = {mailing.pk for mailing in few}
        mine = Mailing.objects.filter(pk__in=numbers, claim=few[0].claim)
        marked = mine.filter(state=MailState.CLAIMED).update(state=MailState.SENDING, claimed_at=timezone.now())
        return (
            numbers
            if marked == len(numbers)
            else set(mine.filter(state=MailState.SENDING).values_list("pk", flat=True))
        )

    def _write_down(self, leave: int) -> None:
        """What became of the oldest, until so many are left under way."""
        fates: dict[_Fate, list[Mailing]] = {}
        told: list[int] = []
        while len(self._on_their_way) > leave:
            mailing, letter, future = self._on_their_way.popleft()
            fate = future.result()
            fates.setdefault(fate, []).append(mailing)
            if fate == _Fate.SENT:
                told += letter.notice_numbers
        for fate, mailings in fates.items():
            numbers = [mailing.pk for mailing in mailings]
            if fate in _SETTLED:
                self._settle(numbers, MailState.SENDING, _SETTLED[fate])
            elif fate == _Fate.NOT_BEGUN:
                Mailing.objects.filter(pk__in=numbers, state=MailState.SENDING).update(
                    state=MailState.WAITING, claim=None
                )
            else:
                for mailing in mailings:
                    self._try_later(mailing)
        if told:  # they are not in the next gathered mail
            Notice.objects.filter(pk__in=told).update(gathered_at=timezone.now())

    def _settle(self, numbers: list[int], was: MailState, state: MailState) -> None:
        if not numbers:
            return
        changed = Mailing.objects.filter(pk__in=numbers, state=was).update(state=state, settled_at=timezone.now())
        self.outcome[state] += changed
        if state in {MailState.DOUBTFUL, MailState.REFUSED}:
            logger.warning("Mails %s are %s; they are not sent again", numbers, state)

    def _try_later(self, mailing: Mailing) -> None:
        wait = min(FIRST_WAIT * 2**mailing.tries, LONGEST_WAIT)
        Mailing.objects.filter(pk=mailing.pk, state=MailState.SENDING).update(
            state=MailState.WAITING, claim=None, tries=F("tries") + 1, next_try_at=self.now + wait
        )
        self.outcome["later"] += 1


_SETTLED = {
    _Fate.SENT: MailState.SENT,
    _Fate.REFUSED: MailState.REFUSED,
    _Fate.DOUBTFUL: MailState.DOUBTFUL,
}


def forget_old(now: datetime | None = None) -> int:
    """Throw away rows of mails long settled, with their lines. Returns how many."""
    old = Mailing.objects.filter(day__lt=(now or timezone.now()).date() - KEPT).exclude(
        state__in=[MailState.WAITING, MailState.CLAIMED, MailState.SENDING]
    )
    return old.delete()[0]


__all__ = ["MailAway", "forget_old", "line_up_gathered", "post_mail", "post_waiting", "run"]
