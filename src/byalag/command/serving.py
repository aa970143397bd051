"""The web server and the worker, run together and stopped together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from types import FrameType

from .terminal import Failed, complain

STOPPING_TAKES_AT_MOST = 20.0
LONGEST_WAIT_BEFORE_RESTART = 60.0
STEADY_AFTER = 60.0
THREADS_PER_PROCESS = 4


class Serving:
    """Two processes. The web server's end ends all; a worker that dies is started again, later each time."""

    def __init__(self, *, host: str, port: int, processes: int | None = None, with_worker: bool = True):
        self.host, self.port, self.with_worker = host, port, with_worker
        self.processes = processes or min(os.cpu_count() or 1, 4)
        self.stopping = False
        self.web: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None
        self._worker_started, self._wait, self._restart_at = 0.0, 1.0, 0.0

    @property
    def address(self) -> str:
        shown = "localhost" if self.host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else self.host  # noqa: S104
        return f"http://{shown}:{self.port}"

    def start(self) -> None:
        """Start both, and return when pages are answered. Raises Failed when they cannot be."""
        self._see_that_the_port_is_free()
        signal.signal(signal.SIGTERM, self._told_to_stop)
        signal.signal(signal.SIGINT, self._told_to_stop)
        self.web = subprocess.Popen(self._web_command())
        if self.with_worker:
            self._start_worker()
        for _ in range(600):
            if self.stopping or self._answers():
                return
            if self.web.poll() is not None:
                self.stop()
                raise Failed("The web server did not start; what it said stands above.")
            time.sleep(0.1)
        self.stop()
        raise Failed("The web server did not answer within a minute; what it said stands above.")

    def run_until_stopped(self) -> int:
        """0 when told to stop, 1 when the web server ended by itself."""
        assert self.web is not None
        while not self.stopping:
            if self.web.poll() is not None:
                complain("The web server has ended by itself; what it said stands above.")
                self.stop()
                return 1
            if self.with_worker:
                self._keep_worker()
            time.sleep(0.2)
        self.stop()
        return 0

    def stop(self) -> None:
        """Ask both to end, and end them when they do not."""
        running = [process for process in (self.worker, self.web) if process and process.poll() is None]
        for process in running:
            process.terminate()
        until = time.monotonic() + STOPPING_TAKES_AT_MOST
        for process in running:
            try:
                process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _told_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _web_command(self) -> list[str]:
        threads = ["--blocking-threads", str(THREADS_PER_PROCESS)]
        where = ["--host", self.host, "--port", str(self.port), "--workers", str(self.processes)]
        calm = ["--no-ws", "--log-level", "warning", "--respawn-failed-workers", "--workers-kill-timeout", "10"]
        application = "byalag.config.wsgi:application"
        return [sys.executable, "-m", "granian", "--interface", "wsgi", *where, *threads, *calm, application]

    def _start_worker(self) -> None:
        self.worker = subprocess.Popen([sys.executable, "-m", "byalag.command.main", "worker"])
        self._worker_started = time.monotonic()

    def _keep_worker(self) -> None:
        """Start a dead worker again: after a second, then after ever longer when it keeps dying."""
        assert self.worker is not None
        now = time.monotonic()
        if self.worker.poll() is None:
            return
        if not self._restart_at:
            if now - self._worker_started > STEADY_AFTER:
                self._wait = 1.0
            self._restart_at = now + self._wait
            complain(f"The worker has ended by itself; it is started again in {self._wait:.0f} s.")
            self._wait = min(self._wait * 2, LONGEST_WAIT_BEFORE_RESTART)
        elif now >= self._restart_at:
            self._restart_at = 0.0
            self._start_worker()

    def _see_that_the_port_is_free(self) -> None:
        try:
            family, kind, protocol, _, place = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)[0]
            with socket.socket(family, kind, protocol) as attempt:
                attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                attempt.bind(place)
        except OSError as fault:
            raise Failed(
                f"Nothing can be served on {self.host}, port {self.port}: {fault.strerror}. "
                "Stop what runs there, or choose another port with --port."
            ) from fault

    def _answers(self) -> bool:
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "::1": "[::1]"}.get(self.host, self.host)  # noqa: S104
        request = urllib.request.Request(
            f"http://{host}:{self.port}/health", headers={"Host": f"localhost:{self.port}"}
        )
        try:
            with urllib.request.urlopen(request, timeout=2):  # noqa: S310 (our own address)
                return True
        except urllib.error.HTTPError:
            return True  # it answers, if only that something is wrong
        except OSError:
            return False
