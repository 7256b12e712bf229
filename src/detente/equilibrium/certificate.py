"""Say how good strategies are: loss and gap on fresh information sets, beside play that is blind to the state."""

from collections.abc import Callable

import numpy as np

from detente.equilibrium.branching import Outlook
from detente.equilibrium.decisions import Decisions, Effort, Judged, decide, meet
from detente.equilibrium.design import Strategy
from detente.equilibrium.figures import Certificate, summarize
from detente.equilibrium.horizon import four_half_lives, horizon_moves
from detente.equilibrium.setting import Setting

# Situations in which longer rollouts are tried: of twice the length, and of four half-lives.
_NEAR, _FAR = 48, 16


def certify(
    setting: Setting,
    strategy: Strategy,
    outlook: Outlook,
    *,
    states: int = 128,
    replications: int = 32,
    most: int = 128,
    segments: int = 4,
    months: int = 48,
    seed: int = 0,
    horizon: bool = True,
    progress: Callable[[float, str], None] | None = None,
) -> Certificate:
    """Certify a strategy (definitions: DESIGN 3).

    Replications are doubled from `replications` until the standard error of a gain is under a third of
    indifference for every actor, or `most` is reached.
    """
    seed = 900_000_000 + seed * 101
    judged = Judged(setting, strategy, outlook)
    met = meet(judged, states, months=months, seed=seed)
    count = replications
    while True:
        decisions = decide(judged, met, Effort(count, segments, seed), progress=progress)
        if _error(decisions) < 1.0 / 3.0 or count * 2 > most:
            break
        count *= 2
    near, far = {}, {}
    if horizon:
        few, fewer = (met.some(np.arange(min(count, states))) for count in (_NEAR, _FAR))
        near = horizon_moves(judged, few, short=segments, long=2 * segments, seed=seed)
        far = horizon_moves(judged, fewer, short=segments, long=four_half_lives(judged), seed=seed + 1)
    game = setting.problem.game
    return summarize(game, decisions, horizon=near, horizon_long=far, states=states, replications=count)


def _error(decisions: Decisions) -> float:
    """Return the largest standard error of an actor's gains, in indifferences."""
    by_actor = [decisions.error[decisions.actor == actor] for actor in np.unique(decisions.actor)]
    return max((float(np.sqrt(np.nanmean(error**2))) for error in by_actor), default=0.0)
