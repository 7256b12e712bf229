"""Fans: where does each variable stand, month by month, and how widely do futures differ?"""

from dataclasses import dataclass

import numpy as np
import xarray as xr

from detente import expressions
from detente.expressions import tree
from detente.scenario.model import Scenario


@dataclass(frozen=True, slots=True)
class Fan:
    """Monthly quantiles of one variable over all worlds and futures, in its natural unit.

    `values` (months, quantiles): x+ of each month, quantiles in ascending order; a variable without a measure is
    in points from 0 (`zero`, or its first level) to 100 (`hundred`, or its last). `moved` is how far its median and
    its spread go, in points.
    """

    id: str
    name: str
    unit: str
    zero: str
    hundred: str
    months: tuple[str, ...]
    quantiles: tuple[float, ...]
    values: np.ndarray
    moved: float

    def at(self, quantile: float) -> np.ndarray:
        """Return one quantile month by month. Raises ValueError for one that was not kept."""
        return self.values[:, self.quantiles.index(quantile)]


def fans(scenario: Scenario, results: xr.Dataset) -> dict[str, Fan]:
    """Return the fan of every variable, those that futures move most first."""
    found = [_fan(scenario, results, str(id)) for id in results["variables"].values]
    return {fan.id: fan for fan in sorted(found, key=lambda fan: (-fan.moved, fan.id))}


def leading(scenario: Scenario, found: dict[str, Fan], count: int) -> list[Fan]:
    """Choose the fans to show first: what questions ask about, then what moves most; at most `count`."""
    asked = [id for id in found if id in _asked_about(scenario)]
    chosen = list(dict.fromkeys([*asked[:count], *found]))[:count]
    return [found[id] for id in found if id in chosen]


def _fan(scenario: Scenario, results: xr.Dataset, id: str) -> Fan:
    variable = scenario.variables[id]
    measure = variable.measure
    points = results["fan"].sel(variables=id).values.astype(float)
    quantiles = tuple(float(q) for q in results["quantiles"].values)
    middle = quantiles.index(0.5)
    moved = abs(points[-1, middle] - points[0, middle]) + (points[-1, -1] - points[-1, 0])
    values = points
    if measure is not None:
        values = measure.zero + points / 100.0 * (measure.hundred - measure.zero)
        if measure.hundred < measure.zero:
            values = values[:, ::-1]
    unit = measure.unit if measure else ""
    ends = (variable.levels[0], variable.levels[-1]) if variable.levels else (variable.zero, variable.hundred)
    months = tuple(str(month) for month in results["months"].values)
    return Fan(id, variable.name, unit, *ends, months, quantiles, values, float(moved))


def _asked_about(scenario: Scenario) -> set[str]:
    """Return the variables that questions read."""
    trees = [question.yes_if.tree for question in scenario.questions.values()]
    found = [leaf for node in trees for leaf in expressions.walk(node)]
    return {leaf.id for leaf in found if isinstance(leaf, tree.Name)} | {
        leaf.variable for leaf in found if isinstance(leaf, tree.IsLevel)
    }
