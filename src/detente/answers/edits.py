"""Two versions of a scenario: how far does each question move from the old one to the new one, pair by pair?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import xarray as xr

from detente.answers.whatif import Moved, Shift, shifts
from detente.results.figures import Probability, differences, differences_by_type, forecast
from detente.results.record import in_file_order
from detente.scenario.differing import same_condition
from detente.scenario.model import Scenario


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two versions: the scenario, its labelled results, and whether all its worlds are `alike` (exact)."""

    scenario: Scenario
    results: xr.Dataset
    alike: bool = False

    def forecast(self) -> dict[str, Probability]:
        """Return the probability of every question, in the order of the file."""
        found = forecast(self.results, alike=self.alike)
        return {id: found[id] for id in in_file_order(self.scenario.questions)}


@dataclass(frozen=True, slots=True)
class Alone:
    """A question that has no twin: it stands on one `side` only, or its condition was `rewritten`."""

    id: str
    ask: str
    side: Literal["old", "new"]
    probability: Probability
    rewritten: bool = False


@dataclass(frozen=True, slots=True)
class Retyped:
    """An actor whose types differ: in how many worlds it starts as another type (None: it has types on one side)."""

    actor: str
    worlds: int | None


def paired_questions(old: Scenario, new: Scenario) -> tuple[str, ...]:
    """List the questions that stand in both with one condition, in the order of the new file; wording may differ."""
    return tuple(
        id
        for id in in_file_order(new.questions)
        if id in old.questions and same_condition(old.questions[id].yes_if, new.questions[id].yes_if)
    )


def moved_by_edit(old: Side, new: Side) -> tuple[Moved, ...]:
    """Compare every question that stands in both; future n of world w stands against its own twin.

    Both are played in the worlds and futures of the same random numbers: streams belong to paths and ids of the file,
    so that what both have is drawn alike. Where types differ, each side counts its worlds by its own weights: the
    difference is that of the two forecasts, its error that of their paired difference, and the interval over worlds
    holds what it means to be of another type.
    """
    ids = list(paired_questions(old.scenario, new.scenario))
    if not ids:
        return ()
    was, becomes = old.forecast(), new.forecast()
    before, after = _weighed(old.results.sel(questions=ids), new.results.sel(questions=ids))
    change, by_type = differences(after, before), differences_by_type(after, before)
    return tuple(
        Moved(
            id,
            new.scenario.questions[id].ask,
            was[id],
            becomes[id],
            change[id],
            {which: found[id] for which, found in by_type.items()},
        )
        for id in ids
    )


def questions_alone(old: Side, new: Side) -> tuple[Alone, ...]:
    """List the questions that have no twin with their probabilities: those of the old file first."""
    paired = paired_questions(old.scenario, new.scenario)
    sides: tuple[tuple[Literal["old", "new"], Side, Side], ...] = (("old", old, new), ("new", new, old))
    return tuple(
        Alone(id, side.scenario.questions[id].ask, name, figures, id in other.scenario.questions)
        for name, side, other in sides
        for id, figures in side.forecast().items()
        if id not in paired
    )


def shifts_by_edit(old: Side, new: Side) -> tuple[Shift, ...]:
    """Compare the means of the variables that both have, on one scale, at the end; none where the ends differ."""
    months = [side.results["months"].values for side in (old, new)]
    both = [
        id
        for id in map(str, new.results["variables"].values)
        if id in old.scenario.variables and _scale(old.scenario, id) == _scale(new.scenario, id)
    ]
    if not both or len(months[0]) != len(months[1]) or months[0][-1] != months[1][-1]:
        return ()
    before, after = _weighed(*(side.results.sel(variables=both) for side in (old, new)))
    return shifts(new.scenario, after, before)


def retyped(old: Side, new: Side) -> tuple[Retyped, ...]:
    """List the actors that start as other types in some worlds of the new file than in their twins of the old."""
    types = [_types(side.results) for side in (old, new)]
    found = []
    for actor in dict.fromkeys([*types[1], *types[0]]):
        both = [side[actor] for side in types if actor in side]
        changed = int((both[0] != both[1]).sum()) if len(both) == 2 else None
        if changed != 0:
            found.append(Retyped(actor, changed))
    return tuple(found)


def _types(results: xr.Dataset) -> Mapping[str, np.ndarray]:
    if "typed" not in results:
        return {}
    return {str(actor): results["type"].sel(typed=actor).values for actor in results["typed"].values}


def _scale(scenario: Scenario, id: str) -> tuple[object, object]:
    return scenario.variables[id].measure, scenario.variables[id].levels


def _weighed(before: xr.Dataset, after: xr.Dataset) -> tuple[xr.Dataset, xr.Dataset]:
    """Give both sides weights of their worlds where one has them: without types all worlds count alike."""
    if "weight" not in before and "weight" not in after:
        return before, after
    even = xr.DataArray(np.ones(before.sizes["worlds"]), dims="worlds")
    first, second = (side if "weight" in side else side.assign(weight=even) for side in (before, after))
    return first, second
