"""JavaRosa for the tests that ask it: compiled and started once for each worker."""

from __future__ import annotations

import pytest

from .oracle import Oracle, missing


@pytest.fixture(scope="session")
def javarosa(tmp_path_factory):
    if told := missing():
        pytest.skip(told)
    oracle = Oracle(tmp_path_factory.mktemp("javarosa"))
    yield oracle
    oracle.close()
