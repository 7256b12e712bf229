"""Every case that some conditions tell apart: which levels, moves and thresholds go together, and what holds in each.

A case gives each variable of levels a level, each actor with types a type, each actor at each table what it does
there and how that ends, each quantity a place between the numbers that it is compared with, the calendar a month,
and whatever else a condition reads (the past, an ordinary sum) a yes or a no of its own. So nothing that could happen
is left out, and what holds in no case never holds; what holds in some case may still never happen.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import pairwise
from math import prod
from operator import and_, or_
from typing import Any

import numpy as np

from detente.expressions import evaluate, leaves, tree, walk
from detente.foundation.calendar import month_number
from detente.scenario import model
from detente.scenario.do import surroundings_of
from detente.scenario.knowing import in_the_dark
from detente.scenario.levels import level_points
from detente.scenario.names import Names

MOST = 100_000
"""The most cases that are gone through; where there are more, nothing is said."""

_MOST_FACTORS = 24
_HELD = ("", "held")
_COUNTED = (tree.Times, tree.Trend, tree.Estimate, tree.Belief)

# An array over the cases, broadcast where it does not depend on all that varies: of booleans, or of numbers.
Truth = Any
Play = tuple[str, str]
Factor = tuple[object, ...]


def cases_of(scenario: model.Scenario, conditions: Sequence[tree.Node]) -> "Cases | None":
    """Tell apart the cases of some conditions, with what their cards need if that is not too much; None: too many."""
    for limited in (True, False):
        cases = Cases(scenario)
        cases.add(conditions)
        if limited:
            cases.add_limits()
        if not cases.many:
            return cases
    return None


def can_hold(scenario: model.Scenario, condition: tree.Node, *, with_moves: bool) -> bool:
    """Say whether a condition holds in some case, or may do so for all that can be told.

    `with_moves`: it reads levels as they stood when the month's cards were proposed, so what these need counts.
    """
    cases = cases_of(scenario, [condition])
    if cases is None:
        return True
    return bool(np.any(cases.holds(condition) & (cases.possible() if with_moves else True)))


@dataclass(slots=True)
class Cases:
    """The cases of some conditions; `factors` lists, for each thing that varies, the values that it takes.

    What varies is keyed by what it is: `("level", variable)`, `("type", actor)`, `("agent", actor, table)`,
    `("quantity", leaf)`, `("month",)`, `("free", node, early)`.
    """

    scenario: model.Scenario
    factors: dict[Factor, list[Any]] = field(default_factory=dict)
    bars: dict[tree.Node, set[float]] = field(default_factory=dict)
    limited: bool = False
    names: Names = field(init=False)

    def __post_init__(self) -> None:
        self.names = surroundings_of(self.scenario).names

    def add(self, nodes: Iterable[tree.Node]) -> None:
        """Tell apart what these conditions, read in `transitions` or payoffs, tell apart."""
        for node in nodes:
            self._add(node, early=False)

    def add_limits(self) -> None:
        """Tell apart what the cards that are told apart need before they can be proposed."""
        self.limited = True
        for owner, card in list(self._moves()):
            if (when := self._limit(owner, card)) is not None:
                self._add(when, early=True)

    @property
    def many(self) -> bool:
        """Whether there are too many cases to go through."""
        return len(self.factors) > _MOST_FACTORS or prod(map(len, self.factors.values())) > MOST

    def possible(self) -> Truth:
        """Say in which cases every card that is proposed may be: its `when` holds, and it is not in force."""
        truth: Truth = np.ones([len(values) for values in self.factors.values()], bool)
        for owner, card in self._moves():
            proposed = self.holds(tree.Moves(owner, "proposes", card.id))
            if self.limited and (when := self._limit(owner, card)) is not None:
                truth = truth & (~proposed | self.holds(when, early=True))
            if card.by == (owner,) and _free(tree.InForce(card.id), False) in self.factors:
                truth = truth & ~(proposed & self.holds(tree.InForce(card.id)))
        return truth

    def _limit(self, owner: str, card: model.Card) -> tree.Node | None:
        """Return what must hold for an owner to propose a card; None: nothing, or what it takes for so may not be."""
        if card.when is None or in_the_dark(card.when.tree, owner, self.scenario, self.names):
            return None
        return card.when.tree

    def holds(self, node: tree.Node, *, early: bool = False) -> Truth:
        """Say in which cases a condition holds; `early`: read before the month's moves are known."""
        match node:
            case tree.And(terms):
                return reduce(and_, (self.holds(term, early=early) for term in terms))
            case tree.Or(terms):
                return reduce(or_, (self.holds(term, early=early) for term in terms))
            case tree.Not(term):
                return ~self.holds(term, early=early)
            case tree.Comparison():
                return self._comparison(node, early)
            case tree.IsLevel(variable, level):
                return self._among(("level", variable), {self._levels(variable).index(level)})
            case tree.IsType(actor, type):
                return self._among(("type", actor), {type})
            case tree.Moves(actor, verb, card):
                return self._played(actor, card, _ENDS if verb == "proposes" else ("succeeded", "failed"))
            case tree.Holds(actor, table):
                return self._held(actor, table)
            case tree.Outcome(card, outcome):
                some = reduce(or_, (self._played(owner, card, (outcome,)) for owner in self.scenario.cards[card].by))
                return some if node.ordinal is None else some & self._free(node, early)
            case tree.Calendar(window):
                return self._calendar(window)
            case tree.Lasting(term) if not (early and _eventful(term)):
                return self._free(node, early) & self.holds(term, early=early)
            case tree.MovedWithin(actor, verb, card) if not early:
                now = tree.Moves(actor, "plays" if verb == "played" else "proposes", card)
                return self._free(node, early) | self.holds(now)
        return self._free(node, early)

    # ------------------------------------------------------------ what varies

    def _add(self, node: tree.Node, *, early: bool) -> None:
        match node:
            case tree.And(terms) | tree.Or(terms):
                for term in terms:
                    self._add(term, early=early)
            case tree.Not(term):
                self._add(term, early=early)
            case tree.Comparison():
                self._add_comparison(node, early)
            case tree.IsLevel(variable):
                self._add_level(variable)
            case tree.IsType(actor):
                self.factors[("type", actor)] = [each.id for each in self.scenario.agendas[actor].types]
            case tree.Moves(actor, _, card):
                self._add_agent(actor, self.scenario.cards[card].table)
            case tree.Holds(actor, table):
                for each in self._tables(actor) if table is None else [table]:
                    self._add_agent(actor, each)
            case tree.Outcome(card):
                for owner in self.scenario.cards[card].by:
                    self._add_agent(owner, self.scenario.cards[card].table)
                if node.ordinal is not None:
                    self._add_free(node, early)
            case tree.Calendar(window):
                self._add_months(window)
            case _:
                self._add_free(node, early)
                if isinstance(node, tree.Lasting) and not (early and _eventful(node.term)):
                    self._add(node.term, early=early)
                if isinstance(node, tree.MovedWithin) and not early:
                    self._add_agent(node.actor, self.scenario.cards[node.card].table)

    def _add_level(self, variable: str) -> None:
        self.factors[("level", variable)] = list(range(len(self._levels(variable))))

    def _add_agent(self, actor: str, table: str) -> None:
        """Tell apart what an actor does at a table, and how it ends."""
        plays: list[Play] = [_HELD]
        for card in self.scenario.cards.values():
            if actor in card.by and card.table == table:
                asked = any(party != actor for party in card.consent)
                ends = ["succeeded"] + ["failed"] * (card.chance is not None) + ["refused"] * asked
                plays += [(card.id, end) for end in ends]
        self.factors[("agent", actor, table)] = plays

    def _add_months(self, window: tree.Window) -> None:
        """Tell apart the months on either side of a window's ends, none before the first month."""
        start = month_number(self.scenario.start)
        months = self.factors.setdefault(("month",), [start, start + self.scenario.months])
        for end in (window.first, window.last):
            if end is not None:
                months += [month_number(end) + step for step in (-1, 0, 1)]
        months[:] = sorted({month for month in months if month >= start})

    def _add_comparison(self, node: tree.Comparison, early: bool) -> None:
        simple = self._simple(node)
        if simple is not None:
            self._add_quantity(*simple)
        elif self._exact(node):
            for leaf in leaves(node):
                if isinstance(leaf, tree.Name):
                    self._add_level(leaf.id)
                else:
                    self._add(leaf, early=early)
        else:
            self._add_free(node, early)

    def _add_quantity(self, leaf: tree.Node, number: float) -> None:
        """Tell apart the numbers below, at, next to and above those that a quantity is compared with."""
        low, high = self._reach(leaf)
        self.bars.setdefault(leaf, set()).add(number)
        bars = sorted({bar for bar in (*self.bars[leaf], low, high) if np.isfinite(bar)})
        if isinstance(leaf, tree.Times):
            found = {float(np.floor(bar) + step) for bar in bars for step in (-1, 0, 1, 2)}
        else:
            between = [(one + two) / 2 for one, two in pairwise(bars)]
            found = {*bars, *between, bars[0] - 1, bars[-1] + 1}
        self.factors[("quantity", leaf)] = sorted(value for value in found if low <= value <= high)

    def _reach(self, leaf: tree.Node) -> tuple[float, float]:
        """Return the least and the greatest number that a quantity can be."""
        match leaf:
            case tree.Times():
                return 0.0, np.inf
            case tree.Name(id) if id in self.scenario.variables:
                return 0.0, 100.0
            case tree.Estimate() | tree.Belief():
                return 0.0, 100.0
        return -np.inf, np.inf  # a trend; or a named number, which a what-if may set

    def _add_free(self, node: tree.Node, early: bool) -> None:
        self.factors[_free(node, early)] = [False, True]

    # ------------------------------------------------------------ what holds

    def _along(self, key: Factor, what: Callable[[Any], Any]) -> Truth:  # Any: a value of the factor, and of `what`
        """Work something out for each value of what varies, along its own axis of the cases."""
        shape = [1] * len(self.factors)
        shape[list(self.factors).index(key)] = -1
        return np.asarray([what(value) for value in self.factors[key]]).reshape(shape)

    def _among(self, key: Factor, wanted: set[Any]) -> Truth:  # Any: as above
        """Say in which cases something that varies has one of some values."""
        return self._along(key, wanted.__contains__)

    def _free(self, node: tree.Node, early: bool) -> Truth:
        return self._among(_free(node, early), {True})

    def _played(self, actor: str, card: str, ends: tuple[str, ...]) -> Truth:
        key = ("agent", actor, self.scenario.cards[card].table)
        return self._among(key, {(card, end) for end in ends})

    def _held(self, actor: str, table: str | None) -> Truth:
        tables = self._tables(actor) if table is None else [table]
        return reduce(and_, (self._among(("agent", actor, each), {_HELD}) for each in tables), np.True_)

    def _calendar(self, window: tree.Window) -> Truth:
        months, first = self._along(("month",), int), month_number(window.first)
        match window.kind:
            case "in":
                return months == first
            case "before":
                return months < first
            case "by":
                return months <= first
            case "from":
                return months >= first
        return (months >= first) & (months <= month_number(window.last or window.first))

    def _comparison(self, node: tree.Comparison, early: bool) -> Truth:
        simple = self._simple(node)
        if simple is not None:
            values = self._along(("quantity", simple[0]), lambda value: value)
            return np.asarray(evaluate(node, lambda _: values, np))
        if not self._exact(node):
            return self._free(node, early)

        def read(leaf: tree.Node) -> Truth:
            if isinstance(leaf, tree.Name):
                levels = self._levels(leaf.id)
                return self._along(("level", leaf.id), lambda level: level_points(levels, levels[level]))
            return self.holds(leaf, early=early)

        return np.asarray(evaluate(node, read, np))

    # ------------------------------------------------------------ what is read

    def _simple(self, node: tree.Comparison) -> tuple[tree.Node, float] | None:
        """Return the quantity that a comparison holds against a plain number, and the number."""
        for one, other in ((node.left, node.right), (node.right, node.left)):
            named = isinstance(one, tree.Name) and not self._is_levels(one)
            if (named or isinstance(one, _COUNTED)) and isinstance(other, tree.Literal):
                return one, other.value
        return None

    def _exact(self, node: tree.Comparison) -> bool:
        """Say whether a comparison reads levels and conditions only, so that each case decides it."""
        found = list(leaves(node))
        return all(
            self._is_levels(part) if isinstance(part, tree.Name) else not isinstance(part, _COUNTED) for part in found
        )

    def _is_levels(self, name: tree.Name) -> bool:
        variable = self.scenario.variables.get(name.id)
        return variable is not None and bool(variable.levels)

    def _levels(self, variable: str) -> tuple[str, ...]:
        return self.scenario.variables[variable].levels

    def _tables(self, actor: str) -> list[str]:
        return sorted({card.table for card in self.scenario.cards.values() if actor in card.by})

    def _moves(self) -> Iterator[tuple[str, model.Card]]:
        """Go through the owners and cards whose plays are told apart."""
        for card in self.scenario.cards.values():
            for owner in card.by:
                if ("agent", owner, card.table) in self.factors:
                    yield owner, card


_ENDS = ("succeeded", "failed", "refused")


def _free(node: tree.Node, early: bool) -> Factor:
    """Key what is neither a level nor a move; only what remembers plays differs by when it is read."""
    return "free", node, early and isinstance(node, tree.Dated | tree.Lasting | tree.MovedWithin)


def _eventful(node: tree.Node) -> bool:
    """Say whether a condition is about moves."""
    return any(isinstance(part, tree.Moves | tree.Holds | tree.Outcome | tree.Happens) for part in walk(node))
