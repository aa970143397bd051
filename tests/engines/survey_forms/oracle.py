"""JavaRosa, the form engine of ODK Collect, asked over a pipe: it ships in pyxform's ODK_Validate.jar."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote_plus, unquote_plus

import pyxform

JAR = Path(pyxform.__file__).parent / "validators/odk_validate/bin/ODK_Validate.jar"
SOURCE = Path(__file__).with_name("Oracle.java")


def missing() -> str:
    """What is not on this machine, or nothing."""
    absent = [name for name in ("javac", "java") if shutil.which(name) is None]
    if not JAR.exists():
        absent.append("pyxform's ODK_Validate.jar")
    return f"JavaRosa cannot be asked: {', '.join(absent)} missing (apt install default-jdk-headless)" if absent else ""


@dataclass
class State:
    """`shown`: addresses of the questions that are asked, each with (required, read-only, constraint kept, choices, label)."""

    shown: dict[str, tuple[bool, bool, bool, str, str]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    values: dict[str, str] = field(default_factory=dict)


class Oracle:
    def __init__(self, classes: Path) -> None:
        subprocess.run(["javac", "-nowarn", "-cp", JAR, "-d", classes, SOURCE], check=True, capture_output=True)
        self._errors = (classes / "errors").open("w+")
        self._process = subprocess.Popen(
            ["java", "-Xmx512m", "-Duser.timezone=UTC", "-cp", f"{JAR}:{classes}", "Oracle"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors, text=True, encoding="utf-8",
        )  # fmt: skip

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(20)
        self._process.stdout.close()
        self._errors.close()

    def ask(self, *words: str) -> list[list[str]]:
        self._process.stdin.write("\t".join(map(quote_plus, words)) + "\n")
        self._process.stdin.flush()
        lines = []
        while (line := self._process.stdout.readline().rstrip("\n")) != ".":
            assert line, "JavaRosa is gone"
            lines.append([unquote_plus(word) for word in line.split("\t")])
        return lines

    def open(self, path: Path) -> str:
        """What keeps the form from being opened, or nothing."""
        return " ".join(word for line in self.ask("form", str(path)) for word in line[1:])

    def state(self) -> State:
        found = State()
        for what, address, *rest in self.ask("state"):
            assert what != "error", (address, rest)
            if what == "value":
                if rest[0] == "yes":
                    found.values[address] = rest[1]
            elif rest[0] == "no":
                found.hidden.add(address)
            else:
                required, readonly, kept = (word == "yes" for word in rest[1:4])
                found.shown[address] = (required, readonly, kept, rest[4], rest[5])
        return found

    def xml(self) -> bytes:
        [[what, text]] = self.ask("xml")
        assert what == "xml", text
        return text.encode()
