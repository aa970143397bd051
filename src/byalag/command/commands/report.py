"""`byalag report`: an account of a plan as a file."""

from __future__ import annotations

import sys
from argparse import Namespace

from byalag.core.periods import Period
from byalag.core.rendering import NotWritten, TemplateFault
from byalag.rooms.people import api as people
from byalag.rooms.promises import api as promises
from byalag.rooms.reports import api as reports

from ..database import need_current_database
from ..terminal import Failed, Unusable, progress, say


def run(options: Namespace) -> int:
    try:
        period = Period.parse(options.period)
    except ValueError as fault:
        raise Unusable("Write the period as 2023, or as 2022-04..2023-03.") from fault
    try:
        definition = reports.definition(options.definition)
    except reports.UnknownDefinition as fault:
        known = ", ".join(sorted({each.key for each in reports.all_definitions()}))
        raise Unusable(f"There is no account {options.definition!r}. There are: {known}.") from fault
    need_current_database()
    slug, _, plan = options.of.partition("/")
    organisation = people.Organisation.objects.filter(slug=slug).first()
    if organisation is None:
        raise Unusable(f"There is no organisation with the address {slug!r}.")
    actor = people.system(organisation)
    framework = _framework(actor, organisation, plan, definition, period)
    progress(f"{definition.name('en')} of {framework.title}, {period} …")
    account = reports.build_account(
        actor,
        framework=framework,
        definition=definition,
        period=period,
        language=options.language or framework.language,
    )
    try:
        made = reports.export(account, options.format, reports.template_of(organisation.pk, definition.key))
    except NotWritten as refusal:
        raise Failed(str(refusal.sentence)) from refusal
    except TemplateFault as fault:
        raise Failed(f"The organisation's own Word layout does not fit. {fault.sentence} {fault.tag}") from fault
    if options.out is None:
        sys.stdout.buffer.write(made)
        return 0
    try:
        options.out.write_bytes(made)
    except OSError as fault:
        raise Failed(f"{options.out} could not be written: {fault.strerror or fault}.") from fault
    say(f"{options.out} is written ({len(made)} bytes).")
    return 0


def _framework(
    actor: people.Actor, organisation: people.Organisation, plan: str, definition: reports.Definition, period: Period
) -> promises.Framework:
    """The plan that was named, or the one of this organisation that the account suits best in the period."""
    rows = promises.frameworks_visible_to(actor).filter(
        organisation=organisation, kind__in=definition.kinds, starts__lte=period.end, ends__gte=period.start
    )
    found = (rows.filter(slug=plan) if plan else rows.order_by("kind", "-starts", "pk")).first()
    if found is None:
        raise Unusable(f"{organisation} has no plan in {period} that this account is made of.")
    return found
