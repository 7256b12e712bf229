"""What-ifs: how far does each question, and each variable at the end, move under an intervention?"""

from dataclasses import dataclass

import numpy as np
import xarray as xr

from detente.results.figures import Difference, Probability, differences, forecast
from detente.results.record import in_file_order
from detente.scenario.model import Scenario


@dataclass(frozen=True, slots=True)
class Moved:
    """One question before and after; `difference` is paired, on futures with the same random numbers."""

    id: str
    ask: str
    before: Probability
    after: Probability
    difference: Difference


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
    asks = {id: scenario.questions[id].ask for id in in_file_order(scenario.questions)}
    return tuple(Moved(id, ask, was[id], becomes[id], change[id]) for id, ask in asks.items())


def shifts(scenario: Scenario, after: xr.Dataset, before: xr.Dataset) -> tuple[Shift, ...]:
    """Compare the means of variables at the end, the largest shift (in points) first; error clustered by world."""
    found = []
    for id in map(str, before["variables"].values):
        measure = scenario.variables[id].measure
        factor = (measure.hundred - measure.zero) / 100.0 if measure else 1.0
        last = (results["mean"].sel(variables=id).values[-1].astype(float) for results in (after, before))
        change = np.subtract(*last)
        error = float(change.std(ddof=1) / np.sqrt(len(change))) if len(change) > 1 else float("nan")
        shift = Shift(
            id,
            scenario.variables[id].name,
            measure.unit if measure else "",
            float(change.mean()) * factor,
            error * abs(factor),
        )
        found.append((abs(float(change.mean())), shift))
    return tuple(shift for _, shift in sorted(found, key=lambda pair: (-pair[0], pair[1].id)))
