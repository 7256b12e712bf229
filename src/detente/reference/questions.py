"""Answer questions from monthly records by brute force, straight from the definitions."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.expressions.tree import (
    Belief,
    Calendar,
    Dated,
    Estimate,
    Given,
    InForce,
    IsLevel,
    IsType,
    Lasting,
    MovedWithin,
    Name,
    Node,
    Outcome,
    Times,
    Trend,
)
from detente.reference.evaluation import Values, evaluate
from detente.reference.numbers import Numbers
from detente.reference.reading import EVENTS, ONE_LEVEL, any_owner, count_owners, event, in_window, type_place
from detente.reference.record import Record
from detente.reference.state import Array
from detente.reference.ties import Ties
from detente.scenario.model import Scenario

Answer = Array | tuple[Array, Array]


def answer(
    scenario: Scenario,
    records: Sequence[Record],
    *,
    numbers: Numbers | None = None,
    ties: Ties | None = None,
) -> dict[str, Answer]:
    """Say in which futures each question comes out yes; shape [futures].

    A question with `given` has a pair: whether its condition, and whether what is given, came true.
    `numbers` is needed only where a question names a number of the file.
    """
    told = _Told(scenario, records, numbers or {}, ties)
    return {name: _question(told, question.yes_if.tree) for name, question in scenario.questions.items()}


def _question(told: "_Told", tree: Node) -> Answer:
    if isinstance(tree, Given):
        return told.ever(tree.condition), told.ever(tree.given)
    return told.ever(tree)


@dataclass(frozen=True)
class _Told:
    """The records of a batch of futures, from the first month to the last of the horizon."""

    scenario: Scenario
    records: Sequence[Record]
    numbers: Numbers
    ties: Ties | None

    def ever(self, node: Node) -> Array:
        """Say whether a condition holds in some one month of the horizon.

        Dated terms have one value for the whole horizon; what is undated is read in the same month.
        """
        return np.any([self.at(month, node) for month in range(len(self.records))], axis=0)

    def at(self, month: int, node: Node) -> Array:
        """Say whether a condition holds in month `month`."""
        value = evaluate(node, lambda leaf: self.leaf(month, leaf), ties=self.ties)
        return np.broadcast_to(np.asarray(value, bool), self._shape)

    def leaf(self, month: int, node: Node) -> Values:
        """Read a leaf: variables on x+, events of the month, force and counts at its start."""
        record = self.records[month]
        match node:
            case Name(name):
                named = self.scenario.named_numbers
                return self.numbers[named[name].value.path] if name in named else record.x_end[name]
            case IsLevel(name, _, value):
                return np.abs(record.x_end[name] - value) < ONE_LEVEL
            case IsType(actor, name):
                return record.types[actor] == type_place(self.scenario, actor, name)
            case Estimate(actor, name):
                return record.estimate.get((actor, name), record.x_end[name])  # what is seen is as it is
            case Belief(actor, other, name):
                return 100 * record.belief[actor, other, name]
            case Trend(name):
                return record.trend[name]
            case InForce(card):
                return any_owner(record.in_force, card)
            case Times(card):
                return record.times[card]
            case Calendar(window):
                return in_window(window, month, self.scenario.start)
            case Dated(term, window):
                inside = [m for m in range(len(self.records)) if in_window(window, m, self.scenario.start)]
                return np.any([self.at(m, term) for m in inside], axis=0) if inside else False
            case Lasting(term, months):
                stretch = range(month - months + 1, month + 1)
                return stretch[0] >= 0 and np.all([self.at(m, term) for m in stretch], axis=0)
            case MovedWithin(actor, verb, card, months):
                stretch = self.records[max(0, month - months + 1) : month + 1]
                return np.any([getattr(r, verb)[card, actor] for r in stretch], axis=0)
            case _ if isinstance(node, EVENTS):
                return event(self.scenario, record.events, node, self._before(month, node))
        raise TypeError(f"no reading of {type(node).__name__} in a question")

    def _before(self, month: int, node: Node) -> Array:
        """Count how often an outcome of a card came before month `month`."""
        count = np.zeros(self._shape, int)
        if isinstance(node, Outcome):
            for record in self.records[:month]:
                count = count + count_owners(getattr(record, node.outcome), node.card)
        return count

    @property
    def _shape(self) -> tuple[int, ...]:
        return next(iter(self.records[0].x_end.values())).shape
