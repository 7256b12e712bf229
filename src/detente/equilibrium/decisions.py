"""Decisions on fresh information sets, with every option valued in its agent's own knowledge.

Its own weights, patience and indifference are those of the world, every other number is redrawn. Who is asked also
knows what else is proposed in the month.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from detente.equilibrium.branching import Groups, Outlook, Seen, look, play_jobs, take
from detente.equilibrium.completing import believed_types, complete, imagine_proposals
from detente.equilibrium.design import Strategy
from detente.equilibrium.gains import combine, plan_jobs
from detente.equilibrium.sampling import sample_states
from detente.equilibrium.setting import Setting
from detente.game.state import Array, State


@dataclass(frozen=True, slots=True)
class Decisions:
    """Every decision met: odds in log form over its options (nan where there is no such option).

    `usual`, `play` (decisions, options) are log odds; `reply` (2 halves and 4 quarters, decisions, options) the
    usual odds plus the gain found in that part of the replications, in indifferences. `actor`, `state` by
    decision; `kind` is its agent (from 0) or, for consents, -1 - consent. Option 0 is holding, or no.
    """

    actor: np.ndarray
    state: np.ndarray
    kind: np.ndarray
    usual: np.ndarray
    play: np.ndarray
    halves: np.ndarray
    quarters: np.ndarray
    error: np.ndarray


@dataclass(frozen=True, eq=False)
class Judged:
    """What is judged: strategies in their setting, and what is expected beyond a rollout, and of luck in it."""

    setting: Setting
    strategy: Strategy
    outlook: Outlook


class Met(NamedTuple):
    """Situations met: `state` with lanes (1, states), the true numbers (numbers, states), proposals (moves, states)."""

    state: State
    truth: np.ndarray
    proposed: np.ndarray

    def some(self, ids: np.ndarray) -> "Met":
        """Pick situations."""
        return Met(take(self.state, ids), self.truth[:, ids], self.proposed[:, ids])


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to look: draws of what is not known, segments of a rollout (and shorter ones to compare), the seed."""

    replications: int
    segments: int
    seed: int
    checkpoints: tuple[int, ...] = ()


def meet(judged: Judged, states: int, *, months: int, seed: int) -> Met:
    """Meet situations as play reaches them, each with what is proposed in its month."""
    problem, worlds = judged.setting.problem, judged.setting.truth
    state, world = sample_states(problem, judged.strategy, worlds, states, months=months, seed=seed, per_future=2)
    truth = worlds[:, world]
    seen = look(problem, judged.strategy, Groups(state, truth, np.arange(states) + 3 * 10**6), seed=seed)
    return Met(state, truth, np.asarray(seen.proposed))


def gather_decisions(
    setting: Setting,
    strategy: Strategy,
    outlook: Outlook,
    *,
    states: int,
    replications: int,
    segments: int,
    months: int,
    seed: int,
) -> Decisions:
    """Meet decisions on fresh states and value every option (the certificate's raw material)."""
    judged = Judged(setting, strategy, outlook)
    return decide(judged, meet(judged, states, months=months, seed=seed), Effort(replications, segments, seed))


def decide(
    judged: Judged, met: Met, effort: Effort, *, progress: Callable[[float, str], None] | None = None
) -> Decisions:
    """Value every option of every decision at `met` in its agent's knowledge, replication by replication."""
    game = judged.setting.problem.game
    widest = max(np.bincount(game.move_agent).tolist(), default=1) + 1
    parts: list[Decisions] = []
    for step, actor in enumerate(judged.setting.acting):
        moves, answers = (replicate(judged, met, effort, actor=actor, what=what)[0] for what in ("moves", "answers"))
        usual, play = moves.mean(moves.seen.usual), moves.mean(moves.seen.usual + moves.seen.move_gains)
        for agent in np.flatnonzero(game.agent_actor == actor):
            mine = np.flatnonzero(game.move_agent == agent)
            parts.append(_options(actor, int(agent), usual[mine].T, play[mine].T, moves.gains[:, :, mine], widest))
        seen = answers.seen
        usual, play = answers.mean(seen.usual_yes), answers.mean(seen.usual_yes + seen.consent_gains)
        for consent in np.flatnonzero(game.consent_actor == actor):
            mine, kind = [consent], -1 - int(consent)
            parts.append(_options(actor, kind, usual[mine].T, play[mine].T, answers.gains[:, :, mine], widest))
        if progress is not None:
            progress((step + 1) / len(judged.setting.acting), f"certifying {game.actors[actor]}")
    return _join(parts)


