"""Writing together: own drafts that keep themselves, and two texts that are joined instead of overwritten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from byalag.core.models import User
from byalag.rooms.people.enums import Role
from byalag.rooms.reports.models import ReportText, TextDraft
from tests.factories import ReportFactory, member, signed

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    return ReportFactory(definition_version=2, language="en")


@pytest.fixture
def writers(report):
    """Two coordinators, each in a browser of their own."""
    found = []
    for _ in range(2):
        client = Client()
        actor = member(report.organisation, Role.COORDINATOR)
        client.force_login(User.objects.get(pk=actor.user_id), backend=BACKEND)
        found.append(client)
    return found


def at(report, name="text"):
    return reverse(f"reports:{name}", args=[report.pk, "year"])


def test_what_is_typed_is_kept_for_the_one_who_types(report, writers):
    mine, theirs = writers
    kept = mine.post(at(report, "draft"), {"text": "Half a sent", "version": 0})
    assertContains(kept, "Your draft is kept")
    mine.post(at(report, "draft"), {"text": "Half a sentence", "version": 0})

    page = mine.get(at(report))
    assertContains(page, "Half a sentence")
    assertContains(page, "It is not saved yet")
    other = theirs.get(at(report))
    assertNotContains(other, "Half a sent")
    assertContains(other, "1 other person is writing here too")
    assert TextDraft.objects.count() == 1


def test_a_draft_is_gone_when_the_text_is_saved_or_it_is_thrown_away(report, writers):
    mine, _theirs = writers
    mine.post(at(report, "draft"), {"text": "Half", "version": 0})
    mine.post(at(report), {"text": "Whole.", "version": 0})
    assert not TextDraft.objects.exists()

    mine.post(at(report, "draft"), {"text": "Another", "version": 1})
    assertContains(mine.post(at(report, "drop_draft"), follow=True), "Whole.")
    assert not TextDraft.objects.exists()


def test_the_second_saver_sees_both_texts_and_joins_them(report, writers):
    mine, theirs = writers
    theirs.post(at(report), {"text": "We met in May.", "version": 0})

    refused = mine.post(at(report), {"text": "We met twice.", "version": 0})
    assertContains(refused, "We met in May.", status_code=409)
    assertContains(refused, "We met twice.", status_code=409)
    joined = mine.post(at(report), {"text": "We met twice.", "version": 1, "join": "1"})
    assert joined.context["form"]["text"].value() == "We met twice.\n\nWe met in May."
    assert ReportText.objects.get().text == "We met in May."

    mine.post(at(report), {"text": "We met twice, in May and June.", "version": 1})
    assert ReportText.objects.get().text == "We met twice, in May and June."


def test_a_draft_begun_before_somebody_saved_is_never_laid_over_it(report, writers):
    mine, theirs = writers
    mine.post(at(report, "draft"), {"text": "Mine", "version": 0})
    theirs.post(at(report), {"text": "Theirs", "version": 0})

    page = mine.get(at(report))
    assertContains(page, "Somebody saved another text since")
    assert page.context["form"]["version"].value() == 0
    assert mine.post(at(report), {"text": "Mine", "version": 0}).status_code == 409


def test_who_has_stopped_typing_is_not_said_to_write(report, writers):
    mine, theirs = writers
    mine.post(at(report, "draft"), {"text": "Half", "version": 0})
    TextDraft.objects.update(kept_at=timezone.now() - timedelta(minutes=11))

    assertNotContains(theirs.get(at(report)), "is writing here too")


def test_nothing_is_kept_in_a_signed_account_or_for_readers(report, writers):
    reader = Client()
    reader.force_login(User.objects.get(pk=member(report.organisation, Role.READER).user_id), backend=BACKEND)
    assertContains(reader.post(at(report, "draft"), {"text": "No", "version": 0}), "made by coordinators")
    signed(report)
    assertContains(writers[0].post(at(report, "draft"), {"text": "No", "version": 1}), "Take the signature back")

    assert not TextDraft.objects.exists()
