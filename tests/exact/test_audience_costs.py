"""The 69 published games of audience costs: their equilibria are found again, by a search that is told nothing."""

import jax
import numpy as np
import pytest

from detente import equilibria, stationary
from detente.equilibrium.exact.equations import Form, Point, Table, make_table, odds, replies
from detente.equilibrium.exact.newton import newton_program
from detente.results.finite import to_rows
from exact import plain
from exact.published import audience

RESIDUAL = 5e-13
"""How far the published odds miss the equations, as a share of one plus the largest value: they are stored in float64,
where the log of a small chance is good to 1e-13 or so."""

RETURNED = 1e-8
"""How near to the published odds the search has to come; it stops at residuals of 1e-12, and no equilibrium of these
games magnifies that by more than 1e4."""


@pytest.fixture(scope="module")
def found():
    """Search all games in one call, by 400 starts each."""
    return equilibria(audience().games, 400, seed=0)


def values_of(form: Form, table: Table, play: np.ndarray, worth: np.ndarray) -> np.ndarray:
    """Return v (rows, states) of an equilibrium in which play is `play` (rows, states): log odds, and W on top."""
    levels = np.concatenate([np.repeat(worth[i][None], count, axis=0) for i, count in enumerate(form.counts)])
    return np.log(play) - table.usual + levels


def test_published_equilibria_satisfy_the_equations():
    """With values that follow from them, the published odds are replies to themselves; in plain NumPy and in ours."""
    games = audience()
    with jax.enable_x64(True):
        for name, game, play in zip(games.names, games.games, games.play, strict=True):
            values, worth = plain.evaluate(game, play)
            np.testing.assert_allclose(plain.reply(game, worth), play, rtol=0, atol=RESIDUAL, err_msg=name)
            form, table = make_table(game)
            v = values_of(form, table, to_rows(game, play), values)[:, :, None]
            off = np.abs(v - np.asarray(replies(form, table, Point(v, np.ones(1), np.ones(1))).reply)).max()
            assert off < RESIDUAL * (1.0 + np.abs(v).max()), name


def test_newton_returns_to_the_published_equilibrium():
    """Started nearby, Newton comes back to every published equilibrium."""
    games, host = audience(), np.random.default_rng(0)
    with jax.enable_x64(True):
        for name, game, play in zip(games.names, games.games, games.play, strict=True):
            form, table = make_table(game)
            v = values_of(form, table, to_rows(game, play), plain.evaluate(game, play)[0])
            starts = v[:, :, None] + 1e-3 * host.normal(size=(*v.shape, 4))
            ends = newton_program(form, table, starts, 5.0, 1e-12, lanes=4, most=60)
            assert not np.asarray(ends.code).any(), name
            back = np.asarray(odds(form, table.usual, np.asarray(ends.v)))
            np.testing.assert_allclose(back, np.repeat(to_rows(game, play)[:, :, None], 4, 2), rtol=0, atol=RETURNED)


def test_a_blind_search_finds_every_published_equilibrium(found):
    """Random starts that know nothing of it find the published equilibrium, in all 69 games."""
    games = audience()
    missed = [
        name
        for name, play, result in zip(games.names, games.play, found, strict=True)
        if np.abs(result.strategies.values - play).max(axis=(1, 2, 3)).min() > RETURNED
    ]
    assert not missed


def test_what_is_found_is_an_equilibrium(found):
    """Everything listed satisfies the definition in plain NumPy, and says so itself: no residual, no regret."""
    for game, result in list(zip(audience().games, found, strict=True))[::10]:
        for k in range(result.sizes["equilibrium"]):
            play = result.strategies.values[k]
            values, worth = plain.evaluate(game, play)
            np.testing.assert_allclose(plain.reply(game, worth), play, rtol=0, atol=RETURNED)
            np.testing.assert_allclose(result["values"].values[k], values, rtol=1e-9)
    for result in found:
        assert float(result.residual.max()) < 1e-11
        assert float(result.regret.max()) < 1e-11


def test_equilibria_are_told_apart(found):
    """No equilibrium is listed twice."""
    for result in found:
        play = result.strategies.values
        apart = np.abs(play[:, None] - play[None]).max(axis=(2, 3, 4))
        assert apart[~np.eye(len(play), dtype=bool)].min() > 1e-6


@pytest.mark.parametrize(("pair", "least"), [("USA-PRK", 9), ("PRK-ROK", 11)])
def test_games_of_northeast_asia_have_many_equilibria(found, pair, least):
    """At least as many as are known are found between the United States or South Korea and North Korea."""
    assert found[audience().names.index(pair)].sizes["equilibrium"] >= least


def test_most_published_equilibria_are_unstable(found):
    """Plain iteration leaves most of the published equilibria, which is why it cannot be used to find them."""
    games = audience()
    unstable = 0
    for play, result in zip(games.play, found, strict=True):
        published = int(np.abs(result.strategies.values - play).max(axis=(1, 2, 3)).argmin())
        unstable += not bool(result.stable[published])
    # 156 of all 179 dyads.
    assert unstable / len(found) > 0.75


def test_the_principal_equilibrium_stands_first_and_is_one_of_them(found):
    """The principal branch arrives in every game, at the equilibrium that is listed first."""
    for result in found:
        assert bool(result.principal[0])
        assert int(result.principal.sum()) == 1


def test_what_is_unseen_is_told(found):
    """Where indices do not add up to one, the result says how many are missing for certain, and in words."""
    for result in found:
        assert result.attrs["unseen_at_least"] == abs(1 - int(result["index"].sum()))
        assert ("missing for certain" in result.attrs["basis"]) == (result.attrs["unseen_at_least"] > 0)
        assert int(result.hits.sum()) == result.attrs["converged"]
        assert sum(int(line.split()[0]) for line in result.attrs["codes"]) == result.attrs["starts"] == 400


def check_searched_on(games: list, less: list) -> None:
    """Search on, and compare with what 400 starts found."""
    for more, first in zip(equilibria(games, "adaptive", seed=0), less, strict=True):
        assert int(more["index"].sum()) == 1
        assert more.attrs["unseen_at_least"] == 0
        for play in first.strategies.values:
            assert np.abs(more.strategies.values - play).max(axis=(1, 2, 3)).min() < RETURNED


def test_searching_on_makes_the_indices_add_up(found):
    """Where 400 starts left equilibria out for certain, `adaptive` finds them and loses none."""
    short = [k for k, result in enumerate(found) if result.attrs["unseen_at_least"]]
    assert short, "400 starts were enough: this test wants harder games"
    check_searched_on([audience().games[k] for k in short], [found[k] for k in short])


@pytest.mark.slow
def test_searching_on_makes_the_indices_add_up_in_every_game(found):
    """`adaptive` ends with indices that add up to one in all 69 games."""
    check_searched_on(audience().games, found)


def test_the_long_run_is_the_published_one():
    """At the published equilibria peace, crisis and war take the published shares of time."""
    games = audience()
    for game, play, long_run in zip(games.games, games.play, games.long_run, strict=True):
        np.testing.assert_allclose(stationary(game, play), long_run, rtol=0, atol=1e-12)
