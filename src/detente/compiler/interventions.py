"""Turn the lines of a what-if into masks and values for the one compiled program."""

from collections.abc import Iterable

import numpy as np

from detente.compiler.known import type_row
from detente.compiler.sight import type_ids
from detente.foundation.calendar import months_between
from detente.game.game import Game
from detente.game.state import Do
from detente.scenario import model
from detente.scenario.model import Scenario


def no_intervention(game: Game) -> Do:
    """Return the masks of the base case: nothing forced, nothing held, every link in place."""
    rows = game.months + 1
    everything = len(game.everything)
    return Do(
        move=np.zeros((rows, len(game.moves)), np.int32),
        shock=np.zeros((rows, len(game.shocks)), np.int32),
        set_at=np.zeros((rows, everything), bool),
        held=np.zeros((rows, everything), bool),
        value=np.zeros((rows, everything), np.float32),
        strength_on=np.ones(len(game.strengths), np.float32),
        push_on=np.ones(len(game.pushes), np.float32),
    )


def intervention(scenario: Scenario, game: Game, lines: Iterable[model.Do]) -> tuple[Do, dict[str, float]]:
    """Compile `lines`; returns masks, and the numbers that they fix by path.

    In a month that two lines name, the later one takes the place of the earlier.
    """
    do = no_intervention(game)
    numbers: dict[str, float] = {}
    for line in lines:
        months = _months(scenario, game, line)
        match line.kind:
            case "move":
                for m, (card, owner) in enumerate(game.moves):
                    if card == line.card and owner == line.actor:
                        do.move[months, m] = -1 if line.forbid else 1
            case "shock":
                do.shock[months, game.shocks.index(line.shock)] = -1 if line.forbid else 1
            case "set":
                position = game.everything_index[line.variable]
                once = line.window is not None and line.window.kind == "in"
                do.set_at[months, position] = once
                do.held[months, position] = not once
                do.value[months, position] = line.value
            case "cut":
                for ids, switch in zip(game.link_ids, (do.strength_on, do.push_on), strict=True):
                    if line.link in ids:
                        switch[ids.index(line.link)] = 0.0
            case "number":
                numbers[line.path] = line.value
            case "type":
                numbers[type_row(line.actor)] = float(type_ids(scenario, line.actor).index(line.type))
    return do, numbers


def _months(scenario: Scenario, game: Game, line: model.Do) -> slice:
    """Find the months of a window; without one every month, those after the horizon too."""
    window = line.window
    if window is None:
        return slice(None)
    first = months_between(scenario.start, window.first)
    match window.kind:
        case "in":
            return slice(max(first, 0), max(first + 1, 0))
        case "before":
            return slice(0, max(first, 0))
        case "by":
            return slice(0, max(first + 1, 0))
        case "from":
            return slice(max(first, 0), None)
        case _:
            last = months_between(scenario.start, window.last or window.first)
            return slice(max(first, 0), max(last + 1, 0))
