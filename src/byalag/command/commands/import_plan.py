"""`byalag import-plan`: what is recognised in the document of a plan; saved as a draft only when asked."""

from __future__ import annotations

import io
import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from byalag.core import files
from byalag.core.files import FileRefused
from byalag.engines import plan_reading
from byalag.rooms.exchange import api as exchange
from byalag.rooms.people import api as people

from ..database import need_current_database
from ..terminal import Unusable, complain, progress, say


def run(options: Namespace) -> int:
    if options.save and not options.organisation:
        raise Unusable("--save needs --organisation SLUG: whose plan it is.")
    try:
        data, kind, name = _document(options.file)
        progress(f"Reading {name or 'the text'} …")
        reading = plan_reading.PlanReading.from_dict(exchange.read_plan(data, kind))
        plan = plan_reading.as_plan(reading)
        say(json.dumps(plan, ensure_ascii=False, indent=2) if options.json else in_words(plan))
        if options.save:
            _save(options.organisation, data, kind, name)
    except (FileRefused, exchange.PlanUnreadable) as fault:
        raise Unusable(str(fault.sentence)) from fault
    return 0


def _document(given: str) -> tuple[bytes, str, str]:
    """Its bytes, the kind of reader it wants, and its name (empty for pasted text)."""
    if given == "-":
        return sys.stdin.buffer.read(), "pasted", ""
    path = Path(given)
    try:
        if path.stat().st_size > files.LIMIT["document"]:
            raise FileRefused("too_large")
        data = path.read_bytes()
    except OSError as fault:
        raise Unusable(f"{given} cannot be read: {fault.strerror or fault}.") from fault
    return data, exchange.kind_of(io.BytesIO(data), path.name), path.name


def _save(slug: str, data: bytes, kind: str, name: str) -> None:
    need_current_database()
    organisation = people.Organisation.objects.filter(slug=slug).first()
    if organisation is None:
        raise Unusable(f"There is no organisation with the address {slug!r}.")
    actor = people.system(organisation)
    if kind == "pasted":
        started = exchange.start_import(actor, organisation=organisation, pasted=data.decode("utf-8"))
    else:
        upload: Any = io.BytesIO(data)
        upload.name = name
        started = exchange.start_import(actor, organisation=organisation, upload=upload)
    framework = exchange.save_import(actor, plan_import=started)
    complain(f"Saved as the draft “{framework.title}” of {organisation}.")


def in_words(plan: dict[str, Any]) -> str:
    """What was recognised, for people to read."""
    head = " · ".join(str(part) for part in (plan["year"], plan["owner"], plan["language"]) if part)
    lines = [plan["title"] or "(no title)", head, "", f"{len(plan['overall_goals'])} overall goals"]
    for section in plan["sections"]:
        counts = f"{len(section['goals'])} goals, {len(section['activities'])} activities"
        undecided = f", {len(section['undecided'])} to decide" if section["undecided"] else ""
        lines.append(f"{section['name']}: {counts}{undecided}")
    for money in plan["money"]:
        per = f" per {money['per']}" if money["per"] else ""
        period = f", {money['from']}–{money['to']}" if money["from"] else ""
        source = f": {money['source']}" if money["source"] else ""
        lines.append(f"{money['amount']} {money['currency']}{per}{period}{source}")
    lines += [f"{share['role']}: {share['share']:.0%}" for share in plan["staff_share"]]
    if plan["route"]:
        lines.append(" → ".join(plan["route"]))
    return "\n".join(lines)
