"""Newton's method from many starts at once: a fixed number of lanes, each taking the next start when it is done."""

from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp

from detente.equilibrium.exact.equations import Array, Form, Point, Table, replies, slopes
from detente.equilibrium.exact.linear import make_blocks, solve_blocks

CODES = {
    0: "converged to an equilibrium",
    1: "still moving after the last step allowed",
    2: "left the range of numbers, or met a system without a solution",
}
"""What may become of a start; a person reads these sentences beside their counts."""

# Steps between two looks at which lanes are done.
_STRIDE = 3


class Ends(NamedTuple):
    """What became of every start: v (rows, states, starts), largest residual, steps taken and code (starts,)."""

    v: jax.Array
    residual: jax.Array
    steps: jax.Array
    code: jax.Array


class _Lanes(NamedTuple):
    v: Array
    residual: Array
    steps: Array
    slot: Array
    next: Array
    ends: Ends


@partial(jax.jit, static_argnames=("form", "lanes", "most"))
def newton_program(
    form: Form, table: Table, starts: Array, cap: Array, tolerance: Array, *, lanes: int, most: int
) -> Ends:
    """Run Newton from `starts` (rows, states, starts), `lanes` at a time, at most `most` steps each.

    A step moves no value by more than `cap` (scalar): whole steps leap over the basins of most equilibria. Done is a
    residual of `tolerance` times one plus the largest value.
    """
    rows, states, count = starts.shape
    none = jnp.zeros(count + 1)
    ends = Ends(jnp.zeros((rows, states, count + 1)), none, none.astype(int), none.astype(int))
    first = jnp.arange(lanes)
    begun = jnp.take(starts, jnp.minimum(first, count - 1), axis=2)
    slot = jnp.minimum(first, count)
    state = _Lanes(begun, jnp.full(lanes, jnp.inf), jnp.zeros(lanes, int), slot, jnp.asarray(lanes), ends)

    def turn(state: _Lanes) -> _Lanes:
        v, residual, steps = jax.lax.fori_loop(
            0, _STRIDE, lambda _, now: _step(form, table, cap, tolerance, *now), (state.v, state.residual, state.steps)
        )
        return _exchange(state._replace(v=v, residual=residual, steps=steps), starts, tolerance, most)

    state = jax.lax.while_loop(lambda state: jnp.any(state.slot < count), turn, state)
    return Ends(*(field[..., :count] for field in state.ends))


def step(form: Form, table: Table, point: Point) -> tuple[Array, Array]:
    """Return the whole Newton step at a point, (rows, states, lanes), and the largest residual of each lane."""
    found = replies(form, table, point)
    off = point.v - found.reply
    slope = slopes(form, table, point, found)
    whole = solve_blocks(form, slope, make_blocks(form, slope), -off[None])[0]
    return whole, jnp.max(jnp.abs(off), axis=(0, 1))


def _step(
    form: Form, table: Table, cap: Array, tolerance: Array, v: Array, residual: Array, steps: Array
) -> tuple[Array, Array, Array]:
    ones = jnp.ones(v.shape[2])
    whole, off = step(form, table, Point(v, ones, ones))
    largest = jnp.max(jnp.abs(whole), axis=(0, 1))
    moved = v + whole * jnp.minimum(1.0, cap / jnp.maximum(largest, 1e-300))
    # What has arrived takes its last step too: the residual that is reported is that of the point before it.
    still = residual > tolerance * (1.0 + jnp.max(jnp.abs(v), axis=(0, 1)))
    return jnp.where(still, moved, v), jnp.where(still, off, residual), steps + still


def _exchange(state: _Lanes, starts: Array, tolerance: Array, most: int) -> _Lanes:
    """Write down the lanes that are done and give each the next start; lanes without one idle on the last slot."""
    count = starts.shape[2]
    arrived = state.residual <= tolerance * (1.0 + jnp.max(jnp.abs(state.v), axis=(0, 1)))
    broken = ~jnp.isfinite(state.v).all(axis=(0, 1)) | jnp.isnan(state.residual)
    done = arrived | broken | (state.steps >= most)
    code = jnp.where(broken, 2, jnp.where(arrived, 0, 1))
    slot = jnp.where(done, state.slot, count)
    ends = Ends(
        state.ends.v.at[:, :, slot].set(state.v),
        state.ends.residual.at[slot].set(state.residual),
        state.ends.steps.at[slot].set(state.steps),
        state.ends.code.at[slot].set(code),
    )
    fresh = state.next + jnp.cumsum(done) - 1
    begun = jnp.take(starts, jnp.minimum(fresh, count - 1), axis=2)
    return _Lanes(
        jnp.where(done, begun, state.v),
        jnp.where(done, jnp.inf, state.residual),
        jnp.where(done, 0, state.steps),
        jnp.where(done, jnp.minimum(fresh, count), state.slot),
        state.next + jnp.sum(done),
        ends,
    )
