"""Step 3, choose: every actor at every table proposes one available card or holds."""

import jax
import jax.numpy as jnp

from detente.game.game import Game
from detente.game.reading import Row, View, in_month
from detente.game.state import Branch, Do, Draws, Numbers, State

# Larger than any score that odds, gains and shocks can reach, small enough for float32 sums.
_FORCED = 1e9


def available(game: Game, view: View, state: State) -> Row:
    """Say which moves can be proposed: `when` holds, neither spent, pausing nor in force."""
    when = jnp.stack([view.holds(node) for node in game.move_when])
    return when * (state.wait <= 0) * (state.in_force <= 0)


def propose(
    game: Game, numbers: Numbers, state: State, draws: Draws, open_moves: Row, gains: Row, do: Do, branch: Branch | None
) -> Row:
    """Choose a move for each agent, as 0 and 1 over moves.

    `gains` is Q(move) - Q(hold) over indifference. The shocks are Gumbel, so that a move is chosen with
    probability proportional to usual * exp(gain): the logit of DESIGN 2.
    """
    score = numbers.usual + gains + draws.gumbel
    score = score + in_month(do.move, state).astype(score.dtype) * _FORCED
    if branch is not None:
        mine = jnp.asarray(game.move_agent).reshape((-1,) + (1,) * branch.agent.ndim) == branch.agent
        this = jnp.arange(len(game.moves)).reshape((-1,) + (1,) * branch.agent.ndim) == branch.move
        score = score + jnp.where(mine, jnp.where(this, 4 * _FORCED, -4 * _FORCED), 0.0)
    score = jnp.where(open_moves > 0, score, -jnp.inf)
    return jnp.concatenate([_one_agent(game, agent, score, draws.gumbel_hold) for agent in range(len(game.agents))])


def _one_agent(game: Game, agent: int, score: Row, hold: Row) -> Row:
    """Pick the best of one agent's moves and holding; its moves stand together (the compiler sorts them so)."""
    mine = [m for m, owner in enumerate(game.move_agent) if owner == agent]
    rows = jax.lax.slice_in_dim(score, mine[0], mine[-1] + 1)
    best = jnp.maximum(jnp.max(rows, axis=0), jnp.broadcast_to(hold[agent], rows.shape[1:]))
    return (rows == best).astype(rows.dtype)
