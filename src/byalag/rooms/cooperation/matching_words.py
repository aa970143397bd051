"""What came of a matching in words that whoever decides on it understands: on the page, on paper and as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from byalag.core.countries import country_name
from byalag.core.formats import day
from byalag.core.rendering import Block, Cell, Document, Heading, Items, Paragraph, Table
from byalag.core.search import fold
from byalag.core.tables import ID, Column, Row, TableKind
from byalag.engines.matching import Part, Reason

from .enums import MatchAim, RunState
from .models import MatchingRun
from .profiles import sentence_of

MOST_NAMED = 8


@dataclass(frozen=True)
class ToldPair:
    """Two that are paired: how well they fit from 0 to 100, and why, the weightiest reason first."""

    one: str
    other: str
    percent: int
    why: tuple[str, ...]
    key: str


@dataclass(frozen=True)
class ToldRun:
    """A run in the reader's language."""

    pairs: tuple[ToldPair, ...]
    without: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    changes: tuple[str, ...]
    clash: tuple[str, ...]
    kept: tuple[str, ...]


def told(run: MatchingRun) -> ToldRun:
    given, found = run.given, run.found or {}
    names = {row["key"]: row["name"] for row in given["participants"]}
    return ToldRun(
        tuple(_pair(given, names, row) for row in found.get("pairs", [])),
        tuple((names[row["key"]], _why_without(names, row)) for row in found.get("without", [])),
        tuple(_notes(given, found, names)) if found.get("pairs") else (),
        tuple(_change(names, row) for row in found.get("changes", [])),
        tuple(_limit(names, row) for row in found.get("clash", [])),
        tuple(_kept(given, names)),
    )


def spelled(given: dict[str, Any]) -> dict[str, str]:
    """How each word that the engine compares was written first."""
    found: dict[str, str] = {}
    for row in given["participants"]:
        for word in [*row["seeks"], *row["offers"]]:
            found.setdefault(fold(word), word)
    return found


def _pair(given: dict[str, Any], names: dict[str, str], row: dict[str, Any]) -> ToldPair:
    words = spelled(given)
    parts = [Part(Reason(part["reason"]), part["value"], part["weight"], tuple(part["told"])) for part in row["parts"]]
    why = tuple(sentence for part in parts if (sentence := sentence_of(part, words)))
    ends = (row["one"], row["other"])
    for own, theirs, rank in zip(ends, ends[::-1], row.get("wished", ()), strict=False):
        if rank is not None:
            said = {"who": names[own], "whom": names[theirs], "n": rank + 1}
            why = (_("%(who)s would like %(whom)s: number %(n)s on its list.") % said, *why)
    return ToldPair(
        names[row["one"]], names[row["other"]], round(100 * row["score"]), why, f"{row['one']}:{row['other']}"
    )


def _why_without(names: dict[str, str], row: dict[str, Any]) -> str:
    who = _named(names, row["who"])
    sentences: dict[str, str] = {
        "closed": _("Takes nobody."),
        "unlisted": _("Neither its own country nor that of anybody it could be paired with is on the list."),
        "nobody": _("Nobody may be paired with it."),
        "nothing": _("Nothing that is known of it fits anybody else."),
        "full": _("Those who fit it have others with whom all together fit better: %(who)s.") % {"who": who},
        "country": _("Its country, or that of those who fit it, takes part as often as it may: %(who)s.")
        % {"who": who},
        "weighed": _("All together fit better without a pair for it; it fits best with %(who)s.") % {"who": who},
    }
    return sentences[row["why"]]


def _notes(given: dict[str, Any], found: dict[str, Any], names: dict[str, str]) -> list[str]:
    notes = []
    if given["aim"] == MatchAim.STABLE and not found["aim_kept"]:
        notes.append(_("With these limits no answer is stable. This is the best for all together."))
    if given["aim"] == MatchAim.FAIR and not found["aim_kept"]:
        notes.append(_("Somebody stays without whatever is done, so this is the best for all together."))
    if not found["proven"]:
        notes.append(_("It was not proven in the time given that there is nothing better."))
    blocking = [f"{names[one]}–{names[other]}" for one, other in found["blocking"]]
    if blocking:
        sentence = ngettext(
            "%(n)s pair would rather have each other than what they have: %(pairs)s.",
            "%(n)s pairs would rather have each other than what they have: %(pairs)s.",
            len(blocking),
        )
        notes.append(sentence % {"n": len(blocking), "pairs": _shortened(blocking)})
    else:
        notes.append(_("It is stable: no two who are not paired would both rather have each other."))
    return notes


