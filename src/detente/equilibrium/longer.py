"""The longer test: each actor alone goes on improving against the others; how far do play and questions move?"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from scipy.special import expit

from detente.equilibrium.branching import Groups, look
from detente.equilibrium.design import Strategy
from detente.equilibrium.sampling import sample_states
from detente.equilibrium.setting import Setting
from detente.equilibrium.solving import Solution, solve
from detente.game.game import Game
from detente.game.state import Array
from detente.simulation.simulate import Plan, simulate

_ROUNDS = 4
_FUTURES = 32
# Situations of a round, at least: a test on less evidence than play rests on would show its own noise. All is fresh
# evidence, so that what is wrong with the old cannot hide.
_STATES = 1536


def longer_test(
    setting: Setting, game: Game, solution: Solution, *, say: Callable[[str, float], None]
) -> tuple[dict, ...]:
    """Let each actor improve for a few rounds more and compare play and questions, on the same random numbers.

    Returns for each actor `play_moved` (mean total-variation distance of its choices), `worst_question` and
    `moved` (change of that question's probability), with `error`, the standard error of that change.
    """
    options = replace(
        solution.options,
        rounds=_ROUNDS,
        heats=(),
        keep=(1.0, 1.0),
        average=1,
        thin=1,
        states=max(solution.options.states, _STATES),
        seed=solution.options.seed + 77,
    )
    before = _answers(setting, game, solution.strategy)
    rows = []
    for step, actor in enumerate(setting.acting):
        say(f"longer test: {game.actors[actor]} alone goes on improving", step / len(setting.acting))
        after = solve(setting.problem, setting.worlds, setting.numbers, options, begin=solution.begin, only=actor)
        moved, error = 0.0, 0.0
        worst = ""
        change = _answers(setting, game, after.strategy) - before
        if len(change):
            by_world = change.mean(axis=2)
            k = int(np.abs(by_world.mean(axis=1)).argmax())
            names = [q for q, parts in zip(game.questions, game.question_parts, strict=True) for _ in parts]
            worst, moved = names[k], float(by_world[k].mean())
            error = float(by_world[k].std(ddof=1) / np.sqrt(by_world.shape[1]))
        distance = play_distance(setting, solution.strategy, after.strategy, actor)
        rows.append(
            {
                "actor": game.actors[actor],
                "play_moved": distance,
                "worst_question": worst,
                "moved": moved,
                "error": error,
            }
        )
    return tuple(rows)


def _answers(setting: Setting, game: Game, strategy: Strategy) -> np.ndarray:
    plan = Plan(_FUTURES, seed=1, sample=0, workers=setting.problem.workers)
    futures = simulate(
        game,
        setting.truth,
        plan=plan,
        do=setting.problem.do,
        gains=setting.problem.design.gains,
        strategy=strategy,
    )
    return futures.answers.astype(np.float32)


def play_distance(setting: Setting, one: Strategy, other: Strategy, actor: int | None = None) -> float:
    """Mean total-variation distance of choices between two strategies, on states that the first one reaches."""
    problem, game = setting.problem, setting.problem.game
    state, world = sample_states(problem, one, setting.truth, 512, months=48, seed=12345, per_future=2)
    groups = Groups(state, setting.truth[:, world], np.arange(512))
    a = look(problem, one, groups)
    b = look(problem, other, groups._replace(proposed=np.asarray(a.proposed)))  # answers to the same proposals
    total, count = 0.0, 0
    for agent in range(len(game.agents)):
        if actor is not None and game.agent_actor[agent] != actor:
            continue
        mine = game.move_agent == agent
        p, q = (_odds(seen.usual[mine] + seen.move_gains[mine], seen.open_moves[mine]) for seen in (a, b))
        met = a.open_moves[mine].any(axis=0)
        total += float(0.5 * np.abs(p - q).sum(axis=0)[met].sum())
        count += int(met.sum())
    for consent in range(len(game.consents)):
        if actor is not None and game.consent_actor[consent] != actor:
            continue
        met = a.open_moves[game.consent_move[consent]] > 0
        p, q = (expit(seen.usual_yes[consent] + seen.consent_gains[consent]) for seen in (a, b))
        total += float(np.abs(p - q)[met].sum())
        count += int(met.sum())
    return total / max(count, 1)


def _odds(log_odds: Array, is_open: Array) -> np.ndarray:
    rows = np.concatenate([np.zeros((1, log_odds.shape[1])), np.where(is_open > 0, log_odds, -np.inf)])
    odds = np.exp(rows - rows.max(axis=0))
    return odds / odds.sum(axis=0)
