"""Set up a new installation: database, first organisation, first administrator, and a test of the e-mail.

Asks for what is not given. The password is never given on the command line: it is asked for, or read from
the variable BYALAG_ADMIN_PASSWORD by `--password-from-environment`.
"""

from __future__ import annotations

import argparse
import getpass

from ..setting_up import prepare_database, say, start_django

HELP = "set up a new installation"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--organisation", help="name of the first organisation")
    parser.add_argument("--kind", default="municipality", help="its kind (default municipality)")
    parser.add_argument("--language", default="en", choices=["en", "sv", "pl"], help="its language (default en)")
    parser.add_argument("--email", help="e-mail of the first administrator")
    parser.add_argument("--password-from-environment", action="store_true", help="read BYALAG_ADMIN_PASSWORD")
    parser.add_argument("--no-mail-test", action="store_true", help="do not send a test mail")


def run(chosen: argparse.Namespace) -> int:
    start_django()
    prepare_database()
    from allauth.account.models import EmailAddress
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.core.mail import send_mail
    from django.core.validators import validate_email
    from django.db import transaction

    from byalag.config import environment
    from byalag.core.models import User
    from byalag.rooms.people import api as people
    from byalag.rooms.people.enums import Role

    if people.Organisation.objects.filter(memberships__isnull=False).exists():
        say("This installation has been set up already. Invite others from the page Members.")
        return 1
    name = chosen.organisation or input("Name of the organisation: ").strip()
    email = (chosen.email or input("E-mail of the first administrator: ").strip()).lower()
    if chosen.password_from_environment:
        password = environment.text("BYALAG_ADMIN_PASSWORD")
    else:
        password = getpass.getpass("Choose a password (at least 12 characters): ")
    try:
        validate_email(email)
        validate_password(password)
    except ValidationError as fault:
        for sentence in fault.messages:
            say(sentence)
        return 2
    if not name:
        say("Write the name of the organisation.")
        return 2
    with transaction.atomic():
        organisation = people.open_organisation(people.system(), name=name, kind=chosen.kind, language=chosen.language)
        user = User.objects.create_user(email=email, password=password, language=chosen.language)
        EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
        for role in (Role.ADMINISTRATOR, Role.COORDINATOR):
            people.give_role(people.system(organisation), user=user, organisation=organisation, role=role)
    say(f"{name} is set up, and {email} can sign in.")
    if not chosen.no_mail_test:
        try:
            send_mail("Byalag can send mail", "If you read this, mail works.", None, [email])
        except OSError as fault:
            say(f"The test mail could not be sent ({fault}). Check BYALAG_SMTP_HOST and the settings beside it.")
            return 1
        say("A test mail is on its way. If it does not come, check BYALAG_SMTP_HOST.")
    return 0
