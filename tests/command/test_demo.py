"""The demo: made and served, and `byalag import-plan` and `byalag report` on it. It keeps to SQLite whatever there is."""

from __future__ import annotations

import io
import json
import signal
import sqlite3
import zipfile

import pytest

from .installations import ROOT, Installation, answers, environment_of, fetch, free_port, wait_until, worker_of

pytestmark = pytest.mark.embedded

FALUN = ROOT / "src/byalag/demo/documents/falun-2023.txt"
KEYS = {
    "title", "year", "owner", "language", "overall_goals", "sections", "money", "staff_share", "route", "skipped",
}  # fmt: skip
REPORT = "report", "operations_report", "--of", "falu-kommun/verksamhetsplan-2023", "--period", "2023"


@pytest.fixture
def book(demo, tmp_path) -> Installation:
    """A copy of the demo to change."""
    for ending in ("", "-wal", "-shm"):
        part = demo.data / f"byalag.sqlite3{ending}"
        if part.exists():
            (tmp_path / part.name).write_bytes(part.read_bytes())
    return Installation(tmp_path, environment_of(tmp_path, f"sqlite:///{tmp_path / 'byalag.sqlite3'}"))


def test_a_plan_is_told_as_json_and_nothing_is_saved(maker):
    """Not even a database is needed."""
    empty = maker.empty()

    done = empty.run("import-plan", FALUN, "--json")

    assert (done.returncode, done.stderr) == (0, "")
    plan = json.loads(done.stdout)
    assert set(plan) == KEYS
    assert len(plan["overall_goals"]) == 8
    found = {section["name"]: (len(section["goals"]), len(section["activities"])) for section in plan["sections"]}
    assert found["Norden"] == (3, 4)
    assert found["Europa"] == (3, 5)
    assert found["Världen"] == (3, 4)
    assert {(row["amount"], row["currency"], row["per"]) for row in plan["money"]} >= {
        (180000, "SEK", None),
        (850000, "SEK", "year"),
    }


def test_a_plan_is_told_in_words(maker):
    done = maker.empty().run("import-plan", FALUN)

    assert done.returncode == 0
    assert "8 overall goals" in done.stdout
    assert "Norden: 3 goals, 4 activities" in done.stdout


def test_pasted_text_comes_by_standard_input(maker):
    done = maker.empty().run("import-plan", "-", "--json", given=FALUN.read_text("utf-8"))

    assert done.returncode == 0
    assert len(json.loads(done.stdout)["overall_goals"]) == 8


def test_a_plan_is_saved_as_a_draft_when_asked(book):
    count = "from byalag.rooms.promises.api import Framework; print(Framework.objects.filter(status='draft').count())"
    before = int(book.python(count))

    done = book.run("import-plan", FALUN, "--organisation", "falu-kommun", "--save")

    assert done.returncode == 0, done.stderr
    assert "Saved as the draft" in done.stderr
    assert int(book.python(count)) == before + 1


def macros() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
        archive.writestr("word/vbaProject.bin", b"x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [("empty.txt", b""), ("odd.docx", b"PK\x03\x04 not a zip"), ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600),
     ("macros.docx", macros()), ("picture.pdf", b"%PDF-1.4 broken")],
)  # fmt: skip
def test_what_cannot_be_read_ends_with_two_and_a_sentence(maker, tmp_path, name, content):
    (tmp_path / name).write_bytes(content)

    done = maker.empty().run("import-plan", tmp_path / name, "--json")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip().endswith(".")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("nowhere.txt",), "nowhere.txt cannot be read: No such file or directory."),
        ((str(FALUN), "--save"), "--save needs --organisation SLUG: whose plan it is."),
        ((str(FALUN), "--save", "--organisation", "atlantis"), "There is no organisation with the address 'atlantis'."),
    ],
)
def test_what_is_asked_wrongly_is_told(on_sqlite, arguments, sentence):
    done = on_sqlite.run("import-plan", *arguments)

    assert done.returncode == 2
    assert done.stderr.strip().endswith(sentence)


@pytest.fixture(scope="session")
def on_sqlite(demo) -> Installation:
    """The demo's own folder, to read from."""
    return Installation(demo.data, environment_of(demo.data, f"sqlite:///{demo.data / 'byalag.sqlite3'}"))


@pytest.mark.parametrize(
    ("kind", "begins"),
    [("html", b"<!doctype html>"), ("docx", b"PK"), ("pdf", b"%PDF-"), ("xlsx", b"PK"), ("json", b"{")],
)
def test_an_account_is_made_in_every_form(on_sqlite, tmp_path, kind, begins):
    target = tmp_path / f"account.{kind}"

    done = on_sqlite.run(*REPORT, "--language", "sv", "--format", kind, "--out", target)

    assert done.returncode == 0, done.stderr
    content = target.read_bytes()
    assert content.lstrip().lower().startswith(begins.lower())
    assert done.stdout == f"{target} is written ({len(content)} bytes).\n"


def test_an_account_goes_to_standard_output_when_no_file_is_named(on_sqlite):
    done = on_sqlite.run(*REPORT, "--format", "json")

    assert done.returncode == 0
    assert json.loads(done.stdout)["language"] == "sv"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("poem", "--of", "falu-kommun", "--period", "2023"), "There is no account 'poem'. There are: "),
        (
            ("follow_up", "--of", "atlantis", "--period", "2023"),
            "There is no organisation with the address 'atlantis'.",
        ),
        (("follow_up", "--of", "falu-kommun", "--period", "soon"), "Write the period as 2023, or as 2022-04..2023-03."),
        (("follow_up", "--of", "falu-kommun", "--period", "1923"), "has no plan in 1923 that this account is made of."),
    ],
)
def test_an_account_that_cannot_be_made_is_told(on_sqlite, arguments, sentence):
    done = on_sqlite.run("report", *arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr


def test_the_demo_is_made_once_then_served_with_its_sign_ins(demo):
    port = free_port()
    process = demo.start("demo", "--data", demo.data, "--port", port, "--processes", 1)
    wait_until(lambda: answers(port), what="the first answer")
    wait_until(lambda: worker_of(process.pid) is not None, what="the worker")
    status, page = fetch(f"http://127.0.0.1:{port}/")
    process.send_signal(signal.SIGINT)
    told = demo.told_by(process)

    assert process.returncode == 0
    assert f"Byalag answers on http://localhost:{port}" in told
    assert "coordinator@falu-kommun.example" in told
    assert "Making the database" not in told
    assert status == 200
    assert 'value="coordinator@falu-kommun.example"' in page


def test_a_demo_that_was_interrupted_is_set_aside_and_made_anew(demo, tmp_path):
    folder = tmp_path / "demo"
    folder.mkdir()
    (folder / "demo-version").write_text("half made\n")
    with sqlite3.connect(folder / "byalag.sqlite3") as book:
        book.execute("CREATE TABLE half (made)")

    done = demo.run("demo", "--data", folder, "--load-only")

    assert done.returncode == 0, done.stderr
    assert "is of another version, or was interrupted: it is kept as byalag.sqlite3." in done.stdout
    assert len(list(folder.glob("byalag.sqlite3.2*"))) == 1
    assert (folder / "demo-version").read_text().strip().isdigit()


def test_the_demo_keeps_off_a_folder_with_real_work(begun):
    done = begun.run("demo", "--data", begun.data, "--load-only")

    assert done.returncode == 1
    assert "holds other work than the demo. Choose another folder with --data." in done.stderr
