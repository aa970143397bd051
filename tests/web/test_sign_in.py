"""Signing in: guessing is slowed down for every process at once, and nobody learns who has an account."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains

from byalag.core.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "a rather long password"
LOGIN = "account_login"


@pytest.fixture(autouse=True)
def nobody_has_tried_yet():
    cache.clear()


@pytest.fixture
def user():
    made = User.objects.create_user(email="known@falu-kommun.example", password=PASSWORD)
    made.emailaddress_set.create(email=made.email, primary=True, verified=True)
    return made


def attempt(email, password, client=None, **headers):
    return (client or Client()).post(reverse(LOGIN), {"login": email, "password": password}, **headers)


@pytest.mark.parametrize("language", ["en", "sv", "pl"])
def test_after_some_wrong_guesses_even_the_right_password_waits(user, language):
    for _ in range(5):
        assert "_auth_user_id" not in attempt(user.email, "wrong").wsgi_request.session

    page = attempt(user.email, PASSWORD, HTTP_ACCEPT_LANGUAGE=language)

    assert "_auth_user_id" not in page.wsgi_request.session
    sentences = re.findall(r'class="[^"]*error[^"]*"[^>]*>(.*?)</(?:ul|div|p)>', page.content.decode(), re.S)
    assert sentences, "the page says why"
    assert f'lang="{language}"' in page.content.decode()


def test_guesses_over_many_accounts_from_one_place_are_slowed_down(user):
    for number in range(10):
        attempt(f"guess{number}@falu-kommun.example", "wrong")

    page = attempt("another@falu-kommun.example", "wrong")

    assert page.status_code in {200, 429}
    assert "_auth_user_id" not in attempt(user.email, PASSWORD).wsgi_request.session


def test_the_count_of_guesses_is_kept_where_all_processes_see_it():
    assert settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"


def without_what_differs_each_time(page: bytes) -> str:
    return re.sub(r'value="[\w-]{40,}"|X-CSRFToken": "[^"]*', "", page.decode())


def test_a_forgotten_password_gives_the_same_answer_for_known_and_unknown(user):
    answers = []
    for email in (user.email, "unknown@falu-kommun.example"):
        cache.clear()
        client = Client()
        page = client.post(reverse("account_reset_password"), {"email": email}, follow=True)
        answers.append((page.status_code, page.redirect_chain, without_what_differs_each_time(page.content)))

    assert answers[0] == answers[1]
    assert mail.outbox[0].to == [user.email]


def test_a_wrong_password_and_an_unknown_address_get_the_same_sentence(user):
    pages = []
    for email in (user.email, "unknown@falu-kommun.example"):
        page = attempt(email, "wrong")
        pages.append(without_what_differs_each_time(page.content).replace(email, ""))

    assert pages[0] == pages[1]


def test_nobody_signs_up_by_themselves(client):
    page = client.post(
        reverse("account_signup"), {"email": "new@falu-kommun.example", "password1": PASSWORD}, follow=True
    )

    assertContains(page, "You are not invited yet")
    assert not User.objects.exists()
