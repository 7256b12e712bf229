"""Are rollouts long enough? How far longer ones move the gains of moves and answers."""

import numpy as np

from detente.equilibrium.branching import SEGMENT
from detente.equilibrium.decisions import Effort, Judged, Met, replicate
from detente.equilibrium.figures import Estimate

_REPLICATIONS = 16
_BOOTSTRAPS = 200
# Segments of the longest rollouts: 64 to 512 months.
_LEAST, _MOST = 8, 64


def horizon_moves(judged: Judged, met: Met, *, short: int, long: int, seed: int) -> dict[str, Estimate]:
    """Say how far longer rollouts move the gains, by actor: root mean square in indifferences, noise removed by halves.

    `short` and `long` in segments; nothing to say where they are the same.
    """
    moved = {}
    for actor in judged.setting.acting if long > short else ():
        effort = Effort(_REPLICATIONS, long, seed + 50 + actor, (short,))
        changes = []
        for what in ("moves", "answers"):
            before, after = replicate(judged, met, effort, actor=actor, what=what)
            changes.append(after.gains - before.gains)
        change = np.concatenate(changes, axis=2)
        a, b = (change[:, half::2].mean(axis=1) for half in range(2))
        product = np.where(np.isfinite(a * b), a * b, np.nan)
        known = np.isfinite(product).any(axis=1)
        if known.any():
            by_state = np.nanmean(product[known], axis=1)
            moved[judged.setting.problem.game.actors[actor]] = _root(by_state)
    return moved


def _root(by_state: np.ndarray) -> Estimate:
    host = np.random.default_rng(8)
    spread = [np.sqrt(max(host.choice(by_state, len(by_state)).mean(), 0.0)) for _ in range(_BOOTSTRAPS)]
    low, high = np.quantile(spread, [0.05, 0.95])
    return Estimate(float(np.sqrt(max(by_state.mean(), 0.0))), float(low), float(high))


def four_half_lives(judged: Judged) -> int:
    """Return the segments of four half-lives of the most patient actor, `_LEAST` to `_MOST`."""
    numbers, patience = judged.setting.numbers, judged.setting.problem.game.table.patience
    longest = max([float(np.median(numbers[row])) for row in patience if row >= 0] + [1.0])
    return min(_MOST, max(_LEAST, int(np.ceil(4.0 * longest / SEGMENT))))
