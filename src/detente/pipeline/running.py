"""The whole run on one screen: read, compile, solve, certify, simulate, label."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from detente.compiler import compile_game, draw_numbers, intervention, resampled, with_types_of
from detente.equilibrium.branching import Problem
from detente.equilibrium.reasons import MoveReason, explain
from detente.game.game import Game
from detente.game.state import Do
from detente.pipeline.clock import Clock, Progress
from detente.pipeline.found import DEFAULTS, Run, RunOptions
from detente.pipeline.solving import Base, Played, announce, solve
from detente.pipeline.whatifs import find_whatif, prepare_scenario
from detente.results.exact import exact_as_data
from detente.results.labels import label
from detente.scenario.model import Scenario, WhatIf
from detente.simulation.futures import Futures, Plan
from detente.simulation.programs import forget_programs
from detente.simulation.simulate import simulate


class Worlds(NamedTuple):
    """Worlds to play: their numbers, `raw` (numbers, worlds), and how much each counts (None: all the same)."""

    raw: np.ndarray
    weight: np.ndarray | None


def run(
    target: str | Path | Scenario,
    options: RunOptions = DEFAULTS,
    *,
    begin: str | Path | Scenario | Run | None = None,
    progress: Progress | None = None,
) -> Run:
    """Forecast a scenario: a file, the name of a library scenario, or a Scenario already read.

    `begin` is another scenario, or a run of it: strategies go on from its strategies, in a few rounds, rather than from
    nothing (not where a scenario is solved exactly; and not with `quick` or several `starts`: ValueError).
    """
    if begin is not None and (options.quick or options.starts > 1):
        raise ValueError("`begin` goes neither with `quick` nor with several `starts`")
    clock = Clock(progress)
    forget_programs()
    scenario = prepare_scenario(target, options.sets, options.asks)
    whatifs = {name: find_whatif(scenario, name) for name in options.whatifs}
    game = compile_game(scenario)
    worlds = _draw(scenario, game, options)
    if not game.moves:  # nobody can do anything: there is nothing to solve
        options = replace(options, unsolved=True)
    base = _base(begin, options)
    played, note = solve(scenario, game, options, clock, base=base)
    with ThreadPoolExecutor(1) as aside:  # beside the futures: getting its programs ready takes one core some seconds
        reasons = aside.submit(_explain, played, worlds, options.workers)
        results = label(game, _play(game, worlds, None, played, options, clock))
    found = Run(scenario, game, options, played.solution, results, exact=played.exact, note=note)
    found.begun = base.scenario if base and played.solution and played.solution.begun else None
    found.reasons = reasons.result()
    found.others = tuple(
        label(game, _play(game, worlds, None, replace(played, equilibrium=k), options, clock))
        for k in range(1, len(played.exact or ()))
    )
    for name, whatif in whatifs.items():
        _add_whatif(found, name, whatif, played, clock)
    found.seconds, found.log = clock.seconds(), tuple(clock.log)
    return found


def _base(begin: str | Path | Scenario | Run | None, options: RunOptions) -> Base | None:
    """Read from whose strategies solving is to go on: those that solving it from nothing gives, so that its text alone
    repeats them.
    """
    if begin is None:
        return None
    if isinstance(begin, Run):
        same = begin.begun is None and not begin.options.quick and begin.options.solver_seed == options.solver_seed
        return Base(begin.scenario, begin.solution if same else None)
    return Base(prepare_scenario(begin, (), ()))


def _explain(played: Played, worlds: Worlds, workers: int) -> tuple[MoveReason, ...]:
    """Say why actors move, where strategies were found by simulation."""
    if played.solution is None:
        return ()
    design = played.solution.design
    return tuple(explain(Problem(design.game, design, None, workers), played.solution.solution, resampled(*worlds)))


def _add_whatif(found: Run, name: str, whatif: WhatIf, played: Played, clock: Clock) -> None:
    """Play an intervention on the same random numbers: a surprise, or announced (strategies solved again)."""
    scenario, game, options = found.scenario, found.game, found.options
    do, numbers = intervention(scenario, game, whatif.do)
    worlds = _draw(scenario, game, options, fixed=numbers)
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


def _draw(
    scenario: Scenario, game: Game, options: RunOptions, *, fixed: Mapping[str, float] = MappingProxyType({})
) -> Worlds:
    """Draw the numbers of all worlds, some of them `fixed`; those of a what-if are the twins of the base's."""
    raw = draw_numbers(scenario, options.worlds, seed=0, fixed=dict(fixed))
    if not game.minds.types:
        return Worlds(raw, None)
    base = draw_numbers(scenario, options.worlds, seed=0) if fixed else raw
    return Worlds(*with_types_of(scenario, raw, base, fixed=fixed))


def _play(
    game: Game,
    worlds: Worlds,
    do: Do | None,
    played: Played,
    options: RunOptions,
    clock: Clock,
    *,
    what: str = "playing futures",
) -> Futures:
    clock.say(what, 0.0)
    plan = Plan(options.futures, options.seed, workers=options.workers)
    return simulate(
        game,
        worlds.raw,
        plan=plan,
        do=do,
        weight=worlds.weight,
        progress=lambda share: clock.say(what, share),
        **played.how(),
    )
