"""What the rules of a variable of levels can do, worked out over every case that their conditions tell apart."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

import numpy as np

from detente.expressions import tree
from detente.scenario import model
from detente.scenario.cases import Truth, cases_of
from detente.scenario.levels import level_points


@dataclass(frozen=True, slots=True)
class Never:
    """A rule that can never match: rule number `rule`, and why.

    `reason` is `contradiction` (its condition never holds), `unavailable` (its cards cannot be played then) or
    `passed over` (rules before it hold whenever it does; `by` is the one that does so alone, if one does).
    """

    rule: int
    reason: str
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Study:
    """What the rules of one variable can do: those that never match, and the ways between levels.

    `ways` holds pairs of levels (from, to) that some rule can take, staying included.
    """

    never: tuple[Never, ...]
    ways: frozenset[tuple[str, str]]

    def reached(self, start: str) -> frozenset[str]:
        """Return the levels that can be reached from one."""
        found, new = {start}, {start}
        while new:
            new = {to for way, to in self.ways if way in new} - found
            found |= new
        return frozenset(found)


def study(scenario: model.Scenario, variable: str) -> Study | None:
    """Work out what the rules of a variable can do; None where there are too many cases to go through."""
    rules = scenario.transitions.get(variable, ())
    first = scenario.variables[variable].levels[0]
    cases = cases_of(scenario, [_at(scenario, variable, first), *(rule.when.tree for rule in rules)])
    if cases is None:
        return None
    possible, earlier = cases.possible(), np.zeros([1] * len(cases.factors), bool)
    holding: list[Truth] = []
    never: list[Never] = []
    ways: set[tuple[str, str]] = set()
    for number, rule in enumerate(rules):
        alone = cases.holds(rule.when.tree)
        holds = alone & possible
        if not np.any(alone):
            never.append(Never(number, "contradiction"))
        elif not np.any(holds):
            never.append(Never(number, "unavailable"))
        elif not np.any(holds & ~earlier):
            by = next((one for one, other in enumerate(holding) if not np.any(holds & ~other)), None)
            never.append(Never(number, "passed over", by))
        for level in scenario.variables[variable].levels:
            if np.any(holds & ~earlier & cases.holds(_at(scenario, variable, level))):
                ways.add((level, rule.to))
        holding.append(holds)
        earlier = reduce(or_, (earlier, holds))
    return Study(tuple(never), frozenset(ways))


def _at(scenario: model.Scenario, variable: str, level: str) -> tree.IsLevel:
    levels = scenario.variables[variable].levels
    return tree.IsLevel(variable, level, level_points(levels, level))
