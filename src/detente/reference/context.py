"""What every step of one month is given, and how it reads the scenario, for all or in the eyes of one actor."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from detente.reference.draws import Draws
from detente.reference.eyes import as_seen, hidden_from, sees_all
from detente.reference.interventions import Plan
from detente.reference.numbers import Numbers, as_dtype, number
from detente.reference.ranges import prior
from detente.reference.reading import Events, Reading, clip
from detente.reference.state import Array, Held, State
from detente.reference.ties import Ties
from detente.scenario.model import Do, Effect, Scenario


@dataclass(frozen=True)
class Month:
    """One month of a batch of futures: the scenario, its numbers, the state at the start, chance, what-if.

    In the eyes of an actor, `truth` is the month as it is and `sees` are the formulas that the actor sees.
    """

    scenario: Scenario
    numbers: Numbers
    state: State
    draws: Draws
    plan: Plan
    ties: Ties | None
    do: tuple[Do, ...] = ()
    truth: "Month | None" = None
    sees: tuple[str, ...] = ()

    @cached_property
    def began(self) -> dict[Held, float]:
        """Say with which beliefs (0 to 1) everybody began."""
        return {
            (actor, agenda.id, name): chance
            for agenda in self.scenario.agendas.values()
            for actor in self.scenario.actors
            if agenda.types and actor != agenda.id
            for name, chance in prior(self.scenario, actor, agenda.id, self.do).items()
        }

    def in_eyes_of(self, actor: str, numbers: Numbers | None = None) -> "Month":
        """Give the month's start as an actor sees it, with its own views in place, or with `numbers` of its own.

        What a what-if sets is not told to whom it is hidden from. Delayed sources of what is hidden stand where the
        actor now takes them to be.
        """
        scenario = self.scenario
        if numbers is None and sees_all(scenario, actor):
            return self
        hidden = hidden_from(scenario, actor)
        views = {view.target: self.numbers[view.value.path] for view in scenario.views.get(actor, ())}
        told = {
            when: {v: n for v, n in getattr(self.plan, when).items() if v not in hidden} for when in ("put", "held")
        }
        mine = replace(
            self,
            numbers=as_dtype({**self.numbers, **views} if numbers is None else numbers, self.state.dtype),
            state=as_seen(scenario, self.state, actor),
            plan=replace(self.plan, **told),
            truth=self,
            sees=tuple(v.id for v in scenario.variables.values() if v.kind == "formula" and v.id not in hidden),
        )
        now = mine.look_at_start()
        past = tuple({v: now.variable(v) if v in hidden else x for v, x in back.items()} for back in mine.state.past)
        return replace(mine, state=replace(mine.state, past=past))

    def believing(self, belief: Mapping[Held, Array]) -> "Month":
        """Give the same month after beliefs have moved."""
        return replace(self, state=replace(self.state, belief=dict(belief)))

    def look(self, x: Mapping[str, Array], events: Events | None = None) -> Reading:
        """Read the scenario on `x`."""
        return self._reading(x, events, at_start=False)

    def look_at_start(self, events: Events | None = None) -> Reading:
        """Read the scenario on the state at the month's start, with what a what-if sets there."""
        return self._reading(self.state.x, events, at_start=True)

    def _reading(self, x: Mapping[str, Array], events: Events | None, *, at_start: bool) -> Reading:
        """Read on `x`; an actor sees a formula as it is, whatever numbers it would reckon it with."""
        held = {**self.plan.put, **self.plan.held} if at_start else self.plan.held
        told: dict[str, Array] = {}
        if self.truth is not None:
            truth = self.truth._reading(x, events, at_start=at_start)
            told = {name: truth.variable(name) for name in self.sees}
        x = _set(x, held) if at_start else x
        return Reading(self.scenario, self.numbers, self.state, x, events, held, self.ties, _formulas=told)

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
