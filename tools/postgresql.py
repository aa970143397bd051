"""Runs a command with BYALAG_DATABASE naming a PostgreSQL of its own, started for it and thrown away after it.

    python -m tools.postgresql COMMAND [ARGUMENT …]

The server lives in a temporary directory, listens on a socket there only, and runs as an ordinary user (as `postgres`
or `nobody` when this is run as root, which PostgreSQL refuses to run as).
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "64MB",
}


def main(command: list[str]) -> int:
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="byalag-pg-") as name:
        folder = Path(name)
        as_user = _hand_over(folder)
        cluster = folder / "cluster"
        programs = _programs()
        _quietly(
            [*as_user, programs / "initdb", "-D", cluster, "-U", "byalag", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
            folder,
        )  # fmt: skip
        options = " ".join(f"-c {key}='{value}'" for key, value in {**FAST, "unix_socket_directories": name}.items())
        log = folder / "server.log"
        _quietly([*as_user, programs / "pg_ctl", "-D", cluster, "-l", log, "-o", options, "-w", "start"], folder)
        try:
            environment = {**os.environ, "BYALAG_DATABASE": f"postgresql://byalag:none@/postgres?host={name}"}
            return subprocess.run(command, env=environment, check=False).returncode
        finally:
            _quietly([*as_user, programs / "pg_ctl", "-D", cluster, "-m", "immediate", "-w", "stop"], folder)


def _programs() -> Path:
    """Where the newest PostgreSQL's server programs lie."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    if on_path := shutil.which("initdb"):
        return Path(on_path).parent
    sys.exit("No PostgreSQL server was found. Install it:\n    apt install postgresql")


def _hand_over(folder: Path) -> list[str]:
    """Give the folder to the user that the server will run as; returns the words that make a command run as that user."""
    if os.geteuid() != 0:
        return []
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = names.get("postgres") or names["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--"]


def _quietly(command: list[str | Path], folder: Path) -> None:
    done = subprocess.run([*map(str, command)], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        log = folder / "server.log"
        sys.exit(f"{done.stdout}{done.stderr}{log.read_text() if log.exists() else ''}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
