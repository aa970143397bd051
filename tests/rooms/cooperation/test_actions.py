"""What is written when cooperations are opened, joined, left and ended."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from byalag.core import jobs, log
from byalag.core.verdicts import Refused
from byalag.core.versions import Conflict
from byalag.rooms.cooperation import actions, queries
from byalag.rooms.cooperation.models import Cooperation, Party
from byalag.rooms.people.api import system
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.people.models import Organisation
from tests.factories import CooperationFactory, OrganisationFactory, member

pytestmark = pytest.mark.django_db


def codes(thing) -> list[str]:
    return [entry.action for entry in log.entries(thing)]


def circle(cooperation) -> set[str]:
    cooperation.refresh_from_db()
    return {row.slug for row in cooperation.circle.organisations.all()} if cooperation.circle else set()


def test_opening_and_changing_leave_a_trace(town, coordinator):
    cooperation = actions.open_cooperation(coordinator, organisation=town, kind="project", name="Hub")
    actions.change_cooperation(coordinator, cooperation=cooperation, expected=1, name="Hubb")
    cooperation.refresh_from_db()

    assert (cooperation.name, cooperation.language, cooperation.state) == ("Hubb", "sv", "active")
    assert codes(cooperation) == ["cooperation.cooperation.opened", "cooperation.cooperation.changed"]


def test_two_who_change_it_do_not_overwrite_each_other(coordinator, twin):
    actions.change_cooperation(coordinator, cooperation=twin, expected=1, name="Först")

    with pytest.raises(Conflict):
        actions.change_cooperation(coordinator, cooperation=twin, expected=1, name="Sedan")


def test_dates_go_forwards(town, coordinator):
    wrong = {"starts": date(2023, 2, 1), "ends": date(2023, 1, 1)}
    with pytest.raises(ValidationError):
        actions.open_cooperation(coordinator, organisation=town, kind="project", name="Hub", **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        CooperationFactory(organisation=town, **wrong)


def test_it_never_stands_inside_itself(town, coordinator, twin):
    inner = actions.open_cooperation(coordinator, organisation=town, kind="project", name="Inuti", inside=twin)
    innermost = actions.open_cooperation(coordinator, organisation=town, kind="project", name="Innerst", inside=inner)
    for above in (innermost, inner, twin):
        with pytest.raises(ValidationError):
            actions.change_cooperation(coordinator, cooperation=twin, expected=None, inside=above)
    with pytest.raises(ValidationError):
        actions.change_cooperation(coordinator, cooperation=inner, expected=None, inside=CooperationFactory())

    twin.refresh_from_db()
    assert twin.inside is None


# --- Parties and their circle -----------------------------------------------------------------------------------------


def test_a_circle_opens_as_soon_as_there_are_two(town, coordinator, twin, partner):
    actions.add_party(coordinator, cooperation=twin, organisation=town, role="partner")
    assert circle(twin) == set()

    actions.add_party(coordinator, cooperation=twin, organisation=partner, benefit="Unga möts")
    assert circle(twin) == {"ostby", "zachodnia"}
    assert codes(twin)[1:] == ["cooperation.party.added"] * 2


def test_the_circle_follows_who_joins_and_leaves(town, coordinator, twin, partner):
    third = OrganisationFactory(slug="tredje")
    parties = [actions.add_party(coordinator, cooperation=twin, organisation=row) for row in (partner, third)]
    assert circle(twin) == {"ostby", "zachodnia", "tredje"}

    actions.end_party(coordinator, party=parties[1], ends=timezone.localdate() - timedelta(days=1))
    assert circle(twin) == {"ostby", "zachodnia"}
    assert codes(twin)[-1] == "cooperation.party.ended"


def test_an_organisation_with_two_roles_stays_until_both_end(town, coordinator, twin, partner):
    parties = [
        actions.add_party(coordinator, cooperation=twin, organisation=partner, role=role)
        for role in ("partner", "associated")
    ]
    yesterday = timezone.localdate() - timedelta(days=1)
    actions.end_party(coordinator, party=parties[0], ends=yesterday)
    assert "zachodnia" in circle(twin)

    actions.end_party(coordinator, party=parties[1], ends=yesterday)
    assert circle(twin) == {"ostby"}


def test_one_who_leaves_later_leaves_the_circle_by_itself_that_night(coordinator, twin, partner):
    party = actions.add_party(coordinator, cooperation=twin, organisation=partner)
    actions.end_party(coordinator, party=party, ends=timezone.localdate() + timedelta(days=3))
    assert actions.follow_dates(system()) == 0
    assert "zachodnia" in circle(twin)

    Party.objects.filter(pk=party.pk).update(ends=timezone.localdate() - timedelta(days=1))
    jobs.schedules["cooperation.follow_dates"].run()
    assert circle(twin) == {"ostby"}
    assert actions.follow_dates(system()) == 0


def test_once_per_role(coordinator, twin, partner):
    actions.add_party(coordinator, cooperation=twin, organisation=partner)

    with pytest.raises(ValidationError):
        actions.add_party(coordinator, cooperation=twin, organisation=partner)


def test_a_new_partner_is_named_all_or_nothing(town, coordinator, twin):
    party = actions.bring_in(
        coordinator, cooperation=twin, organisation=None, new_name="Comuna Nueva", new_country="CR"
    )
    assert (party.organisation.slug, party.organisation.country) == ("comuna-nueva", "CR")

    with pytest.raises(ValidationError):
        actions.bring_in(coordinator, cooperation=twin, organisation=None, new_name="Comuna Otra", role="x" * 30)
    assert not Organisation.objects.filter(name="Comuna Otra").exists()


@pytest.mark.parametrize("visibility", Visibility)
def test_who_sees_a_cooperation(town, coordinator, twin, partner, visibility):
    actions.add_party(coordinator, cooperation=twin, organisation=partner)
    Cooperation.objects.filter(pk=twin.pk).update(visibility=visibility)
    eyes = {
        "own": member(town, Role.READER),
        "partner": member(partner, Role.READER),
        "stranger": member(OrganisationFactory(), *Role),
    }
    seen = {name for name, actor in eyes.items() if twin in queries.cooperations_visible_to(actor)}

    assert (
        seen
        == {
            Visibility.ORGANISATION: {"own"},
            Visibility.CIRCLE: {"own", "partner"},
            Visibility.PUBLIC: {"own", "partner", "stranger"},
        }[visibility]
    )


# --- Endings ----------------------------------------------------------------------------------------------------------


def test_trash_and_back(coordinator, twin):
    actions.trash_cooperation(coordinator, cooperation=twin)
    assert twin not in queries.cooperations_visible_to(coordinator)

    actions.restore_cooperation(coordinator, cooperation=twin)
    assert twin in queries.cooperations_visible_to(coordinator)
    assert codes(twin)[1:] == ["cooperation.cooperation.trashed", "cooperation.cooperation.restored"]


def test_only_who_keeps_it_changes_it(town, twin, partner):
    party = actions.add_party(system(town), cooperation=twin, organisation=partner)
    stranger = member(partner, *Role)
    for deed in (
        lambda: actions.open_cooperation(stranger, organisation=town, kind="project", name="X"),
        lambda: actions.change_cooperation(stranger, cooperation=twin, expected=None, name="X"),
        lambda: actions.move_cooperation(stranger, cooperation=twin, to="dormant", on=date(2023, 1, 1)),
        lambda: actions.add_party(stranger, cooperation=twin, organisation=OrganisationFactory()),
        lambda: actions.bring_in(stranger, cooperation=twin, organisation=None, new_name="X"),
        lambda: actions.end_party(stranger, party=party, ends=date(2023, 1, 1)),
        lambda: actions.trash_cooperation(stranger, cooperation=twin),
        lambda: actions.restore_cooperation(stranger, cooperation=twin),
    ):
        with pytest.raises(Refused):
            deed()
    assert not Organisation.objects.filter(name="X").exists()
