"""A book to measure on: an organisation with plans, goals, activities, papers and evidence, written in bulk.

Rows are made as the actions leave them, without the event log; the search table is filled as `core.search` would.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from django.db import models

from byalag.core import search
from byalag.core.models import LogEntry, StoredFile, User
from byalag.rooms.cooperation.enums import CooperationKind, CooperationState
from byalag.rooms.cooperation.models import Contact, Cooperation, Party
from byalag.rooms.people.enums import BodyKind, Dimension, OrganisationKind, Role
from byalag.rooms.people.models import Body, Membership, Organisation, Theme
from byalag.rooms.promises.enums import FrameworkStatus, MeansKind, ObjectiveLevel, SectionKind, StepKind
from byalag.rooms.promises.models import Framework, FrameworkDecision, Means, Objective, ReportingDuty, Section
from byalag.rooms.records.models import Case, Decision, Document
from byalag.rooms.reports.models import Report
from byalag.rooms.work.enums import ActivityKind, ActivityStatus, Audience, EvidenceKind, Sex
from byalag.rooms.work.models import Activity, Contribution, Evidence, FundingSource, JournalEntry, Participation

GOALS = 4  # of a section
LAST_YEAR = 2026
BATCH = 2000
Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Book:
    """The organisation with one of its coordinators, its newest plan with an account of it, and its longest plan."""

    organisation: Organisation
    user: User
    plan: Framework
    report: Report
    longest: Framework
    account_of_longest: Report


def write_book(
    slug: str, *, plans: int, per_plan: int, longest: int = 0, loose: int = 0, papers: int = 1, findable: bool = True
) -> Book:
    """`plans` adopted plans with `per_plan` activities each, the newest of this year, and `loose` ones in no plan.

    `longest`: activities of one more plan of this year, when there is to be one longer than the others.

    `papers`: how many pieces of evidence most of the finished activities have. `findable`: whether search is filled now;
    who writes several books fills it once, after the last.
    """
    organisation = Organisation.objects.create(
        name=slug.capitalize(), slug=slug, kind=OrganisationKind.MUNICIPALITY, language="sv"
    )
    user = User.objects.create(email=f"coordinator@{slug}.example", password="!")
    for role in (Role.COORDINATOR, Role.ADMINISTRATOR):
        Membership.objects.create(user=user, organisation=organisation, role=role)
    body = Body.objects.create(
        organisation=organisation, kind=BodyKind.INTERNATIONAL_COUNCIL, name="Internationella rådet"
    )
    themes = [
        Theme(organisation=organisation, dimension=dimension, code=f"{dimension}-{n}", name=f"Tema {n}", order=n)
        for dimension in Dimension
        for n in range(5)
    ]
    Theme.objects.bulk_create(themes)
    documents = _papers(organisation, max(10, (plans * per_plan + loose) // 20))
    made = [
        _plan(organisation, body, number, LAST_YEAR - number % 25, per_plan, documents, papers)
        for number in range(plans)
    ]
    long_one = _plan(organisation, body, plans, LAST_YEAR, longest, documents, papers) if longest else made[0]
    _activities(organisation, [None] * loose, LAST_YEAR, documents, papers)
    _themes(organisation, themes)
    if findable:
        search.rebuild()
    newest = made[0]
    report = _report(newest)
    return Book(organisation, user, newest, report, long_one, _report(long_one) if longest else report)


def _report(plan: Framework) -> Report:
    return Report.objects.create(
        organisation=plan.organisation, framework=plan, definition="operations_report", definition_version=1,
        title=f"Verksamhetsberättelse {plan.starts.year}", slug=f"verksamhetsberattelse-{plan.slug}",
        starts=plan.starts, ends=plan.ends, language="sv",
    )  # fmt: skip


def _papers(organisation: Organisation, count: int) -> list[Document]:
    files = _kept(
        StoredFile(
            sha256=hashlib.sha256(f"{organisation.slug} {n}".encode()).hexdigest(),
            size=20_000 + n,
            media_type="application/pdf",
        )
        for n in range(count)
    )
    cases = _kept(
        Case(organisation=organisation, number=f"KS {n % 25 + 2000}/{n}", title=f"Ärende {n} om samarbete")
        for n in range(max(1, count // 20))
    )
    return _kept(
        Document(
            organisation=organisation, title=f"Reserapport {n} från vänorten", file=file, file_name=f"rapport-{n}.pdf",
            dated=date(LAST_YEAR - n % 25, 1 + n % 12, 1 + n % 28), case=cases[n % len(cases)], language="sv",
            secrecy_ground="OSL 15 kap. 1 §" if n % 200 == 199 else "",
        )
        for n, file in enumerate(files)
    )  # fmt: skip


def _plan(
    organisation: Organisation,
    body: Body,
    number: int,
    year: int,
    activities: int,
    documents: list[Document],
    papers: int,
) -> Framework:
    """One adopted plan of a year."""
    plan = Framework.objects.create(
        organisation=organisation, kind="operations_plan", title=f"Verksamhetsplan {year} ({number})",
        slug=f"plan-{number}", body=body, starts=date(year, 1, 1), ends=date(year, 12, 31), language="sv",
        status=FrameworkStatus.ADOPTED,
    )  # fmt: skip
    for kind in (StepKind.PROPOSE, StepKind.PREPARE, StepKind.ADOPT):
        decision = Decision.objects.create(
            organisation=organisation, body=body, decided_on=date(year, 1, 17), matter=plan.title, paragraph="7"
        )
        FrameworkDecision.objects.create(framework=plan, kind=kind, decision=decision)
    Means.objects.bulk_create(
        Means(framework=plan, kind=MeansKind.AMOUNT, amount=Decimal(180_000 + n), currency="SEK", order=n)
        for n in range(3)
    )
    sections = _kept(
        Section(framework=plan, kind=SectionKind.FOCUS, name=f"Område {n}", order=n)
        for n in range(5 if activities < 100 else 16)
    )
    goals = _kept(
        Objective(
            framework=plan, section=section, level=ObjectiveLevel.GOAL, order=n,
            text=f"Fördjupa samarbetet om ämne {n} så att det ger ömsesidig nytta för dem som bor här.",
        )
        for section in sections
        for n in range(GOALS)
    )  # fmt: skip
    _kept(ReportingDuty(framework=plan, objective=goal, text="Vad har målet gett?") for goal in goals[:5])
    served = [goals[n * len(goals) // activities] for n in range(activities)]
    _activities(organisation, served, year, documents, papers)
    return plan


def _activities(
    organisation: Organisation, goals: list[Objective | None], year: int, documents: list[Document], papers: int
) -> None:
    """One activity for each of the goals (none: in no plan), with who took part, a note, and often what shows it."""
    kinds = list(ActivityKind)
    rows = []
    for n in range(len(goals)):
        starts = date(year, 1, 1) + timedelta(n * 7 % 350)
        is_done = n % 8 != 0
        rows.append(
            Activity(
                organisation=organisation, title=f"Besök nummer {n} hos partnern i Hamina", kind=kinds[n % len(kinds)],
                starts=starts, ends=starts + timedelta(2), place_text="Hamina", cost=Decimal(1200), currency="SEK",
                status=ActivityStatus.DONE if is_done else ActivityStatus.PLANNED, language="sv",
                mandate="Internationella rådet", expected_benefit="Vi lär av varandra.",
                result="Vi prövade metoden tillsammans och kom överens om hur arbetet fortsätter." if is_done else "",
            )
        )  # fmt: skip
    rows = _kept(rows)
    done = [row for row in rows if row.status == ActivityStatus.DONE]
    _kept(
        Contribution(activity=row, framework_id=goal.framework_id, objective=goal, listed=n % 4 != 0, order=n)
        for n, (row, goal) in enumerate(zip(rows, goals, strict=True))
        if goal is not None
    )
    _kept(
        Participation(activity=row, audience=Audience.POLITICIAN, sex=sex, count=10 + row.pk % 7)
        for row in done
        for sex in (Sex.WOMEN, Sex.MEN)
    )
    _kept(
        FundingSource(activity=row, origin="external", name="ICLD", amount=Decimal(1200), currency="SEK")
        for row in done[::4]
    )
    _kept(JournalEntry(activity=row, written_on=row.starts, text="Vi kom fram.", language="sv") for row in done[::2])
    shown = [row for n, row in enumerate(done) if n % 3 or papers > 1] * papers
    _kept(
        Evidence(
            organisation=organisation, activity=row, kind=EvidenceKind.FILE, shows="Reserapport: vad vi lärde oss",
            document=documents[n % len(documents)], language="sv",
        )
        if n % 2
        else Evidence(
            organisation=organisation, activity=row, kind=EvidenceKind.FIGURE, shows="Deltagarlista", value=24,
            unit="personer", language="sv",
        )
        for n, row in enumerate(shown)
    )  # fmt: skip


def write_cooperations(book: Book, count: int) -> None:
    """So many twin towns of the book's organisation, each with a partner of its own and a contact last year."""
    home = book.organisation
    partners = _kept(
        Organisation(name=f"Partner {n}", slug=f"partner-{n}", kind=OrganisationKind.MUNICIPALITY, country="FI")
        for n in range(count)
    )
    states = list(CooperationState)
    rows = _kept(
        Cooperation(
            organisation=home, kind=CooperationKind.TWIN_TOWN, name=f"Vänort {partner.name}", language="sv",
            state=states[n % len(states)], starts=date(1990 + n % 30, 1, 1),
        )
        for n, partner in enumerate(partners)
    )  # fmt: skip
    pairs = list(zip(rows, partners, strict=True))
    _kept(Party(cooperation=row, organisation=each) for row, partner in pairs for each in (home, partner))
    _kept(Contact(cooperation=row, organisation=home, on=date(LAST_YEAR - 1, 5, 1), told="Samtal") for row in rows)


