"""What a condition or a formula reads at one point of a month."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from detente.expressions.tree import (
    Belief,
    Calendar,
    Dated,
    Estimate,
    Happens,
    Holds,
    InForce,
    IsLevel,
    IsType,
    Lasting,
    MovedWithin,
    Moves,
    Name,
    Node,
    Outcome,
    Times,
    Trend,
    Window,
)
from detente.foundation.calendar import months_between
from detente.reference.evaluation import Values, evaluate
from detente.reference.eyes import hidden_from
from detente.reference.numbers import Move, Numbers
from detente.reference.places import walk
from detente.reference.state import NEVER, Array, State
from detente.reference.ties import Ties
from detente.scenario.model import Card, Formula, Scenario, Value

ONE_LEVEL = 0.01
"""Levels lie whole points apart; two readings nearer than this are the same level."""

EVENTS = (Moves, Holds, Outcome, Happens)
"""Words for what happens in a month: they can be read only where the month's plays are."""


@dataclass(frozen=True)
class Events:
    """What happened in one month, as truth values of shape [futures]: by (card, owner), shocks by id."""

    proposed: Mapping[Move, Array]
    played: Mapping[Move, Array]
    succeeded: Mapping[Move, Array]
    failed: Mapping[Move, Array]
    refused: Mapping[Move, Array]
    shocks: Mapping[str, Array]


@dataclass(frozen=True)
class Reading:
    """The scenario read on `x`: in its month, with what the state remembers.

    `events` are given where the month's plays are read (payoffs, `ends_when`); elsewhere the past only.
    `held` are the values that a what-if sets, formulas among them. `decider` is the actor whose choice is asked
    for and the type that it is taken to be ("" without types); of a reading for all, nobody.
    """

    scenario: Scenario
    numbers: Numbers
    state: State
    x: Mapping[str, Array]
    events: Events | None = None
    held: Mapping[str, float] = field(default_factory=dict)
    ties: Ties | None = None
    decider: tuple[str, str] = ("", "")
    _formulas: dict[str, Array] = field(default_factory=dict, repr=False)
    _bases: dict[str, Array] = field(default_factory=dict, repr=False)

    def variable(self, name: str) -> Array:
        """Read a variable in points; a formula afresh, clipped to 0..100."""
        if name in self.held:
            return self.full(self.held[name])
        if name in self.x:
            return self.x[name]
        if name not in self._formulas:
            self._formulas[name] = clip(self.full(self.value(self.scenario.variables[name].formula)))
        return self._formulas[name]

    def variables(self) -> dict[str, Array]:
        """Read all variables, formulas among them."""
        return {name: self.variable(name) for name in self.scenario.variables}

    def estimate(self, actor: str, name: str) -> Array:
        """Say what an actor takes a variable for: a formula that it does not see is worked out at its estimates."""
        hidden = hidden_from(self.scenario, actor)
        if name not in hidden:
            return self.variable(name)
        taken = {v: value for (who, v), value in self.state.estimate.items() if who == actor}
        held = {v: value for v, value in self.held.items() if v not in hidden}
        return replace(self, x={**self.x, **taken}, held=held, _formulas={}).variable(name)

    def base(self, name: str) -> Array:
        """Say where a variable rests when nothing pushes; of a formula, the formula at its inputs' bases."""
        variable = self.scenario.variables[name]
        if variable.kind != "formula":
            return self.full(self.value(variable.base or variable.now))
        if name in self._bases:
            return self._bases[name]
        bases = {v.id: self.base(v.id) for v in self.scenario.variables.values() if v.kind != "formula"}
        rest = _at_rest(self.scenario, self.state)
        self._bases[name] = Reading(self.scenario, self.numbers, rest, bases).variable(name)
        return self._bases[name]

    def value(self, value: Value | None, default: float = 0.0) -> Values:
        """Read a number or a formula, or take `default` where the file gives none."""
        if value is None:
            return default
        return self.formula(value) if isinstance(value, Formula) else self.numbers[value.path]

    def chance(self, value: Value | None) -> Array:
        """Read a chance as a share of 1; certain where none is given."""
        return clip(self.full(self.value(value, 100.0))) / 100

    def scale(self, card: Card) -> Array:
        """Read the scale of a card's effects, never under 0; 1 where none is given."""
        return np.maximum(self.full(self.value(card.scale, 1.0)), 0)

    def holds(self, condition: Formula | None) -> Array:
        """Say in which futures a condition holds; none given holds always."""
        return self.full(True if condition is None else self.formula(condition), bool)

    def formula(self, formula: Formula) -> Values:
        """Work out a formula; its path says which memories are its own."""
        return evaluate(formula.tree, partial(self.leaf, formula.path), ties=self.ties)

    def full(self, value: Values, kind: type | np.dtype | None = None) -> Array:
        """Give a value the shape [futures] and the type of the state."""
        return np.broadcast_to(np.asarray(value, kind or self.state.dtype), (self.state.futures,))

    def leaf(self, path: str, node: Node) -> Values:
        """Read one leaf of an expression tree that stands at `path`."""
        match node:
            case Name(name):
                named = self.scenario.named_numbers
                return self.numbers[named[name].value.path] if name in named else self.variable(name)
            case IsLevel(name, _, value):
                return np.abs(self.variable(name) - value) < ONE_LEVEL
            case Trend(name):
                return self.state.trend[name]
            case InForce(card):
                return any_owner(self.state.in_force, card)
            case IsType(actor, name):
                return self.state.types[actor] == type_place(self.scenario, actor, name)
            case Estimate(actor, name):
                return self.estimate(actor, name)
            case Belief(actor, other, name):
                return 100 * self.state.belief[actor, other, name]
            case Times(card):
                return count_owners(self.state.times, card)
            case MovedWithin(actor, verb, card, months):
                return self._moved_within(actor, verb, card, months)
            case Calendar(window):
                return in_window(window, self.state.month, self.scenario.start)
            case Dated() | Lasting():
                return self._remembered(path, node)
            case _ if isinstance(node, EVENTS):
                return False if self.events is None else event(self.scenario, self.events, node, self._before(node))
        raise TypeError(f"no reading of {type(node).__name__}")

    def _before(self, node: Node) -> Array | int:
        return count_owners(getattr(self.state, node.outcome), node.card) if isinstance(node, Outcome) else 0

    def _moved_within(self, actor: str, verb: str, card: str, months: int) -> Values:
        since = (self.state.since_proposed if verb == "proposed" else self.state.since_played)[card, actor]
        if self.events is None:
            return since <= months
        now = (self.events.proposed if verb == "proposed" else self.events.played)[card, actor]
        return now | (since <= months - 1)

    def _remembered(self, path: str, node: Dated | Lasting) -> Values:
        """Join what held in earlier months with this month, which counts only where it can be read."""
        this_month = self.events is not None or not any(isinstance(part, EVENTS) for part in walk(node.term))
        if isinstance(node, Dated):
            before = self.state.latched[path, node]
            in_it = in_window(node.window, self.state.month, self.scenario.start)
            return before | self.term(path, node) if this_month and in_it else before
        run = self.state.run[path, node]
        return (run >= node.months - 1) & self.term(path, node) if this_month else run >= node.months

    def before_plays(self) -> "Reading":
        """Read the same without the month's plays: what a mover goes by."""
        return replace(self, events=None, _formulas={})

    def term(self, path: str, node: Dated | Lasting) -> Array:
        """Read the term of a dated or lasting phrase in this month alone."""
        return self.full(evaluate(node.term, partial(self.leaf, path), ties=self.ties), bool)


