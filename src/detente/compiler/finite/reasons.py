"""Why a scenario is finite or not, in words."""

from collections.abc import Mapping

from detente.compiler.finite.caps import count_cap, nodes_of_play
from detente.expressions import tree
from detente.game.game import Game
from detente.scenario.model import Scenario

# Reasons name this many culprits and count the rest.
_NAMED = 4


def finite_reasons(scenario: Scenario, game: Game, *, fixed: Mapping[str, float] | None = None) -> list[str]:
    """Say in words why the scenario has no finite number of states; an empty list says that it has.

    Finite are levels, formulas of them, timers, shocks that are spent, and counts that are compared with numbers only;
    dates add a clock. What questions remember does not count: nobody's play depends on it.
    `fixed` are numbers by path that stand in place of those of the file.
    """
    fixed = fixed or {}
    numbers = {path: number.low for path, number in scenario.numbers.items()} | dict(fixed)
    reasons = []
    moving = [v.id for v in scenario.variables.values() if v.kind not in ("levels", "formula")]
    if moving:
        reasons.append(f"{_list(moving)} {_is(moving)} not of levels: between 0 and 100 there is no end of values")
    ranges = [path for path, number in scenario.numbers.items() if number.low < number.high and path not in fixed]
    if ranges:
        reasons.append(f"{_list(ranges)} {_is(ranges)} given as a range: an exact game has one value for each number")
    nodes = list(nodes_of_play(game))
    trends = sorted({node.variable for node in nodes if isinstance(node, tree.Trend)})
    if trends:
        reasons.append(f"trend({trends[0]}) is read: a trend can take any value")
    counted = sorted({node.card for node in nodes if isinstance(node, tree.Times)})
    endless = [card for card in counted if count_cap(scenario, game, card, numbers) is None]
    if endless:
        reasons.append(
            f"times({endless[0]}) is more than compared with a number: it can grow without end, as the states do"
        )
    if not game.moves:
        reasons.append("nobody has a card to play: there is nothing to decide")
    return reasons


def _list(names: list[str]) -> str:
    more = len(names) - _NAMED
    shown = names if more <= 0 else names[:_NAMED]
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def _is(names: list[str]) -> str:
    return "is" if len(names) == 1 else "are"
