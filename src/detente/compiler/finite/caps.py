"""How far each memory of a game has to count: from some value on the future is the same whatever it is."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping

from detente import expressions
from detente.expressions import tree
from detente.game.game import Game, Watch
from detente.game.reading import needs_events
from detente.scenario.model import Scenario

# A window that is open on one side reaches this far, and no month does.
_AGES = 10**6


def watch_caps(scenario: Scenario, game: Game, numbers: Mapping[str, float]) -> list[int]:
    """Say for each watch at what value to stop counting; 0 where nothing that play depends on reads it.

    `numbers` are those of the file by path, each one value.
    """
    nodes = list(nodes_of_play(game))
    return [_cap(scenario, game, numbers, watch, nodes) for watch in game.watches]


def clock_cap(game: Game) -> int:
    """Say from which month on no date makes a difference any more."""
    windows = [node.window for node in nodes_of_play(game) if isinstance(node, tree.Dated | tree.Calendar)]
    turns = [edge for window in windows for first, last in [game.windows[window]] for edge in (first, last + 1)]
    return max((turn for turn in turns if 0 < turn < _AGES), default=0)


def count_cap(scenario: Scenario, game: Game, card: str, numbers: Mapping[str, float]) -> int | None:
    """Find how far plays of a card have to be counted; None if without end."""
    at_most = len(scenario.cards[card].by) if scenario.cards[card].once else None
    compared, uses = [], 0
    for top in trees_of_play(game):
        uses += Counter(node.card for node in expressions.walk(top) if isinstance(node, tree.Times))[card]
        for node in expressions.walk(top):
            if isinstance(node, tree.Comparison):
                compared += _turns(scenario, numbers, node, tree.Times(card))
    if uses != len(compared):
        return at_most
    needed = max(compared, default=0)
    return needed if at_most is None else min(needed, at_most)


def nodes_of_play(game: Game) -> Iterator[tree.Node]:
    """Go through every node of every expression that play depends on."""
    for top in trees_of_play(game):
        yield from expressions.walk(top)


def trees_of_play(game: Game) -> Iterator[tree.Node]:
    """Go through every expression that play depends on: not those of questions, yardsticks and scales.

    Nothing is left to scale where no variable has room for effects.
    """
    tops = list(_written(game))
    wanted = {game.everything[v] for agenda, v, _ in game.table.wants if agenda < len(game.actors)}
    formulas = dict(zip(game.formulas, game.formula_trees, strict=True))
    read = wanted | {name for top in tops for name in _names(top)}
    while needed := [name for name in formulas if name in read]:
        tops += [formulas.pop(name) for name in needed]
        read = {name for top in tops for name in _names(top)}
    yield from tops


def _names(top: tree.Node) -> Iterator[str]:
    return (node.id for node in expressions.walk(top) if isinstance(node, tree.Name))


def _written(game: Game) -> Iterator[tree.Node]:
    """Go through what cards, rules, shocks and payoffs say."""
    rules = [rule for levels in game.levels for rule in levels.rules]
    groups = (
        game.move_when,
        game.move_chance,
        game.move_ends_when,
        game.shock_when,
        game.shock_chance,
        game.strength_gate,
        game.push_gate,
        [cost.amount for cost in game.costs],
        [node for row in game.payoffs if row.agenda < len(game.actors) for node in (row.when, row.worth)],
        [node for rule in rules for node in (rule.when, rule.chance)],
    )
    for group in groups:
        yield from (node for node in group if node is not None)


def _cap(scenario: Scenario, game: Game, numbers: Mapping[str, float], watch: Watch, nodes: list[tree.Node]) -> int:
    match watch.kind, watch.term:
        case "count", tree.Outcome(card, outcome):
            uses = (n for n in nodes if isinstance(n, tree.Outcome) and (n.card, n.outcome) == (card, outcome))
            return max((use.ordinal or 0 for use in uses), default=0)
        case "count", tree.Moves(_, _, card):
            return count_cap(scenario, game, card, numbers) or 0
        case "since", tree.Moves(actor, verb, card):
            said = (actor, "played" if verb == "plays" else "proposed", card)
            uses = (n for n in nodes if isinstance(n, tree.MovedWithin) and (n.actor, n.verb, n.card) == said)
            return max((use.months + 1 for use in uses), default=0)
        case "run", term:
            # This month is read itself, where it is known already, and need not be remembered.
            now = 0 if needs_events(term) else 1
            return max((n.months - now for n in nodes if isinstance(n, tree.Lasting) and n.term == term), default=0)
    return 1 if watch.term in nodes else 0


def _turns(scenario: Scenario, numbers: Mapping[str, float], node: tree.Comparison, count: tree.Times) -> list[int]:
    """Find the first whole number from which a comparison of `count` with a number says the same for all above it."""
    found = []
    for one, other, early in (
        (node.left, node.right, ("at least", "below")),
        (node.right, node.left, ("at most", "above")),
    ):
        number = _fixed(scenario, numbers, other)
        if one == count and number is not None:
            turn = math.ceil(number) if node.operator in early else math.floor(number + expressions.IS_TOLERANCE) + 1
            found.append(max(turn, 0))
    return found


def _fixed(scenario: Scenario, numbers: Mapping[str, float], node: tree.Node) -> float | None:
    """Read a number that is the same in every state: written out, or named."""
    match node:
        case tree.Literal(value):
            return value
        case tree.Negative(inner):
            value = _fixed(scenario, numbers, inner)
            return None if value is None else -value
        case tree.Name(name) if name in scenario.named_numbers:
            return numbers[scenario.named_numbers[name].value.path]
    return None
