"""Word: a template with tags, filled in an immutable sandbox with plain values only."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2.sandbox import ImmutableSandboxedEnvironment

OWN_TEMPLATE = Path(__file__).resolve().parent / "templates/account.docx"
_FORBIDDEN_PARTS = ("vbaProject", "/embeddings/", "/activeX/")


class UnsafeTemplate(ValueError):
    """The template carries macros, embedded objects, or reaches outside itself."""


def as_docx(document: dict[str, Any], template: bytes | None = None) -> bytes:
    source = template if template is not None else OWN_TEMPLATE.read_bytes()
    check_template(source)
    filled = DocxTemplate(io.BytesIO(source))
    environment = ImmutableSandboxedEnvironment(autoescape=True)
    filled.render(document, jinja_env=environment, autoescape=True)
    word = filled.docx
    word.core_properties.title = document["title"]
    word.core_properties.author = document["organisation"]
    word.core_properties.language = document["language"]
    word.core_properties.comments = document["notice"]
    for style in word.styles.element.iter(qn("w:lang")):
        style.set(qn("w:val"), document["language"])
    for row in word.element.body.iter(qn("w:tblHeader")):
        row.set(qn("w:val"), "true")
    made = io.BytesIO()
    filled.save(made)
    return made.getvalue()


def check_template(source: bytes) -> None:
    """No macros, no embedded objects, and no part that is fetched from elsewhere. Raises UnsafeTemplate."""
    with zipfile.ZipFile(io.BytesIO(source)) as archive:
        for name in archive.namelist():
            if any(part in name for part in _FORBIDDEN_PARTS):
                raise UnsafeTemplate(name)
            if name.endswith(".rels"):
                relations = archive.read(name).decode("utf-8", "replace")
                for relation in relations.split("<Relationship ")[1:]:
                    if 'TargetMode="External"' in relation and "/hyperlink" not in relation:
                        raise UnsafeTemplate(name)
