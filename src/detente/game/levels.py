"""Step 5, resolve: variables of levels move by their rules, which read x and this month's plays."""

import jax.numpy as jnp

from detente.game.game import Game, Levels
from detente.game.reading import Row, View
from detente.game.state import Draws
from detente.game.sums import stack


def move_levels(game: Game, plays: View, draws: Draws, x: Row) -> tuple[Row, Row]:
    """Move every variable of levels at the same time; returns x' and the chance of each move, in per cent.

    `plays` views x at the month's start, with the plays made in it. Of a variable's rules the first whose `when`
    holds is taken; its chance fails or the level changes.
    """
    chances = []
    for k, levels in enumerate(game.levels):
        value, chance = _matched(levels, plays)
        moved = draws.transition[k] * 100.0 < chance
        x = jnp.asarray(x).at[levels.variable].set(jnp.where(moved, value, plays.x[levels.variable]))
        chances.append(chance)
    return x, stack(chances, x.shape[1:])


def _matched(levels: Levels, plays: View) -> tuple[Row, Row]:
    """Find where the first matching rule leads and its chance; where none matches, the chance is 0."""
    value, chance = plays.x[levels.variable], jnp.zeros(plays.x.shape[1:], plays.x.dtype)
    for rule in reversed(levels.rules):  # the first rule has the last word
        when = plays.holds(rule.when) > 0
        value = jnp.where(when, jnp.asarray(rule.value, value.dtype), value)
        chance = jnp.where(when, jnp.clip(plays.row(rule.chance, without=100.0), 0.0, 100.0), chance)
    return value, chance
