"""What rests on what: imports and foreign keys only ever point down."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

from django.apps import apps

from .source import ROOMS, ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
FLOORS = next(contract["layers"] for contract in CONTRACTS if contract.get("containers") == ["byalag.rooms"])
FLOOR = {room.strip(" ()"): number for number, floor in enumerate(reversed(FLOORS)) for room in floor.split("|")}


def test_the_import_contracts_are_kept():
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program, "--no-cache"],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": f"src{os.pathsep}."}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout


def test_no_contract_makes_an_exception():
    excused = [contract["name"] for contract in CONTRACTS if contract.keys() & {"ignore_imports", "exhaustive_ignores"}]

    assert excused == []


def test_every_room_stands_on_a_floor():
    assert sorted(FLOOR) == sorted(room.name for room in ROOMS)


def test_foreign_keys_only_look_down():
    """Neighbours on a floor count as upward too; core and Django's own tables lie below every room."""
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in FLOOR
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and field.related_model
        and field.related_model._meta.app_label != model._meta.app_label
        and FLOOR.get(field.related_model._meta.app_label, -1) >= FLOOR[model._meta.app_label]
    ]

    assert upward == []


def test_core_points_at_no_room():
    upward = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_app_config("core").get_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model._meta.app_label in FLOOR
    ]

    assert upward == []
