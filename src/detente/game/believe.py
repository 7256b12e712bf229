"""Step 2, believe: what actors make of what they saw others propose and answer; and what moves beliefs besides."""

from collections.abc import Callable, Sequence

import jax
import jax.numpy as jnp
import numpy as np

from detente.expressions import tree, walk
from detente.game.game import Game
from detente.game.minds import Eye
from detente.game.reading import Row, View
from detente.game.resolve import spread
from detente.game.state import Numbers, State
from detente.game.sums import onto, pick, stack

# No belief is surer than this, unless it began at 0 or 1.
LEAST, MOST = 0.001, 0.999
# By how much a move of a belief by one point shifts its log-odds: +10 adds 0.4.
LOG_ODDS = 0.04
# The logarithm of a likelihood is never under this, whatever the type.
_LEAST_LOG = -60.0
# Far under any score.
_NEVER = -1e9

# What each yes is worth to the party that says it, over indifference, once the month's proposals are known: (moves)
# -> (consents), 0 and 1 to gains.
Answers = Callable[[Row], Row]
# What an eye makes of every row of play: gains of its move rows, and of its answer rows once proposals are known.
AsType = Callable[[int], tuple[Row, Answers]]


def sway(game: Game, numbers: Numbers, belief: Row, *, stages: dict[str, Row], scale: Row) -> Row:
    """Move beliefs by the effects of what happened (step 5): (beliefs, *lanes)."""
    by = [
        spread(table, numbers, stages[name] * scale, len(game.minds.about))
        for name, table in game.minds.belief_effects.items()
        if len(table)
    ]
    return _move(game, numbers, belief, sum(by[1:], by[0])) if by else belief


def strike_minds(game: Game, numbers: Numbers, types: Row, belief: Row, shocks: Row) -> tuple[Row, Row, Row]:
    """Let shocks move beliefs and change types (step 7). Returns types, beliefs, and whose type it made known.

    Who becomes of a type is publicly of it: every belief goes there as far as clipping lets it, and no further where
    the type was ruled out, or certain, from the start. The last is 0 and 1 over rows of types.
    """
    minds = game.minds
    if len(minds.shock_beliefs):
        belief = _move(game, numbers, belief, spread(minds.shock_beliefs, numbers, shocks, len(minds.about)))
    known = jnp.zeros_like(types)
    for shock, row in minds.becomes:
        mine = minds.type_actor == minds.type_actor[row]
        happened = shocks[shock]
        for other in np.flatnonzero(mine):
            types = jnp.asarray(types).at[other].set(jnp.where(happened > 0, float(other == row), types[other]))
            known = known.at[other].max(happened)
        sure = [b for b in range(len(minds.about)) if mine[minds.about[b]]]
        if not sure:
            continue
        new = [int(minds.about[b] == row) for b in sure]
        began = stack([_began(game, numbers, b, int(row)) for b in sure], belief.shape[1:])
        goes = jnp.logical_and((happened > 0)[None], jnp.logical_and(began > 0, began < 1))
        shape = (-1,) + (1,) * (belief.ndim - 1)
        moved = jnp.where(goes, np.array(new, np.float32).reshape(shape), pick(np.array(sure), belief))
        belief = settle_beliefs(game, numbers, jnp.asarray(belief).at[np.array(sure)].set(moved))
    return types, belief, known


def likelihoods(
    game: Game,
    numbers: Numbers,
    start: View,
    *,
    active: Row | None,
    proposed: Row,
    asked: Row,
    agreed: Row,
    as_type: AsType,
) -> Row:
    """Return the logarithm of how likely each believer's type would do what it saw: (beliefs, *lanes).

    P is the strategy at what the believer sees; holding counts, and a move that it cannot see looks like holding.
    """
    minds = game.minds
    logs: dict[tuple[int, int], Row] = {}
    for e in sorted({int(minds.actor_eye[i]) for i in minds.believers}):
        of_moves, answers = as_type(e)
        shape = (-1,) + (1,) * (proposed.ndim - 1)
        seen = jnp.where(minds.eyes[e].unseen.reshape(shape), 0.0, proposed)
        of_answers = answers(seen)
        seen_by = _Seen(game, numbers, start.eyes[e], e, active)
        for row in np.unique(minds.about[minds.actor_eye[minds.believers] == e]):
            persona = list(minds.persona_type).index(row)
            log = seen_by.moves(persona, of_moves, seen) + seen_by.answers(persona, of_answers, asked, agreed)
            logs[e, int(row)] = jnp.maximum(log, _LEAST_LOG)
    rows = [logs[int(minds.actor_eye[i]), int(row)] for row, i in zip(minds.about, minds.believers, strict=True)]
    return stack(rows, proposed.shape[1:])


def believe(game: Game, numbers: Numbers, belief: Row, logs: Row, attention: Row) -> Row:
    """Multiply beliefs by likelihoods to the power of attention (0 to 1, by belief); clip and scale to 1."""
    heard = attention * logs
    groups = _groups(game)
    highest = [jnp.max(pick(np.flatnonzero(groups == g), heard), axis=0) for g in range(groups.max() + 1)]
    # Only proportions count: the likeliest type keeps what it has.
    return settle_beliefs(game, numbers, belief * jnp.exp(heard - pick(groups, jnp.stack(highest))))


