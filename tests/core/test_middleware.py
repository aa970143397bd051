"""What every request goes through on its way in."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from byalag.core.middleware import without_nul
from byalag.core.models import LapsedEntry
from byalag.rooms.people.enums import Role
from byalag.rooms.people.models import Membership
from tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def test_nothing_but_nul_is_taken_away():
    clean = without_nul(QueryDict("a=1&a=2%00&b=%00&c=%E2%80%8Br%C3%B6"))

    assert [*clean.lists()] == [("a", ["1", "2"]), ("b", [""]), ("c", ["\u200brö"])]
    with pytest.raises(AttributeError):
        clean["a"] = "3"


def test_a_form_that_was_being_sent_when_the_sign_in_lapsed_waits_without_nul(client):
    """The waiting entry is JSON, which PostgreSQL refuses with a NUL in it."""
    answer = client.post(reverse("work:add"), {"title": "Besök\x00 i Vimperk", "kind": "visit"})

    assert answer.status_code == 302
    assert dict(LapsedEntry.objects.get().fields)["title"] == ["Besök i Vimperk"]


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("web:search", "q"),
        ("records:documents", "case"),
        ("promises:list", "kind"),
        ("work:list", "q"),
        ("web:today", "lang"),
    ],
)
def test_addresses_take_it_too(client, name, asked):
    user = UserFactory()
    Membership.objects.create(user=user, organisation=OrganisationFactory(), role=Role.COORDINATOR)
    client.force_login(user, backend=BACKEND)

    assert client.get(f"{reverse(name)}?{asked}=%00").status_code == 200
