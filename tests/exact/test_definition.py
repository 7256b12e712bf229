"""The solver's equations, derivatives, regret and radius are those of the definition, written out in plain NumPy."""

import numpy as np
import pytest

from detente import equilibria
from exact import inside, plain
from exact.drawn import SHOCKS, changed, draw_game, sparsely, with_proposals
from exact.published import audience

ROUNDING = 1e-11
"""Sums of a few hundred products of numbers of order 1 to 100, in float64."""

SLOPES = 2e-6
"""Central differences of step 1e-5: their error is of the order of its square and of rounding over it."""

KINDS = {
    "one player": {"actions": (3,)},
    "two players": {"actions": (2, 3)},
    "three players": {"actions": (2, 3, 2), "states": 2},
    "four players": {"actions": (2, 2, 1, 2), "states": 2},
    "one state": {"states": 1},
    "normal shocks": {"actions": (2, 2), "normal": True},
    "normal shocks, three players": {"actions": (2, 2, 1), "states": 2, "normal": True},
}


def games(shocks: str):
    """List a game of every kind, by name."""
    drawn = {name: draw_game(k, shocks=shocks, **kind) for k, (name, kind) in enumerate(KINDS.items())}
    return drawn | {
        "sparse chances": sparsely(drawn["two players"]),
        "a state without length": with_proposals(3, shocks=shocks),
    }


def some_worth(game, seed: int = 5) -> np.ndarray:
    """Draw what actions are worth, 0 where they are not available."""
    here = np.swapaxes(game.available, 0, 1)
    return np.random.default_rng(seed).normal(scale=2.0, size=here.shape) * here


def some_play(game, seed: int = 6) -> np.ndarray:
    """Draw play that is no equilibrium."""
    return plain.reply(changed(game, usual=None), some_worth(game, seed))


@pytest.mark.parametrize("shocks", SHOCKS)
@pytest.mark.parametrize("kind", [*KINDS, "sparse chances", "a state without length"])
def test_replies_are_those_of_the_definition(kind, shocks):
    """What actions are worth when all choose by `v` is what loops over joint actions and states say."""
    game = games(shocks)[kind]
    worth = some_worth(game)
    np.testing.assert_allclose(inside.answer(game, worth), plain.answer(game, worth), rtol=0, atol=ROUNDING)


@pytest.mark.parametrize("shocks", SHOCKS)
@pytest.mark.parametrize("kind", ["two players", "four players", "normal shocks", "a state without length"])
def test_newton_steps_are_those_of_finite_differences(kind, shocks):
    """A Newton step solves the linear system that finite differences of the plain equations make."""
    game = games(shocks)[kind]
    worth, here = some_worth(game), np.swapaxes(game.available, 0, 1)
    size, columns = 1e-5, []
    for place in np.argwhere(here):
        push = np.zeros(worth.shape)
        push[tuple(place)] = size
        columns.append((plain.answer(game, worth + push) - plain.answer(game, worth - push))[here] / (2.0 * size))
    off = (worth - plain.answer(game, worth))[here]
    wanted = np.linalg.solve(np.eye(len(off)) - np.array(columns).T, -off)
    found = inside.newton_step(game, worth)
    np.testing.assert_allclose(found[here], wanted, rtol=0, atol=SLOPES * (1.0 + np.abs(wanted).max()))
    assert not found[~here].any()


def test_many_lanes_take_the_same_step_as_one():
    """Elimination side by side and LAPACK one by one are two ways to the same step."""
    game = games("private_reasons")["two players"]
    worth = some_worth(game)
    np.testing.assert_allclose(
        inside.newton_step(game, worth, lanes=32), inside.newton_step(game, worth), rtol=0, atol=ROUNDING
    )


@pytest.mark.parametrize("shocks", SHOCKS)
@pytest.mark.parametrize("kind", ["two players", "four players", "normal shocks", "a state without length"])
def test_values_of_any_play_are_exact(kind, shocks):
    """Any play, equilibrium or not, is evaluated as the plain Markov chain is."""
    game = games(shocks)[kind]
    play = some_play(game)
    np.testing.assert_allclose(inside.evaluate(game, play)[0], plain.evaluate(game, play)[0], rtol=0, atol=ROUNDING)


@pytest.mark.parametrize("shocks", SHOCKS)
def test_regret_is_the_divergence_from_the_reply(shocks):
    """With logit shocks play loses indifference times its Kullback-Leibler divergence from the reply."""
    game = games(shocks)["two players"]
    play = some_play(game)
    best = plain.reply(game, plain.evaluate(game, play)[1])
    share = np.where(play > 0, play * np.log(np.where(play > 0, play, 1.0) / np.where(best > 0, best, 1.0)), 0.0)
    divergence = game.indifference[:, None] * share.sum(axis=2)
    np.testing.assert_allclose(inside.evaluate(game, play)[1], divergence, rtol=0, atol=ROUNDING)


