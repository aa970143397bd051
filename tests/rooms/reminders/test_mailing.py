"""The mails: what they say, that each goes once, and that nothing is lost when the server is away. Over real SMTP."""

from __future__ import annotations

import email
import re
import socket
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import IntegrityError
from django.utils import timezone

from byalag.core.models import User
from byalag.rooms.people.enums import Role
from byalag.rooms.people.models import Membership
from byalag.rooms.reminders import actions
from byalag.rooms.reminders import queries as queries_of_room
from byalag.rooms.reminders.enums import Channel, MailState, NoticeKind
from byalag.rooms.reminders.mailing import composing, posting
from byalag.rooms.reminders.models import Mailing, Notice
from byalag.rooms.reminders.standing import standing_of
from tests.factories import OrganisationFactory, member

pytestmark = pytest.mark.django_db


class Postbox:
    """What the server took, and how it behaves: refuses an address, or hangs up in the middle."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, EmailMessage]] = []
        self.refused: dict[str, str] = {}
        self.hang_up_after: int | None = None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.taken.append((envelope.rcpt_tos[0], email.message_from_bytes(envelope.content, policy=default)))
        if self.hang_up_after is not None and len(self.taken) >= self.hang_up_after:
            server.transport.abort()  # taken, but nobody is told
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        return [message for to, message in self.taken if to == address]


def free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return attempt.getsockname()[1]


@pytest.fixture
def box(settings, freezer) -> Iterator[Postbox]:
    """A mail server of the test's own, on loopback. Its clock is real: a frozen one never ends a wait."""
    port = free_port()
    settings.EMAIL_BACKEND = "byalag.core.mail.Backend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
    settings.EMAIL_TIMEOUT = 5
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    box.stop = controller.stop
    yield box
    if controller.server is not None:
        controller.stop()


@pytest.fixture
def address(user):
    return lambda actor: user(actor).email


def states() -> list[str]:
    return sorted(Mailing.objects.values_list("state", flat=True))


def text_of(message: EmailMessage) -> str:
    return message.get_body(("plain",)).get_content()


def html_of(message: EmailMessage) -> str:
    return message.get_body(("html",)).get_content()


# --- What is said ------------------------------------------------------------------------------------------------------


def test_the_gathered_mail_says_what_waits_in_text_and_html(box, coordinator, reminder, address):
    posting.run()

    (message,) = box.to(address(coordinator))
    assert message["Subject"] == "One thing waits for you"
    for said in (text_of(message), html_of(message)):
        assert "Falu kommun" in said
        assert "Write to the partner" in said
        assert "Due 31 March 2026" in said
        assert "/reminders/answer/" in said
    assert message["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    ("language", "subject", "due"),
    [
        ("sv", "En sak väntar på dig", "31 mars 2026"),
        ("pl", "Czeka na Ciebie jedna sprawa", "31 marca 2026"),
    ],
)
def test_it_is_in_the_persons_language(box, coordinator, reminder, address, language, subject, due):
    User.objects.filter(pk=coordinator.user_id).update(language=language)

    posting.run()

    (message,) = box.to(address(coordinator))
    assert message["Subject"] == subject
    assert due in text_of(message)


def test_it_gathers_all_organisations_of_a_person_in_one_mail(box, coordinator, reminder, address, user):
    other = OrganisationFactory(name="Region Dalarna")
    Membership.objects.create(user=user(coordinator), organisation=other, role=Role.COORDINATOR)
    actions.add_reminder(
        member(other, Role.COORDINATOR), organisation=other, title="Order diplomas", due=date(2026, 3, 9)
    )

    posting.run()

    (message,) = box.to(address(coordinator))
    assert message["Subject"] == "2 things wait for you"
    assert "Region Dalarna" in text_of(message)


def test_nobody_gets_an_empty_mail(box, coordinator, reader):
    posting.run()

    assert box.taken == []
    assert set(states()) == {MailState.EMPTY}


def test_what_is_put_off_is_left_out_until_its_date_passes(freezer, box, coordinator, reminder, address, duty_of):
    actions.put_off(
        coordinator, duty=duty_of(coordinator, reminder), until=date(2026, 5, 1), reason="Later", today=date(2026, 3, 4)
    )
    posting.run()
    assert box.to(address(coordinator)) == []

    freezer.move_to("2026-04-06 08:00+00:00")
    posting.run()

    (message,) = box.to(address(coordinator))
    assert "You have put this off, and it was due 31 March 2026." in text_of(message)


