"""Make a branch ready: what must be added to scores so that one agent does one thing, with one outcome."""

import jax.numpy as jnp
import numpy as np

from detente.game.game import Game
from detente.game.reading import Row
from detente.game.state import Branch, Forced

# Larger than any score that odds, gains and shocks can reach, small enough for float32 sums.
FORCE = 1e9


def force(game: Game, branch: Branch) -> Forced:
    """Turn what each lane forces into masks; computed once, ahead of the loop over months."""
    shape = (-1,) + (1,) * branch.move.ndim
    this = jnp.arange(len(game.moves)).reshape(shape) == branch.move
    mine = jnp.asarray(game.move_agent).reshape(shape) == branch.agent
    moves = jnp.where(mine, jnp.where(this, 4.0 * FORCE, -4.0 * FORCE), _others(game, branch, shape))
    carried = jnp.where(
        (branch.outcome == 1) | (branch.outcome == 2), FORCE, jnp.where(branch.outcome == 3, -FORCE, 0.0)
    )
    asked = jnp.asarray(game.consent_move).reshape(shape) == branch.move
    answered = jnp.arange(len(game.consents)).reshape(shape) == branch.consent
    consents = jnp.where(asked, carried, 0.0) + jnp.where(answered, jnp.where(branch.answer > 0, FORCE, -FORCE), 0.0)
    success = jnp.where(branch.outcome == 1, FORCE, jnp.where(branch.outcome == 2, -FORCE, 0.0))
    return Forced(moves, consents, jnp.where(this, success, 0.0))


def _others(game: Game, branch: Branch, shape: tuple[int, ...]) -> Row | float:
    """Force what other agents are given to propose."""
    if branch.given is None:
        return 0.0
    given = branch.given[game.move_agent]
    theirs = jnp.arange(len(game.moves)).reshape(shape) == given
    return jnp.where(given == -2, 0.0, jnp.where(theirs, 4.0 * FORCE, -4.0 * FORCE))


def gate(forced: Forced, now: Row) -> Forced:
    """Apply a branch only in the lanes in which it is its month."""
    on = now.astype(np.float32)
    return Forced(*(field * on for field in forced))
