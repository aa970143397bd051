"""Large files in pieces: where each goes on, who may, and what is refused."""

from __future__ import annotations

import base64
import io
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from byalag.core import jobs
from byalag.core.device import device_key
from byalag.rooms.people.enums import Role
from byalag.rooms.people.models import Membership
from byalag.rooms.records.models import Document
from byalag.rooms.work import pieces
from byalag.rooms.work.models import Activity, PartialFile
from tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
UPLOADS = "/activities/entry/uploads/"
TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture(autouse=True)
def disk(settings, tmp_path) -> Path:
    settings.UPLOADS = tmp_path / "uploads"
    return settings.UPLOADS


@pytest.fixture
def town():
    return OrganisationFactory()


def signed_in(town, role=Role.CONTRIBUTOR) -> Client:
    user, client = UserFactory(), Client()
    Membership.objects.create(user=user, organisation=town, role=role)
    client.force_login(user, backend=BACKEND)
    client.user = user
    return client


@pytest.fixture
def phone(town) -> Client:
    return signed_in(town)


def begin(client, size, name="torget.jpg"):
    title = base64.b64encode(name.encode()).decode()
    return client.post(UPLOADS, headers=TUS | {"Upload-Length": str(size), "Upload-Metadata": f"filename {title}"})


def piece(client, url, offset, data, **headers):
    return client.patch(
        url,
        data,
        content_type="application/offset+octet-stream",
        headers=TUS | {"Upload-Offset": str(offset)} | headers,
    )


def offset(client, url):
    return int(client.head(url, headers=TUS)["Upload-Offset"])


def test_what_is_spoken_here(phone):
    answer = phone.options(UPLOADS)

    assert answer.status_code == 204
    assert answer["Tus-Version"] == "1.0.0"
    assert answer["Tus-Extension"] == "creation,expiration,termination"
    assert answer["Tus-Max-Size"] == str(100 * 1024 * 1024)
    assert phone.post(UPLOADS, headers={"Upload-Length": "4"}).status_code == 412


def test_a_file_comes_piece_by_piece(phone):
    made = begin(phone, 10)
    url = made["Location"]
    assert (made.status_code, offset(phone, url)) == (201, 0)
    assert "Upload-Expires" in made

    first = piece(phone, url, 0, b"abcd")
    assert (first.status_code, first["Upload-Offset"], offset(phone, url)) == (204, "4", 4)
    last = piece(phone, url, 4, b"efghij")

    assert last["Upload-Offset"] == phone.head(url, headers=TUS)["Upload-Length"] == "10"
    assert pieces.opened(PartialFile.objects.get()).read() == b"abcdefghij"


@pytest.mark.parametrize(("where", "data", "status"), [(3, b"x", 409), (5, b"x", 409), (4, b"1234567", 413)])
def test_a_piece_that_does_not_fit_changes_nothing(phone, where, data, status):
    url = begin(phone, 10)["Location"]
    piece(phone, url, 0, b"abcd")

    assert piece(phone, url, where, data).status_code == status
    assert offset(phone, url) == 4


def test_more_than_was_announced_is_not_kept(phone):
    """Also when the length of the piece is told wrong."""
    begin(phone, 4)
    upload = PartialFile.objects.get()
    pieces.append(upload, 0, io.BytesIO(b"ab"))

    with pytest.raises(pieces.TooMuch):
        pieces.append(upload, 2, io.BytesIO(b"cdefgh"))
    assert pieces.offset_of(upload) == 2


def test_what_came_before_the_line_broke_stays(phone):
    class Broken(io.BytesIO):
        def read(self, size=-1):
            if chunk := super().read(4):
                return chunk
            raise ConnectionResetError

    begin(phone, 10)
    upload = PartialFile.objects.get()

    with pytest.raises(ConnectionResetError):
        pieces.append(upload, 0, Broken(b"abcdefg"))

    assert pieces.offset_of(upload) == 7
    assert pieces.append(upload, 7, io.BytesIO(b"hij")) == 10


def test_two_pieces_at_once_do_not_mix(phone):
    begin(phone, 10)
    upload = PartialFile.objects.get()

    class Slow(io.BytesIO):
        def read(self, size=-1):
            with pytest.raises(pieces.Busy):
                pieces.append(upload, 0, io.BytesIO(b"zzz"))
            return super().read(size)

    assert pieces.append(upload, 0, Slow(b"abcd")) == 4


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Upload-Length": str(100 * 1024 * 1024 + 1)}, 413),
        ({"Upload-Length": "-1"}, 400),
        ({"Upload-Length": "many"}, 400),
        ({}, 400),
    ],
)
def test_what_cannot_be_begun(phone, headers, status):
    assert phone.post(UPLOADS, headers=TUS | headers).status_code == status
    assert not PartialFile.objects.exists()