def test_a_mail_cannot_be_made_to_carry_headers_or_markup(box, coordinator, town, address):
    title = 'Bcc: all@example.org <script>alert("1")</script>'
    actions.add_reminder(coordinator, organisation=town, title=title, due=date(2026, 3, 9))

    posting.run()

    (message,) = box.to(address(coordinator))
    assert message["Bcc"] is None
    assert "<script>" not in html_of(message)
    assert title in text_of(message)


# --- When, and to whom -------------------------------------------------------------------------------------------------


def test_mornings_are_those_where_the_person_is(freezer, box, coordinator, reminder, address):
    User.objects.filter(pk=coordinator.user_id).update(time_zone="America/New_York")
    posting.run()
    assert box.taken == []

    freezer.move_to("2026-03-04 11:30+00:00")
    posting.run()

    assert len(box.to(address(coordinator))) == 1


def choose(actor, kind, channel) -> None:
    actions.choose_notices(actor, user=User.objects.get(pk=actor.user_id), channels={kind: channel})


@pytest.mark.parametrize(("channel", "days"), [(Channel.DAILY, 14), (Channel.WEEKLY, 3), (Channel.NONE, 0)])
def test_daily_weekly_or_not_at_all(freezer, box, coordinator, reminder, address, channel, days):
    """Two weeks from a Wednesday: three weeks are touched, each has its one mail."""
    choose(coordinator, NoticeKind.DUE, channel)

    for day in range(14):
        freezer.move_to(datetime(2026, 3, 4, 8, tzinfo=UTC) + timedelta(days=day))
        for _ in range(3):
            posting.run()

    assert len(box.to(address(coordinator))) == days


@pytest.mark.parametrize(
    ("channel", "at_once", "next_morning"),
    [(Channel.NOW, 1, 0), (Channel.DAILY, 0, 1), (Channel.IN_APP, 0, 0), (Channel.NONE, 0, 0)],
)
def test_a_notice_is_told_as_was_chosen(
    freezer, box, coordinator, contributor, reminder, duty_of, user, address, channel, at_once, next_morning
):
    choose(contributor, NoticeKind.DUE, Channel.NONE)
    choose(contributor, NoticeKind.DELEGATED, channel)
    posting.run()
    actions.delegate_duty(coordinator, duty=duty_of(coordinator, reminder), to=user(contributor), note="Please")

    posting.run()
    posting.run()
    assert len(box.to(address(contributor))) == at_once
    for hours in (24, 48):
        freezer.move_to(datetime(2026, 3, 4, 7, tzinfo=UTC) + timedelta(hours=hours))
        posting.run()

    messages = box.to(address(contributor))
    assert len(messages) == at_once + next_morning
    assert all("Write to the partner" in text_of(message) and "Please" in text_of(message) for message in messages)


def test_the_database_itself_keeps_a_second_one_out(coordinator):
    one = {"user_id": coordinator.user_id, "kind": "daily", "day": date(2026, 3, 4)}
    Mailing.objects.create(**one)

    with pytest.raises(IntegrityError):
        Mailing.objects.create(**one)


# --- The server is away ------------------------------------------------------------------------------------------------


def test_nothing_is_lost_and_nothing_sent_twice_while_the_server_is_away(
    freezer, settings, box, coordinator, reminder, address
):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()
    assert posting.run()["away"] == 1
    assert states() == [MailState.WAITING]

    freezer.tick(300)
    settings.EMAIL_PORT = port
    posting.run()
    posting.run()

    assert len(box.to(address(coordinator))) == 1
    assert states() == [MailState.SENT]


def test_an_older_gathered_mail_that_still_waits_is_overtaken_by_the_next(
    freezer, settings, box, coordinator, reminder, address
):
    choose(coordinator, NoticeKind.DUE, Channel.DAILY)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, free_port()
    for _ in range(3):
        posting.run()
        freezer.tick(86_400)
    settings.EMAIL_PORT = port

    posting.run()

    assert len(box.to(address(coordinator))) == 1
    assert states() == [MailState.OVERTAKEN, MailState.OVERTAKEN, MailState.OVERTAKEN, MailState.SENT]


@pytest.mark.parametrize(
    ("said", "state"), [("550 no such person", MailState.REFUSED), ("451 try again", MailState.WAITING)]
)
def test_an_address_the_server_refuses_does_not_stop_the_others(box, coordinator, town, reminder, address, said, state):
    other = member(town, Role.COORDINATOR)
    box.refused[address(coordinator)] = said

    posting.run()

    assert len(box.to(address(other))) == 1
    assert Mailing.objects.get(user_id=coordinator.user_id).state == state


