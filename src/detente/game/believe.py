"""Step 2, believe: actors revise beliefs by what they saw others propose and answer; and what moves them besides."""

import jax.numpy as jnp
import numpy as np

from detente.game.game import Game
from detente.game.reading import Row
from detente.game.resolve import spread
from detente.game.settle import settle
from detente.game.state import Numbers, State
from detente.game.sums import onto, pick, stack

# No belief is surer than this, unless it began at 0 or 1.
LEAST, MOST = 0.001, 0.999
# By how much a move of a belief by one point shifts its log-odds: +10 adds 0.4.
LOG_ODDS = 0.04


def sway(game: Game, numbers: Numbers, state: State, *, stages: dict[str, Row], scale: Row) -> Row:
    """Move beliefs by the effects of what happened (step 5): (beliefs, *lanes)."""
    by = [
        spread(table, numbers, stages[name] * scale, len(game.minds.about))
        for name, table in game.minds.belief_effects.items()
        if len(table)
    ]
    return _move(game, numbers, state, sum(by[1:], by[0])) if by else state.belief


def strike_minds(game: Game, numbers: Numbers, state: State, shocks: Row) -> tuple[Row, Row, Row]:
    """Let shocks move beliefs and change types (step 7). Returns types, beliefs, and whose type it made known.

    Who becomes of a type is publicly of it: every belief goes there as far as clipping lets it, and no further where
    the type was ruled out, or certain, from the start. The last is 0 and 1 over rows of types.
    """
    minds, types, belief = game.minds, state.types, state.belief
    if len(minds.shock_beliefs):
        belief = _move(game, numbers, state, spread(minds.shock_beliefs, numbers, shocks, len(minds.about)))
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


def believe(game: Game, numbers: Numbers, state: State, logs: Row, attention: Row) -> Row:
    """Multiply beliefs by likelihoods to the power of attention (0 to 1, by belief); clip and scale to 1."""
    heard = attention * logs
    groups = _groups(game)
    highest = [jnp.max(pick(np.flatnonzero(groups == g), heard), axis=0) for g in range(groups.max() + 1)]
    # Only proportions count: the likeliest type keeps what it has.
    raised = state.belief * jnp.exp(heard - pick(groups, jnp.stack(highest)))
    return settle_beliefs(game, numbers, settle(state, raised))


def settle_beliefs(game: Game, numbers: Numbers, belief: Row) -> Row:
    """Scale beliefs to 1, clip them and scale again; those that began at 0 or 1 stand at that."""
    began = jnp.broadcast_to(pick(game.minds.prior, numbers.raw), belief.shape)
    free = jnp.logical_and(began > 0, began < 1)
    share = jnp.where(free, jnp.clip(_scaled(game, belief), LEAST, MOST), began)
    return _scaled(game, share)


def _move(game: Game, numbers: Numbers, state: State, by: Row) -> Row:
    """Shift log-odds by points: the odds of a type are multiplied, the others keep their proportions."""
    return settle_beliefs(game, numbers, settle(state, state.belief * jnp.exp(LOG_ODDS * by)))


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
