"""There and back again, on the database that the suite runs on."""

from __future__ import annotations

import io
import json
import shutil
import tarfile
from pathlib import Path

import pytest

KEEP_A_FILE = (
    "import io\n"
    "from byalag.core.files import take_in\n"
    "print(take_in(io.BytesIO({text!r}.encode()), kind='document').stored.sha256)"
)
WHAT_IS_HERE = (
    "from byalag.core.models import LogEntry, StoredFile, User\n"
    "from byalag.core.files import open_stored\n"
    "from byalag.rooms.people.api import Organisation\n"
    "print(sorted(User.objects.values_list('email', 'password')), list(LogEntry.objects.values_list('pk', 'action')),\n"
    "      [open_stored(row).read() for row in StoredFile.objects.order_by('pk')], Organisation.objects.get().name)"
)


@pytest.fixture(scope="session")
def with_a_file(maker, first_begun):
    """The installation that was backed up."""
    made = maker.copy_of(first_begun)
    made.python(KEEP_A_FILE.format(text="Protokoll, 14 §: ja"))
    return made


@pytest.fixture(scope="session")
def first_archive(with_a_file, tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("archives") / "byalag.tar.gz"
    done = with_a_file.run("backup", target)
    assert (done.returncode, done.stdout) == (0, f"{target} holds the database and 1 files.\n")
    return target


@pytest.fixture
def archive(first_archive, tmp_path) -> Path:
    return Path(shutil.copy(first_archive, tmp_path))


@pytest.fixture
def used(maker, with_a_file):
    """An installation in use, as it was when it was backed up."""
    return maker.copy_of(with_a_file)


def rewrite(archive: Path, name: str, content: bytes) -> None:
    """The same archive with one member's content changed, or one member more."""
    with tarfile.open(archive) as old:
        members = {member.name: old.extractfile(member).read() for member in old}  # type: ignore[union-attr]
    members[name] = content
    with tarfile.open(archive, "w:gz") as new:
        for member_name, data in members.items():
            member = tarfile.TarInfo(member_name)
            member.size = len(data)
            new.addfile(member, io.BytesIO(data))


def member(archive: Path, ending: str) -> str:
    with tarfile.open(archive) as opened:
        return next(name for name in opened.getnames() if name.endswith(ending) or ending in name)


def test_everything_comes_back_elsewhere(used, archive, maker):
    elsewhere = maker.empty()

    done = elsewhere.run("restore", archive)

    assert (done.returncode, done.stdout) == (0, "The database and 1 files are back.\n")
    assert elsewhere.python(WHAT_IS_HERE) == used.python(WHAT_IS_HERE)


def test_the_log_is_append_only_after_coming_back(archive, maker):
    elsewhere = maker.empty()
    elsewhere.run("restore", archive)

    told = elsewhere.python(
        "from django.db import DatabaseError\n"
        "from byalag.core.models import LogEntry\n"
        "try:\n    LogEntry.objects.all().delete()\nexcept DatabaseError as fault:\n    print(fault)"
    )

    assert "The event log is append-only." in told


def test_work_is_not_thrown_away_unless_asked(used, archive):
    before = used.python(WHAT_IS_HERE)
    used.python(KEEP_A_FILE.format(text="written after the backup"))

    refused = used.run("restore", archive)
    assert refused.returncode == 1
    assert refused.stderr == (
        "There is work here already. Add --replace to throw it away and put the backup in its place.\n"
    )
    assert len(list((used.data / "files").glob("??/??/*"))) == 2

    replaced = used.run("restore", archive, "--replace")
    assert replaced.returncode == 0
    assert used.python(WHAT_IS_HERE) == before
    assert len(list((used.data / "files").glob("??/??/*"))) == 1


@pytest.mark.parametrize("part", ["database.", "files/"])
def test_a_changed_part_is_noticed_before_anything_is_touched(used, archive, part):
    before = used.python(WHAT_IS_HERE)
    name = member(archive, part)
    rewrite(archive, name, b"something else")

    done = used.run("restore", archive, "--replace")

    assert done.returncode == 2
    assert f"is damaged: {name} is not what was written. Nothing was changed here." in done.stderr
    assert used.python(WHAT_IS_HERE) == before


@pytest.mark.parametrize("name", ["../../evil", "/etc/cron.d/evil", "files/aa/bb/short", "secret-key"])
def test_an_archive_with_a_strange_member_is_not_ours(installation, archive, name):
    rewrite(archive, name, b"x")

    done = installation.run("restore", archive)

    assert done.returncode == 2
    assert "is not a backup of Byalag" in done.stderr
    assert not list(installation.data.parent.rglob("evil"))


def test_a_file_that_the_list_does_not_name_is_noticed(installation, archive):
    rewrite(archive, f"files/aa/bb/{'a' * 64}", b"smuggled")

    done = installation.run("restore", archive)

    assert done.returncode == 2
    assert "holds more than its list says" in done.stderr


def test_a_backup_of_a_newer_program_waits_for_that_program(installation, archive):
    with tarfile.open(archive) as opened:
        manifest = json.load(opened.extractfile("manifest.json"))  # type: ignore[arg-type]
    manifest["migrations"].append("work.9999_of_tomorrow")
    rewrite(archive, "manifest.json", json.dumps(manifest).encode())

    done = installation.run("restore", archive)

    assert done.returncode == 1
    assert "was written by a newer program" in done.stderr


@pytest.mark.parametrize("content", [b"", b"not a tar at all", b"\x1f\x8b\x08\x00broken"])
def test_what_is_no_archive_is_told(installation, tmp_path, content):
    (tmp_path / "odd.tar.gz").write_bytes(content)

    done = installation.run("restore", tmp_path / "odd.tar.gz")

    assert done.returncode == 2
    assert "is not a backup of Byalag, or it is damaged." in done.stderr


def test_half_an_archive_is_told(installation, archive):
    archive.write_bytes(archive.read_bytes()[:-2000])

    done = installation.run("restore", archive)

    assert done.returncode == 2
    assert "damaged" in done.stderr


def test_a_missing_archive_and_a_missing_folder_are_told(begun, tmp_path):
    restored = begun.run("restore", tmp_path / "none.tar", "--replace")
    written = begun.run("backup", tmp_path / "no-folder" / "byalag.tar")

    assert (restored.returncode, restored.stderr) == (2, f"There is no backup in {tmp_path / 'none.tar'}.\n")
    assert (written.returncode, written.stderr) == (1, f"There is no folder {tmp_path / 'no-folder'}. Make it first.\n")


def test_only_its_owner_reads_a_backup(first_archive):
    assert first_archive.stat().st_mode & 0o077 == 0
