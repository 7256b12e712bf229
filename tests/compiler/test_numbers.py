"""The numbers of worlds: ranges are 90 % intervals of the stated laws, worlds a Latin hypercube, streams named."""

import numpy as np
import pytest
from scipy.special import logit

from detente.compiler import draw_numbers, median_numbers
from detente.compiler.drawing import quantile
from detente.scenario import parse
from detente.scenario.model import Number
from differential.random_scenarios import random_scenario

ENDS = np.array([0.05, 0.95])

RANGES = [
    ("share", 20.0, 70.0),
    ("share", 0.5, 99.5),
    ("positive", 2.0, 31.0),
    ("signed", -10.0, 25.0),
    ("signed", 4.0, 11.0),
    ("signed", -60.0, -20.0),
]


@pytest.mark.parametrize(("kind", "low", "high"), RANGES)
def test_a_range_is_a_90_per_cent_interval(kind, low, high):
    """Five per cent of worlds lie below a range and five above it, whatever the kind of number."""
    number = Number("a.path", low, high, kind)
    assert np.allclose(quantile(number, ENDS), (low, high), atol=1e-6)


def test_shapes():
    """Shares are logit-normal, positive numbers log-normal, signed ones normal: even steps on their own scale."""
    places = np.array([0.05, 0.5, 0.95])
    scales = {"share": lambda x: logit(x / 100), "positive": np.log, "signed": np.asarray}
    for kind, scale in scales.items():
        low, middle, high = scale(quantile(Number("a.path", 10.0, 40.0, kind), places))
        assert np.isclose(middle, (low + high) / 2), kind


def test_ends_of_shares():
    """An end of a share at 0 or 100 is read as 0.5 or 99.5, so that a world may pass it and never reaches 0 or 100."""
    low, high = quantile(Number("a.path", 0.0, 100.0, "share"), ENDS)
    assert np.isclose(low, 0.5)
    assert np.isclose(high, 99.5)
    assert np.all((quantile(Number("a.path", 0.0, 100.0, "share"), np.array([1e-6, 1 - 1e-6])) % 100) > 0)


def test_signs():
    """A signed number whose ends have one sign never changes it; one end may be 0."""
    extremes = np.array([1e-6, 1 - 1e-6])
    assert quantile(Number("a.path", 1.0, 20.0, "signed"), extremes)[0] == 0
    assert quantile(Number("a.path", 0.0, 20.0, "signed"), extremes)[0] == 0
    assert quantile(Number("a.path", -20.0, 0.0, "signed"), extremes)[1] == 0
    assert quantile(Number("a.path", -1.0, 20.0, "signed"), extremes)[0] < 0


def test_latin_hypercube():
    """Each uncertain number has exactly one world in each of as many slices as there are worlds."""
    scenario, worlds = parse(random_scenario(3)), 64
    drawn = dict(zip(scenario.numbers, draw_numbers(scenario, worlds, seed=5), strict=True))
    slices = np.linspace(0, 1, worlds + 1)[1:-1]
    for path, number in scenario.numbers.items():
        if number.low == number.high:
            assert np.all(drawn[path] == np.float32(number.low))
            continue
        edges = quantile(number, slices)
        inside = (edges > quantile(number, np.array([1e-9]))[0]) & (edges < quantile(number, np.array([1 - 1e-9]))[0])
        counts = np.histogram(drawn[path], np.r_[-np.inf, edges[inside], np.inf])[0]
        assert np.all(counts[1:-1] == 1), path


def test_numbers_are_independent():
    """Two numbers are tied by nothing but chance."""
    scenario = parse(random_scenario(3))
    drawn = draw_numbers(scenario, 4096, seed=5)
    uncertain = drawn[[n.low < n.high for n in scenario.numbers.values()]]
    ranks = np.argsort(np.argsort(uncertain, axis=1), axis=1)
    correlations = np.corrcoef(ranks) - np.eye(len(ranks))
    assert np.abs(correlations).max() < 5 / np.sqrt(4096)


def test_adding_a_number_redraws_nothing():
    """A number's worlds hang on its path and the seed alone; `fixed` replaces one number and touches no other."""
    text = random_scenario(3)
    more = text.replace("\nnumbers:\n", "\nnumbers:\n  aaa: {range: 1 to 9, like: noise, why: assumed}\n")
    one, two = parse(text), parse(more)
    before = dict(zip(one.numbers, draw_numbers(one, 16, seed=5), strict=True))
    after = dict(zip(two.numbers, draw_numbers(two, 16, seed=5), strict=True))
    assert set(after) - set(before) == {"numbers.aaa"}
    assert all(np.array_equal(row, after[path]) for path, row in before.items())
    fixed = dict(zip(two.numbers, draw_numbers(two, 16, seed=5, fixed={"numbers.aaa": 3.0}), strict=True))
    assert np.all(fixed["numbers.aaa"] == 3)
    assert all(np.array_equal(row, fixed[path]) for path, row in before.items())
    other = draw_numbers(one, 16, seed=6)
    assert not np.array_equal(other, draw_numbers(one, 16, seed=5))


def test_medians():
    """The median world stands in the middle of each number's law."""
    scenario = parse(random_scenario(3))
    drawn = np.median(draw_numbers(scenario, 2001, seed=5), axis=1)
    assert np.allclose(drawn, median_numbers(scenario)[:, 0], rtol=0.01, atol=0.02)
