"""Play a Scenario on the compiled month and give back what the reference gives: records by id, and its draws.

The month is compiled once for each scenario and number of futures; base case, what-ifs and policies share it.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from detente.compiler import compile_game, draw_numbers, intervention
from detente.game.drawing import Stream, draw_month, draw_signals, stream_keys
from detente.game.game import Game
from detente.game.month import Answers, play_month
from detente.game.reading import View
from detente.game.ready import make_ready, start_state
from detente.game.state import Do, Draws, Month, Numbers, State
from detente.reference import Record
from detente.scenario import parse
from detente.scenario.model import Do as Line
from detente.scenario.model import Scenario
from detente.simulation.programs import forget_programs
from detente.simulation.totals import read_answers


@dataclass(frozen=True)
class Played:
    """What came of some futures: a record and the draws of each month (as the reference takes them), and answers.

    `signals` are the draws of the first observation. `answers` has what the engine's own truth tables say at the end,
    by question: [futures], a pair for `given`.
    """

    records: list[Record]
    draws: list[dict]
    signals: dict
    answers: dict


@lru_cache(maxsize=64)
def compiled(text: str) -> Game:
    """Compile a scenario once, however often it is played: a game is known to JAX by its identity."""
    return compile_game(parse(text))


class Policy(NamedTuple):
    """Gains linear in the variables' distance from 50, as their decider sees them; by row of `Minds.move_rows` and
    of `Minds.answer_rows`: (rows, everything) each.
    """

    moves: np.ndarray
    consents: np.ndarray


def nothing_at_stake(game: Game) -> Policy:
    """Return the policy of usual odds: no gains anywhere."""
    everything = len(game.everything)
    rows = len(game.minds.move_rows), len(game.minds.answer_rows)
    return Policy(*(np.zeros((count, everything), np.float32) for count in rows))


def play(
    scenario: Scenario,
    numbers: Mapping[str, np.ndarray | float],
    futures: int,
    months: int,
    seed: int,
    do: Iterable[Line] | None = None,
    policy: Policy | None = None,
) -> Played:
    """Play `futures` futures for `months` months with numbers by path, each a float or an array [futures].

    What actors take numbers for is worked out here; it is the same in every future.
    """
    forget_programs()
    game = compiled(scenario.text)
    what_if, changed = intervention(scenario, game, tuple(do or ()))
    known = dict(zip(game.numbers, draw_numbers(scenario, 1, seed=0, fixed=changed)[:, 0], strict=True))
    given = {**known, **{path: value for path, value in numbers.items() if path in scenario.numbers}}
    given |= {path: value for path, value in numbers.items() if path.endswith(".type")} | changed
    raw = [np.broadcast_to(np.asarray(given[path], np.float32), futures) for path in game.numbers]
    raw = np.stack(raw)[:, None, :] if raw else np.zeros((0, 1, futures), np.float32)
    with strict():
        ready, state, signals = _start(game, futures, raw, what_if, np.uint32(seed))
    policy = policy or nothing_at_stake(game)
    records, draws = [], []
    times = {card: np.zeros(futures, int) for card in scenario.cards}
    for month in range(months):
        with strict():
            state, seen, drawn = _month(game, policy, futures, ready, state, np.uint32(seed), np.uint32(month), what_if)
        records.append(_record(scenario, game, month, jax.tree.map(partial(_plain, futures), seen), state, times))
        draws.append(named_draws(scenario, game, jax.tree.map(np.asarray, drawn)))
        for (card, _), played in records[-1].played.items():
            times[card] = times[card] + played
    signals = dict(zip(game.minds.signals, np.asarray(signals)[:, 0], strict=True))
    return Played(records, draws, signals, _answers(game, np.asarray(state.watch)[:, 0]))


def named_draws(scenario: Scenario, game: Game, drawn: Draws) -> dict:
    """Give the draws of a month by use and id, arrays [futures], as `detente.reference.play_month` takes them."""
    keys = {
        "gumbel": game.moves,
        "gumbel_hold": game.agents,
        "consent": game.consents,
        "success": game.moves,
        "noise": game.variables,
        "shock": game.shocks,
        "transition": [game.variables[levels.variable] for levels in game.levels],
        "signal": game.minds.signals,
    }
    named = {use: dict(zip(keys[use], rows[:, 0], strict=True)) for use, rows in drawn._asdict().items()}
    named["noise"] = {v: row for v, row in named["noise"].items() if scenario.variables[v].noise is not None}
    return named


@contextmanager
def strict() -> Iterator[None]:
    """Let no type and no rank be promoted in silence."""
    with jax.numpy_dtype_promotion("strict"), jax.numpy_rank_promotion("raise"):
        yield


# Half the time to compile, for programs that run a few times only.
_QUICK = {"xla_backend_optimization_level": 0, "xla_llvm_disable_expensive_passes": True}


@partial(jax.jit, static_argnames=("game", "futures"), compiler_options=_QUICK)
def _start(game: Game, futures: int, raw: jax.Array, do: Do, seed: jax.Array) -> tuple[Numbers, State, jax.Array]:
    numbers = make_ready(game, raw)
    signals = draw_signals(game, seed, _stream(futures))
    return numbers, start_state(game, numbers, raw.shape[1:], do, signals), signals


def _stream(futures: int) -> Stream:
    lane = np.arange(futures, dtype=np.uint32)
    return Stream(jnp.asarray(lane // 2), jnp.asarray(lane % 2))


@partial(jax.jit, static_argnames=("game", "futures"), compiler_options=_QUICK)
def _month(
    game: Game, policy: Policy, futures: int, numbers: Numbers, state: State, seed: jax.Array, month: jax.Array, do: Do
) -> tuple[State, Month, Draws]:
    def gains(game: Game, numbers: Numbers, view: View, open_moves: jax.Array) -> tuple:
        moves, answers = _gains_as_they_are(game, policy, view)
        if game.minds.plain:
            return moves, lambda proposed: answers

        def as_type(eye: int) -> tuple[jax.Array, Answers]:
            away = view.eyes[eye].everything() - 50.0
            of_answers = jnp.tensordot(policy.consents, away, axes=1)
            return jnp.tensordot(policy.moves, away, axes=1), lambda proposed: of_answers

        return moves, lambda proposed: answers, as_type

    draws = draw_month(game, stream_keys(game), seed, _stream(futures), month)
    state, seen = play_month(game, numbers, state, draws, gains=gains, do=do)
    return state, seen, draws


def _gains_as_they_are(game: Game, policy: Policy, view: View) -> tuple[jax.Array, jax.Array]:
    """Give the gains of moves and answers, each by its decider as the type that it is, on what that one sees."""
    minds = game.minds
    looks = [look.everything() - 50.0 for look in (view.eyes or (view,))]

    def of(coefficients: np.ndarray, rows: np.ndarray, count: int) -> jax.Array:
        gains = jnp.zeros((count, *view.x.shape[1:]), jnp.float32)
        for row, (position, persona) in enumerate(rows):
            actor, kind = minds.personas[persona][0], minds.persona_type[persona]
            gain = jnp.tensordot(coefficients[row], looks[minds.actor_eye[actor] if view.eyes else 0], axes=1)
            gains = gains.at[position].add(gain if kind < 0 else gain * view.state.types[kind])
        return gains

    return of(policy.moves, minds.move_rows, len(game.moves)), of(
        policy.consents, minds.answer_rows, len(game.consents)
    )


def _plain(futures: int, rows: jax.Array) -> np.ndarray:
    """Spread rows over all futures and drop the axis of alternatives: (names, futures)."""
    rows = np.asarray(rows)
    return np.broadcast_to(rows, (rows.shape[0], 1, futures))[:, 0]


def _record(scenario: Scenario, game: Game, month: int, seen: Month, after: State, times: Mapping) -> Record:
    """Turn positions into names again; `said_yes` says only what was answered to requests that were made."""
    events = seen.events

    def truths(keys: tuple, rows: np.ndarray) -> dict:
        return {key: row > 0 for key, row in zip(keys, rows, strict=True)}

    def values(keys: tuple, rows: np.ndarray, only: Iterable | None = None) -> dict:
        named = dict(zip(keys, rows, strict=True))
        return named if only is None else {key: named[key] for key in only}

    lasting = [move for move, lasts in zip(game.moves, game.move_lasting, strict=True) if lasts]
    ordinary = [v.id for v in scenario.variables.values() if v.kind == "ordinary"]
    agendas = [*scenario.agendas, *scenario.yardsticks]
    payoffs = {
        name: sum(
            (row for row, p in zip(seen.payoffs, game.payoffs, strict=True) if game.agendas[p.agenda] == name), 0.0
        )
        + np.zeros_like(seen.x[0])
        for name in agendas
    }
    return Record(
        month=month,
        x_start=values(game.everything, seen.x),
        x_resolved=values(game.variables, seen.x_resolved),
        x_drifted=values(game.variables, seen.x_drifted),
        x_end=values(game.everything, seen.x_end),
        trend={game.everything[v]: row for v, row in zip(game.trends, np.asarray(after.trend)[:, 0], strict=True)},
        available=truths(game.moves, events.available),
        proposed=truths(game.moves, events.proposed),
        asked=truths(game.consents, events.asked),
        said_yes=truths(game.consents, events.agreed),
        played=truths(game.moves, events.played),
        refused=truths(game.moves, events.refused),
        succeeded=truths(game.moves, events.succeeded),
        failed=truths(game.moves, events.failed),
        in_force={move: seen.in_force[game.moves.index(move)] > 0 for move in lasting},
        scale=values(game.moves, seen.scale, lasting),
        times=dict(times),
        rest=values(game.variables, seen.rest, ordinary),
        push=values(game.variables, seen.push),
        shocks=truths(game.shocks, events.shocks),
        satisfaction=values(game.agendas, seen.satisfaction, agendas),
        payoffs=payoffs,
        costs=values(game.actors, seen.costs),
        utility=values(game.actors, seen.utility),
        **_known(game, seen, jax.tree.map(np.asarray, after)),
    )


def _known(game: Game, seen: Month, after: State) -> dict[str, dict]:
    """Name types, estimates and beliefs; an actor's estimates are those of its eye."""
    minds, actors = game.minds, game.actors
    futures = seen.x.shape[-1]

    def rows(values: np.ndarray) -> np.ndarray:
        return np.broadcast_to(values, (values.shape[0], 1, futures))[:, 0]

    types, estimate, spread, belief = (rows(part) for part in (after.types, after.estimate, after.spread, after.belief))
    estimated = {
        (actor, game.variables[v]): row
        for actor, eye in zip(actors, minds.actor_eye, strict=True)
        for row, v in zip(minds.eyes[eye].estimates, minds.eyes[eye].hidden, strict=True)
    }
    public = minds.eyes[minds.public]
    estimated |= {("", game.variables[v]): row for row, v in zip(public.estimates, public.hidden, strict=True)}
    held = [(actors[who], *minds.types[about]) for who, about in zip(minds.believers, minds.about, strict=True)]
    is_of: dict[str, np.ndarray] = {}
    for (actor, _), place, row in zip(minds.types, minds.type_index, types, strict=True):
        is_of[actor] = is_of.get(actor, 0) + place * (row > 0.5)
    return {
        "types": is_of,
        "estimate": {key: seen.estimate[row] for key, row in estimated.items()},
        "belief": dict(zip(held, seen.belief, strict=True)),
        "estimate_next": {key: estimate[row] for key, row in estimated.items()},
        "spread_next": {key: spread[row] for key, row in estimated.items()},
        "belief_next": dict(zip(held, belief, strict=True)),
        "surprise": dict(zip(held, seen.surprise, strict=True)),
    }


def _answers(game: Game, watch: np.ndarray) -> dict:
    rows = iter(read_answers(game, watch))
    parts = [tuple(next(rows) for _ in parts) for parts in game.question_parts]
    return {question: part[0] if len(part) == 1 else part for question, part in zip(game.questions, parts, strict=True)}
