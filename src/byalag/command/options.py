"""What can be written after `byalag`. Knows nothing of Django, so that --help is instant."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter, _SubParsersAction
from pathlib import Path

import byalag

LANGUAGES = ["en", "sv", "pl"]
FORMATS = ["html", "docx", "pdf", "xlsx", "json"]
ENDING = "Exit codes: 0 done, 1 failed, 2 cannot be used as given. Settings: docs/administrator.md."

Commands = _SubParsersAction


def parser() -> ArgumentParser:
    top = ArgumentParser(
        prog="byalag",
        description="One book for what you promise, do and account for.",
        epilog=ENDING,
        formatter_class=RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"byalag {byalag.__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _running(commands)
    _keeping(commands)
    _working(commands)
    _places(commands)
    return top


def _command(commands: Commands, name: str, sentence: str) -> ArgumentParser:
    made: ArgumentParser = commands.add_parser(name, help=sentence, description=sentence, epilog=ENDING)
    made.add_argument("--data", metavar="DIR", help="the folder with database and files (BYALAG_DATA)")
    return made


def _running(commands: Commands) -> None:
    demo = _command(commands, "demo", "Make the example organisations if they are not there, and serve them.")
    serve = _command(commands, "serve", "Serve the pages and do the work behind them until stopped.")
    for command in (demo, serve):
        command.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: %(default)s)")
        command.add_argument("--port", type=int, default=8000, help="the port to listen on (default: %(default)s)")
        command.add_argument("--processes", type=_positive, help="web processes (default: one per core, at most 4)")
    demo.add_argument("--load-only", action="store_true", help="make the example organisations, then stop")
    serve.add_argument("--no-worker", action="store_true", help="only the pages; run `byalag worker` elsewhere")
    feedback = _command(commands, "feedback", "Show what visitors have told, and say what has been answered.")
    feedback.add_argument("--answered", type=int, metavar="NUMBER", help="this one has been answered")

    worker = _command(commands, "worker", "Do the work behind the pages: deliveries, schedules, tasks.")
    worker.add_argument(
        "--dead-after",
        type=_positive,
        default=30,
        metavar="SECONDS",
        help="take again what a worker left that was silent this long (default: %(default)s)",
    )
    worker.add_argument("--once", action="store_true", help="do what waits, then stop")


def _keeping(commands: Commands) -> None:
    init = _command(commands, "init", "Begin: the first organisation, its first administrator, an e-mail test.")
    init.add_argument("--organisation", metavar="NAME", help="name of the organisation (asked for when left out)")
    init.add_argument("--kind", default="municipality", help="its kind, such as association (default: %(default)s)")
    init.add_argument("--country", default="", help="its country, two letters: SE, PL, …")
    init.add_argument("--language", choices=LANGUAGES, default="en", help="its language (default: %(default)s)")
    init.add_argument("--email", help="e-mail address of the first administrator (asked for when left out)")
    init.add_argument("--password-file", metavar="FILE", help="a file with the password; - reads standard input")
    init.add_argument("--no-mail-test", action="store_true", help="do not send a test message to the administrator")
    _command(commands, "migrate", "Bring the database up to the version of the program.")
    _command(commands, "check", "Look over this installation and say in sentences what is wrong.")
    backup = _command(commands, "backup", "Write database and files to one archive, with checksums.")
    backup.add_argument("file", type=Path, metavar="FILE", help="the archive to write, such as byalag.tar.gz")
    restore = _command(commands, "restore", "Check an archive, then bring database and files back from it.")
    restore.add_argument("file", type=Path, metavar="FILE", help="an archive that `byalag backup` wrote")
    restore.add_argument("--replace", action="store_true", help="throw away what is here now")

    out = _command(commands, "takeout", "Write all that is an organisation's own, and what is joint, to one file.")
    out.add_argument("organisation", metavar="ORGANISATION", help="the address of the organisation")
    out.add_argument("--cooperation", type=_positive, metavar="N", help="only its part of this cooperation, by number")
    out.add_argument("--with-protected", action="store_true", help="persons at risk by name, and secret papers, too")
    out.add_argument("--language", choices=LANGUAGES, help="language of the page in it (default: the organisation's)")
    out.add_argument("--to", type=Path, required=True, metavar="FILE", help="the .zip file to write")
    back = _command(commands, "take-in", "Say what a takeout would make here; take it in when asked, as a whole.")
    back.add_argument("file", type=Path, metavar="FILE", help="a .zip file that was taken out")
    back.add_argument("--organisation", metavar="SLUG", help="whose it becomes (default: a new organisation)")
    back.add_argument("--save", action="store_true", help="take it in")
    back.add_argument("--json", action="store_true", help="print JSON instead of words")


def _working(commands: Commands) -> None:
    plan = _command(commands, "import-plan", "Say what is recognised in the document of a plan; save it when asked.")
    plan.add_argument("file", metavar="FILE", help="a plan as .docx, .odt, .pdf, .txt or .md; - reads pasted text")
    plan.add_argument("--organisation", metavar="SLUG", help="whose plan it is; needed with --save")
    plan.add_argument("--save", action="store_true", help="save it as a draft plan of the organisation")
    plan.add_argument("--json", action="store_true", help="print JSON instead of words")
    report = _command(commands, "report", "Make an account of a plan as a file.")
    report.add_argument(
        "definition", metavar="DEFINITION", help="which account: operations_report, follow_up or declaration_answer"
    )
    report.add_argument("--of", required=True, metavar="SLUG", help="the organisation, or organisation/plan")
    report.add_argument("--period", required=True, metavar="YYYY", help="a year, or YYYY-MM..YYYY-MM")
    report.add_argument("--language", choices=LANGUAGES, help="language (default: that of the plan)")
    report.add_argument("--format", choices=FORMATS, default="html", help="kind of file (default: %(default)s)")
    report.add_argument("--out", type=Path, metavar="FILE", help="the file to write (default: standard output)")


def _places(commands: Commands) -> None:
    load = _command(commands, "load-places", "Load or refresh countries, regions, municipalities and towns.")
    load.add_argument("file", nargs="?", type=Path, metavar="FILE", help="only this file: towns of GeoNames, or se.csv")
    load.add_argument(
        "--smallest", type=int, choices=[500, 1000, 5000, 15000], default=15000,
        help="towns from so many inhabitants (default: %(default)s)",
    )  # fmt: skip
    twinning = _command(commands, "import-twinning", "Say what a file of twin towns holds; save it when asked.")
    twinning.add_argument("file", type=Path, metavar="FILE", help="CSV with qid_a, name_a, qid_b, name_b")
    twinning.add_argument("--save", action="store_true", help="save towns and pairs, all or nothing")
    twinning.add_argument("--json", action="store_true", help="print JSON instead of words")
    connections = _command(commands, "connections", "Say how two towns are connected over twin towns.")
    connections.add_argument("start", metavar="FROM", help="a name, “name, country”, or an identifier such as Q26509")
    connections.add_argument("end", metavar="TO", help="the same")
    connections.add_argument("--most", type=_positive, default=20, help="ways to tell (default: %(default)s)")
    connections.add_argument("--json", action="store_true", help="print JSON instead of words")


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) == 0:
        raise ArgumentTypeError("must be a whole number above zero")
    return int(text)
