"""Names of states, players and actions that an analyst can read."""

from collections import Counter

import numpy as np

from detente import expressions
from detente.compiler.finite.digits import Digit
from detente.compiler.finite.searching import Search
from detente.expressions import tree
from detente.foundation.calendar import month_number, month_text
from detente.game.close import SPENT
from detente.game.game import Game
from detente.scenario.model import Scenario


def state_names(scenario: Scenario, search: Search) -> list[str]:
    """Name every state: of a month by what is the case, of answering also by what was proposed."""
    game, names = search.board.game, []
    for state, choices in zip(search.states, search.choices, strict=True):
        month = describe(scenario, game, search.board.digits, state)
        names.append(month)
        if choices.asks:
            proposed = search.agents.moved(choices.proposals)
            names += [f"{month}; {_proposals(game, row)}" for row in proposed]
    return _distinct(names)


def describe(scenario: Scenario, game: Game, digits: tuple[Digit, ...], state: tuple[int, ...]) -> str:
    """Say in words what is the case in a state: levels first, then what is out of the ordinary."""
    parts = [_part(scenario, game, digit, value) for digit, value in zip(digits, state, strict=True)]
    return ", ".join(part for part in parts if part) or "as at the start"


def player_names(game: Game, agents: list[int], consents: list[int]) -> list[str]:
    """Name the players: an actor at a table, a party before a request."""
    names = ["{} at {}".format(*game.agents[agent]) for agent in agents]
    requests = [game.consents[consent] for consent in consents]
    return names + [f"{party}, asked for {card} by {owner}" for card, owner, party in requests]


def action_names(game: Game, agents: list[int], actions: list[list[int]], consents: list[int]) -> list[list[str]]:
    """Name the actions of each player: to hold or a card; no or yes."""
    names = []
    for agent, kept in zip(agents, actions, strict=True):
        cards = [card for m, (card, _) in enumerate(game.moves) if game.move_agent[m] == agent]
        names.append(["hold", *(cards[action - 1] for action in kept[1:])])
    return names + [["no", "yes"] for _ in consents]


def _part(scenario: Scenario, game: Game, digit: Digit, value: int) -> str:
    """Say what one digit tells; nothing where it says that all is as usual."""
    match digit.kind:
        case "month" if digit.count == 1:
            return ""
        case "month":
            date = month_text(month_number(game.start) + value)
            return f"from {date}" if value == digit.count - 1 else f"in {date}"
        case "level":
            levels = game.levels[digit.index]
            return f"{game.variables[levels.variable]} is {levels.names[value]}"
        case "spent":
            return f"{game.shocks[digit.index]} has happened" if value else ""
        case "watch":
            return _remembered(game, digit, value)
    move = _move(scenario, *game.moves[digit.index])
    if not value:
        return ""
    if digit.kind == "force":
        more = f" {value} more month{'s' if value > 1 else ''}" if game.move_lasts[digit.index] < SPENT else ""
        return f"{move} in force{more}"
    return f"{move} spent" if game.move_once[digit.index] else f"{move} pauses {_months(value)}"


def _remembered(game: Game, digit: Digit, value: int) -> str:
    watch = game.watches[digit.index]
    match watch.kind, watch.term:
        case "count", tree.Moves(_, _, card):
            return f"{card} played {_times(value, digit)}" if value else ""
        case "count", tree.Outcome(card, outcome):
            return f"{card} {outcome} {_times(value, digit)}" if value else ""
        case "since", tree.Moves(actor, verb, card):
            said = f"{actor} {'played' if verb == 'plays' else 'proposed'} {card}"
            return f"{said} {_months(value)} ago" if value < digit.count - 1 else ""
        case "run", term:
            enough = " or more" if value == digit.count - 1 else ""
            return f"{expressions.show(term)} for {_months(value)}{enough}{_where(watch.place)}" if value else ""
    return f"it was so: {expressions.show(watch.term)}{_where(watch.place)}" if value else ""


def _where(place: str) -> str:
    """Tell apart memories of one thing that are read at different points of the month."""
    return {"resolved": " (after the plays)", "drifted": " (before shocks)", "ends": " (at the end)"}.get(place, "")


def _times(value: int, digit: Digit) -> str:
    count = {1: "once", 2: "twice"}.get(value, f"{value} times")
    return count + (" or more" if value == digit.count - 1 else "")


def _months(count: int) -> str:
    return "1 month" if count == 1 else f"{count} months"


def _move(scenario: Scenario, card: str, owner: str) -> str:
    return card if len(scenario.cards[card].by) == 1 else f"{card} of {owner}"


def _proposals(game: Game, proposed: np.ndarray) -> str:
    moves = [f"{owner} proposes {card}" for (card, owner), said in zip(game.moves, proposed, strict=True) if said]
    return ", ".join(moves) or "nobody proposes anything"


def _distinct(names: list[str]) -> list[str]:
    """Number names that memory alone tells apart in ways that words do not."""
    twice = {name for name, count in Counter(names).items() if count > 1}
    seen: Counter[str] = Counter()
    result = []
    for name in names:
        seen[name] += 1
        result.append(f"{name} ({seen[name]})" if name in twice else name)
    return result
