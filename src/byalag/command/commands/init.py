"""`byalag init`: database, first organisation, first administrator, and a test of the e-mail.

Asks for what is not given. The password never stands on the command line, where others could read it.
"""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace
from pathlib import Path

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction

from byalag.core.models import User
from byalag.rooms.people import api as people
from byalag.rooms.people.enums import OrganisationKind, Role

from ..database import bring_up
from ..terminal import Failed, Unusable, say


def run(options: Namespace) -> int:
    bring_up()
    if people.Membership.objects.exists():
        raise Failed("This installation has been set up already. Invite others on the page Members.")
    if options.kind not in OrganisationKind.values:
        raise Unusable(f"There is no kind of organisation {options.kind!r}. There are: {', '.join(OrganisationKind)}.")
    name = options.organisation or _asked("Name of the organisation: ", "--organisation")
    email = (options.email or _asked("E-mail of the first administrator: ", "--email")).lower()
    password = _password(options.password_file)
    user = User(email=email)
    try:
        validate_email(email)
        validate_password(password, user)
        with transaction.atomic():
            _begin(options, name, email, password)
    except ValidationError as fault:
        raise Unusable("\n".join(fault.messages)) from fault
    say(f"{name} is set up, and {email} can sign in.")
    if not options.no_mail_test:
        _test_mail(email)
    return 0


def _begin(options: Namespace, name: str, email: str, password: str) -> None:
    organisation = people.open_organisation(
        people.system(), name=name, kind=options.kind, country=options.country.upper(), language=options.language
    )
    user = User.objects.create_user(email=email, password=password, language=options.language)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    for role in (Role.ADMINISTRATOR, Role.COORDINATOR):
        people.give_role(people.system(organisation), user=user, organisation=organisation, role=role)


def _asked(question: str, option: str) -> str:
    if not sys.stdin.isatty():
        raise Unusable(f"Give {option}, or run this in a terminal to be asked.")
    return input(question).strip()


def _password(file: str | None) -> str:
    if file == "-":
        return sys.stdin.readline().rstrip("\r\n")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").splitlines()[0]
        except (OSError, IndexError) as fault:
            raise Unusable(f"There is no password in {file}.") from fault
    if not sys.stdin.isatty():
        raise Unusable("Give --password-file, or run this in a terminal to be asked.")
    password = getpass.getpass("Choose a password (at least 12 characters): ")
    if getpass.getpass("Once more: ") != password:
        raise Unusable("The two passwords are not the same.")
    return password


def _test_mail(email: str) -> None:
    try:
        send_mail("Byalag can send mail", "If you read this, mail from Byalag reaches you.", None, [email])
    except OSError as fault:
        raise Failed(
            f"But the test message could not be sent ({fault}). Check BYALAG_SMTP_HOST and its fellows."
        ) from fault
    say(f"A test message is on its way to {email}. If it does not come, check BYALAG_SMTP_HOST.")
