"""A finite stochastic game: states, players who all choose at the same time, payoffs, chances of the next state."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy.sparse as sparse
from numpy.typing import ArrayLike
from scipy.sparse.csgraph import connected_components

from detente.foundation.errors import DetenteError

Shocks = Literal["private_reasons", "mistakes"]

# Chances of the next state may miss 1 by what adding them up in float64 can lose.
_SUM_TOLERANCE = 1e-9


class GameError(DetenteError, ValueError):
    """A finite game that is no game: `str(error)` says what is wrong and where."""

    exit_code = 1


@dataclass(frozen=True, eq=False, init=False)
class FiniteGame:
    """A stochastic game in which n players choose at the same time, in every state, with logit (or normal) shocks.

    Parameters, with S states, n players and A the largest number of actions of a player:

    - `payoffs[state, action_1, ..., action_n, player]`: what a period is worth to each player, in any unit.
    - `transitions[state, action_1, ..., action_n, next_state]`: chances, each row summing to one; or a SciPy sparse
      array of shape (S * A1 * ... * An, S), the joint actions in C order.
    - `discount`: one number, `[player]` or `[state, player]`, from 0 to 1. A discount of 1 is for periods without
      length (a month of proposing, then answering, is two states); a cycle of such states is refused.
    - `shocks`: what the shocks are. `"mistakes"`: players expect their own later choices to go astray as often as they
      do; payoffs alone count in the continuation (McKelvey and Palfrey, Experimental Economics 1, 1998).
      `"private_reasons"`: shocks are payoffs known to the player alone (Rust, Econometrica 55, 1987; Pesendorfer and
      Schmidt-Dengler, Review of Economic Studies 75, 2008).
    - `indifference`: the scale of the shocks, one number or `[player]`, in the unit of the payoffs: the gain that
      multiplies the odds by e.
    - `available[state, player, action]`: which actions a player has in a state (all of them, if left out).
    - `usual[state, player, action]`: the odds with which actions are chosen when nothing is at stake (1, if left out).
    - `normal`: shocks are normal rather than logit; for players with at most two actions. `indifference` is then the
      standard deviation of the difference between the two shocks.
    - `states`, `players`, `actions`: names, for labelled results; `actions` one list for all, or one for each player.

    Arrays are copied, read as float64 and frozen. Raises GameError. A game that is played once has one state and the
    discount 0:

        payoffs = np.stack([row, column], axis=-1)[None]  # row[a, b] and column[a, b]
        game = FiniteGame(payoffs, np.ones((1, 2, 2, 1)), discount=0.0)
    """

    payoffs: np.ndarray
    transitions: np.ndarray | sparse.csr_array
    discount: np.ndarray
    shocks: Shocks
    indifference: np.ndarray
    available: np.ndarray
    usual: np.ndarray
    normal: bool
    states: tuple[str, ...]
    players: tuple[str, ...]
    actions: tuple[tuple[str, ...], ...]

    def __init__(
        self,
        payoffs: ArrayLike,
        transitions: ArrayLike | sparse.sparray | sparse.spmatrix,
        discount: ArrayLike,
        shocks: Shocks = "private_reasons",
        indifference: ArrayLike = 1.0,
        available: ArrayLike | None = None,
        usual: ArrayLike | None = None,
        normal: bool = False,
        *,
        states: Sequence[str] | None = None,
        players: Sequence[str] | None = None,
        actions: Sequence[str] | Sequence[Sequence[str]] | None = None,
    ):
        def settle(name: str, value: object) -> None:
            if isinstance(value, np.ndarray):
                value.flags.writeable = False
            object.__setattr__(self, name, value)

        if shocks not in ("private_reasons", "mistakes"):
            raise GameError(f"`shocks` is {shocks!r}: it must be 'private_reasons' or 'mistakes'")
        settle("shocks", shocks)
        settle("normal", bool(normal))
        settle("payoffs", _payoffs(payoffs))
        settle("transitions", _transitions(transitions, self.payoffs.shape))
        settle("discount", _discount(discount, self.state_count, self.player_count))
        settle("indifference", _indifference(indifference, self.player_count))
        settle("states", _names("state", states, self.state_count))
        settle("players", _names("player", players, self.player_count))
        settle("actions", _action_names(actions, self.action_counts, self.players))
        settle("available", _available(available, self))
        settle("usual", _usual(usual, self))
        if self.normal and max(self.action_counts) > 2:
            raise GameError(
                f"normal shocks are for players with two actions at most, and one has {max(self.action_counts)}"
            )
        if self.normal and np.any(self.usual[self.available] != 1.0):
            raise GameError("normal shocks know no usual odds: leave `usual` out")
        _check_rows(self)
        _check_cycles(self)

    def __repr__(self) -> str:
        """Say how large the game is."""
        actions = " x ".join(map(str, self.action_counts))
        return f"FiniteGame({self.state_count} states, {self.player_count} players, {actions} actions, {self.shocks})"

    @property
    def state_count(self) -> int:
        """How many states there are."""
        return self.payoffs.shape[0]

    @property
    def player_count(self) -> int:
        """How many players there are."""
        return self.payoffs.shape[-1]

    @property
    def action_counts(self) -> tuple[int, ...]:
        """How many actions each player has at most."""
        return self.payoffs.shape[1:-1]

    def joint_available(self) -> np.ndarray:
        """Say which joint actions can be chosen in each state: bool (S, A1 * ... * An), in C order."""
        whole = np.ones((self.state_count, 1), bool)
        for player, count in enumerate(self.action_counts):
            whole = (whole[:, :, None] & self.available[:, player, None, :count]).reshape(self.state_count, -1)
        return whole

    def rows(self) -> sparse.csr_array:
        """Return the chances as a sparse array of shape (S * A1 * ... * An, S), those of joint actions that can be."""
        chosen = self.joint_available().reshape(-1)
        if sparse.issparse(self.transitions):
            return sparse.csr_array(sparse.diags_array(chosen.astype(float)) @ self.transitions)
        return sparse.csr_array(self.transitions.reshape(-1, self.state_count) * chosen[:, None])


def _numbers(name: str, value: object) -> np.ndarray:
    try:
        numbers = np.array(value, np.float64)
    except (TypeError, ValueError):
        raise GameError(f"`{name}` must be an array of numbers, all rows of one length") from None
    if not np.isfinite(numbers).all():
        where = tuple(int(k) for k in np.argwhere(~np.isfinite(numbers))[0])
        raise GameError(f"`{name}` holds a number that is not finite at {_at(where)}")
    return numbers


def _at(where: tuple[int, ...]) -> str:
    return f"[{', '.join(map(str, where))}]"


def _payoffs(value: object) -> np.ndarray:
    payoffs = _numbers("payoffs", value)
    if payoffs.ndim < 3:
        raise GameError(f"`payoffs` must be [state, action_1, ..., action_n, player]; its shape is {payoffs.shape}")
    if 0 in payoffs.shape:
        raise GameError(f"`payoffs` is empty: its shape is {payoffs.shape}")
    if payoffs.shape[-1] != payoffs.ndim - 2:
        raise GameError(
            f"`payoffs` has {payoffs.ndim - 2} axes of actions and {payoffs.shape[-1]} players: of shape "
            f"{payoffs.shape}, it must have one axis of actions for each player"
            + ("; the first axis is the state: write `payoffs[None]` for a game of one" if _stateless(payoffs) else "")
        )
    return payoffs


def _stateless(payoffs: np.ndarray) -> bool:
    return payoffs.shape[-1] == payoffs.ndim - 1


def _transitions(value: object, shape: tuple[int, ...]) -> np.ndarray | sparse.csr_array:
    states, joint = shape[0], int(np.prod(shape[1:-1]))
    if sparse.issparse(value):
        rows = sparse.csr_array(value, dtype=np.float64, copy=True)
        if rows.shape != (states * joint, states):
            raise GameError(
                f"sparse `transitions` must have the shape {(states * joint, states)} (states times joint actions, "
                f"next states); it is {rows.shape}"
            )
        if not np.isfinite(rows.data).all():
            raise GameError("`transitions` holds a number that is not finite")
        return rows
    found = _numbers("transitions", value)
    if found.shape != (*shape[:-1], states):
        raise GameError(
            f"`transitions` must be [state, action_1, ..., action_n, next_state], of shape {(*shape[:-1], states)} "
            f"beside these payoffs; it is {found.shape}"
        )
    return found


def _check_rows(game: FiniteGame) -> None:
    """Refuse chances below 0 and rows that do not sum to one; joint actions that cannot be do not count."""
    rows = game.rows()
    shape = (game.state_count, *game.action_counts)
    if rows.nnz and rows.data.min() < 0:
        where = np.unravel_index(int(np.flatnonzero(rows.min(axis=1).toarray().reshape(-1) < 0)[0]), shape)
        raise GameError(f"`transitions` holds a chance below 0 in the row {_at(tuple(int(k) for k in where))}")
    off = np.where(game.joint_available().reshape(-1), np.abs(np.asarray(rows.sum(axis=1)).reshape(-1) - 1.0), 0.0)
    if off.max() > _SUM_TOLERANCE:
        worst = int(np.argmax(off))
        where = tuple(int(k) for k in np.unravel_index(worst, shape))
        total = float(rows[[worst]].sum())
        raise GameError(f"the row {_at(where)} of `transitions` sums to {total:.10g}, not to one")


def _discount(value: object, states: int, players: int) -> np.ndarray:
    found = _numbers("discount", value)
    shapes = ((), (players,), (states, players))
    if found.shape not in shapes:
        raise GameError(
            f"`discount` must be one number, [player] or [state, player]: of shape (), {(players,)} or "
            f"{(states, players)}; it is {found.shape}"
        )
    if found.min() < 0 or found.max() > 1:
        worst = found.max() if found.max() > 1 else found.min()
        raise GameError(f"`discount` must lie between 0 and 1; it holds {worst:g}")
    return np.array(np.broadcast_to(found, (states, players)))


def _indifference(value: object, players: int) -> np.ndarray:
    found = _numbers("indifference", value)
    if found.shape not in ((), (players,)):
        raise GameError(f"`indifference` must be one number or [player], of shape {(players,)}; it is {found.shape}")
    if found.min() <= 0:
        raise GameError(f"`indifference` must be positive; it holds {found.min():g}")
    return np.array(np.broadcast_to(found, (players,)))


def _available(value: object, game: FiniteGame) -> np.ndarray:
    shape = (game.state_count, game.player_count, max(game.action_counts))
    has = np.arange(shape[2])[None, :] < np.array(game.action_counts)[:, None]
    if value is None:
        return np.array(np.broadcast_to(has, shape))
    found = np.array(value)
    if found.shape != shape:
        raise GameError(f"`available` must be [state, player, action], of shape {shape}; it is {found.shape}")
    if not np.isin(found, (0, 1)).all():
        raise GameError("`available` must hold True or False")
    found = found.astype(bool) & has
    if not found.any(axis=2).all():
        state, player = (int(k) for k in np.argwhere(~found.any(axis=2))[0])
        raise GameError(f"`available` leaves {game.players[player]} without any action in {game.states[state]}")
    return found


def _usual(value: object, game: FiniteGame) -> np.ndarray:
    shape = (game.state_count, game.player_count, max(game.action_counts))
    if value is None:
        return np.where(game.available, 1.0, 0.0)
    try:
        found = np.array(value, np.float64)
    except (TypeError, ValueError):
        raise GameError("`usual` must be an array of numbers, all rows of one length") from None
    if found.shape != shape:
        raise GameError(f"`usual` must be [state, player, action], of shape {shape}; it is {found.shape}")
    bad = game.available & ~((found > 0) & np.isfinite(found))
    if bad.any():
        where = tuple(int(k) for k in np.argwhere(bad)[0])
        raise GameError(
            f"`usual` odds must be positive and finite where an action is available; not so at {_at(where)}"
        )
    return np.where(game.available, found, 0.0)


def _check_cycles(game: FiniteGame) -> None:
    """Refuse a cycle of states in which some player discounts nothing: values would have no end."""
    joint = int(np.prod(game.action_counts))
    rows = game.rows().tocoo()
    state, later = rows.row // joint, rows.col
    for player in range(game.player_count):
        free = (game.discount[state, player] >= 1.0) & (rows.data > 0)
        graph = sparse.csr_array(
            (np.ones(int(free.sum())), (state[free], later[free])), shape=(game.state_count, game.state_count)
        )
        count, part = connected_components(graph, directed=True, connection="strong")
        sizes = np.bincount(part, minlength=count)
        alone = graph.diagonal() > 0
        round_trip = (sizes[part] > 1) | alone
        if round_trip.any():
            members = [game.states[int(s)] for s in np.flatnonzero(part == part[np.argmax(round_trip)])][:5]
            raise GameError(
                f"the states {', '.join(members)} can follow each other for ever with discount 1 of "
                f"{game.players[player]}: values would have no end"
            )


def _names(what: str, given: object, count: int, *, of: str = "") -> tuple[str, ...]:
    """Settle the names of `count` states, players or actions (`of` a player)."""
    if given is None:
        return tuple(f"{what} {k + 1}" for k in range(count))
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise GameError(f"names of {what}s must be a list of words; they are {given!r}")
    names = tuple(str(name) for name in given)
    if len(names) != count:
        raise GameError(f"there are {count} {what}s{of} and {len(names)} names for them")
    if len(set(names)) != count:
        twice = next(name for name in names if names.count(name) > 1)
        raise GameError(f"two {what}s{of} are called {twice!r}")
    return names


def _action_names(given: object, counts: tuple[int, ...], players: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    if given is None:
        return tuple(tuple(f"action {a + 1}" for a in range(count)) for count in counts)
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise GameError(f"names of actions must be a list of words, or such a list for each player; they are {given!r}")
    listed = list(given)
    if all(isinstance(name, str) for name in listed):
        if len(set(counts)) > 1:
            raise GameError(f"players have {', '.join(map(str, counts))} actions: name those of each player")
        return tuple(_names("action", listed, count) for count in counts)
    if len(listed) != len(counts):
        raise GameError(f"there are {len(counts)} players and {len(listed)} lists of actions")
    each = zip(listed, counts, players, strict=True)
    return tuple(_names("action", names, count, of=f" of {player}") for names, count, player in each)
