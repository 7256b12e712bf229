"""Step 1: what each actor takes hidden variables for; its estimates follow what it sees, then signals correct them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from detente.reference.context import Month
from detente.reference.drift import drift
from detente.reference.eyes import estimated_by, seen, unseen_by
from detente.reference.numbers import Move, number
from detente.reference.ranges import in_view, known_numbers, mean_and_variance
from detente.reference.reading import Events, clip
from detente.reference.resolve import resolve
from detente.reference.state import Array, Estimated, Held
from detente.scenario.model import Scenario

LEAST_VARIANCE = 0.25
"""By how much, in points squared, an estimate grows less sure in a month at least."""


@dataclass(frozen=True)
class Happened:
    """What an actor may have seen of a month: its events, x' and the beliefs there, the cards in force and scales."""

    events: Events
    x_resolved: Mapping[str, Array]
    belief: Mapping[Held, Array]
    in_force: Mapping[Move, Array]
    scale: Mapping[Move, Array]


def first_estimates(scenario: Scenario, actor: str, do: tuple) -> dict[str, tuple[float, float]]:
    """Give the mean and the variance of `now`, in the actor's view, of each variable that it does not see."""
    numbers = in_view(scenario, actor, do)
    found = {}
    for name in estimated_by(scenario, actor):
        now = scenario.variables[name].now
        if now is None:
            raise ValueError(f"the hidden variable {name} has no start")
        found[name] = mean_and_variance(numbers[now.path])
    return found


def follow(month: Month, actor: str, happened: Happened) -> tuple[dict[Estimated, Array], dict[Estimated, Array]]:
    """Move an actor's estimates by the visible effects and the drift of a month, in its view, at median numbers.

    Effects that it sees move the estimate at once (x'), then it drifts (x''), then shocks, which are public, strike.
    Returns means and variances, in points.
    """
    mine = month.in_eyes_of(actor, known_numbers(month.scenario, actor, month.do))
    mean, spread = {}, {}
    hidden = estimated_by(month.scenario, actor)
    if not hidden:
        return mean, spread
    look, events = mine.look_at_start(), happened.events
    unseen = unseen_by(month.scenario, actor)
    x_resolved = resolve(
        mine,
        look,
        proposed=seen(events.proposed, unseen),
        refused=seen(events.refused, unseen),
        succeeded=seen(events.succeeded, unseen),
        failed=seen(events.failed, unseen),
    )
    x_resolved = {**happened.x_resolved, **{name: x_resolved[name] for name in hidden}}
    mine = mine.believing(happened.belief)
    x_drifted, _, _ = drift(mine, look, x_resolved, seen(happened.in_force, unseen), happened.scale)
    for name in hidden:
        variable, m = month.scenario.variables[name], x_drifted[name]
        for shock, struck in events.shocks.items():
            for effect in month.scenario.shocks[shock].effects:
                if effect.variable == name:
                    m = m + mine.size(effect) * struck
        mean[actor, name] = clip(m)
        kept = 2.0 ** (-1 / number(mine.numbers, variable.half_life)) if variable.kind == "ordinary" else 1.0
        noise = number(mine.numbers, variable.noise) if variable.noise is not None else 0.0
        before = month.state.spread[actor, name]
        spread[actor, name] = kept**2 * before + np.maximum(noise**2, LEAST_VARIANCE).astype(before.dtype)
    return mean, spread


def observe(
    month: Month,
    mean: Mapping[Estimated, Array],
    spread: Mapping[Estimated, Array],
    *,
    x: Mapping[str, Array],
    signals: Mapping[str, Array],
) -> tuple[dict[Estimated, Array], dict[Estimated, Array]]:
    """Correct estimates by this month's signals of `x`, in order of id; `signals` are standard normal draws.

    A signal without noise is believed outright. Estimates stay within 0 and 100.
    """
    mean, spread = dict(mean), dict(spread)
    for signal in sorted(month.scenario.signals.values(), key=lambda signal: signal.id):
        for key in [key for key in mean if key[1] == signal.of]:
            y = x[signal.of] + number(month.numbers, signal.noise) * signals[signal.id]
            known = known_numbers(month.scenario, key[0], month.do)[signal.noise.path]
            gain = spread[key] / (spread[key] + known**2) if known else np.ones_like(spread[key])
            mean[key] = mean[key] + gain * (y - mean[key])
            spread[key] = spread[key] * (1 - gain)
    return {key: clip(m) for key, m in mean.items()}, spread
