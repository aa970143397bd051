"""Out of one installation and into another by the command line, and out again: the same."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest


def take_out(installation, organisation, file, *options):
    done = installation.run("takeout", organisation, "--to", file, *options)
    assert done.returncode == 0, done.stderr
    return json.loads(zipfile.ZipFile(file).read("manifest.json"))


@pytest.fixture
def demo_here(maker, demo):
    """The demo with its own database, whatever kind the suite runs on."""
    demo.settings["BYALAG_DATABASE"] = f"sqlite:///{demo.data / 'byalag.sqlite3'}"
    return demo


def test_there_and_back_again(demo_here, installation, tmp_path):
    first = take_out(demo_here, "falu-kommun", tmp_path / "out.zip")
    assert sum(kind["count"] for kind in first["kinds"].values()) > 150
    assert first["files"]
    seen = installation.run("take-in", tmp_path / "out.zip", "--json")
    assert seen.returncode == 0, seen.stderr
    assert json.loads(seen.stdout)["saved"] is False

    done = installation.run("take-in", tmp_path / "out.zip", "--save")
    assert done.returncode == 0, done.stderr
    second = take_out(installation, "falu-kommun", tmp_path / "again.zip")
    assert {key: kind["sha256"] for key, kind in second["kinds"].items()} == {
        key: kind["sha256"] for key, kind in first["kinds"].items()
    }
    assert second["files"] == first["files"]
    assert second["installation"] != first["installation"]

    once_more = installation.run("take-in", tmp_path / "again.zip", "--save", "--json")
    assert once_more.returncode == 0, once_more.stderr
    told = json.loads(once_more.stdout)
    assert (told["made"], told["problems"]) == ({}, [])


def test_what_cannot_be_done_is_said(begun, tmp_path):
    (tmp_path / "no.zip").write_bytes(b"not a zip")
    for arguments, code, sentence in (
        (("takeout", "nobody", "--to", tmp_path / "x.zip"), 2, "no organisation with the address 'nobody'"),
        (("takeout", "nykoping", "--cooperation", 7, "--to", tmp_path / "x.zip"), 2, "never been in a cooperation"),
        (("takeout", "nykoping", "--to", Path("/no/such/folder/x.zip")), 1, "could not be written"),
        (("take-in", tmp_path / "no.zip"), 2, "not a takeout of Byalag"),
        (("take-in", tmp_path / "none.zip"), 2, "cannot be read"),
        (("take-in", tmp_path / "no.zip", "--organisation", "nobody"), 2, "no organisation with the address 'nobody'"),
    ):
        done = begun.run(*arguments)
        assert (done.returncode, done.stdout) == (code, ""), arguments
        assert sentence in done.stderr

    assert not list(tmp_path.glob("x.zip"))


def test_into_one_that_has_the_address_already(begun, tmp_path):
    take_out(begun, "nykoping", tmp_path / "out.zip")
    done = begun.run("take-in", tmp_path / "out.zip", "--save")

    assert done.returncode == 0
    assert "All of this is here already" in done.stdout
