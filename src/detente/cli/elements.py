"""The elements of a scenario by section and id, and who refers to whom."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass

from detente.expressions.tree import Belief, IsLevel, IsType, Node
from detente.scenario.model import (
    Actor,
    Agenda,
    Card,
    Claim,
    Do,
    Effect,
    Formula,
    Grounds,
    Happening,
    Link,
    NamedNumber,
    Number,
    OwnView,
    Question,
    Scenario,
    Shock,
    Signal,
    Source,
    Tied,
    Together,
    Transition,
    Variable,
    Want,
    WhatIf,
)

Content = (
    Actor
    | Agenda
    | Card
    | Claim
    | Happening
    | Link
    | NamedNumber
    | OwnView
    | Question
    | Shock
    | Signal
    | Source
    | Together
    | Transition
    | Variable
    | WhatIf
)


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its section of the file, its id there, and what the scenario holds of it."""

    section: str
    id: str
    content: Content


def sections(scenario: Scenario) -> dict[str, list[Element]]:
    """List the elements by section, in the order of a file; sections without any are left out."""
    mappings: dict[str, Mapping[str, Content]] = {
        "sources": scenario.sources,
        "actors": scenario.actors,
        "agendas": scenario.agendas,
        "views": {f"{actor} #{n}": view for actor, own in scenario.views.items() for n, view in enumerate(own, 1)},
        "yardsticks": scenario.yardsticks,
        "variables": scenario.variables,
        "numbers": scenario.named_numbers,
        "transitions": {
            id: rule for variable in scenario.transitions for id, rule in rules(scenario, variable).items()
        },
        "links": scenario.links,
        "cards": scenario.cards,
        "signals": scenario.signals,
        "shocks": scenario.shocks,
        "together": scenario.together,
        "history": {f"{entry.month} #{n}": entry for n, entry in enumerate(scenario.history, 1)},
        "questions": scenario.questions,
        "whatifs": scenario.whatifs,
        "packages": scenario.packages,
        "claims": scenario.claims,
    }
    return {
        section: [Element(section, id, content) for id, content in mapping.items()]
        for section, mapping in mappings.items()
        if mapping
    }


def rules(scenario: Scenario, variable: str) -> dict[str, Transition]:
    """List the rules of a variable of levels in their order, each by where it leads: `relation to war`."""
    listed: dict[str, Transition] = {}
    for rule in scenario.transitions.get(variable, ()):
        id = f"{variable} to {rule.to}"
        number = 1 + sum(known.split(" #")[0] == id for known in listed)
        listed[id if number == 1 else f"{id} #{number}"] = rule
    return listed


def references(scenario: Scenario, target: str) -> dict[str, list[str]]:
    """List the elements that name `target` (an id of any kind), by section."""
    found: dict[str, list[str]] = {}
    for section, elements in sections(scenario).items():
        users = [element.id for element in elements if element.id != target and target in names(element.content)]
        if users:
            found[section] = users
    return found


def names(content: Content) -> frozenset[str]:
    """Return every id that an element names: in its own fields, its formulas and its grounds."""
    return frozenset(_named(content))


def _named(part: object) -> Iterator[str]:
    match part:
        case Number():
            yield from part.because
        case Formula():
            yield from _in_tree(part.tree)
        case Grounds():
            yield from (*part.why, *part.data)
        case Actor():
            yield part.inside
            yield from _in_fields(part)
        case Effect():
            yield part.variable
            yield from _in_tree(part.belief) if part.belief else ()
            yield from _in_fields(part)
        case Want():
            yield part.variable
            yield from _in_fields(part)
        case OwnView():
            yield from _in_path(part.value.path)
            yield from _in_fields(part)
        case Tied():
            yield from _in_path(part.path)
        case Signal():
            yield part.of
            yield from _in_fields(part)
        case Variable():
            yield from part.seen_by
            yield from _in_fields(part)
        case Link():
            yield from (part.source, part.target)
            yield from _in_fields(part)
        case Card():
            yield from (*part.by, *part.consent, *part.concedes_to, part.table, *part.costs, *part.usual_yes)
            yield from _in_fields(part)
        case Shock():
            yield from (*part.ends, *part.becomes)
            yield from _in_fields(part)
        case Agenda():
            # An agenda's id is its actor's, so the actor is used by its own agenda as well.
            yield from (part.id, *part.sides_with)
            yield from _in_fields(part)
        case Happening():
            yield from (part.variable or "", part.source)
            yield from _in_fields(part)
        case Do():
            yield from (
                part.actor,
                part.card,
                part.shock,
                part.variable,
                part.link,
                *part.path.split(".")[1:2],
            )
            yield from _in_tree(part.window) if part.window else ()
        case Claim():
            yield from (part.source.split(" ")[0], part.would_fail_if or "", part.question or "")
            yield from _in_fields(part)
        case Mapping():
            for one in part.values():
                yield from _named(one)
        case tuple():
            for one in part:
                yield from _named(one)
        case _ if is_dataclass(part):
            yield from _in_fields(part)


def _in_path(path: str) -> Iterator[str]:
    """Yield whose number a path leads to; of a view (`views.washington.agendas.seoul...`) whose it is and of what.

    Of a link, its ends too.
    """
    parts = path.split(".")
    if parts[0] == "views":
        yield parts[1]
        parts = parts[2:]
    yield from (parts[1], *parts[1].split(" -> "))


def _in_fields(part: object) -> Iterator[str]:
    for one in fields(part):  # pyright: ignore[reportArgumentType] - called on dataclasses only
        inner = getattr(part, one.name)
        if not isinstance(inner, str):
            yield from _named(inner)


def _in_tree(tree: Node) -> Iterator[str]:
    """Yield every text in an expression: ids, and words of the language, which can be no ids."""
    match tree:  # the name of a level or of a type is no id
        case IsLevel(variable):
            yield variable
            return
        case IsType(actor):
            yield actor
            return
        case Belief(actor, other):
            yield from (actor, other)
            return
        case _:
            pass
    for one in fields(tree):
        inner = getattr(tree, one.name)
        if isinstance(inner, str):
            yield inner
        elif isinstance(inner, Node):
            yield from _in_tree(inner)
        elif isinstance(inner, tuple):
            for node in inner:
                if isinstance(node, Node):
                    yield from _in_tree(node)
