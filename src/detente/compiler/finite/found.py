"""A finite game as it was found in a scenario, and how its exact strategies are played in the compiled month."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np

from detente.compiler.finite.digits import Digit, read_digits
from detente.game.finite import FiniteGame
from detente.game.game import Game
from detente.game.reading import Row, View
from detente.game.state import Array, Numbers

# Log odds of what is as good as never chosen.
_NEVER = 1e-300


class Table(NamedTuple):
    """Strategies as gains over holding and over no, in indifferences: an entry for each state."""

    moves: Array  # (moves, states of months)
    consents: Array  # (consents, states)


class Seat(NamedTuple):
    """What one of a player's actions is in the compiled game: action `action` of player `player`."""

    player: int
    action: int


@dataclass(frozen=True, eq=False)
class Finite:
    """A finite game with its way back to the scenario. Hashable by identity, so static to JAX.

    - `source` is the compiled game that was played, without its questions; `actors` (players,) says whose payoffs each
      player has; `game` starts in its state `start`.
    - `months` (months, digits) are the states that a month can start in, `where` (months,) their positions in `game`;
      `steps` find a state by its digits (see `steps_to`).
    - `answering` (months, joint proposals) is the state in which the requests of a joint proposal are answered, -1
      where there is none; `stride` (moves,) is what each move adds to the position of a joint proposal.
    - `move_seats` and `consent_seats` name the player and action of each move and each yes, None for those that never
      come up.
    """

    game: FiniteGame
    source: Game
    actors: np.ndarray
    start: int
    digits: tuple[Digit, ...]
    months: np.ndarray
    where: np.ndarray
    answering: np.ndarray
    stride: np.ndarray
    move_seats: tuple[Seat | None, ...]
    consent_seats: tuple[Seat | None, ...]
    steps: tuple[np.ndarray, ...]

    def table(self, strategies: np.ndarray) -> Table:
        """Turn one equilibrium, `strategies` (players, states, actions), into what `gains` plays."""
        available, usual = (np.asarray(rows).swapaxes(0, 1) for rows in (self.game.available, self.game.usual))
        odds = np.log(np.maximum(strategies, _NEVER)) - np.log(np.where(available, usual, 1.0))
        over = np.where(available & available[:, :, :1], odds - odds[:, :, :1], 0.0)

        def rows(seats: tuple[Seat | None, ...], states: np.ndarray) -> np.ndarray:
            none = np.zeros(len(states))
            found = [none if seat is None else over[seat.player, states, seat.action] for seat in seats]
            return np.array(found, np.float32).reshape(len(seats), len(states))

        return Table(rows(self.move_seats, self.where), rows(self.consent_seats, np.arange(self.game.state_count)))

    def gains(
        self, table: Table, game: Game, numbers: Numbers, view: View, open_moves: Row
    ) -> tuple[Row, Callable[[Row], Row]]:
        """Say what the strategies of `table` make of each move, and of each yes to what is proposed.

        In a state that play never reaches (a what-if may put it there) everybody goes by the usual odds. `game` may
        remember more than the one that was solved.
        """
        month = self.find(game, view)
        known = month >= 0
        moves = jnp.where(known[None], jnp.asarray(table.moves)[:, month], 0.0)

        def answers(proposed: Row) -> Row:
            if not game.consents:
                return jnp.zeros((0, *month.shape), jnp.float32)
            stride = jnp.asarray(self.stride).reshape((-1,) + (1,) * month.ndim)
            joint = jnp.sum(proposed.astype(jnp.int32) * stride, axis=0)
            state = jnp.asarray(self.answering)[month, joint]
            return jnp.where((known & (state >= 0))[None], jnp.asarray(table.consents)[:, state], 0.0)

        return moves, answers

    def find(self, game: Game, view: View) -> Row:
        """Find the state that each lane's month starts in, as a position in `months`; -1 where play never comes."""
        node = jnp.zeros(view.x.shape[1:], jnp.int32)
        state = view.state._replace(x=view.x)
        for step, digit in zip(self.steps, read_digits(self.digits, game, state, jnp), strict=True):
            node = jnp.asarray(step)[node, digit]
        return node


def steps_to(months: np.ndarray, digits: tuple[Digit, ...]) -> tuple[np.ndarray, ...]:
    """Build the tables by which a state is found digit by digit: step k leads from a beginning to a longer one.

    Beginnings are numbered as they come; the last step gives the position in `months` (months, digits). What is in no
    state leads to -1, which stays -1: the last row of every table.
    """
    tables, node, count = [], np.zeros(len(months), np.int64), 1
    for k, digit in enumerate(digits):
        key = node * digit.count + months[:, k]
        last = k == len(digits) - 1
        distinct, following = (key, np.arange(len(key))) if last else np.unique(key, return_inverse=True)
        table = np.full((count + 1, digit.count), -1, np.int32)
        table.reshape(-1)[distinct] = np.arange(len(distinct))
        tables.append(table)
        node, count = following, len(distinct)
    return tuple(tables)
