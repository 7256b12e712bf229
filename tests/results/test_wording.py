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
    ("value", "text"),
    [(28500.0, "28,500"), (41.6, "42"), (3.14, "3.1"), (2.0, "2"), (0.0514, "0.051"), (-0.2, "-0.2"), (0, "0")],
)
def test_quantities_have_the_figures_that_matter(value, text):
    """Quantities are whole from ten on and have two figures below one."""
    assert wording.natural(value) == text
