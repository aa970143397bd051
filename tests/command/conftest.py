from __future__ import annotations

from collections.abc import Iterator

import pytest

from .installations import Installation, Maker, suite_database


@pytest.fixture(scope="session")
def maker(tmp_path_factory) -> Iterator[Maker]:
    made = Maker(tmp_path_factory.mktemp("installations"), suite_database())
    yield made
    made.drop_all()


@pytest.fixture
def installation(maker) -> Iterator[Installation]:
    """Migrated, and empty."""
    made = maker.migrated()
    yield made
    made.stop_all()


@pytest.fixture(scope="session")
def first_begun(maker) -> Installation:
    made = maker.migrated()
    made.begin()
    return made


@pytest.fixture
def begun(maker, first_begun) -> Iterator[Installation]:
    """Set up with one organisation and its administrator."""
    made = maker.copy_of(first_begun)
    yield made
    made.stop_all()
