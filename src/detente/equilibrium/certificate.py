"""Say how good strategies are: loss and gap on fresh information sets, beside play that is blind to the state.

Definitions are DESIGN 3's. Replies are taken in each actor's own knowledge: its own weights, patience and
indifference are those of the world, every other number is redrawn. Two independent halves of the replications
keep noise out of the figures.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import minimize

from detente.equilibrium.branching import SEGMENT, Groups, Problem, Seen, Tail, look, play_jobs, take
from detente.equilibrium.design import Strategy
from detente.equilibrium.gains import combine, plan_jobs
from detente.equilibrium.sampling import sample_states
from detente.game.game import Game
from detente.game.state import State

_BOOTSTRAPS = 400
# What is asked (DESIGN 3).
GAP_SHARE, LOSS_SHARE, HORIZON = 0.5, 0.25, 0.25
# A loss this small, in indifferences a decision, is good enough whatever the dummy loses.
SMALL_LOSS = 0.002


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


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 90 % interval (bootstrap over states)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ActorLine:
    """One actor's figures, in indifferences a decision; `regret` is what the reply would gain, first order."""

    actor: str
    decisions: int
    loss: Estimate
    usual: float
    state_blind: float
    regret: float
    error: float
    good: bool


@dataclass(frozen=True, slots=True)
class Certificate:
    """The whole certificate; `passed` means *asked* and *horizon* of DESIGN 3."""

    gap: Estimate
    gap_usual: float
    gap_state_blind: float
    loss: Estimate
    loss_usual: float
    loss_state_blind: float
    loss_share: Estimate
    gap_share: Estimate
    actors: tuple[ActorLine, ...]
    horizon: dict[str, Estimate]
    horizon_long: dict[str, Estimate]
    states: int
    replications: int
    longer_test: tuple[dict, ...] = field(default=())

    @property
    def asked(self) -> bool:
        """Gap at most half and loss at most a quarter of the state-blind dummy's, on upper bounds."""
        return self.gap_share.high <= GAP_SHARE and self.loss_share.high <= LOSS_SHARE

    @property
    def horizon_holds(self) -> bool:
        """Longer rollouts move every actor's gains by less than a quarter of indifference."""
        return all(e.value < HORIZON for e in [*self.horizon.values(), *self.horizon_long.values()])

    @property
    def passed(self) -> bool:
        """Whether what is asked is met."""
        return self.asked and self.horizon_holds

    @property
    def aimed(self) -> bool:
        """Whether every single actor is good as well."""
        return all(line.good for line in self.actors)


def certify(
    problem: Problem,
    strategy: Strategy,
    tail: Tail,
    worlds: np.ndarray,
    numbers: np.ndarray,
    own: list[np.ndarray],
    *,
    states: int = 128,
    replications: int = 32,
    most: int = 128,
    segments: int = 2,
    months: int = 48,
    seed: int = 0,
    horizon: bool = True,
    progress: Callable[[float, str], None] | None = None,
) -> Certificate:
    """Certify a strategy. `own` lists, by actor, the rows of its own numbers (agenda, patience, indifference).

    Replications are doubled from `replications` until the standard error of a gain is under a third of
    indifference for every actor, or `most` is reached.
    """
    seed = 900_000_000 + seed * 101
    state, world = sample_states(problem, strategy, worlds, states, months=months, seed=seed, per_future=2)
    count = replications
    while True:
        decisions = _decide(
            problem, strategy, tail, state, worlds[:, world], numbers, own, count, segments, seed, progress
        )
        errors = [
            float(np.sqrt(np.nanmean(decisions.error[decisions.actor == a] ** 2))) for a in np.unique(decisions.actor)
        ]
        if max(errors, default=0.0) < 1.0 / 3.0 or count * 2 > most:
            break
        count *= 2
    near, far = {}, {}
    if horizon:
        few = np.arange(min(48, states))
        near = _horizon(
            problem,
            strategy,
            tail,
            take(state, few),
            worlds[:, world[few]],
            numbers,
            own,
            segments,
            2 * segments,
            32,
            seed,
        )
        longest = _four_half_lives(problem, numbers)
        fewer = np.arange(min(16, states))
        far = _horizon(
            problem,
            strategy,
            tail,
            take(state, fewer),
            worlds[:, world[fewer]],
            numbers,
            own,
            segments,
            longest,
            32,
            seed + 1,
        )
    return summarize(problem.game, decisions, horizon=near, horizon_long=far, states=states, replications=count)


