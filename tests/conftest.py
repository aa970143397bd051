"""What every test has at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from byalag.rooms.people.enums import Role

# Two processes share the files: those that take longest begin first, so that neither waits for the other at the end.
LONG = (
    "tests/browser/test_every_page.py",
    "tests/browser/test_entry.py",
    "tests/browser/test_journeys.py",
    "tests/command/test_serve.py",
    "tests/command/test_demo.py",
    "tests/command/test_killed.py",
    "tests/web/test_awkward_text.py",
    "tests/rooms/exchange/test_plan_word.py",
    "tests/engines/plan_reading",
)


_NO_PARAMETERS = SimpleNamespace(params={})


@pytest.hookimpl(tryfirst=True)
def pytest_itemcollected(item: pytest.Item) -> None:
    """A test that goes through the roles asks rules, which are plain Python: one database is enough for it."""
    if any(isinstance(value, Role) for value in getattr(item, "callspec", _NO_PARAMETERS).params.values()):
        item.add_marker(pytest.mark.every_role)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """After pytest-randomly has shuffled; the order within a file stays as it made it."""

    def place(item: pytest.Item) -> int:
        return next((number for number, path in enumerate(LONG) if item.nodeid.startswith(path)), len(LONG))

    items.sort(key=place)


@pytest.fixture
def queries() -> Callable[[], CaptureQueriesContext]:
    """`with queries() as seen: …` then `len(seen)`: how many queries a block costs."""
    return lambda: CaptureQueriesContext(connection)


@pytest.fixture(autouse=True)
def _static_files_from_where_they_lie(settings) -> None:
    """Pages are asked for without collecting their style sheets first."""
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def _passwords_cost_no_time(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Public pages are kept by the last deed's number, which a test that is taken back gives to the next."""
    caches["public"].clear()


@pytest.fixture(autouse=True)
def english_first() -> Iterator[None]:
    """A page answered in another language leaves that language behind; each test begins in English."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def written_by_migrations(django_db_setup, django_db_blocker) -> Iterator[None]:
    """For a file whose tests commit: they empty every table when they end, so what migrations wrote is put back."""
    yield
    with django_db_blocker.unblock():
        for written in ("people.migrations.0002_core_areas", "records.migrations.0002_purposes"):
            import_module(f"byalag.rooms.{written}").add(apps, None)
