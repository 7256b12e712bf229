"""What every step of one month is given, and how it reads the scenario."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from detente.reference.draws import Draws
from detente.reference.interventions import Plan
from detente.reference.numbers import Numbers, number
from detente.reference.reading import Events, Reading, clip
from detente.reference.state import Array, State
from detente.reference.ties import Ties
from detente.scenario.model import Effect, Scenario


@dataclass(frozen=True)
class Month:
    """One month of a batch of futures: the scenario, its numbers, the state at the start, chance, what-if."""

    scenario: Scenario
    numbers: Numbers
    state: State
    draws: Draws
    plan: Plan
    ties: Ties | None

    def look(self, x: Mapping[str, Array], events: Events | None = None) -> Reading:
        """Read the scenario on `x`."""
        return Reading(self.scenario, self.numbers, self.state, x, events, self.plan.held, self.ties)

    def look_at_start(self, events: Events | None = None) -> Reading:
        """Read the scenario on the state at the month's start, with what a what-if sets there."""
        held = {**self.plan.put, **self.plan.held}
        x = _set(self.state.x, held)
        return Reading(self.scenario, self.numbers, self.state, x, events, held, self.ties)

    def clipped(self, x: Mapping[str, Array]) -> dict[str, Array]:
        """Keep variables between 0 and 100, and held ones where they are held."""
        return self.held({name: clip(value) for name, value in x.items()})

    def held(self, x: Mapping[str, Array]) -> dict[str, Array]:
        """Put variables that a what-if holds back in their place."""
        return _set(x, self.plan.held)

    def size(self, effect: Effect) -> Array:
        """Give the size of an effect, in points."""
        return number(self.numbers, effect.size)


def _set(x: Mapping[str, Array], values: Mapping[str, float]) -> dict[str, Array]:
    return {name: np.full_like(array, values[name]) if name in values else array for name, array in x.items()}
