"""The demo, loaded once through the real actions, says what the seed documents say."""

from decimal import Decimal

import pytest
from django.utils import timezone

from byalag.demo.load import load, sign_ins
from byalag.rooms.cooperation.models import Cooperation, EligibilityList, Initiative, MatchingRun, SeekCard
from byalag.rooms.people.enums import Role
from byalag.rooms.people.models import Organisation, Theme
from byalag.rooms.promises.enums import FrameworkStatus, MeansKind, ObjectiveLevel
from byalag.rooms.promises.models import Comment, Framework, Means, Objective, RouteStep, Target
from byalag.rooms.records.models import Decision, Document
from byalag.rooms.reminders.models import Reminder
from byalag.rooms.surveys.models import Survey
from byalag.rooms.work.models import Activity, Contribution, Evidence, Participation, WorkRules

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        from django.db import transaction

        with transaction.atomic():
            load()
            yield
            transaction.set_rollback(True)


@pytest.fixture
def plan(demo):
    return Framework.objects.get(slug="verksamhetsplan-2023")


def test_the_plan_is_what_the_document_says(plan):
    goals = Objective.objects.filter(framework=plan, level=ObjectiveLevel.GOAL)
    listed = Contribution.objects.filter(framework=plan, listed=True)

    assert Objective.objects.filter(framework=plan, level=ObjectiveLevel.OVERALL_GOAL).count() == 8
    assert {name: goals.filter(section__name=name).count() for name in ["Norden", "Europa", "Världen"]} == {
        "Norden": 3,
        "Europa": 3,
        "Världen": 3,
    }
    assert {name: listed.filter(section__name=name).count() for name in ["Norden", "Europa", "Världen"]} == {
        "Norden": 4,
        "Europa": 5,
        "Världen": 4,
    }
    assert plan.status == FrameworkStatus.ADOPTED
    assert plan.title == "Verksamhetsplan för Internationella rådet 2023"
    assert plan.based_on.title == "Verksamhetsstrategi för Internationella rådet"


def test_the_means_are_what_the_document_says(plan):
    money = {
        (row.amount, row.currency, row.per_year) for row in Means.objects.filter(framework=plan, kind=MeansKind.AMOUNT)
    }
    shares = [row.share for row in Means.objects.filter(framework=plan, kind=MeansKind.SHARE)]

    assert money == {(Decimal("180000.00"), "SEK", False), (Decimal("850000.00"), "SEK", True)}
    assert shares == [Decimal("0.500")]


def test_the_route_and_the_rules_come_from_the_document(plan):
    route = [
        step.body.name for step in RouteStep.objects.filter(organisation=plan.organisation, framework_kind=plan.kind)
    ]
    rules = WorkRules.objects.get(organisation=plan.organisation)

    assert route == ["Internationella rådet", "Kommunstyrelsens ledningsutskott", "Kommunstyrelsen"]
    assert rules.directive_required
    assert rules.anchoring_required
    assert rules.external_funding_required
    assert "direktiv föreligger" in rules.directive_quote


def test_the_conditional_goal_keeps_its_condition(plan):
    goal = Objective.objects.get(framework=plan, text__startswith="Deltaga i projektet C-Cities")

    assert "förutsättningar för innehåll, form och finansiering" in goal.condition


def test_example_work_is_marked(plan):
    falun = plan.organisation

    worked = Activity.objects.filter(organisation=falun).exclude(status="planned")
    assert worked.count() >= 6
    assert all(worked.values_list("simulated", flat=True))
    assert all(Evidence.objects.filter(organisation=falun).values_list("simulated", flat=True))
    assert all(Decision.objects.filter(organisation=falun).values_list("simulated", flat=True))
    assert Document.objects.filter(organisation=falun, simulated=True).count() == 2


def test_other_organisations(demo):
    hub = Framework.objects.get(slug="hub")

    assert Organisation.objects.filter(is_example=True).count() == 36  # 32 partners sign in, too
    assert [(row.amount, row.currency, str(hub.period)) for row in Means.objects.filter(framework=hub)] == [
        (Decimal("25486.00"), "USD", "2022-04..2023-03")
    ]
    assert Objective.objects.filter(framework__slug="deklaration", level=ObjectiveLevel.COMMITMENT).count() == 3
    assert Objective.objects.filter(framework__slug="omraden").count() == 3
    assert Theme.objects.filter(organisation=None).count() == 4


def test_one_sign_in_per_role_and_organisation(demo):
    doors = sign_ins()

    assert len(doors) == len({(organisation, role) for organisation, role, _ in doors}) == 45
    assert {role for organisation, role, _ in doors if organisation == "Falu kommun"} == {
        str(role.label) for role in Role
    }


