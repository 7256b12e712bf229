"""What an actor looks at when it chooses: features of the state, the same for play, solving and explaining.

Linear terms, cards in force and timers, soft distances to every condition at two widths, dates to come, levels, each
card's own effects after clipping, and how far the actor's own numbers are from their medians (world by world). Who is
asked also looks at what else is proposed in the month. Where few things can be the case, each has a feature of its own.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np

from detente.equilibrium.combinations import Combinations
from detente.equilibrium.features import Block, RoundBlock, round_blocks, state_blocks
from detente.equilibrium.private import Private
from detente.game.game import Game
from detente.game.month import Answers, AsType
from detente.game.reading import Row, View
from detente.game.seeing import secrets_of
from detente.game.state import Array, Numbers
from detente.game.sums import pick


class Strategy(NamedTuple):
    """Coefficients of the gains, in lasting points, by row: moves first, then answers, each for every type that whoever
    decides may be of (see `Minds`).

    `seen` (rows, features), `selves` (rows, selves), `others` (rows of answers, proposals); `heat` multiplies
    indifference while solving (1 when done).
    """

    seen: Array
    selves: Array
    others: Array
    heat: Array | np.floating


class Looks(NamedTuple):
    """Features at one state: `seen` (features, *lanes) and `selves` (selves, *lanes)."""

    seen: Row
    selves: Row


@dataclass(frozen=True, eq=False)
class Design:
    """The features of one game; made once from its median numbers. Hashable by identity, so static to JAX.

    `features` name what is seen of the month's start, `proposals` what an asked party sees of the month besides;
    `audience` (features, actors) says who looks at a feature. Rows of play have an actor, a persona, the move that is
    proposed or asked for, and a place among moves or among consents.
    """

    game: Game
    state_blocks: tuple[Block, ...]
    round_blocks: tuple[RoundBlock, ...]
    row_actor: np.ndarray
    row_persona: np.ndarray
    row_move: np.ndarray
    row_place: np.ndarray
    audience: np.ndarray
    effect_move: np.ndarray
    effect_variable: np.ndarray
    effect_size: np.ndarray
    stake_median: np.ndarray
    stake_scale: np.ndarray
    patience_median: np.ndarray
    lasting_median: np.ndarray
    features: tuple[str, ...]
    proposals: tuple[str, ...]
    combinations: Combinations

    def gains(
        self, strategy: Strategy, game: Game, numbers: Numbers, view: View, open_moves: Row
    ) -> tuple[Row, Answers] | tuple[Row, Answers, AsType]:
        """Return what each move gains over holding, and what each yes gains over no once proposals are known.

        Both in indifferences of whoever chooses. Where anything is private, each actor goes by what it sees and is, and
        a third part says what it would make of things if it were of another type, as others see it.
        """
        lasting = (1.0 - numbers.discount) * numbers.indifference * strategy.heat
        if not game.minds.plain:
            return Private(self, strategy, numbers, view, lasting).gains()
        looks = self.look(numbers, view)
        gain = jnp.tensordot(strategy.seen, looks.seen, axes=1) + jnp.tensordot(strategy.selves, looks.selves, axes=1)
        gain = gain / lasting[self.row_actor]
        moves = len(game.moves)

        def answers(proposed: Row) -> Row:
            if not game.consents:
                return gain[moves:]
            others = jnp.tensordot(strategy.others, self.among(view, proposed), axes=1)
            return gain[moves:] + others / lasting[game.consent_actor]

        return gain[:moves], answers

    def part(self, view: View, *, private: bool) -> Row:
        """Compute the features that may differ from eye to eye, or those that do not; own effects left out."""
        blocks = [block for block in self.state_blocks if block.private == private]
        lanes = view.x.shape[1:]
        rows = [jnp.broadcast_to(row, (row.shape[0], *lanes)) for row in (block.rows(view) for block in blocks)]
        return jnp.concatenate(rows) if rows else jnp.zeros((0, *lanes), view.x.dtype)

    @cached_property
    def private(self) -> np.ndarray:
        """Say which features (own effects left out) may differ from eye to eye."""
        return np.array([block.private for block in self.state_blocks for _ in block.names], bool)

    @cached_property
    def hidden_effects(self) -> np.ndarray:
        """List the effects on variables that an eye may see otherwise, by position among effects."""
        return np.flatnonzero(np.isin(self.effect_variable, list(secrets_of(self.game).hidden)))

    @cached_property
    def shared_effects(self) -> np.ndarray:
        """List the effects on variables that every eye sees alike, by position among effects."""
        return np.setdiff1d(np.arange(len(self.effect_variable)), self.hidden_effects)

    @cached_property
    def effects_by_rank(self) -> np.ndarray:
        """List the first, second and so on of those shared effects that each row of play looks at: (ranks, rows), -1
        where it has no more.
        """
        mine = [self.shared_effects[self.effect_move[self.shared_effects] == move] for move in self.row_move]
        ranks = max((len(effects) for effects in mine), default=0)
        return np.stack([np.pad(effects, (0, ranks - len(effects)), constant_values=-1) for effects in mine], axis=1)

    def look(self, numbers: Numbers, view: View) -> Looks:
        """Compute the features of the state that `view` looks at (the month's start)."""
        rows = [block.rows(view) for block in self.state_blocks] + [self.own(view.x)]
        seen = jnp.concatenate([jnp.broadcast_to(row, (row.shape[0], *view.x.shape[1:])) for row in rows])
        return Looks(seen, self.selves_now(numbers))

    def among(self, view: View, proposed: Row) -> Row:
        """Compute what the month's proposals tell an asked party: (proposals, *lanes)."""
        return jnp.concatenate([block.rows(view, proposed) for block in self.round_blocks])

    def requested(self, proposed: Row, move: int) -> Row:
        """Return the month's proposals with `move` as its agent's: what a party that is asked for it sees."""
        shape = (-1,) + (1,) * (proposed.ndim - 1)
        mine = self.game.move_agent == self.game.move_agent[move]
        this = np.arange(len(self.game.moves)) == move
        return jnp.where(mine.reshape(shape), this.reshape(shape).astype(proposed.dtype), proposed)

    def own(self, x: Row, effects: np.ndarray | None = None) -> Row:
        """Each move's own effects at median size, after clipping, in tens of points: only that move looks at them.

        All of them, or those at the positions `effects`.
        """
        chosen = np.arange(len(self.effect_variable)) if effects is None else effects
        before = pick(self.effect_variable[chosen], x)
        size = jnp.asarray(self.effect_size[chosen]).reshape((-1,) + (1,) * (x.ndim - 1))
        return (jnp.clip(before + size, 0.0, 100.0) - before) / 10.0

    def selves_now(self, numbers: Numbers) -> Row:
        """How far each actor's own weights and patience are from their medians."""
        shape = (-1,) + (1,) * (numbers.discount.ndim - 1)
        weights = (numbers.stake_weight - self.stake_median.reshape(shape)) * self.stake_scale.reshape(shape)
        patience = jnp.log1p(-numbers.discount) - self.patience_median.reshape(shape)
        return jnp.concatenate([weights, patience])

    def columns(self, row: int) -> np.ndarray:
        """Say which features (then selves, then proposals) a row of play looks at.

        Common ones, its own effects and numbers; an answer also at what the others propose.
        """
        others = np.flatnonzero(self.effect_move != self.row_move[row]) + len(self.features) - len(self.effect_move)
        common = np.setdiff1d(np.flatnonzero(self.audience[:, self.row_actor[row]]), others)
        parts = [common, self.selves_of(row) + len(self.features)]
        if row >= self.move_rows:
            parts.append(self._proposals_of(int(self.row_move[row])) + len(self.features) + self.selves)
        return np.concatenate(parts)

    def _proposals_of(self, move: int) -> np.ndarray:
        """Say which of `proposals` can tell a party that is asked for `move` anything: its asker does nothing else."""
        other = self.game.move_agent != self.game.move_agent[move]
        rounds = self.combinations.rounds
        if len(rounds):
            met = (rounds[:, move] > 0) & (rounds[:, other].sum(axis=1) > 0)
            return np.flatnonzero(np.concatenate([other, np.tile(met, len(self.combinations))]))
        return np.flatnonzero(np.resize(other, len(self.proposals)))

    def nothing(self) -> Strategy:
        """Return the strategy of usual odds: no gains anywhere."""
        rows = len(self.row_actor)
        return Strategy(
            np.zeros((rows, len(self.features)), np.float32),
            np.zeros((rows, self.selves), np.float32),
            np.zeros((rows - self.move_rows, len(self.proposals)), np.float32),
            np.float32(1.0),
        )

    @property
    def selves(self) -> int:
        """How many numbers of their own actors look at: their stakes' weights and their patience."""
        return len(self.game.stakes) + len(self.game.actors)

    @property
    def move_rows(self) -> int:
        """How many rows are moves; the rest are answers."""
        return len(self.game.minds.move_rows)

    def selves_of(self, row: int) -> np.ndarray:
        """Say which of `selves` are those of a row's actor, as its type."""
        mine = [k for k in np.flatnonzero(self.row_stakes[row]) if self.stake_scale[k] > 0]
        return np.array([*mine, len(self.game.stakes) + self.row_actor[row]], int)

    @cached_property
    def apart(self) -> np.ndarray:
        """Say which features (then selves, then proposals) tell combinations apart and nothing else."""
        one = [name.startswith("combination ") for name in self.features]
        other = [name.startswith("combination ") for name in self.proposals]
        return np.array([*one, *[False] * self.selves, *other], bool)

    @cached_property
    def row_stakes(self) -> np.ndarray:
        """Say which stakes count for a row of play: its actor's as its type, of choices its own agent's."""
        persona = np.array([stake.persona for stake in self.game.stakes], int)
        theirs = (persona[None] < 0) | (persona[None] == self.row_persona[:, None])
        place = np.where(np.arange(len(self.row_place)) < self.move_rows, 0, len(self.game.moves)) + self.row_place
        return self.option_stakes[place] & theirs

    @cached_property
    def option_stakes(self) -> np.ndarray:
        """Say which stakes count for a move or a consent, whatever type decides it: (moves + consents, stakes)."""
        game = self.game
        agent = np.concatenate([game.move_agent, len(game.agents) + np.arange(len(game.consents))])
        who = np.concatenate([game.agent_actor[game.move_agent], game.consent_actor])
        actor = np.array([stake.actor for stake in game.stakes], int)
        choice = np.array([stake.index if stake.kind == "choice" else -1 for stake in game.stakes], int)
        own = (choice[None] < 0) | (choice[None] == agent[:, None])
        return (actor[None] == who[:, None]) & own


def make_design(
    game: Game,
    medians: Numbers,
    *,
    combinations: Combinations | None = None,
) -> Design:
    """Choose the features of a game; `medians` are its ready numbers at their medians, of shape (.., 1)."""
    combinations = combinations or Combinations()
    raw = np.asarray(medians.raw)[:, 0]
    table = game.on_success
    stake_median = np.asarray(medians.stake_weight)[:, 0]
    blocks = state_blocks(game, combinations, _wanted(game, stake_median))
    among = round_blocks(game, combinations)
    kinds = np.array([stake.kind in ("variable", "side") for stake in game.stakes])
    minds = game.minds
    rows = np.concatenate([minds.move_rows, minds.answer_rows])
    personas = np.array([actor for actor, _ in minds.personas], int)
    asked = game.consent_move[minds.answer_rows[:, 0]]
    lasting = (1.0 - np.asarray(medians.discount)[:, 0]) * np.asarray(medians.indifference)[:, 0]
    own = _own_names(game)
    everybody = np.ones((len(game.actors),), bool)
    audience = [
        np.broadcast_to(everybody if block.audience is None else block.audience, (len(block.names), len(everybody)))
        for block in blocks
    ]
    return Design(
        game=game,
        state_blocks=tuple(blocks),
        round_blocks=tuple(among),
        row_actor=personas[rows[:, 1]],
        row_persona=rows[:, 1],
        row_move=np.concatenate([minds.move_rows[:, 0], asked]),
        row_place=rows[:, 0],
        audience=np.concatenate([*audience, np.ones((len(own), len(everybody)), bool)]),
        effect_move=table.move,
        effect_variable=table.variable,
        effect_size=raw[table.number].astype(np.float32),
        stake_median=stake_median,
        # A weight's spread is of the order of a tenth of its size.
        stake_scale=np.where(kinds, 10.0, 0.0).astype(np.float32),
        patience_median=np.log1p(-np.asarray(medians.discount)[:, 0]),
        lasting_median=lasting.astype(np.float32),
        features=tuple(name for block in blocks for name in block.names) + own,
        proposals=tuple(name for block in among for name in block.names),
        combinations=combinations,
    )


def _wanted(game: Game, weight: np.ndarray) -> np.ndarray:
    """Say how much each actor, as whichever type, wants each variable: (actors, variables)."""
    wanted = np.zeros((len(game.actors), len(game.variables)))
    for stake, size in zip(game.stakes, np.abs(weight), strict=True):
        if stake.kind == "variable" and stake.index < len(game.variables):
            wanted[stake.actor, stake.index] = max(wanted[stake.actor, stake.index], size)
    return wanted


def _own_names(game: Game) -> tuple[str, ...]:
    moves = [f"{card} ({owner})" for card, owner in game.moves]
    return tuple(
        f"{moves[m]} on {game.everything[v]}, within 0..100"
        for m, v in zip(game.on_success.move, game.on_success.variable, strict=True)
    )
