"""The compiled month with nothing left to chance: chosen moves and answers, every outcome with its exact probability.

Float64 throughout: the one compiled month, run by `jax.enable_x64`. NumPy goes in and comes out.
"""

from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from detente.compiler.finite.digits import Digit, read_digits, write_state
from detente.game.game import Game
from detente.game.month import Answers, play_month
from detente.game.reading import Row, View
from detente.game.ready import make_ready, start_state
from detente.game.state import Draws, Month, Numbers, State

# Lanes of one call, padded: a program is compiled once for each game.
_LANES = 1024
# Far beyond any odds: a move with this much is chosen.
_SURE = 1e9
# What decides an event that the month draws: a uniform of 0 lets it happen, of 1 not.
_UNDECIDED, _YES, _NO = 0, 1, 2


class Plays(NamedTuple):
    """What is done: `state` (plays, digits), `move` (plays, moves) proposed and `yes` (plays, consents) answered."""

    state: np.ndarray
    move: np.ndarray
    yes: np.ndarray


class Outcomes(NamedTuple):
    """What can come of it: for each outcome its play, its probability, the next state and what it pays each actor."""

    play: np.ndarray
    chance: np.ndarray
    state: np.ndarray
    utility: np.ndarray


@dataclass(frozen=True, eq=False)
class Board:
    """A game whose months are played with certainty: its digits, its numbers in float64, the digits it starts with."""

    game: Game
    digits: tuple[Digit, ...]
    numbers: Numbers
    start: np.ndarray

    def available(self, states: np.ndarray) -> np.ndarray:
        """Say which moves can be proposed in `states` (states, digits): bool (states, moves)."""
        moves, consents = len(self.game.moves), len(self.game.consents)
        nothing = Plays(states, np.zeros((len(states), moves), bool), np.zeros((len(states), consents), bool))
        seen = self._months(nothing, np.zeros((len(states), self._events), np.int8))[1]
        can = np.asarray(seen.events.available)[:, 0].T > 0
        return can & np.isfinite(self.number("usual"))  # odds of 0 are those of a card that is never played

    def play(self, plays: Plays) -> Outcomes:
        """Play every line of `plays` and find all its outcomes; probabilities of one play add up to one."""
        play, chance = np.arange(len(plays.state)), np.ones(len(plays.state))
        decided = np.zeros((len(play), self._events), np.int8)
        done = []
        while len(play):
            after, seen = self._months(Plays(*(rows[play] for rows in plays)), decided)
            chances = np.concatenate([seen.success_chance, seen.level_chance, seen.shock_chance])[:, 0].T
            split = self._open_events(chances, decided)
            over = ~split.any(axis=1)
            utility = np.asarray(seen.utility)[:, 0].T
            done.append(Outcomes(play[over], chance[over], after[over], utility[over]))
            play, chance, decided = _split(play, chance, decided, chances, split)
        return Outcomes(*(np.concatenate(rows) for rows in zip(*done, strict=True)))

    def number(self, name: str) -> np.ndarray:
        """Return one of the numbers made ready, a value for each of its rows."""
        return np.asarray(getattr(self.numbers, name))[:, 0, 0]

    @property
    def _events(self) -> int:
        return len(self.game.moves) + len(self.game.levels) + len(self.game.shocks)

    def _open_events(self, chances: np.ndarray, decided: np.ndarray) -> np.ndarray:
        """Find the events that could go either way, of the first step of the month that has any: bool as `chances`.

        Later steps read what came of earlier ones, so their chances count only once those are decided.
        """
        either = (chances > 0) & (chances < 100) & (decided == _UNDECIDED)
        step = np.repeat([0, 1, 2], [len(self.game.moves), len(self.game.levels), len(self.game.shocks)])
        first = np.where(either, step, 3).min(axis=1, initial=3)
        return either & (step == first[:, None])

    def _months(self, plays: Plays, decided: np.ndarray) -> tuple[np.ndarray, Month]:
        """Play one month a line: the digits after it, and what was seen, with lanes last."""
        count = len(plays.state)
        parts = []
        for first in range(0, count, _LANES):
            ids = np.minimum(np.arange(first, first + _LANES), count - 1)
            state = write_state(self.digits, self.game, plays.state[ids])
            draws = self._draws(plays.move[ids], plays.yes[ids], decided[ids])
            with jax.enable_x64(True):
                found = _month(self.game, self.numbers, state, draws)
            parts.append(jax.tree.map(lambda rows: _whole(rows)[..., : min(_LANES, count - first)], found))  # noqa: B023
        after, seen = jax.tree.map(lambda *rows: np.concatenate(rows, axis=-1), *parts)
        digits = read_digits(self.digits, self.game, after, np)
        return np.array(digits, np.int64).reshape(len(self.digits), count).T, seen

    def _draws(self, move: np.ndarray, yes: np.ndarray, decided: np.ndarray) -> Draws:
        moves, levels = len(self.game.moves), len(self.game.levels)
        uniform = np.where(decided == _NO, 1.0, 0.0).T[:, None]
        lanes = (1, len(move))
        return Draws(
            gumbel=np.where(move, _SURE, -_SURE).T[:, None],
            gumbel_hold=np.zeros((len(self.game.agents), *lanes)),
            consent=np.where(yes, _SURE, -_SURE).T[:, None],
            success=uniform[:moves],
            noise=np.zeros((len(self.game.variables), *lanes)),
            shock=uniform[moves + levels :],
            transition=uniform[moves : moves + levels],
            signal=np.zeros((0, *lanes)),
        )


