"""Solve the linear system of a Newton step by blocks: what happens within a state first, what ties states then.

With F = v - reply(v), a step solves (I - within - later worth) dv = -F. Inside a state `within` is a small matrix (rows
by rows); states hang together by W alone, so that one dense matrix of (players x states)^2 numbers remains (a Schur
complement) instead of (rows x states)^2.
"""

from collections.abc import Callable
from typing import NamedTuple

import jax
import jax.numpy as jnp

from detente.equilibrium.exact.equations import Array, Form, Slopes

# Many small matrices are taken side by side, no loop over lanes; large or few ones one after the other, by LAPACK.
_SMALL, _MANY = 12, 16


class Blocks(NamedTuple):
    """A system made ready: `inside` inverts the states' own blocks, `reach` is worth times it, `across` ties W."""

    inside: Array
    reach: Array
    across: Array


def make_blocks(form: Form, slopes: Slopes) -> Blocks:
    """Invert the blocks of the states and put the tie between states together."""
    rows, _, states, lanes = slopes.within.shape
    eye = jnp.eye(rows)[:, :, None, None]
    inside = invert(eye - slopes.within)
    reach = jnp.sum(slopes.worth[:, :, None] * inside[None], axis=1)  # (players, rows, states, lanes)
    parts = []
    for rows_of, later in zip(form.rows, slopes.later, strict=True):
        # (players, states, later states, lanes), summed over the actions of one player
        if lanes == 1:
            parts.append(jnp.einsum("pas,ast->pst", reach[:, rows_of, :, 0], later[..., 0])[..., None])
        else:
            parts.append(jnp.sum(reach[:, rows_of, :, None] * later[None], axis=1))
    tie = jnp.stack(parts, axis=2)  # (players, states, players, later states, lanes)
    size = form.players * states
    return Blocks(inside, reach, jnp.eye(size)[:, :, None] - tie.reshape(size, size, lanes))


def solve_blocks(form: Form, slopes: Slopes, blocks: Blocks, rhs: Array) -> Array:
    """Solve for several right-hand sides: (sides, rows, states, lanes) both."""
    sides, _, states, lanes = rhs.shape
    reached = jnp.sum(blocks.reach[None] * rhs[:, None], axis=2)  # (sides, players, states, lanes)
    flat = jnp.moveaxis(reached.reshape(sides, -1, lanes), 0, 1)
    worths = jnp.moveaxis(solve(blocks.across, flat), 1, 0).reshape(sides, form.players, states, lanes)
    carried = [_carry(later, worths[:, i]) for i, later in enumerate(slopes.later)]
    whole = rhs + jnp.concatenate(carried, axis=1)
    return jnp.sum(blocks.inside[None] * whole[:, None], axis=2)


def _carry(later: Array, worths: Array) -> Array:
    """Pass what later states are worth, (sides, states, lanes), on to actions: (sides, actions, states, lanes)."""
    if worths.shape[2] == 1:
        return jnp.einsum("ast,kt->kas", later[..., 0], worths[..., 0])[..., None]
    return jnp.sum(later[None] * worths[:, None, None], axis=3)


def invert(matrix: Array) -> Array:
    """Invert matrices (n, n, *lanes)."""
    size = matrix.shape[0]
    if size > _SMALL or matrix.shape[-1] < _MANY:
        return jnp.moveaxis(one_by_one(jnp.linalg.inv, jnp.moveaxis(matrix, (0, 1), (-2, -1))), (-2, -1), (0, 1))
    eye = jnp.broadcast_to(jnp.eye(size).reshape(size, size, *(1,) * (matrix.ndim - 2)), matrix.shape)
    return _eliminate(matrix, eye)


def solve(matrix: Array, rhs: Array) -> Array:
    """Solve matrices (n, n, lanes) for right-hand sides (n, sides, lanes)."""
    if matrix.shape[0] > _SMALL or matrix.shape[-1] < _MANY:
        return jnp.moveaxis(one_by_one(jnp.linalg.solve, jnp.moveaxis(matrix, -1, 0), jnp.moveaxis(rhs, -1, 0)), 0, -1)
    return _eliminate(matrix, rhs)


def one_by_one(work: Callable[..., Array], *stacks: Array) -> Array:
    """Apply `work` to matrices (..., n, m) of stacks, one after the other.

    LAPACK would take a stack as one, cut it up among XLA's threads and wait for them; when as many programs do so as
    there are threads, all wait for ever.
    """
    lanes = stacks[0].shape[:-2]
    found = jax.lax.map(lambda each: work(*each), [stack.reshape(-1, *stack.shape[-2:]) for stack in stacks])
    return found.reshape(*lanes, *found.shape[1:])


def _eliminate(matrix: Array, rhs: Array) -> Array:
    """Eliminate with partial pivoting (Gauss and Jordan), every lane on its own, no loop over lanes."""
    size = matrix.shape[0]
    place = jnp.arange(size).reshape(-1, *(1,) * (matrix.ndim - 2))

    # A loop rather than `size` copies of its body: it runs half as fast and compiles in a fifth of the time.
    def clear(k: Array, whole: Array) -> Array:
        column = jax.lax.dynamic_index_in_dim(whole, k, axis=1, keepdims=False)
        best = jnp.argmax(jnp.where(place >= k, jnp.abs(column), -1.0), axis=0)
        here = (place == best[None])[:, None]
        pivot = jnp.sum(jnp.where(here, whole, 0.0), axis=0)
        whole = jnp.where(here, jax.lax.dynamic_index_in_dim(whole, k, axis=0), whole)
        pivot = pivot / jax.lax.dynamic_index_in_dim(pivot, k, axis=0)
        factor = jax.lax.dynamic_index_in_dim(whole, k, axis=1)
        return jnp.where((place == k)[:, None], pivot[None], whole - factor * pivot[None])

    return jax.lax.fori_loop(0, size, clear, jnp.concatenate([matrix, rhs], axis=1))[:, size:]
