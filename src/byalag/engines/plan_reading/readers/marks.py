"""List marks and emphasis as people type them."""

from __future__ import annotations

import re

BULLETS = "•◦▪▫●○■□‣⁃·∙➢➤►✓✔–—−*+-\uf0b7\uf0a7\uf0d8\uf076\uf02d"
_BULLET = re.compile(
    rf"(?:[{re.escape(BULLETS)}][ \t\u00a0]+|[\uf0b7\uf0a7\uf0d8\uf076•▪●◦‣➢➤]|o(?:\t|[ \u00a0]{{2,}}|[ ](?=[A-ZÅÄÖŁŚŻĆ])))\s*(?=\S)"
)
_NUMBER = re.compile(
    r"(?:\(?\d{1,3}[.)](?:\d{1,3}[.)]?){0,4}|\d{1,2}(?:\.\d{1,2}){1,4}|\(?[a-zA-Z][)]|\(?[ivx]{1,5}[)])[ \t\u00a0]+(?=\S)"
)
_NO_NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})+\s|\d{2}\.\d{2}\s")
_TAGS = re.compile(r"</?(?:u|b|i|em|strong|sup|sub|small|mark|span|font|p|br)(?:\s[^<>]{0,200})?/?>", re.IGNORECASE)
_BOLD = re.compile(
    r"\*\*(?=\S)([^*]{1,2000}?)\*\*|__(?=\S)([^_]{1,2000}?)__(?!\w)|<(b|strong)>([^<]{1,2000})</\3>", re.IGNORECASE
)
_ITALIC = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,2000}?)(?<=\S)\*(?![\w*])")
_LINK = re.compile(r"!?\[([^\[\]\n]{1,500})\]\((?:[^()\s]{0,1000})\)")
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^<>\s]{1,1000})>")
_SPACES = re.compile(r"[ \t\u00a0\u2007\u2009\u202f]+")


def split_marker(text: str) -> tuple[str, str]:
    """("2.1", "Text") for "2.1 Text"; ("•", …) for any bullet; ("", text) when there is none."""
    if match := _BULLET.match(text):
        return "•", text[match.end() :]
    if (match := _NUMBER.match(text)) and not _NO_NUMBER.match(text):
        return match.group().strip(), text[match.end() :]
    return "", text


def depth_of(marker: str) -> int:
    """How deep a number stands: 0 for "1.", 1 for "1.2", 2 for "1.2.3"."""
    return max(0, len([part for part in re.split(r"[.)]", marker) if part.strip("(")]) - 1) if marker != "•" else 0


def strip_emphasis(text: str) -> tuple[str, float]:
    """The text without Markdown and HTML emphasis, and the share of it that was bold (0..1)."""
    if not any(sign in text for sign in "*_<["):
        return squeeze(text), 0.0
    text = _AUTOLINK.sub(r"\1", _LINK.sub(r"\1", text))
    bold = 0

    def taken(match: re.Match[str]) -> str:
        nonlocal bold
        inner: str = match.group(1) or match.group(2) or match.group(4) or ""
        bold += len(inner.strip())
        return inner

    text = _BOLD.sub(taken, text)
    text = squeeze(_TAGS.sub("", _ITALIC.sub(r"\1", text)))
    return text, min(1.0, bold / len(text)) if text else 0.0


def squeeze(text: str) -> str:
    """One space where there were several; a tab stays one tab, since contents lists use them."""
    return _SPACES.sub(lambda found: "\t" if "\t" in found.group() else " ", text.replace("\u00ad", "")).strip()
