"""Examples of what partners hold together, and of a plan that a partner owns and its supporter comments on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from byalag.rooms.cooperation import api as cooperation
from byalag.rooms.people import api as people
from byalag.rooms.promises import api as promises
from byalag.rooms.work import api as work

Book = dict[str, Any]


def hold_together(content: dict[str, Any], book: Book) -> None:
    """Plans of the file that all parties of a cooperation have agreed on, with what each of them did for it."""
    for row in content.get("together", []):
        framework, within = book["frameworks"][row["framework"]], book["cooperations"][row["cooperation"]]
        framework = promises.hold_together(book["actor"], framework=framework, within=within)
        periods = {
            year: promises.add_period(
                book["actor"], framework=framework, starts=date(year, 1, 1), ends=date(year, 12, 31), is_open=False
            )
            for year in range(framework.starts.year, framework.ends.year + 1)
        }
        for line in row["indicators"]:
            indicator = promises.add_indicator(
                book["actor"], framework=framework, objective=_goal(framework, line["goal"]), name=line["name"]
            )
            targets = {periods[int(year)]: Decimal(value) for year, value in line["targets"].items()}
            promises.set_targets(book["actor"], indicator=indicator, targets=targets)
        change = promises.propose_framework(book["actor"], framework=framework, why=row["why"])
        for party in cooperation.waited_for(change):
            _agree(change, party, book)
        for served in row["served"]:
            _serve(served, framework, book)


def _agree(change: cooperation.JointChange, party: people.Organisation, book: Book) -> None:
    if people.organisations_with_members([party.pk]):
        cooperation.answer_change(people.system(party), change=change, agrees=True)
    else:
        cooperation.note_answer(
            book["actor"], change=change, organisation=party, agrees=True, source="Minutes of a meeting (example)"
        )


def _serve(row: dict[str, Any], framework: promises.Framework, book: Book) -> None:
    """An activity that stands already, by how it begins, or a new one of a party."""
    goal = _goal(framework, row["goal"])
    if "begins" in row:
        mine = work.Activity.objects.filter(organisation=book["organisation"], title__startswith=row["begins"])
        work.contribute(book["actor"], activity=mine.get(), objective=goal)
        return
    party = people.Organisation.objects.get(slug=row["party"])
    work.write_down(
        people.system(party),
        organisation=party,
        objectives=[goal],
        title=row["title"],
        kind=row["kind"],
        starts=row["starts"],
        ends=row["ends"],
        simulated=True,
    )


def open_partner_plans(content: dict[str, Any], book: Book) -> None:
    """Plans in a partner's own book, shared with the supporter, with what the supporter said and the partner answered."""
    for row in content.get("partner_plans", []):
        owner = people.Organisation.objects.get(slug=row["owner"])
        theirs, within = people.system(owner), book["cooperations"][row["cooperation"]]
        within.refresh_from_db()  # its circle was opened with its second party
        framework = promises.open_framework(
            theirs,
            organisation=owner,
            kind="operations_plan",
            title=row["title"],
            lead=row["lead"],
            starts=row["starts"],
            ends=row["ends"],
            cooperation=within,
            simulated=True,
        )
        for text in row["goals"]:
            promises.add_objective(theirs, framework=framework, text=text, level="goal")
        framework = promises.share_framework(theirs, framework=framework, circle=within.circle)
        for said in row["comments"]:
            comment = promises.comment(
                book["actor"],
                framework=framework,
                objective=_goal(framework, said["goal"]),
                text=said["text"],
                language=row["language"],
                simulated=True,
            )
            if "answer" in said:
                promises.answer_comment(theirs, comment=comment, state=said["state"], answer=said["answer"])


def _goal(framework: promises.Framework, begins: str) -> promises.Objective:
    return promises.Objective.objects.get(framework=framework, text__startswith=begins)