def gather_decisions(
    problem: Problem,
    strategy: Strategy,
    tail: Tail,
    worlds: np.ndarray,
    numbers: np.ndarray,
    own: list[np.ndarray],
    *,
    states: int,
    replications: int,
    segments: int,
    months: int,
    seed: int,
) -> Decisions:
    """Meet decisions on fresh states and value every option (the certificate's raw material)."""
    state, world = sample_states(problem, strategy, worlds, states, months=months, seed=seed, per_future=2)
    return _decide(problem, strategy, tail, state, worlds[:, world], numbers, own, replications, segments, seed, None)


def _decide(
    problem: Problem,
    strategy: Strategy,
    tail: Tail,
    state: State,
    truth: np.ndarray,
    numbers: np.ndarray,
    own: list[np.ndarray],
    replications: int,
    segments: int,
    seed: int,
    progress: Callable | None,
) -> Decisions:
    """Value every option of every decision at `state` in its agent's knowledge, replication by replication."""
    game = problem.game
    rows: list[Decisions] = []
    acting = [a for a in range(len(game.actors)) if (game.agent_actor == a).any() or (game.consent_actor == a).any()]
    for step, actor in enumerate(acting):
        seen, moves, consents = _replicate(
            problem,
            strategy,
            tail,
            state,
            truth,
            numbers,
            own[actor],
            actor,
            replications,
            segments,
            seed + actor,
        )[0]
        rows.append(_decisions(game, actor, seen, moves, consents))
        if progress is not None:
            progress((step + 1) / len(acting), f"certifying {game.actors[actor]}")
    return Decisions(
        *(_join(fields) for fields in zip(*([getattr(r, n) for n in Decisions.__slots__] for r in rows), strict=True))
    )


def _replicate(
    problem: Problem,
    strategy: Strategy,
    tail: Tail,
    state: State,
    truth: np.ndarray,
    numbers: np.ndarray,
    own: np.ndarray,
    actor: int,
    replications: int,
    segments: int,
    seed: int,
    checkpoints: tuple[int, ...] = (),
) -> list[tuple[Seen, np.ndarray, np.ndarray]]:
    """Play one actor's options in `replications` draws of what it does not know.

    Returns for each rollout length (checkpoints, then segments): what is seen, and gains in indifferences of moves
    (states, replications, moves) and consents (states, replications, consents).
    """
    game = problem.game
    states = truth.shape[1]
    host = np.random.default_rng([seed, 4])
    each = np.repeat(np.arange(states), replications)
    raw = numbers[:, host.integers(0, numbers.shape[1], len(each))].copy()
    raw[own] = truth[own][:, each]
    groups = Groups(take(state, each), raw, np.arange(len(each)) + 2 * 10**6)
    seen = look(problem, strategy, groups)
    jobs = plan_jobs(problem, seen.open_moves, actor=actor)
    results = []
    if not len(jobs):
        nothing = (
            np.full((states, replications, len(game.moves)), np.nan),
            np.full((states, replications, len(game.consents)), np.nan),
        )
        return [(seen, *nothing)] * (len(checkpoints) + 1)
    sums = play_jobs(problem, strategy, groups, jobs, seed=seed, segments=segments, tail=tail, checkpoints=checkpoints)
    mine = np.array([stake.actor == actor for stake in game.stakes])
    lasting = (seen.lasting * seen.indifference)[actor]
    for end in (*checkpoints, segments):
        gains = combine(problem, jobs, sums[end], seen)
        moves = gains.moves[:, :, mine].sum(axis=2) / lasting[:, None]
        consents = gains.consents[:, :, mine].sum(axis=2) / lasting[:, None]
        shape = (states, replications)
        results.append((seen, moves.reshape(*shape, -1), consents.reshape(*shape, -1)))
    return results


def _decisions(game: Game, actor: int, seen: Seen, moves: np.ndarray, consents: np.ndarray) -> Decisions:
    """Arrange one actor's options as decisions: an agent at a table, or an answer to a request."""
    states, replications, _ = moves.shape
    pick = lambda rows: rows.reshape(rows.shape[0], states, replications).mean(axis=2)  # noqa: E731
    usual, play = pick(seen.usual), pick(seen.usual + seen.move_gains)
    usual_yes, play_yes = pick(seen.usual_yes), pick(seen.usual_yes + seen.consent_gains)
    # All replications of a state show the agent the same state; its features and own numbers are the same.
    widest = max([int((game.move_agent == agent).sum()) for agent in range(len(game.agents))] + [1]) + 1
    parts = []
    for agent in np.flatnonzero(game.agent_actor == actor):
        mine = np.flatnonzero(game.move_agent == agent)
        value = moves[:, :, mine]
        parts.append(_options(actor, int(agent), usual[mine].T, play[mine].T, value, widest))
    for consent in np.flatnonzero(game.consent_actor == actor):
        value = consents[:, :, consent : consent + 1]
        parts.append(_options(actor, -1 - int(consent), usual_yes[[consent]].T, play_yes[[consent]].T, value, widest))
    if not parts:
        empty = np.zeros((0, widest))
        none = np.zeros(0, int)
        return Decisions(none, none, none, empty, empty, np.zeros((2, 0, widest)), np.zeros((4, 0, widest)), empty)
    return Decisions(
        *(_join(fields) for fields in zip(*([getattr(p, n) for n in Decisions.__slots__] for p in parts), strict=True))
    )


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


