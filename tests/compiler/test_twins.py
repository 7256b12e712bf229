"""Worlds of a what-if stand beside their twins: same types, weighed by the what-if's own chances."""

import numpy as np
import pytest

from answers.minds import TEXT
from detente.compiler import draw_numbers, resampled, with_types_of, world_weights
from detente.scenario import parse

WORLDS = 256
TYPES = ("partner", "staller", "trader")  # in the order of ids


@pytest.fixture(scope="module")
def scenario():
    """Read the scenario of private knowledge."""
    return parse(TEXT, "minds.yaml")


@pytest.fixture(scope="module")
def base(scenario):
    """Draw the worlds of the base case."""
    return draw_numbers(scenario, WORLDS, seed=0)


def changed(scenario, base, **fixed):
    """Return the types, as ids, and the weights of the worlds in which these numbers are fixed."""
    paths = {
        "type": "agendas.rival.type",
        "trader": "agendas.rival.types.trader.chance",
        "partner": "agendas.rival.types.partner.chance",
    }
    numbers = {paths[name]: value for name, value in fixed.items()}
    raw = draw_numbers(scenario, WORLDS, seed=0, fixed=numbers)
    raw, weight = with_types_of(scenario, raw, base, fixed=numbers)
    return started(scenario, raw), weight


def started(scenario, raw):
    """Return of which type the rival starts in every world."""
    return np.array(TYPES)[np.rint(raw[len(scenario.numbers)]).astype(int)]


def test_the_base_is_its_own_twin(scenario, base):
    """Where nothing is changed, worlds and weights are those of the base."""
    types, weight = changed(scenario, base)
    assert np.array_equal(types, started(scenario, base))
    assert np.array_equal(weight, world_weights(scenario, base))


def test_who_is_made_of_a_type_leaves_weights_alone(scenario, base):
    """All worlds have the type, and each counts for as much as its twin does."""
    types, weight = changed(scenario, base, type=2.0)
    assert set(types) == {"trader"}
    assert np.array_equal(weight, world_weights(scenario, base))


@pytest.mark.parametrize(("chance", "share"), [(60.0, 0.6), (0.0, 0.0), (100.0, 1.0)])
def test_another_chance_weighs_the_same_types_anew(scenario, base, chance, share):
    """A type that is given another chance counts for that much, in the same worlds."""
    types, weight = changed(scenario, base, trader=chance)
    assert np.array_equal(types, started(scenario, base))
    assert weight[types == "trader"].sum() / weight.sum() == pytest.approx(share)


def test_a_type_that_no_world_has_is_drawn_afresh(scenario, base):
    """A what-if that makes a type possible of which no world of the base is draws types of its own, 64 worlds each."""
    types, weight = changed(scenario, base, partner=30.0)
    assert (types == "partner").sum() >= 64
    # The rest, which is the staller's, gives way.
    assert weight[types == "partner"].sum() / weight.sum() == pytest.approx(0.3, abs=0.01)


def test_resampled_worlds_come_as_often_as_they_count():
    """A world of weight w comes w times, to within one; without weights worlds stay as they are."""
    raw = np.arange(8.0)[None]
    weight = np.array([0.0, 0.5, 0.5, 2.0, 2.0, 1.0, 1.0, 1.0])
    drawn = np.bincount(resampled(raw, weight)[0].astype(int), minlength=8)
    assert drawn.sum() == 8
    assert (np.abs(drawn - weight) <= 1).all()
    assert drawn[0] == 0
    assert resampled(raw, None) is raw
