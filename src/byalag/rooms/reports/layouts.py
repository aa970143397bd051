"""An organisation's own Word layout: what is tried with it, and which tags it may hold."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from byalag.core import formats
from byalag.core.rendering import (
    Bar,
    Cell,
    Chart,
    Document,
    Facts,
    Heading,
    Items,
    Paragraph,
    Quote,
    Source,
    Table,
    TemplateFault,
    write,
)
from byalag.rooms.people.api import Organisation

from .documents import LABELS


@dataclass(frozen=True)
class Tag:
    tag: str
    about: str | Promise


TAGS = (
    Tag("{{ title }}", gettext_lazy("The title of the account.")),
    Tag("{{ subtitle }}", gettext_lazy("The organisation, the body, the plan and the period.")),
    Tag("{{ organisation }}", gettext_lazy("The organisation's name.")),
    Tag("{{ made_on }}", gettext_lazy("The day the account was made, such as 2024-01-31.")),
    Tag("{{ notice }}", gettext_lazy("Says that example data is example data. Leave it in.")),
    Tag("{%p for block in blocks %} … {%p endfor %}", gettext_lazy("Goes through the account, piece by piece.")),
    Tag(
        "{{ block.type }}", gettext_lazy("What the piece is: heading, paragraph, items, facts, table, chart or quote.")
    ),
    Tag("{{ block.text }}", gettext_lazy("The words of a heading, a paragraph or a quote.")),
    Tag("{{ block.level }}", gettext_lazy("How deep a heading stands: 1, 2 or 3.")),
    Tag("{{ block.picture_here }}", gettext_lazy("Where the picture of a chart is put; alone in its paragraph.")),
    Tag("{{ block.alt }}", gettext_lazy("What a chart shows, in words.")),
    Tag("{%p for source in sources %} … {%p endfor %}", gettext_lazy("The appendix: each figure with its records.")),
)


def sample(organisation: Organisation) -> Document:
    """A short account with every kind of piece, in the organisation's language, to try a layout with."""
    language = organisation.language
    with translation.override(language):
        two, words = formats.number(2, language), _("Words, to see how they look.")
        source = Source(
            1, _("Activities"), two, words, (_("Record"), _("Counts")), ((Cell("A"), Cell("1", 1, "number")),)
        )
        bars = (Bar("A", 2, two, ""), Bar("B", 1, formats.number(1, language), ""))
        table = Table((_("What"), _("Figure")), ((Cell("A"), Cell(two, 2, "number", "", 1)),))
        return Document(
            title=_("A sample of your layout"),
            subtitle=str(organisation),
            language=language,
            organisation=str(organisation),
            made_on=timezone.localdate().isoformat(),
            notice=_("A sample: nothing in it is true."),
            blocks=(
                Heading(_("The year in short")),
                Paragraph(words),
                Paragraph(words, "quiet"),
                Heading(_("The year in figures")),
                Facts(((_("Activities"), Cell(two, 2, "number", "", 1)),)),
                Chart(_("Activities"), f"A: {two}; B: {formats.number(1, language)}.", bars),
                table,
                Heading("A", 2),
                Paragraph(words, "strong"),
                Items((words, words)),
                Quote(words, _("somebody who took part")),
            ),
            sources=(source,),
            labels={key: str(label) for key, label in LABELS.items()},
        )


def try_layout(organisation: Organisation, template: bytes) -> bytes:
    """The sample written with the template. Raises TemplateFault."""
    return write(sample(organisation), "docx", template=template)


def explain(fault: TemplateFault) -> list[str]:
    """What is wrong with a template, where, and what to write: one sentence each."""
    told = [str(fault.sentence)]
    if fault.tag:
        told.append(_("The tag is: %(tag)s") % {"tag": fault.tag})
    if fault.after:
        told.append(_("It stands after the words: %(words)s") % {"words": fault.after})
    if fault.instead:
        told.append(_("Write instead, or in addition: %(words)s") % {"words": fault.instead})
    return told
