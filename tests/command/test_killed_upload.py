"""The server is killed in the middle of a large file: it goes on where the disk says that it stopped."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
from contextlib import suppress

import pytest
import requests

from .installations import Installation, fetch, free_port, wait_until
from .test_killed import SESSION, _started_by

MB = 1024 * 1024
FILE = os.urandom(3 * MB)
TUS = {"Tus-Resumable": "1.0.0"}
ON_DISK = "from django.conf import settings; print(sum(f.stat().st_size for f in settings.UPLOADS.iterdir()))"
DIGEST = """
import hashlib
from byalag.rooms.work import pieces
from byalag.rooms.work.models import PartialFile
print(hashlib.sha256(pieces.opened(PartialFile.objects.get()).read()).hexdigest())
"""


def serve(installation: Installation) -> tuple[object, str]:
    port = free_port()
    process = installation.start("serve", "--port", port, "--processes", 1)

    def answers() -> bool:
        with suppress(OSError):
            return fetch(f"http://127.0.0.1:{port}/health")[0] == 200
        return False

    wait_until(answers, what="the first answer")
    return process, f"http://127.0.0.1:{port}"


def kill_all(process) -> None:
    for number in [process.pid, *_started_by(process.pid)]:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
    process.wait(30)


@pytest.fixture
def phone(begun) -> requests.Session:
    phone = requests.Session()
    phone.cookies.set("sessionid", begun.python(SESSION))
    return phone


def token(phone: requests.Session, address: str) -> dict[str, str]:
    return TUS | {"X-CSRFToken": phone.get(f"{address}/activities/entry/state/").json()["csrf"]}


def patch(phone: requests.Session, url: str, headers: dict[str, str], offset: int, data: bytes) -> requests.Response:
    said = headers | {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
    return phone.patch(url, data=data, headers=said, timeout=30)


def half_a_piece(phone: requests.Session, address: str, path: str, headers: dict[str, str], offset: int) -> None:
    """Announce a piece of 1 MB, send half of it, and hold the line."""
    host, port = address.removeprefix("http://").split(":")
    said = headers | {
        "Host": f"{host}:{port}", "Cookie": "; ".join(f"{c.name}={c.value}" for c in phone.cookies),
        "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream", "Content-Length": str(MB),
    }  # fmt: skip
    line = socket.create_connection((host, int(port)))
    head = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    line.sendall(f"PATCH {path} HTTP/1.1\r\n{head}\r\n".encode() + FILE[offset : offset + MB // 2])


def test_killed_in_the_middle_of_a_file_it_goes_on_where_it_stopped(begun, phone):
    process, address = serve(begun)
    headers = token(phone, address)
    made = phone.post(f"{address}/activities/entry/uploads/", headers=headers | {"Upload-Length": str(len(FILE))})
    assert made.status_code == 201, made.text
    path = made.headers["Location"]
    assert patch(phone, address + path, headers, 0, FILE[:MB]).headers["Upload-Offset"] == str(MB)
    half_a_piece(phone, address, path, headers, MB)
    kill_all(process)

    _, address = serve(begun)
    offset = int(phone.head(address + path, headers=TUS).headers["Upload-Offset"])
    assert MB <= offset <= MB + MB // 2
    assert offset == int(begun.python(ON_DISK))
    headers = token(phone, address)
    assert patch(phone, address + path, headers, offset + 1, FILE[:1]).status_code == 409
    assert patch(phone, address + path, headers, offset, FILE[offset:]).status_code == 204

    assert begun.python(DIGEST) == hashlib.sha256(FILE).hexdigest()