def test_too_many_at_once_are_told_to_wait(phone):
    for _ in range(20):
        assert begin(phone, 10).status_code == 201
    answer = begin(phone, 10)

    assert answer.status_code == 429
    assert "Too many files" in answer.json()["text"]


def test_only_who_sends_it_knows_of_it(phone, town):
    url = begin(phone, 10)["Location"]
    other = signed_in(town)

    assert other.head(url, headers=TUS).status_code == 404
    assert piece(other, url, 0, b"abcd").status_code == 404
    assert other.delete(url, headers=TUS).status_code == 404
    assert Client().head(url, headers=TUS).status_code == 401
    assert phone.head(url, headers=TUS | {"X-Device-User": device_key(other.user)}).status_code == 409
    assert offset(phone, url) == 0


@pytest.mark.parametrize("role", Role)
def test_who_may_send_pieces(town, role):
    assert (begin(signed_in(town, role), 10).status_code == 201) == (role in {Role.CONTRIBUTOR, Role.COORDINATOR})


def test_it_is_let_go_of(phone, disk):
    url = begin(phone, 10)["Location"]
    piece(phone, url, 0, b"abcd")
    assert len(list(disk.iterdir())) == 1

    assert phone.delete(url, headers=TUS).status_code == 204
    assert phone.head(url, headers=TUS).status_code == 404
    assert not PartialFile.objects.exists()


def test_what_has_lain_too_long_is_swept_away_by_the_worker(phone, disk):
    old, young = begin(phone, 10)["Location"], begin(phone, 10)["Location"]
    for url in (old, young):
        piece(phone, url, 0, b"abcd")
    (disk / uuid4().hex).write_bytes(b"nobody's")
    PartialFile.objects.filter(key=old.split("/")[-2]).update(expires_at=timezone.now() - timedelta(seconds=1))

    assert phone.head(old, headers=TUS).status_code == 404
    assert jobs.schedules["work.uploads.sweep"].run() == 2

    assert [path.name for path in disk.iterdir()] == [young.split("/")[-2].replace("-", "")]


def a_picture() -> bytes:
    file = io.BytesIO()
    Image.effect_noise((300, 200), 90).convert("RGB").save(file, "JPEG")
    return file.getvalue()


def send(client, town, **fields):
    typed = {"sent_as": str(uuid4()), "organisation": town.pk, "title": "Möte", "day": "2026-05-08", "language": "sv"}
    headers = {"Accept": "application/json", "X-Device-User": device_key(client.user)}
    return client.post(reverse("work:entry"), typed | fields, headers=headers)


def key_of(url):
    return url.rstrip("/").rsplit("/", 1)[-1]


def test_an_entry_takes_the_file_that_came_in_pieces(phone, town, disk, django_capture_on_commit_callbacks):
    data = a_picture()
    url = begin(phone, len(data), "Torget i maj.jpg")["Location"]
    piece(phone, url, 0, data[:1000])
    piece(phone, url, 1000, data[1000:])

    with django_capture_on_commit_callbacks(execute=True):
        answer = send(phone, town, photo_upload=key_of(url), pictured="nobody")

    assert answer.json()["state"] == "accepted"
    assert Document.objects.get().title == "Torget i maj"
    assert Activity.objects.get().evidence.get().kind == "photo"
    assert not PartialFile.objects.exists()
    assert list(disk.iterdir()) == []


@pytest.mark.parametrize("what", ["half", "strange", "somebody else's", "refused"])
def test_an_entry_does_not_take_what_is_not_whole_or_not_theirs(phone, town, what):
    data = b"MZ\x90\x00\x00" if what == "refused" else a_picture()
    sender = signed_in(town) if what == "somebody else's" else phone
    url = begin(sender, len(data))["Location"]
    piece(sender, url, 0, data[:-1] if what == "half" else data)
    key = str(uuid4()) if what == "strange" else key_of(url)

    answer = send(phone, town, photo_upload=key, pictured="nobody").json()

    assert answer["state"] == "refused"
    assert answer["reasons"][0]["field"] == "photo"
    assert not Activity.objects.exists()


def test_a_device_asks_whether_an_entry_has_come(phone, town):
    number = str(uuid4())
    asked = f"{reverse('work:entry_state')}?sent_as={number}"

    assert phone.get(asked).json()["is_there"] is False
    send(phone, town, sent_as=number)
    assert phone.get(asked).json()["is_there"] is True
    assert signed_in(town).get(asked).json()["is_there"] is False
    assert phone.get(f"{reverse('work:entry_state')}?sent_as=x").json()["is_there"] is False
