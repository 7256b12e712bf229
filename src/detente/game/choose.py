"""Step 3, choose: every actor at every table proposes one available card or holds."""

import jax
import jax.numpy as jnp

from detente.game.game import Game
from detente.game.forcing import FORCE
from detente.game.reading import Row, View, in_month
from detente.game.state import Do, Draws, Forced, Numbers, State

def available(game: Game, view: View, state: State) -> Row:
    """Say which moves can be proposed: `when` holds, neither spent, pausing nor in force."""
    when = jnp.stack([view.holds(node) for node in game.move_when])
    return when * (state.wait <= 0) * (state.in_force <= 0)


def propose(
    game: Game, numbers: Numbers, state: State, draws: Draws, open_moves: Row, gains: Row, do: Do | None, forced: Forced | None
) -> Row:
    """Choose a move for each agent, as 0 and 1 over moves.

    `gains` is Q(move) - Q(hold) over indifference. The shocks are Gumbel, so that a move is chosen with
    probability proportional to usual * exp(gain): the logit of DESIGN 2.
    """
    score = numbers.usual + gains + draws.gumbel
    if do is not None:
        score = score + in_month(do.move, state).astype(score.dtype) * FORCE
    if forced is not None:
        score = score + forced.moves
    score = jnp.where(open_moves > 0, score, -jnp.inf)
    return jnp.concatenate([_one_agent(game, agent, score, draws.gumbel_hold) for agent in range(len(game.agents))])


def _one_agent(game: Game, agent: int, score: Row, hold: Row) -> Row:
    """Pick the best of one agent's moves and holding; its moves stand together (the compiler sorts them so)."""
    mine = [m for m, owner in enumerate(game.move_agent) if owner == agent]
    rows = jax.lax.slice_in_dim(score, mine[0], mine[-1] + 1)
    best = jnp.maximum(jnp.max(rows, axis=0), jnp.broadcast_to(hold[agent], rows.shape[1:]))
    return (rows == best).astype(rows.dtype)
