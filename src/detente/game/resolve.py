"""Step 5, resolve: success is drawn, effects move the variables, lasting cards come into force."""

import jax.numpy as jnp
import numpy as np

from detente.game.game import Game
from detente.game.reading import Row, View
from detente.game.settle import settle
from detente.game.state import Draws, Forced, Numbers, State
from detente.game.sums import onto, pick, stack
from detente.game.tables import EffectTable


def succeed(game: Game, view: View, draws: Draws, played: Row, forced: Forced | None) -> tuple[Row, Row, Row]:
    """Draw which carried-out moves succeed and which fail; and the chances they had, per cent, clipped to 0..100."""
    chance = [jnp.clip(view.row(node, without=100.0), 0.0, 100.0) for node in game.move_chance]
    chance = stack(chance, view.x.shape[1:])
    margin = chance - draws.success * 100.0
    if forced is not None:
        margin = margin + forced.success
    success = (margin > 0).astype(played.dtype)
    succeeded = played * success
    return succeeded, played - succeeded, played * chance


def scales(game: Game, view: View) -> Row:
    """Read the scale of every move at the month's start; never below 0."""
    return stack([jnp.maximum(view.row(node, without=1.0), 0.0) for node in game.move_scale], view.x.shape[1:])


def move_variables(game: Game, numbers: Numbers, state: State, scale: Row, stages: dict[str, Row]) -> Row:
    """Add what happened to the variables and clip: x'. `stages` are 0 and 1 over moves."""
    tables = (game.on_proposal, game.if_refused, game.on_success, game.if_failed)
    happened = jnp.concatenate([stages[name] * scale for name in ("proposed", "refused", "succeeded", "failed")])
    happened = settle(state, happened)
    moves = len(game.moves)
    row = np.concatenate([table.move + k * moves for k, table in enumerate(tables)])
    everything = EffectTable(
        row, np.concatenate([t.variable for t in tables]), np.concatenate([t.number for t in tables])
    )
    return jnp.clip(state.x + spread(everything, numbers, happened, len(game.variables)), 0.0, 100.0)


def begin(game: Game, state: State, succeeded: Row, scale: Row) -> tuple[Row, Row, Row]:
    """Bring successful lasting moves into force: what is in force from now on, for how long, with what scale."""
    shape = (-1,) + (1,) * (state.x.ndim - 1)
    begun = succeeded * jnp.asarray(game.move_lasting, jnp.float32).reshape(shape)
    in_force = jnp.maximum(state.in_force, begun)
    left = jnp.where(begun > 0, jnp.asarray(game.move_lasts, jnp.float32).reshape(shape), state.left)
    return in_force, left, jnp.where(begun > 0, scale, state.scale)


def spread(table: EffectTable, numbers: Numbers, amount: Row, variables: int) -> Row:
    """Sum effects by variable: `amount` over moves (or shocks), result over variables."""
    if not len(table):
        return jnp.zeros((variables, *amount.shape[1:]), amount.dtype)
    return onto(table.variable, pick(table.move, amount) * numbers.raw[table.number], variables)
