"""Lists of wishes: whom those who take part in a matching would like, in order, and what a stable answer makes of it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from byalag.rooms.cooperation import actions, matching_queries
from byalag.rooms.people.api import system
from byalag.rooms.people.enums import Role
from tests.factories import OrganisationFactory, member
from tests.rooms.cooperation.matchings import join, named, pairs, told, work_out

pytestmark = pytest.mark.django_db


def change(matching, name, **fields):
    row = named(matching, name)
    return actions.change_participant(system(matching.organisation), participant=row, expected=row.version, **fields)


@pytest.fixture
def stable(matching):
    matching.aim = "stable"
    matching.save()
    return matching


def test_those_who_wish_for_each_other_come_together_against_what_fits(stable):
    assert ("Falun", "Kolomyia") in pairs(work_out(stable))
    change(stable, "Falun", wanted=["poltava", "Kolomyia"])
    change(stable, "Poltava", wanted=["FALUN"])
    run = work_out(stable)

    assert {("Falun", "Poltava")} <= pairs(run)
    pair = next(row for row in told(run).pairs if row.one == "Falun")
    assert set(pair.why[:2]) == {
        "Falun would like Poltava: number 1 on its list.", "Poltava would like Falun: number 1 on its list.",
    }  # fmt: skip
    assert "Falun would like, the dearest first: Poltava, Kolomyia." in told(run).kept
    assert any("It is stable" in note for note in told(run).notes)


def test_the_order_of_the_list_counts_and_who_has_room(stable):
    """Two want the same one, which has an order of its own; the other goes down its list."""
    change(stable, "Falun", wanted=["Slavuta", "Poltava"])
    change(stable, "Kalmar", wanted=["Slavuta", "Kolomyia"])
    change(stable, "Slavuta", wanted=["Kalmar", "Falun"])
    change(stable, "Poltava", wanted=["Falun"])
    assert {("Kalmar", "Slavuta"), ("Falun", "Poltava")} <= pairs(work_out(stable))


def test_those_who_would_rather_are_counted_when_another_aim_is_kept(matching):
    change(matching, "Falun", wanted=["Poltava"])
    change(matching, "Poltava", wanted=["Falun"])
    run = work_out(matching)
    assert ("Falun", "Poltava") not in pairs(run)  # the best for all together does not ask for wishes
    assert any("would rather have each other" in note and "Falun–Poltava" in note for note in told(run).notes)


def test_in_one_pool_those_who_would_rather_are_counted(town):
    pool = actions.open_matching(system(town), organisation=town, title="Pool", sides="one", aim="stable")
    circle = {
        "A": ["B", "C"],
        "B": ["C", "A"],
        "C": ["A", "B"],
    }  # nothing is stable here, and a fourth is nobody's wish
    for name, wanted in circle.items():
        join(pool, name, "SE", wanted=wanted)
    run = work_out(pool)
    assert len(pairs(run)) == 1
    assert any("1 pair would rather have each other" in note for note in told(run).notes)
    assert any("no answer is stable" in note for note in told(run).notes)


def test_who_is_wished_for_and_may_not_be_is_left_out(stable):
    change(stable, "Falun", wanted=["Höör", "Nowhere", "Falun", "Poltava"])
    rows = list(matching_queries.participants_of(stable))
    known = matching_queries.known_as(stable, rows)
    found, missing = matching_queries.wished_for(stable, named(stable, "Falun"), known)
    assert ([row.name for row in found], missing) == (["Poltava"], ["Höör", "Nowhere", "Falun"])


def test_the_same_lists_give_the_same_checksum_and_old_runs_stay(stable):
    before = work_out(stable)
    change(stable, "Falun", wanted=["Poltava"])
    after = work_out(stable)
    assert work_out(stable).checksum == after.checksum != before.checksum
    before.refresh_from_db()
    assert all("wanted" not in row for row in before.given["participants"])


def test_by_hand_and_in_a_table_on_the_pages(stable, coordinator, sign_in):
    browser, page = sign_in(coordinator), reverse("cooperation:matching", args=[stable.pk])
    falun = named(stable, "Falun")
    form = reverse("cooperation:change_participant", args=[stable.pk, falun.pk])
    typed = {"name": "Falun", "side": "first", "country": "SE", "offers": "Water", "wanted": "Poltava\nNowhere"}
    browser.post(form, typed | {"version": falun.version})
    assert named(stable, "Falun").wanted == ["Poltava", "Nowhere"]
    answer = browser.get(page)
    assertContains(answer, "would like, the dearest first")
    assertContains(answer, "cannot be paired with")
    assertContains(browser.get(form), "Poltava\nNowhere")

    rows = "Name; Side; Country; Whom they would like\nKiruna; Swedish; SE; Slavuta, Poltava\n"
    read = reverse("cooperation:bring_participants", args=[stable.pk])
    assertContains(browser.post(read, {"rows": rows, "look": "1"}), "Slavuta, Poltava")
    browser.post(read, {"rows": rows, "save": "1"})
    assert named(stable, "Kiruna").wanted == ["Slavuta", "Poltava"]
    out = browser.get(reverse("cooperation:participants_file", args=[stable.pk, "csv"])).content.decode("utf-8-sig")
    assert "Slavuta, Poltava" in out


def test_a_card_tells_it_to_those_who_match_and_to_nobody_else(stable, sign_in, client, town):
    other = OrganisationFactory(name="Lund", country="SE", slug="lund")
    actor = member(other, Role.COORDINATOR)
    card = actions.write_card(actor, organisation=other, title="We seek", wanted=["Poltava"])
    card = actions.publish_card(actor, card=card)
    actions.bring_cards(member(town, Role.COORDINATOR), matching=stable, cards=[card])
    lund = named(stable, "Lund")
    assert matching_queries.wanted_of(lund) == ["Poltava"]
    given = matching_queries.given_of(member(town, Role.COORDINATOR), stable)
    assert [row["wanted"] for row in given["participants"] if "wanted" in row] == [[f"p{named(stable, 'Poltava').pk}"]]
    browser = sign_in(actor)
    assertContains(browser.get(reverse("cooperation:change_card", args=[card.pk])), "Poltava")
    reader = sign_in(member(OrganisationFactory(), *Role))
    assertNotContains(reader.get(reverse("cooperation:card", args=[card.pk])), "Poltava")
    client.logout()
    assertNotContains(client.get(f"/lund/{card.slug}/"), "Poltava")
    change(stable, "Lund", wanted=["Slavuta"])  # what was written here stands before the card
    assert matching_queries.wanted_of(named(stable, "Lund")) == ["Slavuta"]