def make_board(game: Game, digits: tuple[Digit, ...], raw: np.ndarray) -> Board:
    """Make the numbers of a game, `raw` (numbers,), ready in float64."""
    with jax.enable_x64(True):
        numbers, state = jax.tree.map(np.asarray, _ready(game, np.asarray(raw, np.float64).reshape(-1, 1, 1)))
    start = [row.item() for row in read_digits(digits, game, state, np)]
    return Board(game, digits, numbers, np.array(start, np.int64))


def _split(
    play: np.ndarray, chance: np.ndarray, decided: np.ndarray, chances: np.ndarray, split: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Go on with every way in which the events marked in `split` can come out."""
    parts = [(play[:0], chance[:0], decided[:0])]
    patterns, which = np.unique(split, axis=0, return_inverse=True)
    for k, pattern in enumerate(patterns):
        lines, events = np.flatnonzero(which.reshape(-1) == k), np.flatnonzero(pattern)
        if not len(events):
            continue
        share = chances[np.ix_(lines, events)] / 100.0
        for ways in product((_YES, _NO), repeat=len(events)):
            said = decided[lines]
            said[:, events] = ways
            odds = np.where(np.array(ways) == _YES, share, 1.0 - share).prod(axis=1)
            parts.append((play[lines], chance[lines] * odds, said))
    play, chance, decided = (np.concatenate(rows) for rows in zip(*parts, strict=True))
    return play, chance, decided


def _whole(rows: Row) -> np.ndarray:
    """Spread what is the same in every lane over all of them."""
    rows = np.asarray(rows)
    return np.broadcast_to(rows, (*rows.shape[:-1], _LANES)) if rows.ndim > 1 else np.full((1, _LANES), rows)


# Compiling takes longer than playing.
_QUICK = {"xla_backend_optimization_level": 0, "xla_llvm_disable_expensive_passes": True}


@partial(jax.jit, static_argnames=("game",), compiler_options=_QUICK)
def _ready(game: Game, raw: Row) -> tuple[Numbers, State]:
    numbers = make_ready(game, raw)
    return numbers, start_state(game, numbers, (1, 1))


@partial(jax.jit, static_argnames=("game",), compiler_options=_QUICK)
def _month(game: Game, numbers: Numbers, state: State, draws: Draws) -> tuple[State, Month]:
    def gains(game: Game, numbers: Numbers, view: View, open_moves: Row) -> tuple[Row, Answers]:
        lanes = view.x.shape[1:]
        return jnp.zeros((len(game.moves), *lanes)), lambda proposed: jnp.zeros((len(game.consents), *lanes))

    return play_month(game, numbers, state, draws, gains=gains)
