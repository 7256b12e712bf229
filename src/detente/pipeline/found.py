"""What a run may be asked for, and everything that it found."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import xarray as xr

from detente.equilibrium.exact.keeping import Exact
from detente.equilibrium.exact.search import Starts
from detente.equilibrium.figures import Certificate
from detente.equilibrium.keeping import KeptSolution
from detente.equilibrium.reasons import MoveReason
from detente.game.game import Game
from detente.pipeline.whatifs import find_whatif
from detente.results import notebook, record
from detente.results.exact import exact_as_data
from detente.results.figures import (
    Probability,
    differences,
    differences_by_type,
    forecast,
    forecast_by_type,
    parts_by_type,
)
from detente.results.verdict import certificate_as_data
from detente.scenario.model import Scenario


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What a run may be asked for; `seed` moves futures alone, `solver_seed` the strategies.

    `sets` are numbers to change (path, value), `asks` questions beside the scenario's own, `whatifs` names or
    lines of what-ifs, `announced` to everybody (strategies are solved again) or else a surprise. `solver`: `auto`
    solves finite scenarios exactly and the others by simulation; `exact` or `simulation` asks for one of the two.
    `exact_starts`: random starts of the exact solver, or `adaptive`; None suits the size.
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
    solver: str = "auto"
    exact_starts: Starts | None = None


DEFAULTS = RunOptions()


@dataclass(eq=False)
class Run:
    """Everything a run found. `results` is labelled; `whatifs` holds labelled results by what-if.

    A finite scenario has an `exact` solution instead of a `solution`: `results` are of its first equilibrium (the
    principal branch's end), `others` of the rest, in their order. `note` says why a finite scenario was solved by
    simulation. `whatif_others` holds a what-if's results in the equilibria after the first (those of the game solved
    again, if it was announced; their quality is in `whatif_verdicts`). `manifest` is what was kept of a run that was
    read back from its folder; it then has no solution. `begun` is the scenario from whose strategies solving went on.
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
    exact: Exact | None = None
    others: tuple[xr.Dataset, ...] = ()
    note: str = ""
    whatif_others: dict[str, tuple[xr.Dataset, ...]] = field(default_factory=dict)
    whatif_verdicts: dict[str, dict] = field(default_factory=dict)
    begun: Scenario | None = None

    @property
    def status(self) -> str:
        """`solved`, `not settled` (quick) or `unsolved` (usual odds)."""
        if self.options.unsolved:
            return "unsolved"
        return "not settled" if self.options.quick and not self.is_exact else "solved"

    @property
    def is_exact(self) -> bool:
        """Whether the equilibria are those of an exact solution."""
        return self.exact is not None or bool((self.verdict or {}).get("exact"))

    @property
    def certificate(self) -> Certificate | None:
        """The certificate of the strategies; None where nothing was solved."""
        return self.solution.certificate if self.solution else None

    @property
    def verdict(self) -> dict | None:
        """The certificate as data, with its sentence; of a run read back too."""
        if self.manifest is not None:
            return self.manifest["certificate"]
        if self.exact is not None:
            return exact_as_data(self.exact)
        return certificate_as_data(self.scenario, self.solution, settled=not self.options.quick)

    def forecast(self) -> dict[str, Probability]:
        """Return the probability of every question, in the order of the file, with interval, error and word.

        Where an exact solution has several equilibria, these are the chances in equilibrium 1 alone: neither an average
        nor the likeliest, for no probability says which is played. `by_equilibrium` has those of all.
        """
        found = forecast(self.results, alike=self.is_exact)
        return {id: found[id] for id in self._asks()}

    def by_type(self) -> dict[tuple[str, str], dict[str, Probability]]:
        """Return the probabilities in the worlds where an actor starts as each of its types, by (actor, type).

        Empty where nobody has types. Worlds are drawn so that each type has at least 64, and weighed so that the
        forecast as a whole has types as often as the scenario says.
        """
        asks = self._asks()
        return {which: {id: found[id] for id in asks} for which, found in forecast_by_type(self.results).items()}

    def by_equilibrium(self) -> list[dict[str, Probability]]:
        """Return the probabilities in every equilibrium of an exact solution, the first being the forecast's own.

        The order is that of the list of equilibria, `verdict["equilibria"]`, which says of each whether it is stable.
        """
        found = [forecast(results, alike=True) for results in (self.results, *self.others)]
        return [{id: one[id] for id in self._asks()} for one in found]

    def whatif_by_equilibrium(self, name: str) -> list[dict[str, Probability]]:
        """Return the probabilities under a what-if in every equilibrium: of the changed game, if it was announced."""
        every = (self.whatifs[name], *self.whatif_others.get(name, ()))
        found = [forecast(results, alike=True) for results in every]
        return [{id: one[id] for id in self._asks()} for one in found]

    def record(self) -> dict:
        """Return the forecast as plain data: what `detente run --json` prints.

        Of an exact solution the figures of a question and of a what-if's questions are those of equilibrium 1, which
        `equilibrium` and `equilibria` (how many) say beside them; `by_equilibrium` has a row for each. Where actors
        have types, `by_type` has a row for each type, with its worlds and for what share of all they count.
        """
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
        for row in whatifs if self.is_exact else ():
            every = self.whatif_by_equilibrium(str(row["id"]))
            row["equilibrium"] = 1
            row["by_equilibrium"] = [
                {id: record.figures_as_data(what) for id, what in found.items()} for found in every
            ]
            row["certificate"] = self.whatif_verdicts.get(str(row["id"]))
        for row, after in zip(whatifs, self.whatifs.values(), strict=True):
            self._whatif_by_type(row["questions"], after)
        questions = [record.question_as_data(id, asks[id], what) for id, what in self.forecast().items()]
        parts, by_type = parts_by_type(self.results), self.by_type()
        for row in questions if by_type else ():
            row["by_type"] = [
                record.type_as_data(which, parts[which]) | record.figures_as_data(found[str(row["id"])])
                for which, found in by_type.items()
            ]
        if self.is_exact:
            questions = self._in_each(questions)
        whole = {"questions": questions, "certificate": self.verdict, "whatifs": whatifs, "run": self._about()}
        return record.without_holes(whole)

    def _whatif_by_type(self, questions: list[dict[str, object]], after: xr.Dataset) -> None:
        """Add to each question of a what-if how far it moves where an actor starts as each of its types."""
        parts = parts_by_type(self.results)
        by_type = differences_by_type(after, self.results)
        for row in questions if by_type else ():
            row["by_type"] = [
                record.type_as_data(which, parts[which]) | record.change_as_data(found[str(row["id"])])
                for which, found in by_type.items()
            ]

    def _in_each(self, questions: list[dict[str, object]]) -> list[dict[str, object]]:
        """Say of each question that its figures are those of equilibrium 1, and add those of every equilibrium."""
        listed, every = (self.verdict or {})["equilibria"], self.by_equilibrium()
        told = []
        for row in questions:
            figures = [
                {name: one[name] for name in ("equilibrium", "principal", "stable")}
                | record.figures_as_data(found[str(row["id"])])
                for one, found in zip(listed, every, strict=True)
            ]
            head = {"id": row["id"], "ask": row["ask"], "equilibrium": 1, "equilibria": len(every)}
            told.append({**head, **row, "by_equilibrium": figures})
        return told

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
        solved = self.solution or self.exact
        origin = solved.origin if solved else (self.manifest or {}).get("strategies", "")
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
            "begun": self.begun.name if self.begun else None,
            "solver": "none" if self.status == "unsolved" else "exact" if self.is_exact else "simulation",
            "note": self.note or self._which(),
            **{name: wanted[name] for name in ("worlds", "futures", "seed", "solver_seed", "starts", "sets", "asks")},
            "seconds": self.seconds,
            "versions": self.manifest["versions"] if self.manifest else record.versions(),
        }

    def _which(self) -> str:
        """Say which equilibrium figures are of that name none; nothing where there is one only."""
        several = len(self.others) + 1
        whose = f"Figures beside which no other equilibrium is named are those of equilibrium 1 of {several}"
        return f"{whose}; no probability says which of them is played." if self.others else ""

    def _below(self) -> list[str]:
        verdict = self.verdict
        several = len(self.others) + 1
        if several > 1:
            told = f"These are the chances in equilibrium 1 of {several}; run.by_equilibrium() has them all."
            return [told, *([verdict["sentence"]] if verdict else [])]
        size = f"{self.options.worlds} worlds of {self.options.futures} futures"
        return [
            verdict["sentence"] if verdict else "Unsolved: everybody plays the usual odds, whatever is at stake.",
            size,
        ]

    def __repr__(self) -> str:
        return notebook.as_text(
            self.scenario.title, self.status, self.forecast(), self._below(), by_type=self.by_type()
        )

    def _repr_html_(self) -> str:
        return notebook.as_html(
            self.scenario.title, self.status, self._asks(), self.forecast(), self._below(), by_type=self.by_type()
        )
