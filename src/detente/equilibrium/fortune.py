"""What luck is worth: by how much a proposal, an agreement or a success moves every stake, on average.

Branches differ most by what chance makes of them later on. What is known of it beforehand is taken from their sums (see
`segment_program`), as a control variate.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.special import log_expit

from detente.equilibrium.branching import Jobs, Problem, Seen
from detente.equilibrium.fitting import Begin
from detente.equilibrium.gains import FAILS, REFUSED, SUCCEEDS, find_jobs, sums_of
from detente.game.luck import moves_of_luck

# Situations of a round that are looked at for each move: a mean needs no more.
_LOOKED_AT = 64


@dataclass(eq=False)
class LuckFit:
    """Means, with forgetting, of what luck brings to every stake: `total` (luck, stakes) over `count` (luck,); those of
    `begin` first, where there is one.
    """

    problem: Problem
    begin: Begin | None = None
    total: np.ndarray = field(init=False)
    count: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        luck = sum(len(moves) for moves in moves_of_luck(self.problem.game))
        self.total, self.count = np.zeros((luck, len(self.problem.game.stakes))), np.zeros(luck)
        if self.begin is not None:
            self.count[:] = _LOOKED_AT
            self.total[:] = _LOOKED_AT * self.begin.outlook.luck

    def forget(self, keep: float) -> None:
        """Keep a share of what was learnt so far."""
        self.total *= keep
        self.count *= keep

    def learn(self, jobs: Jobs, sums: np.ndarray, seen: Seen) -> None:
        """Add what branches came to: `sums` (jobs, stakes), discounted to the month of the move."""
        game = self.problem.game
        held, played = find_jobs(game, jobs, seen.open_moves.shape[1])
        proposals, asked, risky = moves_of_luck(game)
        yes = np.zeros(seen.open_moves.shape)
        np.add.at(yes, game.consent_move, log_expit(seen.usual_yes + seen.consent_gains))
        for m in proposals:
            rows = np.flatnonzero(played[SUCCEEDS][m] >= 0)[:_LOOKED_AT]
            carried = succeeds = sums[played[SUCCEEDS][m][rows]].astype(np.float64)
            before = sums_of(sums, held[game.move_agent[m]][rows])
            if m in risky:
                fails = sums_of(sums, played[FAILS][m][rows])
                chance = np.asarray(seen.chance)[m, rows][:, None]
                carried = chance * succeeds + (1.0 - chance) * fails
                place = len(proposals) + len(asked) + int(np.searchsorted(risky, m))
                self._add(place, succeeds - fails)
            if m in asked:
                refused = sums_of(sums, played[REFUSED][m][rows])
                refused = np.where(np.isnan(refused), before, refused)
                self._add(len(proposals) + int(np.searchsorted(asked, m)), carried - refused)
                agreed = np.exp(yes[m, rows])[:, None]
                carried = agreed * carried + (1.0 - agreed) * refused
            self._add(int(m), carried - before)

    def _add(self, place: int, differences: np.ndarray) -> None:
        known = differences[np.isfinite(differences).all(axis=1)]
        self.total[place] += known.sum(axis=0)
        self.count[place] += len(known)

    def means(self) -> np.ndarray:
        """Return what each piece of luck is worth to every stake, 0 where it was never met: (luck, stakes)."""
        return (self.total / np.maximum(self.count, 1e-9)[:, None]).astype(np.float32)
