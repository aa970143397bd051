"""The one door for files: what comes in, what is kept of it, and what is refused in which words."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone, translation
from PIL import Image

from byalag.core import files
from byalag.core.files import FileRefused, take_in
from byalag.core.models import StoredFile
from byalag.rooms.records.models import Document
from tests.core.hostile import packages, papers
from tests.factories import OrganisationFactory

MB = 1024 * 1024
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings, tmp_path):
    """The storage of this test alone."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "byalag.core.storage.WholeFiles", "OPTIONS": {"location": tmp_path / "files"}},
    }
    return tmp_path / "files"


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def refused(data: bytes, kind: files.Kind = "document", name: str = "plan.docx") -> str:
    with pytest.raises(FileRefused) as refusal:
        take_in(SimpleUploadedFile(name, data), kind=kind)
    assert str(refusal.value.sentence).endswith(".")
    return refusal.value.code


# --- What comes in ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "make", "suffix", "media_type"),
    [
        ("document", packages.word, "docx", files.TYPES["docx"].media_type),
        ("document", packages.open_document, "odt", "application/vnd.oasis.opendocument.text"),
        ("document", papers.pdf, "pdf", "application/pdf"),
        ("document", lambda: "Mål och åtgärder".encode(), "txt", "text/plain"),
        ("document", lambda: "Mål".encode("utf-16"), "txt", "text/plain"),
        ("document", lambda: "Mål".encode("latin-1"), "txt", "text/plain"),
        ("spreadsheet", packages.sheet, "xlsx", files.TYPES["xlsx"].media_type),
        ("spreadsheet", lambda: b"name;count\nA;1\n", "csv", "text/csv"),
        ("attachment", lambda: packages.open_document(kind="spreadsheet"), "ods", files.TYPES["ods"].media_type),
        ("image", lambda: papers.photo("JPEG"), "jpg", "image/jpeg"),
        ("image", lambda: papers.photo("PNG"), "png", "image/png"),
        ("image", lambda: papers.photo("WEBP"), "jpg", "image/jpeg"),
        ("image", lambda: papers.photo("HEIF"), "jpg", "image/jpeg"),
        ("template", packages.word, "docx", files.TYPES["docx"].media_type),
    ],
)
def test_a_file_is_what_its_content_is(kind, make, suffix, media_type):
    taken = take_in(SimpleUploadedFile("whatever", make()), kind=kind)

    assert (taken.suffix, taken.media_type, taken.stored.media_type) == (suffix, media_type, media_type)


def test_a_wrong_name_does_not_matter_and_is_told():
    taken = take_in(SimpleUploadedFile("plan.doc", packages.word()), kind="document")

    assert (taken.suffix, taken.notes) == ("docx", ("renamed",))
    assert taken.sentences == ["The file is not what its name says. It was kept as what it is."]
    assert take_in(SimpleUploadedFile("plan.docx", packages.word()), kind="document").notes == ()


@pytest.mark.parametrize(
    ("kind", "make", "code"),
    [
        ("document", packages.sheet, "wrong_type"),
        ("document", lambda: papers.photo("PNG"), "wrong_type"),
        ("image", packages.word, "wrong_type_image"),
        ("image", lambda: b"hello", "wrong_type_image"),
        ("spreadsheet", packages.word, "wrong_type_spreadsheet"),
        ("template", packages.open_document, "wrong_type_template"),
    ],
)
def test_what_does_not_fit_here_is_told_what_would(kind, make, code):
    assert refused(make(), kind, "plan.docx") == code


# --- What is refused --------------------------------------------------------------------------------------------------