def test_what_the_organisation_reminds_itself_of_is_not_overdue(demo):
    rows = Reminder.objects.filter(organisation__slug="falu-kommun")

    assert len(rows) == 2
    assert all(row.simulated and row.due > timezone.localdate() for row in rows)


def test_cooperations_are_those_that_the_sources_tell_of(demo):
    ukraine = Cooperation.objects.get(name="Ukrainanätverket")
    pairs = {row.name for row in ukraine.parts.all()}

    assert len(pairs) == 11  # the sources name eleven of the twelve
    assert {"Falun–Kolomyia", "Umeå–Kherson", "Piteå–Lutsk"} <= pairs
    assert Cooperation.objects.filter(kind="network").count() == 4
    assert Participation.objects.get(activity__cooperation=ukraine).count == 75
    gender = Cooperation.objects.get(name="Umeå–Bogotá")
    assert (gender.gender, gender.inside.name) == (2, "Nätverket för jämställdhet")
    young = Cooperation.objects.get(name="Karlskrona–Saldanha Bay")
    assert young.for_young
    assert {theme.code for theme in young.themes.all()} == {"climate", "children", "participation"}
    lying = Organisation.objects.filter(parties__cooperation__inside=ukraine, place__latitude__isnull=False)
    assert lying.distinct().count() == 22
    assert SeekCard.objects.get().title == "Vi söker en dansk vänort"


def test_twin_towns_of_today_and_what_was_proposed(demo):
    falun = Cooperation.objects.filter(organisation__slug="falu-kommun")

    assert {row.name.removeprefix("Vänortssamarbetet med ") for row in falun.filter(kind="twin_town", state="active")} == {
        "Røros", "Hamina", "Gütersloh", "Grudziądz",
    }  # fmt: skip
    assert Initiative.objects.get().state == "idea"


def test_programme_areas_stand_inside_the_support_and_each_side_signs_in(demo):
    programme = Cooperation.objects.get(organisation__slug="vansterns-internationella-forum", inside=None)

    assert {row.name for row in programme.parts.all()} == {"Utökad demokrati", "Kvinnor och ungdomar", "Ökad kapacitet"}
    working = Organisation.objects.filter(parties__cooperation__state="active", parties__role="partner").distinct()
    assert {row.slug for row in working if not row.memberships.filter(role=Role.COORDINATOR).exists()} == set()


def test_the_example_of_a_matching_is_marked_and_has_an_answer(demo):
    run = MatchingRun.objects.select_related("matching").get()
    names = {row["key"]: row["name"] for row in run.given["participants"]}

    assert run.matching.simulated
    assert len(run.found["pairs"]) == 10
    assert ("Falu kommun", "Kolomyia") in {(names[row["one"]], names[row["other"]]) for row in run.found["pairs"]}
    assert len(run.found["without"]) == 1
    assert EligibilityList.objects.get().simulated


def test_falun_and_mogale_city_hold_a_results_framework_together(demo):
    ours = Framework.objects.get(slug="modern-youth-participation")
    served = Contribution.objects.filter(framework=ours).order_by("activity__organisation__slug")

    assert (ours.together, ours.status, ours.simulated) == (True, FrameworkStatus.ADOPTED, True)
    assert str(ours.period) == "2022-01..2024-12"
    assert [row.activity.organisation.slug for row in served] == ["falu-kommun", "mogale-city"]
    assert [row.value for row in Target.objects.filter(indicator__framework=ours, indicator__name__startswith="Pupils")] == [
        40, 175, 175
    ]  # fmt: skip


def test_a_partner_of_vif_owns_its_plan_and_vif_comments_on_it(demo):
    plan = Framework.objects.get(organisation__slug="exempelpartner")
    said = list(Comment.objects.filter(framework=plan))

    assert (plan.visibility, plan.simulated, plan.together) == ("circle", True, False)
    assert [row.state for row in said] == ["taken_in", "open"]
    assert all(row.simulated and row.organisation.slug == "vansterns-internationella-forum" for row in said)


def test_the_report_card_tells_what_was_answered_and_that_it_is_an_example(demo):
    survey = Survey.objects.get(title="Citizen report card")
    wave = survey.waves.get()
    areas = {area.name: area for area in wave.areas.all()}
    took_part = {
        name: [row.answers["/data/took_part"] for row in area.submissions.all()] for name, area in areas.items()
    }

    assert survey.simulated
    assert {name: len(rows) for name, rows in took_part.items()} == {"Machakos": 60, "Uasin Gishu": 60}
    assert took_part["Machakos"].count("yes") < took_part["Uasin Gishu"].count("yes")
    assert {len(row.answers) for row in wave.submissions.all()} == {6}
    assert [bool(finding.answer) for finding in survey.findings.order_by("pk")] == [True, False]