def test_a_mail_refused_for_now_is_tried_later_and_goes_once(freezer, box, coordinator, reminder, address):
    box.refused[address(coordinator)] = "451 try again"
    posting.run()
    box.refused.clear()
    posting.run()
    assert box.taken == [], "it waits before it tries again"

    freezer.tick(301)
    posting.run()
    posting.run()

    assert len(box.to(address(coordinator))) == 1


def test_when_the_line_breaks_after_handing_over_it_is_not_sent_again(
    freezer, box, coordinator, town, reminder, address
):
    """The server took it but its answer never came: better once too little than twice. The others wait."""
    member(town, Role.COORDINATOR)
    box.hang_up_after = 1
    posting.run()
    assert states() == [MailState.DOUBTFUL, MailState.WAITING]

    box.hang_up_after = None
    for _ in range(3):
        freezer.tick(1000)
        posting.run()

    assert states() == [MailState.DOUBTFUL, MailState.SENT]
    assert len(box.taken) == 2
    assert len({to for to, _message in box.taken}) == 2


def test_what_a_dead_worker_left_is_sent_when_it_had_not_begun_and_never_when_it_had(
    freezer, box, coordinator, town, reminder
):
    others = [member(town, Role.COORDINATOR) for _ in range(2)]
    posting.line_up_gathered(timezone.now())
    batch = posting._claim(timezone.now())
    assert len(batch) == 3
    Mailing.objects.filter(user_id=others[0].user_id).update(state=MailState.SENDING)
    posting.run()
    assert box.taken == [], "another worker has them"

    freezer.tick(posting.DEAD_AFTER.total_seconds() + 1)
    posting.run()

    assert states() == [MailState.DOUBTFUL, MailState.SENT, MailState.SENT]
    assert len(box.taken) == 2


def test_a_worker_thought_dead_that_comes_back_sends_nothing(freezer, box, coordinator, reminder):
    posting.line_up_gathered(timezone.now())
    slow = posting._claim(timezone.now())
    freezer.tick(posting.DEAD_AFTER.total_seconds() + 1)
    posting.run()

    post = posting._Post(timezone.now(), posting.Counter(), 1)
    post.lines.open()
    post.deliver(slow, composing.Gathering())
    post.lines.close()

    assert len(box.taken) == 1
    assert states() == [MailState.SENT]


def test_rows_are_forgotten_when_they_are_long_settled(freezer, box, coordinator, reminder):
    posting.run()
    assert posting.forget_old() == 0

    freezer.move_to("2026-07-01")
    posting.forget_old()

    assert not Mailing.objects.exists()


def test_the_number_of_queries_does_not_follow_the_number_of_people(box, town, coordinator, reminder, queries):
    """Two marks for every few mails; everything else is read and written once for a batch."""
    counts = []
    for people in (2, 12):
        for _ in range(people):
            member(town, Role.COORDINATOR)
        Mailing.objects.all().delete()
        with queries() as seen:
            posting.run()
        counts.append(len(seen))

    assert counts[1] - counts[0] <= 12 / 4 * 2 + 2


# --- Unsubscribing -----------------------------------------------------------------------------------------------------


def test_the_headers_of_rfc_8058_unsubscribe_with_one_post_and_no_session(
    box, client, coordinator, reminder, address, freezer
):
    posting.run()
    (message,) = box.to(address(coordinator))
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = re.fullmatch(r"<(https?://[^>]+)>", message["List-Unsubscribe"].strip())[1]
    path = "/" + link.split("/", 3)[3]
    assert client.get(path).status_code == 200
    assert client.get(path.replace("unsubscribe", "answer")).status_code == 404, "it opens nothing else"

    answer = client.post(path, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    freezer.move_to("2026-03-11 08:00+00:00")
    posting.run()
    assert len(box.to(address(coordinator))) == 1
    assert standing_of(coordinator).waiting, "the list itself stays"


def test_unsubscribing_from_one_kind_leaves_the_others(
    box, client, coordinator, contributor, reminder, duty_of, user, address
):
    actions.delegate_duty(coordinator, duty=duty_of(coordinator, reminder), to=user(contributor))
    posting.run()
    at_once = next(message for message in box.to(address(contributor)) if "Delegated to you" in message["Subject"])

    client.post("/" + at_once["List-Unsubscribe"].strip("<>\n ").split("/", 3)[3], {"List-Unsubscribe": "One-Click"})

    chosen = queries_of_room.choices_of(contributor.user_id)
    assert chosen[NoticeKind.DELEGATED] == Channel.IN_APP
    assert chosen[NoticeKind.DUE] == Channel.WEEKLY
    assert Notice.objects.filter(user_id=contributor.user_id).exists()
