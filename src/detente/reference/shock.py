"""Step 7: events that nobody chooses, and noise."""

from collections.abc import Mapping

import numpy as np

from detente.reference.context import Month
from detente.reference.numbers import number
from detente.reference.state import Array


def strike(month: Month, x_drifted: Mapping[str, Array]) -> dict[str, Array]:
    """Draw which shocks happen, of those whose `when` holds on x'' and that are not spent."""
    look = month.look(x_drifted)
    happened = {}
    for shock in month.scenario.shocks.values():
        possible = look.holds(shock.when)
        if shock.once:
            possible = possible & ~month.state.shock_spent[shock.id]
        distance = look.chance(shock.chance) - month.draws["shock"][shock.id]
        if shock.id in month.plan.prevented:
            happened[shock.id] = np.zeros_like(possible)
        elif shock.id in month.plan.happens:
            happened[shock.id] = possible
        else:
            happened[shock.id] = possible & (distance > 0)
            if month.ties is not None:
                month.ties.note(100 * distance, where=possible)  # in per cent, as chances are written
    return happened


def shake(month: Month, x_drifted: Mapping[str, Array], shocks: Mapping[str, Array]) -> dict[str, Array]:
    """Add the effects of shocks, then noise: x+."""
    x = dict(x_drifted)
    for name, happened in shocks.items():
        for effect in month.scenario.shocks[name].effects:
            if effect.belief is not None:
                continue  # see `believe`
            x[effect.variable] = x[effect.variable] + month.size(effect) * happened
    for name, draw in month.draws["noise"].items():
        x[name] = x[name] + number(month.numbers, month.scenario.variables[name].noise) * draw
    return month.clipped(x)
