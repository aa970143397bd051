"""Nothing about a protected person: the name is typed into every text of the book, and every door is looked at.

The name is written into each text column of each table, behind the actions, in forms that people use: so it is found, too,
where no form of today puts it. Then every address is asked for by everyone who must not read it.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import lxml.html
import pdfplumber
import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from byalag.core import search
from byalag.core.folding import fold
from byalag.core.models import SearchText, User
from byalag.demo.load import load
from byalag.rooms.people import actions
from byalag.rooms.people.api import Organisation, actor_of, system
from byalag.rooms.reminders.mailing import composing
from byalag.rooms.reminders.models import Mailing
from byalag.rooms.work.actions import change_activity
from byalag.rooms.work.models import Activity
from tests.browser import examples
from tests.factories import member
from tests.house.test_urls import module_of, patterns

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NAME, ALIAS = "Exempla Próbna-Ørn", "Vän till oss"
# Each text gets one of these: other case, no accents, the surname first, the genitive, a case of Polish, an initial.
WRITTEN = [NAME, "EXEMPLA PROBNA ORN", "Ørn, Exempla", "exempla orns", "Exemplą Próbna-Ørn", "E. Ørn"]
SHOWN = re.compile(r"exempl\w{0,3} (?:probna )?orns?\b|\born exempla|\be orns?\b|exemplaorn")
# Texts that are codes, addresses or secrets, and those in which the person's own name stands where it belongs.
CODES = re.compile(
    r"slug|code|key|kind|status|state|role|level|language|country|currency|scheme|time_zone|url|website|email|hash|sha"
    r"|token|password|action|object_|media_type|path|definition|rule|receiver|subject|purpose|origin|certainty|measure"
    r"|direction|sex|audience|age_band|visibility|text_key|unit|^gram$|^word$|^version$|name_in|^value$|^section$|suffix"
)
TABLES_LEFT = {
    "people.person", "people.protectedname", "core.searchtext", "core.searchword", "core.searchgram", "people.place",
    "people.placename", "people.placesource", "people.placeidentifier", "people.theme",
    "core.logentry", "core.user", "core.heartbeat", "core.lapsedentry",
}  # fmt: skip
ROLES = ["reader", "contributor", "controller", "coordinator", "administrator"]
MAY_READ = {"coordinator", "administrator"}
NAMES = [name for name, pattern in patterns() if name and module_of(pattern).startswith("byalag.")]
# Pages on which the name stands because it is the one that is protected, for those who keep persons; one's own data.
ITS_OWN = {"people:my_data"}


def columns() -> Iterator[tuple[type[models.Model], list[models.Field]]]:
    for model in apps.get_models():
        if not model.__module__.startswith("byalag.") or model._meta.label_lower in TABLES_LEFT:
            continue
        texts = [
            field for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
            and not isinstance(field, models.EmailField | models.URLField | models.SlugField | models.FilePathField)
            and not field.choices and not field.primary_key and not CODES.search(field.name)
            and (getattr(field, "max_length", None) or 1000) >= 60
        ]  # fmt: skip
        if texts:
            yield model, texts


def plant() -> int:
    """Write the name at the end of every text there is; how many texts got it."""
    planted = 0
    for model, texts in columns():
        for number, row in enumerate(model._base_manager.all()):
            said = {}
            for place, field in enumerate(texts):
                name = WRITTEN[(number + place) % len(WRITTEN)]
                if model._meta.label_lower == "people.organisation" and field.name in {"name", "names"}:
                    continue  # stands in the pages of others, too
                if isinstance(field, models.JSONField):
                    said[field.name] = within(getattr(row, field.name), name)
                    continue
                text = (getattr(row, field.name) or "").rstrip()
                if field.max_length:
                    text = text[: field.max_length - len(name) - 1]
                said[field.name] = (
                    json.dumps(within(json.loads(text), name)) if text[:2] == '{"' else f"{text} {name}".strip()
                )
            planted += (
                sum(_wrote(row, {field: text}) for field, text in said.items()) if not _wrote(row, said) else len(said)
            )
    return planted


def within(value, name: str):
    """The name at the end of every sentence in a value of JSON; words by themselves are codes."""
    if isinstance(value, dict):
        return {key: within(each, name) for key, each in value.items()}
    if isinstance(value, list):
        return [within(each, name) for each in value]
    return f"{value} {name}" if isinstance(value, str) and " " in value else value


def _wrote(row: models.Model, said: dict[str, str]) -> bool:
    """Whether the table took the texts: some may be empty only, or stand beside another."""
    try:
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**said)
    except IntegrityError:
        return False
    return True


@dataclass
class Planted:
    world: examples.World
    organisation: Organisation
    texts: int


@pytest.fixture(scope="module")
def planted(django_db_setup, django_db_blocker) -> Iterator[Planted]:
    """The demo with an example of everything and the name in all of it, made once for this file and taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        world = examples.world()
        texts = plant()
        activity = Activity.objects.get(pk=world.activity)
        coordinator = actor_of(User.objects.get(email="coordinator@falu-kommun.example"), activity.organisation)
        change_activity(coordinator, activity=activity, expected=None, title=f"{NAME} was here")  # into the log
        own = Organisation.objects.get(pk=world.organisation)
        # Each organisation of the demo protects the person: what one types is not the others' to show either.
        for organisation in Organisation.objects.all():
            actions.add_person(system(organisation), organisation=organisation, name=NAME, alias=ALIAS, at_risk=True)
        search.rebuild()
        yield Planted(world, own, texts)
        transaction.set_rollback(True)