def event(scenario: Scenario, events: Events, node: Node, before: Array | int) -> Values:
    """Say where something happened in a month; `before` counts the card's earlier outcomes of that kind."""
    match node:
        case Moves(actor, verb, card):
            return (events.proposed if verb == "proposes" else events.played)[card, actor]
        case Holds(actor, table):
            at_table = [
                proposed
                for (card, owner), proposed in events.proposed.items()
                if owner == actor and table in (None, scenario.cards[card].table)
            ]
            return np.logical_not(np.any(at_table, axis=0)) if at_table else True
        case Outcome(card, outcome, ordinal):
            now = getattr(events, outcome)
            if ordinal is None:
                return any_owner(now, card)
            return (before < ordinal) & (ordinal <= before + count_owners(now, card))
        case Happens(shock):
            return events.shocks[shock]
    raise TypeError(f"no event {type(node).__name__}")


def type_place(scenario: Scenario, actor: str, name: str) -> int:
    """Say which of an actor's types this is, by its place in their order."""
    return [one.id for one in scenario.agendas[actor].types].index(name)


def any_owner(by_move: Mapping[Move, Array], card: str) -> Values:
    """Say where any owner's card did so; a card that is never in force is nobody's."""
    owners = [value for (name, _), value in by_move.items() if name == card]
    return np.any(owners, axis=0) if owners else False


def count_owners(by_move: Mapping[Move, Array], card: str) -> Array:
    """Count the owners whose card did so."""
    return np.sum([value for (name, _), value in by_move.items() if name == card], axis=0)


def clip(values: Array) -> Array:
    """Keep values between 0 and 100."""
    return np.clip(values, 0, 100)


def in_window(window: Window, month: int, start: str) -> bool:
    """Say whether month `month` (0 is `start`) lies in the window: ends included, but for `before`."""
    first = months_between(start, window.first)
    match window.kind:
        case "in":
            return month == first
        case "before":
            return month < first
        case "by":
            return month <= first
        case "from":
            return month >= first
        case "between":
            return first <= month <= months_between(start, window.last or window.first)
    raise ValueError(f"unknown window {window.kind!r}")


def _at_rest(scenario: Scenario, state: State) -> State:
    """Make a first month in which nothing has moved yet and the cards in force at the start are."""

    def filled(values: Mapping, value: int) -> dict:
        return {key: np.full_like(array, value) for key, array in values.items()}

    counts = ("trend", "times", "succeeded", "failed", "refused", "latched", "run")
    return replace(
        state,
        month=0,
        in_force={m: np.full_like(array, scenario.cards[m[0]].in_force) for m, array in state.in_force.items()},
        since_proposed=filled(state.since_proposed, NEVER),
        since_played=filled(state.since_played, NEVER),
        **{name: filled(getattr(state, name), 0) for name in counts},
    )
