"""How good an equilibrium is: its regret under exact evaluation, and whether gradual adjustment would stay there."""

from collections.abc import Callable
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jax.scipy.special import ndtri
from scipy.sparse.linalg import ArpackNoConvergence, LinearOperator, eigs

from detente.equilibrium.exact.equations import (
    Array,
    Form,
    Point,
    Slopes,
    Table,
    odds,
    replies,
    reply_to,
    slopes,
    surplus,
)
from detente.equilibrium.exact.linear import Blocks, make_blocks, one_by_one, solve_blocks

# Up to this many entries of v all eigenvalues are computed; above, the largest alone, by Arnoldi's method.
_ALL = 300


@partial(jax.jit, static_argnames=("form",))
def regret_program(form: Form, table: Table, p: Array) -> tuple[Array, Array]:
    """Evaluate odds `p` (rows, states, lanes) exactly: worth and regret, (players, states, lanes), in indifferences.

    Regret is what a player's choice loses, in its own eyes, beside the best use of its shocks against the others' odds
    and its own later ones: with logit shocks the Kullback-Leibler divergence of p from the reply.
    """
    ones = jnp.ones(p.shape[2])
    point = Point(jnp.zeros_like(p), ones, ones)
    gain = shock_gain(form, table.usual, p)
    added = gain if form.reasons else jnp.zeros_like(gain)
    _, direct = reply_to(form, table, point, p, added)
    found = replies(form, table, point)._replace(odds=p)
    chain = Slopes(jnp.zeros((len(p), *p.shape)), _average(form, p), slopes(form, table, point, found).later)
    v = solve_blocks(form, chain, make_blocks(form, chain), direct[None])[0]
    return what_is_lost(form, table.usual, p, v, gain)


def what_is_lost(form: Form, usual: Array, p: Array, v: Array, gain: Array) -> tuple[Array, Array]:
    """Return worth and regret of odds `p` whose actions are worth v, and to which the shocks add `gain`."""
    mean, best = [], []
    reply = odds(form, usual, v)
    for rows in form.rows:
        mean.append(jnp.sum(p[rows] * v[rows], axis=0))
        alone = jnp.sum(reply[rows] * v[rows], axis=0)
        best.append(alone + surplus(form, usual[rows], v[rows], alone))
    value = jnp.stack(mean)
    return value + (gain if form.reasons else 0.0), jnp.maximum(jnp.stack(best) - (value + gain), 0.0)


@partial(jax.jit, static_argnames=("form",))
def index_program(form: Form, table: Table, v: Array) -> Array:
    """Return the index of each equilibrium v (rows, states, lanes): the sign of the determinant of v - reply(v).

    The indices of all equilibria of a game add up to one, as those of any smooth map of a ball into itself do (none
    being degenerate; Govindan and Wilson, Journal of Economic Theory 102, 2002): a sum that differs proves that some
    are missing.
    """
    ones = jnp.ones(v.shape[2])
    point = Point(v, ones, ones)
    slope = slopes(form, table, point, replies(form, table, point))
    inside = jnp.eye(len(v))[:, :, None, None] - slope.within
    # The determinant of the whole is that of the states' blocks times that of what ties them.
    sign = lambda matrix: jnp.linalg.slogdet(matrix).sign  # noqa: E731
    within = one_by_one(sign, jnp.moveaxis(inside, (0, 1), (-2, -1)))
    across = one_by_one(sign, jnp.moveaxis(make_blocks(form, slope).across, -1, 0))
    return jnp.prod(within, axis=0) * across


def spectral_radius(form: Form, table: Table, v: np.ndarray) -> float:
    """Return the largest eigenvalue, in size, of the reply map at an equilibrium v (rows, states).

    The map takes odds to values under these odds, for good, and values to the reply (policy iteration). Below 1 plain
    iteration comes back after a small push: the equilibrium is stable under gradual adjustment.
    """
    rows, states = v.shape
    size = rows * states
    slope, chain, blocks = _map_program(form, table, v[:, :, None])
    apply = lambda sides: np.asarray(_apply_program(form, slope, chain, blocks, sides))  # noqa: E731
    return largest_eigenvalue(lambda x: apply(x.reshape(-1, rows, states, 1)).reshape(-1, size), size)


def largest_eigenvalue(push: Callable[[np.ndarray], np.ndarray], size: int) -> float:
    """Return the size of the largest eigenvalue of a linear map that takes pushes (sides, size) to what they become."""
    if size <= _ALL:
        return float(np.abs(np.linalg.eigvals(push(np.eye(size)).T)).max(initial=0.0))
    apply = lambda x: push(np.reshape(x, (1, size)))[0]  # noqa: E731
    operator = LinearOperator((size, size), matvec=apply, dtype=np.float64)  # pyright: ignore[reportCallIssue]
    begin = np.random.default_rng(0).normal(size=size)
    try:
        found = eigs(
            operator,
            k=1,
            v0=begin,
            maxiter=300,
            tol=1e-6,  # pyright: ignore[reportArgumentType]
            return_eigenvectors=False,
        )
    except ArpackNoConvergence as stopped:
        found = stopped.eigenvalues
    return float(np.abs(found).max()) if len(found) else float("nan")


@partial(jax.jit, static_argnames=("form",))
def _map_program(form: Form, table: Table, v: Array) -> tuple[Slopes, Slopes, Blocks]:
    ones = jnp.ones(1)
    point = Point(v, ones, ones)
    found = replies(form, table, point)
    slope = slopes(form, table, point, found)
    average = _average(form, found.odds)
    chain = Slopes(jnp.zeros_like(slope.within), average, slope.later)
    return slope._replace(worth=slope.worth - average), chain, make_blocks(form, chain)


@partial(jax.jit, static_argnames=("form",))
def _apply_program(form: Form, slope: Slopes, chain: Slopes, blocks: Blocks, sides: Array) -> Array:
    """Push v by `sides` (sides, rows, states, 1) and return by how much the reply moves, in v."""
    through = jnp.einsum("abtl,kbtl->katl", slope.within, sides)
    worths = jnp.einsum("ibtl,kbtl->kitl", slope.worth, sides)
    through += jnp.concatenate([jnp.einsum("astl,ktl->kasl", c, worths[:, i]) for i, c in enumerate(slope.later)], 1)
    return solve_blocks(form, chain, blocks, through)


def shock_gain(form: Form, usual: Array, p: Array) -> Array:
    """Return what the shocks add when the odds are p: (players, states, lanes)."""
    parts = []
    for rows in form.rows:
        mine, own = p[rows], usual[rows, :, None]
        if form.normal and len(mine) == 2:
            density = jnp.exp(-0.5 * ndtri(jnp.clip(mine[1], 1e-300, 1.0 - 1e-16)) ** 2) / np.sqrt(2.0 * np.pi)
            parts.append(jnp.where(~jnp.isneginf(own).any(axis=0), density, 0.0))
        else:
            safe = jnp.where(mine > 0, mine, 1.0)
            parts.append(-jnp.sum(jnp.where(mine > 0, mine * (jnp.log(safe) - own), 0.0), axis=0))
    return jnp.stack(parts)


def _average(form: Form, p: Array) -> Array:
    """Return the slopes of mean values by v at fixed odds: (players, rows, states, lanes)."""
    return jnp.stack([jnp.pad(p[r], ((r.start, len(p) - r.stop), (0, 0), (0, 0))) for r in form.rows])
