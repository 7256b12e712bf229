"""The whole run on one screen: read, compile, solve, certify, simulate, label, answer, keep."""

import platform
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import xarray as xr

from detente import scenario as files
from detente.compiler import compile_game, draw_numbers, intervention
from detente.compiler.printing import print_game
from detente.equilibrium.branching import Problem
from detente.equilibrium.figures import Certificate
from detente.equilibrium.keeping import KeptSolution, find_solution, solve_announced
from detente.equilibrium.reasons import MoveReason, explain
from detente.equilibrium.solving import Options
from detente.foundation.cache import content_key
from detente.foundation.errors import Fault, Place, UserError
from detente.game.game import Game
from detente.game.state import Do
from detente.game.trimmed import without_questions
from detente.results import folder, notebook, record
from detente.results.figures import Probability, differences, forecast
from detente.results.labels import label
from detente.results.verdict import certificate_as_data
from detente.scenario.model import Scenario, WhatIf
from detente.scenario.names import nearest
from detente.simulation.simulate import Futures, Plan, simulate

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What a run may be asked for; `seed` moves futures alone, `solver_seed` the strategies.

    `sets` are numbers to change (path, value), `asks` questions beside the scenario's own, `whatifs` names or
    lines of what-ifs, `announced` to everybody (strategies are solved again) or else a surprise.
    """

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
    asks: tuple[str, ...] = ()
    whatifs: tuple[str, ...] = ()
    announced: bool = False


@dataclass(eq=False)
class Run:
    """Everything a run found. `results` is labelled; `whatifs` holds labelled results by what-if.

    `manifest` is what was kept of a run that was read back from its folder; it then has no `solution`.
    """

    scenario: Scenario
    game: Game
    options: RunOptions
    solution: KeptSolution | None
    results: xr.Dataset
    whatifs: dict[str, xr.Dataset] = field(default_factory=dict)
    reasons: tuple[MoveReason, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)
    log: tuple[str, ...] = ()
    folder: Path | None = None
    manifest: Mapping | None = None

    @property
    def status(self) -> str:
        """`solved`, `not settled` (quick) or `unsolved` (usual odds)."""
        if self.options.unsolved:
            return "unsolved"
        return "not settled" if self.options.quick else "solved"

    @property
    def certificate(self) -> Certificate | None:
        """The certificate of the strategies; None where nothing was solved."""
        return self.solution.certificate if self.solution else None

    @property
    def verdict(self) -> dict | None:
        """The certificate as data, with its sentence; of a run read back too."""
        if self.manifest is not None:
            return self.manifest["certificate"]
        return certificate_as_data(self.scenario, self.solution, settled=not self.options.quick)

    def forecast(self) -> dict[str, Probability]:
        """Return the probability of every question, in the order of the file, with interval, error and word."""
        found = forecast(self.results)
        return {id: found[id] for id in self._asks()}

    def record(self) -> dict:
        """Return the forecast as plain data: what `detente run --json` prints."""
        asks = self._asks()
        changes = {name: differences(after, self.results) for name, after in self.whatifs.items()}
        whatifs = [
            {
                "id": name,
                "name": find_whatif(self.scenario, name).name,
                "announced": self.announced,
                "questions": [record.difference_as_data(id, ask, change[id]) for id, ask in asks.items()],
            }
            for name, change in changes.items()
        ]
        questions = [record.question_as_data(id, asks[id], what) for id, what in self.forecast().items()]
        whole = {"questions": questions, "certificate": self.verdict, "whatifs": whatifs, "run": self._about()}
        return record.without_holes(whole)

    @property
    def announced(self) -> bool:
        """Whether strategies were solved again for the what-ifs."""
        return self.options.announced and not self.options.unsolved

    def _asks(self) -> dict[str, str]:
        """Return the text of every question, in the order of the file; those asked on the spot come last."""
        questions = self.scenario.questions
        return {id: questions[id].ask for id in record.in_file_order(questions)}

    def _about(self) -> dict:
        wanted = asdict(self.options)
        origin = self.solution.origin if self.solution else (self.manifest or {}).get("strategies", "")
        return {
            "id": self.folder.name if self.folder else None,
            "folder": str(self.folder) if self.folder else None,
            "scenario": self.scenario.name,
            "title": self.scenario.title,
            "start": self.scenario.start,
            "months": self.scenario.months,
            "hash": record.scenario_hash(self.scenario),
            "status": self.status,
            "strategies": origin or "usual odds",
            **{name: wanted[name] for name in ("worlds", "futures", "seed", "solver_seed", "starts", "sets", "asks")},
            "seconds": self.seconds,
            "versions": self.manifest["versions"] if self.manifest else record.versions(),
        }

    def _below(self) -> list[str]:
        verdict = self.verdict
        size = f"{self.options.worlds} worlds of {self.options.futures} futures"
        return [
            verdict["sentence"] if verdict else "Unsolved: everybody plays the usual odds, whatever is at stake.",
            size,
        ]

    def __repr__(self) -> str:
        return notebook.as_text(self.scenario.title, self.status, self.forecast(), self._below())

    def _repr_html_(self) -> str:
        return notebook.as_html(self.scenario.title, self.status, self._asks(), self.forecast(), self._below())


def run(target: str | Path | Scenario, options: RunOptions = RunOptions(), *, progress: Progress | None = None) -> Run:
    """Forecast a scenario: a file, the name of a library scenario, or a Scenario already read."""
    clock = _Clock(progress)
    scenario = prepare_scenario(target, options)
    whatifs = {name: find_whatif(scenario, name) for name in options.whatifs}
    game = compile_game(scenario)
    worlds = draw_numbers(scenario, options.worlds, seed=0)
    if not game.moves:  # nobody can do anything: there is nothing to solve
        options = replace(options, unsolved=True)
    solution = None if options.unsolved else _solve(scenario, game, options, clock)
    found = Run(scenario, game, options, solution, label(game, _play(game, worlds, None, solution, options, clock)))
    for name, whatif in whatifs.items():
        found.whatifs[name] = _whatif(scenario, game, whatif, solution, options, clock)
    if solution is not None:
        clock.say("explaining moves", 0.0)
        problem = Problem(solution.design.game, solution.design, None, options.workers)
        found.reasons = tuple(explain(problem, solution.solution, worlds))
    found.seconds, found.log = clock.seconds(), tuple(clock.log)
    return found


def prepare_scenario(target: str | Path | Scenario, options: RunOptions) -> Scenario:
    """Read and check the scenario, apply `--set`, and add the questions asked on the spot."""
    scenario = target if isinstance(target, Scenario) else files.load(target)
    for path, value in options.sets:
        scenario = files.with_number(scenario, path, value)
    for text in options.asks:
        scenario = files.with_question(scenario, text)
    return scenario


def find_whatif(scenario: Scenario, name: str) -> WhatIf:
    """Find a what-if or package by id, or read a line of its own (`truce happens in 2018-09`)."""
    named = {**scenario.packages, **scenario.whatifs}
    if name in named:
        return named[name]
    if " " not in name.strip():
        near = nearest(name, named)
        known = f"known: {', '.join(named)}" if named else "write a line: `truce happens in 2018-09`"
        remedy = f"did you mean `{near}`?" if near else known
        raise UserError(Fault("E402", f"there is no what-if `{name}`", Place("what-if", 1, 1, len(name)), remedy, name))
    return WhatIf(name, (files.parse_do(name, scenario),), name)


def _solve(scenario: Scenario, game: Game, options: RunOptions, clock: "_Clock") -> KeptSolution:
    clock.say("getting ready", 0.0)
    # Strategies do not depend on what is asked of the futures: a new question needs no new solution.
    return find_solution(
        scenario,
        game,
        text=print_game(scenario, without_questions(game)),
        quick=options.quick,
        fresh=options.fresh,
        seed=options.solver_seed,
        starts=options.starts,
        workers=options.workers,
        say=clock.say,
    )


def _whatif(
    scenario: Scenario,
    game: Game,
    whatif: WhatIf,
    solution: KeptSolution | None,
    options: RunOptions,
    clock: "_Clock",
) -> xr.Dataset:
    """Play an intervention on the same random numbers: a surprise, or announced (strategies solved again)."""
    do, numbers = intervention(scenario, game, whatif.do)
    worlds = draw_numbers(scenario, options.worlds, seed=0, fixed=numbers)
    if options.announced and solution is not None:
        solution = solve_announced(scenario, game, solution, do, numbers, workers=options.workers, say=clock.say)
    return label(game, _play(game, worlds, do, solution, options, clock, what=f"playing what-if {whatif.id}"))


def _play(
    game: Game,
    worlds: np.ndarray,
    do: Do | None,
    solution: KeptSolution | None,
    options: RunOptions,
    clock: "_Clock",
    *,
    what: str = "playing futures",
) -> Futures:
    clock.say(what, 0.0)
    plan = Plan(options.futures, options.seed, workers=options.workers)
    how = {} if solution is None else {"gains": solution.design.gains, "strategy": solution.strategy}
    return simulate(game, worlds, plan=plan, do=do, progress=lambda share: clock.say(what, share), **how)


# ---------------------------------------------------------------- what is kept of a run


def save(found: Run) -> Path:
    """Keep a run in a folder of its own: results, strategies, scenario, manifest and log. Raises OSError."""
    when = datetime.now(UTC)
    scenario = found.scenario
    identity = content_key(scenario.text, repr(found.options), when.isoformat())[:4]
    manifest = {
        "id": f"{when:%Y%m%d-%H%M%S}-{_file_name(scenario.name)}-{identity}",
        "when": when.isoformat(timespec="seconds"),
        "title": scenario.title,
        "name": scenario.name,
        "hash": record.scenario_hash(scenario),
        "status": found.status,
        "options": asdict(found.options),
        "strategies": found.solution.origin if found.solution else "",
        "certificate": found.verdict,
        "questions": found.record()["questions"],
        "reasons": [asdict(reason) for reason in found.reasons],
        "whatifs": list(found.whatifs),
        "results": {key: record.results_hash(results) for key, results in _datasets(found).items()},
        "seconds": found.seconds,
        "versions": record.versions(),
        "machine": f"{platform.system()} {platform.machine()}",
    }
    arrays = {}
    if found.solution is not None:
        kept = found.solution.solution
        arrays = {**kept.strategy._asdict(), "by_stake": kept.by_stake, "tail": kept.tail.stakes}
    arrays = {name: np.asarray(rows) for name, rows in arrays.items()}
    texts = {"scenario.yaml": scenario.text, "log.txt": "".join(f"{line}\n" for line in found.log)}
    found.folder = folder.save_run(record.without_holes(manifest), _datasets(found), arrays, texts=texts)
    return found.folder


def read(kept: Mapping) -> Run:
    """Read a kept run back (`kept` as `results.folder.find_run` returns it): all but the solution itself."""
    options = _options(kept)
    scenario = prepare_scenario(_scenario(kept), replace(options, sets=()))
    return Run(
        scenario,
        compile_game(scenario),
        options,
        None,
        folder.load_results(kept),
        {name: folder.load_results(kept, f"whatif-{k}") for k, name in enumerate(kept["whatifs"])},
        tuple(MoveReason(**{**reason, "parts": tuple(map(tuple, reason["parts"]))}) for reason in kept["reasons"]),
        kept["seconds"],
        folder=Path(kept["path"]),
        manifest=kept,
    )


def repeat(
    kept: Mapping, *, fresh: bool = False, workers: int = 2, progress: Progress | None = None
) -> tuple[Run, list[str]]:
    """Run a kept run again from its manifest; return the new run and the names of results that differ in any bit.

    Strategies come from the cache where they are kept, else they are solved again; `fresh` always solves again.
    """
    # The text that is kept has its numbers set already.
    options = replace(_options(kept), sets=(), fresh=fresh, workers=workers)
    again = run(_scenario(kept), options, progress=progress)
    now = {key: record.results_hash(results) for key, results in _datasets(again).items()}
    return again, [key for key, before in kept["results"].items() if now.get(key) != before]


def _datasets(found: Run) -> dict[str, xr.Dataset]:
    """Return the labelled results by the names that they have in the run folder."""
    return {"base": found.results} | {f"whatif-{k}": after for k, after in enumerate(found.whatifs.values())}


def _scenario(kept: Mapping) -> Scenario:
    path = Path(kept["path"]) / "scenario.yaml"
    return replace(files.load(path), name=kept["name"])


def _options(kept: Mapping) -> RunOptions:
    lists = {name: tuple(kept["options"][name]) for name in ("asks", "whatifs")}
    sets = tuple((path, value) for path, value in kept["options"]["sets"])
    return RunOptions(**{**kept["options"], **lists, "sets": sets})


def _file_name(name: str) -> str:
    plain = "".join(c if c.isascii() and c.isalnum() else "-" for c in name.lower()).strip("-")
    return plain[:40] or "scenario"


class _Clock:
    """Tells how far the work is, and how long each part took."""

    def __init__(self, progress: Progress | None):
        self.progress = progress
        self.parts: dict[str, float] = {}
        self.begun = time.perf_counter()
        self.part, self.since = "reading", self.begun
        self.log: list[str] = []
        self.last = ""

    def say(self, what: str, share: float) -> None:
        if what != self.last:
            self.log.append(f"{time.perf_counter() - self.begun:9.2f} s  {what}")
            self.last = what
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


__all__ = ["Options", "Run", "RunOptions", "find_whatif", "prepare_scenario", "read", "repeat", "run", "save"]
