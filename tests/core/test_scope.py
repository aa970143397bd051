"""What the measures of one page share."""

from __future__ import annotations

from byalag.core.periods import Period
from byalag.core.registries import Scope


def test_a_scope_reads_a_thing_once_and_shares_nothing_with_another():
    read = []

    def ask(scope, key):
        return scope.once(key, lambda: read.append(key) or len(read))

    first, second = (Scope(1, Period.of_year(2023)) for _ in range(2))

    assert [ask(first, "a"), ask(first, "a"), ask(first, "b"), ask(second, "a")] == [1, 1, 2, 3]
    assert first == second, "what was read is no part of what a scope is"


def test_that_nothing_was_found_is_remembered_too():
    asked = []
    scope = Scope(1, Period.of_year(2023))

    assert scope.once("a", lambda: asked.append(1)) is None
    assert scope.once("a", lambda: asked.append(2)) is None
    assert asked == [1]
