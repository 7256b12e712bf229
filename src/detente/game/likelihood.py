"""How likely what was seen of a month is, were those who did it of one type or another: each eye's own reckoning."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import jax.numpy as jnp
import numpy as np

from detente.expressions import tree, walk
from detente.game.choose import taking_part
from detente.game.game import Game
from detente.game.reading import Row, View
from detente.game.settle import settle
from detente.game.state import Events, Numbers, State
from detente.game.sums import gather_onto, pick, stack

# The logarithm of a likelihood is never under this, whatever the type.
LEAST_LOG = -60.0
# Far under any score.
_NEVER = -1e9

# What each yes is worth to the party that says it, over indifference, once the month's proposals are known: (moves)
# -> (consents), 0 and 1 to gains.
Answers = Callable[[Row], Row]
# What an eye makes of every row of play: gains of its move rows, and of its answer rows once proposals are known.
AsType = Callable[[int], tuple[Row, Answers]]


def likelihoods(game: Game, numbers: Numbers, start: View, *, events: Events, as_type: AsType) -> Row:
    """Return the logarithm of how likely each believer's type would do what it saw: (beliefs, *lanes).

    P is the strategy at what the believer sees, with medians in its view; holding counts, and a move that it cannot see
    looks like holding. `start` views x and knows what each eye sees.
    """
    minds = game.minds
    seers = [int(minds.actor_eye[i]) for i in minds.believers]
    held = list(zip(seers, minds.about.tolist(), strict=True))
    pairs = sorted(set(held))
    shape = (-1,) + (1,) * (events.proposed.ndim - 1)
    of_moves, of_answers = {}, {}
    for e in sorted(set(seers)):
        of_moves[e], answers = as_type(e)
        of_answers[e] = answers(jnp.where(minds.eyes[e].unseen.reshape(shape), 0.0, events.proposed))
    moves = _rows(game, pairs, minds.move_rows)
    answered = _rows(game, pairs, minds.answer_rows)
    told = _of_moves(game, numbers, start, moves, of_moves, events=events)
    told = told + _of_answers(game, numbers, answered, of_answers, events=events)
    told = settle(start.state, jnp.maximum(told, LEAST_LOG))
    return pick(np.array([pairs.index(pair) for pair in held]), told)


@dataclass(frozen=True, eq=False)
class _Rows:
    """Rows of play as eyes see them: whose eye, which row of play, of what move or consent, by which persona.

    `pair` says for which of `pairs`, an eye and a type, each counts.
    """

    pairs: list[tuple[int, int]]
    eye: np.ndarray
    row: np.ndarray
    what: np.ndarray
    persona: np.ndarray
    pair: np.ndarray


def _rows(game: Game, pairs: list[tuple[int, int]], play: np.ndarray) -> _Rows:
    types = game.minds.persona_type
    rows = [
        (e, r, what, persona, k)
        for k, (e, row_of_type) in enumerate(pairs)
        for r, (what, persona) in enumerate(play.tolist())
        if types[persona] == row_of_type
    ]
    columns = np.array(rows, int).reshape(-1, 5).T
    return _Rows(pairs, *columns)


def _of_moves(game: Game, numbers: Numbers, start: View, rows: _Rows, gains: dict[int, Row], *, events: Events) -> Row:
    """Return the logarithm of the chance of the proposals that were seen, at all tables: (pairs, *lanes)."""
    lanes = start.x.shape[1:]
    if not len(rows.what):
        return jnp.zeros((len(rows.pairs), *lanes), start.x.dtype)
    shape = (-1,) + (1,) * len(lanes)
    unseen = np.array([game.minds.eyes[e].unseen[m] for e, m in zip(rows.eye, rows.what, strict=True)]).reshape(shape)
    spots = list(zip(rows.pair.tolist(), game.move_agent[rows.what].tolist(), strict=True))
    tables = sorted(set(spots))  # a type at a table, in an eye
    table = np.array([tables.index(spot) for spot in spots], int)
    score = _known(numbers, rows, "usual") + _together(rows, gains)
    score = settle(start.state, jnp.where(_open(game, start, rows, unseen) > 0, score, _NEVER))
    highest = stack([jnp.maximum(jnp.max(score[table == t], axis=0), 0.0) for t in range(len(tables))], lanes)
    odds, holding = settle(start.state, (jnp.exp(score - pick(table, highest)), jnp.exp(-highest)))
    made = jnp.where(unseen, 0.0, pick(rows.what, events.proposed))
    quiet = holding + gather_onto(table, jnp.where(unseen, odds, 0.0), len(tables))
    chosen = jnp.where(gather_onto(table, made, len(tables)) > 0, gather_onto(table, odds * made, len(tables)), quiet)
    log = jnp.log(chosen) - jnp.log(holding + gather_onto(table, odds, len(tables)))
    return gather_onto(np.array([pair for pair, _ in tables]), jnp.maximum(log, LEAST_LOG), len(rows.pairs))


def _of_answers(game: Game, numbers: Numbers, rows: _Rows, gains: dict[int, Row], *, events: Events) -> Row:
    """Return the logarithm of the chance of the answers that were seen: (pairs, *lanes)."""
    unseen = [game.minds.eyes[e].unseen[game.consent_move[c]] for e, c in zip(rows.eye, rows.what, strict=True)]
    if all(unseen):
        return jnp.zeros((len(rows.pairs), *events.proposed.shape[1:]), events.proposed.dtype)
    leaning = _known(numbers, rows, "usual_yes") + _together(rows, gains)
    told = jnp.maximum(jnp.where(pick(rows.what, events.agreed) > 0, leaning, -leaning), LEAST_LOG)
    shape = (-1,) + (1,) * (told.ndim - 1)
    heard = jnp.logical_and(pick(rows.what, events.asked) > 0, ~np.array(unseen).reshape(shape))
    return gather_onto(rows.pair, jnp.where(heard, -jnp.log(1.0 + jnp.exp(-told)), 0.0), len(rows.pairs))


def _open(game: Game, start: View, rows: _Rows, unseen: np.ndarray) -> Row:
    """Say whether moves are available to personas in eyes; what an eye does not see is not pausing there.

    Whether a faction takes part is public.
    """
    state = start.state
    read: dict[tuple[int, int], Row] = {}

    def when(e: int, move: int, persona: int) -> Row:
        node, view = game.move_when[move], start.eyes[e]
        if node is not None and any(isinstance(leaf, tree.IsType) for leaf in walk(node)):
            return replace(view, state=_as(game, view.state, persona)).holds(node)
        if (e, move) not in read:
            read[e, move] = view.holds(node)
        return read[e, move]

    holds = [when(*row) for row in zip(rows.eye.tolist(), rows.what.tolist(), rows.persona.tolist(), strict=True)]
    free = jnp.logical_and(pick(rows.what, state.wait) <= 0, pick(rows.what, state.in_force) <= 0)
    may = jnp.where(jnp.logical_or(free, unseen), stack(holds, state.x.shape[1:]), 0.0)
    if all(node is None for node in game.minds.active):
        return may
    return may * pick(game.agent_actor[game.move_agent[rows.what]], taking_part(game, start))


def _as(game: Game, state: State, persona: int) -> State:
    """Return the state with an actor of this persona's type."""
    minds = game.minds
    types = jnp.asarray(state.types)
    for other in minds.types_of(minds.personas[persona][0]):
        types = types.at[other].set(float(other == minds.persona_type[persona]))
    return state._replace(types=types)


def _together(rows: _Rows, gains: dict[int, Row]) -> Row:
    """Put together what eyes make of rows: (rows, *lanes)."""
    return jnp.concatenate([pick(rows.row[rows.eye == e], gains[e]) for e in np.unique(rows.eye)])


def _known(numbers: Numbers, rows: _Rows, field: str) -> Row:
    """Put together the usual odds that eyes go by: (rows, *lanes)."""
    parts = []
    for e in np.unique(rows.eye):
        known = numbers.known[e]
        assert known is not None, "believers go by medians"
        parts.append(pick(rows.what[rows.eye == e], getattr(known, field)))
    return jnp.concatenate(parts)
