"""Regress the gains of moves on what actors see: sums of squares that forget, so that refits are damped."""

from dataclasses import dataclass, field

import numpy as np

from detente.equilibrium.branching import Problem, Seen
from detente.equilibrium.design import Strategy
from detente.equilibrium.gains import Gains

# Ridge against features that a move was hardly ever seen with, in observations of a unit feature.
_RIDGE = 2.0


@dataclass(eq=False)
class Fit:
    """Least squares of one agent's gains (moves first, then consents), with forgetting.

    `gram` (rows, features, features) and `moment` (rows, features, stakes + 1: each stake, then the total).
    """

    problem: Problem
    gram: np.ndarray = field(init=False)
    moment: np.ndarray = field(init=False)
    columns: list[np.ndarray] = field(init=False)

    def __post_init__(self) -> None:
        design, game = self.problem.design, self.problem.game
        rows = len(game.moves) + len(game.consents)
        width = len(design.features) + design.effect_size.shape[1] + design.selves
        self.gram = np.zeros((rows, width, width))
        self.moment = np.zeros((rows, width, len(game.stakes) + 1))
        self.columns = [self._columns(row) for row in range(rows)]

    def forget(self, keep: float) -> None:
        """Keep a share of what was learnt so far."""
        self.gram *= keep
        self.moment *= keep

    def learn(self, seen: Seen, gains: Gains, *, only: int | None = None) -> None:
        """Add the gains at these starting points; `only` one actor's on request."""
        game = self.problem.game
        moves = len(game.moves)
        for row, actor in enumerate(self._actors()):
            if only is not None and actor != only:
                continue
            value = gains.moves[:, row] if row < moves else gains.consents[:, row - moves]
            mine = [k for k, stake in enumerate(game.stakes) if stake.actor == actor]
            good = np.isfinite(value[:, mine]).all(axis=1)
            if not good.any():
                continue
            table = self._table(seen, row)[:, good]
            used = self.columns[row]
            target = np.zeros((good.sum(), len(game.stakes) + 1))
            target[:, mine] = value[np.ix_(good, mine)]
            target[:, -1] = target[:, mine].sum(axis=1)
            x = table[used]
            self.gram[row][np.ix_(used, used)] += x @ x.T
            self.moment[row][used] += x @ target

    def solve(self) -> tuple[Strategy, np.ndarray]:
        """Return the fitted strategy and, for explaining, the coefficients by stake (rows, features, stakes)."""
        design, game = self.problem.design, self.problem.game
        f, o = len(design.features), design.effect_size.shape[1]
        coefficients = np.zeros_like(self.moment)
        for row, used in enumerate(self.columns):
            gram = self.gram[row][np.ix_(used, used)]
            gram = gram + np.eye(len(used)) * _RIDGE
            coefficients[row][used] = np.linalg.solve(gram, self.moment[row][used])
        total = coefficients[:, :, -1].astype(np.float32)
        m = len(game.moves)
        parts = (total[:, :f], total[:, f : f + o], total[:, f + o :])
        moves, consents = ([part[:m] for part in parts], [part[m:] for part in parts])
        return Strategy(*moves, *consents, np.float32(1.0)), coefficients[:, :, :-1]

    def _actors(self) -> np.ndarray:
        game = self.problem.game
        return np.concatenate([game.agent_actor[game.move_agent], game.consent_actor])

    def _columns(self, row: int) -> np.ndarray:
        """Which features this row may use: common ones, its own effects, its own actor's numbers."""
        design, game = self.problem.design, self.problem.game
        f, o = len(design.features), design.effect_size.shape[1]
        move = row if row < len(game.moves) else game.consent_move[row - len(game.moves)]
        own = np.flatnonzero(design.effect_size[move]) + f
        return np.concatenate([np.arange(f), own, design.selves_of(self._actors()[row]) + f + o])

    def _table(self, seen: Seen, row: int) -> np.ndarray:
        game = self.problem.game
        move = row if row < len(game.moves) else game.consent_move[row - len(game.moves)]
        return np.concatenate([seen.looks.common, seen.looks.own[move], seen.looks.selves]).astype(np.float64)


def mix(strategies: list[Strategy]) -> Strategy:
    """Average strategies' coefficients."""
    return Strategy(*(np.mean(np.stack(fields), axis=0).astype(np.float32) for fields in zip(*strategies, strict=True)))
