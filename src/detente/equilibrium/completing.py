"""What an actor does not know, drawn from its own view: hidden variables, types, unseen cards, views of numbers."""

from functools import partial

import jax
import numpy as np

from detente.equilibrium.branching import Groups, Seen, take
from detente.game.game import Game
from detente.game.seeing import seen_state
from detente.game.state import State


def complete(game: Game, groups: Groups, types: np.ndarray, *, eye: np.ndarray, host: np.random.Generator) -> Groups:
    """Return each group as the eye of `eye` (groups,) may take it to be, with the types (types, groups) given.

    Hidden variables are normal about the eye's estimate with its variance, within 0 and 100; a card that the eye does
    not see is not in force; numbers are as in its `views`. What everybody believes and estimates stays what it is.
    """
    minds = game.minds
    state = groups.state
    drawn = np.asarray(state.estimate) + np.sqrt(np.asarray(state.spread)) * host.standard_normal(state.estimate.shape)
    imagined = state._replace(estimate=np.clip(drawn, 0.0, 100.0).astype(np.float32))
    raw, parts, places = groups.raw.copy(), [], []
    for e, view in enumerate(minds.eyes):
        mine = np.flatnonzero(eye == e)
        if len(mine):
            parts.append(jax.tree.map(np.asarray, _seen(game, e, take(imagined, mine))))
            places.append(mine)
            raw[np.ix_(view.views[:, 0], mine)] = raw[np.ix_(view.views[:, 1], mine)]
    order = np.argsort(np.concatenate(places))
    whole = jax.tree.map(lambda *rows: np.concatenate(rows, axis=-1)[..., order], *parts)
    whole = whole._replace(
        estimate=state.estimate, spread=state.spread, belief=state.belief, types=types[:, None].astype(np.float32)
    )
    return groups._replace(state=whole, raw=raw, eye=eye.astype(np.int32))


@partial(jax.jit, static_argnames=("game", "eye"))
def _seen(game: Game, eye: int, state: State) -> State:
    return seen_state(game, state, eye)


def any_types(game: Game, count: int, host: np.random.Generator) -> np.ndarray:
    """Draw a type for every actor that has any, each as often as the others: (types, count), 0 and 1."""
    minds = game.minds
    types = np.zeros((len(minds.types), count))
    for actor in np.unique(minds.type_actor):
        mine = minds.types_of(actor)
        types[mine[host.integers(0, len(mine), count)], np.arange(count)] = 1.0
    return types


def believed_types(game: Game, state: State, actor: int, host: np.random.Generator) -> np.ndarray:
    """Draw types from what `actor` believes at each state, its own as it is: (types, states), 0 and 1."""
    minds = game.minds
    types = np.array(state.types)[:, 0].astype(float)
    for other in np.unique(minds.type_actor):
        mine = minds.types_of(other)
        rows = [b for b, about in enumerate(minds.about) if minds.believers[b] == actor and about in mine]
        if other == actor or not rows:
            continue
        chance = np.cumsum(np.asarray(state.belief)[rows, 0], axis=0)
        which = (host.random(chance.shape[1]) * chance[-1] >= chance).sum(axis=0)
        types[mine] = np.arange(len(mine))[:, None] == minds.type_index[minds.about[rows]][which]
    return types


def weights(game: Game, state: State, types: np.ndarray) -> np.ndarray:
    """Say how likely each actor thinks such types, beside types drawn evenly: (groups, actors)."""
    minds = game.minds
    weight = np.ones((types.shape[1], len(game.actors)))
    belief = np.asarray(state.belief)[:, 0]
    for actor in range(len(game.actors)):
        for other in np.unique(minds.type_actor):
            mine = minds.types_of(other)
            rows = [b for b, about in enumerate(minds.about) if minds.believers[b] == actor and about in mine]
            if other != actor and rows:
                weight[:, actor] *= (belief[rows] * types[minds.about[rows]]).sum(axis=0) * len(mine)
    return weight


def imagine_proposals(game: Game, seen: Seen, proposed: np.ndarray, *, actor: int, seed: int) -> np.ndarray:
    """Put what `actor` may imagine in place of the month's proposals that it does not see: (moves, groups).

    Who is seen to propose nothing holds or makes a move that the actor cannot see, by the odds of its strategy where
    the actor takes it to stand (`seen`).
    """
    unseen = game.minds.eyes[game.minds.actor_eye[actor]].unseen
    if not unseen.any():
        return proposed
    host = np.random.default_rng([seed, 9])
    score = np.asarray(seen.usual + seen.move_gains) + host.gumbel(size=proposed.shape)
    score = np.where((np.asarray(seen.open_moves) > 0) & unseen[:, None], score, -np.inf)
    imagined = np.where(unseen[:, None], 0.0, proposed)
    for agent in range(len(game.agents)):
        mine = np.flatnonzero(game.move_agent == agent)
        if not unseen[mine].any():
            continue
        quiet = imagined[mine].sum(axis=0) == 0
        best = score[mine].argmax(axis=0)
        chosen = quiet & (score[mine].max(axis=0) > host.gumbel(size=proposed.shape[1]))
        imagined[mine[best[chosen]], np.flatnonzero(chosen)] = 1.0
    return imagined.astype(proposed.dtype)
