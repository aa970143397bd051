"""The catalogues of translations: `extract` finds what is marked for translation, `compile` makes what is used at run time.

    python -m tools.messages extract        every room's locale/{sv,pl}/LC_MESSAGES/django.po, in place (needs gettext)
    python -m tools.messages compile        every django.mo that is older than its django.po (needs Babel only)

Each room's catalogue holds only what stands in that room. Nothing is guessed: a new sentence comes untranslated.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src/byalag"
PLURALS = {
    "sv": "nplurals=2; plural=(n != 1);",
    # As Django's own catalogue has it: a catalogue with other plural forms would not be merged with it.
    "pl": (
        "nplurals=4; plural=(n==1 ? 0 : (n%10>=2 && n%10<=4) && (n%100<12 || n%100>14) ? 1 : "
        "n!=1 && (n%10>=0 && n%10<=1) || (n%10>=5 && n%10<=9) || (n%100>=12 && n%100<=14) ? 2 : 3);"
    ),
}
HEADER = """msgid ""
msgstr ""
"Project-Id-Version: Byalag\\n"
"Report-Msgid-Bugs-To: \\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"
"""
CHANGES_BY_ITSELF = '"POT-Creation-Date:'


def apps(source: Path = SOURCE) -> list[Path]:
    """The folders that have catalogues of their own."""
    return [source / "core", source / "web", *sorted(path.parent for path in source.glob("rooms/*/apps.py"))]


def catalogues(source: Path = SOURCE) -> Iterator[Path]:
    for app in apps(source):
        for language in PLURALS:
            yield app / "locale" / language / "LC_MESSAGES" / "django.po"


def extract(source: Path = SOURCE) -> None:
    """Bring every catalogue up to date with its room."""
    for path in catalogues(source):
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            language = path.parent.parent.name
            path.write_text(HEADER.format(language=language, plurals=PLURALS[language]), encoding="utf-8")
    # In a process of its own, because makemessages looks at the folder it stands in.
    settings = {"DJANGO_SETTINGS_MODULE": "byalag.config.settings", "BYALAG_DATA": str(ROOT / "var")}
    command = [sys.executable, "-c", _MAKE_MESSAGES, *map(str, apps(source))]
    subprocess.run(command, env={**os.environ, **settings}, check=True)
    for path in catalogues(source):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(row for row in lines if not row.startswith(CHANGES_BY_ITSELF)), encoding="utf-8")


_MAKE_MESSAGES = """
import os, sys
import django
from django.core.management import call_command
from django.core.management.commands.makemessages import Command

class NothingGuessed(Command):
    msgmerge_options = [*Command.msgmerge_options, "--no-fuzzy-matching", "--no-wrap"]

django.setup()
for app in sys.argv[1:]:
    os.chdir(app)
    call_command(NothingGuessed(), locale=["pl", "sv"], no_obsolete=True, no_location=True, no_wrap=True, verbosity=0)
"""


def compile_all(source: Path = SOURCE) -> int:
    """Make every .mo that is older than its .po. Returns how many."""
    made = 0
    for path in catalogues(source):
        target = path.with_suffix(".mo")
        if not path.exists() or (target.exists() and target.stat().st_mtime >= path.stat().st_mtime):
            continue
        with path.open("rb") as text:
            catalogue = read_po(text, locale=path.parent.parent.name)
        with target.open("wb") as file:
            write_mo(file, catalogue)
        made += 1
    return made


def main(arguments: list[str]) -> int:
    if arguments == ["extract"]:
        extract()
    elif arguments == ["compile"]:
        compile_all()
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
