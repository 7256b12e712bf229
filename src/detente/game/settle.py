"""Make the compiler compute rows once: what many later steps read is set down, not worked out again in each.

XLA's CPU compiler copies cheap producers into every consumer, and the month is a long chain of cheap steps with
many consumers. An optimization barrier does not stop that; a conditional whose outcome it cannot foresee does.
"""

from typing import TypeVar

import jax
import jax.numpy as jnp

from detente.game.state import State

Rows = TypeVar("Rows")


def settle(state: State, rows: Rows) -> Rows:
    """Return `rows` unchanged (any tree of arrays), computed exactly once."""
    always = jnp.ravel(state.month)[0] >= 0
    return jax.lax.cond(always, lambda rows: rows, lambda rows: jax.tree.map(jnp.negative, rows), rows)
