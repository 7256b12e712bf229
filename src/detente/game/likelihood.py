"""How likely what was seen of a month is, were those who did it of one type or another, at what is public."""

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

    P is the strategy at what is public, with medians in the believer's view; holding counts, and a move that it cannot
    see looks like holding. `start` views x and knows what each eye sees.
    """
    minds = game.minds
    alike = _alike(game)
    held = [(alike[int(minds.actor_eye[i])], int(row)) for i, row in zip(minds.believers, minds.about, strict=True)]
    pairs = sorted(set(held))
    shape = (-1,) + (1,) * (events.proposed.ndim - 1)
    of_moves, answers = as_type(minds.public)
    of_answers = answers(jnp.where(minds.eyes[minds.public].unseen.reshape(shape), 0.0, events.proposed))
    moves = _rows(game, pairs, minds.move_rows)
    answered = _rows(game, pairs, minds.answer_rows)
    told = _of_moves(game, numbers, start, moves, of_moves, events=events)
    told = told + _of_answers(game, numbers, answered, of_answers, events=events)
    told = settle(start.state, jnp.maximum(told, LEAST_LOG))
    return pick(np.array([pairs.index(pair) for pair in held]), told)


def _alike(game: Game) -> dict[int, int]:
    """Find for each eye the first one that hears the same: sees the same moves and goes by the same usual odds."""
    typed = {actor for actor, type_id in game.minds.personas if type_id}
    moves = [m for m, agent in enumerate(game.move_agent) if game.agent_actor[agent] in typed]
    asked = [c for c, actor in enumerate(game.consent_actor) if actor in typed]
    odds = {*game.table.usual[moves], *game.table.usual_yes[asked]}
    first: dict[tuple, int] = {}
    found = {}
    for e in sorted({int(game.minds.actor_eye[i]) for i in game.minds.believers}):
        eye = game.minds.eyes[e]
        own = e if odds & set(eye.views[:, 0].tolist()) else -1
        found[e] = first.setdefault((own, *eye.unseen[moves], *eye.unseen[game.consent_move[asked]]), e)
    return found


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


def _of_moves(game: Game, numbers: Numbers, start: View, rows: _Rows, gains: Row, *, events: Events) -> Row:
    """Return the logarithm of the chance of the proposals that were seen, at all tables: (pairs, *lanes)."""
    lanes = start.x.shape[1:]
    if not len(rows.what):
        return jnp.zeros((len(rows.pairs), *lanes), start.x.dtype)
    shape = (-1,) + (1,) * len(lanes)
    unseen = np.array([game.minds.eyes[e].unseen[m] for e, m in zip(rows.eye, rows.what, strict=True)]).reshape(shape)
    spots = list(zip(rows.pair.tolist(), game.move_agent[rows.what].tolist(), strict=True))
    tables = sorted(set(spots))  # a type at a table, in an eye
    table = np.array([tables.index(spot) for spot in spots], int)
    score = _known(numbers, rows, "usual") + pick(rows.row, gains)
    score = settle(start.state, jnp.where(_open(game, start, rows, unseen) > 0, score, _NEVER))
    highest = stack([jnp.maximum(jnp.max(score[table == t], axis=0), 0.0) for t in range(len(tables))], lanes)
    odds, holding = settle(start.state, (jnp.exp(score - pick(table, highest)), jnp.exp(-highest)))
    made = jnp.where(unseen, 0.0, pick(rows.what, events.proposed))
    quiet = holding + gather_onto(table, jnp.where(unseen, odds, 0.0), len(tables))
    chosen = jnp.where(gather_onto(table, made, len(tables)) > 0, gather_onto(table, odds * made, len(tables)), quiet)
    chosen, total = settle(start.state, (chosen, holding + gather_onto(table, odds, len(tables))))
    log = settle(start.state, jnp.log(chosen) - jnp.log(total))
    return gather_onto(np.array([pair for pair, _ in tables]), jnp.maximum(log, LEAST_LOG), len(rows.pairs))


def _of_answers(game: Game, numbers: Numbers, rows: _Rows, gains: Row, *, events: Events) -> Row:
    """Return the logarithm of the chance of the answers that were seen: (pairs, *lanes)."""
    unseen = [game.minds.eyes[e].unseen[game.consent_move[c]] for e, c in zip(rows.eye, rows.what, strict=True)]
    if all(unseen):
        return jnp.zeros((len(rows.pairs), *events.proposed.shape[1:]), events.proposed.dtype)
    leaning = _known(numbers, rows, "usual_yes") + pick(rows.row, gains)
    told = jnp.maximum(jnp.where(pick(rows.what, events.agreed) > 0, leaning, -leaning), LEAST_LOG)
    shape = (-1,) + (1,) * (told.ndim - 1)
    heard = jnp.logical_and(pick(rows.what, events.asked) > 0, ~np.array(unseen).reshape(shape))
    return gather_onto(rows.pair, jnp.where(heard, -jnp.log(1.0 + jnp.exp(-told)), 0.0), len(rows.pairs))


def _open(game: Game, start: View, rows: _Rows, unseen: np.ndarray) -> Row:
    """Say whether moves are available to personas at what is public; what an eye does not see is not pausing there.

    Whether a faction takes part is public.
    """
    state, view = start.state, start.eyes[game.minds.public]
    read: dict[int, Row] = {}

    def when(move: int, persona: int) -> Row:
        node = game.move_when[move]
        if node is not None and any(isinstance(leaf, tree.IsType) for leaf in walk(node)):
            return replace(view, state=_as(game, view.state, persona)).holds(node)
        if move not in read:
            read[move] = view.holds(node)
        return read[move]

    holds = [when(*row) for row in zip(rows.what.tolist(), rows.persona.tolist(), strict=True)]
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


def _known(numbers: Numbers, rows: _Rows, field: str) -> Row:
    """Put together the usual odds that eyes go by: (rows, *lanes)."""
    parts = []
    for e in np.unique(rows.eye):
        known = numbers.known[e]
        assert known is not None, "believers go by medians"
        parts.append(pick(rows.what[rows.eye == e], getattr(known, field)))
    return jnp.concatenate(parts)