HOSTILE = {
    "empty": (lambda: b"", "empty"),
    "a Word file with a password": (packages.encrypted_word, "encrypted"),
    "a zip with a password": (packages.zip_with_password, "encrypted"),
    "an OpenDocument file with a password": (packages.encrypted_open_document, "encrypted"),
    "a PDF with a password": (papers.encrypted_pdf, "encrypted"),
    "a linear PDF with a password": (lambda: papers.encrypted_pdf(linear=True), "encrypted"),
    "an old Word file": (lambda: packages.old_office("WordDocument"), "old_word_format"),
    "an old Excel file": (lambda: packages.old_office("Workbook"), "old_office_format"),
    "an old file of something else": (lambda: packages.old_office("Properties"), "wrong_type"),
    "half a Word file": (lambda: packages.word()[:8_000], "damaged"),
    "a Word file with changed bytes": (packages.corrupted, "damaged"),
    "half a PDF": (lambda: papers.pdf()[:600], "damaged"),
    "a PDF in name": (lambda: b"%PDF-1.7\nnothing more\n%%EOF", "damaged"),
    "unusual compression": (packages.odd_compression, "damaged"),
    "a bomb": (packages.bomb, "bomb"),
    "a bomb that lies about its size": (packages.lying_bomb, "damaged"),
    "many small bombs": (packages.many_small_bombs, "bomb"),
    "2 500 members": (packages.many_members, "bomb"),
    "an endless list of members": (packages.endless_directory, "bomb"),
    "entities": (packages.billion_laughs, "unsafe_xml"),
    "a document type": (packages.with_dtd, "unsafe_xml"),
    "a document type in UTF-16": (lambda: packages.with_dtd("utf-16"), "unsafe_xml"),
    "a document type in UTF-7": (lambda: packages.with_dtd("utf-7"), "unsafe_xml"),
    "a document type in EBCDIC": (lambda: packages.with_dtd("ibm037"), "unsafe_xml"),
    "a document type in a part with an odd name": (lambda: packages.with_dtd(name="word/x.dat"), "unsafe_xml"),
    "a document type in OpenDocument": (packages.open_document_with_dtd, "unsafe_xml"),
    "macros": (packages.macros, "macros"),
    "macros by type": (packages.macro_enabled, "macros"),
    "macros under another name": (packages.hidden_macros, "macros"),
    "macros in OpenDocument": (packages.open_document_macros, "macros"),
    "a name that leads out": (lambda: packages.changed(packages.word(), add=[("../../evil", b"x")]), "damaged"),
    "a name with backslashes": (lambda: packages.changed(packages.word(), add=[("word\\..\\..\\x", b"x")]), "damaged"),
    "a name from the root": (lambda: packages.changed(packages.word(), add=[("/etc/passwd", b"x")]), "damaged"),
    "a name on a drive": (lambda: packages.changed(packages.word(), add=[("C:/x", b"x")]), "damaged"),
    "a zip": (packages.plain_zip, "wrong_type"),
    "a drawing": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "wrong_type"),
    "a drawing after spaces": (lambda: b"\xef\xbb\xbf \n <?xml version='1.0'?><svg/>", "wrong_type"),
    "a web page": (lambda: b"<!DOCTYPE html><script>alert(1)</script>", "wrong_type"),
    "a program": (lambda: b"MZ\x90\x00" + bytes(200), "wrong_type"),
    "a text with zero bytes far in": (lambda: b"a" * 2 * MB + b"\x00", "wrong_type"),
    "a film": (lambda: b"\x00\x00\x00\x20ftypisom" + bytes(500), "wrong_type"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_could_harm_is_refused_in_time_with_a_sentence(name, kept):
    make, code = HOSTILE[name]
    data = make()
    started = time.monotonic()

    assert refused(data) == code

    assert time.monotonic() - started < 10
    assert not StoredFile.objects.exists()
    assert not files_in(kept)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("twin", ["word/document.xml", "WORD/Document.xml"])
def test_two_members_of_one_name_are_refused(twin):
    assert refused(packages.changed(packages.word(), add=[(twin, b"<a/>")])) == "damaged"


def test_the_bomb_is_as_small_as_they_come():
    assert len(packages.bomb()) < 400_000


def test_a_pdf_that_only_forbids_changes_comes_in():
    assert take_in(ContentFile(papers.encrypted_pdf("")), kind="document").suffix == "pdf"


def test_a_document_keeps_what_it_carries_and_says_so():
    assert take_in(ContentFile(packages.embedded()), kind="document").notes == ("embedded",)
    outside = packages.with_relation("attachedTemplate", "https://evil.example/t.dotm")
    assert take_in(ContentFile(outside), kind="document").notes == ("outside",)
    link = packages.with_relation("hyperlink", "https://icld.se")
    assert take_in(ContentFile(link), kind="document").notes == ()


def test_a_template_may_carry_and_fetch_nothing():
    assert refused(packages.embedded(), "template") == "embedded"
    assert refused(packages.with_relation("attachedTemplate", "//evil.example/t.dotm"), "template") == "outside"
    assert refused(packages.with_relation("image", "https://evil.example/dot.png"), "template") == "outside"
    assert refused(packages.macros(), "template") == "macros"
    assert (
        take_in(ContentFile(packages.with_relation("hyperlink", "https://icld.se")), kind="template").suffix == "docx"
    )


MEASURED = """
import io, resource, sys, time
import django
django.setup()
from byalag.core.files import FileRefused, take_in
from byalag.rooms.records.models import Document
from tests.core.hostile import packages
what, path = sys.argv[1:]
data = {"large": lambda: open(path, "rb"), "bomb": lambda: io.BytesIO(packages.bomb()),
        "small": lambda: io.BytesIO(packages.many_small_bombs()),
        "list": lambda: io.BytesIO(packages.endless_directory())}[what]()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
started = time.monotonic()
try:
    take_in(data, kind="attachment")
except FileRefused as refusal:
    print(refusal.code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, time.monotonic() - started)
"""


@pytest.mark.slow
@pytest.mark.parametrize(("what", "code"), [("large", "too_large"), ("bomb", "bomb"), ("list", "bomb")])
def test_memory_stays_bounded(tmp_path, what, code):
    """In a process of its own, so that nothing else has stretched it before. 300 MB without a promise of its size."""
    path = packages.sparse(tmp_path / "large.txt", 300 * MB)
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, what, str(path)],
        cwd=tmp_path,
        env={
            "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}",
            "DJANGO_SETTINGS_MODULE": "byalag.config.settings",
            "BYALAG_DATA": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    said, kilobytes, seconds = done.stdout.split()

    assert said == code
    assert int(kilobytes) < 60 * 1024
    assert float(seconds) < 10


def test_a_size_that_is_promised_too_large_is_not_read_at_all():
    class Huge(io.BytesIO):
        size = 300 * MB

        def read(self, *args):
            raise AssertionError("read")

    with pytest.raises(FileRefused) as refusal:
        take_in(Huge(b"text"), kind="attachment")
    assert refusal.value.code == "too_large"


@pytest.mark.parametrize("language", ["sv", "pl"])
def test_every_sentence_is_translated(language):
    with translation.override("en"):
        english = {code: str(sentence) for code, sentence in {**files.SENTENCES, **files.NOTES}.items()}
    with translation.override(language):
        for code, sentence in {**files.SENTENCES, **files.NOTES}.items():
            assert str(sentence) != english[code], code


# --- Pictures ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_picture_does_not_tell_where_it_was_taken(format_):
    original = papers.photo(format_)
    assert papers.tells_where(original)

    taken = take_in(ContentFile(original, name="photo.jpg"), kind="image")

    assert not papers.tells_where(files.open_stored(taken.stored).read())
    assert "cleaned" in taken.notes


def test_a_picture_stands_upright():
    taken = take_in(ContentFile(papers.photo(size=(60, 40), side=6)), kind="image")  # turned a quarter

    with Image.open(files.open_stored(taken.stored)) as image:
        assert image.size == (40, 60)
        red, green, _blue = image.getpixel((38, 2))
        assert (red > 200, green < 80) == (True, True)


def test_what_is_see_through_stays_so():
    taken = take_in(ContentFile(papers.photo("PNG", mode="RGBA")), kind="image")
    with Image.open(files.open_stored(taken.stored)) as image:
        assert image.mode == "RGBA"
        assert image.getpixel((59, 39))[3] == 0


def test_a_colour_profile_does_not_change_what_is_seen():
    taken = take_in(ContentFile(papers.photo_with_profile()), kind="image")
    with Image.open(files.open_stored(taken.stored)) as image:
        assert "icc_profile" not in image.info
        assert image.getpixel((4, 4))[0] > 240


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (packages.bare_png(30_000, 30_000), "image_too_large"),
        (packages.bare_png(100_000, 100_000), "image_too_large"),
        (papers.photo()[:300], "damaged"),
        (b"\xff\xd8\xff" + b"no picture" * 20, "damaged"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(100), "damaged"),
    ],
)
def test_a_picture_that_is_too_much_or_broken_is_refused(data, code):
    assert refused(data, "image", "photo.png") == code


