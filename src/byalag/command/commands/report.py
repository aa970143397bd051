"""Make an account of a plan.

DEFINITION is operations_report, follow_up or declaration_answer. --of is the address of an organisation, or of one of
its plans: falu-kommun or falu-kommun/verksamhetsplan-2023. --period is 2023 or 2022-04..2023-03.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ..setting_up import say, start_django

HELP = "make an account of a plan"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("definition", help="operations_report, follow_up or declaration_answer")
    parser.add_argument("--of", required=True, metavar="SLUG", help="organisation, or organisation/plan")
    parser.add_argument("--period", required=True, help="2023 or 2022-04..2023-03")
    parser.add_argument("--language", default="", help="en, sv or pl (default: the plan's)")
    parser.add_argument("--format", default="html", choices=["html", "docx", "pdf", "xlsx", "json"])
    parser.add_argument("--out", type=Path, help="file to write (default: standard output)")


def run(chosen: argparse.Namespace) -> int:
    start_django()
    from byalag.core.periods import Period
    from byalag.rooms.people import api as people
    from byalag.rooms.promises import api as promises
    from byalag.rooms.reports import api as reports

    try:
        period = Period.parse(chosen.period)
    except ValueError:
        say("Write the period as 2023, or as 2022-04..2023-03.")
        return 2
    try:
        definition = reports.definition(chosen.definition)
    except reports.UnknownDefinition:
        known = ", ".join(sorted({d.key for d in reports.all_definitions()}))
        say(f"There is no definition {chosen.definition}. There are: {known}.")
        return 2
    slug, _slash, plan = chosen.of.partition("/")
    organisation = people.Organisation.objects.filter(slug=slug).first()
    if organisation is None:
        say(f"There is no organisation with the address {slug}.")
        return 2
    actor = people.system(organisation)
    rows = promises.frameworks_visible_to(actor).filter(
        organisation=organisation, kind__in=definition.kinds, starts__lte=period.end, ends__gte=period.start
    )
    framework = (rows.filter(slug=plan) if plan else rows.order_by("kind", "-starts")).first()
    if framework is None:
        say(f"{organisation} has no plan of that kind in {period}.")
        return 2
    language = chosen.language or framework.language
    account = reports.build_account(actor, framework=framework, definition=definition, period=period, language=language)
    made = reports.export(account, chosen.format)
    if chosen.out:
        chosen.out.write_bytes(made)
        say(f"{chosen.out} is written ({len(made)} bytes).")
    else:
        sys.stdout.buffer.write(made)
    return 0
