"""A locked database, a full disk, ten people at once: a sentence, what was typed stays, and nothing is saved by halves."""

from __future__ import annotations

import json

import pytest

PREPARE = """
import json, os, threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from django.conf import settings
settings.ALLOWED_HOSTS = ["testserver"]
from django.db import connection, connections, transaction
from django.test import Client
from byalag.core.models import LogEntry, StoredFile, User
from byalag.core.periods import Period
from byalag.core.versions import Conflict
from byalag.rooms.people.actors import actor_of
from byalag.rooms.people.api import system
from byalag.rooms.people.models import Membership, Organisation
from byalag.rooms.work.models import Activity, JournalEntry
from byalag.rooms.work import actions as work

town, user = Organisation.objects.get(), User.objects.get()
for role in ("coordinator", "contributor"):
    Membership.objects.get_or_create(user=user, organisation=town, role=role)
actor = actor_of(user, town)
client = Client(raise_request_exception=False)
client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
"""

LOCKED = (
    PREPARE
    + """
activity = work.plan_activity(actor, organisation=town, title="Visit", kind="visit")
page = f"/activities/{activity.pk}/journal/"
sent = {"text": "Long words <b>that</b> must not be lost", "written_on": "2026-05-08", "language": "sv", "password": "hush"}
before = (JournalEntry.objects.count(), LogEntry.objects.count())
other = connections.create_connection("default")
if connection.vendor == "sqlite":
    connection.close()
    connection.settings_dict["OPTIONS"]["timeout"] = 0.2
    other.connect()
    other.connection.execute("BEGIN EXCLUSIVE") if not other.connection.in_transaction else None
else:
    connection.cursor().execute("SET lock_timeout = '200ms'")
    connection.cursor().execute("SET statement_timeout = '5s'")
    other.set_autocommit(False)
    other.cursor().execute("LOCK TABLE work_journalentry IN ACCESS EXCLUSIVE MODE")
refused = client.post(page, sent)
text = refused.content.decode()
other.connection.rollback()
other.close()
connection.close()
after = (JournalEntry.objects.count(), LogEntry.objects.count())
again = client.post(page, sent)
print(json.dumps([
    refused.status_code, refused.headers.get("Retry-After"), "busy or away" in text,
    "Long words &lt;b&gt;that&lt;/b&gt; must not be lost" in text, "hush" in text,
    before == after, again.status_code, JournalEntry.objects.count() - before[0],
]))
"""
)

FULL = (
    PREPARE
    + """
import resource
from django.core.files.uploadedfile import SimpleUploadedFile
activity = work.plan_activity(actor, organisation=town, title="Visit", kind="visit")
page = f"/activities/{activity.pk}/evidence/"
def send():
    paper = SimpleUploadedFile("minutes.txt", os.urandom(400_000).hex().encode())
    return client.post(page, {"kind": "file", "shows": "The minutes", "upload": paper, "visibility": "organisation"})
before = (StoredFile.objects.count(), activity.evidence.count())
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
refused = send()
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
text = refused.content.decode()
after = (StoredFile.objects.count(), activity.evidence.count())
left = [name for _folder, _folders, names in os.walk(settings.MEDIA_ROOT or settings.FILES) for name in names] if os.path.isdir(settings.FILES) else []
again = send()
print(json.dumps([
    refused.status_code, "no room left" in text, "Go back in your browser" in text,
    before == after, left, again.status_code, activity.evidence.count() - before[1],
]))
"""
)

TOGETHER = 10
TEN = (
    PREPARE
    + f"""
from byalag.rooms.promises.models import Framework
from byalag.rooms.reports import actions as reports
from byalag.rooms.reports.models import Report, ReportText
plan = Framework.objects.create(
    organisation=town, kind="operations_plan", title="Plan", slug="plan", starts=date(2026, 1, 1), ends=date(2026, 12, 31),
    status="adopted",
)
report = reports.open_report(actor, framework=plan, definition="operations_report", period=Period.of_year(2026), language="sv")
together = threading.Barrier({TOGETHER})
def save(number):
    together.wait()
    try:
        reports.write_report_text(actor, report=report, section="year", text=f"Text {{number}}", expected=0)
        return ["saved", f"Text {{number}}"]
    except Conflict as conflict:
        return ["both", conflict.current.text]
    finally:
        connection.close()
with ThreadPoolExecutor({TOGETHER}) as people:
    answers = list(people.map(save, range({TOGETHER})))
row = ReportText.objects.get()
print(json.dumps([answers, row.text, row.version, LogEntry.objects.filter(action="reports.text.written").count()]))
"""
)


def test_a_locked_database_is_told_and_what_was_typed_is_sent_again(begun):
    status, retry, told, kept, password, same, again, more = json.loads(begun.python(LOCKED))

    assert (status, retry, told, kept, password) == (503, "30", True, True, False)
    assert same, "nothing was saved by halves"
    assert (again, more) == (302, 1)


def test_a_full_disk_is_told_and_leaves_nothing_behind(begun):
    status, told, kept, same, left, again, more = json.loads(begun.python(FULL))

    assert (status, told, kept) == (503, True, True)
    assert same
    assert left == []
    assert (again, more) == (302, 1)


@pytest.mark.parametrize("time", [1, 2])
def test_of_ten_who_save_the_same_text_at_once_one_saves_and_nine_see_both(begun, time):
    answers, text, version, told = json.loads(begun.python(TEN))

    saved = [words for outcome, words in answers if outcome == "saved"]
    assert len(saved) == 1
    assert [words for outcome, words in answers if outcome == "both"] == saved * (TOGETHER - 1)
    assert (text, version, told) == (saved[0], 1, 1)
