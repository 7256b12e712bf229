"""What lies beyond a rollout: long plays under the current strategies, regressed on the state they start from."""

from dataclasses import dataclass, field

import numpy as np

from detente.equilibrium.branching import SEGMENT, Groups, Jobs, Outlook, Problem, look, no_outlook, play_jobs
from detente.equilibrium.design import Strategy
from detente.equilibrium.fitting import Begin

# Segments of the long play: 448 months.
_LONG = 56
# Ridge in observations of a feature's own spread, and its least size: what hardly varies is not forgotten for that.
_RIDGE, _LEAST = 30.0, 1.0
# How many long plays what was known counts for, where solving goes on from strategies already found.
_LEANS = (1.0, 30.0, 300.0, 3000.0, 30000.0)


@dataclass(eq=False)
class TailFit:
    """Least squares of (1 - d) times every stake's discounted sum on the state it starts from, with forgetting.

    Monte Carlo values of a long play, not a fixed point of one-step errors: it cannot diverge for patient actors.
    Rounds are pooled as the gains are, since a tail's error is shared by every branch that uses it. What is found
    leans on the outlook of `begin`, where there is one, stake by stake as strongly as foretold later rounds best
    (`_LEANS`, in long plays: Zellner's g-prior).
    """

    problem: Problem
    begin: Begin | None = None
    gram: np.ndarray = field(init=False)
    moment: np.ndarray = field(init=False)
    beyond: np.ndarray | None = field(init=False, default=None)
    known: np.ndarray | None = field(init=False, default=None)
    missed: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        features = len(self.problem.design.features)
        self.missed = np.zeros((len(_LEANS), len(self.problem.game.stakes)))
        self.known = None if self.begin is None else self.begin.outlook.beyond.astype(np.float64)
        self.beyond = None if self.begin is None else self.begin.outlook.beyond
        self.gram = np.zeros((features, features))
        self.moment = np.zeros((features, len(self.problem.game.stakes)))

    def forget(self, keep: float) -> None:
        """Keep a share of what was learnt so far."""
        self.gram *= keep
        self.moment *= keep
        self.missed *= keep

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
        if self.known is not None and self.gram.any():
            for lean, foretold in enumerate(self._leaning()):
                self.missed[lean] += ((foretold @ x - value.T) ** 2).sum(axis=1)
        self.gram += x @ x.T
        self.moment += x @ value
        return self.solve()

    def solve(self) -> np.ndarray:
        """Return what lies beyond, as `Outlook.beyond` has it: (stakes, features)."""
        if self.known is None:
            found = self._fitted()
        else:
            best = np.argmin(self.missed, axis=0) if self.missed.any() else np.full(len(self.known), len(_LEANS) // 2)
            found = self._leaning()[best, np.arange(len(best))]
        self.beyond = found.astype(np.float32)
        return self.beyond

    def _leaning(self) -> np.ndarray:
        """Return what lies beyond at each strength of leaning on what was known: (leans, stakes, features)."""
        assert self.known is not None
        fitted, count = self._fitted(), float(self.gram[0, 0])
        share = np.array([lean / (lean + count) for lean in _LEANS])[:, None, None]
        return share * self.known + (1.0 - share) * fitted

    def _fitted(self) -> np.ndarray:
        """Return what the long plays alone say: (stakes, features)."""
        count = max(float(self.gram[0, 0]), 1.0)
        mean = self.gram[0] / count
        spread = np.diag(self.gram) / count - mean**2
        penalty = np.maximum(_RIDGE * spread, _LEAST)
        penalty[0] = 1e-3
        return np.linalg.solve(self.gram + np.diag(penalty), self.moment).T


def _plain(problem: Problem, seen: np.ndarray) -> np.ndarray:
    """Leave out the soft distances: a value far ahead is nearly linear, and they are many."""
    keep = np.array([", within " not in name for name in problem.design.features])
    return np.where(keep[:, None], seen, 0.0).astype(np.float64)
