"""Sample information sets: states that play reaches, across worlds and months, some after a forced move."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

from detente.equilibrium.branching import GROUPS, SEGMENT, SLOTS, Problem
from detente.equilibrium.design import Strategy
from detente.game.drawing import Stream
from detente.game.game import Game
from detente.game.ready import make_ready, start_state
from detente.game.state import Branch, Do, State
from detente.simulation.programs import segment_program

_NEVER = 10**6


@partial(jax.jit, static_argnames=("game",))
def _start_program(game: Game, raw: jax.Array, do: Do) -> State:
    """Set up groups of lanes before the first month: (slots, groups)."""
    numbers = make_ready(game, raw[:, None, :])
    state = start_state(game, numbers, (SLOTS, raw.shape[1]), do)
    return state._replace(month=jnp.zeros((SLOTS, raw.shape[1]), jnp.int32))


def sample_states(
    problem: Problem,
    strategy: Strategy,
    raw: np.ndarray,
    count: int,
    *,
    months: int,
    seed: int,
    explore: float = 0.0,
    per_future: int = 1,
) -> tuple[State, np.ndarray]:
    """Draw `count` states in months drawn evenly from 0 to `months` - 1, `per_future` (to 16) from one future.

    `raw` (numbers, worlds) are the worlds whose futures are played. Before a share `explore` of the states one
    agent was forced to a move, one to three months earlier. Returns states with lanes (1, count), each with its
    own month, and the world of each.
    """
    host = np.random.default_rng([seed, 1])
    per_block = per_future * GROUPS
    blocks = -(-count // per_block)
    worlds = np.resize(host.permutation(raw.shape[1]), blocks * GROUPS).reshape(blocks, GROUPS)
    parts = [
        _block(problem, strategy, raw[:, mine], host, months, seed, b * GROUPS, explore)
        for b, mine in enumerate(worlds)
    ]
    keep = lambda rows: rows[..., :per_future, :].reshape(*rows.shape[:-2], 1, per_block)  # noqa: E731
    state = jax.tree.map(lambda *rows: np.concatenate([keep(row) for row in rows], axis=-1)[..., :count], *parts)
    return state, np.concatenate([np.tile(mine, per_future) for mine in worlds])[:count]


def _block(
    problem: Problem, strategy: Strategy, raw: np.ndarray, host: np.random.Generator, months: int, seed: int,
    first: int, explore: float,
) -> State:
    """Play a block of futures, one for each group; slots differ in the month taken and in what was forced."""
    game = problem.game
    lanes = (SLOTS, GROUPS)
    when = host.integers(0, months, lanes)
    forced = host.integers(0, len(game.moves), lanes)
    ahead = np.where(host.random(lanes) < explore, host.integers(1, 4, lanes), _NEVER)
    nobody = np.full(lanes, -1, np.int32)
    branch = Branch(game.move_agent[forced].astype(np.int32), forced.astype(np.int32), np.zeros(lanes, np.int32), nobody, nobody)
    stream = Stream(np.arange(first, first + GROUPS, dtype=np.uint32), np.zeros(GROUPS, np.uint32))
    state = _start_program(game, raw, problem.do)
    result = None
    for segment in range(-(-months // SEGMENT)):
        at = segment * SEGMENT
        state, captured, _ = segment_program(
            game, problem.design.gains, SEGMENT, strategy, raw, state, stream, np.uint32(seed), problem.do,
            branch, (when - ahead - at).astype(np.int32), (when - at).astype(np.int32), np.int32(at),
        )
        captured = jax.tree.map(np.asarray, captured)
        inside = (when >= at) & (when < at + SEGMENT)
        result = captured if result is None else jax.tree.map(partial(np.where, inside), captured, result)
    return result
