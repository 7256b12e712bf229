"""The long run of a finite game under given play: one Markov chain."""

import numpy as np
import scipy.sparse as sparse
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import spsolve

from detente.game.finite import FiniteGame, GameError


def state_chances(game: FiniteGame, odds: np.ndarray) -> sparse.csr_array:
    """Return the chances of the next state under `odds` (rows, states): (states, states)."""
    joint = np.ones((game.state_count, 1))
    first = 0
    for count in game.action_counts:
        mine = odds[first : first + count].T
        joint = (joint[:, :, None] * mine[:, None, :]).reshape(game.state_count, -1)
        first += count
    size = joint.shape[1]
    spread = sparse.csr_array(
        (joint.reshape(-1), np.arange(joint.size), np.arange(0, joint.size + 1, size)), shape=(len(joint), joint.size)
    )
    return sparse.csr_array(spread @ game.rows())


def long_run(game: FiniteGame, odds: np.ndarray) -> np.ndarray:
    """Return the long-run share of periods in each state; states in which nobody discounts have no length."""
    chain = state_chances(game, odds)
    settled = _closed(chain)
    if len(settled) > 1:
        named = "; ".join(", ".join(game.states[int(s)] for s in part[:3]) for part in settled[:4])
        raise GameError(
            f"play may settle for good in one of {len(settled)} sets of states, depending on the start: {named}"
        )
    members = settled[0]
    inner = chain[members][:, members]
    system = sparse.lil_array(inner.T - sparse.eye_array(len(members)))
    system[-1] = 1.0
    goal = np.zeros(len(members))
    goal[-1] = 1.0
    share = np.zeros(game.state_count)
    share[members] = np.asarray(spsolve(sparse.csc_array(system), goal)).reshape(-1)
    share = np.maximum(share, 0.0) * (game.discount < 1.0).any(axis=1)
    if share.sum() <= 0:
        raise GameError("in the long run no period has a length: every state there has a discount of 1")
    return share / share.sum()


def _closed(chain: sparse.csr_array) -> list[np.ndarray]:
    """List the sets of states that are never left once entered."""
    count, part = connected_components(chain, directed=True, connection="strong")
    pairs = chain.tocoo()
    leaves = np.zeros(count, bool)
    leaves[part[pairs.row[(part[pairs.row] != part[pairs.col]) & (pairs.data > 0)]]] = True
    return [np.flatnonzero(part == k) for k in range(count) if not leaves[k]]
