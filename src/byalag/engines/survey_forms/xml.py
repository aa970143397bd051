"""XML that comes from elsewhere, read without fetching or unfolding anything."""

from __future__ import annotations

from lxml import etree

from byalag.engines.survey_forms.faults import Fault
from byalag.engines.survey_forms.xpath import tidy

MOST_DEPTH = 60
Element = etree._Element


class NoForm(ValueError):
    """The XML cannot be read as a form; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.sentence)
        self.fault = fault


def tree(data: bytes) -> Element:
    """The root of an XML document without a document type. Nothing is fetched. Raises NoForm."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = str(getattr(error, "lineno", "") or "")
        raise NoForm(Fault("xml_broken", values={"line": line, "message": str(error)[:200]})) from error
    info = root.getroottree().docinfo
    if info.internalDTD is not None or info.externalDTD is not None or info.doctype:
        raise NoForm(Fault("xml_entities"))
    return root


def local(element: Element) -> str:
    return etree.QName(element).localname


def child(element: Element | None, name: str) -> Element | None:
    return next((one for one in element if local(one) == name), None) if element is not None else None


def path_of(reference: str, above: str = "") -> str:
    reference = reference.strip()
    if not reference or reference.startswith("/") or not above:
        return reference
    at = above.split("/")
    for part in reference.split("/"):
        if part == "..":
            at.pop()
        elif part not in (".", "", "current()"):
            at.append(part)
    return "/".join(at)


def appearance_of(element: Element | None) -> str:
    return " ".join(element.get("appearance", "").split()) if element is not None else ""


def content_of(element: Element | None) -> str:
    """The words, with ${expression} for each answer that is to stand in them."""
    if element is None:
        return ""
    parts = [element.text or ""]
    for one in element:
        if local(one) == "output":
            parts.append("${" + tidy(one.get("value", "") or one.get("ref", "")) + "}")
        parts.append(one.tail or "")
    # pyxform puts a space at both ends of a text with answers in it.
    text = "".join(parts)
    return text.strip()
