"""Surprise: which moves give away of which type an actor is? How unlikely each is, type by type, to who sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

from detente.compiler import draw_numbers, resampled
from detente.equilibrium.sampling import LANES
from detente.game.choose import available, taking_part
from detente.game.drawing import Stream
from detente.game.game import Game
from detente.game.learn import of_one_mind
from detente.game.likelihood import likelihoods
from detente.game.month import Gains
from detente.game.reading import Row, View
from detente.game.ready import make_ready
from detente.game.seeing import look_around
from detente.game.state import Branch, Events, State
from detente.pipeline import Run
from detente.results.figures import weights_of
from detente.simulation.programs import nobody_strategic, states_program

# Months taken from each of the futures that are looked at.
_EACH = 4
# Likelihoods are never under e^-60 for all that an actor does in a month: what is near it cannot be.
_NEVER = -45.0
# What a type never does counts as this many bits where types are compared.
_IMPOSSIBLE = 99.0


@dataclass(frozen=True, slots=True)
class Surprise:
    """One thing that an actor with types may do, and how surprising it is of each type to `observers`.

    `what` is `proposes`, `holds` (then `card` is empty), `agrees` or `refuses`; `table` is empty for answers. `bits`
    are -log2 of the chance that a type does it where it can, averaged over the states that play reaches; None for a
    type that never can.
    """

    actor: str
    what: str
    card: str
    table: str
    observers: tuple[str, ...]
    bits: dict[str, float | None]

    @property
    def speaks(self) -> tuple[str, str, float]:
        """Say for or against which type it speaks most (`for` or `against`, the type), and by how many bits.

        For the likeliest type against the next, or against the unlikeliest before all others, whichever is more.
        """
        ordered = sorted((_IMPOSSIBLE if size is None else size, type) for type, size in self.bits.items())
        ahead, behind = ordered[1][0] - ordered[0][0], ordered[-1][0] - ordered[-2][0]
        if ahead >= behind:
            return "for", ordered[0][1], ahead
        return "against", ordered[-1][1], behind


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A card that an actor with types proposes or answers, and that tells `unseen_by` nothing, since it is secret.

    `seen_by` are the others who believe something of the actor.
    """

    actor: str
    card: str
    unseen_by: tuple[str, ...]
    seen_by: tuple[str, ...]


def left_out(run: Run) -> tuple[LeftOut, ...]:
    """List the cards of actors with types that some who believe something of them do not see; as `surprises`."""
    game, minds = run.game, run.game.minds
    if _play(run) is None or not len(minds.about):
        return ()
    moves, consents = _deciding(game)
    found = []
    for actor in dict.fromkeys(minds.type_actor.tolist()):
        about = np.isin(minds.about, minds.types_of(actor))
        believers = list(dict.fromkeys(minds.believers[about].tolist()))
        mine = [m for m in moves if game.agent_actor[game.move_agent[m]] == actor]
        mine += [game.consent_move[c] for c in consents if game.consent_actor[c] == actor]
        for card in dict.fromkeys(game.moves[m][0] for m in mine):
            hands = [m for m in mine if game.moves[m][0] == card]
            blind = [b for b in believers if minds.eyes[minds.actor_eye[b]].unseen[hands].all()]
            if blind:
                names = [tuple(game.actors[b] for b in believers if (b in blind) == hidden) for hidden in (True, False)]
                found.append(LeftOut(game.actors[actor], card, *names))
    return tuple(found)


def surprises(run: Run) -> tuple[Surprise, ...]:
    """Return how surprising everything is that an actor with types may do; empty where nobody believes anything.

    Read as believers read it (decision 21): on what they see of a month's start, with the other's numbers at their
    medians in the believer's view. Who sees alike is listed together. Empty for a run read back, which has no
    strategies.
    """
    played = _play(run)
    if played is None or not len(run.game.minds.about):
        return ()
    game, gains, strategy = played
    raw = resampled(draw_numbers(run.scenario, run.options.worlds, seed=0), weights_of(run.results))
    state, numbers = _reach(game, gains, strategy, raw)
    logs, can_ask = (np.asarray(rows) for rows in _likelihoods(game, gains, strategy, numbers, state))
    found: list[Surprise] = []
    for eye in dict.fromkeys(game.minds.actor_eye[game.minds.believers].tolist()):
        for actor in dict.fromkeys(game.minds.type_actor.tolist()):
            found += _in_eye(game, eye, actor, logs[..., 0, :], can_ask[:, 0])
    return tuple(found)


