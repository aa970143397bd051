"""Runs one function in a child process with limits on time, memory and what it may write.

For readers of files that people send, and for templates that run code. The parent hands over bytes and plain options,
and gets bytes back: nothing that a hostile child wrote is ever unpickled.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

MB = 1024 * 1024
_SOURCE = str(Path(__file__).resolve().parent.parent.parent)


class SandboxFault(Exception):
    """The child did not give an answer."""


class TooSlow(SandboxFault):
    """It took longer than it may."""


class TooMuchMemory(SandboxFault):
    """It wanted more memory than it may have."""


class TooLarge(SandboxFault):
    """Its answer was larger than it may be."""


class Failed(SandboxFault):
    """The function raised; the message is `type: text` of the exception, or how the process ended."""

    def __init__(self, kind: str, text: str):
        super().__init__(f"{kind}: {text}")
        self.kind, self.text = kind, text


def run(
    function: str,
    data: bytes,
    options: dict[str, Any] | None = None,
    *,
    seconds: int = 30,
    memory_mb: int = 1024,
    output_mb: int = 50,
) -> bytes:
    """Call `package.module:name` as `name(data, options) -> bytes` in a child. Raises SandboxFault."""
    with tempfile.TemporaryDirectory() as folder:
        limits = {"seconds": seconds, "memory": memory_mb * MB, "output": output_mb * MB}
        command = [sys.executable, "-m", "byalag.core.sandbox", function, json.dumps(options or {}), json.dumps(limits)]
        environment = {"PYTHONPATH": _SOURCE, "PATH": os.defpath, "HOME": folder, "LANG": "C.UTF-8", "TMPDIR": folder}
        child = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=environment,
            start_new_session=True,
        )
        try:
            answer, _none = child.communicate(data, timeout=seconds)
        except subprocess.TimeoutExpired as fault:
            raise TooSlow(function) from fault
        finally:
            _end(child)
    return _read(function, answer, child.returncode, output_mb * MB)


def _end(child: subprocess.Popen[bytes]) -> None:
    """The child and whatever it started are gone when this returns."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()


def _read(function: str, answer: bytes, code: int, limit: int) -> bytes:
    if code == -signal.SIGXCPU:
        raise TooSlow(function)
    head, _newline, body = answer.partition(b"\n")
    if head == b"ok":
        if len(body) > limit:
            raise TooLarge(function)
        return body
    if head == b"memory":
        raise TooMuchMemory(function)
    if head == b"large":
        raise TooLarge(function)
    if head == b"failed":
        kind, _space, text = body.decode("utf-8", "replace").partition(" ")
        raise Failed(kind, text)
    raise (
        TooMuchMemory(function)
        if code in (-signal.SIGKILL, -signal.SIGSEGV, -signal.SIGABRT)
        else Failed("exit", str(code))
    )


def _child() -> None:
    function, options, limits = sys.argv[1], json.loads(sys.argv[2]), json.loads(sys.argv[3])
    data = sys.stdin.buffer.read()
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no part of the answer
    module, _colon, name = function.partition(":")
    try:
        call = getattr(importlib.import_module(module), name)
        resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
        resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"] + 1))
        resource.setrlimit(resource.RLIMIT_FSIZE, (limits["output"], limits["output"]))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        made = call(data, options)
        if len(made) > limits["output"]:
            out.write(b"large\n")
        else:
            out.write(b"ok\n" + made)
    except MemoryError:
        out.write(b"memory\n")
    except Exception as fault:  # whatever a reader stumbles over is told to the parent as text
        out.write(f"failed\n{type(fault).__name__} {fault}"[:2000].encode("utf-8", "replace"))
    out.flush()
    os._exit(0)


if __name__ == "__main__":
    _child()
