"""What the simulation solver makes of a file with private knowledge: compiled, solved, and read where one likes."""

from dataclasses import replace
from functools import lru_cache

import jax
import numpy as np

from detente.compiler import compile_game
from detente.equilibrium.branching import Groups
from detente.equilibrium.design import Strategy
from detente.equilibrium.setting import Setting, make_setting
from detente.equilibrium.solving import Options, Solution, solve
from detente.game.ready import make_ready, start_state
from detente.scenario import parse
from detente.simulation.programs import Paths, futures_program
from equilibrium.games import chances
from minds.signalling import Play, Signalling, believes, text

OPTIONS = Options(rounds=14, states=1024, months=24, heats=(3.0, 2.0, 1.5), keep=(0.3, 0.8), pool=8, average=4)

SIGNAL = 0.05
"""Tolerance of signalling games, in chances: what sending brings hangs on how the receiver takes the two beliefs after
it, of which the rarer is met in one future of six; ridges draw the two together. Found: 0.001 to 0.045."""


@lru_cache(maxsize=32)
def setting_of(file: str) -> Setting:
    """Compile a file, once for all tests of a process: JAX knows a game by its identity."""
    scenario = parse(file)
    return make_setting(scenario, compile_game(scenario))


@lru_cache(maxsize=32)
def solved(file: str, months: int = 24, **changes: float) -> Solution:
    """Solve a file with few states, seen in its first `months`."""
    setting = setting_of(file)
    options = replace(OPTIONS, months=months, **changes)
    return solve(setting.problem, setting.worlds, setting.numbers, options)


def standing(
    setting: Setting,
    *,
    levels: dict[str, float] | None = None,
    types: dict[str, str] | None = None,
    beliefs: dict[tuple[str, str, str], np.ndarray] | None = None,
    estimates: dict[str, np.ndarray] | None = None,
    count: int = 1,
) -> Groups:
    """Stand as before the first month, but with these variables (points), types by actor, beliefs by (believer, actor,
    type) with the other type taking the rest, and estimates (everybody's) by variable; a group for each of `count`.
    """
    game, minds = setting.problem.game, setting.problem.game.minds
    raw = np.repeat(setting.worlds[:, :1], count, axis=1)
    state = jax.tree.map(np.array, start_state(game, make_ready(game, raw[:, None, :]), (1, count)))
    for name, value in (levels or {}).items():
        state.x[game.variables.index(name), 0] = value
    for t, (actor, type) in enumerate(minds.types):
        if actor in (types or {}):
            state.types[t, 0] = float(types[actor] == type)
    for (believer, actor, type), value in (beliefs or {}).items():
        for b, t in enumerate(minds.about):
            if game.actors[minds.believers[b]] == believer and minds.types[t][0] == actor:
                state.belief[b, 0] = value if minds.types[t][1] == type else 1.0 - np.asarray(value)
    for name, value in (estimates or {}).items():
        state.estimate[minds.estimate_variable == game.variables.index(name), 0] = value
    state = state._replace(month=np.zeros((1, count), np.int32))
    return Groups(state, raw, np.arange(count) + 5 * 10**6)


def odds(setting: Setting, strategy: Strategy, groups: Groups) -> dict:
    """Say how likely each move (by card) and each yes (by card and party) is at `groups`."""
    moves, answers, _ = chances(setting, strategy, groups)
    return {**moves, **answers}


def futures(
    setting: Setting,
    strategy: Strategy,
    *,
    months: int,
    count: int = 512,
    seed: int = 5,
    types: dict[str, str] | None = None,
) -> Paths:
    """Play futures of the worlds in turn, actors of given types, and return their paths: (months, names, futures)."""
    game, minds = setting.problem.game, setting.problem.game.minds
    worlds = setting.worlds.copy()
    for (actor, type), number, index in zip(minds.types, minds.type_number, minds.type_index, strict=True):
        if (types or {}).get(actor) == type:
            worlds[number] = index
    world, pair = np.arange(count) % worlds.shape[1], np.arange(count // 2, dtype=np.uint32)
    raw = worlds[:, world].astype(np.float32)
    paths, _ = futures_program(game, setting.problem.design.gains, months, strategy, raw, pair, np.uint32(seed), None)
    return jax.tree.map(np.asarray, paths)


def signalled(game: Signalling) -> Play:
    """Solve a signalling game, and read the solver's play at the beliefs that its own odds lead to."""
    written = text(game)
    setting, strategy = setting_of(written), solved(written, months=3).strategy
    trader, staller = (
        float(odds(setting, strategy, standing(setting, types={"sender": type}))["send"][0])
        for type in ("trader", "staller")
    )
    after = np.array(believes(game, trader, staller), float)
    groups = standing(setting, levels={"stage": 50.0}, beliefs={("receiver", "sender", "trader"): after}, count=2)
    return Play(trader, staller, *after, *odds(setting, strategy, groups)["trust"])