def _play(run: Run) -> tuple[Game, Gains, object] | None:
    """Return the game, and who does what in it."""
    if run.solution is not None:
        design = run.solution.design
        return design.game, design.gains, run.solution.strategy
    return (run.game, nobody_strategic, ()) if run.options.unsolved else None


def _reach(game: Game, gains: Gains, strategy: object, raw: np.ndarray) -> tuple[State, np.ndarray]:
    """Return states that play reaches, lanes (1, states), and the numbers of their worlds (numbers, states)."""
    host = np.random.default_rng(21)
    world = np.resize(host.permutation(raw.shape[1]), LANES)
    nobody = np.full((1, LANES), -1, np.int32)
    states = states_program(
        game,
        gains,
        game.months,
        strategy,
        raw[:, world],
        Stream(np.arange(LANES // 2, dtype=np.uint32)),
        np.uint32(21),
        None,
        Branch(nobody, nobody, np.zeros_like(nobody), nobody, nobody),
        np.full(LANES, 10**6, np.int32),
    )
    when = host.integers(0, game.months, (_EACH, LANES)).ravel()
    lane = np.tile(np.arange(LANES), _EACH)

    def at(rows: Row) -> np.ndarray:
        rows = np.asarray(rows)
        return (
            rows[when][None].astype(np.int32)
            if rows.ndim == 1
            else np.moveaxis(rows[when, ..., 0, lane], 0, -1)[..., None, :]
        )

    return jax.tree.map(at, states), raw[:, world[lane]]


@partial(jax.jit, static_argnames=("game", "gains"))
def _likelihoods(game: Game, gains: Gains, strategy: object, raw: Row, state: State) -> tuple[Row, Row]:
    """Return how likely believers take each single thing to be, as logs, and which requests can come.

    (things, beliefs, *lanes), things in the order of `_things`; and 0 and 1 (consents, *lanes).
    """
    numbers = make_ready(game, raw[:, None, :])
    view = look_around(View(game, numbers, state, state.x))
    open_moves = available(game, view, state)
    move_gains, answers, *as_type = gains(strategy, game, numbers, view, open_moves)
    active = taking_part(game, view) if any(node is not None for node in game.minds.active) else None
    told = as_type[0] if as_type else of_one_mind(game, move_gains, answers)
    lanes = state.x.shape[1:]

    def full(rows: Row) -> Row:
        return jnp.broadcast_to(rows[:, None, None], (rows.shape[0], *lanes))

    def likely(proposed: Row, asked: Row, agreed: Row) -> Row:
        made, none = full(proposed), jnp.zeros((len(game.moves), *lanes))
        shocks = jnp.zeros((len(game.shocks), *lanes))
        events = Events(open_moves, made, full(asked), full(agreed), none, none, none, none, shocks)
        return likelihoods(game, numbers, view, events=events, as_type=told)

    comes = open_moves[game.consent_move]
    if active is not None:
        comes = comes * active[game.consent_actor]
    return jax.vmap(likely)(*_things(game)), comes


def _things(game: Game) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """List single things that may be seen in a month: what is proposed, asked and agreed, each (things, ..).

    Nothing; each move of `_deciding`; then for each of its consents the request, unanswered, agreed and refused.
    """
    moves, consents = _deciding(game)
    alone, request = np.eye(len(game.moves))[moves], np.eye(len(game.moves))[game.consent_move[consents]]
    one = np.eye(len(game.consents))[consents]
    nobody, none = np.zeros((1 + len(moves), len(game.consents))), np.zeros_like(one)
    proposed = np.concatenate([np.zeros((1, len(game.moves))), alone, request, request, request])
    asked = np.concatenate([nobody, none, one, one])
    agreed = np.concatenate([nobody, none, one, none])
    return proposed.astype(np.float32), asked.astype(np.float32), agreed.astype(np.float32)


def _deciding(game: Game) -> tuple[np.ndarray, np.ndarray]:
    """List the moves and the consents that actors with types decide on."""
    typed = np.unique(game.minds.type_actor)
    owner = game.agent_actor[game.move_agent]
    return np.flatnonzero(np.isin(owner, typed)), np.flatnonzero(np.isin(game.consent_actor, typed))


def _in_eye(game: Game, eye: int, actor: int, logs: np.ndarray, can_ask: np.ndarray) -> list[Surprise]:
    """Read one eye's surprises about an actor off the likelihoods (things, beliefs, states)."""
    minds = game.minds
    mine = [
        b
        for b, row in enumerate(minds.about)
        if minds.actor_eye[minds.believers[b]] == eye and row in minds.types_of(actor)
    ]
    observers = tuple(dict.fromkeys(game.actors[minds.believers[b]] for b in mine))
    rows = [b for b in mine if game.actors[minds.believers[b]] in observers[:1]]
    types = [minds.types[minds.about[b]][1] for b in rows]
    moves, consents = _deciding(game)
    nothing, unseen = logs[0][rows], minds.eyes[eye].unseen
    found: list[Surprise] = []

    def note(what: str, card: str, table: str, chance: np.ndarray, can: np.ndarray) -> None:
        """Note the mean surprise by type; chances and where it can be done are (types, states)."""
        if can.any():
            size = [-np.log2(chance[k][can[k]]).mean() if can[k].any() else None for k in range(len(types))]
            bits = {type: None if s is None else float(s) for type, s in zip(types, size, strict=True)}
            found.append(Surprise(game.actors[actor], what, card, table, observers, bits))

    for agent in np.flatnonzero(game.agent_actor == actor):
        table = game.agents[agent][1]
        shown = [m for m in np.flatnonzero(game.move_agent == agent) if not unseen[m]]
        # Beside holding, which looks like what is not seen: odds, since likelihoods are of a whole month.
        beside = {m: logs[1 + int(np.flatnonzero(moves == m)[0])][rows] - nothing for m in shown}
        odds = {m: np.exp(np.minimum(beside[m], 80.0)) for m in shown}
        can = {m: beside[m] > _NEVER for m in shown}
        whole = sum((np.where(can[m], odds[m], 0.0) for m in shown), np.ones_like(nothing))
        for m in shown:
            note("proposes", game.moves[m][0], table, odds[m] / whole, can[m])
        if shown:
            # Who cannot do what another type can holds for certain, which tells as well.
            somebody = np.any([can[m] for m in shown], axis=0).any(axis=0)
            note("holds", "", table, 1.0 / whole, np.broadcast_to(somebody, nothing.shape))
    for k, c in enumerate(consents):
        if game.consent_actor[c] != actor or unseen[game.consent_move[c]]:
            continue
        asked = np.broadcast_to(can_ask[c] > 0, nothing.shape)
        first = 1 + len(moves) + k
        for what, at in (("agrees", first + len(consents)), ("refuses", first + 2 * len(consents))):
            note(what, game.consents[c][0], "", np.exp(logs[at][rows] - logs[first][rows]), asked)
    return found


def over_observers(found: Sequence[Surprise]) -> tuple[Surprise, ...]:
    """Average what is seen by several groups of observers, each believer counting once."""
    groups: dict[tuple[str, str, str, str], list[Surprise]] = {}
    for one in found:
        groups.setdefault((one.actor, one.what, one.card, one.table), []).append(one)
    merged = []
    for (actor, what, card, table), several in groups.items():
        observers = tuple(name for one in several for name in one.observers)
        bits: dict[str, float | None] = {}
        for type in several[0].bits:
            sizes = [(size, len(one.observers)) for one in several if (size := one.bits[type]) is not None]
            bits[type] = sum(size * n for size, n in sizes) / sum(n for _, n in sizes) if sizes else None
        merged.append(Surprise(actor, what, card, table, observers, bits))
    return tuple(merged)
