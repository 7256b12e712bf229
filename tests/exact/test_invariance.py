"""What must not matter, does not: names and order, units, constants, how chances are stored, seeds and workers."""

import numpy as np
import pytest

from detente import FiniteGame, equilibria, principal_branch
from exact.drawn import SHOCKS, changed, draw_game, sparsely

SAME = 1e-9
"""Two searches polish the same equilibrium to residuals of 1e-12; no equilibrium here magnifies them more."""


def several(shocks: str = "private_reasons", **fields: object) -> FiniteGame:
    """Return a game of two players, three states and two actions in which it pays to do as the other does."""
    game = draw_game(2, actions=(2, 2), spread=0.7, rich=False, shocks=shocks, **{"discount": 0.6} | fields)
    return changed(game, payoffs=game.payoffs + 6.0 * np.eye(2)[None, :, :, None])


def assert_same(one: np.ndarray, other: np.ndarray) -> None:
    """Compare two lists of equilibria, each [equilibrium, player, state, action], in any order but the first."""
    assert one.shape == other.shape
    far = np.abs(one[:, None] - other[None]).max(axis=(2, 3, 4))
    assert far.min(axis=1).max() < SAME
    assert far.min(axis=0).max() < SAME
    assert far[0, 0] < SAME, "the principal branch ends elsewhere"


def play(game: FiniteGame) -> np.ndarray:
    """Return all equilibria of a game."""
    return equilibria(game, "adaptive").strategies.values


@pytest.mark.parametrize("shocks", SHOCKS)
def test_units_and_constants_do_not_matter(shocks):
    """Payoffs in another unit, indifference with them, and a constant on top, move values alone, and as they should."""
    game = several(shocks)
    first = equilibria(game, "adaptive")
    assert first.sizes["equilibrium"] > 1, "this test wants a game with several equilibria"
    constant, unit = np.array([3.0, -7.0]), 40.0
    other = equilibria(
        changed(game, payoffs=unit * game.payoffs + constant, indifference=unit * game.indifference), "adaptive"
    )
    assert_same(first.strategies.values, other.strategies.values)
    forever = constant / (1.0 - game.discount[0])
    wanted = unit * first["values"].values[0] + forever[:, None]
    np.testing.assert_allclose(other["values"].values[0], wanted, rtol=1e-9)


@pytest.mark.parametrize("shocks", SHOCKS)
def test_players_states_and_actions_may_change_places(shocks):
    """A game written down in another order has the same equilibria, in that order."""
    game = several(shocks)
    states, swap = [2, 0, 1], [1, 0]
    payoffs, chances = game.payoffs, game.transitions
    # The second player first; its actions in reverse; states turned.
    payoffs, chances = payoffs.swapaxes(1, 2)[..., swap], chances.swapaxes(1, 2)
    payoffs, chances = payoffs[:, ::-1], chances[:, ::-1]
    payoffs, chances = payoffs[states], chances[states][..., states]
    wanted = play(game)[:, swap][:, :, states]
    wanted[:, 0] = wanted[:, 0, :, ::-1]
    assert_same(play(changed(game, payoffs=payoffs, transitions=chances)), wanted)


@pytest.mark.parametrize("shocks", SHOCKS)
def test_usual_odds_count_relative_to_each_other(shocks):
    """Usual odds of a player, all times a number, leave play alone; a state's own number does so for mistakes only."""
    host = np.random.default_rng(3)
    game = several(shocks, usual=host.lognormal(size=(3, 2, 2)))
    first = play(game)
    assert_same(first, play(changed(game, usual=game.usual * np.array([5.0, 0.1])[None, :, None])))
    by_state = np.array([[8.0, 1.0], [1.0, 0.1], [0.5, 1.0]])
    other = principal_branch(changed(game, usual=game.usual * by_state[:, :, None]), [1.0]).strategies.values
    moved = np.abs(other - first[:1]).max()
    # With private reasons more usual odds in a state are more reasons to be there.
    assert (moved < SAME) if shocks == "mistakes" else (moved > 1e-3)


