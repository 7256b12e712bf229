"""Figures in words."""

import numpy as np
import pytest

from detente.results import wording
from detente.results.figures import Difference, probability_of


@pytest.mark.parametrize(
    ("fraction", "text"),
    [
        (0.0, "0 %"),
        (0.0001, "under 0.1 %"),
        (0.012, "1.2 %"),
        (0.0995, "10 %"),
        (0.344, "34 %"),
        (0.9, "90 %"),
        (0.976, "97.6 %"),
        (0.9999, "over 99.9 %"),
        (1.0, "100 %"),
    ],
)
def test_per_cent_is_whole_but_near_the_ends(fraction, text):
    """Per cent are whole, with a tenth under 10 and above 90; a little is never printed as none."""
    assert wording.percent(fraction) == text


def test_no_probability_stands_alone():
    """A probability is told with its interval and its word; a bound stands for its own interval."""
    told = wording.sentence(probability_of(np.array([10, 40, 30, 20]), np.full(4, 64)))
    assert told == "39 % [9.9 to 73], unlikely"
    assert wording.sentence(probability_of(np.zeros(256), np.full(256, 64))) == "under 1.2 %, almost no chance"
    assert "condition was not met" in wording.sentence(probability_of(np.zeros(4), np.zeros(4)))


@pytest.mark.parametrize(
    ("difference", "error", "text"),
    [
        (0.1, 0.01, "more likely"),
        (-0.1, 0.01, "less likely"),
        (0.01, 0.02, "could be chance"),
        (0.0, 0.0, "no change"),
        (0.1, float("nan"), "too few worlds to tell"),
    ],
)
def test_a_difference_is_told_with_what_chance_could_do(difference, error, text):
    """A difference of less than two standard errors could be chance."""
    assert wording.sure(Difference(difference, (0.0, 0.0), error)) == text


@pytest.mark.parametrize(
    ("interval", "error", "text", "told"),
    [
        ((0.02, 0.2), 0.01, "more likely", True),
        ((0.0, 0.2), 0.01, "more likely", True),
        ((-0.0004, 0.2), 0.01, "more likely", True),  # printed as 0
        ((0.1, 0.1), 0.01, "more likely", True),
        ((-0.02, 0.2), 0.01, "more likely on average, but not in every world", True),
        ((0.02, 0.2), 0.06, "no difference can be told: it could be chance", False),
        ((0.02, 0.2), float("nan"), "too few worlds to tell", True),
    ],
)
def test_a_difference_that_worlds_do_not_agree_on(interval, error, text, told):
    """A difference whose interval of worlds, as printed, has 0 inside it goes one way on average and no further."""
    what = Difference(0.1, interval, error)
    assert wording.which_way(what) == text
    assert wording.is_told(what) == told


def test_no_change_is_no_difference_that_can_be_told():
    """Where every future ends as its twin does there is no difference; a condition that is not met is told as such."""
    nan = float("nan")
    assert not wording.is_told(Difference(0.0, (0.0, 0.0), 0.0))
    assert wording.which_way(Difference(nan, (nan, nan), nan)) == "cannot be told: its condition is not met"
    assert wording.is_told(Difference(nan, (nan, nan), nan))


@pytest.mark.parametrize(
    ("value", "text"),
    [(28500.0, "28,500"), (41.6, "42"), (3.14, "3.1"), (2.0, "2"), (0.0514, "0.051"), (-0.2, "-0.2"), (0, "0")],
)
def test_quantities_have_the_figures_that_matter(value, text):
    """Quantities are whole from ten on and have two figures below one."""
    assert wording.natural(value) == text
