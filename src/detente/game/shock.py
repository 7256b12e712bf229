"""Step 7, shock: events that nobody chooses, then noise; x+ is clipped."""

import jax.numpy as jnp

from detente.game.game import Game
from detente.game.reading import Row, View, in_month
from detente.game.resolve import spread
from detente.game.state import Do, Draws, Numbers, State


def strike(
    game: Game, numbers: Numbers, state: State, drifted: View, draws: Draws, do: Do | None
) -> tuple[Row, Row, Row]:
    """Draw the shocks at x'' and return x+, the shocks as 0 and 1, and the chances that they had."""
    count = len(game.variables)
    noise = numbers.noise * draws.noise
    if not game.shocks:
        none = jnp.zeros((0, *drifted.x.shape[1:]), drifted.x.dtype)
        return jnp.clip(drifted.x + noise, 0.0, 100.0), none, none
    when = jnp.stack([drifted.holds(node) for node in game.shock_when]) * (1.0 - state.spent_shocks)
    chance = jnp.stack([jnp.clip(drifted.row(node, without=0.0), 0.0, 100.0) for node in game.shock_chance])
    if do is not None:
        forced = in_month(do.shock, state)
        chance = jnp.where(forced > 0, 100.0, jnp.where(forced < 0, 0.0, chance))
    happened = jnp.where(draws.shock * 100.0 < chance, when, 0.0)
    effects = spread(game.shock_effects, numbers, happened, count)
    return jnp.clip(drifted.x + effects + noise, 0.0, 100.0), happened, when * chance