def _join(fields: tuple[np.ndarray, ...]) -> np.ndarray:
    axis = 1 if fields[0].ndim == 3 else 0
    return np.concatenate(fields, axis=axis)


# ---------------------------------------------------------------- figures


def summarize(
    game: Game,
    decisions: Decisions,
    *,
    horizon: dict[str, Estimate],
    horizon_long: dict[str, Estimate],
    states: int,
    replications: int,
) -> Certificate:
    """Compute the certificate's figures from decisions; where nobody has any to make, nothing is lost."""
    if not len(decisions.state):
        none = Estimate(0.0, 0.0, 0.0)
        return Certificate(none, 0.0, 0.0, none, 0.0, 0.0, none, none, (), horizon, horizon_long, states, replications)
    blind = state_blind(decisions)
    loss = {
        name: losses(decisions, play)
        for name, play in (("play", decisions.play), ("usual", decisions.usual), ("blind", blind))
    }
    gap = {
        name: _gap_parts(decisions, play)
        for name, play in (("play", decisions.play), ("usual", decisions.usual), ("blind", blind))
    }
    host = np.random.default_rng(7)
    state = decisions.state
    drawn = [_resample(host, state) for _ in range(_BOOTSTRAPS)]
    lines = []
    gain = _reply_gain(decisions)
    for a in np.unique(decisions.actor):
        mine = decisions.actor == a
        value = loss["play"][mine].mean()
        spread = [np.average(loss["play"][mine], weights=w[mine]) for w in drawn if w[mine].sum() > 0]
        low, high = np.quantile(spread, [0.05, 0.95])
        dummy = loss["blind"][mine].mean()
        lines.append(
            ActorLine(
                game.actors[a],
                int(mine.sum()),
                Estimate(float(value), float(low), float(high)),
                float(loss["usual"][mine].mean()),
                float(dummy),
                float(gain[mine].mean()),
                float(np.sqrt(np.nanmean(decisions.error[mine] ** 2))),
                bool(value <= max(LOSS_SHARE * dummy, SMALL_LOSS)),
            )
        )

    def estimate(figure: Callable[[np.ndarray], float]) -> Estimate:
        values = np.array([figure(w) for w in drawn])
        low, high = np.quantile(values, [0.05, 0.95])
        return Estimate(float(figure(np.ones(len(state)))), float(low), float(high))

    return Certificate(
        gap=estimate(lambda w: _gap(gap["play"], w)),
        gap_usual=_gap(gap["usual"], np.ones(len(state))),
        gap_state_blind=_gap(gap["blind"], np.ones(len(state))),
        loss=estimate(lambda w: float(np.average(loss["play"], weights=w))),
        loss_usual=float(loss["usual"].mean()),
        loss_state_blind=float(loss["blind"].mean()),
        loss_share=estimate(
            lambda w: float(np.average(loss["play"], weights=w) / max(np.average(loss["blind"], weights=w), 1e-12))
        ),
        gap_share=estimate(lambda w: _gap(gap["play"], w) / max(_gap(gap["blind"], w), 1e-12)),
        actors=tuple(lines),
        horizon=horizon,
        horizon_long=horizon_long,
        states=states,
        replications=replications,
    )


def losses(decisions: Decisions, play: np.ndarray) -> np.ndarray:
    """Return Cov_p(D_A, D_B) / 2 for each decision, in indifferences: free of noise bias, second order in KL."""
    p = _softmax(play)
    a, b = (np.where(np.isnan(play), 0.0, play - half) for half in decisions.halves)
    centre_a = a - np.sum(p * a, axis=1, keepdims=True)
    centre_b = b - np.sum(p * b, axis=1, keepdims=True)
    return 0.5 * np.sum(p * centre_a * centre_b, axis=1)


