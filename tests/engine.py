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

from detente.compiler import compile_game, intervention
from detente.game.drawing import Stream, draw_month, stream_keys
from detente.game.game import Game
from detente.game.month import Answers, play_month
from detente.game.reading import View
from detente.game.ready import make_ready, start_state
from detente.game.state import Do, Draws, Month, Numbers, State
from detente.reference import Record
from detente.scenario import parse
from detente.scenario.model import Do as Line
from detente.scenario.model import Scenario
from detente.simulation.simulate import read_answers


@dataclass(frozen=True)
class Played:
    """What came of some futures: a record and the draws of each month (as the reference takes them), and answers.

    `answers` has what the engine's own truth tables say at the end, by question: [futures], a pair for `given`.
    """

    records: list[Record]
    draws: list[dict]
    answers: dict


@lru_cache(maxsize=64)
def compiled(text: str) -> Game:
    """Compile a scenario once, however often it is played: a game is known to JAX by its identity."""
    return compile_game(parse(text))


class Policy(NamedTuple):
    """Gains linear in the variables' distance from 50: (moves, everything) and (consents, everything)."""

    moves: np.ndarray
    consents: np.ndarray


def nothing_at_stake(game: Game) -> Policy:
    """Return the policy of usual odds: no gains anywhere."""
    everything = len(game.everything)
    return Policy(
        np.zeros((len(game.moves), everything), np.float32), np.zeros((len(game.consents), everything), np.float32)
    )


def play(
    scenario: Scenario,
    numbers: Mapping[str, np.ndarray | float],
    futures: int,
    months: int,
    seed: int,
    do: Iterable[Line] | None = None,
    policy: Policy | None = None,
) -> Played:
    """Play `futures` futures for `months` months with numbers by path, each a float or an array [futures]."""
    game = compiled(scenario.text)
    what_if, changed = intervention(scenario, game, tuple(do or ()))
    raw = [np.broadcast_to(np.asarray({**numbers, **changed}[path], np.float32), futures) for path in game.numbers]
    raw = np.stack(raw)[:, None, :] if raw else np.zeros((0, 1, futures), np.float32)
    with strict():
        ready, state = _start(game, raw, what_if)
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
    return Played(records, draws, _answers(game, np.asarray(state.watch)[:, 0]))


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


@partial(jax.jit, static_argnames=("game",), compiler_options=_QUICK)
def _start(game: Game, raw: jax.Array, do: Do) -> tuple[Numbers, State]:
    numbers = make_ready(game, raw)
    return numbers, start_state(game, numbers, raw.shape[1:], do)


@partial(jax.jit, static_argnames=("game", "futures"), compiler_options=_QUICK)
def _month(
    game: Game, policy: Policy, futures: int, numbers: Numbers, state: State, seed: jax.Array, month: jax.Array, do: Do
) -> tuple[State, Month, Draws]:
    def gains(game: Game, numbers: Numbers, view: View, open_moves: jax.Array) -> tuple[jax.Array, Answers]:
        away = view.everything() - 50.0
        return jnp.tensordot(policy.moves, away, axes=1), lambda proposed: jnp.tensordot(policy.consents, away, axes=1)

    lane = np.arange(futures, dtype=np.uint32)
    draws = draw_month(game, stream_keys(game), seed, Stream(jnp.asarray(lane // 2), jnp.asarray(lane % 2)), month)
    state, seen = play_month(game, numbers, state, draws, gains=gains, do=do)
    return state, seen, draws


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
    )


def _answers(game: Game, watch: np.ndarray) -> dict:
    rows = iter(read_answers(game, watch))
    parts = [tuple(next(rows) for _ in parts) for parts in game.question_parts]
    return {question: part[0] if len(part) == 1 else part for question, part in zip(game.questions, parts, strict=True)}
