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
    if options.data:
        environment.override("BYALAG_DATA", options.data)
    if options.command == "demo":
        environment.choose("BYALAG_DATA", "var/demo")
        environment.choose("BYALAG_DEMO", "yes")
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


if __name__ == "__main__":
    sys.exit(main())
