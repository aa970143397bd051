"""What is made together: a guide, a declaration. Draft, agreed on, published; who may what, and what everyone reads."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core.models import StoredFile
from byalag.core.verdicts import Refused
from byalag.core.versions import Conflict
from byalag.rooms.cooperation import actions, output_rules, outputs
from byalag.rooms.cooperation.enums import OVER, CooperationState, OutputState
from byalag.rooms.cooperation.models import JointOutput
from byalag.rooms.people.api import PUBLIC, system
from byalag.rooms.people.enums import Role, Visibility
from byalag.rooms.records.models import Document
from tests.factories import CooperationFactory, OrganisationFactory, member

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def paper(organisation, **fields):
    stored, _new = StoredFile.objects.get_or_create(sha256="a" * 64, size=1, media_type="application/pdf")
    return Document.objects.create(organisation=organisation, title="Guiden", language="sv", file=stored, **fields)


@pytest.fixture
def made_in(town, partner):
    row = CooperationFactory(
        organisation=town, kind="network", name="Nätverket", state="active", visibility=Visibility.CIRCLE
    )
    actions.add_party(system(town), cooperation=row, organisation=partner)
    row.refresh_from_db()
    return row


@pytest.fixture
def output(made_in, coordinator):
    return actions.write_output(
        coordinator, cooperation=made_in, title="Guide till medborgardialog", kind="guide", languages=["sv", "uk"]
    )


def address(name, output):
    return reverse(f"cooperation:{name}", args=[output.cooperation_id, output.pk])


@pytest.mark.parametrize("over", [False, True])
@pytest.mark.parametrize("state", OutputState)
@pytest.mark.parametrize("role", Role)
def test_who_writes_agrees_publishes_and_makes_a_draft_again(town, partner, output, role, state, over):
    output.state, output.agreed_on, output.published_on = state, TODAY, TODAY
    output.cooperation.state = CooperationState.ENDED if over else CooperationState.ACTIVE
    output.cooperation.save()
    ours, theirs, stranger = (member(of, role) for of in (town, partner, OrganisationFactory()))
    works, leads = role in (Role.CONTRIBUTOR, Role.COORDINATOR), role == Role.COORDINATOR
    draft = state == OutputState.DRAFT

    for actor in (ours, theirs):
        assert bool(output_rules.may_write_output(actor, output.cooperation)) == (works and not over)
        assert bool(output_rules.may_change_output(actor, output)) == (works and not over and draft)
    assert bool(output_rules.may_agree_output(ours, output)) == (leads and draft and not over)
    assert bool(output_rules.may_publish_output(ours, output)) == (leads and state == OutputState.AGREED)
    assert bool(output_rules.may_reopen_output(ours, output)) == (leads and not draft)
    steps = (output_rules.may_agree_output, output_rules.may_publish_output, output_rules.may_reopen_output)
    for rule in steps:
        assert not rule(theirs, output)
    for rule in (*steps, output_rules.may_change_output):
        verdict = rule(stranger, output)
        assert not verdict
        assert str(verdict.reason)


@pytest.mark.parametrize("state", CooperationState)
def test_nothing_is_made_in_what_is_over(town, coordinator, state):
    row = CooperationFactory(organisation=town, kind="network", state=state)
    assert bool(output_rules.may_write_output(coordinator, row)) == (state not in OVER)


def test_from_draft_to_published_and_back(coordinator, output):
    with pytest.raises(Refused):
        actions.publish_output(coordinator, output=output, on=TODAY)
    with pytest.raises(ValidationError, match="Write where they agreed"):
        actions.agree_output(coordinator, output=output, on=TODAY, where=" ")
    with pytest.raises(ValidationError, match="has not come yet"):
        actions.agree_output(coordinator, output=output, on=TODAY + timedelta(1), where="Minutes, § 4")
    agreed = actions.agree_output(coordinator, output=output, on=TODAY, where="Minutes, § 4")
    with pytest.raises(Refused):
        actions.change_output(coordinator, output=agreed, expected=agreed.version, title="x")
    published = actions.publish_output(coordinator, output=agreed, on=TODAY, url="https://example.org/guide")
    assert (published.state, published.published_on) == ("published", TODAY)
    with pytest.raises(Conflict):
        actions.reopen_output(coordinator, output=published, expected=1)
    draft = actions.reopen_output(coordinator, output=published, expected=published.version)
    assert (draft.state, draft.agreed_on, draft.published_on) == ("draft", None, None)
    actions.remove_output(coordinator, output=draft)
    assert not JointOutput.objects.exists()


def test_two_of_the_same_title_have_their_own_addresses(coordinator, output, made_in):
    other = actions.write_output(coordinator, cooperation=made_in, title=output.title)
    assert {output.slug, other.slug} == {"together-guide-till-medborgardialog", "together-guide-till-medborgardialog-2"}


def test_what_another_party_laid_beside_it_stays(town, partner, coordinator, output):
    ours = paper(town)
    theirs = paper(partner)
    output.documents.set([theirs])
    row = actions.change_output(coordinator, output=output, expected=output.version, documents=[ours])
    assert set(row.documents.all()) == {ours, theirs}
    row = actions.change_output(coordinator, output=row, expected=row.version, documents=[])
    assert set(row.documents.all()) == {theirs}


def test_from_the_page_of_the_network_to_the_public_page(town, partner, coordinator, made_in, sign_in, client):
    pair = CooperationFactory(organisation=town, kind="partnership", inside=made_in, name="Par 1")
    browser, network = sign_in(coordinator), reverse("cooperation:cooperation", args=[made_in.pk])
    assertContains(browser.get(network), "a guide, a declaration, a toolkit that you make together")
    add = reverse("cooperation:write_output", args=[made_in.pk])
    typed = {"kind": "declaration", "title": "Deklaration", "languages": ["sv", "uk"], "contributors": [pair.pk]}
    assertContains(browser.post(add, typed | {"title": "", "about": "Kept"}), "Kept", status_code=422)
    answer = browser.post(add, typed, follow=True)
    for words in ("Deklaration", "Swedish, Ukrainian", "Par 1"):
        assertContains(answer, words)
    output = JointOutput.objects.get()
    page = address("output", output)
    change = {"kind": "guide", "title": "Deklarationen", "languages": ["sv"], "version": output.version}
    browser.post(address("change_output", output), change)
    browser.post(address("agree_output", output), {"on": TODAY, "where": "Protokoll", "version": 2})
    assertContains(browser.get(page), "Protokoll")
    browser.post(address("publish_output", output), {"on": TODAY, "url": "https://example.org/", "version": 3})
    output.refresh_from_db()
    assert (output.state, output.title, list(output.contributors.all())) == ("published", "Deklarationen", [])
    assertContains(browser.get(network), "Deklarationen")

    public = reverse("public:published", args=[town.slug, output.slug])
    stranger = sign_in(member(OrganisationFactory(), Role.COORDINATOR))
    assert (stranger.get(page).status_code, stranger.get(public).status_code) == (404, 404)  # the network is not public
    made_in.visibility = Visibility.PUBLIC
    made_in.save()
    assertContains(stranger.get(page), "Deklarationen")
    client.logout()
    assertContains(client.get(public), "Deklarationen")
    assertContains(client.get(reverse("public:organisation", args=[town.slug])), public)
    browser = sign_in(coordinator)
    assertContains(browser.get(page), public)
    browser.post(address("reopen_output", output), {"version": output.version})
    assert client.get(public).status_code == 404
    browser.post(address("remove_output", output))
    assert not JointOutput.objects.exists()


def test_everyone_reads_only_documents_and_pairs_that_everyone_sees(town, coordinator, output):
    shown, kept = (paper(town, visibility=of) for of in ("public", "organisation"))
    seen, own = (
        CooperationFactory(organisation=town, kind="partnership", inside=output.cooperation, visibility=of)
        for of in ("public", "organisation")
    )
    output.documents.set([shown, kept])
    output.contributors.set([seen, own])
    told = outputs.public_parts(output)
    assert (told["documents"], told["contributors"]) == ([shown], [seen])
    assert not outputs.outputs_visible_to(PUBLIC).exists()


def test_others_find_only_what_is_published(coordinator, partner, output, sign_in):
    output.cooperation.visibility = Visibility.PUBLIC
    output.cooperation.save()
    stranger = member(OrganisationFactory(), Role.COORDINATOR)
    page = reverse("cooperation:cooperation", args=[output.cooperation_id])
    assertNotContains(sign_in(stranger).get(page), output.title)
    assertContains(sign_in(member(partner, Role.READER)).get(page), output.title)
    actions.publish_output(
        coordinator, output=actions.agree_output(coordinator, output=output, on=TODAY, where="Brev"), on=TODAY
    )
    assertContains(sign_in(stranger).get(page), output.title)


def test_many_cost_the_page_no_more_queries(coordinator, made_in, output, sign_in, queries):
    browser, page = sign_in(coordinator), reverse("cooperation:cooperation", args=[made_in.pk])
    browser.get(page)
    with queries() as few:
        browser.get(page)
    for number in range(8):
        actions.write_output(coordinator, cooperation=made_in, title=f"Guide {number}")
    with queries() as many:
        browser.get(page)
    assert len(many) == len(few)
