"""What every test has at hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def queries() -> Callable[[], CaptureQueriesContext]:
    """`with queries() as seen: …` then `len(seen)`: how many queries a block costs."""
    return lambda: CaptureQueriesContext(connection)
