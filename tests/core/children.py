"""What the tests of the sandbox run in its child."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from byalag.core.sandbox import Declined


def upper(data: bytes, options: dict[str, Any]) -> bytes:
    return data.upper() * options.get("times", 1)


def length(data: bytes, options: dict[str, Any]) -> bytes:
    return str(len(data)).encode()


def modules(data: bytes, options: dict[str, Any]) -> bytes:
    return "\n".join(sorted(sys.modules)).encode()


def surroundings(data: bytes, options: dict[str, Any]) -> bytes:
    Path("left-behind").write_bytes(b"x")
    return "\n".join([str(Path.cwd()), *(f"{name}={value}" for name, value in sorted(os.environ.items()))]).encode()


def loop(data: bytes, options: dict[str, Any]) -> bytes:
    while True:
        pass


def sleep(data: bytes, options: dict[str, Any]) -> bytes:
    time.sleep(60)
    return b""


def hoard(data: bytes, options: dict[str, Any]) -> bytes:
    return bytes(bytearray(10**10))


def long_answer(data: bytes, options: dict[str, Any]) -> bytes:
    return b"x" * (3 * 1024 * 1024)


def flood(data: bytes, options: dict[str, Any]) -> bytes:
    """Writes past the protocol: to every open descriptor, for ever."""
    piece = b"ok\n" + b"x" * 65536
    while True:
        for descriptor in range(3, 20):
            try:
                os.write(descriptor, piece)
            except OSError:
                continue


def chatter(data: bytes, options: dict[str, Any]) -> bytes:
    sys.stdout.write("not the answer")
    sys.stdout.flush()
    os.write(1, b"nor this")
    return b"the answer"


def fill_the_disk(data: bytes, options: dict[str, Any]) -> bytes:
    with Path("big").open("wb") as file:
        for _ in range(64):
            file.write(b"x" * 1024 * 1024)
    return b""


def stumble(data: bytes, options: dict[str, Any]) -> bytes:
    raise ValueError("a stone, å")


def decline(data: bytes, options: dict[str, Any]) -> bytes:
    raise Declined("not_this", "line 3")


def leave(data: bytes, options: dict[str, Any]) -> bytes:
    os._exit(7)


def pickled(data: bytes, options: dict[str, Any]) -> bytes:
    """An answer that would run code if anybody unpickled it."""
    return b"cos\nsystem\n(S'touch /tmp/byalag-was-here'\ntR."


def offspring(data: bytes, options: dict[str, Any]) -> bytes:
    """Starts a process that would go on by itself; answers with its id."""
    started = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], stdout=sys.stderr)
    return str(started.pid).encode()


def reach_out(data: bytes, options: dict[str, Any]) -> bytes:
    try:
        with socket.create_connection(("127.0.0.1", options["port"]), timeout=3) as connection:
            connection.sendall(b"secrets")
    except OSError:
        return b"cut off"
    return b"reached"
