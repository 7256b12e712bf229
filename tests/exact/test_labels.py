"""Results of finite games carry names: dimensions, coordinates, attributes in words."""

import json

import numpy as np
import pytest
import xarray as xr

from detente import FiniteGame, comparative, equilibria, principal_branch, stationary
from exact.drawn import changed, draw_game

NAMES = {
    "states": ["peace", "crisis", "war"],
    "players": ["seoul", "pyongyang"],
    "actions": [["hold", "attack"], ["hold", "attack", "missile"]],
}


@pytest.fixture(scope="module")
def game() -> FiniteGame:
    """Draw a game and name everything in it; the second player has an action that the first has not."""
    return changed(draw_game(1, rich=False), **NAMES)


@pytest.fixture(scope="module")
def found(game):
    """Find its equilibria."""
    return equilibria(game)


def test_one_game_gives_a_dataset_and_several_a_list(game, found):
    """One game, one Dataset; a list of games, a list of Datasets in its order, also of one and of none."""
    assert isinstance(found, xr.Dataset)
    several = equilibria([game, changed(game, payoffs=2 * game.payoffs)])
    assert [type(one) for one in several] == [xr.Dataset, xr.Dataset]
    assert several[0].identical(found)
    assert not several[1].strategies.equals(found.strategies)
    assert equilibria([]) == []


def test_equilibria_have_named_dimensions(game, found):
    """Chances by player, state and action; values by player and state; one number for each of the rest."""
    assert found.strategies.dims == ("equilibrium", "player", "state", "action")
    assert found["values"].dims == ("equilibrium", "player", "state")
    for name in ("residual", "regret", "spectral_radius", "stable", "index", "hits", "principal"):
        assert found[name].dims == ("equilibrium",), name
    assert list(found.player.values) == NAMES["players"]
    assert list(found.state.values) == NAMES["states"]
    assert list(found.action.values) == NAMES["actions"][1]
    assert list(found.equilibrium.values) == list(range(1, found.sizes["equilibrium"] + 1))


def test_actions_that_a_player_lacks_have_no_chance(found):
    """Where players differ in their actions the shorter list is filled up with chances of zero."""
    assert not found.strategies.sel(player="seoul", action="missile").values.any()
    np.testing.assert_allclose(found.strategies.sum("action").values, 1.0, rtol=0, atol=1e-12)


def test_actions_of_unlike_names_are_numbered(game):
    """Where players call their actions differently they are numbered, and named in a coordinate of their own."""
    other = changed(game, actions=[["hold", "sanction"], ["hold", "attack", "missile"]])
    result = equilibria(other, 0)
    assert list(result.action.values) == [1, 2, 3]
    assert result.action_name.sel(player="seoul").values.tolist() == ["hold", "sanction", ""]
    assert result.action_name.sel(player="pyongyang", action=2).item() == "attack"


def test_how_the_search_went_is_told(found):
    """Attributes say how many starts there were, what became of them in words, and what may be unseen."""
    told = found.attrs
    assert told["starts"] == 400
    assert told["converged"] == int(found.hits.sum())
    assert told["codes"][0] == f"{told['converged']} converged to an equilibrium"
    assert told["unseen_at_least"] == abs(1 - int(found["index"].sum()))
    assert 0.0 <= told["unseen_chance"] <= told["unseen_chance_below"] <= 1.0
    assert told["unseen_estimate"] >= 0.0
    assert told["basis"].startswith(f"{told['converged']} of 400 random starts ended at ")
    assert told["basis"].endswith(".")


def test_attributes_are_plain(game, found):
    """Attributes are numbers and words that any file format can hold."""
    branch = principal_branch(game, [1.0])
    for told in (found.attrs, branch.attrs, comparative(game, 0.1 * game.payoffs, sizes=2).attrs):
        assert json.loads(json.dumps(told)) == told


def test_progress_is_told(game):
    """`progress` hears shares that end at one."""
    heard = []
    equilibria([game, game], 400, workers=1, progress=heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == 1.0


def test_a_branch_is_labelled(game):
    """Chances and values by indifference; the walked path by step; turning points and the end among the attributes."""
    branch = principal_branch(game, [2.0, 1.0])
    assert branch.strategies.dims == ("indifference", "player", "state", "action")
    assert branch["values"].dims == ("indifference", "player", "state")
    assert branch.path_indifference.dims == ("step",)
    assert branch.path_strategies.dims == ("step", "player", "state", "action")
    assert list(branch.indifference.values) == [2.0, 1.0]
    assert np.isinf(branch.path_indifference[0])
    assert branch.attrs["turning_points"] == []
    assert branch.attrs["ends"] == "the branch was followed to the smallest indifference asked for"


def test_a_comparison_is_labelled(game):
    """Chances, values and their slopes by size of the change."""
    change = np.zeros(game.payoffs.shape)
    change[0, ..., 0] = 1.0
    found = comparative(game, change, sizes=3)
    assert dict(found.sizes) == {"size": 3, "player": 2, "state": 3, "action": 3}
    assert found.strategies_slope.dims == found.strategies.dims == ("size", "player", "state", "action")
    assert found.values_slope.dims == found["values"].dims == ("size", "player", "state")
    assert set(found.attrs) == {"disappears", "ends"}


def test_the_long_run_is_labelled(game, found):
    """Shares of periods by state, from an array or from what `equilibria` gave."""
    share = stationary(game, found.strategies[0])
    assert share.dims == ("state",)
    assert list(share.state.values) == NAMES["states"]
    assert float(share.sum()) == pytest.approx(1.0)
    assert share.equals(stationary(game, found.strategies.values[0]))


def test_states_without_length_take_no_time():
    """The long run counts periods: a state in which nobody discounts is passed, not stayed in."""
    chances = np.zeros((3, 1, 3))
    chances[0, 0], chances[1, 0], chances[2, 0] = [0, 0.25, 0.75], [1, 0, 0], [1, 0, 0]
    game = FiniteGame(np.zeros((3, 1, 1)), chances, [[1.0], [0.9], [0.9]], states=["proposing", "yes", "no"])
    share = stationary(game, np.ones((1, 3, 1)))
    np.testing.assert_allclose(share.values, [0.0, 0.25, 0.75])
