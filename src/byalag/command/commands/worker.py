"""`byalag worker`: deliveries, schedules and tasks, until stopped."""

from __future__ import annotations

import signal
from argparse import Namespace
from datetime import timedelta
from types import FrameType

from byalag.core import jobs


def run(options: Namespace) -> int:
    worker = jobs.Worker(dead_after=timedelta(seconds=options.dead_after))
    if options.once:
        worker.tick()
        return 0

    def stop(number: int, frame: FrameType | None) -> None:
        worker.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    worker.run()
    return 0
