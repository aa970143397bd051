"""What people do on the pages: write, decide, amend; nothing typed is lost."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.promises import actions, queries
from byalag.rooms.promises.enums import ConditionState, StepKind
from byalag.rooms.promises.models import Amendment, Framework, Means, Objective, ReportingDuty, RouteStep, Section
from tests.factories import (
    CircleFactory,
    FrameworkFactory,
    MeansFactory,
    ObjectiveFactory,
    OrganisationFactory,
    ReportingDutyFactory,
    SectionFactory,
    ThemeFactory,
    member,
)

from .conftest import DAY

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"promises:{name}", args=args)


def words(page):
    return page.content.decode()


def test_a_plan_is_opened_from_the_page(sign_in, coordinator, filled):
    client = sign_in(coordinator)
    fields = filled(client.get(url("add"))) | {"title": "Plan 2027", "starts": "2027-01-01", "ends": "2027-12-31"}

    page = client.post(url("add"), fields)

    plan = Framework.objects.get()
    assert (plan.title, plan.language, page.url) == ("Plan 2027", "sv", url("outline", plan.pk))


def test_a_form_with_faults_keeps_what_was_typed_and_says_what_to_do(sign_in, coordinator, filled):
    client = sign_in(coordinator)
    fields = filled(client.get(url("add"))) | {"title": "Plan 🌍", "starts": "2027-01-01", "ends": "2026-01-01"}

    page = client.post(url("add"), fields)

    assert page.status_code == 422
    assert "The period ends before it starts. Change one of the two dates." in words(page)
    assert "Plan 🌍" in words(page)
    assert not Framework.objects.exists()


def test_saving_an_untouched_form_changes_nothing(sign_in, coordinator, plan, filled):
    section = SectionFactory(framework=plan, text="Line one\nline two")
    means = MeansFactory(framework=plan)
    share = MeansFactory(framework=plan, kind="share", amount=None, currency="", share="0.125", post="Coordinator")
    duty = ReportingDutyFactory(framework=plan, due=DAY)
    client = sign_in(coordinator)

    def state():
        rows = [*Framework.objects.values(), *Section.objects.values(), *Means.objects.values()]
        rows += [*ReportingDuty.objects.values(), *Objective.objects.values()]
        return [{name: value for name, value in row.items() if name != "version"} for row in rows]

    before = state()
    for address in (
        url("edit", plan.pk),
        url("section_edit", section.pk),
        url("means_edit", means.pk),
        url("means_edit", share.pk),
        url("duty_edit", duty.pk),
        url("objective_edit", plan.objectives.get().pk),
    ):
        page = client.post(address, filled(client.get(address)))
        assert page.status_code == 302, (address, words(page))
    assert state() == before


def test_two_editors_see_both_texts(sign_in, coordinator, plan, filled):
    client = sign_in(coordinator)
    goal = plan.objectives.get()
    fields = filled(client.get(url("objective_edit", goal.pk))) | {"text": "My wording"}
    actions.edit_objective(coordinator, objective=goal, text="Her wording")

    page = client.post(url("objective_edit", goal.pk), fields)

    assert page.status_code == 409
    assert "Her wording" in words(page)
    assert "My wording" in words(page)
    assert Objective.objects.get().text == "Her wording"

    page = client.post(url("objective_edit", goal.pk), filled(page) | {"text": "Our wording"})
    assert page.status_code == 302
    assert Objective.objects.get().text == "Our wording"


def test_a_plan_adopted_while_somebody_wrote_is_not_changed(sign_in, coordinator, plan, route, filled):
    client = sign_in(coordinator)
    fields = filled(client.get(url("edit", plan.pk))) | {"title": "Too late"}
    for kind in StepKind:
        actions.take_step(coordinator, framework=plan, kind=kind, decided_on=DAY)

    page = client.post(url("edit", plan.pk), fields)

    assert page.status_code == 422
    assert "It changes only by an amendment." in words(page)
    assert Framework.objects.get().title != "Too late"


def test_goals_are_added_where_one_writes(sign_in, coordinator, plan):
    section = SectionFactory(framework=plan)
    client = sign_in(coordinator)

    page = client.post(url("objective_add", plan.pk), {"level": "goal", "section": section.pk, "text": "New"})

    goal = Objective.objects.get(text="New")
    assert (goal.section, page.url) == (section, url("outline", plan.pk) + f"#goal-{goal.pk}")
    faulty = client.post(url("objective_add", plan.pk), {"level": "goal", "section": section.pk, "text": ""})
    assert faulty.status_code == 422


def test_a_section_of_another_plan_is_not_taken(sign_in, coordinator, plan):
    elsewhere = SectionFactory()

    page = sign_in(coordinator).post(
        url("objective_add", plan.pk), {"level": "goal", "section": elsewhere.pk, "text": "New"}
    )

    assert page.status_code == 422
    assert not Objective.objects.filter(text="New").exists()


def test_moving_removing_and_putting_back_with_buttons(sign_in, coordinator, plan):
    first = plan.objectives.get()
    second = actions.add_objective(coordinator, framework=plan, text="Second")
    section = actions.add_section(coordinator, framework=plan, name="Norden")
    means, duty = MeansFactory(framework=plan), ReportingDutyFactory(framework=plan)
    client = sign_in(coordinator)

    client.post(url("objective_move", second.pk), {"up": "1"})
    assert list(plan.objectives.all()) == [second, first]

    for row, noun in ((second, "objective"), (section, "section"), (means, "means"), (duty, "duty")):
        gone = client.post(url(f"{noun}_remove", row.pk), follow=True)
        assert "Put back" in words(gone), noun
        back = client.post(url(f"{noun}_put_back", row.pk), follow=True)
        assert "Put back" not in words(back), noun


def test_nothing_is_removed_by_opening_an_address(sign_in, coordinator, plan):
    assert sign_in(coordinator).get(url("objective_remove", plan.objectives.get().pk)).status_code == 405


def test_a_refused_button_says_why(sign_in, coordinator, adopted):
    page = sign_in(coordinator).post(url("objective_remove", adopted.objectives.get().pk), follow=True)

    assert "It changes only by an amendment." in words(page)
    assert adopted.objectives.get().removed_at is None


def test_money_is_typed_as_people_write_it(sign_in, coordinator, plan, filled):
    client = sign_in(coordinator)
    fields = filled(client.get(url("means_add", plan.pk)))

    client.post(url("means_add", plan.pk), fields | {"amount": "25 486,50", "currency": "usd"})
    client.post(url("means_add", plan.pk), fields | {"kind": "share", "share": "50 %", "post": "Coordinator"})
    faulty = client.post(url("means_add", plan.pk), fields | {"amount": "many"})

    assert [(str(row.amount), row.currency, row.share and str(row.share)) for row in queries.means_of(plan)] == [
        ("25486.50", "USD", None),
        ("None", "", "0.500"),
    ]
    assert faulty.status_code == 422
    assert "many" in words(faulty)


def test_a_step_is_recorded_with_its_minutes(sign_in, coordinator, route, plan, filled):
    client = sign_in(coordinator)
    address = url("step", plan.pk, "propose")
    page = client.get(address)
    assert "Internationella rådet" in words(page)

    client.post(
        address,
        filled(page)
        | {
            "decided_on": "2023-01-17",
            "paragraph": "3",
            "case_number": "KS 2022/590",
            "upload": SimpleUploadedFile("minutes.txt", "Protokoll\n§ 3 Verksamhetsplan".encode()),
        },
    )

    plan.refresh_from_db()
    (step,) = queries.steps_of(plan)
    assert (plan.status, step.decision.decided_on, step.decision.case.number) == (
        "proposed",
        date(2023, 1, 17),
        "KS 2022/590",
    )
    assert step.decision.document.file_name == "minutes.txt"
    assert client.get(url("step", plan.pk, "prepare")).context["form"]["case_number"].value() == "KS 2022/590"


def test_sending_back_without_reasons_asks_for_them(sign_in, coordinator, route, plan, filled):
    actions.take_step(coordinator, framework=plan, kind=StepKind.PROPOSE, decided_on=DAY)
    client = sign_in(coordinator)
    address = url("step", plan.pk, "prepare")
    fields = filled(client.get(address)) | {"outcome": "sent_back", "decided_on": "2023-01-20"}

    faulty = client.post(address, fields)
    assert faulty.status_code == 422
    assert "Write the reasons" in words(faulty)

    client.post(address, filled(faulty) | {"outcome": "sent_back", "reasons": "No budget"})
    plan.refresh_from_db()
    assert plan.is_draft


def test_a_step_out_of_turn_shows_whose_turn_it_is(sign_in, coordinator, route, plan):
    page = sign_in(coordinator).get(url("step", plan.pk, "adopt"))

    assert "Internationella rådet proposes the plan." in words(page)
    assert "<textarea" not in words(page)
    assert sign_in(coordinator).get(url("step", plan.pk, "nonsense")).status_code == 404


def test_an_amendment_from_beginning_to_end(sign_in, coordinator, adopted, filled):
    client = sign_in(coordinator)
    goal = adopted.objectives.get()

    begun = client.post(url("amendment_start", adopted.pk), {"reason": "Denmark is slow"})
    amendment = Amendment.objects.get()
    assert begun.url == url("amendment", amendment.pk)

    form = client.get(url("change_add", amendment.pk), {"kind": "objective_text", "objective": goal.pk})
    assert goal.text in words(form)
    client.post(url("change_add", amendment.pk), filled(form) | {"after": goal.text.replace("Danmark", "Norge")})
    page = words(client.get(url("amendment", amendment.pk)))
    assert "<del>" in page
    assert "Norge" in page

    adopt = client.get(url("amendment_adopt", amendment.pk))
    assert "Kommunstyrelsen" in words(adopt)
    client.post(url("amendment_adopt", amendment.pk), filled(adopt) | {"decided_on": "2023-06-01", "paragraph": "40"})

    goal.refresh_from_db()
    assert "Norge" in goal.text
    assert "Danmark" in words(client.get(url("version", adopted.pk, 0)))
    assert "Norge" in words(client.get(url("version", adopted.pk, 1)))
    assert client.get(url("version", adopted.pk, 2)).status_code == 404
    assert "How the wording has changed" in words(client.get(url("objective", goal.pk)))


def test_an_amendment_that_changes_nothing_says_so(sign_in, coordinator, adopted, filled):
    client = sign_in(coordinator)
    client.post(url("amendment_start", adopted.pk), {"reason": "Why"})
    amendment = Amendment.objects.get()

    assert "changes nothing yet" in words(client.get(url("amendment_adopt", amendment.pk)))
    empty = client.post(url("change_add", amendment.pk), {"kind": "objective_added", "after": ""})
    assert empty.status_code == 422
    client.post(url("amendment_withdraw", amendment.pk), filled(client.get(url("amendment_withdraw", amendment.pk))))
    amendment.refresh_from_db()
    assert amendment.state == "withdrawn"


def test_go_or_no_go_on_the_page(sign_in, coordinator, adopted, board, filled):
    goal = ObjectiveFactory(framework=adopted, condition="If there is money", condition_state=ConditionState.OPEN)
    client = sign_in(coordinator)
    form = client.get(url("condition", goal.pk))
    assert "If there is money" in words(form)

    client.post(url("condition", goal.pk), filled(form) | {"go": "no_go", "body": board.pk, "decided_on": "2023-03-01"})

    goal.refresh_from_db()
    assert (goal.condition_state, goal.condition_decision.outcome) == (ConditionState.NO_GO, "rejected")
    assert "No go" in words(client.get(url("framework", adopted.pk)))


def test_themes_and_strategy_goals_of_an_adopted_plan(sign_in, coordinator, town, adopted, filled):
    strategy = FrameworkFactory(organisation=town, kind="strategy")
    wish, theme = ObjectiveFactory(framework=strategy), ThemeFactory(organisation=town)
    client, goal = sign_in(coordinator), adopted.objectives.get()

    tie = filled(client.get(url("tie", adopted.pk))) | {"based_on": strategy.pk}
    client.post(url("tie", adopted.pk), tie)
    sort = filled(client.get(url("objective_themes", goal.pk))) | {"themes": [theme.pk], "supports": [wish.pk]}
    client.post(url("objective_themes", goal.pk), sort)

    assert (list(goal.themes.all()), list(goal.supports.all())) == ([theme], [wish])
    assert wish.text in words(client.get(url("framework", adopted.pk)))
    assert goal.text in words(client.get(url("objective", wish.pk)))


def test_what_a_goal_supports_is_kept_when_the_strategy_is_another_one(sign_in, coordinator, town, plan, filled):
    goal, wish = plan.objectives.get(), ObjectiveFactory(framework=FrameworkFactory(organisation=town, kind="strategy"))
    goal.supports.add(wish)
    newer = ObjectiveFactory(framework=FrameworkFactory(organisation=town, kind="strategy"))
    actions.tie_to_strategy(coordinator, framework=plan, based_on=newer.framework)
    client, address = sign_in(coordinator), url("objective_themes", goal.pk)

    client.post(address, filled(client.get(address)))

    assert list(goal.supports.all()) == [wish]
    assert newer.text in words(client.get(address))


def test_an_answer_to_a_duty(sign_in, coordinator, reader, adopted, filled):
    duty = ReportingDutyFactory(framework=adopted, text="Courses")
    client = sign_in(coordinator)

    client.post(url("duty_answer", duty.pk), filled(client.get(url("duty_answer", duty.pk))) | {"answer": "Two"})

    duty.refresh_from_db()
    assert duty.answer == "Two"
    refused = sign_in(reader).post(url("duty_answer", duty.pk), {"answer": "Three", "version": duty.version})
    assert refused.status_code == 422
    assert "Only a coordinator" in words(refused)


def test_publishing_says_what_everyone_will_see(sign_in, coordinator, adopted, filled):
    client = sign_in(coordinator)
    form = client.get(url("publish", adopted.pk))
    assert "1 goal or commitment" in words(form)
    assert "3 decisions" in words(form)

    client.post(url("publish", adopted.pk), filled(form))
    adopted.refresh_from_db()
    assert adopted.visibility == Visibility.PUBLIC

    client.post(url("unpublish", adopted.pk), filled(client.get(url("unpublish", adopted.pk))))
    adopted.refresh_from_db()
    assert adopted.visibility == Visibility.ORGANISATION


def test_sharing_with_a_circle(sign_in, town, adopted, filled):
    circle = CircleFactory()
    circle.organisations.add(town, partner := OrganisationFactory())
    client = sign_in(member(town, Role.COORDINATOR))

    client.post(url("share", adopted.pk), filled(client.get(url("share", adopted.pk))) | {"circle": circle.pk})

    assert sign_in(member(partner, Role.READER)).get(url("framework", adopted.pk)).status_code == 200


def test_a_draft_goes_to_the_trash_after_a_question(sign_in, coordinator, plan, filled):
    client = sign_in(coordinator)

    page = client.post(url("trash", plan.pk), filled(client.get(url("trash", plan.pk))))

    assert page.url == url("list")
    assert client.get(url("framework", plan.pk)).status_code == 404


def test_the_decision_route_is_chosen_by_those_who_keep_it(sign_in, coordinator, reader, council, board, filled):
    client = sign_in(coordinator)
    address = url("route", "operations_plan")

    saved = client.post(address, filled(client.get(address)) | {"propose": council.pk, "adopt": board.pk})
    assert saved.status_code == 302
    assert [row.kind for row in RouteStep.objects.all()] == ["propose", "adopt"]
    assert client.post(address, {"propose": council.pk}).status_code == 422
    assert "Who decides is set by coordinators and administrators." in words(sign_in(reader).get(address))
    assert client.get(url("route", "nonsense")).status_code == 404


def test_a_strategy_is_added_as_a_document(sign_in, coordinator, town, filled):
    strategy = FrameworkFactory(organisation=town, kind="strategy")
    client = sign_in(coordinator)
    address = url("source", strategy.pk)

    saved = client.post(
        address,
        filled(client.get(address)) | {"upload": SimpleUploadedFile("strategi.txt", "Strategi för 2030".encode())},
    )

    strategy.refresh_from_db()
    assert saved.status_code == 302
    assert strategy.source_document.file_name == "strategi.txt"


def test_signed_out_people_are_asked_to_sign_in(client, plan):
    page = client.get(url("framework", plan.pk))

    assert page.status_code == 302
    assert "next=" in page.url
