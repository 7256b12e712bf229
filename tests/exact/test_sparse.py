"""Large games are solved one start at a time by sparse elimination: to the same end as the dense way, and no less."""

import itertools

import jax
import numpy as np
import pytest
import scipy.sparse as sparse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente import FiniteGame, comparative, equilibria, principal_branch
from detente.equilibrium.exact import ways
from detente.equilibrium.exact.equations import make_table, odds
from detente.equilibrium.exact.factors import Factors, elimination_work, fill_reducing
from detente.equilibrium.exact.following import follow_principal
from detente.equilibrium.exact.plays import make_plays
from detente.equilibrium.exact.search import run_starts
from detente.equilibrium.exact.sparse import Sparse
from detente.equilibrium.exact.ways import Dense, is_sparse, reach_of, too_heavy
from exact import plain
from exact.drawn import SHOCKS, draw_game
from exact.published import audience, entry, stochastic

SAME = 1e-9
"""By how much the two ways may differ. Both end at a residual of 1e-12 of values of order 1 to 100."""

ROOT = 1e-7
"""By how much a radius below it may differ: the eigenvalues of a matrix that is not symmetric are good to a root of
rounding where several of them are zero."""


SOON = 40
"""Starts that wander longer are chaotic: where they arrive, if they do, rounding decides."""


def both(game: FiniteGame) -> tuple[Dense, Sparse]:
    """Lay a game out for the dense and for the sparse way, one start at a time in either."""
    dense, host = Dense(*make_table(game)), Sparse(make_plays(game))
    dense.lanes = 1
    return dense, host


def check_same_branch(dense: Dense, host: Sparse) -> np.ndarray:
    """Hold one branch to the other, point by point; returns v at its end."""
    one, other = (follow_principal(way, 1.0) for way in (dense, host))
    assert one.ends == other.ends
    np.testing.assert_array_equal(one.turns, other.turns)
    np.testing.assert_allclose(one.scale, other.scale, rtol=0, atol=SAME)
    np.testing.assert_allclose(one.v, other.v, rtol=SAME, atol=SAME)
    end = one.at(dense, 1.0)
    np.testing.assert_allclose(other.at(host, 1.0), end, rtol=SAME, atol=SAME)
    return end


def check_same_judgement(dense: Dense, host: Sparse, v: np.ndarray) -> None:
    """Hold what is said of an equilibrium v (rows, states), and of play that is none, to what the other way says."""
    v = v[:, :, None]
    assert host.index(v) == dense.index(v)
    assert max(host.radius(v), ROOT) == pytest.approx(max(dense.radius(v), ROOT), rel=SAME)
    for at in (v, 0.5 * v):
        play = odds(dense.form, dense.usual, at)
        for here, there in zip(host.evaluate(play), dense.evaluate(play), strict=True):
            np.testing.assert_allclose(here, there, rtol=SAME, atol=SAME)


PUBLISHED = {
    "crisis": lambda: audience().games[audience().names.index("USA-PRK")],
    "entry, normal shocks": entry,
    "mistakes": lambda: stochastic()[1][0],
}


@pytest.mark.parametrize(
    "name", [name if name == "mistakes" else pytest.param(name, marks=pytest.mark.slow) for name in PUBLISHED]
)
def test_published_games_come_out_the_same(name):
    """Where starts arrive, values, regret, radius and index there, and the branch are those of the dense way."""
    game = PUBLISHED[name]()
    with jax.enable_x64(True):
        dense, host = both(game)
        check_same_branch(dense, host)
        one, other = (run_starts(way, reach_of(game), seed=0, first=0, count=24)[1] for way in (dense, host))
        soon = np.flatnonzero(np.asarray(one.steps) <= SOON)
        assert len(soon) > 12
        for name in ("steps", "code"):
            np.testing.assert_array_equal(getattr(other, name)[soon], getattr(one, name)[soon])
        ends = np.asarray(one.v)[:, :, soon]
        np.testing.assert_allclose(np.asarray(other.v)[:, :, soon], ends, rtol=SAME, atol=SAME)
        for v in np.moveaxis(ends, 2, 0):
            check_same_judgement(dense, host, v)


def draw_sparse(seed: int, *, shocks: str, spread: float, rich: bool) -> FiniteGame:
    """Draw a game of three players in which each joint action leads to two of five states."""
    host = np.random.default_rng(seed)
    shape = (5, 2, 3, 2)
    chances = np.zeros((*shape, 5))
    for place in np.ndindex(shape):
        chances[place][host.choice(5, 2, replace=False)] = host.dirichlet(np.ones(2))
    return draw_game(seed, states=5, actions=shape[1:], shocks=shocks, spread=spread, rich=rich, transitions=chances)


@pytest.mark.slow
@settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 2**32 - 1),
    shocks=st.sampled_from(SHOCKS),
    spread=st.floats(0.1, 6.0),
    rich=st.booleans(),
)
def test_any_sparse_game_comes_out_the_same(seed, shocks, spread, rich):
    """Of random games, with absent actions and usual odds: the branch, steps from anywhere, what an equilibrium is."""
    game = draw_sparse(seed, shocks=shocks, spread=spread, rich=rich)
    with jax.enable_x64(True):
        dense, host = both(game)
        v = check_same_branch(dense, host)
        check_same_judgement(dense, host, v)
        away = np.random.default_rng(seed).normal(size=(*v.shape, 1)) * np.isfinite(dense.usual)[:, :, None]
        here, there = (way.newton(away, cap=1.0, tolerance=SAME, most=3) for way in (host, dense))
        np.testing.assert_allclose(here.v, there.v, rtol=SAME, atol=SAME)


