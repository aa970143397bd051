"""The command as a whole: help, exit codes, what goes where."""

from __future__ import annotations

import pytest

from byalag.command.options import parser

COMMANDS = ["demo", "serve", "worker", "init", "migrate", "check", "backup", "restore", "import-plan", "report"]


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_tells_what_it_does_without_touching_anything(command, capsys):
    with pytest.raises(SystemExit) as ended:
        parser().parse_args([command, "--help"])

    assert ended.value.code == 0
    assert "Exit codes: 0 done, 1 failed, 2 cannot be used as given" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    "arguments",
    [[], ["dance"], ["serve", "--port", "many"], ["report", "operations_report"], ["worker", "--dead-after", "0"]],
)
def test_wrong_use_ends_with_two_and_says_why(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(arguments)

    assert ended.value.code == 2
    assert "usage: byalag" in capsys.readouterr().err


def test_commands_that_need_the_database_say_when_it_is_not_ready(maker):
    done = maker.empty().run("backup", "somewhere.tar")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "The database is not at the version of the program. Run `byalag migrate` first.\n"


def test_migrate_says_what_it_did_and_then_that_nothing_is_left(maker):
    installation = maker.empty()

    first, second = installation.run("migrate"), installation.run("migrate")

    assert first.stdout.endswith("changes made to the database.\n")
    assert second.stdout == "The database is up to date.\n"
