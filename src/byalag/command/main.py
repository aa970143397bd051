"""The `byalag` command: one subcommand a file in commands/."""

from __future__ import annotations

import argparse
import os
import sys

from . import setting_up

COMMANDS = ["demo", "serve", "worker", "init", "migrate", "check", "backup", "restore", "import_plan", "report"]


def main(arguments: list[str] | None = None) -> int:
    """Runs a subcommand. Exit codes: 0 done, 1 failed, 2 wrong use or unreadable input."""
    parser = argparse.ArgumentParser(prog="byalag", description="One book for what you promise, do and account for.")
    subcommands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        module = setting_up.command_module(name)
        sub = subcommands.add_parser(
            name.replace("_", "-"), help=module.HELP, description=module.__doc__, formatter_class=_Plain
        )
        module.add_arguments(sub)
        sub.set_defaults(module=module)
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "byalag.config.settings")
    return int(chosen.module.run(chosen) or 0)


class _Plain(argparse.RawDescriptionHelpFormatter):
    """Descriptions as they are written."""


if __name__ == "__main__":
    sys.exit(main())