def write_log(book: Book, count: int) -> None:
    """So many rows of the log, spread over the book's activities."""
    ids = list(Activity.objects.filter(organisation=book.organisation).values_list("pk", flat=True))
    _kept(
        LogEntry(
            action="work.journal.written", user_id=book.user.pk, organisation_id=book.organisation.pk,
            object_label="work.activity", object_id=str(ids[n % len(ids)]), data={},
        )
        for n in range(count)
    )  # fmt: skip


def _themes(organisation: Organisation, themes: list[Theme]) -> None:
    """Each goal carries one theme of each dimension, each seventh activity one of its own."""
    goals = Objective.objects.filter(framework__organisation=organisation).values_list("pk", flat=True)
    activities = Activity.objects.filter(organisation=organisation).values_list("pk", flat=True)
    of_goal, of_activity = Objective.themes.through, Activity.themes.through
    _kept(
        of_goal(objective_id=pk, theme=theme)
        for pk in goals
        for theme in themes[pk % 5 :: 5]  # five of each dimension, one after the other
    )
    _kept(of_activity(activity_id=pk, theme=themes[pk % len(themes)]) for pk in activities if pk % 7 == 0)


def _kept(rows: Iterable[Row]) -> list[Row]:
    """The rows, written in batches."""
    kept: list[Row] = []
    for batch in _batches(rows):
        kept += type(batch[0])._default_manager.bulk_create(batch)  # type: ignore[attr-defined]
    return kept


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
