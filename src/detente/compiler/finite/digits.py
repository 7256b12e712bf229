"""A state of a finite game as a row of whole numbers: levels, timers, what is spent, capped memory, the clock.

States with the same future have the same digits: what can no longer matter is left out, counts stop at their cap.
"""

from dataclasses import dataclass
from types import ModuleType

import numpy as np

from detente.expressions.tree import Node
from detente.game.close import SPENT
from detente.game.game import Game
from detente.game.state import Array, State


@dataclass(frozen=True, slots=True)
class Digit:
    """One part of a state, from 0 to `count` - 1.

    `kind`: `month`, `level` (index among `Game.levels`), `force` and `wait` (of a move: months to go), `spent` (of a
    shock), `watch` (under `key`, as in `Game.watch_index`).
    """

    kind: str
    index: int
    count: int
    key: tuple[str, Node, str] | None = None


def digits_of(game: Game, *, caps: list[int], clock: int) -> tuple[Digit, ...]:
    """List what the states of a game are told apart by; each watch counts up to its cap, the months up to `clock`."""
    found = [Digit("month", 0, clock + 1)]
    found += [Digit("level", k, len(levels.names)) for k, levels in enumerate(game.levels)]
    for m in range(len(game.moves)):
        if game.move_lasting[m]:
            found.append(Digit("force", m, int(game.move_lasts[m]) + 1 if game.move_lasts[m] < SPENT else 2))
        found.append(Digit("wait", m, 2 if game.move_once[m] else int(game.move_pause[m])))
    found += [Digit("spent", s, 2) for s in range(len(game.shocks)) if game.shock_once[s]]
    keys = {row: key for key, row in game.watch_index.items()}
    found += [Digit("watch", k, cap + 1, keys[k]) for k, cap in enumerate(caps)]
    return tuple(digit for digit in found if digit.count > 1) or (found[0],)


def read_digits(digits: tuple[Digit, ...], game: Game, state: State, xp: ModuleType) -> list[Array]:
    """Read the digits of states, each (*lanes), whole numbers; `game` may remember more than the digits need."""
    lanes = state.wait.shape[1:] if len(game.moves) else state.x.shape[1:]
    rows = []
    for digit in digits:
        match digit.kind:
            case "month":
                value = xp.asarray(state.month)
            case "level":
                value = xp.rint(state.x[game.levels[digit.index].variable] * ((digit.count - 1) / 100.0))
            case "force":
                left = xp.clip(state.left[digit.index], 1, digit.count - 1)
                value = xp.where(state.in_force[digit.index] > 0, left, 0)
            case "wait":
                value = state.wait[digit.index]
            case "spent":
                value = state.spent_shocks[digit.index]
            case _:
                assert digit.key is not None
                value = state.watch[game.watch_index[digit.key]]
        rows.append(xp.broadcast_to(xp.clip(value, 0, digit.count - 1), lanes).astype(np.int32))
    return rows


def write_state(digits: tuple[Digit, ...], game: Game, rows: np.ndarray) -> State:
    """Turn rows of digits (states, digits) into a state with lanes (1, states), in float64."""
    lanes = (1, len(rows))

    def empty(count: int) -> np.ndarray:
        return np.zeros((count, *lanes))

    moves = len(game.moves)
    x, in_force, left, wait = empty(len(game.variables)), empty(moves), empty(moves), empty(moves)
    spent, watch, month = empty(len(game.shocks)), empty(len(game.watches)), np.zeros(lanes, np.int32)
    for digit, value in zip(digits, rows.T, strict=True):
        match digit.kind:
            case "month":
                month[0] = value
            case "level":
                x[game.levels[digit.index].variable, 0] = 100.0 * value / (digit.count - 1)
            case "force":
                in_force[digit.index, 0] = value > 0
                left[digit.index, 0] = value if game.move_lasts[digit.index] < SPENT else game.move_lasts[digit.index]
            case "wait":
                wait[digit.index, 0] = value * SPENT if game.move_once[digit.index] else value
            case "spent":
                spent[digit.index, 0] = value
            case _:
                watch[digit.index, 0] = value
    return State(
        month=month,
        x=x,
        in_force=in_force,
        left=left,
        scale=np.ones((moves, *lanes)),
        wait=wait,
        spent_shocks=spent,
        trend=empty(len(game.trends)),
        delayed=(),
        watch=watch,
        types=empty(0),
        estimate=empty(0),
        spread=empty(0),
        belief=empty(0),
    )
