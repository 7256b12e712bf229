"""What is kept of a run: its folder, reading it back, and repeating it bit for bit."""

import platform
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import xarray as xr

from detente import scenario as files
from detente.compiler import compile_game
from detente.equilibrium.reasons import MoveReason
from detente.foundation.cache import content_key
from detente.pipeline.clock import Progress
from detente.pipeline.found import Run, RunOptions
from detente.pipeline.running import run
from detente.pipeline.whatifs import prepare_scenario
from detente.results import folder, record
from detente.scenario.model import Scenario

_BEGUN = "begun-from.yaml"
"""The file in a run's folder with the scenario from whose strategies it went on."""


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
        "strategies": found.record()["run"]["strategies"] if found.solution or found.exact else "",
        "begun": found.begun.name if found.begun else "",
        "note": found.note,
        "others": len(found.others),
        "whatif_others": {name: len(rest) for name, rest in found.whatif_others.items()},
        "whatif_verdicts": found.whatif_verdicts,
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
        arrays = {**kept.strategy._asdict(), "by_stake": kept.by_stake, **kept.outlook._asdict()}
    if found.exact is not None:
        arrays = {"strategies": found.exact.strategies, "values": found.exact.found.worth}
    arrays = {name: np.asarray(rows) for name, rows in arrays.items()}
    texts = {"scenario.yaml": scenario.text, "log.txt": "".join(f"{line}\n" for line in found.log)}
    if found.begun is not None:
        texts[_BEGUN] = found.begun.text
    found.folder = folder.save_run(record.without_holes(manifest), _datasets(found), arrays, texts=texts)
    return found.folder


def read(kept: Mapping) -> Run:
    """Read a kept run back (`kept` as `results.folder.find_run` returns it): all but the solution itself."""
    options = _options(kept)
    scenario = prepare_scenario(_scenario(kept), (), options.asks)
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
        others=tuple(folder.load_results(kept, f"equilibrium-{k + 2}") for k in range(kept.get("others", 0))),
        note=kept.get("note", ""),
        begun=_begun(kept),
        whatif_others={
            name: tuple(folder.load_results(kept, f"whatif-{k}-equilibrium-{n + 2}") for n in range(count))
            for k, (name, count) in enumerate(
                (name, kept.get("whatif_others", {}).get(name, 0)) for name in kept["whatifs"]
            )
        },
        whatif_verdicts=kept.get("whatif_verdicts", {}),
    )


def repeat(
    kept: Mapping, *, fresh: bool = False, workers: int = 2, progress: Progress | None = None
) -> tuple[Run, list[str]]:
    """Run a kept run again from its manifest; return the new run and the names of results that differ in any bit.

    Strategies come from the cache where they are kept, else they are solved again; `fresh` always solves again.
    """
    # The text that is kept has its numbers set already.
    options = replace(_options(kept), sets=(), fresh=fresh, workers=workers)
    again = run(_scenario(kept), options, begin=_begun(kept), progress=progress)
    now = {key: record.results_hash(results) for key, results in _datasets(again).items()}
    return again, [key for key, before in kept["results"].items() if now.get(key) != before]


def _datasets(found: Run) -> dict[str, xr.Dataset]:
    """Return the labelled results by the names that they have in the run folder."""
    whatifs = {f"whatif-{k}": after for k, after in enumerate(found.whatifs.values())}
    whatifs |= {
        f"whatif-{k}-equilibrium-{n + 2}": rest
        for k, name in enumerate(found.whatifs)
        for n, rest in enumerate(found.whatif_others.get(name, ()))
    }
    return {"base": found.results} | whatifs | {f"equilibrium-{k + 2}": other for k, other in enumerate(found.others)}


def _scenario(kept: Mapping) -> Scenario:
    path = Path(kept["path"]) / "scenario.yaml"
    return replace(files.load(path), name=kept["name"])


def _begun(kept: Mapping) -> Scenario | None:
    """Read the scenario from whose strategies a kept run went on; None where it began from nothing."""
    name = kept.get("begun")
    return replace(files.load(Path(kept["path"]) / _BEGUN), name=name) if name else None


def _options(kept: Mapping) -> RunOptions:
    lists = {name: tuple(kept["options"][name]) for name in ("asks", "whatifs")}
    sets = tuple((path, value) for path, value in kept["options"]["sets"])
    return RunOptions(**{**kept["options"], **lists, "sets": sets})


def _file_name(name: str) -> str:
    plain = "".join(c if c.isascii() and c.isalnum() else "-" for c in name.lower()).strip("-")
    return plain[:40] or "scenario"
