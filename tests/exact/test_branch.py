"""The principal branch and comparative statics, through folds that are known in closed form."""

from itertools import pairwise

import numpy as np
import pytest

from detente import FiniteGame, GameError, comparative, equilibria, principal_branch
from exact import plain
from exact.drawn import SHOCKS, changed, draw_game
from exact.published import audience

ON_THE_BRANCH = 1e-6
"""How far play at a point of the walk may be from the reply to it: values miss by 1e-8 of their size, 10 or so, and the
discounted sums of what they miss by ten times that."""

FOLD = 1e-8
"""How exactly a fold is known, relative: the corrector's residual of 1e-10, in values of order 10, moves it no more."""


def join(gain: float, line: float, *, usual: float = 0.0, shocks: str = "mistakes") -> FiniteGame:
    """Return a game in which joining pays gain * (q - line) if the other joins with chance q; `usual` are log odds."""
    payoffs = np.zeros((1, 2, 2, 2))
    for one, other in np.ndindex(2, 2):
        payoffs[0, one, other] = one * gain * (other - line), other * gain * (one - line)
    odds = np.broadcast_to([1.0, np.exp(usual)], (1, 2, 2))
    return FiniteGame(payoffs, np.ones((1, 2, 2, 1)), 0.0, shocks=shocks, usual=odds)


def logit(p: np.ndarray | float) -> np.ndarray | float:
    """Return log odds."""
    return np.log(p) - np.log1p(-p)


# Joining is usual, at 9 to 1, and pays only if the other joins for certain or nearly so. Along the symmetric branch
# p = 1 / (1 + exp(-usual - scale * GAIN (p - LINE))), which is solved for the scale: scale(p), folds where it turns.
GAIN, LINE, USUAL = 10.0, 0.95, float(np.log(9.0))


def scale_at(p: np.ndarray | float) -> np.ndarray | float:
    """Return 1 / indifference where joining with chance p is an equilibrium."""
    return (logit(p) - USUAL) / (GAIN * (p - LINE))


def folds() -> list[float]:
    """Find where the scale turns along the branch, coming from p = 0.9: two chances, by bisection of the slope."""
    slope = lambda p: 1.0 / (p * (1.0 - p)) * (p - LINE) - (logit(p) - USUAL)  # noqa: E731
    found, grid = [], np.linspace(0.89, 0.02, 2000)
    for high, low in pairwise(grid):
        if np.sign(slope(high)) != np.sign(slope(low)):
            for _ in range(60):
                middle = (high + low) / 2
                high, low = (middle, low) if np.sign(slope(middle)) == np.sign(slope(high)) else (high, middle)
            found.append((high + low) / 2)
    return found


@pytest.mark.parametrize("shocks", SHOCKS)
def test_the_branch_goes_through_its_turning_points(shocks):
    """Of three equilibria the branch gives the one that hangs together with the usual odds, and passes the folds."""
    high, low = folds()
    upper, lower = scale_at(high), scale_at(low)
    assert lower < upper
    # Below, between and above the folds; between them three equilibria lie on one and the same branch.
    scales = np.array([0.5 * lower, 0.9 * lower + 0.1 * upper, 0.1 * lower + 0.9 * upper, 1.05 * upper, 2.0 * upper])
    branch = principal_branch(join(GAIN, LINE, usual=USUAL, shocks=shocks), 1.0 / scales)
    joins = branch.strategies.values[:, 0, 0, 1]
    np.testing.assert_allclose(scale_at(joins), scales, rtol=1e-7)
    np.testing.assert_array_equal(joins > high, [True, True, True, False, False])
    np.testing.assert_allclose(sorted(branch.attrs["turning_points"]), sorted([1 / upper, 1 / lower]), rtol=FOLD)
    # Walked: down from the usual odds, without a jump over the piece between the folds.
    walked = branch.path_strategies.values[:, 0, 0, 1]
    assert walked[0] == pytest.approx(0.9)
    assert np.diff(walked).max() < 1e-9
    assert -np.diff(walked).min() < 0.2
    assert ((walked < high) & (walked > low)).any()


def test_the_branch_is_one_of_three_equilibria_between_the_folds():
    """A search finds the two others, and puts the branch's end first."""
    high, low = folds()
    scale = 0.5 * (scale_at(high) + scale_at(low))
    result = equilibria(join(GAIN, LINE, usual=USUAL) if scale == 1 else at_scale(scale), "adaptive")
    joins = result.strategies.values[:, 0, 0, 1]
    assert len(joins) == 3
    assert joins[0] > high
    assert sorted(result["index"].values) == [-1, 1, 1]


def at_scale(scale: float) -> FiniteGame:
    """Return the game of joining in at an indifference of 1 / scale."""
    return changed(join(GAIN, LINE, usual=USUAL), indifference=1.0 / scale)


