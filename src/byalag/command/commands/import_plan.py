"""Read a plan from a document and print what was recognised; with --save, write it as a draft plan.

FILE is a .docx, .odt, .pdf, .txt or .md file, or - for text on standard input.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from pathlib import Path
from typing import Any

from ..setting_up import say, start_django

HELP = "read a plan from a document"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="the document, or - for standard input")
    parser.add_argument("--organisation", metavar="SLUG", help="whose plan it is (needed with --save)")
    parser.add_argument("--save", action="store_true", help="write it as a draft plan")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(chosen: argparse.Namespace) -> int:
    start_django()
    from byalag.core.files import FileRefused
    from byalag.engines import plan_reading
    from byalag.rooms.exchange import api as exchange
    from byalag.rooms.people import api as people

    if chosen.save and not chosen.organisation:
        say("--save needs --organisation SLUG: whose plan it is.")
        return 2
    try:
        if chosen.file == "-":
            data, kind, name = sys.stdin.buffer.read(), "pasted", ""
        else:
            path = Path(chosen.file)
            data, name = path.read_bytes(), path.name
            kind = exchange.kind_of(io.BytesIO(data), name)
        reading = plan_reading.PlanReading.from_dict(exchange.read_plan(data, kind))
    except OSError as fault:
        say(f"{chosen.file} cannot be read: {fault.strerror or fault}")
        return 2
    except (FileRefused, exchange.PlanUnreadable) as fault:
        say(str(fault.sentence))
        return 2
    plan = plan_reading.as_plan(reading)
    print(json.dumps(plan, ensure_ascii=False, indent=2) if chosen.json else in_words(plan))
    if not chosen.save:
        return 0
    organisation = people.Organisation.objects.filter(slug=chosen.organisation).first()
    if organisation is None:
        say(f"There is no organisation with the address {chosen.organisation}.")
        return 2
    actor = people.system(organisation)
    upload: Any = io.BytesIO(data)
    upload.name = name or "plan.txt"
    started = exchange.start_import(
        actor,
        organisation=organisation,
        upload=None if kind == "pasted" else upload,
        pasted=data.decode() if kind == "pasted" else "",
    )
    framework = exchange.save_import(actor, plan_import=started)
    say(f"Saved as the draft “{framework.title}”.")
    return 0


def in_words(plan: dict[str, Any]) -> str:
    """What was recognised, for people to read."""
    lines = [str(plan["title"]), f"{plan['year']} · {plan['owner']} · {plan['language']}", ""]
    lines += [f"{len(plan['overall_goals'])} overall goals"]
    for section in plan["sections"]:
        counts = f"{len(section['goals'])} goals, {len(section['activities'])} activities"
        undecided = f", {len(section['undecided'])} to decide" if section["undecided"] else ""
        lines.append(f"{section['name']}: {counts}{undecided}")
    for money in plan["money"]:
        period = f", {money['from']}–{money['to']}" if money["from"] else ""
        lines.append(
            f"{money['amount']} {money['currency']}{' per year' if money['per'] else ''}{period}: {money['source']}"
        )
    lines += [f"{share['role']}: {share['share']:.0%}" for share in plan["staff_share"]]
    if plan["route"]:
        lines.append(" → ".join(plan["route"]))
    return "\n".join(lines)
