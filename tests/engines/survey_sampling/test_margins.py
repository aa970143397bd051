"""Margins: figures that the field knows, Cochran's own example, and what must hold whatever the numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byalag.engines.survey_sampling import answers_needed, design_effect, effective, margin


@pytest.mark.parametrize(("answers", "points"), [(348, 5.3), (361, 5.2), (1200, 2.8), (2368, 2.0)])
def test_the_margins_of_real_surveys(answers, points):
    assert round(100 * margin(answers), 1) == points


def test_clustering_widens_the_margin_and_says_by_how_much():
    effect = design_effect(per_unit=10, likeness=0.05)
    assert effect == pytest.approx(1.45)
    assert 100 * margin(348, effect=effect) == pytest.approx(5.2537 * 1.45**0.5, abs=1e-3)
    assert effective(348, effect) == pytest.approx(240)


def test_cochrans_example():
    # Cochran 1977, 4.4: 4 000 units, error 0.05, t = 1.96 ≈ 2, P = 0.5 gives 364 with t = 2; 351 with 1.96.
    assert answers_needed(0.05, population=4000) == 351
    assert answers_needed(0.05) == 385


@given(st.floats(0.005, 0.3), st.floats(0.05, 0.95), st.floats(0.5, 4), st.one_of(st.none(), st.integers(50, 100_000)))
def test_as_many_as_needed_and_not_one_more(wanted, share, effect, population):
    needed = answers_needed(wanted, share=share, effect=effect, population=population)
    assert margin(needed, share=share, effect=effect, population=population) <= wanted + 1e-9 or needed == population
    if needed > 1:
        assert margin(needed - 1, share=share, effect=effect, population=population) > wanted - 1e-9


@given(st.integers(5, 10_000), st.floats(0.1, 5))
def test_four_times_as_many_halve_it_and_everybody_leaves_none(answers, effect):
    assert margin(4 * answers, effect=effect) == pytest.approx(margin(answers, effect=effect) / 2)
    assert margin(answers, population=answers) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: margin(0),
        lambda: margin(10, population=5),
        lambda: margin(10, share=2),
        lambda: margin(10, effect=0),
        lambda: answers_needed(0),
        lambda: design_effect(per_unit=0.5),
        lambda: effective(10, 0),
    ],
)
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError):
        wrong()