def address(name: str, world: examples.World) -> str | None:
    try:
        return reverse(name, kwargs=examples.EXAMPLES[name](world) if name in examples.EXAMPLES else None)
    except NoReverseMatch:
        return None


def words_in(answer) -> str:
    """All words of an answer that a reader can get at, whatever kind of file it is, folded."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer.headers.get("Content-Type", "")
    told = [answer.headers.get("Content-Disposition", "")]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            told += [re.sub(r"<[^>]*>", "", archive.read(each).decode(errors="replace")) for each in archive.namelist()]
    elif content.startswith(b"%PDF"):
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            told += [page.extract_text() for page in pdf.pages]
    elif "html" in kind and content.strip():
        tree = lxml.html.document_fromstring(content.decode())
        told += [
            tree.text_content(),
            *(v for e in tree.iter() for k, v in e.items() if k not in {"href", "action", "src"}),
        ]
    elif "json" in kind:
        told.append(json.dumps(json.loads(content or b"{}"), ensure_ascii=False))
    elif "calendar" in kind:
        told.append(content.decode().replace("\r\n ", ""))
    elif "text" in kind or "xml" in kind:
        told.append(content.decode())
    return fold(" ".join(told))


def asked(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code < 500
    return words_in(answer)


def client_of(role: str) -> Client:
    client = Client(raise_request_exception=True)
    if role == "public":
        return client
    if role == "another organisation":
        theirs = Organisation.objects.filter(memberships__isnull=False).exclude(slug__startswith="falu").first()
        user = User.objects.get(pk=member(theirs, "contributor").user_id)
    else:
        user = User.objects.get(email=f"{role}@falu-kommun.example")
    client.force_login(user, backend=BACKEND)
    return client


def test_the_name_stands_in_the_book(planted):
    """So that this file cannot pass by finding nothing."""
    assert planted.texts > 500
    client = client_of("coordinator")
    assert SHOWN.search(asked(client, reverse("work:activity", args=[planted.world.activity])))
    assert all(SHOWN.search(fold(f"x {written}")) for written in WRITTEN)


@pytest.mark.parametrize("role", ["public", "reader", "contributor", "another organisation"])
def test_no_page_file_or_feed_shows_it_to_who_may_not_read_it(planted, role, caplog):
    client, shown, seen = client_of(role), {}, 0
    for name in NAMES:
        url = address(name, planted.world)
        if url is None or name in ITS_OWN or name.startswith("web:sign"):
            continue
        words = asked(client, url)
        seen += fold(ALIAS) in words
        if found := SHOWN.search(words):
            shown[name] = words[max(0, found.start() - 60) : found.end() + 20]
    assert shown == {}
    assert SHOWN.search(fold(caplog.text)) is None
    assert seen > (3 if role == "public" else 40)


def test_the_index_of_the_search_does_not_hold_it(planted):
    texts = SearchText.objects.filter(owner_id=planted.organisation.pk).values_list("text", flat=True)
    assert [text for text in texts if SHOWN.search(text)] == []
    assert sum(fold(ALIAS) in text for text in texts) > 20


def test_no_mail_says_it(planted):
    users = User.objects.filter(memberships__organisation=planted.organisation).distinct()
    another = timezone.localdate() + timedelta(days=1)
    mailings = [
        Mailing.objects.create(user=user, kind=kind, day=another) for user in users for kind in ("daily", "weekly")
    ]
    gathering = composing.Gathering()
    letters = gathering.letters(mailings)
    composing.give_links(letters, mailings)
    said = ""
    for letter in letters.values():
        subject, text, html = gathering.rendered(letter)
        said += fold(f"{subject} {text} {lxml.html.document_fromstring(html).text_content()}")
    assert SHOWN.search(said) is None
    assert fold(ALIAS) in said
