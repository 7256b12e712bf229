"""Picks and sums over named rows: few operations for the compiler, however many rows there are."""

from collections.abc import Sequence

import jax.numpy as jnp
import numpy as np

from detente.game.reading import Row


def stack(rows: Sequence[Row], lanes: tuple[int, ...]) -> Row:
    """Stack rows that have, or broadcast to, `lanes`; perhaps none: (rows, *lanes)."""
    return jnp.stack([jnp.broadcast_to(row, lanes) for row in rows]) if rows else jnp.zeros((0, *lanes), jnp.float32)


def pick(positions: np.ndarray, rows: Row) -> Row:
    """Take rows by position: (len(positions), *lanes)."""
    # A new array of 32 bits: JAX remembers an array of positions as the 64 bits that it once had under `enable_x64`.
    return rows[np.array(positions, np.int32)]


def onto(positions: np.ndarray, rows: Row, count: int) -> Row:
    """Sum rows onto `count` positions, (count, *lanes), as a product with a 0/1 matrix."""
    matrix = np.zeros((count, len(positions)), np.float32)
    matrix[positions, np.arange(len(positions))] = 1.0
    return jnp.tensordot(jnp.asarray(matrix), rows, axes=1)


def gather_onto(positions: np.ndarray, rows: Row, count: int) -> Row:
    """Sum rows onto `count` positions, (count, *lanes), by picking: cheaper than a product where few rows share one."""
    mine = [np.flatnonzero(np.asarray(positions) == k) for k in range(count)]
    most = max((len(each) for each in mine), default=0)
    total = jnp.zeros((count, *rows.shape[1:]), rows.dtype)
    for rank in range(most):
        which = np.array([each[rank] if rank < len(each) else 0 for each in mine], np.int32)
        counts = np.array([rank < len(each) for each in mine]).reshape(-1, *(1,) * (rows.ndim - 1))
        total = total + jnp.where(counts, rows[which], 0.0)
    return total