class Replicas(NamedTuple):
    """What is seen, with groups (states times replications) last, and gains in indifferences (nan: not open).

    `gains` (states, replications, moves or consents).
    """

    seen: Seen
    gains: np.ndarray

    def mean(self, rows: Array) -> np.ndarray:
        """Average over replications, in which the agent sees the same: (rows, groups) -> (rows, states)."""
        return np.asarray(rows).reshape(rows.shape[0], *self.gains.shape[:2]).mean(axis=2)


def replicate(judged: Judged, met: Met, effort: Effort, *, actor: int, what: str) -> list[Replicas]:
    """Play one actor's options (`moves` or `answers`) in many draws of what it does not know.

    Its answers are valued at what is proposed in `met`; its moves at what others propose in each draw. Returns a
    result for each rollout length: the effort's checkpoints, then all its segments.
    """
    setting, states = judged.setting, met.truth.shape[1]
    problem, strategy = setting.problem, judged.strategy
    host = np.random.default_rng([effort.seed, 4])
    each = np.repeat(np.arange(states), effort.replications)
    raw = setting.numbers[:, host.integers(0, setting.numbers.shape[1], len(each))].copy()
    raw[setting.own[actor]] = met.truth[setting.own[actor]][:, each]
    groups = Groups(take(met.state, each), raw, np.arange(len(each)) + 2 * 10**6)
    game = problem.game
    if not game.minds.plain:
        eye = np.full(len(each), game.minds.actor_eye[actor])
        groups = complete(game, groups, believed_types(game, groups.state, actor, host), eye=eye, host=host)
    if what == "answers":
        proposed = met.proposed[:, each]
        if not game.minds.plain and game.minds.eyes[game.minds.actor_eye[actor]].unseen.any():
            there = look(problem, strategy, groups, seed=effort.seed)
            proposed = imagine_proposals(game, there, proposed, actor=actor, seed=effort.seed)
        groups = groups._replace(proposed=proposed)
    seen = look(problem, strategy, groups, seed=effort.seed)
    groups = groups._replace(proposed=np.asarray(seen.proposed))
    who = np.arange(len(game.actors))[None] == actor
    jobs = plan_jobs(problem, seen.open_moves, seen.proposed, who=who, what=what)
    sums = play_jobs(
        problem,
        strategy,
        groups,
        jobs,
        seed=effort.seed,
        segments=effort.segments,
        outlook=judged.outlook,
        checkpoints=effort.checkpoints,
    )
    lasting = (seen.lasting * seen.indifference)[actor]
    results = []
    for end in (*effort.checkpoints, effort.segments):
        gains = combine(problem, jobs, sums[end], seen, what=what)
        options = gains.moves if what == "moves" else gains.consents
        rows = (
            np.stack([each.sum(axis=1) / lasting for each in options], axis=1)
            if options
            else np.zeros((len(lasting), 0))
        )
        results.append(Replicas(seen, rows.reshape(states, effort.replications, -1)))
    return results


def _options(actor: int, kind: int, usual: np.ndarray, play: np.ndarray, value: np.ndarray, widest: int) -> Decisions:
    """One kind of decision at every state where some option is open; `value` (states, replications, options)."""
    is_open = np.asarray(np.isfinite(value).all(axis=1))
    met = np.flatnonzero(is_open.any(axis=1))
    _, replications, options = value.shape

    def full(rows: np.ndarray) -> np.ndarray:
        out = np.full((*rows.shape[:-1], widest), np.nan)
        out[..., 0] = 0.0
        out[..., 1 : options + 1] = np.where(is_open, rows, np.nan)
        return out[..., met, :]

    def part(chosen: np.ndarray) -> np.ndarray:
        return full(usual + value[:, chosen].mean(axis=1))

    order = np.arange(replications)
    halves = np.stack([part(order % 2 == h) for h in range(2)])
    quarters = np.stack([part(order % 4 == q) for q in range(4)])
    error = full(value.std(axis=1, ddof=1) / np.sqrt(replications))
    error[:, 0] = np.nan
    ones = np.ones(len(met), int)
    return Decisions(actor * ones, met, kind * ones, full(usual), full(play), halves, quarters, error)


def _join(parts: list[Decisions]) -> Decisions:
    if not parts:
        none, empty = np.zeros(0, int), np.zeros((0, 1))
        return Decisions(none, none, none, empty, empty, np.zeros((2, 0, 1)), np.zeros((4, 0, 1)), empty)
    fields = [[getattr(part, name) for part in parts] for name in Decisions.__slots__]
    return Decisions(*(np.concatenate(rows, axis=1 if rows[0].ndim == 3 else 0) for rows in fields))
