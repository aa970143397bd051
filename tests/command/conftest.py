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


@pytest.fixture(scope="session")
def demo(maker):
    """The demo, loaded once; it keeps to its own folder and database whatever the environment says."""
    installation = maker.empty()
    installation.settings["BYALAG_DATABASE"] = "postgresql://nobody@127.0.0.1:1/none"
    done = installation.run("demo", "--data", installation.data, "--load-only")
    assert done.returncode == 0, done.stderr
    assert "Falu kommun" in done.stdout
    return installation
