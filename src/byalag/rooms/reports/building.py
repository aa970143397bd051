"""Makes an account: asks the measures, and gathers goals, work, money and decisions (a fixed number of queries)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from byalag.core import formats, registries
from byalag.core.periods import Period
from byalag.core.registries import MeasureResult, Scope, SourceRow
from byalag.rooms.cooperation.api import Cooperation
from byalag.rooms.people import api as people
from byalag.rooms.promises import api as promises
from byalag.rooms.promises.enums import MeansKind
from byalag.rooms.work import api as work

from . import charts
from .accounts import (
    LISTED,
    Account,
    DecisionLine,
    Figure,
    MeansLine,
    Part,
    ThemeLine,
)
from .communication import lines_of
from .definitions import Definition, SectionDefinition
from .measured import indicator_rows
from .outline import Outline, outline_of
from .together import Together
from .untranslated import untranslated


@dataclass
class Building:
    """What is needed while one account is made. Figures get their numbers in the order they are met."""

    actor: people.Actor
    framework: promises.Framework | None
    definition: Definition
    period: Period
    language: str
    texts: dict[str, Any]
    scope: Scope
    figures: list[Figure] = field(default_factory=list)
    simulated: bool = False
    together: Together | None = None

    @property
    def plan(self) -> promises.Framework:
        """The framework, for sections that only accounts of one have."""
        assert self.framework is not None
        return self.framework

    def result(self, key: str, actor: people.Actor) -> MeasureResult:
        """What one measure counts for `actor`; several parts of an account ask for the same."""
        return self.scope.once(
            ("reports.result", key, actor), lambda: registries.measures[key].compute(actor, self.scope)
        )

    def number(self, key: str) -> tuple[Figure, ...]:
        """The figure of one measure; several when its result comes in several currencies."""
        result = self.result(key, self.actor)
        label = str(registries.measures[key].label)
        return tuple(self.add(key, part, label) for part in result.parts or (result,))

    def add(self, key: str, result: MeasureResult, label: str) -> Figure:
        """Give a result its number in the appendix."""
        self.simulated = self.simulated or any(row.simulated for row in result.rows)
        figure = Figure(
            number=len(self.figures) + 1,
            key=key,
            label=label[:1].upper() + label[1:],
            value=result.value,
            text=value_text(result, self.language),
            unit=str(result.unit),
            how=str(registries.measures[key].how),
            rows=result.rows,
            hidden=result.hidden,
        )
        self.figures.append(figure)
        return figure


def value_text(result: MeasureResult, language: str) -> str:
    """The value as `language` writes it, with its unit."""
    if result.value is None:
        return "–"
    if len(result.unit) == 3 and result.unit.isupper():
        return formats.money(result.value, result.unit, language)
    if result.unit == "%":
        return formats.percent(result.value, language)
    return formats.number(result.value, language)


def build_account(
    actor: people.Actor,
    *,
    framework: promises.Framework | None = None,
    cooperation: Cooperation | None = None,
    organisation: people.Organisation | None = None,
    inside: bool = True,
    definition: Definition,
    period: Period,
    language: str,
    title: str = "",
    texts: dict[str, Any] | None = None,
    elsewhere: dict[str, set[str]] | None = None,
) -> Account:
    """The account as `actor` may see it, in `language`: of a framework, or of what an organisation does in a cooperation.
    `texts` are ReportText rows by section; `elsewhere` says in which languages a section is written in other accounts of the
    same period; `inside`: whether the actor reads what is for the parties."""
    of_what = framework or cooperation
    assert of_what is not None
    owner = organisation or of_what.organisation
    with translation.override(language):
        if cooperation is None:
            making = Building(actor, framework, definition, period, language, texts or {}, Scope(of_what.pk, period))
            outline = outline_of(making.plan, actor, making.scope)
        else:
            together = Together(cooperation, people.system(owner), period, language, inside)
            making = Building(actor, None, definition, period, language, texts or {}, together.scope, together=together)
            outline = together.outline(actor)
        parts = tuple(_PARTS[section.kind](making, section, outline) for section in definition.sections)
        making.simulated = making.simulated or of_what.simulated or outline.simulated
        notice = _("Example data, not from %(organisation)s") % {"organisation": owner} if making.simulated else ""
        return Account(
            definition=definition.key,
            definition_version=definition.version,
            title=title or f"{definition.name(language)} {formats.period(period.start, period.end, language)}",
            framework=str(of_what),
            organisation=str(owner),
            body=str(framework.body or "") if framework else "",
            language=language,
            starts=period.start,
            ends=period.end,
            period=formats.period(period.start, period.end, language),
            made_on=timezone.localdate(),
            notice=notice,
            parts=parts,
            figures=tuple(making.figures),
            untranslated=tuple(
                untranslated(language, of_what.language, outline.languages, definition, making.texts, elsewhere or {})
            ),
        )


# --- Parts ------------------------------------------------------------------------------------------------------------


def _text(making: Building, section: SectionDefinition, outline: Outline) -> Part:
    row = making.texts.get(section.key)
    return _part(
        making,
        section,
        text=row.text if row else "",
        text_version=row.version if row else 0,
        prompt=section.prompt(making.language),
    )


def _figures(making: Building, section: SectionDefinition, outline: Outline) -> Part:
    return _part(making, section, figures=tuple(f for key in section.measures for f in making.number(key)))


def _objectives(making: Building, section: SectionDefinition, outline: Outline) -> Part:
    drawn = charts.of_sections(outline.blocks, making.language) if section.kind in ("objectives", "work") else ()
    return _part(making, section, sections=outline.blocks, detail=section.detail, charts=drawn)


def _money(making: Building, section: SectionDefinition, outline: Outline) -> Part:
    lines = []
    for row in promises.means_of(making.plan):
        amount = row.kind == MeansKind.AMOUNT
        text = (
            formats.money(row.amount or 0, row.currency, making.language)
            if amount
            else formats.percent((row.share or 0) * 100, making.language)
        )
        if row.per_year:
            text = _("%(amount)s per year") % {"amount": text}
        lines.append(
            MeansLine(
                what=_("Money") if amount else row.post,
                text=text,
                period=formats.period(row.starts, row.ends or row.starts, making.language) if row.starts else "",
                source=row.source,
                origin=str(row.get_origin_display()),
                certainty=str(row.get_certainty_display()),
                amount=row.amount,
                currency=row.currency,
            )
        )
    return _part(
        making,
        section,
        means=tuple(lines),
        charts=charts.of_means(lines, making.language),
        figures=tuple(f for key in section.measures for f in making.number(key)),
    )


def _themes(making: Building, section: SectionDefinition, outline: Outline) -> Part:
    """Totals by theme: each measure is asked once for all, once for the reader, and its rows are told apart by theme."""
    owner = people.system(making.plan.organisation)
    sees_all = making.actor.acts_for(making.plan.organisation_id)
    results = {}
    for key in section.measures:
        seen = making.result(key, making.actor)
        results[key] = (seen if sees_all else making.result(key, owner), seen)
    carried = making.scope.once("reports.carried", lambda: work.activity_themes(making.plan))
    lines = []
    for theme in outline.themes.get(section.dimension, []):
        ids = {
            "work.activity": carried.get(theme.pk, set()),
            "promises.objective": outline.objectives_by_theme.get(theme.pk, set()),
        }
        figures = []
        for key, (whole, seen) in results.items():
            all_rows, rows = _carrying(whole.rows, ids), _carrying(seen.rows, ids)
            result = MeasureResult(
                sum((row.counts for row in all_rows), 0), rows, unit=whole.unit, hidden=len(all_rows) - len(rows)
            )
            figures.append(making.add(key, result, f"{theme}: {registries.measures[key].label}"))
        lines.append(ThemeLine(str(theme), tuple(figures)))
    headings = tuple(str(registries.measures[key].label).capitalize() for key in section.measures)
    return _part(
        making, section, themes=tuple(lines), theme_headings=headings, charts=charts.of_themes(lines, headings)
    )


def _carrying(rows: tuple[SourceRow, ...], ids: dict[str, set[int]]) -> tuple[SourceRow, ...]:
    return tuple(row for row in rows if int(row.object_id) in ids.get(row.object_label, set()))


def _decisions(making: Building, section: SectionDefinition, outline: Outline) -> Part:
    lines = []
    for step in promises.steps_of(making.plan):
        decision = step.decision
        making.simulated = making.simulated or decision.simulated
        lines.append(
            DecisionLine(
                step=str(step.get_kind_display()),
                body=str(decision.body),
                when=formats.day(decision.decided_on, making.language),
                paragraph=decision.paragraph,
                case_number=decision.case.number if decision.case else "",
                outcome=str(decision.get_outcome_display()),
                reasons=decision.reasons,
                simulated=decision.simulated,
            )
        )
    return _part(making, section, decisions=tuple(lines))


def _indicators(making: Building, section: SectionDefinition, outline: Outline) -> Part:
    rows = indicator_rows(promises.indicators_in(making.actor, making.plan, making.period), making.language)
    return _part(making, section, indicators=rows, charts=charts.of_indicators(rows, making.language))


def _communication(making: Building, section: SectionDefinition, outline: Outline) -> Part:
    lines = lines_of(outline.activities, making.language)
    seen = tuple(line for line in lines if line.pk in outline.seen)
    return _part(making, section, communication=seen, hidden=len(lines) - len(seen))


def _counting(making: Building, section: SectionDefinition, outline: Outline) -> Part:
    """How the account counted, so that nobody has to guess."""
    sentences = (
        _("Each activity is counted once, however many goals it serves; its people and its money are, too."),
        _("Participations are added over activities: somebody who took part twice is counted twice."),
        _("Different persons are known from lists of names only; groups that were counted are not among them."),
        _("An activity counts in the period that its dates touch; one without dates counts with its plan."),
        _("Those reached by information, education and financing are added apart, and never to those who took part."),
        _("Money in different currencies is never added together."),
    )
    return _part(making, section, counting=sentences)


def _missing(making: Building, section: SectionDefinition, outline: Outline) -> Part:
    sentences = making.together.missing() if making.together else []
    sentences += [_("No activity yet for the goal: %(goal)s") % {"goal": text} for text in outline.without_activity]
    sentences += [
        _("Done, but nothing shows it yet: %(activity)s") % {"activity": text} for text in outline.without_evidence
    ]
    sentences += [
        _("A benefit was expected, and nobody has answered whether it came: %(activity)s") % {"activity": text}
        for text in outline.without_benefit
    ]
    if outline.without_result:
        sentences.append(
            ngettext(
                "%(n)s activity is not finished.", "%(n)s activities are not finished.", len(outline.without_result)
            )
            % {"n": len(outline.without_result)}
        )
    return _part(making, section, missing=tuple(sentences))


def _together(making: Building, section: SectionDefinition, outline: Outline) -> Part:
    """What stands in words about a cooperation; nothing in the account of a plan."""
    listings = making.together.listings(section.kind) if making.together else ()
    return _part(making, section, listings=listings)


def _part(making: Building, section: SectionDefinition, **values: Any) -> Part:
    return Part(key=section.key, kind=section.kind, name=section.name(making.language), **values)


_PARTS = {
    "text": _text,
    "figures": _figures,
    "objectives": _objectives,
    "commitments": _objectives,
    "money": _money,
    "themes": _themes,
    "decisions": _decisions,
    "missing": _missing,
    "indicators": _indicators,
    "counting": _counting,
    "communication": _communication,
    "work": _objectives,
    **dict.fromkeys(LISTED, _together),
}
