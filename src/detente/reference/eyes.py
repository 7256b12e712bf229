"""Who sees what: the variables and the moves that are hidden from an actor, and a state as it sees it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from detente.expressions.tree import Holds, InForce, IsLevel, MovedWithin, Moves, Name, Node, Outcome, Times, Trend
from detente.reference.numbers import Move, asked_by, moves
from detente.reference.places import walk
from detente.reference.state import NEVER, Array, State
from detente.scenario.model import Scenario

PUBLIC = ""
"""Stands among actors for the public, from whom everything is hidden that is hidden from anybody."""


def observers(scenario: Scenario) -> list[str]:
    """List who keeps estimates: every actor, and the public."""
    return [*scenario.actors, PUBLIC]


def sees_all(scenario: Scenario, actor: str) -> bool:
    """Say whether nothing is hidden from `actor` and it goes by the analyst's own numbers."""
    return not (hidden_from(scenario, actor) or unseen_by(scenario, actor) or scenario.views.get(actor))


def private(scenario: Scenario) -> bool:
    """Say whether anybody knows something that another does not, so that choices have to be asked for one by one."""
    typed = any(agenda.types for agenda in scenario.agendas.values())
    return typed or not all(sees_all(scenario, actor) for actor in scenario.actors)


def hidden_from(scenario: Scenario, actor: str) -> set[str]:
    """List the variables that `actor` does not see; a formula is one of them where one of its inputs is."""
    hidden = {v.id for v in scenario.variables.values() if v.hidden and actor not in v.seen_by}
    formulas = {v.id: inputs(v.formula.tree) for v in scenario.variables.values() if v.formula is not None}
    while more := {name for name, reads in formulas.items() if reads & hidden} - hidden:
        hidden |= more
    return hidden


def estimated_by(scenario: Scenario, actor: str) -> list[str]:
    """List the variables that `actor` keeps an estimate of: what is hidden from it and is no formula."""
    hidden = hidden_from(scenario, actor)
    return [v.id for v in scenario.variables.values() if v.id in hidden and v.formula is None]


def unseen_by(scenario: Scenario, actor: str) -> set[Move]:
    """List the moves that `actor` does not see: of invisible cards, those it neither owns nor is asked for."""
    return {
        (card, owner)
        for card, owner in moves(scenario)
        if not scenario.cards[card].visible and actor not in (owner, *asked_by(scenario.cards[card], owner))
    }


def inputs(node: Node) -> set[str]:
    """List the names that an expression reads; an estimate of a variable does not read the variable."""
    names = {part.id for part in walk(node) if isinstance(part, Name)}
    return names | {part.variable for part in walk(node) if isinstance(part, Trend | IsLevel)}


def seen(by_move: Mapping[Move, Array], unseen: Iterable[Move], nothing: float | bool = 0) -> dict[Move, Array]:
    """Put `nothing` in place of what moves do that are not seen."""
    return {move: np.full_like(value, nothing) if move in unseen else value for move, value in by_move.items()}


def as_seen(scenario: Scenario, state: State, actor: str) -> State:
    """Give a state as `actor` sees it: estimates for what is hidden, unseen moves as if they had never been made.

    What it remembers of conditions that read what is hidden, or speak of unseen moves alone, is left out as well.
    Delayed sources are not touched here: what a formula stood at is for whoever reads the state.
    """
    hidden, unseen = hidden_from(scenario, actor), unseen_by(scenario, actor)

    def remembered(by_term: Mapping) -> dict:
        return {key: value if tells(key[1]) else np.zeros_like(value) for key, value in by_term.items()}

    def tells(term: Node) -> bool:
        about = named(scenario, term)
        return not (inputs(term) & hidden) and not (about and about <= unseen)

    never = {name: seen(getattr(state, name), unseen, NEVER) for name in ("since_proposed", "since_played")}
    none = ("wait", "spent", "in_force", "left", "times", "succeeded", "failed", "refused")
    return replace(
        state,
        x={name: state.estimate[actor, name] if name in hidden else value for name, value in state.x.items()},
        trend={name: np.zeros_like(v) if name in hidden else v for name, v in state.trend.items()},
        latched=remembered(state.latched),
        run=remembered(state.run),
        **never,
        **{name: seen(getattr(state, name), unseen) for name in none},
    )


def named(scenario: Scenario, node: Node) -> set[Move]:
    """List the moves that an expression speaks of."""
    found = set()
    for part in walk(node):
        match part:
            case Moves(actor, _, card) | MovedWithin(actor, _, card, _):
                found.add((card, actor))
            case Holds(actor, _):
                found |= {move for move in moves(scenario) if move[1] == actor}
            case Outcome(card, _, _) | InForce(card) | Times(card):
                found |= {move for move in moves(scenario) if move[0] == card}
    return found
