"""What actors know: whether what an expression says of types, beliefs and estimates can be known or be uncertain."""

from detente.expressions import tree, walk
from detente.scenario import model
from detente.scenario.names import Names
from detente.scenario.types import no_type

Wrong = tuple[str, str, str, str]
"""A fault: code, message, the word that it is about, and the remedy."""


def names_in(formula: tree.Node) -> frozenset[str]:
    """List what a formula reads of the world as it is; estimates are their owners'."""
    return frozenset(
        part.id if isinstance(part, tree.Name) else part.variable
        for part in walk(formula)
        if isinstance(part, tree.Name | tree.Trend | tree.IsLevel)
    )


def type_unknown_to(readers: tuple[str, ...], actor: str, type: str) -> Wrong | None:
    """Say why those who read `actor is type` cannot: an actor's type is known to itself alone.

    `readers` go by what they know; none: everybody reads it.
    """
    if not readers:
        message = f"everybody reads this, and only `{actor}` knows of which type it is"
        return "E417", message, actor, "read the type where things happen: in a shock, a transition, a `while:`"
    stranger = next((reader for reader in readers if reader != actor), None)
    if stranger is None:
        return None
    message = f"`{stranger}` reads this, and does not know of which type `{actor}` is"
    if actor in readers:
        return "E417", message, actor, f"write a card for `{actor}` alone, in which it reads its own type"
    return "E417", message, actor, f"write `belief of {stranger} that {actor} is {type} above 50`"


def in_the_dark(condition: tree.Node, owner: str, scenario: model.Scenario, names: Names) -> bool:
    """Say whether a condition that `owner` reads may look to it other than it is."""
    for part in walk(condition):
        match part:
            case tree.Name(id) | tree.Trend(id):
                unseen = not names.sees(owner, id)
            case (
                tree.InForce(id) | tree.Times(id) | tree.Outcome(id) | tree.Moves(_, _, id) | tree.MovedWithin(_, _, id)
            ):
                card = scenario.cards[id]
                unseen = not card.visible and owner not in (*card.by, *card.consent)
            case tree.Holds(actor):
                unseen = actor != owner and any(
                    not card.visible and owner not in card.consent
                    for card in scenario.cards.values()
                    if actor in card.by
                )
            case _:
                unseen = False
        if unseen:
            return True
    return False


def wrong_estimate(node: tree.Estimate, names: Names) -> Wrong | None:
    """Say what is wrong with an estimate, its ids apart: of what it sees an actor has none."""
    actor, variable = node.actor, node.variable
    if variable in names.unsure or not names.sees(actor, variable):
        return None
    message = f"`{actor}` sees `{variable}`, so there is nothing to estimate"
    return "E416", message, variable, f"write the variable itself, `{variable}`; or hide it: `hidden: yes`"


def wrong_belief(node: tree.Belief, names: Names) -> Wrong | None:
    """Say what is wrong with a belief, its ids apart: it is about another actor, which has that type."""
    wrong = no_type(node.type, node.other, names)
    if wrong:
        return wrong[0], wrong[1], node.type, wrong[2]
    if node.actor == node.other:
        message = f"`{node.actor}` knows of which type it is itself"
        return "E416", message, node.other, f"write `{node.other} is {node.type}`, or name another actor"
    return None


def turned(left: str, right: str, names: Names) -> Wrong | None:
    """Find the words of `actor is type` in the wrong order."""
    if left not in names.kinds and left in names.types.get(right, ()):
        message = f"`{left}` is a type of `{right}`, which stands first"
        return "E415", message, left, f"write `{right} is {left}`"
    return None


def meant_actor(left: str, right: str, names: Names) -> bool:
    """Say whether `left is right` is about an unknown actor: it names nothing, and `right` is somebody's type."""
    typed = any(right in types for types in names.types.values())
    return left not in names.kinds and right not in names.kinds and typed
