"""Sums and picks over named rows as products with 0/1 matrices: few operations, and no gather inside the loop."""

import jax.numpy as jnp
import numpy as np

from detente.game.reading import Row


def pick(positions: np.ndarray, rows: Row) -> Row:
    """Take rows by position: (len(positions), *lanes)."""
    matrix = np.zeros((len(positions), rows.shape[0]), np.float32)
    matrix[np.arange(len(positions)), positions] = 1.0
    return jnp.tensordot(jnp.asarray(matrix), rows, axes=1)


def onto(positions: np.ndarray, rows: Row, count: int) -> Row:
    """Sum rows onto `count` positions: (count, *lanes)."""
    matrix = np.zeros((count, len(positions)), np.float32)
    matrix[positions, np.arange(len(positions))] = 1.0
    return jnp.tensordot(jnp.asarray(matrix), rows, axes=1)
