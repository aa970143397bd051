"""An installation of its own for a benchmark, thrown away after it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import django

from byalag.config import environment


@contextmanager
def installation(*, given_database: bool = False) -> Iterator[None]:
    """Django with an empty database and gathered style sheets, in a temporary folder.

    `given_database`: the one that BYALAG_DATABASE names instead; it has to be empty. Raises SystemExit when it is not.
    """
    with tempfile.TemporaryDirectory(prefix="byalag-bench-") as folder:
        environment.override("BYALAG_DATA", folder)
        environment.override("DJANGO_SETTINGS_MODULE", "byalag.config.settings")
        if not given_database:
            environment.forget("BYALAG_DATABASE")
        django.setup()
        # Both want the settings.
        from byalag.command.database import bring_up, is_empty
        from byalag.command.static import gather

        if not is_empty():
            raise SystemExit("The database holds somebody's work: name an empty one.")
        bring_up()
        gather()
        import_module("byalag.config.wsgi")  # settles the process as the server's is
        yield
