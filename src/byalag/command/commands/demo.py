"""Load the demo into a database of its own and serve it."""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

from ..setting_up import collect_static, prepare_database, say, start_django
from . import serve as serving

HELP = "load the demo and serve it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, default=Path("var/demo"), help="where the demo lies (default var/demo)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000)")
    parser.add_argument("--load-only", action="store_true", help="load the demo and end")


def run(chosen: argparse.Namespace) -> int:
    began = time.monotonic()
    os.environ["BYALAG_DATA"] = str(chosen.data)
    os.environ["BYALAG_DEMO"] = "yes"
    os.environ["BYALAG_URL"] = f"http://localhost:{chosen.port}"
    os.environ.pop("BYALAG_DATABASE", None)
    chosen.data.mkdir(parents=True, exist_ok=True)
    start_django()
    say("Preparing the database …")
    prepare_database()
    from byalag.demo import load

    if not load.is_loaded():
        say("Loading the demo …")
        load.load(lambda line: say(f"  {line}"))
    collect_static()
    say(f"Ready in {time.monotonic() - began:.0f} seconds.\n")
    if chosen.load_only:
        return 0
    say(f"  Byalag is served on  http://localhost:{chosen.port}   (stop it with Ctrl-C)\n")
    say(f"  Sign in with the password  {load.PASSWORD}  as one of:")
    for organisation, role, email in load.sign_ins():
        say(f"    {email:<58} {role}, {organisation}")
    say("")
    return serving.serve(chosen.host, chosen.port, 1)
