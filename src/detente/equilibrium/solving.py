"""Rollout policy iteration: sample states, branch every move, regress the gains, damp, repeat."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from detente.equilibrium.branching import (
    SEGMENT,
    Groups,
    Jobs,
    Outlook,
    Problem,
    Seen,
    look,
    no_outlook,
    play_jobs,
    take,
)
from detente.equilibrium.completing import any_types, complete, imagine_proposals, weights
from detente.equilibrium.design import Strategy
from detente.equilibrium.fitting import Begin, Fit, mix
from detente.equilibrium.fortune import LuckFit
from detente.equilibrium.gains import Gains, combine, plan_jobs
from detente.equilibrium.sampling import sample_states
from detente.equilibrium.tails import TailFit
from detente.game.state import State

# How far other starts are bent, in lasting points: about one indifference.
_BENT = 0.4
# Long plays begin in so many situations of a round, at least and at most.
_FEWEST, _MOST = 512, 1024


@dataclass(frozen=True, slots=True)
class Options:
    """How hard to solve. Strategies depend on these, the solver's seed, the scenario and the version only.

    `heats` multiply indifference in the first rounds; `states` are sampled each round, in months 0 to `months`; in the
    first `warm` rounds, which find the way, one in `thin` of them. `keep` is the share of earlier rounds' evidence that
    survives a round, rising from its first to its second value over these rounds; from round `pool` on nothing is
    forgotten any more, so that noise averages out while play hardly moves.
    The last `average` rounds are averaged. Rollouts last a quarter of the half-life of whoever
    decides, at least and at most `segments` segments of 8 months, then a fitted tail.
    With `extra` the noisiest actor gets as many states again.
    """

    rounds: int = 40
    states: int = 1536
    months: int = 64
    heats: tuple[float, ...] = (8.0, 5.0, 3.0, 2.0, 1.5, 1.2)
    keep: tuple[float, float] = (0.3, 0.8)
    pool: int = 24
    average: int = 4
    segments: tuple[int, int] = (4, 4)
    thin: int = 1
    warm: int = 24
    explore: float = 0.5
    extra: bool = True
    start: str = "usual"
    seed: int = 0


QUICK = Options(rounds=6, states=512, heats=(4.0, 2.0), keep=(0.3, 0.7), pool=6, average=2, extra=False)


@dataclass(eq=False)
class Solution:
    """Strategies found, with what explains them: `by_stake` (moves and consents, features, stakes), and the outlook."""

    strategy: Strategy
    by_stake: np.ndarray
    outlook: Outlook
    options: Options
    rounds: list[float] = field(default_factory=list)

    @property
    def begin(self) -> Begin:
        """What another solve goes on from."""
        return Begin(self.strategy, self.by_stake, self.outlook)


def solve(
    problem: Problem,
    worlds: np.ndarray,
    numbers: np.ndarray,
    options: Options,
    *,
    begin: Begin | None = None,
    only: int | None = None,
    progress: Callable[[float, str], None] | None = None,
) -> Solution:
    """Find strategies. `worlds` (numbers, worlds) are the truth whose futures are visited; `numbers` (numbers, draws)
    are what actors draw from for what they do not know.

    `begin` starts from strategies already found (what-ifs, a file that was edited), and what is fitted leans on them;
    `only` lets one actor alone improve, by fresh evidence alone.
    """
    strategy = begin.strategy if begin else _first(problem, options)
    outlook = begin.outlook if begin else no_outlook(problem)
    known = begin if only is None else None
    fit, tails, fortune = Fit(problem, known), TailFit(problem, known), LuckFit(problem, known)
    averaged = options.average if options.average < options.rounds else 1
    late: list[Strategy] = []
    parts: list[np.ndarray] = []
    moved: list[float] = []
    with ThreadPoolExecutor(1) as aside:
        for turn in range(options.rounds):
            now = replace(options, states=states_of_round(options, turn))
            seed = options.seed * 1_000_003 + turn + 1 + (0 if only is None else 500 * (only + 1))
            met = _visit(problem, strategy, worlds, now, seed, only)
            keep = _keep(options, turn)
            learning = None
            if only is None:
                tails.forget(keep)
                far = _truth(met, numbers, seed, min(met.x.shape[-1], _MOST))
                far = far._replace(draw=far.draw + 10**7)
                learning = aside.submit(tails.learn, strategy, far, outlook.luck, seed + 7)
                if turn == 0 and begin is None:  # later rounds go by what those before them learnt
                    outlook = outlook._replace(beyond=learning.result())
            fit.forget(keep)
            fortune.forget(keep)
            evidence = _Known(fit, fortune, outlook)
            situations = _gather(problem, met, numbers, now, seed)
            told = _within(progress, turn, options.rounds)
            seen, spread = _learn(problem, strategy, evidence, situations, now, seed, only, told)
            if only is None and options.extra:
                # The noisiest actor, as a rule the most patient one, gets states of its own besides.
                noisiest = int(np.argmax(spread))
                met = _visit(problem, strategy, worlds, now, seed + 300, only)
                more = _gather(problem, met, numbers, now, seed + 300, only=noisiest)
                _learn(problem, strategy, evidence, more, now, seed + 300, noisiest, None)
            if learning is not None:
                outlook = Outlook(learning.result(), fortune.means())
            found = fit.solve()
            if only is not None:
                found = _replace_actor(problem, strategy, found, only)
            moved.append(_distance(problem, strategy, found, seen, situations.views))
            next_heat = options.heats[turn + 1] if turn + 1 < len(options.heats) and begin is None else 1.0
            strategy = found._replace(heat=np.float32(next_heat))
            late = [*late, strategy][-averaged:]
            if turn >= options.rounds - averaged:
                parts.append(fit.by_stake())
    strategy = mix(late)._replace(heat=np.float32(1.0))
    return Solution(strategy, np.mean(parts, axis=0), outlook, options, moved)


def _learn(
    problem: Problem,
    strategy: Strategy,
    known: "_Known",
    situations: "Situations",
    options: Options,
    seed: int,
    only: int | None,
    progress: Callable[[float], None] | None,
) -> tuple[Seen, np.ndarray]:
    """Branch every move at these states and add the gains to what is known.

    Where anything is private, answers are valued at what is proposed in truth, whatever types are imagined: beliefs are
    those of the month's start, and what is proposed teaches when the month is over.
    """
    views = situations.views
    who = situations.who if only is None else situations.who & (np.arange(situations.who.shape[1]) == only)

    def value(seen: Seen, what: str, share: Callable[[float], None] | None = progress) -> Gains:
        groups = views._replace(proposed=np.asarray(seen.proposed))
        jobs = plan_jobs(problem, seen.open_moves, seen.proposed, who=who, what=what)
        sums = np.empty((len(jobs), len(problem.game.stakes)), np.float32)
        reach, months = branch_segments(problem, who, options)[jobs.group], 0
        for segments in np.unique(reach).tolist():
            mine = np.flatnonzero(reach == segments)
            some = Jobs(*(field[mine] for field in jobs))
            before, months = months, months + len(mine) * segments
            told = _part(share, before / reach.sum(), months / reach.sum())
            how = {"seed": seed, "segments": segments, "outlook": known.outlook, "progress": told}
            sums[mine] = play_jobs(problem, strategy, groups, some, **how)[segments]
        known.fortune.learn(jobs, sums, seen)
        return combine(problem, jobs, sums, seen, what=what)

    seen = look(problem, strategy, views, seed=seed)
    if situations.weight is None or not len(problem.game.consents):
        gains = value(seen, "moves and answers")
        return seen, known.fit.learn(seen, gains, who=who, weight=situations.weight)
    heard = look(problem, strategy, views._replace(proposed=_met(problem, strategy, situations, seen, seed)), seed=seed)
    moves = value(seen, "moves", _part(progress, 0.0, 0.5))
    answers = value(heard, "answers", _part(progress, 0.5, 1.0))
    spread = known.fit.learn(seen, moves, who=who, weight=situations.weight)
    return seen, spread + known.fit.learn(heard, answers, who=who, weight=situations.weight)


def branch_segments(problem: Problem, who: np.ndarray, options: Options) -> np.ndarray:
    """Say how many segments the branches of each group last: a quarter of the half-life of whoever decides there."""
    least, most = options.segments
    with np.errstate(divide="ignore"):  # who looks no further than the month has a discount of 0
        half_life = -1.0 / np.log2(-np.expm1(problem.design.patience_median))
    segments = np.clip(np.ceil(half_life / 4.0 / SEGMENT), least, most).astype(int)
    return np.where(who, segments, least).max(axis=1)


def _met(problem: Problem, strategy: Strategy, situations: "Situations", seen: Seen, seed: int) -> np.ndarray:
    """Say what is proposed in truth where each of the views stands (`seen`), or may be imagined where it is unseen."""
    views = situations.views
    proposed = np.asarray(look(problem, strategy, situations.truth, seed=seed).proposed)
    proposed = proposed[:, np.arange(views.raw.shape[1]) % proposed.shape[1]]
    for e, eye in enumerate(problem.game.minds.eyes):
        mine = views.eye == e
        if eye.unseen.any() and mine.any():
            imagined = imagine_proposals(problem.game, seen, proposed, actor=int(eye.actors[0]), seed=seed)
            proposed = np.where(mine, imagined, proposed)
    return proposed


class _Known(NamedTuple):
    """What is known of gains and of luck so far, and what branches are to expect."""

    fit: Fit
    fortune: LuckFit
    outlook: Outlook


def _keep(options: Options, turn: int) -> float:
    """Say what share of the evidence so far survives into round `turn`."""
    low, high = options.keep
    if turn == 0:
        return 0.0
    rising = max(min(options.warm, options.pool), 1)
    return 1.0 if turn >= options.pool else low + (high - low) * min(turn / rising, 1.0)


def states_of_round(options: Options, turn: int) -> int:
    """Say how many situations are met in round `turn`: what is soon forgotten may be known less well."""
    return max(options.states // (options.thin if turn < options.warm else 1), 1)


def _visit(
    problem: Problem, strategy: Strategy, worlds: np.ndarray, options: Options, seed: int, only: int | None
) -> State:
    """Meet situations as play reaches them: `options.states`, and where long plays are made, as many as they need."""
    count = max(options.states, _FEWEST) if only is None else options.states
    how = {"months": options.months, "seed": seed, "explore": options.explore, "per_future": 8}
    return sample_states(problem, strategy, worlds, count, **how)[0]


def _truth(met: State, numbers: np.ndarray, seed: int, count: int) -> Groups:
    """Take the first `count` situations met as they are, with numbers of their own."""
    host = np.random.default_rng([seed, 2])
    theta = numbers[:, host.integers(0, numbers.shape[1], count)]
    return Groups(take(met, np.arange(count)), theta, np.arange(count) + 10**6)


def _gather(
    problem: Problem,
    met: State,
    numbers: np.ndarray,
    options: Options,
    seed: int,
    *,
    only: int | None = None,
) -> "Situations":
    """Complete each situation met, as many as a round has, as every eye (or that of `only`) may take it to be."""
    game = problem.game
    truth = _truth(met, numbers, seed, options.states)
    who = np.ones((options.states, len(game.actors)), bool)
    if game.minds.plain:
        return Situations(truth, truth, who, None)
    host = np.random.default_rng([seed, 5])
    eyes = np.unique(game.minds.actor_eye) if only is None else game.minds.actor_eye[[only]]
    eyes = np.array([e for e in eyes if e in game.minds.actor_eye[problem.acting]], int)
    each, eye = np.tile(np.arange(options.states), len(eyes)), np.repeat(eyes, options.states)
    groups = Groups(take(truth.state, each), truth.raw[:, each], truth.draw[each])
    types = any_types(game, len(each), host)
    views = complete(game, groups, types, eye=eye, host=host)
    return Situations(
        truth, views, game.minds.actor_eye[None] == eye[:, None], weights(game, state=groups.state, types=types)
    )


class Situations(NamedTuple):
    """Situations met: as they are, and as each eye may take them to be.

    `who` (groups, actors) says whose gains are looked for in each of `views`, and `weight` (groups, actors) how likely
    it is in their view (None: as likely as any).
    """

    truth: Groups
    views: Groups
    who: np.ndarray
    weight: np.ndarray | None


def _first(problem: Problem, options: Options) -> Strategy:
    """Start from the usual odds; bent towards concessions (dovish) or away from them (hawkish); or at random."""
    design = problem.design
    strategy = design.nothing()
    seen = np.array(strategy.seen)
    if options.start in ("dovish", "hawkish"):
        sign = 1.0 if options.start == "dovish" else -1.0
        seen[:, 0] = sign * _BENT * np.where(problem.game.move_concedes[design.row_move], 1.0, -1.0)
    elif options.start == "random":
        seen = np.random.default_rng([options.seed, 3]).normal(0.0, _BENT / 4, seen.shape).astype(np.float32)
    heat = np.float32(options.heats[0] if options.heats else 1.0)
    return strategy._replace(seen=seen, heat=heat)


def _replace_actor(problem: Problem, old: Strategy, new: Strategy, actor: int) -> Strategy:
    mine = (problem.design.row_actor == actor)[:, None]
    answers = mine[problem.design.move_rows :]
    return Strategy(
        np.where(mine, new.seen, old.seen),
        np.where(mine, new.selves, old.selves),
        np.where(answers, new.others, old.others),
        old.heat,
    )


def _distance(problem: Problem, old: Strategy, new: Strategy, seen: Seen, groups: Groups) -> float:
    """Say how far play moved: the mean change of a move's odds, as a share of one indifference, capped at 1."""
    after = look(problem, new._replace(heat=old.heat), groups)
    change = np.abs(after.move_gains - seen.move_gains)[seen.open_moves > 0]
    return float(np.minimum(change, 1.0).mean()) if change.size else 0.0


def _within(progress: Callable[[float, str], None] | None, turn: int, rounds: int) -> Callable[[float], None] | None:
    if progress is None:
        return None
    return lambda share: progress((turn + share) / rounds, f"round {turn + 1} of {rounds}")


def _part(progress: Callable[[float], None] | None, low: float, high: float) -> Callable[[float], None] | None:
    return None if progress is None else lambda share: progress(low + (high - low) * share)


def with_start(options: Options, start: str, seed: int) -> Options:
    """Return the options of another start."""
    return replace(options, start=start, seed=seed)
