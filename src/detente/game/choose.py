"""Step 3, choose: every actor at every table proposes one available card or holds."""

from functools import reduce

import jax.numpy as jnp
import numpy as np

from detente.game.forcing import FORCE
from detente.game.game import Game
from detente.game.reading import Row, View, in_month
from detente.game.settle import settle
from detente.game.state import Do, Draws, Forced, Numbers, State
from detente.game.sums import onto, pick, stack


def available(game: Game, view: View, state: State) -> Row:
    """Say which moves can be proposed: `when` holds in its owner's eye, neither spent, pausing nor in force.

    A faction proposes while it takes part.
    """
    owner = game.agent_actor[game.move_agent]
    seen = [view.eyes[game.minds.actor_eye[actor]] if view.eyes else view for actor in owner]
    when = stack([eye.holds(node) for eye, node in zip(seen, game.move_when, strict=True)], state.x.shape[1:])
    if any(node is not None for node in game.minds.active):
        when = when * pick(owner, taking_part(game, view))
    free = jnp.logical_and(state.wait <= 0, state.in_force <= 0)
    return jnp.where(free, when, 0.0)


def taking_part(game: Game, view: View) -> Row:
    """Say which actors take part this month: all but factions whose `while` does not hold (actors, *lanes)."""
    return stack([view.holds(node) for node in game.minds.active], view.x.shape[1:])


def propose(
    game: Game,
    numbers: Numbers,
    state: State,
    draws: Draws,
    open_moves: Row,
    gains: Row,
    do: Do | None,
    forced: Forced | None,
) -> Row:
    """Choose a move for each agent, as 0 and 1 over moves.

    `gains` is Q(move) - Q(hold) over indifference. The shocks are Gumbel, so that a move is chosen with
    probability proportional to usual * exp(gain): the logit of DESIGN 2.
    """
    if not game.moves:
        return open_moves
    score, hold = numbers.usual + gains + draws.gumbel, draws.gumbel_hold
    if do is not None:
        score, hold = obey(game, state, open_moves, score, hold, do)
    if forced is not None:
        score = score + forced.moves
    score = jnp.where(open_moves > 0, score, -jnp.inf)
    score = settle(state, score)
    rank = np.array([np.sum(game.move_agent[:m] == agent) for m, agent in enumerate(game.move_agent)])
    rank = rank.reshape((-1,) + (1,) * (score.ndim - 1))
    return (pick(game.move_agent, _choice(game, score, hold)) == rank).astype(score.dtype)


def weigh(
    game: Game, numbers: Numbers, state: State, open_moves: Row, gains: Row, do: Do | None
) -> tuple[Row, Row, Row]:
    """Return the odds of every move and their sum at each table, holding among them, and the logarithm that both are
    scaled down by: (moves, *lanes), (agents, *lanes), (agents, *lanes).
    """
    score = jnp.where(open_moves > 0, numbers.usual + gains, -jnp.inf)
    hold = jnp.zeros((len(game.agents), *state.x.shape[1:]), score.dtype)
    if do is not None:
        score, hold = obey(game, state, open_moves, score, hold, do)
    largest = reduce(jnp.maximum, [pick(rows, score) for rows in _by_rank(game)], hold)
    odds = jnp.exp(score - pick(game.move_agent, largest))
    return odds, onto(game.move_agent, odds, len(game.agents)) + jnp.exp(hold - largest), largest


def chances(game: Game, numbers: Numbers, state: State, open_moves: Row, gains: Row, do: Do | None) -> Row:
    """Return the chance with which `propose` proposes each move where no branch forces any: (moves, *lanes)."""
    if not game.moves:
        return open_moves
    odds, total, _ = weigh(game, numbers, state, open_moves, gains, do)
    return odds / pick(game.move_agent, total)


def obey(game: Game, state: State, open_moves: Row, score: Row, hold: Row, do: Do) -> tuple[Row, Row]:
    """Sink what a what-if forbids, and at a table where it forces open moves, everything but these.

    Forced moves keep their scores, so that of two at one table one is chosen by its odds.
    """
    told = in_month(do.move, state)
    must = jnp.where(told > 0, open_moves, 0.0)
    bound = reduce(jnp.maximum, [pick(rows, must) for rows in _by_rank(game)])
    sunk = jnp.logical_or(told < 0, pick(game.move_agent, bound) > must)
    return jnp.where(sunk, score - FORCE, score), jnp.where(bound > 0, -FORCE, hold)


def _choice(game: Game, score: Row, hold: Row) -> Row:
    """Find which of its moves each agent chooses, by rank, -1 for holding: (agents, *lanes).

    Of equal scores, which float32 does give now and then, the first counts: one proposal at a table.
    """
    best, chosen = hold, jnp.full((len(game.agents), *score.shape[1:]), -1)
    for rank, rows in enumerate(_by_rank(game)):
        candidate = pick(rows, score)
        chosen = jnp.where(candidate > best, rank, chosen)
        best = jnp.maximum(candidate, best)
    return chosen


def _by_rank(game: Game) -> np.ndarray:
    """List each agent's first move, second move and so on: (ranks, agents); an agent with fewer repeats its own."""
    mine = [np.flatnonzero(game.move_agent == agent) for agent in range(len(game.agents))]
    widest = max(len(rows) for rows in mine)
    return np.stack([np.resize(rows, widest) for rows in mine], axis=1)