def _change(names: dict[str, str], row: dict[str, Any]) -> str:
    gained, lost = ([f"{names[one]}–{names[other]}" for one, other in row[side]] for side in ("gained", "lost"))
    who, parts = row["who"], []
    if row["kind"] == "room":
        own = names[who[0]]
        got = [names[other if one == who[0] else one] for one, other in row["gained"] if who[0] in (one, other)]
        said = {"who": own, "n": row["number"], "others": ", ".join(got)}
        if got:
            sentence = ngettext(
                "If %(who)s could take %(n)s, %(others)s would get %(who)s.",
                "If %(who)s could take %(n)s, %(others)s would get %(who)s.",
                row["number"],
            )
            parts.append(sentence % said)
        else:
            parts.append(_("If %(who)s could take %(n)s, others would be paired.") % said)
        gained = [text for text, ends in zip(gained, row["gained"], strict=True) if who[0] not in ends]
    elif row["kind"] == "country":
        said = {"country": _country(who[0]), "n": row["number"]}
        sentence = ngettext(
            "If %(country)s could take part in %(n)s pair, there would be others.",
            "If %(country)s could take part in %(n)s pairs, there would be others.",
            row["number"],
        )
        parts.append(sentence % said)
    else:
        parts.append(_("If %(one)s were paired with %(other)s:") % {"one": names[who[0]], "other": names[who[1]]})
        gained = [text for text, ends in zip(gained, row["gained"], strict=True) if set(ends) != set(who)]
    if gained:
        parts.append(_("There would be: %(pairs)s.") % {"pairs": _shortened(gained)})
    if lost:
        parts.append(_("These would give way: %(pairs)s.") % {"pairs": _shortened(lost)})
    points = round(100 * abs(row["by"]))
    if row["by"] >= 0:
        up = ngettext(
            "All together would fit by %(n)s point more.", "All together would fit by %(n)s points more.", points
        )
        parts.append(up % {"n": points})
    else:
        down = ngettext(
            "All together would fit by %(n)s point less.", "All together would fit by %(n)s points less.", points
        )
        parts.append(down % {"n": points})
    return " ".join(parts)


def _limit(names: dict[str, str], row: dict[str, Any]) -> str:
    """One limit among those that clash."""
    who, n = row["who"], row["number"]
    if row["kind"] == "together":
        return _("%(one)s is to be paired with %(other)s.") % {"one": names[who[0]], "other": names[who[1]]}
    if row["kind"] in ("country_least", "country_most"):
        said = {"who": _country(who[0]), "n": n}
        if row["kind"] == "country_least":
            return (
                ngettext(
                    "%(who)s is to take part in at least %(n)s pair.",
                    "%(who)s is to take part in at least %(n)s pairs.",
                    n,
                )
                % said
            )
        return (
            ngettext("%(who)s may take part in at most %(n)s pair.", "%(who)s may take part in at most %(n)s pairs.", n)
            % said
        )
    said = {"who": names[who[0]], "n": n}
    if row["kind"] == "least":
        return (
            ngettext("%(who)s is to have at least %(n)s partner.", "%(who)s is to have at least %(n)s partners.", n)
            % said
        )
    return ngettext("%(who)s can take at most %(n)s partner.", "%(who)s can take at most %(n)s partners.", n) % said


def _kept(given: dict[str, Any], names: dict[str, str]) -> list[str]:
    """What the run kept to, as it was given."""
    said = [_("Aim: %(aim)s.") % {"aim": MatchAim(given["aim"]).label}]
    said.append(
        _("Each takes at least %(least)s and at most %(most)s, where nothing else is said.")
        % {"least": given["least"], "most": given["most"]}
    )
    for row in given["participants"]:
        if row["least"] is not None:
            said.append(_limit(names, {"kind": "least", "who": [row["key"]], "number": row["least"]}))
        if row["most"] is not None:
            said.append(_limit(names, {"kind": "most", "who": [row["key"]], "number": row["most"]}))
    for row in given["countries"]:
        if row["least"]:
            said.append(_limit(names, {"kind": "country_least", "who": [row["country"]], "number": row["least"]}))
        if row["most"] is not None:
            said.append(_limit(names, {"kind": "country_most", "who": [row["country"]], "number": row["most"]}))
    said += [
        _("%(who)s would like, the dearest first: %(whom)s.")
        % {"who": row["name"], "whom": _named(names, row["wanted"])}
        for row in given["participants"]
        if row.get("wanted")
    ]
    said += [_limit(names, {"kind": "together", "who": pair, "number": 1}) for pair in given["together"]]
    said += [
        _("%(one)s may not be paired with %(other)s.") % {"one": names[one], "other": names[other]}
        for one, other in given["apart"]
    ]
    if given["eligible"]:
        said.append(
            _("One of the two is in a country of “%(list)s” as it is on %(day)s (edition %(number)s, %(source)s).")
            % {
                "list": given["eligible"]["list"],
                "day": day(date.fromisoformat(given["eligible"]["on"]), get_language() or "en"),
                "number": given["eligible"]["edition"],
                "source": given["eligible"]["source"],
            }
        )
    return said