def test_an_action_written_twice_is_one_of_twice_the_odds():
    """Two names for one action share what it would get with twice the usual odds; values are the same."""
    game = several()
    thrice = lambda x, axis: np.concatenate([x, x.take([1], axis)], axis)  # noqa: E731
    twice = FiniteGame(thrice(game.payoffs, 2), thrice(game.transitions, 2), game.discount)
    usual = np.ones((3, 2, 2))
    usual[:, 1, 1] = 2.0
    one = principal_branch(changed(game, usual=usual), [1.0])
    other = principal_branch(twice, [1.0])
    np.testing.assert_allclose(other.strategies.values[0, 1, :, 1:], one.strategies.values[0, 1, :, 1:] / 2 * [1, 1])
    np.testing.assert_allclose(other["values"].values, one["values"].values, rtol=1e-10)


@pytest.mark.parametrize("shocks", SHOCKS)
def test_what_cannot_happen_does_not_count(shocks):
    """Payoffs and chances of joint actions that are not available are not looked at, however wild."""
    available = np.ones((3, 2, 2), bool)
    available[1, 1, 0] = available[2, 0, 1] = False
    game = several(shocks, available=available)
    closed = ~game.joint_available().reshape(3, 2, 2)
    payoffs, chances = np.array(game.payoffs), np.array(game.transitions)
    payoffs[closed], chances[closed] = 1e9, -4.0
    wild = changed(game, payoffs=payoffs, transitions=chances)
    np.testing.assert_array_equal(play(game), play(wild))


def test_sparse_chances_are_the_same_chances():
    """A game with its chances in a sparse array has the same equilibria, to the last digits."""
    game = several()
    np.testing.assert_allclose(play(sparsely(game)), play(game), rtol=0, atol=SAME)


def test_without_a_future_states_are_games_of_their_own():
    """With discount 0 the states do not touch: lists of equilibria multiply, and both kinds of shocks are one."""
    game = several(discount=0.0)
    whole = play(game)
    assert_same(whole, play(changed(game, shocks="mistakes")))
    alone = [play(FiniteGame(game.payoffs[[s]], np.ones((1, 2, 2, 1)), 0.0)) for s in range(3)]
    assert np.prod([len(one) for one in alone]) == len(whole) > 1
    # Where others' choices bring a payoff whatever one does oneself, nothing depends on it either.
    gift = np.random.default_rng(0).normal(size=(3, 1, 2))
    payoffs = np.array(game.payoffs)
    payoffs[..., 0] += gift
    assert_same(whole, play(changed(game, payoffs=payoffs)))
    for pick in np.ndindex(*(len(one) for one in alone)):
        joined = np.concatenate([one[k] for one, k in zip(alone, pick, strict=True)], axis=1)
        assert np.abs(whole - joined).max(axis=(1, 2, 3)).min() < SAME


def test_the_same_seed_gives_the_same_bits():
    """Whether alone or among others, by one worker or two: the same numbers, bit for bit."""
    games = [several(), several("mistakes"), draw_game(8, actions=(2, 2))]
    together = equilibria(games, 400, seed=3)
    for one, other in zip(equilibria(games, 400, seed=3, workers=1), together, strict=True):
        assert one.identical(other)
    assert equilibria(games[0], 400, seed=3).identical(together[0])


def test_another_seed_finds_the_same_equilibria_by_other_starts():
    """A seed chooses starts: hits differ, what is found does not."""
    one, other = (equilibria(several(), "adaptive", seed=seed) for seed in (0, 1))
    assert_same(one.strategies.values, other.strategies.values)
    assert not np.array_equal(np.sort(one.hits.values), np.sort(other.hits.values))


@pytest.mark.parametrize("shocks", SHOCKS)
def test_where_little_is_at_stake_there_is_one_equilibrium(shocks):
    """Payoffs well below indifference leave one equilibrium, of index 1, stable, found by every start."""
    game = draw_game(9, actions=(2, 2), shocks=shocks, spread=0.1)
    result = equilibria(game, 400)
    assert result.sizes["equilibrium"] == 1
    assert int(result["index"][0]) == 1
    assert bool(result.stable[0])
    assert int(result.hits[0]) == result.attrs["converged"] == 400
    assert result.attrs["unseen_at_least"] == 0
    assert "1 equilibrium;" in result.attrs["basis"]


def test_without_starts_the_principal_equilibrium_is_all_there_is():
    """`starts=0` gives the end of the principal branch alone, and says that nobody looked further."""
    result = equilibria(several(), 0)
    assert result.sizes["equilibrium"] == 1
    assert bool(result.principal[0])
    assert int(result.hits[0]) == result.attrs["converged"] == 0
    assert result.attrs["unseen_chance"] == 1.0
