"""Where few things can be the case: the combinations that play can meet, so that each can have a rule of its own.

Features that say which combination stands, and what is proposed in the month, lose nothing.
"""

from dataclasses import dataclass, field, replace
from itertools import product

import jax.numpy as jnp
import numpy as np

from detente import expressions
from detente.compiler import compile_game
from detente.compiler.finite import TooLarge, compile_finite, endless, trees_of_play
from detente.compiler.finite.digits import Digit, read_digits
from detente.expressions import tree
from detente.game.game import Game
from detente.game.reading import Row
from detente.game.state import Array, State
from detente.game.sums import stack
from detente.scenario.model import Agenda, Card, Effect, Scenario

# Combinations that are told apart at most, and combinations times what may be proposed in a month.
MOST, MOST_ROUNDS = 64, 512
# States of a finite game, those of answering among them, beyond which nobody counts.
_MOST_STATES = 1024


@dataclass(frozen=True, eq=False)
class Combinations:
    """What can be the case at a month's start, and what can be proposed in a month; none of either where they are many.

    `standing` (combinations, digits) by the digits of the state, `rounds` (rounds, moves) as 0 and 1.
    """

    digits: tuple[Digit, ...] = ()
    standing: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), np.int32))
    rounds: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), np.float32))

    def __len__(self) -> int:
        return len(self.standing)

    def which(self, game: Game, state: State) -> Row:
        """Say which combination stands, as 0 and 1: (combinations, *lanes); none of them where play has not been."""
        rows = [jnp.asarray(row) for row in read_digits(self.digits, game, state, jnp)]
        return _same(stack(rows, state.x.shape[1:]), self.standing).astype(state.x.dtype)

    def which_round(self, proposed: Array) -> Row:
        """Say which round of proposals was made, as 0 and 1: (rounds, *lanes)."""
        return _same(jnp.asarray(proposed), self.rounds).astype(proposed.dtype)


def _same(rows: Row, listed: np.ndarray) -> Row:
    """Compare rows (parts, *lanes) with each line (lines, parts) of a list: (lines, *lanes)."""
    wanted = jnp.asarray(listed).reshape(*listed.shape, *(1,) * (rows.ndim - 1))
    return jnp.all(rows[None] == wanted, axis=1)


def find_combinations(scenario: Scenario, game: Game) -> Combinations:
    """List the combinations that a finite scenario can come to; none where it is not finite, or where they are many.

    Types do not count: what anybody believes of them comes beside the combinations.
    """
    public = _without_types(scenario)
    if public is None or endless(public):
        return Combinations()
    found = compile_finite(public, game if public is scenario else compile_game(public), limit=_MOST_STATES)
    if isinstance(found, TooLarge) or len(found.months) > MOST:
        return Combinations()
    return Combinations(found.digits, found.months.astype(np.int32), _rounds(game, len(found.months)))


def _without_types(scenario: Scenario) -> Scenario | None:
    """Return the scenario with one type for each actor, and everything seen; None where conditions speak of minds."""
    if not any(agenda.types for agenda in scenario.agendas.values()):
        return scenario
    spoken = [leaf for node in trees_of_play(scenario) for leaf in expressions.leaves(node)]
    if any(isinstance(leaf, tree.IsType | tree.Belief | tree.Estimate) for leaf in spoken):
        return None
    return replace(
        scenario,
        agendas={id: _of_one_type(agenda) for id, agenda in scenario.agendas.items()},
        cards={id: _moving_no_beliefs(card) for id, card in scenario.cards.items()},
        shocks={
            id: replace(shock, becomes={}, effects=_on_variables(shock.effects))
            for id, shock in scenario.shocks.items()
        },
        questions={},
    )


def _moving_no_beliefs(card: Card) -> Card:
    return replace(
        card,
        on_proposal=_on_variables(card.on_proposal),
        if_refused=_on_variables(card.if_refused),
        effects=_on_variables(card.effects),
        if_failed=_on_variables(card.if_failed),
    )


def _on_variables(effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
    return tuple(effect for effect in effects if effect.belief is None)


def _of_one_type(agenda: Agenda) -> Agenda:
    if not agenda.types:
        return agenda
    one = agenda.types[0]
    return replace(agenda, wants=one.wants, payoffs=agenda.payoffs + one.payoffs, types=())


def _rounds(game: Game, combinations: int) -> np.ndarray:
    """List what may be proposed in one month, if that is few beside the combinations."""
    each = [[-1, *np.flatnonzero(game.move_agent == agent)] for agent in range(len(game.agents))]
    count = np.prod([len(options) for options in each], dtype=float)
    if not game.consents or count * combinations > MOST_ROUNDS:
        return np.zeros((0, len(game.moves)), np.float32)
    listed = np.zeros((int(count), len(game.moves)), np.float32)
    for row, options in zip(listed, product(*each), strict=True):
        row[[m for m in options if m >= 0]] = 1.0
    return listed
