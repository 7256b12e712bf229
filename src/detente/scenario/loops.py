"""Doubts about loops: links that lead back to where they began, and feed what runs through them by more than it was.

What is counted: the gain of each step, by how many points its target ends up higher when its source stands a point
higher. A `strength` has a hundredth of itself; a `push` a hundredth over the share of the way to its rest that the
target goes in a month, and into a stock a hundredth for each month of the scenario; a formula is as steep as where the
scenario starts. Gates are taken to be open, and delays do not matter. What cards do is not counted. Around a loop gains
multiply; above 1, with a plus, a small change feeds itself until something stands at an end. (Loops with a minus swing,
and are no doubt here; nor are loops that are below 1 each and above it together.)
"""

from collections.abc import Iterator
from dataclasses import dataclass

from detente.expressions import bounds, tree, walk
from detente.foundation.errors import Fault, Place
from detente.scenario import model

_MOST_STEPS = 50_000
"""How far loops are followed: a system with more ways than this is told of those found."""

_ALIKE = 1e-6
"""Levels stand this close to their numbers, in points."""

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Step:
    """One link, or one input of a formula: its gain over the ranges, in their middle, and where its size stands."""

    target: str
    gain: Interval
    middle: float
    place: Place | None


def runaway_loops(scenario: model.Scenario) -> Iterator[Fault]:
    """Find loops whose gain may be above 1, each told once, where its largest step is written."""
    told: set[Place | None] = set()
    found = [(gain, way) for way in _loops(_steps(scenario)) if (gain := _product(way))[1] > 1]
    for (low, high), way in sorted(found, key=lambda one: -one[0][1]):
        largest = max((step for _, step in way), key=lambda step: abs(step.middle))
        if largest.place in told:
            continue
        told.add(largest.place)
        middle = 1.0
        for _, step in way:
            middle *= step.middle
        names = [source for source, _ in way]
        ends = f"{middle:.2g}" if low == high else f"{low:.2g} to {high:.2g}, {middle:.2g} in the middle of the ranges"
        yield Fault(
            "D109",
            f"this loop may feed itself until something stands at an end: {' -> '.join([*names, names[0]])} has "
            f"a gain of {ends}",
            largest.place,
            "weaken a tie until the gain stays below 1, or add what holds against it",
        )


def _product(way: list[tuple[str, _Step]]) -> Interval:
    low, high = 1.0, 1.0
    for _, step in way:
        corners = [one * other for one in (low, high) for other in step.gain]
        low, high = min(corners), max(corners)
    return low, high


def _loops(steps: dict[str, list[_Step]]) -> list[list[tuple[str, _Step]]]:
    """List the loops of some steps, each once, from the first of its variables by id."""
    found: list[list[tuple[str, _Step]]] = []
    left = _MOST_STEPS
    for first in sorted(steps):
        ways: list[list[tuple[str, _Step]]] = [[(first, step)] for step in steps[first]]
        while ways and left:
            left -= 1
            way = ways.pop()
            here = way[-1][1].target
            if here == first:
                found.append(way)
            elif here > first and here not in [source for source, _ in way]:
                ways += [[*way, (here, step)] for step in steps.get(here, ())]
    return found


# ---------------------------------------------------------------- gains


def _steps(scenario: model.Scenario) -> dict[str, list[_Step]]:
    """List the steps that leave each variable."""
    steps: dict[str, list[_Step]] = {id: [] for id in scenario.variables}
    for link in scenario.links.values():
        steps[link.source] += _link(link, scenario)
    starts = [_Start(scenario, at) for at in (0.0, 0.5, 1.0)]
    for variable in scenario.variables.values():
        if variable.formula is None:
            continue
        inputs = {part.id for part in walk(variable.formula.tree) if isinstance(part, tree.Name)}
        for source in sorted(inputs & set(scenario.variables)):
            slopes = [start.slope(variable.formula.tree, source) for start in starts]
            steps[source].append(_Step(variable.id, (min(slopes), max(slopes)), slopes[1], variable.formula.place))
    return steps


def _link(link: model.Link, scenario: model.Scenario) -> list[_Step]:
    """Return the step that a link is."""
    if link.strength is not None:
        size = link.strength
        return [_Step(link.target, (size.low / 100, size.high / 100), _middle(size) / 100, size.place)]
    if link.push is None:
        return []
    half_life = scenario.variables[link.target].half_life
    if half_life is None:
        least = typical = most = float(scenario.months)
    else:
        ends = half_life.low, _middle(half_life), half_life.high
        least, typical, most = (1 / (1 - 2 ** (-1 / months)) for months in ends)
    size = link.push
    corners = [end / 100 * months for end in (size.low, size.high) for months in (least, most)]
    return [_Step(link.target, (min(corners), max(corners)), _middle(size) / 100 * typical, size.place)]


def _middle(number: model.Number) -> float:
    return (number.low + number.high) / 2


class _Start:
    """Works formulas out where the scenario starts, all ranges `at` (0 to 1) their width."""

    def __init__(self, scenario: model.Scenario, at: float):
        self.scenario = scenario
        self.at = at
        self.known: dict[str, float] = {}

    def slope(self, formula: tree.Node, source: str) -> float:
        """Return by how much a formula rises for each point of one of its inputs."""
        higher, lower = (self._value(formula, source, shift) for shift in (1.0, -1.0))
        return (higher - lower) / 2

    def _value(self, formula: tree.Node, source: str = "", shift: float = 0.0) -> float:
        """Work a formula out with one input shifted; what it reads of moves and types is not so, beliefs are 50."""

        def read(leaf: tree.Node) -> Interval:
            match leaf:
                case tree.Name(id):
                    value = self._stands(id) + (shift if id == source else 0.0)
                case tree.Estimate(_, id):
                    value = self._stands(id)
                case tree.Belief():
                    value = 50.0
                case tree.InForce(card):
                    value = float(self.scenario.cards[card].in_force)
                case tree.IsLevel(id, _, points):
                    value = float(abs(self._stands(id) - points) < _ALIKE)
                case _:
                    value = 0.0
            return value, value

        low, high = bounds(formula, read)
        return (low + high) / 2

    def _stands(self, id: str) -> float:
        """Return where a variable or a named number stands."""
        if id not in self.known:
            number = self.scenario.named_numbers.get(id)
            variable = self.scenario.variables.get(id)
            now = number.value if number else variable.now if variable else None
            if variable is not None and variable.formula is not None:
                self.known[id] = min(max(self._value(variable.formula.tree), 0.0), 100.0)
            else:
                self.known[id] = 50.0 if now is None else now.low + self.at * (now.high - now.low)
        return self.known[id]