@pytest.mark.slow
@pytest.mark.parametrize("shocks", SHOCKS)
def test_every_point_of_the_walk_is_an_equilibrium(shocks):
    """Each step of the path is an equilibrium at its indifference, next to the one before."""
    game = draw_game(1, shocks=shocks, spread=3.0)
    branch = principal_branch(game, [1.0, 0.25])
    assert branch.attrs["ends"].startswith("the branch was followed")
    for factor, play in zip(branch.path_indifference.values[1::5], branch.path_strategies.values[1::5], strict=True):
        at = changed(game, indifference=game.indifference * factor)
        assert np.abs(plain.reply(at, plain.evaluate(at, play)[1]) - play).max() < ON_THE_BRANCH
    assert np.abs(np.diff(branch.path_strategies.values, axis=0)).max() < 0.2
    for k, factor in enumerate([1.0, 0.25]):
        at = changed(game, indifference=game.indifference * factor)
        values, worth = plain.evaluate(at, branch.strategies.values[k])
        np.testing.assert_allclose(plain.reply(at, worth), branch.strategies.values[k], rtol=0, atol=1e-9)
        np.testing.assert_allclose(branch["values"].values[k], values, rtol=0, atol=1e-9)


@pytest.mark.parametrize("shocks", SHOCKS)
def test_the_branch_begins_where_payoffs_do_not_count(shocks):
    """At infinite indifference: the usual odds for mistakes; for private reasons, play for the shocks' own sake."""
    game = draw_game(1, shocks=shocks)
    begun = principal_branch(game, [1.0]).path_strategies.values[0]
    nothing = changed(game, payoffs=np.zeros(game.payoffs.shape))
    usual = np.swapaxes(game.usual / game.usual.sum(axis=2, keepdims=True), 0, 1)
    np.testing.assert_allclose(begun, plain.reply(nothing, plain.evaluate(nothing, begun)[1]), rtol=0, atol=1e-9)
    is_usual = np.abs(begun - usual).max() < 1e-12
    assert is_usual if shocks == "mistakes" else not is_usual


def test_factors_multiply_the_games_own_indifference():
    """A branch of a game asked at half is the branch of the game of half the indifference asked at one."""
    game = draw_game(1)
    one = principal_branch(game, [0.5])
    other = principal_branch(changed(game, indifference=game.indifference / 2), [1.0])
    np.testing.assert_allclose(one.strategies.values, other.strategies.values, rtol=0, atol=1e-10)
    np.testing.assert_allclose(one["values"].values, other["values"].values, rtol=0, atol=1e-9)


def test_the_order_of_indifferences_is_kept():
    """What is asked first stands first, whatever the walk meets first; each as if it had been asked alone."""
    game = draw_game(1)
    branch = principal_branch(game, [0.5, 2.0, 1.0])
    np.testing.assert_array_equal(branch.indifference.values, [0.5, 2.0, 1.0])
    for k, factor in enumerate([0.5, 2.0, 1.0]):
        alone = principal_branch(game, [factor])
        np.testing.assert_allclose(alone.strategies.values[0], branch.strategies.values[k], rtol=0, atol=1e-9)


# Comparative statics. With gain 8 at line 0.5, joining is worth 8 p - 4 + size: p = 1 / (1 + exp(-(8 p - 4 + size))).
STEEP = 8.0


def subsidy() -> np.ndarray:
    """Return a change of payoffs by one for whoever joins."""
    change = np.zeros((1, 2, 2, 2))
    change[:, 1, :, 0] = 1.0
    change[:, :, 1, 1] = 1.0
    return change


def fold_of_subsidy() -> float:
    """Say at which subsidy few join no longer: where 1 = STEEP p (1 - p), p below one half."""
    p = 0.5 * (1.0 - np.sqrt(1.0 - 4.0 / STEEP))
    return float(logit(p) - STEEP * p + STEEP / 2.0)


def few(game: FiniteGame) -> np.ndarray:
    """Return the equilibrium in which the fewest join, [player, state, action]."""
    found = equilibria(game, 400).strategies.values
    return found[found[:, 0, 0, 1].argmin()]


def test_an_equilibrium_disappears_where_it_should():
    """The subsidy at which few join no longer is that of the closed form, and beyond it nobody is near."""
    game = join(STEEP, 0.5)
    found = comparative(game, subsidy(), strategies=few(game), until=3.0, sizes=11)
    fold = fold_of_subsidy()
    assert found.attrs["disappears"] == pytest.approx(fold, rel=FOLD)
    assert f"{found.attrs['disappears']:.6g}" in found.attrs["ends"]
    assert found.sizes["size"] == 11
    assert float(found["size"][-1]) == pytest.approx(fold, rel=2e-3)
    count = [
        len(equilibria(changed(game, payoffs=game.payoffs + s * fold * subsidy()), 400).hits) for s in (0.99, 1.01)
    ]
    assert count == [3, 1]


def test_where_nothing_happens_nothing_disappears():
    """The equilibrium in which most join, and any in which little is at stake, is followed to the end."""
    game = join(STEEP, 0.5)
    many = few(game)[:, :, ::-1]
    for found in (
        comparative(game, subsidy(), strategies=many, until=3.0, sizes=4),
        comparative(join(1.0, 0.5), -subsidy(), until=3.0, sizes=4),
    ):
        assert found.attrs["disappears"] is None
        assert found.attrs["ends"] == "the equilibrium was followed to the end of the change"
        np.testing.assert_allclose(found["size"].values, [0.0, 1.0, 2.0, 3.0])


