"""What an actor looks at when it chooses: features of the state, the same for play, solving and explaining.

Linear terms, cards in force and timers, soft distances to every condition at two widths, dates to come, each
card's own effects after clipping, and how far the actor's own numbers are from their medians (world by world).
"""

from dataclasses import dataclass
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from detente import expressions
from detente.expressions import tree
from detente.game.game import Game
from detente.game.reading import Row, View
from detente.game.state import Numbers

# Widths of the soft distance to a condition, in points; and to a date, in months.
WIDTHS = (8.0, 25.0)
MONTH_WIDTHS = (4.0, 16.0)


class Strategy(NamedTuple):
    """Coefficients of the gains, in lasting points; `heat` multiplies indifference while solving (1 when done)."""

    moves: jax.Array  # (moves, features)
    moves_own: jax.Array  # (moves, own)
    moves_self: jax.Array  # (moves, selves)
    consents: jax.Array  # (consents, features)
    consents_own: jax.Array  # (consents, own)
    consents_self: jax.Array  # (consents, selves)
    heat: jax.Array


class Looks(NamedTuple):
    """Features at one state: `common` (features, *lanes), `own` (moves, own, *lanes), `self` (selves, *lanes)."""

    common: Row
    own: Row
    selves: Row


@dataclass(frozen=True, eq=False)
class Design:
    """The features of one game; made once from its median numbers. Hashable by identity, so static to JAX."""

    game: Game
    comparisons: tuple[tree.Comparison, ...]
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
        moves = _linear(strategy.moves, looks.common) + _linear(strategy.moves_self, looks.selves)
        moves = moves + jnp.sum(_beside(strategy.moves_own, looks.own) * looks.own, axis=1)
        lasting = (1.0 - numbers.discount) * numbers.indifference * strategy.heat
        moves = moves / lasting[game.agent_actor[game.move_agent]]
        if not game.consents:
            return moves, jnp.zeros((0, *moves.shape[1:]), moves.dtype)
        own = looks.own[game.consent_move]
        consents = _linear(strategy.consents, looks.common) + _linear(strategy.consents_self, looks.selves)
        consents = consents + jnp.sum(_beside(strategy.consents_own, own) * own, axis=1)
        return moves, consents / lasting[game.consent_actor]

    def look(self, numbers: Numbers, view: View) -> Looks:
        """Compute the features of the state that `view` looks at (the month's start)."""
        state, x, game = view.state, view.x, self.game
        lanes = x.shape[1:]
        one = jnp.ones((1, *lanes), x.dtype)
        rows = [one, (x - 50.0) / 25.0]
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
        remembered = [k for k, watch in enumerate(view.game.watches) if not watch.end]
        if remembered:
            rows.append(jnp.clip(state.watch[np.array(remembered)] / 12.0, 0.0, 1.0))
        distances = [view.value(c.left) - view.value(c.right) for c in self.comparisons]
        if distances:
            far = jnp.stack([jnp.broadcast_to(d, lanes) for d in distances])
            rows += [jnp.tanh(far / width) for width in WIDTHS]
        for date in (*game.dates, *self.extra_dates):
            ahead = jnp.broadcast_to((date - state.month).astype(x.dtype), lanes)[None]
            rows += [jnp.tanh(ahead / width) for width in MONTH_WIDTHS]
        common = jnp.concatenate([jnp.broadcast_to(row, (row.shape[0], *lanes)) for row in rows])
        return Looks(common, self._own(x), self._selves(numbers))

    def _own(self, x: Row) -> Row:
        """Each move's own effects at median size, after clipping, in tens of points."""
        before = x[self.effect_variable]
        size = jnp.asarray(self.effect_size).reshape(self.effect_size.shape + (1,) * (x.ndim - 1))
        return (jnp.clip(before + size, 0.0, 100.0) - before) / 10.0

    def _selves(self, numbers: Numbers) -> Row:
        """How far each actor's own weights and patience are from their medians."""
        shape = (-1,) + (1,) * (numbers.discount.ndim - 1)
        weights = (numbers.stake_weight - self.stake_median.reshape(shape)) * self.stake_scale.reshape(shape)
        patience = jnp.log1p(-numbers.discount) - self.patience_median.reshape(shape)
        return jnp.concatenate([weights, patience])

    def nothing(self) -> Strategy:
        """Return the strategy of usual odds: no gains anywhere."""
        m, k, f, o, s = len(self.game.moves), len(self.game.consents), len(self.features), self.effect_size.shape[1], self.selves
        zero = lambda *shape: np.zeros(shape, np.float32)  # noqa: E731
        return Strategy(zero(m, f), zero(m, o), zero(m, s), zero(k, f), zero(k, o), zero(k, s), np.float32(1.0))

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
    tables = [(game.on_success, 1.0)]
    own: list[dict[int, float]] = [{} for _ in game.moves]
    raw = np.asarray(medians.raw)[:, 0]
    for table, sign in tables:
        for m, v, number in zip(table.move, table.variable, table.number, strict=True):
            own[m][int(v)] = own[m].get(int(v), 0.0) + sign * float(raw[number])
    width = max([len(row) for row in own] + [1])
    variable, size = np.zeros((len(own), width), int), np.zeros((len(own), width), np.float32)
    for m, row in enumerate(own):
        for q, (v, amount) in enumerate(sorted(row.items())):
            variable[m, q], size[m, q] = v, amount
    median = np.asarray(medians.stake_weight)[:, 0]
    kinds = np.array([stake.kind in ("variable", "side") for stake in game.stakes])
    return Design(
        game=game,
        comparisons=comparisons,
        effect_variable=variable,
        effect_size=size,
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
        *game.move_when, *game.move_ends_when, *game.shock_when, *game.strength_gate, *game.push_gate,
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


def _feature_names(game: Game, comparisons: tuple[tree.Comparison, ...], extra_dates: tuple[int, ...]) -> tuple[str, ...]:
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
    return tuple(names)


def _linear(coefficients: Row, rows: Row) -> Row:
    return jnp.tensordot(coefficients, rows, axes=1)


def _beside(coefficients: Row, rows: Row) -> Row:
    return jnp.asarray(coefficients).reshape(coefficients.shape + (1,) * (rows.ndim - 2))
