"""Go through a tree: its nodes, its leaves, what it names, and whether it is a condition."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from detente.expressions import tree

ANSWERS = (
    tree.ChanceOf,
    tree.ValueAt,
    tree.ChangeOf,
    tree.EffectOf,
    tree.Leverage,
    tree.WorthOf,
    tree.GainOf,
    tree.ChanceThatPackage,
    tree.Under,
)
"""What only claims may say: values of answers to a whole run."""

_INNER = (
    tree.Literal,
    tree.Negative,
    tree.Arithmetic,
    tree.Choice,
    tree.Comparison,
    tree.And,
    tree.Or,
    tree.Not,
    tree.Given,
)
READINGS = (tree.Name, tree.Trend, tree.Times, tree.Estimate, tree.Belief)
"""The leaves that have a value; all others hold or do not."""

_VALUES = (tree.Literal, tree.Negative, tree.Arithmetic, tree.Choice, *READINGS)


@dataclass(frozen=True, slots=True)
class Reference:
    """An id that a tree names; `role` is what the id must be there.

    Roles: `name` (a variable or a named number), `variable`, `actor`, `card`, `table`, `shock`; in claims
    also `question`, `whatif`, `package`, `yardstick or actor`.
    """

    role: str
    id: str


def walk(node: tree.Node) -> Iterator[tree.Node]:
    """Go through `node` and everything inside it, parents before children, in the order of the text."""
    yield node
    for child in children(node):
        yield from walk(child)


def children(node: tree.Node) -> tuple[tree.Node, ...]:
    """Return the nodes directly inside `node`, windows included."""
    found: list[tree.Node] = []
    for field in fields(node):
        value = getattr(node, field.name)
        found.extend(part for part in (value if isinstance(value, tuple) else (value,)) if isinstance(part, tree.Node))
    return tuple(found)


def leaves(node: tree.Node) -> Iterator[tree.Node]:
    """Go through what `evaluate` asks its reader for: each leaf once, in the order of the text.

    A dated or lasting term is one leaf; what it is about stands in its `term`.
    """
    seen: set[tree.Node] = set()
    for leaf in _leaves(node):
        if leaf not in seen:
            seen.add(leaf)
            yield leaf


def is_condition(node: tree.Node) -> bool:
    """Tell whether `node` holds or does not hold, rather than having a value."""
    if isinstance(node, tree.Under):
        return is_condition(node.term)
    return not isinstance(node, _VALUES + ANSWERS)


def references(node: tree.Node) -> Iterator[Reference]:
    """Go through the ids that `node` names, each with what it must be, in the order of the text."""
    for part in walk(node):
        for field in fields(part):
            value = getattr(part, field.name)
            role = _ROLES.get((type(part), field.name))
            if role and isinstance(value, str):
                yield Reference(role, value)


_ROLES = {
    (tree.Name, "id"): "name",
    (tree.Trend, "variable"): "variable",
    (tree.Estimate, "actor"): "actor",
    (tree.Estimate, "variable"): "variable",
    (tree.Belief, "actor"): "actor",
    (tree.Belief, "other"): "actor",
    (tree.IsLevel, "variable"): "variable",
    (tree.IsType, "actor"): "actor",
    (tree.Moves, "actor"): "actor",
    (tree.Moves, "card"): "card",
    (tree.Holds, "actor"): "actor",
    (tree.Holds, "table"): "table",
    (tree.Outcome, "card"): "card",
    (tree.InForce, "card"): "card",
    (tree.Times, "card"): "card",
    (tree.MovedWithin, "actor"): "actor",
    (tree.MovedWithin, "card"): "card",
    (tree.Happens, "shock"): "shock",
    (tree.ChanceOf, "question"): "question",
    (tree.EffectOf, "whatif"): "whatif",
    (tree.EffectOf, "target"): "question",
    (tree.Leverage, "actor"): "actor",
    (tree.Leverage, "over"): "actor",
    (tree.WorthOf, "card"): "card",
    (tree.WorthOf, "to"): "yardstick or actor",
    (tree.GainOf, "actor"): "actor",
    (tree.GainOf, "variable"): "variable",
    (tree.ChanceThatPackage, "package"): "package",
    (tree.Under, "whatif"): "whatif",
}


def _leaves(node: tree.Node) -> Iterator[tree.Node]:
    if not isinstance(node, _INNER):
        yield node
        return
    for child in children(node):
        yield from _leaves(child)
