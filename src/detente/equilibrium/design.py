"""What an actor looks at when it chooses: features of the state, the same for play, solving and explaining.

Linear terms, cards in force and timers, soft distances to every condition at two widths, dates to come, each
card's own effects after clipping, and how far the actor's own numbers are from their medians (world by world).
"""

from dataclasses import dataclass
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np

from detente import expressions
from detente.expressions import tree
from detente.game.game import Game
from detente.game.reading import Row, View
from detente.game.state import Array, Numbers
from detente.game.sums import pick

# Widths of the soft distance to a condition, in points; and to a date, in months.
WIDTHS = (8.0, 25.0)
MONTH_WIDTHS = (4.0, 16.0)


class Strategy(NamedTuple):
    """Coefficients of the gains, in lasting points: moves first, then consents.

    `seen` (moves + consents, features), `selves` (moves + consents, selves); `heat` multiplies indifference while
    solving (1 when done).
    """

    seen: Array
    selves: Array
    heat: Array | np.floating


class Looks(NamedTuple):
    """Features at one state: `seen` (features, *lanes) and `selves` (selves, *lanes)."""

    seen: Row
    selves: Row


@dataclass(frozen=True, eq=False)
class Design:
    """The features of one game; made once from its median numbers. Hashable by identity, so static to JAX."""

    game: Game
    comparisons: tuple[tree.Comparison, ...]
    row_actor: np.ndarray
    row_move: np.ndarray
    effect_move: np.ndarray
    effect_variable: np.ndarray
    effect_size: np.ndarray
    stake_median: np.ndarray
    stake_scale: np.ndarray
    patience_median: np.ndarray
    features: tuple[str, ...]
    extra_dates: tuple[int, ...] = ()

    def gains(self, strategy: Strategy, game: Game, numbers: Numbers, view: View, open_moves: Row) -> tuple[Row, Row]:
        """Return what each move and each yes gains over holding and no, in indifferences of its actor."""
        looks = self.look(numbers, view)
        gain = jnp.tensordot(strategy.seen, looks.seen, axes=1) + jnp.tensordot(strategy.selves, looks.selves, axes=1)
        lasting = (1.0 - numbers.discount) * numbers.indifference * strategy.heat
        gain = gain / lasting[self.row_actor]
        return gain[: len(game.moves)], gain[len(game.moves) :]

    def look(self, numbers: Numbers, view: View) -> Looks:
        """Compute the features of the state that `view` looks at (the month's start)."""
        state, x, game = view.state, view.x, self.game
        lanes = x.shape[1:]
        one = jnp.ones((1, *lanes), x.dtype)
        rows: list[Row] = [one, (x - 50.0) / 25.0]
        lasting = np.flatnonzero(game.move_lasting)
        timed = np.flatnonzero(game.move_lasting & (game.move_lasts < 1e6))
        pausing = np.flatnonzero((game.move_pause > 1) & ~game.move_once)
        if len(lasting):
            rows.append(state.in_force[lasting])
        if len(timed):
            rows.append(state.in_force[timed] * jnp.clip(state.left[timed] / 12.0, 0.0, 2.0))
        if len(pausing):
            rows.append(jnp.clip(state.wait[pausing] / 6.0, 0.0, 2.0))
        if game.move_once.any():
            rows.append((state.wait[np.flatnonzero(game.move_once)] <= 0).astype(x.dtype))
        if game.trends:
            rows.append(jnp.clip(state.trend / 2.0, -3.0, 3.0))
        for (v, _), kept in zip(game.delayed, state.delayed, strict=True):
            rows.append((jnp.mean(kept, axis=0, keepdims=True) - view.source(v)[None]) / 25.0)
        # The game that is played may remember more than the solver's: what questions ask is no one's concern.
        remembered = [k for k, watch in enumerate(view.game.watches) if watch.place != "questions"]
        if remembered:
            rows.append(jnp.clip(state.watch[np.array(remembered)] / 12.0, 0.0, 1.0))
        distances = [view.value(c.left) - view.value(c.right) for c in self.comparisons]
        if distances:
            far = jnp.stack([jnp.broadcast_to(d, lanes) for d in distances])
            rows += [jnp.tanh(far / width) for width in WIDTHS]
        for date in (*game.dates, *self.extra_dates):
            ahead = jnp.broadcast_to((date - state.month).astype(x.dtype), lanes)[None]
            rows += [jnp.tanh(ahead / width) for width in MONTH_WIDTHS]
        rows.append(self._own(x))
        seen = jnp.concatenate([jnp.broadcast_to(row, (row.shape[0], *lanes)) for row in rows])
        return Looks(seen, self._selves(numbers))

    def _own(self, x: Row) -> Row:
        """Each move's own effects at median size, after clipping, in tens of points: only that move looks at them."""
        before = pick(self.effect_variable, x)
        size = jnp.asarray(self.effect_size).reshape((-1,) + (1,) * (x.ndim - 1))
        return (jnp.clip(before + size, 0.0, 100.0) - before) / 10.0

    def _selves(self, numbers: Numbers) -> Row:
        """How far each actor's own weights and patience are from their medians."""
        shape = (-1,) + (1,) * (numbers.discount.ndim - 1)
        weights = (numbers.stake_weight - self.stake_median.reshape(shape)) * self.stake_scale.reshape(shape)
        patience = jnp.log1p(-numbers.discount) - self.patience_median.reshape(shape)
        return jnp.concatenate([weights, patience])

    def columns(self, row: int) -> np.ndarray:
        """Say which features (then selves) a move or consent looks at: common ones, its own effects and numbers."""
        others = np.flatnonzero(self.effect_move != self.row_move[row]) + len(self.features) - len(self.effect_move)
        common = np.setdiff1d(np.arange(len(self.features)), others)
        return np.concatenate([common, self.selves_of(int(self.row_actor[row])) + len(self.features)])

    def nothing(self) -> Strategy:
        """Return the strategy of usual odds: no gains anywhere."""
        rows = len(self.row_actor)
        return Strategy(
            np.zeros((rows, len(self.features)), np.float32),
            np.zeros((rows, self.selves), np.float32),
            np.float32(1.0),
        )

    @property
    def selves(self) -> int:
        """How many numbers of their own actors look at: their stakes' weights and their patience."""
        return len(self.game.stakes) + len(self.game.actors)

    def selves_of(self, actor: int) -> np.ndarray:
        """Say which of `selves` are this actor's."""
        mine = [k for k, stake in enumerate(self.game.stakes) if stake.actor == actor and self.stake_scale[k] > 0]
        return np.array([*mine, len(self.game.stakes) + actor], int)