def settle_beliefs(game: Game, numbers: Numbers, belief: Row) -> Row:
    """Scale beliefs to 1, clip them and scale again; those that began at 0 or 1 stand at that."""
    began = jnp.broadcast_to(pick(game.minds.prior, numbers.raw), belief.shape)
    free = jnp.logical_and(began > 0, began < 1)
    share = jnp.where(free, jnp.clip(_scaled(game, belief), LEAST, MOST), began)
    return _scaled(game, share)


class _Seen:
    """What one eye makes of a month's moves and answers, type by type."""

    def __init__(self, game: Game, numbers: Numbers, view: View, e: int, active: Row | None):
        self.game, self.view, self.active = game, view, active
        self.eye: Eye = game.minds.eyes[e]
        known = numbers.known[e]
        assert known is not None, "believers go by medians"
        self.usual, self.usual_yes = known.usual, known.usual_yes
        self.lanes = view.x.shape[1:]

    def moves(self, persona: int, gains: Row, seen: Row) -> Row:
        """Return the logarithm of the chance that a persona proposes what was seen, at all its tables."""
        game, rows = self.game, self.game.minds.move_rows
        actor = game.minds.personas[persona][0]
        total = jnp.zeros(self.lanes, seen.dtype)
        for agent in np.flatnonzero(game.agent_actor == actor):
            mine = [r for r, (m, p) in enumerate(rows) if p == persona and game.move_agent[m] == agent]
            scores = {
                int(rows[r][0]): jnp.where(
                    self._open(int(rows[r][0]), persona) > 0, self.usual[rows[r][0]] + gains[r], _NEVER
                )
                for r in mine
            }
            quiet = _log_sum([jnp.zeros(self.lanes, seen.dtype)] + [s for m, s in scores.items() if self.eye.unseen[m]])
            shown = {m: s for m, s in scores.items() if not self.eye.unseen[m]}
            everything = _log_sum([quiet, *shown.values()])
            chosen = quiet
            for m, score in shown.items():
                chosen = jnp.where(seen[m] > 0, score, chosen)
            total = total + chosen - everything
        return total

    def answers(self, persona: int, gains: Row, asked: Row, agreed: Row) -> Row:
        """Return the logarithm of the chance that a persona gives the answers that were seen."""
        game, rows = self.game, self.game.minds.answer_rows
        total = jnp.zeros(self.lanes, self.view.x.dtype)
        for r, (consent, p) in enumerate(rows):
            if p != persona or self.eye.unseen[game.consent_move[consent]]:
                continue
            leaning = self.usual_yes[consent] + gains[r]
            told = jnp.where(agreed[consent] > 0, leaning, -leaning)
            total = total + jnp.where(asked[consent] > 0, jax.nn.log_sigmoid(told), 0.0)
        return total

    def _open(self, move: int, persona: int) -> Row:
        """Say whether a move is available to a persona, in this eye."""
        game, state = self.game, self.view.state
        actor = game.minds.personas[persona][0]
        when = game.move_when[move]
        view = self.view
        if when is not None and any(isinstance(leaf, tree.IsType) for leaf in walk(when)):
            view = View(game, view.numbers, self._as(persona), view.x, view.do)
        free = jnp.logical_and(state.wait[move] <= 0, state.in_force[move] <= 0)
        taking_part = 1.0 if self.active is None else self.active[actor]
        return jnp.where(free, view.holds(when) * taking_part, 0.0)

    def _as(self, persona: int) -> State:
        """Return the state with an actor of this persona's type."""
        minds, state = self.game.minds, self.view.state
        actor = minds.personas[persona][0]
        row = minds.persona_type[persona]
        types = state.types
        for other in minds.types_of(actor):
            types = jnp.asarray(types).at[other].set(float(other == row))
        return state._replace(types=types)


def _log_sum(rows: Sequence[Row]) -> Row:
    if len(rows) == 1:
        return rows[0]
    return jax.nn.logsumexp(jnp.stack(rows), axis=0)


def _move(game: Game, numbers: Numbers, belief: Row, by: Row) -> Row:
    """Shift log-odds by points: the odds of a type are multiplied, the others keep their proportions."""
    return settle_beliefs(game, numbers, belief * jnp.exp(LOG_ODDS * by))


def _scaled(game: Game, belief: Row) -> Row:
    groups = _groups(game)
    total = onto(groups, belief, groups.max() + 1)
    return belief / pick(groups, total)


def _groups(game: Game) -> np.ndarray:
    """Number the pairs of a believer and whom it believes things about: (beliefs,)."""
    minds = game.minds
    pairs = list(zip(minds.believers.tolist(), minds.type_actor[minds.about].tolist(), strict=True))
    order = list(dict.fromkeys(pairs))
    return np.array([order.index(pair) for pair in pairs], int)


def _began(game: Game, numbers: Numbers, belief: int, row: int) -> Row:
    """Return what the believer of a row of beliefs began with about row `row` of types."""
    minds = game.minds
    mine = (minds.believers == minds.believers[belief]) & (minds.about == row)
    return numbers.raw[minds.prior[np.flatnonzero(mine)[0]]]
