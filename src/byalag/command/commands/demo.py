"""`byalag demo`: the example organisations, made once and served."""

from __future__ import annotations

import time
from argparse import Namespace
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from django.conf import settings
from django.db import connection

from byalag.demo import load as demo

from ..database import bring_up, is_empty, pending_migrations
from ..serving import Serving
from ..static import gather
from ..terminal import Failed, say

LOADED = "demo-version"


def run(options: Namespace) -> int:
    settings.DATA.mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()
    _make_if_needed()
    gather()
    if options.load_only:
        return 0
    serving = Serving(host=options.host, port=options.port, processes=options.processes)
    serving.start()
    _tell(serving.address, time.monotonic() - begun)
    return serving.run_until_stopped()


def _make_if_needed() -> None:
    """Load the demo into an empty book. One of another version, or half made, is set aside first."""
    mark: Path = settings.DATA / LOADED
    version = mark.read_text(encoding="ascii").strip() if mark.exists() else ""
    if version == str(demo.VERSION):
        if pending_migrations():
            say("Bringing the database up to date …")
            bring_up()
        return
    if version:
        _set_aside()
    elif not is_empty():
        raise Failed(f"{settings.DATA} holds other work than the demo. Choose another folder with --data.")
    say("Making the database …")
    bring_up()
    say("Filling it with the example organisations, step by step as people would …")
    mark.write_text("half made\n", encoding="ascii")
    demo.load(lambda line: say(f"  {line}"))
    mark.write_text(f"{demo.VERSION}\n", encoding="ascii")


def _set_aside() -> None:
    """Keep what somebody may have tried out in an older demo beside the new one."""
    connection.close()
    book = Path(settings.DATABASES["default"]["NAME"])
    kept = f"{book.name}.{time.strftime('%Y%m%d-%H%M%S')}"
    say(f"The demo here is of another version, or was interrupted: it is kept as {kept}, and made anew.")
    for ending in ("", "-wal", "-shm"):
        part = book.with_name(book.name + ending)
        if part.exists():
            part.rename(book.with_name(kept + ending))


def _tell(address: str, seconds: float) -> None:
    say()
    say(f"Byalag answers on {address}  (ready in {seconds:.0f} s; Ctrl-C stops it)")
    say()
    say(f"Sign in with the password {demo.PASSWORD}, or choose somebody on the front page:")
    for name, rows in groupby(demo.sign_ins(), key=itemgetter(0)):
        found = list(rows)
        if len(found) == 1:  # a partner
            continue
        say(f"  {name}")
        for _name, role, email in found:
            say(f"    {role:<15} {email}")
    say("  and a coordinator of each of their partners; the front page lists them")
    say()
