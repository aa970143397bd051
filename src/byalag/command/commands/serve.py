"""`byalag serve`: the pages and the work behind them, until stopped."""

from __future__ import annotations

from argparse import Namespace

from ..database import need_current_database
from ..serving import Serving
from ..static import gather
from ..terminal import say


def run(options: Namespace) -> int:
    need_current_database()
    gather()
    serving = Serving(
        host=options.host, port=options.port, processes=options.processes, with_worker=not options.no_worker
    )
    serving.start()
    say(f"Byalag answers on {serving.address} (Ctrl-C stops it).")
    return serving.run_until_stopped()
