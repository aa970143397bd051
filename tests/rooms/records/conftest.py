"""A municipality with its papers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from byalag.core.models import User
from byalag.rooms.people.api import Actor, Body, Organisation, system
from byalag.rooms.people.enums import Role
from byalag.rooms.records import actions
from byalag.rooms.records.models import Document
from tests.factories import BodyFactory, OrganisationFactory, member


@pytest.fixture(autouse=True)
def _files_lie_in_a_folder_of_their_own(settings, tmp_path) -> None:
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": default}


@pytest.fixture
def town() -> Organisation:
    return OrganisationFactory(name="Östby kommun", slug="ostby")


@pytest.fixture
def board(town) -> Body:
    return BodyFactory(organisation=town, name="Kommunstyrelsen")


@pytest.fixture
def coordinator(town) -> Actor:
    return member(town, Role.COORDINATOR)


@pytest.fixture
def register(town) -> Callable[..., Document]:
    def paper(title: str = "Protokoll", **more: Any) -> Document:
        more.setdefault("upload", ContentFile(title.encode(), name="text.txt"))
        organisation = more.pop("organisation", town)
        return actions.register_document(system(organisation), organisation=organisation, title=title, **more)

    return paper


@pytest.fixture
def sign_in(client: Client) -> Callable[[Actor], Client]:
    """The browser of this actor."""

    def enter(actor: Actor) -> Client:
        client.force_login(
            User.objects.get(pk=actor.user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    return enter
