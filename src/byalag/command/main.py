"""The `byalag` command line. Exit codes: 0 done, 1 failed, 2 cannot be used as given."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

import django

from byalag.config import environment

from .options import parser
from .terminal import Failed, Unusable, complain


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    environment.choose("DJANGO_SETTINGS_MODULE", "byalag.config.settings")
    if options.command == "demo":
        _keep_the_demo_apart(options.data or "var/demo", options.port)
    elif options.data:
        environment.override("BYALAG_DATA", options.data)
    django.setup()
    # Imported only now: the commands name tables, and these want the settings.
    command = import_module(f"byalag.command.commands.{options.command.replace('-', '_')}")
    try:
        return command.run(options) or 0
    except Failed as fault:
        complain(str(fault))
        return 1
    except Unusable as fault:
        complain(str(fault))
        return 2
    except KeyboardInterrupt:
        complain("Stopped.")
        return 1


def _keep_the_demo_apart(data: str, port: int) -> None:
    """The demo has its own folder and database, whatever this machine is set up for."""
    environment.override("BYALAG_DATA", data)
    environment.override("BYALAG_DEMO", "yes")
    environment.forget("BYALAG_DATABASE")
    environment.choose("BYALAG_URL", f"http://localhost:{port}")


if __name__ == "__main__":
    sys.exit(main())
