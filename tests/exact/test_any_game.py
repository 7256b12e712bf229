"""Whatever small game comes: the branch arrives, what is found are equilibria, and their indices add up."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente import equilibria, principal_branch
from exact import plain
from exact.drawn import SHOCKS, draw_game

# Shapes are few, since every one is compiled.
SHAPES = [{"actions": (2, 3), "states": 3}, {"actions": (2, 2, 2), "states": 2}]


def check(game) -> None:
    """Hold every equilibrium that is found to the definition, and all of them to their index."""
    result = equilibria(game, "adaptive")
    assert bool(result.principal[0]), "the principal branch did not arrive"
    for k in range(result.sizes["equilibrium"]):
        play = result.strategies.values[k]
        values, worth = plain.evaluate(game, play)
        np.testing.assert_allclose(plain.reply(game, worth), play, rtol=0, atol=1e-8)
        np.testing.assert_allclose(result["values"].values[k], values, rtol=1e-8, atol=1e-8)
    assert int(result["index"].sum()) == 1
    assert float(result.regret.max()) < 1e-9
    end = principal_branch(game, [1.0])
    np.testing.assert_allclose(end.strategies.values[0], result.strategies.values[0], rtol=0, atol=1e-8)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 2**32 - 1),
    shape=st.sampled_from(SHAPES),
    shocks=st.sampled_from(SHOCKS),
    spread=st.floats(0.1, 10.0),
    rich=st.booleans(),
)
def test_any_small_game_is_solved(seed, shape, shocks, spread, rich):
    """Of any number of players, shocks, stakes, with or without usual odds and absent actions."""
    check(draw_game(seed, shocks=shocks, spread=spread, rich=rich, **shape))


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32 - 1), spread=st.floats(0.1, 10.0))
def test_any_small_game_of_two_players_is_solved(seed, spread):
    """Two players, three states, private reasons: the shape that most published games have."""
    check(draw_game(seed, spread=spread, rich=False))