@pytest.mark.parametrize("format_", ["JPEG", "PNG"])
def test_pictures_inside_a_document_can_be_cleaned(format_):
    original = packages.word("Text that stays", papers.photo(format_, side=6))
    assert any(papers.tells_where(data) for data in pictures_in(original))

    scrubbed = files.scrub_pictures(as_file(original))

    assert [papers.tells_where(data) for data in pictures_in(scrubbed)] == [False]
    with Image.open(io.BytesIO(pictures_in(scrubbed)[0])) as image:
        assert image.getexif().get(papers.ORIENTATION) == 6
    assert packages.part(scrubbed, "word/document.xml") == packages.part(original, "word/document.xml")
    assert take_in(ContentFile(scrubbed), kind="document").suffix == "docx"


def test_pictures_inside_an_opendocument_file_can_be_cleaned():
    original = packages.changed(packages.open_document(), add=[("Pictures/1.jpg", papers.photo())])

    scrubbed = files.scrub_pictures(as_file(original))

    assert not papers.tells_where(packages.part(scrubbed, "Pictures/1.jpg"))
    with zipfile.ZipFile(io.BytesIO(scrubbed)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


def test_a_bomb_is_not_cleaned():
    with pytest.raises(FileRefused) as refusal:
        files.scrub_pictures(as_file(packages.bomb()))
    assert refusal.value.code == "bomb"


def as_file(data: bytes) -> io.BufferedRandom:
    file = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the test)
    file.write(data)
    return file


