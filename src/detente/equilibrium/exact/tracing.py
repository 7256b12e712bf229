"""Follow an equilibrium as payoffs grow or change: predictor and corrector along the arc, through turning points.

The path is the set of (v, scale) with v = reply(v; scale); where it turns back, `scale` falls along it and v goes on
(Allgower and Georg, "Introduction to Numerical Continuation Methods", 2003, chapters 2 and 6; for logit equilibria
Turocy, Games and Economic Behavior 51, 2005). In the metric of the arc, v counts by its mean square.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from detente.equilibrium.exact.equations import Array, Form, Point, Replies, Table, expect, odds, replies, slopes
from detente.equilibrium.exact.linear import make_blocks, solve_blocks

# A corrector that needs more steps than this starts from too far ahead.
_CORRECTIONS = 6
# Points of a path are as close to it as this, beside one plus the largest value; those that are asked for are
# corrected.
TOLERANCE = 1e-8
# Between two points of a path no odds move further than this (as a probability), and no tangent turns further.
_FARTHEST, _SHARPEST = 0.2, 0.8
_SMALLEST = 1e-10

# What a corrector asks about a point and what moves there: by how much v misses its reply, the step of Newton that
# mends it, and how v goes with what moves. How it is found out, and how steps are repeated, is the caller's.
Tied = Callable[[Point, Array], tuple[Array, Array, Array]]
Repeat = Callable[[Callable[[Any], Array], Callable[[Any], Any], Any], Any]  # `jax.lax.while_loop`, of any state


class Path(NamedTuple):
    """Where each lane stands on its path: v (rows, states, lanes), scale and weight (lanes,), the tangent in v and in

    what moves, the length of the next step, and whether the last step was taken. What moves is the scale of payoffs or,
    where `lets` is 1, the weight of the continuation.
    """

    v: Array
    scale: Array
    weight: Array
    ahead: Array
    slope: Array
    length: Array
    taken: Array
    lets: Array


@partial(jax.jit, static_argnames=("form", "steps"))
def trace_program(
    form: Form, table: Table, path: Path, *, steps: int, tolerance: float = TOLERANCE
) -> tuple[Path, Path]:
    """Go `steps` steps along every lane's path. Returns the end and every step's path, (steps, ...)."""

    play, tied = partial(odds, form, table.usual), partial(_tied, form, table)

    def one(path: Path, _: None) -> tuple[Path, Path]:
        path = advance(path, tolerance, play=play, tied=tied, repeat=jax.lax.while_loop)
        return path, path

    return jax.lax.scan(one, path, length=steps)


@partial(jax.jit, static_argnames=("form",))
def begin(form: Form, table: Table, point: Point, direction: Array, length: Array, lets: Array) -> Path:
    """Set out from equilibria at `point`; `direction` (lanes,) is the sign of what moves at first."""
    _, _, across = _tied(form, table, point, lets)
    return set_out(point, across, direction, length, lets)


def set_out(point: Point, across: Array, direction: Array, length: Array, lets: Array) -> Path:
    """Set out where v goes `across` with what moves."""
    ahead, slope = _unit(across)
    turn = jnp.sign(direction) * jnp.sign(slope)
    return Path(*point, ahead * turn, slope * turn, length, jnp.ones(point.v.shape[2], bool), lets)


@partial(jax.jit, static_argnames=("form",))
def correct(form: Form, table: Table, point: Point, most: int) -> tuple[Array, Array]:
    """Polish v at a fixed scale by Newton; returns v and the largest residual of each lane."""

    def step(_: int, now: tuple[Array, Array]) -> tuple[Array, Array]:
        v, _off = now
        found = replies(form, table, Point(v, point.scale, point.weight))
        slope = slopes(form, table, Point(v, point.scale, point.weight), found)
        off = v - found.reply
        moved = v + solve_blocks(form, slope, make_blocks(form, slope), -off[None])[0]
        after = replies(form, table, Point(moved, point.scale, point.weight)).reply
        before, now_off = jnp.max(jnp.abs(off), axis=(0, 1)), jnp.max(jnp.abs(moved - after), axis=(0, 1))
        better = is_better(before, now_off)
        return jnp.where(better, moved, v), jnp.where(better, now_off, before)

    return jax.lax.fori_loop(0, most, step, (point.v, jnp.full(point.v.shape[2], jnp.inf)))


def is_better(before: Array, after: Array) -> Array:
    """Say whether a step of polish is taken: at the bottom, where rounding decides, not if it makes nothing better."""
    return (after < before) | (before > 1e-6)


@partial(jax.jit, static_argnames=("form",))
def response(form: Form, table: Table, point: Point) -> Array:
    """Differentiate v by the scale along an equilibrium (implicit differentiation): (rows, states, lanes)."""
    return _tied(form, table, point, jnp.zeros(point.v.shape[2]))[2]


def advance(
    path: Path, tolerance: Array | float, *, play: Callable[[Array], Array], tied: Tied, repeat: Repeat
) -> Path:
    """Take one step along every lane's path, or shorten it; `play` gives the odds that follow from v."""
    here = Point(path.v, path.scale, path.weight)
    guess = _shift(here, path.length * path.ahead, path.length * path.slope, path.lets)
    point, fine, corrections, across = _correct(guess, path, tolerance, tied, repeat)
    ahead, slope = _unit(across)
    along = _inner(ahead, slope, path.ahead, path.slope)
    ahead, slope, along = ahead * jnp.sign(along), slope * jnp.sign(along), jnp.abs(along)
    jump = jnp.max(jnp.abs(play(point.v) - play(here.v)), axis=(0, 1))
    good = fine & (along > _SHARPEST) & (jump < _FARTHEST) & jnp.isfinite(point.v).all(axis=(0, 1))
    grown = jnp.where((corrections <= 3) & (along > 0.95), 1.7, jnp.where(corrections <= 4, 1.1, 0.8))
    keep = lambda new, old: jnp.where(good, new, old)  # noqa: E731
    return Path(
        keep(point.v, path.v),
        keep(point.scale, path.scale),
        keep(point.weight, path.weight),
        keep(ahead, path.ahead),
        keep(slope, path.slope),
        jnp.maximum(path.length * jnp.where(good, grown, 0.4), _SMALLEST),
        good,
        path.lets,
    )


