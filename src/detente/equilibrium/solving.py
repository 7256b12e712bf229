"""Rollout policy iteration: sample states, branch every move, regress the gains, damp, repeat."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from detente.equilibrium.branching import Groups, Outlook, Problem, Seen, look, no_outlook, play_jobs, take
from detente.equilibrium.completing import any_types, complete, imagine_proposals, weights
from detente.equilibrium.design import Strategy
from detente.equilibrium.fitting import Fit, mix
from detente.equilibrium.fortune import LuckFit
from detente.equilibrium.gains import Gains, combine, plan_jobs
from detente.equilibrium.sampling import sample_states
from detente.equilibrium.tails import TailFit

# How far other starts are bent, in lasting points: about one indifference.
_BENT = 0.4


@dataclass(frozen=True, slots=True)
class Options:
    """How hard to solve. Strategies depend on these, the solver's seed, the scenario and the version only.

    `heats` multiply indifference in the first rounds; `states` are sampled each round, in months 0 to `months`;
    `keep` is the share of earlier rounds' evidence that survives a round, rising from its first to its second
    value; from round `pool` on nothing is forgotten any more, so that noise averages out while play hardly moves.
    The last `average` rounds are averaged. Rollouts last `segments` segments of 32 months, then a fitted tail.
    With `extra` the noisiest actor gets as many states again. `resume` goes on from earlier evidence instead of
    forgetting it in the first round.
    """

    rounds: int = 40
    states: int = 1536
    months: int = 64
    heats: tuple[float, ...] = (8.0, 5.0, 3.0, 2.0, 1.5, 1.2)
    keep: tuple[float, float] = (0.3, 0.8)
    pool: int = 24
    average: int = 4
    segments: int = 1
    explore: float = 0.5
    extra: bool = True
    start: str = "usual"
    seed: int = 0
    resume: bool = False


QUICK = Options(rounds=6, states=512, heats=(4.0, 2.0), keep=(0.3, 0.7), pool=6, average=2, extra=False)


@dataclass(eq=False)
class Solution:
    """Strategies found, with what explains them: `by_stake` (moves and consents, features, stakes), and the outlook."""

    strategy: Strategy
    by_stake: np.ndarray
    outlook: Outlook
    options: Options
    rounds: list[float] = field(default_factory=list)
    fit: Fit | None = field(default=None, repr=False)


def solve(
    problem: Problem,
    worlds: np.ndarray,
    numbers: np.ndarray,
    options: Options,
    *,
    begin: Solution | None = None,
    only: int | None = None,
    progress: Callable[[float, str], None] | None = None,
) -> Solution:
    """Find strategies. `worlds` (numbers, worlds) are the truth whose futures are visited; `numbers` (numbers, draws)
    are what actors draw from for what they do not know.

    `begin` starts from strategies already found (what-ifs); `only` lets one actor alone improve.
    """
    strategy = begin.strategy if begin else _first(problem, options)
    outlook = begin.outlook if begin else no_outlook(problem)
    fit, tails, fortune = Fit(problem), TailFit(problem), LuckFit(problem)
    if only is not None and begin is not None and begin.fit is not None:
        fit = deepcopy(begin.fit)  # an actor that goes on improving goes on from what it knows
    late: list[Strategy] = []
    parts: list[np.ndarray] = []
    moved: list[float] = []
    by_stake = begin.by_stake if begin else np.zeros(0)
    for turn in range(options.rounds):
        seed = options.seed * 1_000_003 + turn + 1 + (0 if only is None else 500 * (only + 1))
        situations = _gather(problem, strategy, worlds, numbers, options, seed)
        keep = _keep(options, turn)
        if only is None:
            tails.forget(keep)
            tails.learn(strategy, _some(situations.truth, 1024), luck=outlook.luck, seed=seed + 7)
            outlook = outlook._replace(beyond=tails.solve())
        fit.forget(keep)
        fortune.forget(keep)
        known = _Known(fit, fortune, outlook)
        seen, spread = _learn(
            problem, strategy, known, situations, options, seed, only, _within(progress, turn, options.rounds)
        )
        if only is None and options.extra:
            # The noisiest actor, as a rule the most patient one, gets states of its own besides.
            noisiest = int(np.argmax(spread))
            more = _gather(problem, strategy, worlds, numbers, options, seed + 300, only=noisiest)
            _learn(problem, strategy, known, more, options, seed + 300, noisiest, None)
        if only is None:
            outlook = outlook._replace(luck=fortune.means())
        found, by_stake = fit.solve()
        if only is not None:
            found = _replace_actor(problem, strategy, found, only)
        moved.append(_distance(problem, strategy, found, seen, situations.views))
        next_heat = options.heats[turn + 1] if turn + 1 < len(options.heats) and begin is None else 1.0
        strategy = found._replace(heat=np.float32(next_heat))
        late.append(strategy)
        parts = [*parts, by_stake][-options.average :]
    last = late[-options.average :] if options.average < len(late) else late[-1:]
    strategy = mix(last)._replace(heat=np.float32(1.0))
    return Solution(strategy, np.mean(parts[-len(last) :], axis=0), outlook, options, moved, fit)


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

    def value(seen: Seen, what: str) -> Gains:
        groups = views._replace(proposed=np.asarray(seen.proposed))
        jobs = plan_jobs(problem, seen.open_moves, seen.proposed, who=who, what=what)
        end = options.segments
        how = {"seed": seed, "segments": end, "outlook": known.outlook, "progress": progress}
        sums = play_jobs(problem, strategy, groups, jobs, **how)[end]
        known.fortune.learn(jobs, sums, seen)
        return combine(problem, jobs, sums, seen, what=what)

    seen = look(problem, strategy, views, seed=seed)
    if situations.weight is None or not len(problem.game.consents):
        gains = value(seen, "moves and answers")
        return seen, known.fit.learn(seen, gains, who=who, weight=situations.weight)
    heard = look(problem, strategy, views._replace(proposed=_met(problem, strategy, situations, seen, seed)), seed=seed)
    spread = known.fit.learn(seen, value(seen, "moves"), who=who, weight=situations.weight)
    return seen, spread + known.fit.learn(heard, value(heard, "answers"), who=who, weight=situations.weight)


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
    if turn == 0 and not options.resume:
        return 0.0
    return 1.0 if turn >= options.pool else low + (high - low) * min(turn / max(options.pool, 1), 1.0)


def _gather(
    problem: Problem,
    strategy: Strategy,
    worlds: np.ndarray,
    numbers: np.ndarray,
    options: Options,
    seed: int,
    *,
    only: int | None = None,
) -> "Situations":
    """Meet situations as play reaches them, and complete each as every eye (or that of `only`) may take it to be."""
    game = problem.game
    state, _ = sample_states(
        problem,
        strategy,
        worlds,
        options.states,
        months=options.months,
        seed=seed,
        explore=options.explore,
        per_future=8,
    )
    host = np.random.default_rng([seed, 2])
    theta = numbers[:, host.integers(0, numbers.shape[1], options.states)]
    truth = Groups(state, theta, np.arange(options.states) + 10**6)
    who = np.ones((options.states, len(game.actors)), bool)
    if game.minds.plain:
        return Situations(truth, truth, who, None)
    eyes = np.unique(game.minds.actor_eye) if only is None else game.minds.actor_eye[[only]]
    eyes = np.array([e for e in eyes if e in game.minds.actor_eye[problem.acting]], int)
    each, eye = np.tile(np.arange(options.states), len(eyes)), np.repeat(eyes, options.states)
    groups = Groups(take(state, each), theta[:, each], truth.draw[each])
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


def _some(groups: Groups, count: int) -> Groups:
    ids = np.arange(min(count, groups.raw.shape[1]))
    return Groups(take(groups.state, ids), groups.raw[:, ids], groups.draw[ids] + 10**7)


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


def with_start(options: Options, start: str, seed: int) -> Options:
    """Return the options of another start."""
    return replace(options, start=start, seed=seed)
