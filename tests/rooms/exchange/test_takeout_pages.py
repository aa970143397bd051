"""Taking everything out by page: asked for, made by a worker, fetched by those who may, thrown away in time."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core import files
from byalag.core.models import LogEntry, StoredFile, User
from byalag.core.registries import parts_of
from byalag.core.verdicts import Refused
from byalag.rooms.exchange import actions
from byalag.rooms.exchange.enums import TakeoutState
from byalag.rooms.exchange.models import TakeIn, Takeout
from byalag.rooms.exchange.takeout import job
from byalag.rooms.people.enums import Role
from tests.duties import due
from tests.factories import CooperationFactory, OrganisationFactory, PartyFactory, member

from .leaving import Opened, administrator, fill, four, take_out, today

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
A = Role.ADMINISTRATOR
PAGES = ["takeouts", "take_out", "takeout", "takeout_file", "take_out_cooperation", "bring_takeout", "take_in"]


@pytest.fixture
def world():
    cooperation, who = four()
    fill(cooperation, who)
    return cooperation, who


@pytest.fixture
def enter(client):
    """The browser of somebody who has just said their password, or has not for long."""

    def sign_in(actor, *, lately=True):
        client.force_login(actor_user(actor), backend=BACKEND)
        if lately:
            session = client.session
            session["account_authentication_methods"] = [
                {"method": "password", "at": time.time(), "reauthenticated": True}
            ]
            session["account_authentication_methods_user"] = str(actor.user_id)
            session.save()
        return client

    return sign_in


def actor_user(actor):
    return User.objects.get(pk=actor.user_id)


def made(actor, **options) -> Takeout:
    row = actions.ask_takeout(actor, organisation=actor.organisation, language="sv", **options)
    job.make_asked.func(takeout=row.pk)
    row.refresh_from_db()
    return row


def test_from_the_settings_to_the_file(world, enter):
    _cooperation, who = world
    client = enter(administrator(who["keeper"]))
    assertContains(client.get(reverse("people:settings")), reverse("exchange:takeouts"))
    answer = client.post(reverse("exchange:take_out"), follow=True)
    row = Takeout.objects.get()
    assertContains(answer, "It is being made")
    assert DBTaskResult.objects.get(task_path=job.make_asked.module_path).args_kwargs["kwargs"] == {"takeout": row.pk}

    job.make_asked.func(takeout=row.pk)
    row.refresh_from_db()
    assert (row.state, row.done) == (TakeoutState.READY, row.steps)
    assertContains(
        client.get(reverse("exchange:takeout", args=[row.pk])), reverse("exchange:takeout_file", args=[row.pk])
    )
    answer = client.get(reverse("exchange:takeout_file", args=[row.pk]))
    assert answer["Content-Disposition"].startswith('attachment; filename="byalag-ostby')
    takeout = Opened(b"".join(answer.streaming_content))
    assert {line["text"] for line in takeout.rows("cooperation.sidetext")} == {"keeper aims", "keeper plan"}
    assert LogEntry.objects.filter(action="exchange.takeout.fetched").count() == 1


@pytest.mark.parametrize("page", ["take_out", "takeout_file", "take_out_cooperation", "bring_takeout", "take_in"])
def test_the_password_is_asked_for_anew(world, enter, page):
    cooperation, who = world
    actor = administrator(who["keeper"])
    answer = enter(actor, lately=False).get(address(page, actor, cooperation))

    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]


def address(page, actor, cooperation) -> str:
    if page in ("takeout", "takeout_file"):
        return reverse(f"exchange:{page}", args=[made(actor).pk])
    if page == "take_out_cooperation":
        return reverse(f"exchange:{page}", args=[cooperation.pk])
    if page == "take_in":
        row = actions.bring_takeout(
            actor, organisation=actor.organisation, upload=ContentFile(take_out(actor.organisation).data, "t.zip")
        )
        return reverse(f"exchange:{page}", args=[row.pk])
    return reverse(f"exchange:{page}")


@pytest.mark.parametrize("role", Role)
def test_who_gets_which_page(world, enter, role):
    cooperation, who = world
    owner = administrator(who["keeper"])
    paths = {page: address(page, owner, cooperation) for page in PAGES}
    for organisation in (who["keeper"], who["stranger"]):
        client, may = enter(member(organisation, role)), role == A
        for page, path in paths.items():
            answer = client.get(path)
            if page in ("takeouts", "take_out", "bring_takeout"):
                assert answer.status_code == 200
                assert ("Takeouts are made by" in answer.content.decode()) == (not may and page != "bring_takeout")
            else:
                assert answer.status_code == (200 if may and organisation == who["keeper"] else 404), page


def test_the_cooperation_offers_it_to_administrators(world):
    cooperation, who = world

    def offered(actor):
        return [
            part.key for part, _context in parts_of("cooperation", actor, cooperation) if part.key == "exchange.leave"
        ]

    assert offered(administrator(who["party"])) == ["exchange.leave"]
    assert offered(member(who["party"], Role.COORDINATOR)) == []


def test_one_that_has_left_lately_is_offered_it_on_today_until_it_has_been_done():
    cooperation, who = four()
    gone = OrganisationFactory()
    PartyFactory(cooperation=cooperation, organisation=gone, ends=today() - timedelta(1))
    actor = administrator(gone)

    assert [duty.url for duty in due(actor, "exchange")] == [
        reverse("exchange:take_out_cooperation", args=[cooperation.pk])
    ]
    assert list(due(member(gone, Role.COORDINATOR), "exchange")) == []
    assert list(due(administrator(who["former"]), "exchange")) == []  # it left years ago
    row = made(actor, cooperation=cooperation)
    assert [duty.url for duty in due(actor, "exchange")] == [reverse("exchange:takeout", args=[row.pk])]
    actions.throw_takeout_away(actor, takeout=row)
    assert list(due(actor, "exchange")) == []


def test_made_twice_is_made_once(world):
    actor = administrator(world[1]["keeper"])
    row = made(actor)
    first = row.stored_id
    job.make_asked.func(takeout=row.pk)
    row.refresh_from_db()

    assert row.stored_id == first


def test_what_a_dead_worker_left_is_made_anew(world):
    actor = administrator(world[1]["keeper"])
    row = actions.ask_takeout(actor, organisation=actor.organisation)
    Takeout.objects.update(state=TakeoutState.RUNNING, done=7)
    job.make_asked.func(takeout=row.pk)
    row.refresh_from_db()

    assert row.state == TakeoutState.READY


def test_one_that_cannot_be_made_says_so(world, enter, monkeypatch):
    actor = administrator(world[1]["keeper"])
    row = actions.ask_takeout(actor, organisation=actor.organisation)

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(job.files, "keep_made", full)
    with pytest.raises(OSError, match="No space"):
        job.make_asked.func(takeout=row.pk)
    row.refresh_from_db()

    assert (row.state, row.stored) == (TakeoutState.FAILED, None)
    assertContains(
        enter(actor).get(reverse("exchange:takeout", args=[row.pk])), "It could not be made. Ask for a new one."
    )


def test_it_is_thrown_away_when_its_days_are_over(world):
    actor = administrator(world[1]["keeper"])
    row = made(actor)
    Takeout.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    job.throw_old_away()
    row.refresh_from_db()

    assert (row.state, row.stored) == (TakeoutState.GONE, None)
    assert not StoredFile.objects.filter(media_type="application/zip").exists()
    with pytest.raises(Refused, match="thrown away"):
        actions.fetch_takeout(actor, takeout=row)


def test_whoever_may_not_is_refused_by_the_action_too(world):
    cooperation, who = world
    for actor in (member(who["keeper"], Role.COORDINATOR), administrator(who["party"])):
        with pytest.raises(Refused):
            actions.ask_takeout(actor, organisation=who["keeper"])
    with pytest.raises(Refused):
        actions.ask_takeout(administrator(who["stranger"]), organisation=who["stranger"], cooperation=cooperation)


def test_names_of_persons_at_risk_are_a_choice(world, enter):
    _cooperation, who = world
    client = enter(administrator(who["keeper"]))
    client.post(reverse("exchange:take_out"), {"with_protected": "on"})

    assert Takeout.objects.get().with_protected
    assert LogEntry.objects.get(action="exchange.takeout.asked").data["with_protected"] is True


def test_by_page_from_the_file_to_the_book(world, enter):
    _cooperation, who = world
    home = OrganisationFactory(name="Hemma")
    client = enter(administrator(home))
    upload = SimpleUploadedFile("takeout.zip", take_out(who["stranger"]).data)
    answer = client.post(reverse("exchange:bring_takeout"), {"file": upload}, follow=True)

    row = TakeIn.objects.get()
    assertContains(answer, "What would be taken in")
    assertContains(answer, "works here already")  # the organisation itself is here, under another name
    answer = client.post(reverse("exchange:take_in", args=[row.pk]), {"version": row.version})
    assertContains(answer, "Nothing was taken in", status_code=422)
    client.post(reverse("exchange:discard_take_in", args=[row.pk]))
    assert client.get(reverse("exchange:take_in", args=[row.pk])).status_code == 404


def test_what_is_here_already_is_said_and_there_is_nothing_to_take_in(world, enter):
    _cooperation, who = world
    client = enter(administrator(who["keeper"]))
    upload = SimpleUploadedFile("takeout.zip", take_out(who["keeper"]).data)
    answer = client.post(reverse("exchange:bring_takeout"), {"file": upload}, follow=True)

    assertContains(answer, "All of this is here already")
    assertNotContains(answer, "Take it in</button>", html=False)


def test_a_file_that_is_no_takeout_is_answered_beside_the_field(world, enter):
    client = enter(administrator(world[1]["keeper"]))
    answer = client.post(reverse("exchange:bring_takeout"), {"file": SimpleUploadedFile("x.zip", b"PK no")})

    assertContains(answer, "This is not a takeout of Byalag", status_code=422)
    assert not TakeIn.objects.exists()


def test_the_list_costs_the_same_with_one_three_and_thirty_rows(world, enter, queries):
    _cooperation, who = world
    actor = administrator(who["keeper"])
    client, counts = enter(actor), []
    client.get(reverse("exchange:takeouts"))
    for more in (1, 2, 27):
        for _n in range(more):
            CooperationFactory(organisation=who["keeper"])
            Takeout.objects.create(organisation=who["keeper"], language="sv")
            TakeIn.objects.create(organisation=who["keeper"], name="t.zip", sha256="0" * 64, source="0" * 16)
        with queries() as seen:
            client.get(reverse("exchange:takeouts"))
        counts.append(len(seen))

    assert len(set(counts)) == 1


def test_only_files_of_takeouts_are_kept_as_they_are():
    stored = files.keep_made(ContentFile(b"PK"), job.ZIP)

    assert stored.media_type == "application/zip"
