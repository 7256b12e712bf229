"""What lies beyond a rollout: long plays under the current strategies, regressed on the state they start from."""

from dataclasses import dataclass, field

import numpy as np

from detente.equilibrium.branching import SEGMENT, SLOTS, Groups, Jobs, Problem, Tail, look, play_jobs
from detente.equilibrium.design import Strategy

# Segments of the long play.
_LONG = 14
# Shrinks what rarely varies (a card spent in few futures) towards no effect, in observations.
_RIDGE = 30.0


@dataclass(eq=False)
class TailFit:
    """Least squares of (1 - d) times every stake's discounted sum on the state it starts from, with forgetting.

    Monte Carlo values of a long play, not a fixed point of one-step errors: it cannot diverge for patient actors.
    Rounds are pooled as the gains are, since a tail's error is shared by every branch that uses it.
    """

    problem: Problem
    gram: np.ndarray = field(init=False)
    moment: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        features = len(self.problem.design.features)
        self.gram = np.zeros((features, features))
        self.moment = np.zeros((features, len(self.problem.game.stakes)))

    def forget(self, keep: float) -> None:
        """Keep a share of what was learnt so far."""
        self.gram *= keep
        self.moment *= keep

    def learn(self, strategy: Strategy, groups: Groups, *, seed: int) -> None:
        """Play on for long from these states and add what came of them."""
        problem = self.problem
        count = groups.raw.shape[1]
        nobody = np.full(count, -1)
        # A slot for each state: states of one group share numbers and draws, which a regression does not mind.
        group = np.arange(count) // SLOTS
        jobs = Jobs(group, np.arange(count), nobody, nobody, np.zeros(count, int), nobody, nobody)
        shared = Groups(groups.state, groups.raw[:, group], groups.draw)
        sums = play_jobs(problem, strategy, groups, jobs, seed=seed, segments=_LONG, tail=None)[_LONG]
        seen = look(problem, strategy, shared)
        actor = np.array([stake.actor for stake in problem.game.stakes], int)
        lasting = seen.lasting[actor].T  # (states, stakes)
        left = (1.0 - lasting) ** (_LONG * SEGMENT)
        # What was played is 1 - left of the weight; the rest is taken to be like the average of what was played.
        played = sums * lasting / (1.0 - left)
        value = (1.0 - left) * played + left * played.mean(axis=0)
        x = _plain(problem, np.asarray(seen.looks.seen))
        self.gram += x @ x.T
        self.moment += x @ value

    def solve(self) -> Tail:
        """Return the fitted tail."""
        penalty = np.full(len(self.gram), _RIDGE)
        penalty[0] = 1e-3
        return Tail(np.linalg.solve(self.gram + np.diag(penalty), self.moment).T.astype(np.float32))


def _plain(problem: Problem, seen: np.ndarray) -> np.ndarray:
    """Leave out the soft distances: a value far ahead is nearly linear, and they are many."""
    keep = np.array([", within " not in name for name in problem.design.features])
    return np.where(keep[:, None], seen, 0.0).astype(np.float64)