def timers(months: int, *, players: int = 2, shocks: str = "mistakes") -> FiniteGame:
    """Return a game in which everybody may start something that lasts: a state for each months that are left."""
    host = np.random.default_rng(1)
    states = months**players
    left = np.array(np.unravel_index(np.arange(states), (months,) * players))
    payoffs = np.zeros((states, *(2,) * players, players))
    payoffs += host.normal(size=(states, *(1,) * players, players))
    rows, columns = [], []
    for k, starts in enumerate(itertools.product((0, 1), repeat=players)):
        payoffs[(slice(None), *starts)] += host.normal(size=players)
        then = [np.where(mine > 0, mine - 1, (months - 1) * start) for mine, start in zip(left, starts, strict=True)]
        rows.append(np.arange(states) * 2**players + k)
        columns.append(np.ravel_multi_index(tuple(then), (months,) * players))
    places = np.concatenate(rows), np.concatenate(columns)
    chances = sparse.csr_array(sparse.coo_array((np.ones(len(places[0])), places), shape=(states * 2**players, states)))
    available = np.ones((states, players, 2), bool)
    available[:, :, 1] = (left == 0).T
    return FiniteGame(payoffs, chances, 0.9, shocks, available=available)


@pytest.mark.parametrize("shocks", SHOCKS)
def test_a_large_game_is_solved(shocks):
    """Nine hundred states: play replies to its values as a plain Markov chain has them, and the index is one."""
    game = timers(30, shocks=shocks)
    assert is_sparse(game)
    assert not too_heavy(game)
    found = equilibria(game, 2)
    assert bool(found.principal[0])
    play = found.strategies.values[0]
    values, worth = plain.evaluate(game, play)
    np.testing.assert_allclose(plain.reply(game, worth), play, rtol=0, atol=SAME)
    np.testing.assert_allclose(found["values"].values[0], values, rtol=SAME, atol=SAME)
    assert float(found.regret.max()) < SAME
    assert int(found["index"][0]) == 1


def test_workers_change_nothing_and_progress_is_told():
    """The same seed gives the same equilibria with one worker and two; progress rises from the branch on to the end."""
    game, told = timers(30), []
    one = equilibria(game, 6, workers=1, progress=told.append)
    assert one.identical(equilibria(game, 6, workers=2))
    assert told == sorted(told)
    assert 0.0 < told[0] < 0.5
    assert told[-1] == 1.0


def test_branches_and_changes_go_the_same_way(monkeypatch):
    """A branch at several indifferences, and an equilibrium along a change of payoffs until it disappears."""
    games = audience()
    which = games.names.index("USA-PRK")
    game, play = games.games[which], games.play[which]
    change = np.zeros(game.payoffs.shape)  # backing down costs the first player more
    change[1, 0, 1:, 0] = change[2, :2, 2, 0] = -1.0
    found = []
    for sparsely in (False, True):
        monkeypatch.setattr(ways, "is_sparse", lambda _, answer=sparsely: answer)
        found.append(
            (principal_branch(game, [2.0, 1.0]), comparative(game, change, strategies=play, until=4.0, sizes=3))
        )
    for one, other in zip(*found, strict=True):
        for name in one.data_vars:
            np.testing.assert_allclose(one[name], other[name], rtol=SAME, atol=SAME, err_msg=name)
    (_, one), (_, other) = found
    assert one.attrs["ends"] == other.attrs["ends"]
    assert one.attrs["disappears"] == pytest.approx(other.attrs["disappears"], rel=SAME)


@pytest.mark.parametrize("seed", range(4))
def test_factors_solve_and_know_the_sign(seed):
    """Solutions and the sign of the determinant are those of NumPy; a matrix without solution gives NaN and 0."""
    host = np.random.default_rng(seed)
    whole = host.normal(size=(7, 7)) * (host.random((7, 7)) < 0.4) + np.diag(host.normal(size=7))
    column = fill_reducing(sparse.csc_array(np.where(whole != 0, 1.0, 0.0) + 9.0 * np.eye(7)))
    factors = Factors(sparse.csc_array(whole[:, np.argsort(column)]), column)
    rhs = host.normal(size=7)
    np.testing.assert_allclose(factors.solve(rhs), np.linalg.solve(whole, rhs), rtol=SAME)
    assert factors.sign == int(np.linalg.slogdet(whole)[0])
    whole[:, 3] = 0.0
    nothing = Factors(sparse.csc_array(whole[:, np.argsort(column)]), column)
    assert np.isnan(nothing.solve(rhs)).all()
    assert nothing.sign == 0


def test_the_way_is_chosen_by_the_work():
    """Timers are sparse, chances all over are not; what would take long is refused in words."""
    assert not is_sparse(timers(6))  # small: side by side is faster
    assert is_sparse(timers(40))
    dense = draw_game(0, states=300, actions=(2, 2), rich=False)
    assert elimination_work(dense) == float("inf")
    assert not is_sparse(dense)
    heavy = timers(6, players=4)
    assert "hang together so closely" in too_heavy(heavy)
    assert not too_heavy(timers(44))  # 1,936 states
