"""What lies beyond a rollout: long plays under the current strategies, regressed on the state they start from."""

from dataclasses import dataclass, field

import numpy as np

from detente.equilibrium.branching import SEGMENT, Groups, Jobs, Outlook, Problem, look, no_outlook, play_jobs
from detente.equilibrium.design import Strategy

# Segments of the long play: 448 months.
_LONG = 56
# Ridge in observations of a feature's own spread, and its least size: what hardly varies is not forgotten for that.
_RIDGE, _LEAST = 30.0, 1.0


@dataclass(eq=False)
class TailFit:
    """Least squares of (1 - d) times every stake's discounted sum on the state it starts from, with forgetting.

    Monte Carlo values of a long play, not a fixed point of one-step errors: it cannot diverge for patient actors.
    Rounds are pooled as the gains are, since a tail's error is shared by every branch that uses it.
    """

    problem: Problem
    gram: np.ndarray = field(init=False)
    moment: np.ndarray = field(init=False)
    beyond: np.ndarray | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        features = len(self.problem.design.features)
        self.gram = np.zeros((features, features))
        self.moment = np.zeros((features, len(self.problem.game.stakes)))

    def forget(self, keep: float) -> None:
        """Keep a share of what was learnt so far."""
        self.gram *= keep
        self.moment *= keep

    def learn(self, strategy: Strategy, groups: Groups, luck: np.ndarray, seed: int) -> np.ndarray:
        """Play on for long from these states and add what came of them, but for what is known to be `luck`.

        Returns what is then known to lie beyond (see `solve`).
        """
        problem = self.problem
        count = groups.raw.shape[1]
        nobody = np.full(count, -1)
        # A slot for each state: states of one group share numbers and draws, which a regression does not mind.
        group = np.arange(count) // problem.slots
        jobs = Jobs(group, np.arange(count), nobody, nobody, np.zeros(count, int), nobody, nobody)
        beyond = no_outlook(problem).beyond if self.beyond is None else self.beyond
        outlook = Outlook(beyond, luck)
        shared = Groups(groups.state, groups.raw[:, group], groups.draw)
        sums = play_jobs(problem, strategy, groups, jobs, seed=seed, segments=_LONG, outlook=outlook)[_LONG]
        seen = look(problem, strategy, shared)
        actor = np.array([stake.actor for stake in problem.game.stakes], int)
        lasting = np.asarray(seen.lasting)[actor].T  # (states, stakes)
        value = sums * lasting
        if self.beyond is None:
            # Nothing is known yet of what the long play leaves out: it is taken to be like the average of the rest.
            # Later rounds take it from the round before, at a weight of d^448.
            left = (1.0 - lasting) ** (_LONG * SEGMENT)
            value = value + left * (value / (1.0 - left)).mean(axis=0)
        x = _plain(problem, np.asarray(seen.looks.seen))
        self.gram += x @ x.T
        self.moment += x @ value
        return self.solve()

    def solve(self) -> np.ndarray:
        """Return what lies beyond, as `Outlook.beyond` has it: (stakes, features)."""
        count = max(float(self.gram[0, 0]), 1.0)
        mean = self.gram[0] / count
        spread = np.diag(self.gram) / count - mean**2
        penalty = np.maximum(_RIDGE * spread, _LEAST)
        penalty[0] = 1e-3
        self.beyond = np.linalg.solve(self.gram + np.diag(penalty), self.moment).T.astype(np.float32)
        return self.beyond


def _plain(problem: Problem, seen: np.ndarray) -> np.ndarray:
    """Leave out the soft distances: a value far ahead is nearly linear, and they are many."""
    keep = np.array([", within " not in name for name in problem.design.features])
    return np.where(keep[:, None], seen, 0.0).astype(np.float64)
