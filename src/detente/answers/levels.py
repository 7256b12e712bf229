"""Levels: what share of futures stands at each level of a variable, month by month."""

from dataclasses import dataclass

import numpy as np
import xarray as xr

from detente.results.record import in_file_order
from detente.scenario.model import Scenario


@dataclass(frozen=True, slots=True)
class Standing:
    """The share of futures at every level of one variable at the end of each month: `shares` (months, levels)."""

    id: str
    name: str
    levels: tuple[str, ...]
    months: tuple[str, ...]
    shares: np.ndarray


def standings(scenario: Scenario, results: xr.Dataset) -> tuple[Standing, ...]:
    """Return the shares of every variable of levels, in the order of the file."""
    months = tuple(str(month) for month in results["months"].values)
    found = []
    for id in in_file_order(scenario.variables):
        levels = scenario.variables[id].levels
        if levels:
            shares = results["at_level"].sel(level=[f"{id} is {level}" for level in levels]).values
            found.append(Standing(id, scenario.variables[id].name, levels, months, shares))
    return tuple(found)
