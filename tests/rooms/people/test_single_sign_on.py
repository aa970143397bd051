"""Single sign-on against a real OpenID Connect provider that the test runs on loopback."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import requests
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from byalag.core.models import User
from byalag.rooms.people.enums import Role
from byalag.rooms.people.models import Invitation, Membership
from tests.command.installations import free_port
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The provider's address. It signs in whoever is named, with the claims they were given."""
    port = free_port()
    people = [
        {"sub": "known", "email": "known@falu-kommun.example", "email_verified": True},
        {"sub": "unverified", "email": "known@falu-kommun.example", "email_verified": False},
        {"sub": "invited", "email": "Invited@falu-kommun.example", "email_verified": True},
        {"sub": "stranger", "email": "stranger@elsewhere.example", "email_verified": True},
    ]
    given = [word for person in people for word in ("--user-claims", json.dumps(person))]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *given]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://localhost:{port}"
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with suppress(requests.ConnectionError):
            if requests.get(f"{address}/.well-known/openid-configuration", timeout=5).ok:
                break
        time.sleep(0.1)
    yield address
    process.terminate()
    process.wait(10)


@pytest.fixture
def configured(provider, settings) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": "Falu kommun",
                    "client_id": "byalag",
                    "secret": "a secret",
                    "settings": {"server_url": provider},
                }
            ]
        }
    }


def sign_in(client: Client, subject: str):
    """Through our button, the provider's page, and back."""
    start = client.post(reverse("openid_connect_login", args=["oidc"]))
    assert start.status_code == 302, start.content[:500]
    there = requests.post(start["Location"], data={"sub": subject}, allow_redirects=False, timeout=20)
    back = urlsplit(there.headers["Location"])
    return client.get(f"{back.path}?{back.query}", follow=True)


def user_named(email: str) -> User:
    user = User.objects.create_user(email=email, password="a rather long password")
    user.emailaddress_set.create(email=email, primary=True, verified=True)
    return user


def test_who_has_an_account_comes_in_by_the_address_the_provider_has_verified(client, configured):
    user = user_named("known@falu-kommun.example")
    Membership.objects.create(user=user, organisation=OrganisationFactory(), role=Role.READER)
    assertContains(client.get(reverse("account_login")), "Falu kommun")

    page = sign_in(client, "known")

    assert page.redirect_chain[-1][0] == reverse("web:today")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert user.socialaccount_set.count() == 1


def test_an_address_that_the_provider_has_not_verified_opens_no_account(client, configured):
    user = user_named("known@falu-kommun.example")

    page = sign_in(client, "unverified")

    assert "_auth_user_id" not in client.session
    assert not user.socialaccount_set.exists()
    assert page.status_code == 200


def test_who_was_invited_comes_in_without_a_password_and_holds_the_roles(client, configured):
    town = OrganisationFactory()
    Invitation.objects.create(
        organisation=town, email="invited@falu-kommun.example", roles=["contributor"], language="sv"
    )

    sign_in(client, "invited")

    user = User.objects.get(email__iexact="invited@falu-kommun.example")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert not user.has_usable_password()
    assert [(row.organisation, row.role) for row in Membership.objects.filter(user=user)] == [(town, "contributor")]
    assert Invitation.objects.get().accepted_at


@pytest.mark.parametrize("age", [None, timedelta(days=15)], ids=["never invited", "invitation run out"])
def test_who_was_not_invited_is_told_whom_to_ask(client, configured, age):
    if age:
        Invitation.objects.create(
            organisation=OrganisationFactory(),
            email="stranger@elsewhere.example",
            roles=["reader"],
            language="en",
            invited_at=timezone.now() - age,
        )

    page = sign_in(client, "stranger")

    assertContains(page, "You are not invited yet")
    assert not User.objects.filter(email="stranger@elsewhere.example").exists()
    assert "_auth_user_id" not in client.session


def test_without_a_provider_there_is_no_button(client, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}

    assert b"openid" not in client.get(reverse("account_login")).content.lower()