def make_design(game: Game, medians: Numbers, extra_dates: tuple[int, ...] = ()) -> Design:
    """Choose the features of a game; `medians` are its ready numbers at their medians, of shape (.., 1)."""
    comparisons = _comparisons(game)
    raw = np.asarray(medians.raw)[:, 0]
    table = game.on_success
    row_move = np.concatenate([np.arange(len(game.moves)), game.consent_move])
    median = np.asarray(medians.stake_weight)[:, 0]
    kinds = np.array([stake.kind in ("variable", "side") for stake in game.stakes])
    return Design(
        game=game,
        comparisons=comparisons,
        row_actor=np.concatenate([game.agent_actor[game.move_agent], game.consent_actor]),
        row_move=row_move,
        effect_move=table.move,
        effect_variable=table.variable,
        effect_size=raw[table.number].astype(np.float32),
        stake_median=median,
        # A weight's spread is of the order of a tenth of its size.
        stake_scale=np.where(kinds, 10.0, 0.0).astype(np.float32),
        patience_median=np.log1p(-np.asarray(medians.discount)[:, 0]),
        features=_feature_names(game, comparisons, extra_dates),
        extra_dates=extra_dates,
    )


def _comparisons(game: Game) -> tuple[tree.Comparison, ...]:
    """List the comparisons in conditions of cards, shocks, gates and payoffs, each once."""
    conditions = [
        *game.move_when,
        *game.move_ends_when,
        *game.shock_when,
        *game.strength_gate,
        *game.push_gate,
        *(payoff.when for payoff in game.payoffs),
    ]
    found: dict[tree.Comparison, None] = {}
    for condition in conditions:
        if condition is None:
            continue
        for node in expressions.walk(condition):
            if isinstance(node, tree.Comparison) and not _eventful(node):
                found.setdefault(node)
    return tuple(found)


def _eventful(node: tree.Node) -> bool:
    return any(not isinstance(leaf, tree.Name | tree.Literal | tree.Trend) for leaf in expressions.leaves(node))


def _feature_names(
    game: Game, comparisons: tuple[tree.Comparison, ...], extra_dates: tuple[int, ...]
) -> tuple[str, ...]:
    moves = [f"{card} ({owner})" for card, owner in game.moves]
    lasting = np.flatnonzero(game.move_lasting)
    timed = np.flatnonzero(game.move_lasting & (game.move_lasts < 1e6))
    pausing = np.flatnonzero((game.move_pause > 1) & ~game.move_once)
    names = ["always", *game.variables]
    names += [f"{moves[m]} in force" for m in lasting] + [f"{moves[m]} runs out" for m in timed]
    names += [f"{moves[m]} pauses" for m in pausing] + [f"{moves[m]} unspent" for m in np.flatnonzero(game.move_once)]
    names += [f"trend({game.everything[v]})" for v in game.trends]
    names += [f"{game.everything[v]} of late" for v, _ in game.delayed]
    names += [f"memory {k}" for k in range(len(game.watches))]
    names += [f"{expressions.show(c)}, within {width:g}" for width in WIDTHS for c in comparisons]
    names += [f"month {date}, within {width:g}" for date in (*game.dates, *extra_dates) for width in MONTH_WIDTHS]
    success = game.on_success
    names += [
        f"{moves[m]} on {game.everything[v]}, within 0..100"
        for m, v in zip(success.move, success.variable, strict=True)
    ]
    return tuple(names)
