"""Regress the gains of moves on what actors see: sums of squares that forget, so that refits are damped."""

from dataclasses import dataclass, field

import numpy as np

from detente.equilibrium.branching import Problem, Seen, asked_moves
from detente.equilibrium.design import Strategy
from detente.equilibrium.gains import Gains

# Ridges to choose among, in observations of a unit feature: how strongly gains that vary with the state are
# shrunk towards one constant. The one that foretold fresh rounds best is taken, for each move by itself.
_RIDGES = (3.0, 30.0, 300.0, 3000.0, 30000.0)
# Where every combination has a feature of its own, these are shrunk hardly at all, and the rest all but left out.
_APART = 1.0


@dataclass(eq=False)
class Fit:
    """Least squares of the gains of each row of play (moves first, then answers), with forgetting.

    `gram` (rows, features, features) and `moment` (rows, features, stakes + 1: each stake, then the total).
    """

    problem: Problem
    gram: np.ndarray = field(init=False)
    moment: np.ndarray = field(init=False)
    columns: list[np.ndarray] = field(init=False)
    missed: np.ndarray = field(init=False)
    coefficients: np.ndarray | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        design, game = self.problem.design, self.problem.game
        rows = len(design.row_actor)
        width = len(design.features) + design.selves + len(design.proposals)
        self.gram = np.zeros((rows, width, width))
        self.moment = np.zeros((rows, width, len(game.stakes) + 1))
        self.missed = np.zeros((rows, len(_RIDGES)))
        self.columns = [design.columns(row) for row in range(rows)]

    def forget(self, keep: float) -> None:
        """Keep a share of what was learnt so far."""
        self.gram *= keep
        self.moment *= keep
        self.missed *= keep

    def learn(
        self, seen: Seen, gains: Gains, *, who: np.ndarray | None = None, weight: np.ndarray | None = None
    ) -> np.ndarray:
        """Add the gains at these starting points, of those actors for whom each stands (`who` (groups, actors)), as
        often as `weight` (groups, actors) says.

        Returns each actor's sum of squares about the mean of each move's gain, in indifferences: its noise, nearly.
        """
        game, design = self.problem.game, self.problem.design
        moves = design.move_rows
        types = game.minds.persona_type[design.row_persona]
        table = np.concatenate([seen.looks.seen, seen.looks.selves]).astype(np.float64)
        spread = np.zeros(len(game.actors))
        lasting = np.median(seen.lasting * seen.indifference, axis=1)
        for row, actor in enumerate(self.problem.design.row_actor):
            value = (gains.moves if row < moves else gains.consents)[:, design.row_place[row]]
            mine = np.flatnonzero(design.row_stakes[row])
            good = np.isfinite(value[:, mine]).all(axis=1)
            if who is not None:
                good &= who[:, actor]
            if types[row] >= 0:
                good &= np.asarray(seen.types)[types[row]] > 0
            if not good.any():
                continue
            used = self.columns[row]
            target = np.zeros((good.sum(), len(game.stakes) + 1))
            target[:, mine] = value[good][:, mine]
            target[:, -1] = target[:, mine].sum(axis=1)
            spread[actor] += float(target[:, -1].var() * len(target)) / lasting[actor] ** 2
            x = table[np.ix_(used, good)] if row < moves else self._asked(table, seen, row)[np.ix_(used, good)]
            w = np.ones(len(target)) if weight is None else weight[good, actor]
            if self.coefficients is not None:
                foretold = self.coefficients[:, row, used, -1] @ x
                self.missed[row] += np.sum(w * (foretold - target[:, -1]) ** 2, axis=1)
            self.gram[row][np.ix_(used, used)] += (x * w) @ x.T
            self.moment[row][used] += (x * w) @ target
        return spread

    def _asked(self, table: np.ndarray, seen: Seen, row: int) -> np.ndarray:
        """Add what the asked party sees of the month's proposals to what everybody sees."""
        asked = asked_moves(self.problem.game).index(int(self.problem.design.row_move[row]))
        return np.concatenate([table, seen.among[asked]])

    def solve(self) -> tuple[Strategy, np.ndarray]:
        """Return the fitted strategy and, for explaining, the coefficients by stake (rows, features, stakes)."""
        design = self.problem.design
        features, own = len(design.features), len(design.features) + design.selves
        self.coefficients = np.stack([self._solve(ridge) for ridge in _RIDGES])
        best = np.argmin(self.missed, axis=1) if self.missed.any() else np.full(len(self.missed), len(_RIDGES) // 2)
        chosen = self.coefficients[best, np.arange(len(best))]
        total = chosen[:, :, -1].astype(np.float32)
        others = total[design.move_rows :, own:]
        return Strategy(total[:, :features], total[:, features:own], others, np.float32(1.0)), chosen[:, :, :-1]

    def _solve(self, ridge: float) -> np.ndarray:
        coefficients = np.zeros_like(self.moment)
        for row, used in enumerate(self.columns):
            penalty = np.where(self.problem.design.apart[used], _APART, ridge)
            penalty[0] = 1e-3  # the constant is free
            gram = self.gram[row][np.ix_(used, used)] + np.diag(penalty)
            coefficients[row][used] = np.linalg.solve(gram, self.moment[row][used])
        return coefficients


def mix(strategies: list[Strategy]) -> Strategy:
    """Average strategies' coefficients."""
    return Strategy(*(np.mean(np.stack(fields), axis=0).astype(np.float32) for fields in zip(*strategies, strict=True)))
