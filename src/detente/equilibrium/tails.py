"""What lies beyond a rollout: long plays under the current strategies, regressed on the state they start from."""

import numpy as np

from detente.equilibrium.branching import SEGMENT, SLOTS, Groups, Jobs, Problem, Tail, look, play_jobs
from detente.equilibrium.design import Strategy

# Segments of the long play, and of those the ones whose beginnings are used as observations.
_LONG = 14
_RIDGE = 5.0


def fit_tail(problem: Problem, strategy: Strategy, groups: Groups, *, seed: int) -> Tail:
    """Fit (1 - d) times every stake's discounted sum from a state on, linear in the state's features.

    Monte Carlo values of a long play, not a fixed point of one-step errors: it cannot diverge for patient
    actors. What the long play itself leaves out is d^(months played) of the whole, taken at the mean.
    """
    count = groups.raw.shape[1]
    nobody = np.full(count, -1)
    # A slot for each state: states of one group share numbers and draws, which a regression does not mind.
    group = np.arange(count) // SLOTS
    jobs = Jobs(group, np.arange(count), nobody, nobody, np.zeros(count, int), nobody, nobody)
    shared = Groups(groups.state, groups.raw[:, group], groups.draw)
    sums = play_jobs(problem, strategy, groups, jobs, seed=seed, segments=_LONG, tail=None)[_LONG]
    seen = look(problem, strategy, shared)
    actor = np.array([stake.actor for stake in problem.game.stakes], int)
    lasting = seen.lasting[actor].T  # (groups, stakes)
    left = (1.0 - lasting) ** (_LONG * SEGMENT)
    # What was played is 1 - left of the weight; the rest is taken to be like the average of what was played.
    played = sums * lasting / (1.0 - left)
    level = played.mean(axis=0)
    value = (1.0 - left) * played + left * level
    x = _plain(problem, seen.looks.seen)
    gram = x @ x.T
    ridge = np.eye(len(gram)) * _RIDGE
    ridge[0, 0] = 0.0
    fitted = np.linalg.solve(gram + ridge, x @ value)
    return Tail(fitted.T.astype(np.float32))


def _plain(problem: Problem, seen: np.ndarray) -> np.ndarray:
    """Leave out the soft distances: a value far ahead is nearly linear, and they are many."""
    keep = np.array([", within " not in name for name in problem.design.features])
    return np.where(keep[:, None], seen, 0.0).astype(np.float64)
