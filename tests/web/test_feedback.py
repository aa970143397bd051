"""The form of the accessibility statement: for everyone, kept until answered, told by mail, and no door for machines."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from byalag.command.commands import feedback as command
from byalag.command.options import parser
from byalag.command.terminal import Unusable
from byalag.core import feedback, jobs
from byalag.core.models import Feedback

pytestmark = pytest.mark.django_db
NOTHING_LISTENS = 9  # the port "discard", on which no mail server listens


def told(client, **values):
    return client.post(reverse("web:accessibility"), {"text": "I cannot reach the menu"} | values, follow=True)


def test_whoever_meets_an_obstacle_says_so_without_an_account(client, settings):
    settings.CONTACT_EMAIL = "operator@example.org"

    assertContains(told(client, contact="me@example.org", page="/ostby/"), "Thank you.")
    assert feedback.tell_operator() == 1
    assert feedback.tell_operator() == 0

    (letter,) = mail.outbox
    assert letter.to == ["operator@example.org"]
    assert letter.reply_to == ["me@example.org"]
    assert "I cannot reach the menu" in letter.body
    assert "/ostby/" in letter.body


def test_an_empty_word_or_a_wrong_address_is_answered_with_a_sentence(client):
    assert told(client, text=" ").status_code == 422
    answer = told(client, contact="no address")
    assertContains(answer, "I cannot reach the menu", status_code=422)
    assert not Feedback.objects.exists()


def test_a_machine_is_stopped_and_what_was_written_stays(client):
    for _ in range(feedback.MOST_PER_HOUR):
        assert told(client).status_code == 200
    answer = told(client, text="One more")

    assertContains(answer, "One more", status_code=429)
    assert Feedback.objects.count() == feedback.MOST_PER_HOUR


def test_when_the_mail_server_is_away_it_waits_and_is_told_once(client, settings):
    told(client)
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "byalag.core.mail.Backend", "127.0.0.1"
    settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = NOTHING_LISTENS, 2
    assert feedback.tell_operator() == 0
    assert Feedback.objects.get().told_at is None

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert feedback.tell_operator() == 1
    assert len(mail.outbox) == 1


def test_the_operator_sees_what_waits_and_says_what_is_answered(client, capsys):
    told(client)
    row = Feedback.objects.get()
    command.run(parser().parse_args(["feedback"]))
    assert "I cannot reach the menu" in capsys.readouterr().out

    command.run(parser().parse_args(["feedback", "--answered", str(row.pk)]))
    command.run(parser().parse_args(["feedback"]))
    assert "Nothing waits for an answer." in capsys.readouterr().out
    with pytest.raises(Unusable):
        command.run(parser().parse_args(["feedback", "--answered", "999999"]))
    Feedback.objects.update(answered_at=timezone.now() - timedelta(days=91))
    feedback.forget_answered()
    assert not Feedback.objects.exists()


def test_it_is_told_by_the_worker():
    assert jobs.schedules["feedback.tell"].run is feedback.tell_operator
