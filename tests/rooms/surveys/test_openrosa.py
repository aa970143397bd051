"""What ODK Collect asks and sends, as its own client does it."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import etree
from PIL import Image

from byalag.engines.survey_forms import Kind, Question
from byalag.rooms.people.api import system
from byalag.rooms.surveys import actions
from byalag.rooms.surveys.enums import DoorKind
from byalag.rooms.surveys.models import Submission

from .conftest import said
from .test_submissions import sent

pytestmark = pytest.mark.django_db
LIST = "{http://openrosa.org/xforms/xformsList}"


@pytest.fixture
def phone(town, wave):
    _, token = actions.open_door(system(town), wave=wave, kind=DoorKind.DEVICE, name="Phone 1")
    return Phone(token)


class Phone:
    """Asks and sends as Collect does, without a session and with its headers."""

    def __init__(self, token: str) -> None:
        self.base = f"/surveys/odk/{token}"
        self.client = Client(enforce_csrf_checks=True, headers={"X-OpenRosa-Version": "1.0"})

    def get(self, path: str):
        answer = self.client.get(path if path.startswith("/") else f"{self.base}/{path}")
        assert answer["X-OpenRosa-Version"] == "1.0"
        return answer

    def head(self):
        answer = self.client.head(f"{self.base}/submission?deviceID=collect:1")
        assert answer["X-OpenRosa-Version"] == "1.0"
        return answer

    def send(self, xml: bytes, incomplete: bool = False, **files: bytes):
        parts = {"xml_submission_file": SimpleUploadedFile("answers.xml", xml, "text/xml")}
        parts |= {name: SimpleUploadedFile(name, data, "application/octet-stream") for name, data in files.items()}
        if incomplete:
            parts["*isIncomplete*"] = "yes"
        answer = self.client.post(f"{self.base}/submission?deviceID=collect:1", parts)
        assert answer["X-OpenRosa-Version"] == "1.0"
        if answer.status_code != 429:
            etree.fromstring(answer.content)
        return answer


def picture(colour: str = "red") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(made, "JPEG")
    return made.getvalue()


def test_the_form_is_listed_and_comes_as_its_hash_says(phone, form):
    listed = phone.get("formList")
    assert listed["Content-Type"].startswith("text/xml")
    one = etree.fromstring(listed.content).find(f"{LIST}xform")
    told = {etree.QName(child).localname: child.text for child in one}
    assert (told["formID"], told["version"]) == (form.value.id, "1")

    path = told["downloadUrl"][told["downloadUrl"].index("/surveys/") :]
    assert told["hash"] == f"md5:{hashlib.md5(phone.get(path).content).hexdigest()}"
    manifest = phone.get(told["manifestUrl"][told["manifestUrl"].index("/surveys/") :])
    root = etree.fromstring(manifest.content)
    assert (etree.QName(root).localname, len(root)) == ("manifest", 0)
    assert len(etree.fromstring(phone.get("formList?formID=other").content)) == 0


def test_what_is_sent_is_there_once_whoever_sends_it_how_often(town, wave, form):
    xml = sent(form, {"/data/say": "some"}, "uuid:1")
    phones = [
        Phone(actions.open_door(system(town), wave=wave, kind=DoorKind.DEVICE, name=f"Phone {n}")[1]) for n in range(3)
    ]
    for one in phones:
        head = one.head()
        assert (head.status_code, head["X-OpenRosa-Accept-Content-Length"]) == (204, "10485760")
        assert head["Location"].endswith(f"{one.base}/submission")
        assert one.send(xml).status_code == 201
        assert one.send(xml).status_code == 201
    row = Submission.objects.get()
    assert (row.channel, row.door.name, row.answers) == ("device", "Phone 0", {"/data/say": "some"})


def test_other_answers_with_the_same_identifier_are_refused(phone, form):
    assert phone.send(sent(form, {"/data/say": "some"}, "uuid:1")).status_code == 201
    answer = phone.send(sent(form, {"/data/say": "none"}, "uuid:1"))
    assert answer.status_code == 409
    assert b"Other answers" in answer.content
    assert Submission.objects.get().answers == {"/data/say": "some"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda xml: xml.replace(b'id="survey-', b'id="other-'), 404),
        (lambda xml: xml.replace(b'version="1"', b'version="7"'), 404),
        (lambda xml: xml.replace(b' version="1"', b""), 404),
        (lambda xml: xml[:-9], 400),
        (lambda xml: b"", 400),
        (lambda xml: xml.replace(b"uuid:1", b""), 400),
        (lambda xml: b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + xml.partition(b"?>")[2], 400),
        (lambda xml: xml.replace(b"some", b"so\x00me"), 400),
    ],
)
def test_what_is_of_another_form_or_broken_is_refused(phone, form, change, code):
    xml = sent(form, {"/data/say": "some"}, "uuid:1")
    assert change(xml) != xml
    assert phone.send(change(xml)).status_code == code
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"nothing", "multipart/form-data"),
        (b"nothing", "multipart/form-data; boundary=x"),
        (b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--x--\r\n", "multipart/form-data; boundary=x"),
        (b"<x/>", "text/xml"),
    ],
)  # fmt: skip
def test_a_broken_envelope_is_answered_as_a_device_understands(phone, body, kind):
    answer = phone.client.post(f"{phone.base}/submission", body, content_type=kind)
    assert (answer.status_code, answer["X-OpenRosa-Version"]) == (400, "1.0")


def test_a_closed_wave_a_closed_door_and_a_guess(town, wave, form, phone):
    xml = sent(form, {"/data/say": "some"}, "uuid:1")
    actions.close_wave(system(town), wave=wave)
    answer = phone.send(xml)
    assert (answer.status_code, b"takes no answers" in answer.content) == (403, True)
    assert len(etree.fromstring(phone.get("formList").content)) == 0
    actions.open_wave(system(town), wave=wave)
    assert phone.send(xml).status_code == 201  # the device has kept it

    actions.close_door(system(town), door=wave.doors.get())
    assert phone.send(sent(form, {"/data/say": "none"})).status_code == 404
    assert phone.get("formList").status_code == 404
    codes = [Phone(f"guess{n}").get("formList").status_code for n in range(32)]
    assert (codes[0], codes[-1]) == (404, 429)


@pytest.mark.parametrize("kind", [DoorKind.OPEN, DoorKind.PERSONAL])
def test_only_a_devices_door_leads_here(town, wave, form, kind):
    _, token = actions.open_door(system(town), wave=wave, kind=kind, name="Library")
    assert Phone(token).get("formList").status_code == 404
    assert Phone(token).send(sent(form, {"/data/say": "some"})).status_code == 404


def test_an_earlier_version_is_taken_in_as_what_it_is(town, survey, wave, form, phone, coordinator):
    newer = actions.freeze_form(coordinator, form=actions.begin_version(coordinator, survey=survey))
    actions.change_wave(coordinator, wave=wave, expected=None, form=newer)
    assert phone.send(sent(form, {"/data/say": "some"}, "uuid:1")).status_code == 201
    assert phone.send(sent(newer, {"/data/say": "some"}, "uuid:2")).status_code == 201
    marks = {row.instance_id: [mark.code for mark in row.marks.all()] for row in Submission.objects.all()}
    assert marks == {"uuid:1": ["old_form"], "uuid:2": []}
    assert Submission.objects.get(instance_id="uuid:1").form == form


@pytest.fixture
def field_form(town, survey, wave, coordinator):
    """With the device's clock and two pictures; the wave asks it."""
    draft = actions.begin_version(coordinator, survey=survey)
    start, end = (
        Question(
            f"/data/{name}", Kind.METADATA, parameters=(("preload", "timestamp"), ("params", name)), cast="dateTime"
        )
        for name in ("start", "end")
    )
    photos = tuple(Question(f"/data/photo{n}", Kind.IMAGE, said("A picture")) for n in (1, 2))
    value = replace(draft.value, items=(start, end, *draft.value.items, *photos))
    made = actions.write_form(coordinator, form=draft, questionnaire=value, expected=None)
    made = actions.freeze_form(coordinator, form=made)
    actions.change_wave(coordinator, wave=wave, expected=None, form=made)
    return made


