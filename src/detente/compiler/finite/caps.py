"""How far each memory of a game has to count: from some value on the future is the same whatever it is."""

from collections.abc import Iterator, Mapping

from detente import expressions
from detente.expressions import tree
from detente.game.game import Game, Watch
from detente.game.reading import needs_events
from detente.scenario.finite import count_cap, trees_of_play
from detente.scenario.model import Scenario

# A window that is open on one side reaches this far, and no month does.
_AGES = 10**6


def watch_caps(scenario: Scenario, game: Game, numbers: Mapping[str, float]) -> list[int]:
    """Say for each watch at what value to stop counting; 0 where nothing that play depends on reads it.

    `numbers` are those of the file by path, each one value.
    """
    nodes = list(_nodes_of_play(scenario))
    return [_cap(scenario, numbers, watch, nodes) for watch in game.watches]


def clock_cap(scenario: Scenario, game: Game) -> int:
    """Say from which month on no date makes a difference any more."""
    windows = [node.window for node in _nodes_of_play(scenario) if isinstance(node, tree.Dated | tree.Calendar)]
    turns = [edge for window in windows for first, last in [game.windows[window]] for edge in (first, last + 1)]
    return max((turn for turn in turns if 0 < turn < _AGES), default=0)


def _nodes_of_play(scenario: Scenario) -> Iterator[tree.Node]:
    """Go through every node of every expression that play depends on."""
    for top in trees_of_play(scenario):
        yield from expressions.walk(top)


def _cap(scenario: Scenario, numbers: Mapping[str, float], watch: Watch, nodes: list[tree.Node]) -> int:
    match watch.kind, watch.term:
        case "count", tree.Outcome(card, outcome):
            uses = (n for n in nodes if isinstance(n, tree.Outcome) and (n.card, n.outcome) == (card, outcome))
            return max((use.ordinal or 0 for use in uses), default=0)
        case "count", tree.Moves(_, _, card):
            return count_cap(scenario, card, numbers) or 0
        case "since", tree.Moves(actor, verb, card):
            said = (actor, "played" if verb == "plays" else "proposed", card)
            uses = (n for n in nodes if isinstance(n, tree.MovedWithin) and (n.actor, n.verb, n.card) == said)
            return max((use.months + 1 for use in uses), default=0)
        case "run", term:
            # This month is read itself, where it is known already, and need not be remembered.
            now = 0 if needs_events(term) else 1
            return max((n.months - now for n in nodes if isinstance(n, tree.Lasting) and n.term == term), default=0)
    return 1 if watch.term in nodes else 0
