"""An expression in the model's own terms: literals beside measured variables in points, names of levels as levels."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from detente.expressions import tree
from detente.scenario.levels import level_points
from detente.scenario.model import Measure


@dataclass(frozen=True, slots=True)
class Terms:
    """What is translated: variables with a measure, variables with levels, and actors with types."""

    measures: Mapping[str, Measure]
    levels: Mapping[str, tuple[str, ...]]
    types: Mapping[str, tuple[str, ...]]


def translated(node: tree.Node, terms: Terms) -> tree.Node:
    """Return the tree with levels and types as such, and literals beside a measured variable in points."""
    changes: dict[str, object] = {}
    for field in fields(node):  # type: ignore[arg-type]
        value = getattr(node, field.name)
        if isinstance(value, tree.Node):
            changes[field.name] = translated(value, terms)
        elif isinstance(value, tuple):
            changes[field.name] = tuple(translated(part, terms) for part in value)
    if changes:
        node = replace(node, **changes)  # type: ignore[type-var]
    return _comparison(node, terms) if isinstance(node, tree.Comparison) else node


def level_named(node: tree.Node, levels: Mapping[str, tuple[str, ...]]) -> tree.IsLevel | None:
    """Return what a comparison says if it compares a variable of levels with one of them."""
    match node:
        case tree.Comparison(tree.Name(variable), "is", tree.Name(level)) if level in levels.get(variable, ()):
            return tree.IsLevel(variable, level, level_points(levels[variable], level))
    return None


def type_named(node: tree.Node, types: Mapping[str, tuple[str, ...]]) -> tree.IsType | None:
    """Return what a comparison says if it says of which type an actor is."""
    match node:
        case tree.Comparison(tree.Name(actor), "is", tree.Name(type)) if type in types.get(actor, ()):
            return tree.IsType(actor, type)
    return None


_FLIPPED = {"above": "below", "below": "above", "at least": "at most", "at most": "at least", "is": "is"}


def _comparison(node: tree.Comparison, terms: Terms) -> tree.Node:
    named = level_named(node, terms.levels) or type_named(node, terms.types)
    if named is not None:
        return named
    for side, other in (("left", "right"), ("right", "left")):
        measured = _measured(getattr(node, side), terms.measures)
        constant = _constant(getattr(node, other))
        if measured is None or constant is None:
            continue
        measure, level = measured
        width = measure.hundred - measure.zero
        points = (constant - (measure.zero if level else 0.0)) / width * 100
        operator = node.operator if width > 0 else _FLIPPED[node.operator]
        return replace(node, operator=operator, **{other: tree.Literal(points)})
    return node


def _measured(node: tree.Node, measures: Mapping[str, Measure]) -> tuple[Measure, bool] | None:
    """Return the measure of a bare measured variable, or of an estimate of it, and whether it is read as a level.

    Else it is read as a difference.
    """
    match node:
        case tree.Name(id) | tree.Estimate(_, id) if id in measures:
            return measures[id], True
        case tree.ValueAt(quantity):
            return _measured(quantity, measures)
        case tree.ChangeOf(quantity) | tree.EffectOf(_, tree.ValueAt(quantity), False):
            measured = _measured(quantity, measures)
            return (measured[0], False) if measured else None
        case tree.Under(term):
            return _measured(term, measures)
        case _:
            return None


def _constant(node: tree.Node) -> float | None:
    """Work out an expression of plain numbers."""
    match node:
        case tree.Literal(value):
            return value
        case tree.Negative(inner):
            value = _constant(inner)
            return None if value is None else -value
        case tree.Arithmetic(operator, left, right):
            one, two = _constant(left), _constant(right)
            if one is None or two is None or (operator == "/" and two == 0):
                return None
            return {"+": one + two, "-": one - two, "*": one * two}.get(operator, one / two if operator == "/" else 0.0)
        case _:
            return None
