"""What-ifs: how far does each question, and each variable at the end, move under an intervention?"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import xarray as xr

from detente.results.figures import (
    Difference,
    Probability,
    differences,
    differences_by_type,
    error_of,
    forecast,
    strata_of,
    weights_of,
)
from detente.results.record import in_file_order
from detente.scenario.model import Scenario


@dataclass(frozen=True, slots=True)
class Moved:
    """One question before and after; `difference` is paired, on futures with the same random numbers.

    `by_type` has it for the worlds where an actor starts as a type before, by (actor, type); empty without types.
    """

    id: str
    ask: str
    before: Probability
    after: Probability
    difference: Difference
    by_type: Mapping[tuple[str, str], Difference] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shift:
    """How far one variable's mean at the end of the last month moves, in its natural unit, with its standard error."""

    id: str
    name: str
    unit: str
    difference: float
    error: float


def moved_questions(scenario: Scenario, after: xr.Dataset, before: xr.Dataset) -> tuple[Moved, ...]:
    """Compare every question, in the order of the file; future n of world w stands against its own twin."""
    was, becomes, change = forecast(before), forecast(after), differences(after, before)
    by_type = differences_by_type(after, before)
    asks = {id: scenario.questions[id].ask for id in in_file_order(scenario.questions)}
    return tuple(
        Moved(id, ask, was[id], becomes[id], change[id], {which: found[id] for which, found in by_type.items()})
        for id, ask in asks.items()
    )


def shifts(scenario: Scenario, after: xr.Dataset, before: xr.Dataset) -> tuple[Shift, ...]:
    """Compare the means of variables at the end, the largest shift (in points) first; error clustered by world."""
    found = []
    for id in map(str, before["variables"].values):
        measure = scenario.variables[id].measure
        factor = (measure.hundred - measure.zero) / 100.0 if measure else 1.0
        mean, error = _change(after, before, id)
        shift = Shift(
            id,
            scenario.variables[id].name,
            measure.unit if measure else "",
            mean * factor,
            error * abs(factor),
        )
        found.append((abs(mean), shift))
    return tuple(shift for _, shift in sorted(found, key=lambda pair: (-pair[0], pair[1].id)))


def _change(after: xr.Dataset, before: xr.Dataset, id: str) -> tuple[float, float]:
    """Return by how many points the mean of one variable at the end moves, and the standard error of that."""
    last = [results["mean"].sel(variables=id).values[-1].astype(float) for results in (after, before)]
    change = np.subtract(*last)
    weights = [weight for results in (after, before) if (weight := weights_of(results)) is not None]
    mean, pulls = float(change.mean()), change
    if weights:
        means = [np.average(rows, weights=w) for rows, w in zip(last, weights, strict=True)]
        mean = float(means[0] - means[1])
        pulls = np.subtract(*(w / w.mean() * (x - m) for w, x, m in zip(weights, last, means, strict=True)))
    return mean, error_of(pulls, strata_of(before, after))
