from __future__ import annotations

import pytest

from .installations import PASSWORD

WHO = "--organisation", "Nyköping", "--email", "Admin@nykoping.example", "--password-file", "-"


def test_the_first_administrator_can_sign_in_and_coordinate(installation):
    done = installation.run("init", *WHO, "--no-mail-test", given=f"{PASSWORD}\n")

    assert (done.returncode, done.stderr) == (0, "")
    assert installation.python(
        "from byalag.rooms.people import api as people\n"
        "from byalag.core.models import User\n"
        "user = User.objects.get()\n"
        "print(user.email, user.emailaddress_set.get().verified, user.check_password('a rather long password'))\n"
        "print(*sorted(people.Membership.objects.values_list('organisation__name', 'role')))"
    ) == (
        "admin@nykoping.example True True\n"
        "('Nyköping', 'administrator') ('Nyköping', 'coordinator')"
    )  # fmt: skip


def test_the_test_message_is_sent_to_the_administrator(installation):
    done = installation.run("init", *WHO, given=PASSWORD)

    assert done.returncode == 0
    assert "To: admin@nykoping.example" in done.stdout
    assert "Subject: Byalag can send mail" in done.stdout


def test_a_mail_server_that_does_not_answer_is_told_and_what_was_made_stays(installation):
    installation.settings |= {"BYALAG_SMTP_HOST": "127.0.0.1", "BYALAG_SMTP_PORT": "1"}

    done = installation.run("init", *WHO, given=PASSWORD)

    assert done.returncode == 1
    assert "the test message could not be sent" in done.stderr
    assert installation.python("from byalag.core.models import User; print(User.objects.count())") == "1"


@pytest.mark.parametrize(
    ("changed", "password", "sentence"),
    [
        (("--email", "nobody"), PASSWORD, "Enter a valid email address."),
        (("--kind", "kingdom"), PASSWORD, "There is no kind of organisation 'kingdom'."),
        ((), "short", "This password is too short."),
        ((), "", "This password is too short."),
        (("--password-file", "nowhere.txt"), "", "There is no password in nowhere.txt."),
    ],
)
def test_what_cannot_be_used_is_told_and_nothing_is_made(installation, changed, password, sentence):
    done = installation.run("init", *WHO, *changed, "--no-mail-test", given=password)

    assert done.returncode == 2
    assert sentence in done.stderr
    assert installation.python(
        "from byalag.core.models import User, LogEntry; print(User.objects.count(), LogEntry.objects.count())"
    ) == "0 0"  # fmt: skip


def test_nobody_is_asked_where_nobody_can_answer(installation):
    done = installation.run("init", "--no-mail-test")

    assert done.returncode == 2
    assert done.stderr == "Give --organisation, or run this in a terminal to be asked.\n"


def test_an_installation_is_begun_once(begun):
    done = begun.run("init", *WHO, "--no-mail-test", given=PASSWORD)

    assert done.returncode == 1
    assert done.stderr == "This installation has been set up already. Invite others on the page Members.\n"
