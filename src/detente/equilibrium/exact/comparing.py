"""Comparative statics: how an equilibrium moves as payoffs change, and where it disappears."""

from dataclasses import dataclass

import jax
import numpy as np

from detente.equilibrium.exact.equations import Point, odds, worth
from detente.equilibrium.exact.following import Trail, follow, follow_principal
from detente.equilibrium.exact.ways import Way, make_way
from detente.game.finite import FiniteGame, GameError

# Closer to the end than this share of the way nothing is solved: where an equilibrium disappears its slopes are
# infinite.
_BEFORE_END = 1e-3


@dataclass(frozen=True, eq=False)
class Change:
    """An equilibrium along a change of payoffs, at `sizes`: odds (sizes, rows, states), worth (sizes, players, states)
    in indifferences, and their slopes by size. `disappears` is the size at which it ends, or None.
    """

    sizes: np.ndarray
    odds: np.ndarray
    worth: np.ndarray
    odds_slope: np.ndarray
    worth_slope: np.ndarray
    disappears: float | None
    ends: str


def compare(game: FiniteGame, change: np.ndarray, *, start: np.ndarray | None, until: float, sizes: int) -> Change:
    """Follow the equilibrium nearest to `start` (rows, states; None: the principal one) as payoffs change."""
    with jax.enable_x64(True):
        way = make_way(game)
        v = _begin(way, start)
        moving = way.moving(_scaled_change(game, change))
        trail = follow(moving, v, stop=until, at_turn=True)
        disappears = float(trail.scale[-1]) if trail.ends == "turned" else None
        end = until if trail.ends == "arrived" else disappears * (1.0 - _BEFORE_END) if disappears else trail.scale[-1]
        return _along(moving, trail, np.linspace(0.0, end, sizes), disappears)


def _begin(way: Way, start: np.ndarray | None) -> np.ndarray:
    """Find v (rows, states) of the equilibrium to begin with."""
    one = np.ones(1)
    if start is None:
        v = follow_principal(way, 1.0).at(way, 1.0)
        if v is None:
            raise GameError("the principal branch could not be followed to the end: give `strategies` to begin with")
        return v
    # Values under the given odds, then the equilibrium next to them.
    value, _ = way.evaluate(start[:, :, None])
    usual = np.asarray(way.usual)
    guess = np.where(start > 0, np.log(np.maximum(start, 1e-300)), 0.0)
    for i, rows in enumerate(way.form.rows):
        finite = np.isfinite(usual[rows])
        guess[rows] = np.where(finite, guess[rows] - np.where(finite, usual[rows], 0.0) + np.asarray(value)[i, :, 0], 0)
    v, residual = way.correct(Point(guess[:, :, None], one, one), 40)
    found = np.asarray(odds(way.form, way.usual, v))[:, :, 0]
    if not residual[0] < 1e-6 * (1.0 + np.abs(v).max()) or np.abs(found - start).max() > 0.05:
        raise GameError("there is no equilibrium near `strategies`: give one that `equilibria` found")
    return np.asarray(v)[:, :, 0]


def _scaled_change(game: FiniteGame, change: np.ndarray) -> np.ndarray:
    can = game.joint_available().reshape(game.payoffs.shape[:-1])
    return np.where(can, np.moveaxis(change / game.indifference, -1, 0), 0.0)


def _along(way: Way, trail: Trail, sizes: np.ndarray, disappears: float | None) -> Change:
    """Solve at each size, beginning from the walked path, and differentiate there."""
    solved = [(size, v) for size in sizes if (v := trail.at(way, float(size))) is not None]
    sizes = np.array([size for size, _ in solved])
    v = np.stack([point for _, point in solved], axis=-1)
    slope = way.response(Point(v, sizes, np.ones(len(sizes))))
    play = lambda v: odds(way.form, way.usual, v)  # noqa: E731
    p, p_slope = jax.jvp(play, (v,), (slope,))
    w, w_slope = jax.jvp(lambda v: worth(way.form, way.usual, v, play(v)), (v,), (slope,))
    p, w, p_slope, w_slope = (np.moveaxis(np.asarray(part), -1, 0) for part in (p, w, p_slope, w_slope))
    return Change(sizes, p, w, p_slope, w_slope, disappears, _sentence(trail, disappears))


def _sentence(trail: Trail, disappears: float | None) -> str:
    if disappears is not None:
        turns = "its branch turns back, and beyond there is none near it"
        return f"the equilibrium disappears at size {disappears:.6g}: {turns}"
    if trail.ends == "arrived":
        return "the equilibrium was followed to the end of the change"
    return f"the equilibrium could not be followed beyond size {trail.scale[-1]:.6g}"