def pictures_in(document: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return [archive.read(name) for name in archive.namelist() if name.startswith("word/media/")]


# --- What is kept -----------------------------------------------------------------------------------------------------


def test_bytes_are_kept_under_their_sum_and_once(kept):
    data = "Mål".encode()
    sha256 = hashlib.sha256(data).hexdigest()

    first = take_in(ContentFile(data, name="a.txt"), kind="document")
    second = take_in(ContentFile(data, name="b.txt"), kind="attachment")

    assert first.stored == second.stored
    assert (first.stored.sha256, first.stored.size) == (sha256, len(data))
    assert [path.relative_to(kept).as_posix() for path in files_in(kept)] == [f"{sha256[:2]}/{sha256[2:4]}/{sha256}"]
    assert files.open_stored(first.stored).read() == data


def test_a_disk_that_is_full_leaves_nothing(kept, monkeypatch):
    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("byalag.core.storage.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        take_in(ContentFile(b"text"), kind="document")
    monkeypatch.undo()

    assert not files_in(kept)
    assert not StoredFile.objects.exists()


def test_half_a_file_from_a_crash_is_written_anew(kept):
    data = b"all of it"
    place = kept / files.path_of(hashlib.sha256(data).hexdigest())
    place.parent.mkdir(parents=True)
    place.write_bytes(b"all")

    taken = take_in(ContentFile(data), kind="document")

    assert files.open_stored(taken.stored).read() == data


def age(path: Path, days: int = 2) -> None:
    then = time.time() - days * 86_400
    os.utime(path, (then, then))


def test_what_a_rollback_left_is_swept_away(kept):
    with transaction.atomic():
        take_in(ContentFile(b"never decided"), kind="document")
        transaction.set_rollback(True)
    (left,) = files_in(kept)

    assert files.sweep_orphans() == 0  # it is young: somebody may just be about to want it
    age(left)
    assert files.sweep_orphans() == 1
    assert not files_in(kept)


def test_what_a_crash_left_half_written_is_swept_away(kept):
    left = kept / "incoming" / "tmp123"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")
    age(left)

    assert files.sweep_orphans() == 1
    assert not left.exists()


def test_what_somebody_points_to_stays_and_what_nobody_does_goes(kept):
    wanted = take_in(ContentFile(b"wanted"), kind="document").stored
    unwanted = take_in(ContentFile(b"unwanted"), kind="document").stored
    Document.objects.create(organisation=OrganisationFactory(), title="Plan", file=wanted, file_name="plan.txt")
    for path in files_in(kept):
        age(path)
    StoredFile.objects.update(created_at=timezone.now() - timedelta(days=2))

    assert files.sweep_orphans() == 1

    assert StoredFile.objects.filter(pk=wanted.pk).exists()
    assert not StoredFile.objects.filter(pk=unwanted.pk).exists()
    assert [path.name for path in files_in(kept)] == [wanted.sha256]


def test_an_old_file_that_comes_in_again_is_young_again(kept):
    data = b"again"
    default_storage.save(files.path_of(hashlib.sha256(data).hexdigest()), ContentFile(data))
    (place,) = files_in(kept)
    age(place)

    take_in(ContentFile(data), kind="document")

    assert time.time() - place.stat().st_mtime < 60
