"""XML that comes from elsewhere, read without fetching or unfolding anything."""

from __future__ import annotations

from lxml import etree

from byalag.engines.survey_forms.faults import Fault
from byalag.engines.survey_forms.questionnaire import UNNAMED, Text
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


def itext_of(itext: Element | None) -> tuple[list[str], str, dict[str, Text]]:
    """The languages of a form, the one that it begins in (if it says), and its texts by key; guidance under `key\\0guidance`."""
    languages: list[str] = []
    default = ""
    words: dict[str, list[tuple[str, str]]] = {}
    media: dict[str, list[tuple[str, str, str]]] = {}
    for translation in itext if itext is not None else ():
        language = translation.get("lang", UNNAMED)
        languages.append(language)
        if translation.get("default") is not None and not default:
            default = language
        for text in translation:
            key = text.get("id", "")
            for value in text:
                form, content = value.get("form", ""), content_of(value)
                if form in ("image", "audio", "video", "big-image"):
                    media.setdefault(key, []).append((language, form, content.rsplit("/", 1)[-1]))
                elif content not in ("", "-"):  # pyxform writes - for what is not translated
                    under = f"{key}\0guidance" if form == "guidance" else key
                    if form in ("", "long", "guidance") and (language, content) not in words.get(under, []):
                        words.setdefault(under, []).append((language, content))
    return (
        languages,
        default,
        {key: Text(tuple(words.get(key, ())), tuple(media.get(key, ()))) for key in {*words, *media}},
    )
