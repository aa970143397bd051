"""Runs one function in a child process with limits on time, memory and what it may write.

For readers of files that people send, and for templates that run code. The parent hands over bytes and plain options,
and gets bytes back, no more of them than it asked for: nothing that a hostile child wrote is ever unpickled.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import json
import os
import resource
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, Any

MB = 1024 * 1024
_SOURCE = str(Path(__file__).resolve().parent.parent.parent)
_START = "from byalag.core.sandbox import answer_parent; answer_parent()"
_HEAD = 4096  # bytes of the answer that are not the answer itself
_PIECE = 256 * 1024
_CLONE_NEWNET, _CLONE_NEWUSER, _CLONE_NEWIPC = 0x40000000, 0x10000000, 0x08000000
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38


class SandboxFault(Exception):
    """The child did not give an answer."""


class TooSlow(SandboxFault):
    """It took longer than it may."""


class TooMuchMemory(SandboxFault):
    """It wanted more memory than it may have."""


class TooLarge(SandboxFault):
    """Its answer was larger than it may be."""


class Failed(SandboxFault):
    """The function raised: `kind` is the name of the exception, `text` its text. Or it crashed: `exit` and the code."""

    def __init__(self, kind: str, text: str):
        super().__init__(f"{kind}: {text}")
        self.kind, self.text = kind, text


class Declined(SandboxFault):
    """The function raised this itself: what it was given cannot be used. `code` is checked by whoever asked."""

    def __init__(self, code: str, detail: str = ""):
        super().__init__(f"{code} {detail}".strip())
        self.code, self.detail = code, detail


def run(
    function: str,
    data: bytes | IO[bytes],
    options: dict[str, Any] | None = None,
    *,
    seconds: float = 30,
    memory_mb: int = 1024,
    output_mb: int = 50,
) -> bytes:
    """Call `package.module:name` as `name(data, options) -> bytes` in a child. Raises SandboxFault.

    `data` may be an open file, which the child reads from its start; it never comes into this process.
    """
    until = time.monotonic() + seconds
    limits = {"seconds": seconds, "memory": memory_mb * MB, "output": output_mb * MB}
    with tempfile.TemporaryDirectory(prefix="byalag-") as folder, contextlib.ExitStack() as stack:
        given = stack.enter_context(tempfile.TemporaryFile()) if isinstance(data, bytes) else data
        if isinstance(data, bytes):
            given.write(data)
        given.flush()
        os.lseek(given.fileno(), 0, os.SEEK_SET)
        child = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            [sys.executable, "-c", _START, function, json.dumps(options or {}), json.dumps(limits)],
            stdin=given.fileno(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={"PYTHONPATH": _SOURCE, "PATH": os.defpath, "HOME": folder, "LANG": "C.UTF-8", "TMPDIR": folder},
            start_new_session=True,
        )
        try:
            answer = _listen(child, until, output_mb * MB + _HEAD)
            child.wait(max(until - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired as fault:
            raise TooSlow(function) from fault
        except TooSlow as fault:
            raise TooSlow(function) from fault
        finally:
            _end(child)
    return _understand(function, answer, child.returncode, output_mb * MB)


def _listen(child: subprocess.Popen[bytes], until: float, limit: int) -> bytes:
    """What the child writes until it closes its end, and no more than `limit`. Raises TooSlow, TooLarge."""
    answer = bytearray()
    if child.stdout is None:
        raise ValueError("the child has no voice")
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        while True:
            left = until - time.monotonic()
            if left <= 0 or not selector.select(left):
                raise TooSlow
            piece = os.read(child.stdout.fileno(), _PIECE)
            if not piece:
                return bytes(answer)
            answer += piece
            if len(answer) > limit:
                raise TooLarge(f"more than {limit} bytes")


def _end(child: subprocess.Popen[bytes]) -> None:
    """The child and whatever it started are gone when this returns."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    if child.stdout is not None:
        child.stdout.close()


def _understand(function: str, answer: bytes, code: int, limit: int) -> bytes:
    head, _newline, body = answer.partition(b"\n")
    if head == b"ok" and code == 0:
        if len(body) > limit:
            raise TooLarge(function)
        return body
    if head == b"memory":
        raise TooMuchMemory(function)
    if head == b"large":
        raise TooLarge(function)
    if head in (b"failed", b"declined"):
        first, _space, rest = body.decode("utf-8", "replace").partition(" ")
        raise Failed(first, rest) if head == b"failed" else Declined(first, rest)
    if code == -signal.SIGXCPU:
        raise TooSlow(function)
    if code in (-signal.SIGKILL, -signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS):
        raise TooMuchMemory(function)  # libraries that get no memory end like this
    raise Failed("exit", str(code))


def answer_parent() -> None:
    """What the child does."""
    function, options, limits = sys.argv[1], json.loads(sys.argv[2]), json.loads(sys.argv[3])
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no part of the answer
    _leave_the_world()
    _limit("RLIMIT_CORE", 0)
    _limit("RLIMIT_FSIZE", limits["output"])
    _limit("RLIMIT_NOFILE", 256)
    _limit("RLIMIT_CPU", int(limits["seconds"] * 2) + 1)  # several threads may each use the time
    module, _colon, name = function.partition(":")
    try:
        call = getattr(importlib.import_module(module), name)
        _limit("RLIMIT_AS", limits["memory"])
        made = call(sys.stdin.buffer.read(), options)
        out.write(b"large\n" if len(made) > limits["output"] else b"ok\n")
        out.write(made if len(made) <= limits["output"] else b"")
    except MemoryError:
        out.write(b"memory\n")
    except Declined as fault:
        out.write(f"declined\n{fault}"[:2000].encode("utf-8", "replace"))
    except Exception as fault:  # whatever a reader stumbles over is told to the parent as text
        out.write(f"failed\n{type(fault).__name__} {fault}"[:2000].encode("utf-8", "replace"))
    out.flush()
    os._exit(0)


def _limit(name: str, most: int) -> None:
    """Lower a limit as far as this system knows it (macOS knows no RLIMIT_AS)."""
    kind = getattr(resource, name, None)
    if kind is None:
        return
    with contextlib.suppress(ValueError, OSError):
        _soft, hard = resource.getrlimit(kind)
        lowest = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (lowest, lowest))


def _leave_the_world() -> None:
    """Without network where the kernel allows it, without new privileges, and dead when the parent is. Linux only."""
    if not sys.platform.startswith("linux"):
        return
    libc = ctypes.CDLL(None)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    # Only root may do without a user namespace of its own, and only root would lose rights to files by it.
    libc.unshare(_CLONE_NEWNET | _CLONE_NEWIPC | (0 if os.geteuid() == 0 else _CLONE_NEWUSER))
