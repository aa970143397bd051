"""Serve the pages and run the worker, both ended by Ctrl-C or SIGTERM."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from types import FrameType

from ..setting_up import collect_static, prepare_database, say, start_django

HELP = "serve the pages and run the worker"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000)")
    parser.add_argument("--workers", type=int, default=1, help="web processes (default 1)")


def run(chosen: argparse.Namespace) -> int:
    start_django()
    prepare_database()
    collect_static()
    return serve(chosen.host, chosen.port, chosen.workers)


def serve(host: str, port: int, workers: int) -> int:
    """Runs web and worker until told to stop; starts the worker again when it dies."""
    web = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", "4", "--no-ws", "--log-level", "warning",
        "byalag.config.wsgi:application",
    ]  # fmt: skip
    worker = [sys.executable, "-m", "byalag.command.main", "worker"]
    environment = dict(os.environ)
    running = {"web": subprocess.Popen(web, env=environment), "worker": subprocess.Popen(worker, env=environment)}
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    code = 0
    try:
        while not stopping:
            if running["web"].poll() is not None:
                code = running["web"].returncode or 1
                say(f"The web server ended (code {code}). Is port {port} taken? Try --port.")
                break
            if running["worker"].poll() is not None:
                say("The worker ended and is started again.")
                running["worker"] = subprocess.Popen(worker, env=environment)
            time.sleep(0.5)
    finally:
        for process in running.values():
            if process.poll() is None:
                process.terminate()
        for process in running.values():
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
    return code
