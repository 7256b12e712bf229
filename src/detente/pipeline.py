"""The whole run on one screen: read, compile, solve, certify, simulate, label, answer, keep."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import xarray as xr

from detente import scenario as files
from detente.compiler import compile_game, draw_numbers, intervention
from detente.compiler.printing import print_game
from detente.equilibrium.certificate import Certificate
from detente.equilibrium.keeping import KeptSolution, find_solution, solve_announced
from detente.equilibrium.solving import Options
from detente.game.game import Game
from detente.game.state import Do
from detente.results.labels import label
from detente.scenario.model import Scenario, WhatIf
from detente.simulation.simulate import Futures, Plan, simulate

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What a run may be asked for; `seed` moves futures alone, `solver_seed` and `solver` the strategies."""

    worlds: int = 256
    futures: int = 64
    seed: int = 0
    solver_seed: int = 0
    starts: int = 1
    fresh: bool = False
    quick: bool = False
    unsolved: bool = False
    workers: int = 2
    sets: tuple[tuple[str, str], ...] = ()
    whatifs: tuple[str, ...] = ()
    announced: bool = False


@dataclass(eq=False)
class Run:
    """Everything a run found. `results` is labelled; `whatifs` holds labelled results by what-if."""

    scenario: Scenario
    game: Game
    options: RunOptions
    solution: KeptSolution | None
    certificate: Certificate | None
    results: xr.Dataset
    whatifs: dict[str, xr.Dataset] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    folder: Path | None = None

    @property
    def status(self) -> str:
        """`solved`, `not settled` (quick) or `unsolved` (usual odds)."""
        if self.solution is None:
            return "unsolved"
        return "not settled" if self.options.quick else "solved"


def run(target: str | Path | Scenario, options: RunOptions = RunOptions(), *, progress: Progress | None = None) -> Run:
    """Forecast a scenario: a file, the name of a library scenario, or a Scenario already read."""
    clock = _Clock(progress)
    scenario = prepare_scenario(target, options)
    game = compile_game(scenario)
    worlds = draw_numbers(scenario, options.worlds, seed=0)
    solution = None if options.unsolved else _solve(scenario, game, options, clock)
    clock.say("playing futures", 0.0)
    base = _play(game, worlds, None, solution, options, clock)
    found = Run(scenario, game, options, solution, solution.certificate if solution else None, label(game, base))
    for name in options.whatifs:
        clock.say(f"playing {name}", 0.0)
        found.whatifs[name] = _whatif(scenario, game, find_whatif(scenario, name), solution, options, clock)
    found.seconds = clock.seconds()
    return found


def prepare_scenario(target: str | Path | Scenario, options: RunOptions) -> Scenario:
    """Read and check the scenario and apply `--set`."""
    scenario = target if isinstance(target, Scenario) else files.load(target)
    for path, value in options.sets:
        scenario = files.with_number(scenario, path, value)
    return scenario


def find_whatif(scenario: Scenario, name: str) -> WhatIf:
    """Find a what-if or package by id, or read a line of its own (`truce happens in 2018-09`)."""
    named = {**scenario.packages, **scenario.whatifs}
    if name in named:
        return named[name]
    return WhatIf(name, (files.parse_do(name, scenario),), name)


def _solve(scenario: Scenario, game: Game, options: RunOptions, clock: "_Clock") -> KeptSolution:
    return find_solution(
        scenario, game, text=print_game(scenario, game), quick=options.quick, fresh=options.fresh,
        seed=options.solver_seed, starts=options.starts, workers=options.workers, say=clock.say,
    )


def _whatif(
    scenario: Scenario, game: Game, whatif: WhatIf, solution: KeptSolution | None, options: RunOptions, clock: "_Clock"
) -> xr.Dataset:
    """Play an intervention on the same random numbers: a surprise, or announced (strategies solved again)."""
    do, numbers = intervention(scenario, game, whatif.do)
    worlds = draw_numbers(scenario, options.worlds, seed=0, fixed=numbers)
    if options.announced and solution is not None:
        solution = solve_announced(scenario, game, solution, do, numbers, workers=options.workers, say=clock.say)
    return label(game, _play(game, worlds, do, solution, options, clock))


def _play(game: Game, worlds: np.ndarray, do: Do | None, solution: KeptSolution | None, options: RunOptions, clock: "_Clock") -> Futures:
    plan = Plan(options.futures, options.seed, workers=options.workers)
    how = {} if solution is None else {"gains": solution.design.gains, "strategy": solution.strategy}
    return simulate(game, worlds, plan=plan, do=do, progress=lambda share: clock.say("playing futures", share), **how)


class _Clock:
    """Tells how far the work is, and how long each part took."""

    def __init__(self, progress: Progress | None):
        self.progress = progress
        self.parts: dict[str, float] = {}
        self.part, self.since = "reading", time.perf_counter()

    def say(self, what: str, share: float) -> None:
        part = what.split(":")[0]
        if part != self.part:
            self._book()
            self.part = part
        if self.progress is not None:
            self.progress(what, share)

    def seconds(self) -> dict[str, float]:
        self._book()
        return self.parts

    def _book(self) -> None:
        now = time.perf_counter()
        self.parts[self.part] = self.parts.get(self.part, 0.0) + now - self.since
        self.since = now


__all__ = ["Options", "Run", "RunOptions", "find_whatif", "prepare_scenario", "run"]
