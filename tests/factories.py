"""Rows for tests, made through the models; no real-looking persons."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from byalag.core.models import User
from byalag.rooms.cooperation.enums import CooperationKind
from byalag.rooms.cooperation.models import Cooperation, Party
from byalag.rooms.people.actors import Actor, actor_of
from byalag.rooms.people.enums import BodyKind, Dimension, OrganisationKind, PostKind, Role
from byalag.rooms.people.models import Body, Circle, Membership, Organisation, Person, Post, Theme
from byalag.rooms.promises.enums import FrameworkKind, FrameworkStatus, MeansKind, ObjectiveLevel
from byalag.rooms.promises.models import Framework, Means, Objective, ReportingDuty, RouteStep, Section
from byalag.rooms.records.models import Case, Decision
from byalag.rooms.reports.actions import publish_report, sign_report, write_report_text
from byalag.rooms.reports.definitions import definition_of
from byalag.rooms.reports.models import Report
from byalag.rooms.work.enums import ActivityKind, ActivityStatus
from byalag.rooms.work.models import Activity, Contribution


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Organisation {n}")
    slug = factory.Sequence(lambda n: f"organisation-{n}")
    kind = OrganisationKind.MUNICIPALITY
    language = "sv"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"user{n}@example.org")
    password = factory.django.Password("a long enough password")


class CircleFactory(DjangoModelFactory):
    class Meta:
        model = Circle

    name = factory.Sequence(lambda n: f"Circle {n}")


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = Theme

    organisation = factory.SubFactory(OrganisationFactory)
    dimension = Dimension.FOCUS
    name = factory.Sequence(lambda n: f"Theme {n}")
    code = factory.Sequence(lambda n: f"theme-{n}")


class BodyFactory(DjangoModelFactory):
    class Meta:
        model = Body

    organisation = factory.SubFactory(OrganisationFactory)
    kind = BodyKind.COMMITTEE
    name = factory.Sequence(lambda n: f"Body {n}")


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Person {n}")


class PostFactory(DjangoModelFactory):
    class Meta:
        model = Post

    organisation = factory.SubFactory(OrganisationFactory)
    body = factory.SubFactory(BodyFactory, organisation=factory.SelfAttribute("..organisation"))
    kind = PostKind.MEMBER
    title = factory.Sequence(lambda n: f"Post {n}")
    party_ground = factory.LazyAttribute(lambda post: "made_public" if getattr(post, "party", "") else "")


class CaseFactory(DjangoModelFactory):
    class Meta:
        model = Case

    organisation = factory.SubFactory(OrganisationFactory)
    number = factory.Sequence(lambda n: f"KS 2023/{n}")
    title = factory.Sequence(lambda n: f"Matter {n}")


class DecisionFactory(DjangoModelFactory):
    class Meta:
        model = Decision

    organisation = factory.SubFactory(OrganisationFactory)
    body = factory.SubFactory(BodyFactory, organisation=factory.SelfAttribute("..organisation"))
    decided_on = date(2023, 1, 17)
    matter = "A matter"


class CooperationFactory(DjangoModelFactory):
    class Meta:
        model = Cooperation

    organisation = factory.SubFactory(OrganisationFactory)
    kind = CooperationKind.TWIN_TOWN
    name = factory.Sequence(lambda n: f"Cooperation {n}")


class PartyFactory(DjangoModelFactory):
    class Meta:
        model = Party

    cooperation = factory.SubFactory(CooperationFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class FrameworkFactory(DjangoModelFactory):
    class Meta:
        model = Framework

    organisation = factory.SubFactory(OrganisationFactory)
    kind = FrameworkKind.OPERATIONS_PLAN
    status = FrameworkStatus.DRAFT
    title = factory.Sequence(lambda n: f"Plan {n}")
    slug = factory.Sequence(lambda n: f"plan-{n}")
    starts = date(2023, 1, 1)
    ends = date(2023, 12, 31)
    language = "sv"


class RouteStepFactory(DjangoModelFactory):
    class Meta:
        model = RouteStep


class SectionFactory(DjangoModelFactory):
    class Meta:
        model = Section

    framework = factory.SubFactory(FrameworkFactory)
    name = factory.Sequence(lambda n: f"Section {n}")


class ObjectiveFactory(DjangoModelFactory):
    class Meta:
        model = Objective

    framework = factory.SubFactory(FrameworkFactory)
    level = ObjectiveLevel.GOAL
    text = factory.Sequence(lambda n: f"Goal {n}")


class MeansFactory(DjangoModelFactory):
    class Meta:
        model = Means

    framework = factory.SubFactory(FrameworkFactory)
    kind = MeansKind.AMOUNT
    amount = 180_000
    currency = "SEK"


class ReportingDutyFactory(DjangoModelFactory):
    class Meta:
        model = ReportingDuty

    framework = factory.SubFactory(FrameworkFactory)
    text = factory.Sequence(lambda n: f"To be reported {n}")


class ActivityFactory(DjangoModelFactory):
    class Meta:
        model = Activity

    organisation = factory.SubFactory(OrganisationFactory)
    kind = ActivityKind.MEETING
    status = ActivityStatus.PLANNED
    title = factory.Sequence(lambda n: f"Activity {n}")


class ContributionFactory(DjangoModelFactory):
    class Meta:
        model = Contribution

    activity = factory.SubFactory(ActivityFactory)
    framework = factory.LazyAttribute(lambda row: row.objective.framework)
    objective = factory.SubFactory(ObjectiveFactory)


def member(organisation: Organisation, *roles: Role) -> Actor:
    """A new user with these roles in the organisation, as an actor."""
    user = UserFactory()
    for role in roles:
        Membership.objects.create(user=user, organisation=organisation, role=role)
    return actor_of(user, organisation)


class ReportFactory(DjangoModelFactory):
    class Meta:
        model = Report

    organisation = factory.SubFactory(OrganisationFactory)
    framework = factory.SubFactory(
        FrameworkFactory, organisation=factory.SelfAttribute("..organisation"), status=FrameworkStatus.ADOPTED
    )
    definition = "operations_report"
    definition_version = 1
    title = factory.Sequence(lambda n: f"Account {n}")
    slug = factory.Sequence(lambda n: f"account-{n}")
    starts = date(2023, 1, 1)
    ends = date(2023, 12, 31)
    language = "sv"


def signed(report: Report, *, public: bool = False) -> Report:
    """The account with its texts written, signed by two persons of the organisation, and published when wanted."""
    coordinator = member(report.organisation, Role.COORDINATOR)
    for section in definition_of(report).text_sections():
        write_report_text(coordinator, report=report, section=section.key, text=f"About {section.key}.", expected=None)
    sign_report(coordinator, report=report, capacity="Coordinator")
    sign_report(member(report.organisation, Role.CONTROLLER), report=report, capacity="Auditor")
    if public:
        publish_report(coordinator, report=report)
    report.refresh_from_db()
    return report
