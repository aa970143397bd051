"""Public pages under load: 64 connections on loopback against the real server, each page beside an empty one.

    python -m benchmarks.load [--seconds N] [--connections N]

The goals: each public page at least half as many answers a second as the page "source code", which asks the database
nothing and holds no more than the frame of every page; no wrong answer; memory that does not grow. Server and client share
this machine's cores, so the share says more than the number.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

EMPTY = "/about/source/"
PAGES = {
    "public plan": "/falu-kommun/verksamhetsplan-2023/",
    "public account": "/falu-kommun/verksamhetsberattelse-2023/",
    "its data": "/falu-kommun/verksamhetsberattelse-2023/?format=json",
    "organisation": "/falu-kommun/",
    "feed": "/falu-kommun/atom.xml",
    "box": "/falu-kommun/verksamhetsplan-2023/box/",
}
LEAST_SHARE, MOST_GROWTH = 0.5, 1.2
WARM_SECONDS = 3
PUBLISH = """
import django; django.setup()
from byalag.core.models import User
from byalag.core.periods import Period
from byalag.rooms.people import api as people
from byalag.rooms.promises import api as promises
from byalag.rooms.promises.models import Framework
from byalag.rooms.reports import api as reports
plan = Framework.objects.get(slug="verksamhetsplan-2023")
town = plan.organisation
actors = [people.actor_of(User.objects.get(email=f"{role}@falu-kommun.example"), town) for role in ("coordinator", "controller")]
if plan.visibility != "public":
    promises.publish_framework(actors[0], framework=plan)
report = reports.open_report(actors[0], framework=plan, definition="operations_report", period=Period.of_year(2023), language="sv")
for section in reports.definition("operations_report").text_sections():
    reports.write_report_text(actors[0], report=report, section=section.key, text="Ett gott år.", expected=0)
for actor in actors:
    reports.sign_report(actor, report=report, capacity="På rådets vägnar")
report.refresh_from_db()
reports.publish_report(actors[0], report=report)
"""


@dataclass
class Counted:
    """Answers in all, those that were wrong, and how many bytes they held."""

    answers: int = 0
    wrong: int = 0
    size: int = 0


async def ask(port: int, path: str, until: float, counted: Counted) -> None:
    """One connection that asks for the same page again and again, keeping the connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    question = f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nAccept-Language: sv\r\n\r\n".encode()
    try:
        while time.monotonic() < until:
            writer.write(question)
            head = await reader.readuntil(b"\r\n\r\n")
            lines = head.decode("latin-1").split("\r\n")
            headers = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
            if "content-length" in headers:
                body = await reader.readexactly(int(headers["content-length"]))
            else:
                body = await _chunks(reader)
            counted.answers += 1
            counted.size += len(body)
            counted.wrong += " 200 " not in lines[0]
    finally:
        writer.close()


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    found = b""
    while size := int(await reader.readline(), 16):
        found += await reader.readexactly(size)
        await reader.readline()
    await reader.readline()
    return found


async def load(port: int, path: str, seconds: float, connections: int) -> Counted:
    counted = Counted()
    until = time.monotonic() + seconds
    await asyncio.gather(*(ask(port, path, until, counted) for _ in range(connections)))
    return counted


def memory_of(process: int) -> int:
    """Resident bytes of a process and all below it."""
    parents: dict[int, list[int]] = {}
    sizes = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                sizes[int(entry.name)] = int((entry / "statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")
            except OSError:
                continue
            parents.setdefault(int(fields[1]), []).append(int(entry.name))
    waiting, found = [process], 0
    while waiting:
        each = waiting.pop()
        found += sizes.get(each, 0)
        waiting += parents.get(each, [])
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description="Public pages under load.")
    parser.add_argument("--seconds", type=float, default=60, help="for each page (default: %(default)s)")
    parser.add_argument("--connections", type=int, default=64)
    options = parser.parse_args()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="byalag-load-") as folder:
        command = [sys.executable, "-m", "byalag.command.main", "demo", "--data", folder]
        subprocess.run([*command, "--load-only"], check=True, stdout=subprocess.DEVNULL)
        settings = os.environ | {
            "BYALAG_DATA": folder, "BYALAG_DEMO": "yes", "DJANGO_SETTINGS_MODULE": "byalag.config.settings",
        }  # fmt: skip
        settings.pop("BYALAG_DATABASE", None)
        subprocess.run([sys.executable, "-c", PUBLISH], env=settings, check=True)
        server = subprocess.Popen(
            [*command, "--port", str(port), "--processes", "1"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            wait_for(f"http://localhost:{port}/health")
            return measure(port, server.pid, options.seconds, options.connections)
        finally:
            server.terminate()
            server.wait(30)


def wait_for(address: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(address):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"{address} does not answer.")


def measure(port: int, process: int, seconds: float, connections: int) -> int:
    for path in (EMPTY, *PAGES.values()):
        asyncio.run(load(port, path, WARM_SECONDS, connections))
    before = memory_of(process)
    empty = asyncio.run(load(port, EMPTY, seconds, connections)).answers / seconds
    print(f"{connections} connections, {seconds:.0f} s each; an empty page: {empty:.0f} answers a second\n")
    missed = False
    for name, path in PAGES.items():
        counted = asyncio.run(load(port, path, seconds, connections))
        share = counted.answers / seconds / empty
        bad = share < LEAST_SHARE or counted.wrong > 0
        missed = missed or bad
        size = counted.size // max(counted.answers, 1) // 1024
        print(
            f"{name:16}{counted.answers / seconds:>8.0f} a second{share:>7.0%} of the empty page"
            f"{counted.wrong:>4} wrong{size:>6} kB{'  MISSED' if bad else ''}"
        )
    growth = memory_of(process) / before
    print(f"\nmemory: {before // 1024**2} MB, {growth:.2f} times that afterwards")
    return 1 if missed or growth > MOST_GROWTH else 0


if __name__ == "__main__":
    sys.exit(main())
