"""Where each formula of a scenario stands, and at which point of the month it is read."""

from collections.abc import Iterator
from dataclasses import fields
from typing import TypeVar

from detente.expressions.tree import Dated, Lasting, Node
from detente.scenario.model import Agenda, Formula, Scenario, Value

Term = TypeVar("Term", Dated, Lasting)
START, RESOLVED, DRIFTED, END = "start", "resolved", "drifted", "end"
"""The points of a month: x, x', x'' and x+ of DESIGN 2."""


def places(scenario: Scenario) -> Iterator[tuple[Value | None, str]]:
    """Go through every place for a formula with the point of the month that its variables are read at."""
    for card in scenario.cards.values():
        costs = [amount.value for amount in card.costs.values()]
        for formula in (card.when, card.chance, card.scale, *costs):
            yield formula, START
        yield card.ends_when, END
    for rules in scenario.transitions.values():
        for rule in rules:
            yield rule.when, START
            yield rule.chance, START
    for link in scenario.links.values():
        yield link.gate, RESOLVED
    for shock in scenario.shocks.values():
        yield shock.when, DRIFTED
        yield shock.chance, DRIFTED
    for actor in scenario.actors.values():
        yield actor.while_, START
    for agenda in (*scenario.agendas.values(), *scenario.yardsticks.values()):
        yield from ((formula, START) for formula in _agenda_formulas(agenda))
    for variable in scenario.variables.values():
        yield variable.formula, START


def points(scenario: Scenario) -> dict[str, str]:
    """Say, for the path of each formula, at which point of the month it is read."""
    return {formula.path: point for formula, point in places(scenario) if isinstance(formula, Formula)}


def memories(scenario: Scenario, kind: type[Term]) -> list[tuple[str, Term]]:
    """Find the dated (or lasting) terms that a future has to remember, each with the path of its formula."""
    formulas = (formula for formula, _ in places(scenario) if isinstance(formula, Formula))
    return [(formula.path, node) for formula in formulas for node in walk(formula.tree) if isinstance(node, kind)]


def walk(node: Node) -> Iterator[Node]:
    """Go through a tree, the node itself first."""
    yield node
    for field in fields(node):
        part = getattr(node, field.name)
        for child in part if isinstance(part, tuple) else (part,):
            if isinstance(child, Node):
                yield from walk(child)


def _agenda_formulas(agenda: Agenda) -> Iterator[Value | None]:
    yield agenda.attention
    for payoff in (*agenda.payoffs, *(payoff for one in agenda.types for payoff in one.payoffs)):
        yield payoff.when
        yield payoff.worth.value