def _gap_parts(decisions: Decisions, play: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """TV(p, reply)^2 and TV(reply_A, reply_B)^2 by decision; replies jackknifed over quarters."""
    reply = _jackknife(decisions.quarters)
    a, b = (_softmax(half) for half in decisions.halves)
    return _distance(_softmax(play), reply) ** 2, _distance(a, b) ** 2


def _gap(parts: tuple[np.ndarray, np.ndarray], weights: np.ndarray) -> float:
    square = np.average(parts[0], weights=weights) - 0.25 * np.average(parts[1], weights=weights)
    return float(np.sqrt(max(square, 0.0)))


def _jackknife(quarters: np.ndarray) -> np.ndarray:
    """Undo the first-order bias of a reply to noisy gains: 4 whole - 3 mean of leave-one-quarter-out."""
    whole = _softmax(quarters.mean(axis=0))
    left = [_softmax(quarters[[q for q in range(4) if q != out]].mean(axis=0)) for out in range(4)]
    return 4.0 * whole - 3.0 * np.mean(left, axis=0)


def _distance(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    return 0.5 * np.abs(p - q).sum(axis=1)


def _reply_gain(decisions: Decisions) -> np.ndarray:
    """What the logit reply (found on one half) would gain over play, valued on the other half, in indifferences."""
    p = _softmax(decisions.play)
    total = 0.0
    for own, other in ((0, 1), (1, 0)):
        reply = _softmax(decisions.halves[own])
        value = np.where(np.isnan(decisions.usual), 0.0, decisions.halves[other] - decisions.usual)
        total = total + 0.5 * np.sum((reply - p) * value, axis=1)
    return total


def state_blind(decisions: Decisions) -> np.ndarray:
    """Return log odds of the best play that ignores the state: usual odds and one constant for each option."""
    play = decisions.usual.copy()
    target = decisions.quarters.mean(axis=0)
    for actor, kind in {(int(a), int(k)) for a, k in zip(decisions.actor, decisions.kind, strict=True)}:
        mine = (decisions.actor == actor) & (decisions.kind == kind)
        usual, reply = decisions.usual[mine], _softmax(target[mine])

        def cost(
            constants: np.ndarray, usual: np.ndarray = usual, reply: np.ndarray = reply
        ) -> tuple[float, np.ndarray]:
            log_odds = usual + np.r_[0.0, constants]
            p = _softmax(log_odds)
            log_ratio = np.log(np.maximum(p, 1e-300)) - np.log(np.maximum(reply, 1e-300))
            loss = np.sum(p * log_ratio, axis=1, keepdims=True)
            slope = p * (log_ratio - loss)
            return float(loss.mean()), slope.mean(axis=0)[1:]

        best = minimize(
            cost,
            np.zeros(usual.shape[1] - 1),
            jac=True,
            method="L-BFGS-B",
            bounds=[(-30, 30)] * (usual.shape[1] - 1),
        )
        play[mine] = usual + np.r_[0.0, best.x]
    return play


def _softmax(log_odds: np.ndarray) -> np.ndarray:
    rows = np.where(np.isnan(log_odds), -np.inf, log_odds)
    odds = np.exp(rows - rows.max(axis=-1, keepdims=True))
    return odds / odds.sum(axis=-1, keepdims=True)


def _resample(host: np.random.Generator, state: np.ndarray) -> np.ndarray:
    """Weights of a bootstrap over states (decisions of one state stand or fall together)."""
    count = int(state.max()) + 1
    return np.bincount(host.integers(0, count, count), minlength=count)[state].astype(float)


# ---------------------------------------------------------------- horizon


def _four_half_lives(problem: Problem, numbers: np.ndarray) -> int:
    patience = problem.game.table.patience
    longest = max([float(np.median(numbers[row])) for row in patience if row >= 0] + [1.0])
    return max(2, min(16, int(np.ceil(4.0 * longest / SEGMENT))))


def _horizon(
    problem: Problem,
    strategy: Strategy,
    tail: Tail,
    state: State,
    truth: np.ndarray,
    numbers: np.ndarray,
    own: list[np.ndarray],
    short: int,
    long: int,
    replications: int,
    seed: int,
) -> dict[str, Estimate]:
    """How far longer rollouts move the gains, by actor: root mean square in indifferences, noise removed by halves."""
    game, moved = problem.game, {}
    for actor, name in enumerate(game.actors):
        if not ((game.agent_actor == actor).any() or (game.consent_actor == actor).any()) or long <= short:
            continue
        before, after = _replicate(
            problem,
            strategy,
            tail,
            state,
            truth,
            numbers,
            own[actor],
            actor,
            replications,
            long,
            seed + 50 + actor,
            (short,),
        )
        change = np.concatenate([after[1] - before[1], after[2] - before[2]], axis=2)
        a, b = (change[:, half::2].mean(axis=1) for half in range(2))
        product = np.where(np.isfinite(a * b), a * b, np.nan)
        met = np.isfinite(product).any(axis=1)
        by_state = np.nanmean(product[met], axis=1)
        if not len(by_state):
            continue
        host = np.random.default_rng(8)
        spread = [np.sqrt(max(host.choice(by_state, len(by_state)).mean(), 0.0)) for _ in range(200)]
        low, high = np.quantile(spread, [0.05, 0.95])
        moved[name] = Estimate(float(np.sqrt(max(by_state.mean(), 0.0))), float(low), float(high))
    return moved
