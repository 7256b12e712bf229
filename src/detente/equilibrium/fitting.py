"""Regress the gains of moves on what actors see: sums of squares that forget, so that refits are damped."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from threadpoolctl import threadpool_limits

from detente.equilibrium.branching import Outlook, Problem, Seen, asked_moves
from detente.equilibrium.design import Design, Strategy
from detente.equilibrium.features import MANY
from detente.equilibrium.gains import Gains

# Ridges to choose among, in observations of a unit feature: how strongly gains that vary with the state are
# shrunk towards one constant. The one that foretold fresh rounds best is taken, for each move by itself.
_RIDGES = (3.0, 30.0, 300.0, 3000.0, 30000.0)
_FINER = (3.0, 30.0, 300.0, 1000.0, 3000.0, 30000.0)  # where many features have to share few observations
# Where every combination has a feature of its own, these are shrunk hardly at all, and the rest all but left out.
_APART = 1.0

_T = TypeVar("_T")


class Begin(NamedTuple):
    """Where solving goes on from: strategies already found, their coefficients by stake (rows, features then selves
    then proposals, stakes), and what was expected of play. `known` (rows,): of which rows anything is known (None: of
    all).
    """

    strategy: Strategy
    by_stake: np.ndarray
    outlook: Outlook
    known: np.ndarray | None = None


@dataclass(eq=False)
class RowFit:
    """Least squares of one row of play, over the features that it looks at and the stakes that count for it.

    `used` and `mine` are their positions, among features (then selves, then proposals) and among stakes; `gram` (used,
    used) and `moment` (used, mine + 1: each stake, then the total). `totals` (ridges, used) are the coefficients of the
    total last found, and `missed` (ridges,) how far they were off what came after; `factor` is the Cholesky factor at
    the ridge that was taken, and `pulled` (used, mine + 1) the moments that it is applied to.
    Coefficients are shrunk towards `known` (used, mine + 1), from strategies already found, the constant too; without
    them towards 0, and the constant is free.
    """

    used: np.ndarray
    mine: np.ndarray
    gram: np.ndarray
    moment: np.ndarray
    ridges: tuple[float, ...]
    missed: np.ndarray
    known: np.ndarray | None = None
    totals: np.ndarray | None = None
    factor: tuple[np.ndarray, bool] | None = field(default=None, repr=False)
    pulled: np.ndarray | None = field(default=None, repr=False)

    def learn(self, x: np.ndarray, value: np.ndarray, weight: np.ndarray | None) -> float:
        """Add observations `x` (used, observations) of `value` (observations, mine), as often as `weight` says.

        Returns the sum of squares of their total about its mean.
        """
        target = np.column_stack([value, value.sum(axis=1)])
        if self.totals is not None:
            off = (self.totals @ x - target[:, -1]) ** 2
            self.missed += off.sum(axis=1) if weight is None else off @ weight
        if weight is not None:
            root = np.sqrt(weight)
            x, target = x * root, target * root[:, None]
        self.gram += x @ x.T
        self.moment += x @ target
        return float(value.sum(axis=1).var() * len(value))

    def solve(self, apart: np.ndarray) -> np.ndarray:
        """Return the coefficients of the total (used,) at the ridge that foretold best."""
        factors, pulled = [], []
        for ridge in self.ridges:
            penalty = np.where(apart[self.used], _APART, ridge)
            if self.known is None:
                penalty[0] = 1e-3  # the constant is free
            gram = self.gram.copy()
            gram.flat[:: len(gram) + 1] += penalty
            factors.append(cho_factor(gram, lower=True, overwrite_a=True, check_finite=False))
            pulled.append(self.moment if self.known is None else self.moment + penalty[:, None] * self.known)
        each = zip(factors, pulled, strict=True)
        self.totals = np.stack([cho_solve(factor, moment[:, -1], check_finite=False) for factor, moment in each])
        best = int(np.argmin(self.missed)) if self.missed.any() else len(self.ridges) // 2
        self.factor, self.pulled = factors[best], pulled[best]
        return self.totals[best]

    def by_stake(self) -> np.ndarray:
        """Return the coefficients of each stake (used, mine) at the ridge last taken."""
        assert self.pulled is not None, "solve first"
        return cho_solve(self.factor, self.pulled[:, :-1], check_finite=False)


@dataclass(eq=False)
class Fit:
    """Least squares of the gains of each row of play (moves first, then answers), with forgetting.

    What is fitted leans on the coefficients of `begin`, where there is one: what is learnt is how gains differ.
    """

    problem: Problem
    begin: Begin | None = None
    rows: list[RowFit] = field(init=False)

    def __post_init__(self) -> None:
        design = self.problem.design
        ridges = _FINER if len(self.problem.game.variables) >= MANY else _RIDGES
        self.rows = []
        for row in range(len(design.row_actor)):
            used, mine = _counted(design, row)
            gram, moment = np.zeros((len(used), len(used))), np.zeros((len(used), len(mine) + 1))
            self.rows.append(RowFit(used, mine, gram, moment, ridges, np.zeros(len(ridges)), self._known(row)))

    def _known(self, row: int) -> np.ndarray | None:
        """Return the coefficients that a row leans on: of each stake that counts for it, then of the total."""
        if self.begin is None or (self.begin.known is not None and not self.begin.known[row]):
            return None
        before, moves = self.begin.strategy, self.problem.design.move_rows
        others = before.others[row - moves] if row >= moves else np.zeros(before.others.shape[1])
        total = np.concatenate([before.seen[row], before.selves[row], others])
        used, mine = _counted(self.problem.design, row)
        return np.column_stack([self.begin.by_stake[row][np.ix_(used, mine)], total[used]]).astype(np.float64)

    def forget(self, keep: float) -> None:
        """Keep a share of what was learnt so far."""
        for row in self.rows:
            row.gram *= keep
            row.moment *= keep
            row.missed *= keep

    def learn(
        self, seen: Seen, gains: Gains, *, who: np.ndarray | None = None, weight: np.ndarray | None = None
    ) -> np.ndarray:
        """Add the gains at these starting points, of those actors for whom each stands (`who` (groups, actors)), as
        often as `weight` (groups, actors) says.

        Returns each actor's sum of squares about the mean of each move's gain, in indifferences: its noise, nearly.
        """
        game, design = self.problem.game, self.problem.design
        types = game.minds.persona_type[design.row_persona]
        table = np.concatenate([seen.looks.seen, seen.looks.selves]).astype(np.float64)
        lasting = np.median(seen.lasting * seen.indifference, axis=1)

        def one(row: int) -> float:
            """Let one row of play learn; rows do not touch each other, so the order of their work does not matter."""
            actor, fit, place = design.row_actor[row], self.rows[row], design.row_place[row]
            moves = row < design.move_rows
            value = (gains.moves if moves else gains.consents)[place]
            if not value.shape[1]:
                return 0.0
            option = place if moves else len(game.moves) + place
            value = value[:, np.searchsorted(np.flatnonzero(design.option_stakes[option]), fit.mine)]
            good = np.isfinite(value).all(axis=1)
            if who is not None:
                good &= who[:, actor]
            if types[row] >= 0:
                good &= np.asarray(seen.types)[types[row]] > 0
            if not good.any():
                return 0.0
            these = np.flatnonzero(good)
            x = table[np.ix_(fit.used[fit.used < len(table)], these)]
            if not moves:
                asked = asked_moves(game).index(int(design.row_move[row]))
                heard = fit.used[fit.used >= len(table)] - len(table)
                x = np.concatenate([x, np.asarray(seen.among)[asked][np.ix_(heard, these)]])
            w = None if weight is None else weight[these, actor]
            return fit.learn(x, value[these], w) / float(lasting[actor]) ** 2

        spread = np.zeros(len(game.actors))
        np.add.at(spread, design.row_actor, self._each(one))
        return spread

    def solve(self) -> Strategy:
        """Return the fitted strategy."""
        design = self.problem.design
        features, own = len(design.features), len(design.features) + design.selves
        total = np.zeros((len(self.rows), own + len(design.proposals)), np.float32)
        for row, found in enumerate(self._each(lambda row: self.rows[row].solve(design.apart))):
            total[row, self.rows[row].used] = found
        others = total[design.move_rows :, own:]
        return Strategy(total[:, :features], total[:, features:own], others, np.float32(1.0))

    def by_stake(self) -> np.ndarray:
        """Return, for explaining, the coefficients by stake of the strategy last fitted: (rows, features, stakes)."""
        design = self.problem.design
        width = len(design.features) + design.selves + len(design.proposals)
        by_stake = np.zeros((len(self.rows), width, len(self.problem.game.stakes)))
        for row, found in enumerate(self._each(lambda row: self.rows[row].by_stake())):
            by_stake[row][np.ix_(self.rows[row].used, self.rows[row].mine)] = found
        return by_stake

    def _each(self, work: Callable[[int], _T]) -> list[_T]:
        """Do some work for every row, side by side."""
        # One thread a row: else the number of threads would show in the bits.
        with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(max(self.problem.workers, 1)) as pool:
            return list(pool.map(work, range(len(self.rows))))


def pack_by_stake(design: Design, by_stake: np.ndarray) -> np.ndarray:
    """Keep of coefficients by stake (rows, features, stakes) what is not zero by design: one row after another."""
    return np.concatenate([by_stake[row][np.ix_(*_counted(design, row))].ravel() for row in range(len(by_stake))])


def unpack_by_stake(design: Design, packed: np.ndarray) -> np.ndarray:
    """Undo `pack_by_stake`. Raises ValueError where the length is not that of this design."""
    rows, width = len(design.row_actor), len(design.features) + design.selves + len(design.proposals)
    by_stake = np.zeros((rows, width, len(design.game.stakes)), packed.dtype)
    done = 0
    for row in range(rows):
        used, mine = _counted(design, row)
        size = len(used) * len(mine)
        by_stake[row][np.ix_(used, mine)] = packed[done : done + size].reshape(len(used), len(mine))
        done += size
    if done != len(packed):
        raise ValueError("these coefficients belong to another design")
    return by_stake


def _counted(design: Design, row: int) -> tuple[np.ndarray, np.ndarray]:
    """Say which features (then selves, then proposals) and which stakes count for a row of play."""
    return design.columns(row), np.flatnonzero(design.row_stakes[row])


def mix(strategies: list[Strategy]) -> Strategy:
    """Average strategies' coefficients."""
    return Strategy(*(np.mean(np.stack(fields), axis=0).astype(np.float32) for fields in zip(*strategies, strict=True)))