@pytest.mark.parametrize("normal", [False, True])
@pytest.mark.parametrize("shocks", SHOCKS)
def test_regret_is_what_the_best_choice_would_add(shocks, normal):
    """No share of two actions on a fine grid beats play by more than its regret, and one comes up to it."""
    game = draw_game(11, states=2, actions=(2, 2), shocks=shocks, normal=normal, available=None)
    play = some_play(game)
    grid = np.linspace(0.0005, 0.9995, 1999)
    # Such a grid misses the top by its step squared times the curvature there, 1 / share, which is below 100 here.
    np.testing.assert_allclose(inside.evaluate(game, play)[1], plain.regret(game, play, grid), rtol=0, atol=1e-5)


@pytest.mark.parametrize("shocks", SHOCKS)
def test_equilibria_are_what_they_are_said_to_be(shocks):
    """In random games: replies to themselves, at their values, without regret, of the radius of finite differences."""
    for seed in range(6):
        game = draw_game(seed, shocks=shocks, spread=5.0)
        result = equilibria(game)
        assert result.sizes["equilibrium"] >= 1
        assert float(result.residual.max()) < ROUNDING
        assert float(result.regret.max()) < ROUNDING
        for k in range(result.sizes["equilibrium"]):
            play = result.strategies.values[k]
            values, worth = plain.evaluate(game, play)
            np.testing.assert_allclose(plain.reply(game, worth), play, rtol=0, atol=1e-9)
            np.testing.assert_allclose(result["values"].values[k], values, rtol=0, atol=1e-8)
            radius = plain.spectral_radius(game, play)
            # Differences of relative step 1e-6: rounding over the step, times chances of very unlike size.
            assert float(result.spectral_radius[k]) == pytest.approx(radius, rel=1e-4, abs=1e-5)
            assert bool(result.stable[k]) == (float(result.spectral_radius[k]) < 1.0)


def test_plain_iteration_returns_to_what_is_called_stable():
    """Policy iteration from a small push comes back to a stable equilibrium and leaves an unstable one."""
    game = audience().games[audience().names.index("USA-PRK")]
    result = equilibria(game)
    seen = set()
    for k in range(result.sizes["equilibrium"]):
        play = result.strategies.values[k]
        radius = float(result.spectral_radius[k])
        if 0.9 < radius < 1.1:
            continue  # too near to one to tell in sixty rounds
        noise = np.random.default_rng(1).uniform(-1e-4, 1e-4, size=play.shape)
        now = play * (1 + noise) / (play * (1 + noise)).sum(axis=2, keepdims=True)
        for _ in range(60):
            now = plain.reply(game, plain.evaluate(game, now)[1])
        stays = np.abs(now - play).max() < 1e-4
        assert stays == (radius < 1), (k, radius)
        seen.add(stays)
    assert seen == {True, False}


def test_one_player_alone_does_as_dynamic_programming_says():
    """With private reasons and one player, values are those of log-sum-exp value iteration, and nothing else is."""
    game = draw_game(4, actions=(3,), spread=3.0)
    scale, values = game.indifference[0], np.zeros(game.state_count)
    for _ in range(1500):
        worth = game.payoffs[..., 0] + game.discount[:, :1] * (game.transitions @ values)
        with np.errstate(divide="ignore"):
            values = scale * np.log(np.sum(game.usual[:, 0] * np.exp(worth / scale), axis=1))
    result = equilibria(game)
    assert result.sizes["equilibrium"] == 1
    assert int(result["index"][0]) == 1
    np.testing.assert_allclose(result["values"].values[0, 0], values, rtol=0, atol=1e-9)


def test_one_player_with_mistakes_is_the_fixed_point_of_policy_evaluation():
    """With mistakes and one player, evaluating play and replying to it, over and over, ends at the equilibrium."""
    game = draw_game(4, actions=(3,), spread=1.0, shocks="mistakes")
    play = np.where(np.swapaxes(game.available, 0, 1), 1.0, 0.0)
    play /= play.sum(axis=2, keepdims=True)
    for _ in range(300):
        play = plain.reply(game, plain.evaluate(game, play)[1])
    result = equilibria(game)
    assert np.abs(result.strategies.values - play).max(axis=(1, 2, 3)).min() < 1e-10
