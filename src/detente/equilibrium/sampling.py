"""Sample information sets: states that play reaches, across worlds and months, some after a forced move."""

import jax
import numpy as np

from detente.equilibrium.branching import Problem
from detente.equilibrium.design import Strategy
from detente.game.drawing import Stream
from detente.game.state import Branch, State
from detente.simulation.programs import states_program

LANES = 256
_NEVER = 10**6


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
    """Draw `count` states in months drawn evenly from 0 to `months` - 1, `per_future` from one future.

    `raw` (numbers, worlds) are the worlds whose futures are played. In a share `explore` of the futures one agent
    is forced to a move in a month drawn evenly, and the months taken are the three that follow it and others.
    Returns states with lanes (1, count), each with its own month, and the world of each.
    """
    host = np.random.default_rng([seed, 1])
    per_block = per_future * LANES
    blocks = -(-count // per_block)
    worlds = np.resize(host.permutation(raw.shape[1]), blocks * LANES).reshape(blocks, LANES)
    parts, where = [], []
    for b, mine in enumerate(worlds):
        forced = host.integers(0, len(problem.game.moves), LANES)
        at = np.where(host.random(LANES) < explore, host.integers(0, months, LANES), _NEVER)
        states = _play(problem, strategy, raw[:, mine], forced, at, months, seed, b * LANES)
        when = host.integers(0, months, (per_future, LANES))
        # The months right after a forced move are where its consequences are freshest.
        after = np.minimum(at + host.integers(1, 4, LANES), months - 1)
        when[0] = np.where(at < months - 1, after, when[0])
        for row in when:
            parts.append(jax.tree.map(lambda rows, row=row: _at(rows, row), states))
            where.append(mine)
    state = jax.tree.map(lambda *rows: np.concatenate(rows, axis=-1)[..., :count], *parts)
    return state, np.concatenate(where)[:count]


def _at(rows: np.ndarray, when: np.ndarray) -> np.ndarray:
    """Take each lane's row of its own month: (months, .., lanes) -> (.., 1, lanes)."""
    rows = np.asarray(rows)
    if rows.ndim == 1:  # the month itself is one for all lanes
        return rows[when][None].astype(np.int32)
    return np.moveaxis(rows[when, ..., np.arange(len(when))], 0, -1)


def _play(
    problem: Problem,
    strategy: Strategy,
    raw: np.ndarray,
    forced: np.ndarray,
    at: np.ndarray,
    months: int,
    seed: int,
    first: int,
) -> State:
    game = problem.game
    lanes = (1, LANES)
    nobody = np.full(lanes, -1, np.int32)
    branch = Branch(
        game.move_agent[forced].reshape(lanes).astype(np.int32),
        forced.reshape(lanes).astype(np.int32),
        np.zeros(lanes, np.int32),
        nobody,
        nobody,
    )
    pair = np.arange(first // 2, (first + LANES) // 2, dtype=np.uint32)
    states = states_program(
        game,
        problem.design.gains,
        months,
        strategy,
        raw,
        Stream(pair),
        np.uint32(seed & 0xFFFFFFFF),
        problem.do,
        branch,
        at.astype(np.int32),
    )
    return jax.tree.map(np.asarray, states)
