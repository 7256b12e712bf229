"""The whole run on one screen: read, compile, solve, certify, simulate, label."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from detente.compiler import compile_game, draw_numbers, intervention
from detente.equilibrium.branching import Problem
from detente.equilibrium.reasons import explain
from detente.game.game import Game
from detente.game.state import Do
from detente.pipeline.clock import Clock, Progress
from detente.pipeline.found import DEFAULTS, Run, RunOptions
from detente.pipeline.solving import Played, announce, solve
from detente.pipeline.whatifs import find_whatif, prepare_scenario
from detente.results.exact import exact_as_data
from detente.results.labels import label
from detente.scenario.model import Scenario, WhatIf
from detente.simulation.simulate import Futures, Plan, simulate


def run(target: str | Path | Scenario, options: RunOptions = DEFAULTS, *, progress: Progress | None = None) -> Run:
    """Forecast a scenario: a file, the name of a library scenario, or a Scenario already read."""
    clock = Clock(progress)
    scenario = prepare_scenario(target, options.sets, options.asks)
    whatifs = {name: find_whatif(scenario, name) for name in options.whatifs}
    game = compile_game(scenario)
    worlds = draw_numbers(scenario, options.worlds, seed=0)
    if not game.moves:  # nobody can do anything: there is nothing to solve
        options = replace(options, unsolved=True)
    played, note = solve(scenario, game, options, clock)
    results = label(game, _play(game, worlds, None, played, options, clock))
    found = Run(scenario, game, options, played.solution, results, exact=played.exact, note=note)
    found.others = tuple(
        label(game, _play(game, worlds, None, replace(played, equilibrium=k), options, clock))
        for k in range(1, len(played.exact or ()))
    )
    for name, whatif in whatifs.items():
        _add_whatif(found, name, whatif, played, clock)
    if played.solution is not None:
        clock.say("explaining moves", 0.0)
        problem = Problem(played.solution.design.game, played.solution.design, None, options.workers)
        found.reasons = tuple(explain(problem, played.solution.solution, worlds))
    found.seconds, found.log = clock.seconds(), tuple(clock.log)
    return found


def _add_whatif(found: Run, name: str, whatif: WhatIf, played: Played, clock: Clock) -> None:
    """Play an intervention on the same random numbers: a surprise, or announced (strategies solved again)."""
    scenario, game, options = found.scenario, found.game, found.options
    do, numbers = intervention(scenario, game, whatif.do)
    worlds = draw_numbers(scenario, options.worlds, seed=0, fixed=numbers)
    if options.announced:
        played = announce(scenario, game, whatif, played, options, clock)
        if played.exact is not None:
            found.whatif_verdicts[name] = exact_as_data(played.exact)
    every = [
        label(
            game,
            _play(game, worlds, do, replace(played, equilibrium=k), options, clock, what=f"playing what-if {name}"),
        )
        for k in range(len(played.exact or (None,)))
    ]
    found.whatifs[name], found.whatif_others[name] = every[0], tuple(every[1:])


def _play(
    game: Game,
    worlds: np.ndarray,
    do: Do | None,
    played: Played,
    options: RunOptions,
    clock: Clock,
    *,
    what: str = "playing futures",
) -> Futures:
    clock.say(what, 0.0)
    plan = Plan(options.futures, options.seed, workers=options.workers)
    return simulate(game, worlds, plan=plan, do=do, progress=lambda share: clock.say(what, share), **played.how())
