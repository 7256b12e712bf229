"""Functions of a belief that are linear between knots: what play makes of a belief, without an idea of its shape."""

import jax.numpy as jnp
import numpy as np

from detente.game.reading import Row

# Closest where beliefs are nearly sure, since there they move least.
_AT = np.array([0.001, 0.01, 0.03, 0.08, 0.18, 0.33, 0.5, 0.67, 0.82, 0.92, 0.97, 0.99, 0.999])
KNOTS = len(_AT)


def hats(belief: Row) -> Row:
    """Share each belief (rows, *lanes) out among the knots beside it, in log odds: (rows, KNOTS, *lanes)."""
    knots = np.log(_AT / (1.0 - _AT)).astype(np.float32)
    inside = jnp.clip(belief, _AT[0], _AT[-1])
    place = jnp.log(inside) - jnp.log1p(-inside)
    rows = []
    for k, knot in enumerate(knots):
        up = (place - knots[k - 1]) / (knot - knots[k - 1]) if k else jnp.ones_like(place)
        down = (knots[k + 1] - place) / (knots[k + 1] - knot) if k + 1 < KNOTS else jnp.ones_like(place)
        rows.append(jnp.clip(jnp.minimum(up, down), 0.0, 1.0))
    return jnp.stack(rows, axis=1)
