"""Step 5, resolve: success is drawn, effects move the variables, lasting cards come into force."""

import jax.numpy as jnp
import numpy as np

from detente.game.game import EffectTable, Game
from detente.game.reading import Row, View
from detente.game.state import Branch, Draws, Numbers


def succeed(game: Game, view: View, draws: Draws, played: Row, branch: Branch | None) -> tuple[Row, Row]:
    """Draw which carried-out moves succeed and which fail; chances are per cent, clipped to 0..100."""
    chance = jnp.stack([jnp.clip(view.row(node, without=100.0), 0.0, 100.0) for node in game.move_chance])
    success = draws.success * 100.0 < chance
    if branch is not None:
        this = jnp.arange(len(game.moves)).reshape((-1,) + (1,) * branch.move.ndim) == branch.move
        outcome = jnp.where(this, branch.outcome, 0)
        success = jnp.where(outcome == 1, True, jnp.where(outcome == 2, False, success))
    succeeded = played * success
    return succeeded, played - succeeded


def scales(game: Game, view: View) -> Row:
    """Read the scale of every move at the month's start; never below 0."""
    return jnp.stack([jnp.maximum(view.row(node, without=1.0), 0.0) for node in game.move_scale])


def move_variables(game: Game, numbers: Numbers, x: Row, scale: Row, stages: dict[str, Row]) -> Row:
    """Add what happened to the variables and clip: x'. `stages` are 0 and 1 over moves."""
    change = jnp.zeros_like(x)
    for table, happened in (
        (game.on_proposal, stages["proposed"]),
        (game.if_refused, stages["refused"]),
        (game.on_success, stages["succeeded"]),
        (game.if_failed, stages["failed"]),
    ):
        change = change + spread(table, numbers, happened * scale, len(game.variables))
    return jnp.clip(x + change, 0.0, 100.0)


def spread(table: EffectTable, numbers: Numbers, amount: Row, variables: int) -> Row:
    """Sum effects by variable: `amount` over moves (or shocks), result over variables.

    The sums are products with 0/1 matrices: few operations for the compiler, whatever the number of effects.
    """
    if not len(table):
        return jnp.zeros((variables, *amount.shape[1:]), amount.dtype)
    rows = pick(table.move, amount) * numbers.raw[table.number]
    onto = np.zeros((variables, len(table)), np.float32)
    onto[table.variable, np.arange(len(table))] = 1.0
    return jnp.tensordot(jnp.asarray(onto), rows, axes=1)


def pick(positions: np.ndarray, rows: Row) -> Row:
    """Take rows by position, as a product with a 0/1 matrix (a gather of rows is slower inside the loop)."""
    matrix = np.zeros((len(positions), rows.shape[0]), np.float32)
    matrix[np.arange(len(positions)), positions] = 1.0
    return jnp.tensordot(jnp.asarray(matrix), rows, axes=1)
