"""The pages for what went wrong, and /health."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import override_settings
from django.urls import path
from django.utils import timezone, translation

from byalag.config.urls import urlpatterns as real
from byalag.core.models import Heartbeat
from byalag.core.verdicts import Refused
from byalag.web.views import errors


def stumble(request):
    raise ValueError("a fault in a page")


def refuse(request):
    raise Refused("Only the council may do this.")


urlpatterns = [path("stumble/", stumble), path("refuse/", refuse), *real]
handler403, handler404, handler500 = errors.forbidden, errors.not_found, errors.server_error


def test_the_page_for_a_fault_needs_no_database(rf):
    """Any question to the database would fail this test: it has no mark for it."""
    answer = errors.server_error(rf.get("/"))

    assert answer.status_code == 500
    assert "It is not your fault." in answer.content.decode()
    assert "core/byalag" in answer.content.decode()


def test_the_page_for_a_fault_comes_even_when_style_sheets_are_missing(rf, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }

    answer = errors.server_error(rf.get("/"))

    assert answer.status_code == 500
    assert "<link" not in answer.content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Something went wrong here"), ("sv", "Något gick fel här"), ("pl", "Coś poszło tu nie tak")],
)
def test_the_page_for_a_fault_speaks_three_languages(rf, language, words):
    with translation.override(language):
        page = errors.server_error(rf.get("/")).content.decode()

    assert f'<html lang="{language}"' in page
    assert f"<h1>{words}</h1>" in page


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_a_fault_in_a_page_answers_with_the_page_for_faults(client):
    client.raise_request_exception = False

    answer = client.get("/stumble/")

    assert answer.status_code == 500
    assert "a fault in a page" not in answer.content.decode()


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_a_refusal_shows_its_reason(client):
    answer = client.get("/refuse/")

    assert answer.status_code == 403
    assert "Only the council may do this." in answer.content.decode()


@pytest.mark.django_db
def test_a_page_that_does_not_exist_says_what_to_do(client):
    answer = client.get("/plans/999999999/")

    assert answer.status_code in {302, 404}
    assert client.get("/no/such/page/here/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["privacy", "accessibility", "source"])
def test_pages_about_the_installation_are_for_everyone(client, settings, name):
    settings.CONTACT_EMAIL = "contact@byalag.example"

    answer = client.get(f"/about/{name}/")

    assert answer.status_code == 200
    assert "mailto:contact@byalag.example" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("age", "worker"), [(None, "silent"), (600, "silent"), (5, "ok")])
def test_health_tells_of_database_and_worker_and_nothing_else(client, age, worker):
    if age is not None:
        Heartbeat.objects.create(name="worker", at=timezone.now() - timedelta(seconds=age))

    answer = client.get("/health")

    assert answer.status_code == 200
    told = answer.json()
    assert (told.pop("status"), told.pop("database"), told.pop("worker")) == ("ok", "ok", worker)
    beat = told.pop("worker_heartbeat_seconds")
    assert beat is None if age is None else age <= beat <= age + 60
    assert told == {}