def _country(code: str) -> str:
    return country_name(code, get_language() or "en")


def _named(names: dict[str, str], keys: list[str]) -> str:
    return ", ".join(names[key] for key in keys)


def _shortened(texts: list[str]) -> str:
    left = len(texts) - MOST_NAMED
    if left <= 0:
        return ", ".join(texts)
    more = ngettext("%(n)s more", "%(n)s more", left) % {"n": left}
    return ", ".join([*texts[:MOST_NAMED], more])


# --- On paper and as a table ------------------------------------------------------------------------------------------


def document(run: MatchingRun) -> Document:
    """The run as a document, in the reader's language."""
    language, about = get_language() or "en", told(run)
    day_of = timezone.localtime(run.started_at).date()
    blocks: list[Block] = []
    if run.matching.simulated:
        blocks.append(Paragraph(_("This is an example."), "strong"))
    if about.clash:
        blocks += [Paragraph(_("These cannot all be kept. Change at least one of them:"), "strong"), Items(about.clash)]
    if about.pairs:
        header = (_("Pair"), _("Fits"), _("Why"))
        rows = tuple(
            (Cell(f"{row.one} – {row.other}"), Cell(str(row.percent), row.percent, "number"), Cell(" ".join(row.why)))
            for row in about.pairs
        )
        blocks += [Heading(_("Pairs")), Table(header, rows)]
    if about.without:
        blocks += [Heading(_("Who stays without")), Items(tuple(f"{name}: {why}" for name, why in about.without))]
    blocks += [Paragraph(note) for note in about.notes]
    if about.changes:
        blocks += [Heading(_("What would change the result")), Items(about.changes)]
    blocks += [Heading(_("What was kept to")), Items(about.kept)]
    blocks += [Heading(_("Who took part")), Items(tuple(_member(row) for row in run.given["participants"]))]
    blocks.append(
        Paragraph(_("Checksum over what was given and what came of it: %(sum)s") % {"sum": run.checksum}, "quiet")
    )
    return Document(
        title=run.given["title"],
        subtitle=day(day_of, language),
        language=language,
        organisation=str(run.matching.organisation),
        made_on=timezone.localdate().isoformat(),
        notice="",
        blocks=tuple(blocks),
        sources=(),
        labels={"sources": _("Sources"), "sources_about": "", "figure": "", "value": "", "number": "", "source": ""},
    )


def _member(row: dict[str, Any]) -> str:
    parts = [row["name"] + (f" ({_country(row['country'])})" if row["country"] else "")]
    if row["seeks"]:
        parts.append(_("seeks %(words)s") % {"words": ", ".join(row["seeks"])})
    if row["offers"]:
        parts.append(_("offers %(words)s") % {"words": ", ".join(row["offers"])})
    return "; ".join(parts)


def table(run: MatchingRun) -> TableKind:
    """Everybody who took part, with whom, how well they fit and why; those without stand last."""
    about = told(run)
    columns = (
        Column("one", _("One")),
        Column("other", _("Other")),
        Column("percent", _("Fits"), "whole"),
        Column("why", _("Why")),
    )
    rows: list[Row] = [
        {"one": row.one, "other": row.other, "percent": row.percent, "why": " ".join(row.why)} for row in about.pairs
    ]
    rows += [{"one": name, "other": "", "percent": None, "why": why} for name, why in about.without]
    numbered = [row | {ID: number} for number, row in enumerate(rows, start=1)]
    made: Callable[[Any], list[Row]] = lambda actor: numbered  # noqa: E731
    return TableKind("cooperation.matching_run", run.given["title"], "", columns, made)


def state_told(run: MatchingRun) -> str:
    return str(RunState(run.state).label)
