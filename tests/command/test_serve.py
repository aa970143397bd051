"""`byalag serve`, `byalag demo` and `byalag check`, as processes."""

from __future__ import annotations

import json
import os
import signal
import socket
import urllib.error
from pathlib import Path

import pytest

from .installations import answers, children, fetch, free_port, wait_until, worker_of


@pytest.fixture
def served(begun):
    """An installation that is served, its process and its port."""
    port = free_port()
    process = begun.start("serve", "--port", port, "--processes", 1)
    wait_until(lambda: answers(port), what="the first answer")
    return begun, process, port


def test_pages_style_sheets_and_health_are_served_and_the_worker_lives(served):
    _, _, port = served
    address = f"http://127.0.0.1:{port}"

    status, page = fetch(f"{address}/")
    assert status == 200
    sheet = page.split('href="/static/core/byalag.')[1].split('"')[0]
    assert fetch(f"{address}/static/core/byalag.{sheet}")[0] == 200

    def health() -> dict:
        return json.loads(fetch(f"{address}/health")[1])

    wait_until(lambda: health()["worker"] == "ok", what="the worker's first beat")
    assert health()["status"] == health()["database"] == "ok"


def test_a_dead_worker_is_started_again(served):
    _, process, _ = served
    wait_until(lambda: worker_of(process.pid) is not None, what="the first worker")
    first = worker_of(process.pid)
    assert first is not None

    os.kill(first, signal.SIGKILL)

    wait_until(lambda: worker_of(process.pid) not in {None, first}, what="the second worker")


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_all_processes_end(served, told):
    _, process, port = served
    wait_until(lambda: len(children(process.pid)) == 2, what="two children")
    numbers = children(process.pid)

    process.send_signal(told)

    assert process.wait(30) == 0
    assert [number for number in numbers if Path(f"/proc/{number}").exists()] == []
    assert not answers(port)


def test_a_port_in_use_is_told(begun):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = begun.run("serve", "--port", taken.getsockname()[1])

    assert done.returncode == 1
    assert "Address already in use. Stop what runs there, or choose another port with --port." in done.stderr


def test_a_database_that_is_away_is_told_by_health_without_secrets(served, maker):
    installation, _, port = served
    if installation.settings["BYALAG_DATABASE"].startswith("sqlite"):
        book = installation.data / "byalag.sqlite3"
        for ending in ("-wal", "-shm"):
            book.with_name(book.name + ending).unlink(missing_ok=True)
        book.write_bytes(b"no longer a database " * 500)
    else:
        maker.drop(installation)

    def told() -> tuple[int, str]:
        try:
            return fetch(f"http://127.0.0.1:{port}/health")
        except urllib.error.HTTPError as fault:
            return fault.code, fault.read().decode()

    wait_until(lambda: told()[0] == 503, what="the answer that the database is away")
    assert json.loads(told()[1]) == {"status": "failing", "database": "away"}


def test_check_is_content_with_a_served_installation_with_mail(served):
    installation, _, _ = served
    with socket.create_server(("127.0.0.1", 0)) as mail:
        installation.settings |= {
            "BYALAG_SMTP_HOST": "127.0.0.1",
            "BYALAG_SMTP_PORT": str(mail.getsockname()[1]),
            "BYALAG_SMTP_TLS": "no",
        }
        process = installation.start("check")
        connection, _ = mail.accept()
        with connection:
            connection.sendall(b"220 here\r\n")
            connection.recv(1000)
            connection.sendall(b"250 hello\r\n")
            connection.recv(1000)
            connection.sendall(b"221 bye\r\n")
            output = installation.told_by(process)

    assert (process.returncode, output) == (0, "✓ Everything is in order: database, worker, mail, addresses, disk.\n")


def test_check_says_each_fault_in_a_sentence(begun):
    begun.settings |= {
        "BYALAG_URL": "http://byalag.example",
        "BYALAG_SECRET_KEY": "short",
        "BYALAG_DEBUG": "yes",
        "BYALAG_DEMO": "yes",
        "BYALAG_SMTP_HOST": "127.0.0.1",
        "BYALAG_SMTP_PORT": "1",
    }

    done = begun.run("check")

    assert done.returncode == 1
    assert [line.split(":")[0].split(" (")[0] for line in done.stdout.splitlines()] == [
        "✗ The worker is not running",
        "✗ BYALAG_URL does not begin with https",
        "✗ BYALAG_HOSTS does not name byalag.example, the host of BYALAG_URL. Add it.",
        "✗ BYALAG_DEBUG is on",
        "✗ BYALAG_DEMO is on",
        "✗ BYALAG_SECRET_KEY is too short. Use 40 random characters or more, or leave it out.",
        "✗ The mail server 127.0.0.1 does not take our mail",
    ]
    assert "short" not in done.stdout.replace("too short", "")


def test_check_asks_for_migrate_first(maker):
    done = maker.empty().run("check")

    assert done.returncode == 1
    assert done.stdout.startswith("✗ The database is older than the program. Run: byalag migrate\n")
