"""A municipality that asks its citizens, with a questionnaire of two questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from byalag.core.models import User
from byalag.engines.survey_forms import Choice, ChoiceList, Choices, Kind, Question, Questionnaire, Text
from byalag.rooms.people.api import Actor, Organisation, system
from byalag.rooms.people.enums import Role
from byalag.rooms.surveys import actions
from byalag.rooms.surveys.models import Form, Survey, Wave
from tests.factories import OrganisationFactory, member


def said(english: str, swedish: str = "") -> Text:
    return Text((("en", english), *((("sv", swedish),) if swedish else ())))


def asked(value: Questionnaire) -> Questionnaire:
    """The draft's questionnaire with a question of choice and a number."""
    scale = ChoiceList("say", tuple(Choice(name, said(name.replace("_", " "))) for name in ("none", "some", "a_lot")))
    return replace(
        value,
        items=(
            Question("/data/say", Kind.SELECT_ONE, said("How much say have you?"), choices=Choices("say"), required="true()"),
            Question("/data/age", Kind.INTEGER, said("How old are you?"), constraint=". >= 18"),
        ),
        lists=(scale,),
    )  # fmt: skip


@pytest.fixture
def town() -> Organisation:
    return OrganisationFactory(name="Östby kommun", slug="ostby", language="en")


@pytest.fixture
def coordinator(town) -> Actor:
    return member(town, Role.COORDINATOR)


@pytest.fixture
def survey(town) -> Survey:
    return actions.open_survey(system(town), organisation=town, title="Do you have a say?")


@pytest.fixture
def draft(survey) -> Form:
    return survey.forms.get()


@pytest.fixture
def form(town, draft) -> Form:
    """Frozen."""
    draft = actions.write_form(system(town), form=draft, questionnaire=asked(draft.value), expected=None)
    return actions.freeze_form(system(town), form=draft)


@pytest.fixture
def wave(town, survey, form) -> Wave:
    """Open."""
    wave = actions.plan_wave(system(town), survey=survey, name="2026", form=form)
    return actions.open_wave(system(town), wave=wave)


@pytest.fixture
def sign_in(client: Client) -> Callable[[Actor], Client]:
    def enter(actor: Actor) -> Client:
        user = User.objects.get(pk=actor.user_id)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return enter
