"""A cooperation of four, with something on each side and something joint, and what a takeout of one of them holds."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from byalag.rooms.cooperation import actions as cooperation
from byalag.rooms.cooperation.models import (
    AgreedAction,
    Agreement,
    Contact,
    Cooperation,
    JointChange,
    JointOutput,
    JointText,
    SideText,
)
from byalag.rooms.exchange import api as exchange
from byalag.rooms.people.api import Organisation, system
from byalag.rooms.people.enums import Role, Visibility
from tests.factories import CooperationFactory, OrganisationFactory, PartyFactory, member

LEFT_ON = date(2024, 1, 1)


@dataclass
class Opened:
    """A takeout, read."""

    data: bytes

    @property
    def archive(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(self.data))

    @property
    def manifest(self) -> dict[str, Any]:
        return dict(json.loads(self.archive.read("manifest.json")))

    def rows(self, key: str) -> list[dict[str, Any]]:
        part = self.manifest["kinds"][key]["part"]
        return [json.loads(line) for line in self.archive.read(part).splitlines()] if part else []

    def shared(self) -> list[dict[str, str]]:
        names = self.archive.namelist()
        part = "shared-by-others.jsonl"
        return [json.loads(line) for line in self.archive.read(part).splitlines()] if part in names else []

    @property
    def everything(self) -> str:
        """All that stands in it, files and pages too."""
        return "\n".join(self.archive.read(name).decode("utf-8", "replace") for name in self.archive.namelist())

    def checksums(self) -> dict[str, str]:
        return {key: told["sha256"] for key, told in self.manifest["kinds"].items()}


def take_out(organisation: Organisation, only: Cooperation | None = None, **options: Any) -> Opened:
    made = io.BytesIO()
    taking = exchange.taking_of(organisation.pk, only, **options)
    exchange.make_takeout(made, organisation=organisation, taking=taking, language="sv")
    return Opened(made.getvalue())


def take_in(takeout: Opened, organisation: Organisation | None = None, *, save: bool = True) -> tuple[Any, Any]:
    return exchange.take_in_file(
        system(), file=io.BytesIO(takeout.data), name="takeout.zip", organisation=organisation, save=save
    )


def four() -> tuple[Cooperation, dict[str, Organisation]]:
    """Who keeps the cooperation, who is in it, who has left it, and somebody else."""
    town = OrganisationFactory(name="Östby kommun", slug="ostby")
    row = CooperationFactory(organisation=town, kind="partnership", state="active", visibility=Visibility.CIRCLE)
    party = OrganisationFactory(name="Gmina Zachodnia", slug="zachodnia")
    cooperation.add_party(system(town), cooperation=row, organisation=party)
    former = OrganisationFactory(name="Förra", slug="forra")
    PartyFactory(cooperation=row, organisation=former, ends=LEFT_ON)
    row.refresh_from_db()
    return row, {
        "keeper": town, "party": party, "former": former, "stranger": OrganisationFactory(name="Främling"),
    }  # fmt: skip


def fill(row: Cooperation, who: dict[str, Organisation]) -> None:
    """Each writes its own side, shared and not, and notes a contact; jointly one thing before and one after somebody left."""
    for name, organisation in who.items():
        if name == "stranger":
            continue
        for part, shared in (("aims", False), ("plan", True)):
            SideText.objects.create(
                cooperation=row,
                organisation=organisation,
                part=part,
                text=f"{name} {part}",
                language="sv",
                shared=shared,
            )
        Contact.objects.create(cooperation=row, organisation=organisation, on=LEFT_ON, told=f"{name} told")
    for when, day in (("before", LEFT_ON - timedelta(1)), ("after", LEFT_ON + timedelta(1))):
        part = "aims" if when == "before" else "plan"
        JointText.objects.create(cooperation=row, part=part, text=f"joint {when}", language="sv", agreed_on=day)
        change = JointChange.objects.create(
            cooperation=row, part=part, text=f"joint {when}", language="sv", proposed_by=who["party"],
            proposed_on=day, settled_on=day, state="confirmed",
        )  # fmt: skip
        change.answers.create(organisation=who["keeper"], agrees=True, words=f"yes {when}", on=day)
        Agreement.objects.create(
            cooperation=row, title=f"agreement {when}", number=1 if when == "before" else 2, signed_on=day
        )
        AgreedAction.objects.create(
            cooperation=row, text=f"agreed {when}", language="sv", organisation=who["party"], agreed_on=day
        )
        JointOutput.objects.create(
            cooperation=row, title=f"made {when}, agreed", slug=f"made-{when}", language="sv", state="agreed",
            agreed_on=day,
        )  # fmt: skip


def administrator(organisation: Organisation) -> Any:
    return member(organisation, Role.ADMINISTRATOR)


def today() -> date:
    return timezone.localdate()


ELSEWHERE = "0123456789abcdef"


def from_elsewhere(takeout: Opened) -> Opened:
    """The same takeout as if another installation had made it: under its identifiers."""
    home = takeout.manifest["installation"]
    return rewrite(takeout, lambda name, data: data.replace(home.encode(), ELSEWHERE.encode()))


def rewrite(takeout: Opened, change, *, honest: bool = True, leave: tuple[str, ...] = (), add=()) -> Opened:
    """The archive with each member changed; `honest`: with the checksums that fit."""
    old, made, facts = takeout.archive, io.BytesIO(), {}
    manifest = json.loads(change("manifest.json", old.read("manifest.json")))
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name == "manifest.json" or name in leave:
                continue
            data = change(name, old.read(name))
            facts[name] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
            new.writestr(name, data)
        for name, data in add:
            new.writestr(name, data)
        if honest:
            manifest["parts"] = facts
            for key, told in manifest["kinds"].items():
                if told["part"]:
                    told["sha256"] = facts[f"data/{key}.jsonl"]["sha256"]
        new.writestr("manifest.json", json.dumps(manifest))
    return Opened(made.getvalue())


def edit(takeout: Opened, key: str, change) -> Opened:
    """Each record of a kind changed, with the checksums that fit."""

    def lines(name: str, data: bytes) -> bytes:
        if name != f"data/{key}.jsonl":
            return data
        return b"".join(
            json.dumps(change(json.loads(line)), ensure_ascii=False, sort_keys=True).encode() + b"\n"
            for line in data.splitlines()
        )

    return rewrite(takeout, lines)


def rename(takeout: Opened) -> Opened:
    """Under a name and an address that nobody has here."""
    own = takeout.manifest["organisation"]["id"]

    def other(row):
        return row | ({"slug": "nytt-hem", "name": "Nytt hem"} if row["id"] == own else {})

    return edit(takeout, "people.organisation", other)