def on_a_device(form, instance: str, start: str = "2026-03-01T10:00:00.000+01:00", **answers: str) -> bytes:
    inner = "".join(f"<{name}>{text}</{name}>" for name, text in {"start": start, "end": start, **answers}.items())
    return (
        f'<data id="{form.value.id}" version="{form.number}">{inner}'
        f"<meta><instanceID>{instance}</instanceID></meta></data>"
    ).encode()


@pytest.mark.parametrize(
    ("start", "marked"),
    [
        ("2026-03-01T10:00:00.000+01:00", False),
        ("1970-01-01T00:00:12.000Z", True),
        ("2999-01-01T00:00:00.000Z", True),
        ("no time", False),
    ],
)
def test_a_clock_that_goes_wrong_is_marked_and_the_answers_stay(phone, field_form, start, marked):
    assert phone.send(on_a_device(field_form, "uuid:1", start, say="some")).status_code == 201
    row = Submission.objects.get()
    assert [mark.code for mark in row.marks.all()] == ["clock"] * marked
    assert (row.started_at is not None) == start.startswith("2026")


def test_pictures_come_in_parts_and_what_is_missing_is_marked_until_it_has_come(phone, field_form):
    xml = on_a_device(field_form, "uuid:1", say="some", photo1="a.jpg", photo2="b.jpg")
    assert phone.send(xml, incomplete=True, **{"a.jpg": picture()}).status_code == 201
    row = Submission.objects.get()
    mark = row.marks.get()
    assert (mark.code, mark.detail, mark.settled_at) == ("files_missing", "b.jpg", None)

    assert phone.send(xml, **{"b.jpg": picture("blue"), "stranger.jpg": picture()}).status_code == 201
    mark.refresh_from_db()
    assert mark.settled_at is not None
    assert {file.name: file.stored.media_type for file in row.files.all()} == {
        "a.jpg": "image/jpeg",
        "b.jpg": "image/jpeg",
    }
    assert phone.send(xml, **{"a.jpg": picture("green")}).status_code == 201
    assert row.files.get(name="a.jpg").stored != row.files.get(name="b.jpg").stored


def test_a_file_that_cannot_be_kept_does_not_hold_the_answers_back(phone, field_form):
    xml = on_a_device(field_form, "uuid:1", say="some", photo1="a.jpg")
    assert phone.send(xml, **{"a.jpg": b"MZ\x00 not a picture"}).status_code == 201
    row = Submission.objects.get()
    assert (row.files.get().stored, row.marks.get().code) == (None, "files_missing")


def test_the_list_costs_the_same_however_many_versions_there_are(town, survey, wave, phone, coordinator):
    costs = []
    for many in (1, 2, 27):
        for _ in range(many):
            newer = actions.freeze_form(coordinator, form=actions.begin_version(coordinator, survey=survey))
            actions.change_wave(coordinator, wave=wave, expected=None, form=newer)
        with CaptureQueriesContext(connection) as seen:
            phone.client.get(reverse("surveys:odk_forms", args=[phone.base.rpartition("/")[2]]))
        costs.append(len(seen))
    assert costs[0] == costs[1] == costs[2]