def _correct(
    guess: Point, path: Path, tolerance: Array | float, tied: Tied, repeat: Repeat
) -> tuple[Point, Array, Array, Array]:
    """Newton across the path, in the plane through `guess`: the point, whether it is on the path, steps, and how v goes

    with what moves there.
    """

    def wanting(now: tuple[Point, Array, Array, Array, Array]) -> Array:
        return (now[3] < _CORRECTIONS) & jnp.any(now[1] > tolerance)

    def step(now: tuple[Point, Array, Array, Array, Array]) -> tuple[Point, Array, Array, Array, Array]:
        point, _off, taken, turns, _across = now
        gap, a, b = tied(point, path.lets)
        ahead = _moved(point, guess, path.lets)
        over = _inner(*ahead, path.ahead, path.slope)
        change = -(over + _inner(a, 0.0, path.ahead, path.slope)) / _inner(b, 1.0, path.ahead, path.slope)
        size = jnp.max(jnp.abs(gap), axis=(0, 1)) / (1.0 + jnp.max(jnp.abs(point.v), axis=(0, 1)))
        rest = size <= tolerance
        moved = _shift(point, jnp.where(rest, 0.0, a + change * b), jnp.where(rest, 0.0, change), path.lets)
        return moved, size, taken + ~rest, turns + 1, b

    lanes = guess.v.shape[2]
    begun = (guess, jnp.full(lanes, jnp.inf), jnp.zeros(lanes, int), jnp.asarray(0), jnp.zeros_like(guess.v))
    point, off, taken, _, across = repeat(wanting, step, begun)
    return point, off <= tolerance, taken, across


def _tied(form: Form, table: Table, point: Point, lets: Array) -> tuple[Array, Array, Array]:
    found = replies(form, table, point)
    slope = slopes(form, table, point, found)
    gap = point.v - found.reply
    pull = _moves(form, table, found, lets)
    a, b = solve_blocks(form, slope, make_blocks(form, slope), jnp.stack([-gap, pull]))
    return gap, a, b


def _unit(across: Array) -> tuple[Array, Array]:
    norm = jnp.sqrt(_inner(across, 1.0, across, 1.0))
    return across / norm, 1.0 / norm


def _moves(form: Form, table: Table, found: Replies, lets: Array) -> Array:
    """Differentiate the replies by what moves: the scale of payoffs, or the weight of the continuation."""
    parts = []
    for i, rows in enumerate(form.rows):
        later = jnp.tensordot(table.chances, found.worth[i], axes=1)
        later *= table.discount[i].reshape(-1, *(1,) * form.players, 1)
        q = jnp.where(lets > 0, later, table.payoffs[i][..., None])
        value = jnp.moveaxis(expect(form, q, found.odds, leave=(i,)), 1, 0)
        parts.append(jnp.where(jnp.isneginf(table.usual[rows, :, None]), 0.0, value))
    return jnp.concatenate(parts)


def _shift(point: Point, v: Array, moved: Array, lets: Array) -> Point:
    return Point(point.v + v, point.scale + (1.0 - lets) * moved, point.weight + lets * moved)


def _moved(point: Point, since: Point, lets: Array) -> tuple[Array, Array]:
    return point.v - since.v, jnp.where(lets > 0, point.weight - since.weight, point.scale - since.scale)


def _inner(v: Array, x: Array | float, w: Array, y: Array | float) -> Array:
    return jnp.mean(v * w, axis=(0, 1)) + x * y
