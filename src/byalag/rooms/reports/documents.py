"""From an account's values to the document that the writers take."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from byalag.core import formats
from byalag.core.rendering import Block, Cell, Document, Facts, Heading, Items, Paragraph, Source, Table

from .accounts import Account, ActivityLine, EvidenceLine, Figure, Listing, ObjectiveLine, Part, SectionBlock

# Words that the writers need, in the language of the account.
LABELS = {
    "account": gettext_lazy("Account"),
    "what": gettext_lazy("What"),
    "figure": gettext_lazy("Figure"),
    "value": gettext_lazy("Value"),
    "number": gettext_lazy("No."),
    "source": gettext_lazy("Source no."),
    "sources": gettext_lazy("Sources"),
    "sources_about": gettext_lazy("Each figure in this account has a number. Here is what it counts, and the records."),
}


def as_document(account: Account) -> Document:
    """The account in its own language, as a document with an appendix of sources."""
    with translation.override(account.language):
        return Document(
            title=account.title,
            subtitle=" · ".join(filter(None, [account.organisation, account.body, account.framework, account.period])),
            language=account.language,
            organisation=account.organisation,
            made_on=account.made_on.isoformat(),
            notice=account.notice,
            blocks=(
                *_untranslated(account),
                *(block for part in account.parts for block in _blocks(part)),
                *_seal(account),
            ),
            sources=tuple(_source(figure, account.language) for figure in account.figures),
            labels={key: str(label) for key, label in LABELS.items()},
        )


def _untranslated(account: Account) -> list[Block]:
    return [Paragraph(" ".join(account.untranslated), "quiet")] if account.untranslated else []


def _seal(account: Account) -> list[Block]:
    """Who signed, as what and when, and the checksum by which anybody can tell that it is the same account."""
    if account.seal is None:
        return []
    lines = tuple(f"{row.capacity}, {row.when}" for row in account.seal.signatures)
    checksum = _("SHA-256 of the signed texts, figures and sources: %(checksum)s") % {"checksum": account.seal.checksum}
    return [
        Heading(_("Signed by")),
        Items(lines),
        *(Paragraph(sentence) for sentence in account.seal.sentences),
        Paragraph(checksum, "quiet"),
    ]


def figure_cell(figure: Figure) -> Cell:
    is_money = len(figure.unit) == 3 and figure.unit.isupper()
    return Cell(
        figure.text,
        figure.value,
        "money" if is_money else "number" if figure.value is not None and figure.unit != "%" else "text",
        figure.unit if is_money else "",
        figure.number,
    )


def _blocks(part: Part) -> list[Block]:
    blocks: list[Block] = [Heading(part.name)]
    if part.kind == "text":
        blocks.append(Paragraph(part.text or _("Nothing is written here yet."), "normal" if part.text else "quiet"))
    if part.figures:
        blocks.append(Facts(tuple((figure.label, figure_cell(figure)) for figure in part.figures)))
    blocks += part.charts
    if part.sections and part.charts:
        blocks.append(_status_table(part, translation.get_language() or "en"))
    for section in part.sections:
        blocks += _section(section, part.detail, has_goals=part.kind != "work")
    for listing in part.listings:
        blocks += _listing(listing)
    if part.is_listed and not part.listings:
        blocks.append(Paragraph(_("Nothing stands here in this period."), "quiet"))
    if part.means:
        blocks.append(
            Table(
                (_("What"), _("How much"), _("Period"), _("From whom"), _("Certainty")),
                tuple(
                    (
                        Cell(row.what),
                        Cell(row.text, row.amount, "money" if row.amount is not None else "text", row.currency),
                        Cell(row.period),
                        Cell(row.source or row.origin),
                        Cell(row.certainty),
                    )
                    for row in part.means
                ),
            )
        )
    if part.themes:
        rows = tuple((Cell(theme.name), *(figure_cell(figure) for figure in theme.figures)) for theme in part.themes)
        blocks.append(Table((_("Theme"), *part.theme_headings), rows))
    if part.decisions:
        rows = tuple(
            (
                Cell(row.step),
                Cell(row.body),
                Cell(row.when),
                Cell(row.paragraph),
                Cell(row.case_number),
                Cell(f"{row.outcome} ({_('example')})" if row.simulated else row.outcome),
            )
            for row in part.decisions
        )
        header = (_("Step"), _("Body"), _("Date"), "§", _("Case number"), _("Outcome"))
        blocks.append(Table(header, rows))
    if part.indicators:
        rows = tuple(
            (
                Cell(row.name),
                Cell(row.baseline),
                Cell(row.target),
                Cell(row.text, row.value, "number") if row.value is not None else Cell(row.text),
                Cell(row.note),
            )
            for row in part.indicators
        )
        blocks.append(Table((_("What is measured"), _("Baseline"), _("Target"), _("Figure"), _("Note")), rows))
    if part.communication:
        rows = tuple(
            (
                Cell(f"{line.what} ({_('example')})" if line.simulated else line.what),
                Cell(line.to_whom),
                Cell(f"{line.channel} ({line.means.lower()})"),
                Cell(" · ".join(filter(None, [line.when, line.status]))),
                Cell(line.text, line.reached, "number") if line.reached is not None else Cell(""),
            )
            for line in part.communication
        )
        blocks.append(Table((_("What"), _("To whom"), _("Through what"), _("When"), _("Reached")), rows))
    elif part.kind == "communication":
        blocks.append(Paragraph(_("Nothing is planned to be spread yet."), "quiet"))
    if part.kind == "communication":
        blocks += _hidden(part.hidden)
    if part.counting:
        blocks.append(Items(part.counting))
    if part.kind == "missing":
        blocks.append(Items(part.missing) if part.missing else Paragraph(_("Nothing is missing.")))
    return blocks


def _status_table(part: Part, language: str) -> Table:
    names, rows = part.status_table
    cells = tuple(
        (Cell(name), *(Cell(formats.number(count, language), count, "number") for count in counts))
        for name, counts in rows
    )
    return Table((_("Section"), *names), cells)


def _listing(listing: Listing) -> list[Block]:
    rows = tuple(tuple(Cell(text) for text in row) for row in listing.rows)
    blocks: list[Block] = [Heading(listing.name, 2)]
    if rows:
        blocks.append(Table(listing.headings, rows))
    if listing.hidden:
        told = ngettext("%(n)s line is for the parties only.", "%(n)s lines are for the parties only.", listing.hidden)
        blocks.append(Paragraph(told % {"n": listing.hidden}, "quiet"))
    return blocks


def _section(section: SectionBlock, detail: str, has_goals: bool) -> list[Block]:
    blocks: list[Block] = [Heading(section.name, 2)]
    if section.text:
        blocks.append(Paragraph(section.text))
    for index, objective in enumerate(section.objectives, start=1):
        blocks += _objective(objective, index, detail)
    if section.activities:
        if has_goals:
            blocks.append(Paragraph(_("Activities that no goal has been named for"), "strong"))
        for activity in section.activities:
            blocks += _activity(activity, detail)
    blocks += _hidden(section.hidden)
    return blocks


def _objective(objective: ObjectiveLine, index: int, detail: str) -> list[Block]:
    blocks: list[Block] = [Paragraph(f"{objective.number or index}. {objective.text}", "strong")]
    if objective.condition:
        blocks.append(Paragraph(f"{_('Condition')}: {objective.condition} ({objective.condition_state})", "quiet"))
    for duty in objective.duties:
        blocks.append(Paragraph(f"{_('To be reported')}: {duty.text}"))
        if duty.answer:
            blocks.append(Paragraph(duty.answer))
        if duty.evidence:
            blocks.append(Items(tuple(_evidence(item) for item in duty.evidence)))
    for activity in objective.activities:
        blocks += _activity(activity, detail)
    if not objective.activities and not objective.hidden and detail:
        blocks.append(Paragraph(_("No activity yet."), "quiet"))
    blocks += _hidden(objective.hidden)
    return blocks


def _activity(activity: ActivityLine, detail: str) -> list[Block]:
    facts = [activity.status_text, activity.when, activity.place, activity.participants_text]
    if activity.simulated:
        facts.append(_("example"))
    blocks: list[Block] = [Paragraph(f"– {activity.title} ({', '.join(filter(None, facts))})")]
    if detail != "status":
        if activity.result:
            blocks.append(Paragraph(activity.result))
        if activity.benefit:
            blocks.append(Paragraph(f"{_('Benefit')}: {activity.benefit}"))
        if activity.evidence:
            blocks.append(Items(tuple(_evidence(item) for item in activity.evidence)))
    return blocks


def _evidence(item: EvidenceLine) -> str:
    shown = f"{item.shows}: {item.detail}" if item.detail else item.shows
    return f"{shown} ({item.kind})"


def _hidden(count: int) -> list[Block]:
    if not count:
        return []
    return [
        Paragraph(
            ngettext("One activity is not public.", "%(n)s activities are not public.", count) % {"n": count}, "quiet"
        )
    ]


def _source(figure: Figure, language: str) -> Source:
    is_money = len(figure.unit) == 3 and figure.unit.isupper()
    rows = tuple(
        (
            Cell(f"{row.label} ({_('example')})" if row.simulated else row.label),
            Cell(
                formats.day(row.when, language) if row.when else "", row.when.isoformat() if row.when else None, "date"
            ),
            Cell(row.note),
            Cell(
                formats.money(row.counts, figure.unit, language) if is_money else formats.number(row.counts, language),
                row.counts,
                "money" if is_money else "number",
                figure.unit if is_money else "",
            ),
        )
        for row in figure.rows
    )
    note = ""
    if figure.hidden:
        note = ngettext(
            "One more record is counted that is not shown here.",
            "%(n)s more records are counted that are not shown here.",
            figure.hidden,
        ) % {"n": figure.hidden}
    header = (_("Record"), _("Date"), _("Note"), _("Counts"))
    return Source(figure.number, figure.label, figure.text, figure.how, header, rows, note)
