"""The server is killed in the middle of an import, of a reading, of a report: afterwards it is all there or nothing."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import requests

from .installations import Installation, fetch, free_port, wait_until

SECTIONS, GOALS, ACTIVITIES = 25, 4, 4
PLAN = "\n".join(
    ["# Verksamhetsplan för Provrådet 2030", ""]
    + [
        line
        for section in range(SECTIONS)
        for line in [
            f"## Mål Område {section}",
            "",
            *[f"{n}. Fördjupa samarbetet om ämne {n} med partnern." for n in range(1, GOALS + 1)],
            "",
            f"## Aktiviteter Område {section}",
            "",
            *[f"- Genomföra överenskommelse {n} med partnern." for n in range(1, ACTIVITIES + 1)],
            "",
        ]
    ]
)
SESSION = """
import time
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from byalag.core.models import User
user = User.objects.get()
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "email": user.email}]
session.create()
print(session.session_key)
"""
STATE = """
import json
from byalag.core.models import LogEntry, StoredFile
from byalag.rooms.exchange.models import PlanImport
from byalag.rooms.promises.models import Framework, Objective, Section
from byalag.rooms.records.models import Document
from byalag.rooms.reports.models import Report
from byalag.rooms.work.models import Activity, Contribution
print(json.dumps({
    "imports": PlanImport.objects.count(), "saved": PlanImport.objects.filter(state="saved").count(),
    "plans": Framework.objects.count(), "sections": Section.objects.count(), "goals": Objective.objects.count(),
    "activities": Activity.objects.count(), "listed": Contribution.objects.count(),
    "documents": Document.objects.count(), "reports": Report.objects.count(),
    "told": LogEntry.objects.filter(action="exchange.plan_import.saved").count(),
}))
"""
ADOPT = "from byalag.rooms.promises.models import Framework; Framework.objects.update(status='adopted')"


class Site:
    """A served installation, and somebody signed in to it."""

    def __init__(self, installation: Installation):
        self.installation = installation
        self.browser = requests.Session()
        self.browser.cookies.set("sessionid", installation.python(SESSION))
        self.start()

    def start(self) -> None:
        self.port = free_port()
        self.process = self.installation.start("serve", "--port", self.port, "--processes", 1)
        self.address = f"http://localhost:{self.port}"
        wait_until(self._answers, seconds=60, what="the first answer")

    def _answers(self) -> bool:
        try:
            return fetch(f"{self.address}/health")[0] == 200
        except OSError:
            return False

    def post(self, path: str, **more) -> requests.Response:
        self.browser.get(f"{self.address}/import/", timeout=30)
        token = self.browser.cookies.get("csrftoken", domain="localhost.local") or self.browser.cookies.get("csrftoken")
        data = {"csrfmiddlewaretoken": token, **more.pop("data", {})}
        return self.browser.post(f"{self.address}{path}", data=data, timeout=120, allow_redirects=False, **more)

    def kill_during(self, deed: Callable[[], object], after: float) -> None:
        """Begin the deed, and kill the server and all that it started `after` so many seconds."""

        def begin() -> None:
            with suppress(requests.RequestException):
                deed()

        doing = threading.Thread(target=begin)
        doing.start()
        time.sleep(after)
        for pid in [self.process.pid, *_started_by(self.process.pid)]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(10)
        doing.join(30)

    def state(self) -> dict[str, int]:
        return json.loads(self.installation.python(STATE))


def _started_by(pid: int) -> list[int]:
    """The processes below a process, and those below them."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(entry.parent.name)] = int(entry.read_text().rpartition(")")[2].split()[1])
    found, waiting = [], [pid]
    while waiting:
        here = waiting.pop()
        below = [child for child, parent in parents.items() if parent == here]
        found, waiting = found + below, waiting + below
    return found


@pytest.fixture
def site(begun) -> Site:
    return Site(begun)


def test_killed_while_a_plan_is_saved_it_is_whole_or_not_there(site):
    for after in (0.05, 0.4, 1.2):
        answer = site.post("/import/", data={"pasted": PLAN})
        assert answer.status_code == 302, answer.text[:2000]
        before = site.state()
        form = {"title": "Plan", "starts": "2030-01-01", "ends": "2030-12-31", "version": "1"}
        site.kill_during(lambda path=answer.headers["Location"], form=form: site.post(path, data=form), after)
        now = site.state()

        made = now["plans"] - before["plans"]
        assert made in (0, 1)
        assert now["saved"] - before["saved"] == made
        assert now["told"] - before["told"] == made
        assert now["goals"] - before["goals"] == made * SECTIONS * GOALS
        assert now["activities"] - before["activities"] == made * SECTIONS * ACTIVITIES
        assert now["listed"] - before["listed"] == made * SECTIONS * ACTIVITIES
        site.start()

    last = site.post("/import/", data={"pasted": PLAN})
    assert last.status_code == 302, "it works on after all that"


def test_killed_while_a_document_is_read_nothing_is_kept(site):
    upload = {"document": ("plan.md", PLAN * 20, "text/markdown")}
    before = site.state()

    site.kill_during(lambda: site.post("/import/", files=upload), 0.25)

    now = site.state()
    assert (now["imports"], now["documents"]) in (
        (before["imports"], before["documents"]),
        (before["imports"] + 1, before["documents"] + 1),
    )
    wait_until(lambda: not _readers(site.installation), seconds=35, what="the end of the reader")
    site.start()


def _readers(installation: Installation) -> list[str]:
    """Child processes of this installation's server that still read."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if b"answer_parent" in (entry / "cmdline").read_bytes() and str(installation.folder) in os.readlink(
                entry / "cwd"
            ):
                found.append(entry.name)
    return found


def test_killed_while_a_report_is_made_it_is_whole_or_not_there(site):
    answer = site.post("/import/", data={"pasted": PLAN})
    form = {"title": "Plan", "starts": "2030-01-01", "ends": "2030-12-31", "version": "1"}
    plan = site.post(answer.headers["Location"], data=form).headers["Location"].rstrip("/").rpartition("/")[2]
    site.installation.python(ADOPT)
    wanted = {"definition": "operations_report", "starts": "2030-01-01", "ends": "2030-12-31", "language": "sv"}
    for after in (0.05,):
        before = site.state()
        site.kill_during(lambda: site.post(f"/accounts/of/{plan}/", data=wanted), after)
        assert site.state()["reports"] - before["reports"] in (0, 1)
        site.start()

    made = site.post(f"/accounts/of/{plan}/", data=wanted)
    assert made.status_code == 302, made.text.partition("<main")[2][:800]
    account = made.headers["Location"]
    site.kill_during(lambda: site.browser.get(f"{site.address}{account}download.pdf", timeout=60), 0.3)
    site.start()
    whole = site.browser.get(f"{site.address}{account}download.pdf", timeout=120)

    assert whole.content.startswith(b"%PDF-")
    assert whole.content.rstrip().endswith(b"%%EOF")
