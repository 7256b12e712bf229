"""The figures of probabilities and paired differences, against cases worked by hand and laws that made the data."""

import numpy as np
import pytest
from scipy.stats import beta

from detente.results.figures import difference_of, differences, probability_of, word_for


@pytest.mark.parametrize(
    ("probability", "word"),
    [
        (0.0, "almost no chance"),
        (0.0499, "almost no chance"),
        (0.05, "very unlikely"),
        (0.2, "unlikely"),
        (0.4499, "unlikely"),
        (0.45, "roughly even"),
        (0.55, "likely"),
        (0.8, "very likely"),
        (0.9499, "very likely"),
        (0.95, "almost certain"),
        (1.0, "almost certain"),
    ],
)
def test_words_change_at_the_ends_of_their_ranges(probability, word):
    """A likelihood word begins at the lower end of its range."""
    assert word_for(probability) == word


def test_none_of_n_is_under_a_bound():
    """0 of n is told as under 1 - 0.05^(1/worlds): 1.2 % for 256 worlds, however many futures each has."""
    found = probability_of(np.zeros(256), np.full(256, 64))
    assert found.bound == "under"
    assert found.probability == pytest.approx(1 - 0.05 ** (1 / 256))
    assert f"{100 * found.probability:.1f}" == "1.2"
    assert found.interval == (0.0, found.probability)


def test_all_of_n_is_over_the_complement():
    """n of n is told as over the complement of that bound."""
    found = probability_of(np.full(256, 64), np.full(256, 64))
    assert found.bound == "over"
    assert found.probability == pytest.approx(0.05 ** (1 / 256))
    assert found.word == "almost certain"


@pytest.mark.parametrize("futures", [8, 64])
def test_the_interval_is_that_of_the_chances_that_made_the_data(futures):
    """Chances drawn from Beta(2, 6) are recovered: their 90 % range, and their part of the variance, not wider.

    Tolerance 0.03: with 4,000 worlds the moments of the beta-binomial have a standard error of about 1 %.
    """
    host = np.random.default_rng(1)
    chances = host.beta(2, 6, 4000)
    found = probability_of(host.binomial(futures, chances), np.full(4000, futures))
    assert found.probability == pytest.approx(0.25, abs=0.01)
    assert found.interval == pytest.approx(beta.ppf([0.05, 0.95], 2, 6), abs=0.03)
    assert found.share_assumptions == pytest.approx((0.25 * 0.75 / 9) / (0.25 * 0.75), abs=0.02)
    assert found.share_assumptions + found.share_chance == pytest.approx(1)


def test_worlds_that_agree_have_no_interval_of_assumptions():
    """Where every world has the same chance, the spread between worlds is chance, and the interval shrinks to it."""
    host = np.random.default_rng(2)
    found = probability_of(host.binomial(64, 0.4, 4000), np.full(4000, 64))
    assert found.interval[1] - found.interval[0] < 0.05
    assert found.share_assumptions < 0.01


def test_the_error_is_clustered_by_world():
    """Worlds of all or nothing tell as much as one future each: the error is that of n worlds, not of all futures."""
    yes = np.array([64, 0, 0, 0] * 25)
    found = probability_of(yes, np.full(100, 64))
    assert found.error == pytest.approx(np.sqrt(0.25 * 0.75 / 99))
    assert found.share_assumptions == pytest.approx(1.0)


def test_a_condition_counts_the_futures_that_meet_it():
    """A conditional question is answered over the futures that meet its condition, whatever world they are in."""
    found = probability_of(np.array([3, 0, 0]), np.array([4, 2, 0]))
    assert found.probability == pytest.approx(3 / 6)


def test_a_condition_never_met_is_said_so():
    """A condition that no future meets gives no number."""
    found = probability_of(np.zeros(4), np.zeros(4))
    assert np.isnan(found.probability)
    assert "never asked" in found.word


def test_a_difference_by_hand():
    """Two worlds, one of which always changes: mean 1/2, error (1/sqrt 2)/sqrt 2, quantiles of 0 and 1."""
    found = difference_of(np.array([[1, 1], [0, 0]]), np.zeros((2, 2)))
    assert found.difference == 0.5
    assert found.error == pytest.approx(0.5)
    assert found.interval == pytest.approx((0.05, 0.95))


def test_differences_between_worlds_that_are_chance_shrink():
    """Worlds that differ by less than chance inside them are told as one: the interval closes on the mean."""
    found = difference_of(np.array([[1, 1], [0, 1]]), np.array([[0, 1], [0, 0]]))
    assert (found.difference, found.error) == (0.5, 0.0)
    assert found.interval == pytest.approx((0.5, 0.5))


def test_pairing_makes_differences_sharper():
    """On twins that differ in one event of ten, the paired error is a third of the unpaired one, or less."""
    host = np.random.default_rng(3)
    before = host.random((256, 64)) < 0.5
    after = before | (host.random((256, 64)) < 0.1)
    paired = difference_of(after, before).error
    unpaired = np.hypot(
        probability_of(after.sum(1), np.full(256, 64)).error, probability_of(before.sum(1), np.full(256, 64)).error
    )
    assert paired < unpaired / 2


def test_a_conditional_question_is_compared_over_its_own_futures():
    """With a condition, each side counts its own futures: 3 of 4 against 1 of 2 is a difference of a quarter."""
    import xarray as xr

    def results(yes: list, asked: list) -> xr.Dataset:
        axes = ("questions", "worlds", "futures")
        return xr.Dataset(
            {"yes": (axes, np.array([yes], bool)), "asked": (axes, np.array([asked], bool))},
            coords={"questions": ["q"]},
        )

    after = results([[1, 1], [1, 0]], [[1, 1], [1, 1]])
    before = results([[1, 0], [0, 0]], [[1, 0], [1, 0]])
    assert differences(after, before)["q"].difference == pytest.approx(0.25)