@pytest.mark.parametrize("shocks", SHOCKS)
def test_slopes_are_those_of_solving_again(shocks):
    """Play and values along a change solve the changed game, and their slopes are differences between its solutions."""
    game = draw_game(1, shocks=shocks, spread=2.0)
    change = np.random.default_rng(4).normal(size=game.payoffs.shape)
    found = comparative(game, change, until=0.4, sizes=5)
    assert found.attrs["disappears"] is None
    step = 1e-4
    for k, size in enumerate(found["size"].values):
        near = [principal(game, change, size + way * step) for way in (-1, 0, 1)]
        np.testing.assert_allclose(found.strategies.values[k], near[1].strategies.values[0], rtol=0, atol=1e-9)
        np.testing.assert_allclose(found["values"].values[k], near[1]["values"].values[0], rtol=0, atol=1e-8)
        for name in ("strategies", "values"):
            slope = (near[2][name].values[0] - near[0][name].values[0]) / (2.0 * step)
            np.testing.assert_allclose(found[f"{name}_slope"].values[k], slope, rtol=0, atol=1e-5)


def principal(game: FiniteGame, change: np.ndarray, size: float):
    """Return the end of the principal branch of a changed game."""
    return principal_branch(changed(game, payoffs=game.payoffs + size * change), [1.0])


def test_changes_broadcast_and_start_from_the_principal_equilibrium():
    """`change` may leave axes out of length one; without `strategies` the branch's end is followed."""
    game = draw_game(1, rich=False)
    one = comparative(game, np.array([1.0, 0.0]), until=0.1, sizes=2)
    whole = np.zeros(game.payoffs.shape)
    whole[..., 0] = 1.0
    other = comparative(game, whole, strategies=principal(game, whole, 0.0).strategies[0], until=0.1, sizes=2)
    np.testing.assert_allclose(one.strategies.values, other.strategies.values, rtol=0, atol=1e-9)
    # A constant for one player, for good: play stays, values rise at the pace of what it adds up to.
    assert np.abs(one.strategies_slope.values).max() < 1e-9
    np.testing.assert_allclose(one.values_slope.values[:, 0], 1.0 / (1.0 - game.discount[0, 0]), rtol=1e-9)
    assert np.abs(one.values_slope.values[:, 1]).max() < 1e-9


def test_what_cannot_be_compared_is_refused():
    """Changes of another shape or without end, play that is none or no equilibrium, and sizes that are none."""
    game = join(STEEP, 0.5)
    even = np.full((2, 1, 2), 0.5)
    for message, arguments in {
        "must have the shape of payoffs": {"change": np.ones(3)},
        "not finite": {"change": np.nan},
        "must be positive": {"change": 1.0, "until": 0.0},
        "at least 2": {"change": 1.0, "sizes": 1},
        "of shape": {"change": 1.0, "strategies": even[0]},
        "sum to one": {"change": 1.0, "strategies": 2 * even},
        "no equilibrium near": {"change": 1.0, "strategies": np.stack([even[0] * [0.4, 1.6], even[1] * [1.6, 0.4]])},
    }.items():
        with pytest.raises(GameError, match=message):
            comparative(game, **arguments)


@pytest.mark.parametrize("wanted", [[], [0.0], [-1.0, 1.0], [np.nan], [np.inf], [[1.0]]])
def test_indifferences_that_are_none_are_refused(wanted):
    """Indifferences along the branch are positive numbers."""
    with pytest.raises(GameError, match="positive"):
        principal_branch(join(STEEP, 0.5), wanted)


@pytest.mark.slow
def test_a_published_equilibrium_disappears_as_the_cost_of_backing_down_rises():
    """Between the United States and North Korea: it meets another of opposite index, and beyond there is neither."""
    games = audience()
    game, published = (which[games.names.index("USA-PRK")] for which in (games.games, games.play))
    change = np.zeros(game.payoffs.shape)
    # Backing down in a crisis or a war, of the United States: what the study calls its audience cost.
    change[1, 0, 1:, 0] = change[2, :2, 2, 0] = -1.0
    found = comparative(game, change, strategies=published, until=25.0, sizes=3)
    fold = found.attrs["disappears"]
    last = found.strategies.values[-1]
    near, far = (
        equilibria(changed(game, payoffs=game.payoffs + share * fold * change), 400) for share in (0.999, 1.01)
    )
    assert np.abs(near.strategies.values - last).max(axis=(1, 2, 3)).min() < 1e-6
    assert np.abs(far.strategies.values - last).max(axis=(1, 2, 3)).min() > 0.05
    ends, index = [], []
    now = equilibria(game, 400)
    for k in range(now.sizes["equilibrium"]):
        ends.append(comparative(game, change, strategies=now.strategies[k], until=25.0, sizes=2).attrs["disappears"])
        index.append(int(now["index"][k]))
    both = [i for end, i in zip(ends, index, strict=True) if end is not None and abs(end - fold) < FOLD * fold]
    assert sorted(both) == [-1, 1]
