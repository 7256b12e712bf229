"""Worlds that count for more than others: figures worked by hand, and against worlds drawn as they come."""

import numpy as np
import pytest
import xarray as xr

from detente.results.figures import (
    difference_of,
    differences_by_type,
    error_of,
    forecast,
    forecast_by_type,
    parts_by_type,
    probability_of,
)

FUTURES = 16


def stratified(host, share=0.1, chances=(0.8, 0.1), counts=(64, 192)):
    """Draw worlds of two types as often as `counts` says, weighed so that the first counts for `share`."""
    types = np.repeat([0, 1], counts)
    yes = host.binomial(FUTURES, np.array(chances)[types])
    weight = np.array([share / counts[0], (1 - share) / counts[1]])[types] * sum(counts)
    return yes, weight, np.eye(2)[types]


def dataset(yes, types, weight):
    """Label counts of one question by world as results are."""
    futures = np.arange(FUTURES)[None] < np.asarray(yes)[:, None]
    return xr.Dataset(
        {
            "yes": (("questions", "worlds", "futures"), futures[None]),
            "asked": (("questions", "worlds", "futures"), np.ones_like(futures)[None]),
            "weight": ("worlds", np.asarray(weight, float)),
            "type": (("typed", "worlds"), np.array([types])),
        },
        coords={"questions": ["q"], "typed": ["rival"]},
    )


def test_stratified_worlds_say_what_many_worlds_as_they_come_say():
    """Few worlds of each type, weighed, give the figures of 40,000 worlds drawn as they come.

    Within three standard errors of the former; the part of assumptions within 0.03, its own error with 256 worlds.
    """
    host = np.random.default_rng(1)
    yes, weight, strata = stratified(host)
    few = probability_of(yes, np.full(256, FUTURES), weight, strata)
    plenty = 40_000
    drawn = host.binomial(FUTURES, np.where(host.random(plenty) < 0.1, 0.8, 0.1))
    many = probability_of(drawn, np.full(plenty, FUTURES))
    assert few.probability == pytest.approx(many.probability, abs=3 * few.error)
    assert few.share_assumptions == pytest.approx(many.share_assumptions, abs=0.03)
    assert few.word == many.word


def test_the_error_is_the_spread_of_estimates_made_again_and_again():
    """Over 2,000 repetitions the standard deviation of the estimate is the error that is stated, within 5 %."""
    host = np.random.default_rng(2)
    found = []
    for _ in range(2000):
        yes, weight, strata = stratified(host)
        found.append(probability_of(yes, np.full(256, FUTURES), weight, strata))
    spread = np.std([one.probability for one in found])
    assert np.mean([one.error for one in found]) == pytest.approx(spread, rel=0.05)
    assert np.mean([one.probability for one in found]) == pytest.approx(0.17, abs=3 * spread / np.sqrt(2000))


def test_the_error_of_strata_by_hand():
    """Two strata whose values differ by 0 and 2 inside: only what is inside counts, with a degree of freedom each."""
    pulls = np.array([0.0, 0.0, 9.0, 11.0])
    strata = np.array([[1, 0], [1, 0], [0, 1], [0, 1]], float)
    assert error_of(pulls, strata) == pytest.approx(np.sqrt(2 / 2) / 2)
    assert error_of(pulls) == pytest.approx(pulls.std(ddof=1) / 2)
    assert np.isnan(error_of(np.array([1.0, 2.0]), np.eye(2)))


def test_worlds_that_count_alike_count_as_without_weights():
    """Equal weights give the figures of no weights, to rounding."""
    yes = np.random.default_rng(3).binomial(FUTURES, 0.3, 100)
    one = probability_of(yes, np.full(100, FUTURES))
    other = probability_of(yes, np.full(100, FUTURES), np.full(100, 0.5))
    assert (other.probability, *other.interval, other.error) == pytest.approx(
        (one.probability, *one.interval, one.error)
    )


def test_a_bound_goes_by_worlds_that_would_count_alike():
    """All of n futures are told as over a bound for so many worlds as would count alike, whatever rounding does."""
    weight = np.array([0.1] * 50 + [1.9] * 50)
    found = probability_of(np.full(100, FUTURES), np.full(100, FUTURES), weight)
    alike = weight.sum() ** 2 / (weight**2).sum()
    assert found.bound == "over"
    assert found.probability == pytest.approx(0.05 ** (1 / alike))


def test_a_weighted_difference_by_hand():
    """A world that changes wholly and counts three times as much as one that does not: 3/4."""
    after, before = np.array([[1, 1], [0, 0]]), np.zeros((2, 2))
    found = difference_of(after, before, np.array([1.5, 0.5]))
    assert found.difference == pytest.approx(0.75)


def test_worlds_that_count_otherwise_afterwards():
    """Where only weights change, the difference is that of two weighted means: here from 1/4 to 3/4.

    Its error is that of the two pulls of each world, which here cancel: 3/2 (1 - 3/4) less 1/2 (1 - 1/4).
    """
    values = np.array([[1, 1], [0, 0]])
    found = difference_of(values, values, np.array([0.5, 1.5]), np.array([1.5, 0.5]))
    assert found.difference == pytest.approx(0.5)
    assert found.error == pytest.approx(0)


def test_figures_by_type_are_those_of_its_worlds():
    """By type, other worlds do not count; parts say how many worlds there are and for what share they count."""
    results = dataset([16, 8, 0, 0], ["a", "a", "b", "b"], [0.5, 0.5, 1.5, 1.5])
    by_type = forecast_by_type(results)
    assert by_type["rival", "a"]["q"].probability == pytest.approx(0.75)
    assert by_type["rival", "b"]["q"].bound == "under"
    assert forecast(results)["q"].probability == pytest.approx(0.25 * 0.75)
    parts = parts_by_type(results)
    assert (parts["rival", "a"].worlds, parts["rival", "a"].share) == (2, 0.25)


def test_twins_of_another_type_are_left_out_of_differences_by_type():
    """A difference by type needs twins of the type, or a what-if that makes all of one; others are left out."""
    before = dataset([0, 0, 0, 0], ["a", "a", "b", "b"], np.ones(4))
    made = dataset([16, 16, 0, 0], ["b"] * 4, np.ones(4))
    assert differences_by_type(made, before)["rival", "a"]["q"].difference == 1.0
    assert differences_by_type(made, before)["rival", "b"]["q"].difference == 0.0
    other = dataset([16, 16, 0, 0], ["a", "b", "a", "b"], np.ones(4))
    assert differences_by_type(other, before) == {}
