"""A start of the demo that has been loaded before, until a page is answered.

    python -m benchmarks.demo_start

The goal: under 10 s. The baseline is the first start, which makes the database and loads the example organisations; a
bare Python process with Django set up shows what no start can be without.
"""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from benchmarks.table import Row, show, timed

GOAL_SECONDS = 10.0
LONGEST = 300.0
BARE = "import django; from django.conf import settings; settings.configure(); django.setup()"


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="byalag-bench-") as folder:
        first = start(folder)
        warm, _ = timed(3, lambda: start(folder))
    bare, _ = timed(3, lambda: subprocess.run([sys.executable, "-c", BARE], check=True))
    rows = [
        Row("first start", first),
        Row("warm start", warm, GOAL_SECONDS, first, "until the front page is answered, and stopped again"),
        Row("Django alone", bare),
    ]
    return show("The start of the demo", "the first start, with loading", rows)


def start(folder: str) -> float:
    """Seconds until the demo in this folder answers its front page. It is stopped afterwards."""
    port = free_port()
    command = [sys.executable, "-m", "byalag.command.main", "demo", "--data", folder, "--port", str(port)]
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as demo:
        try:
            while not answers(port):
                if demo.poll() is not None or time.perf_counter() - begun > LONGEST:
                    raise SystemExit("The demo did not start.")
                time.sleep(0.02)
            return time.perf_counter() - begun
        finally:
            demo.send_signal(signal.SIGTERM)
            demo.wait(60)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/", timeout=30) as answer:
            return answer.status == 200
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
