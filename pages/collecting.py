"""Run the commands whose records the pages show, as a user would type them, and keep each record when it is there."""

import csv
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from detente.foundation.version import VERSION
from detente.results.record import scenario_hash
from detente.scenario import load
from pages.records import NUMBERS, SCENARIO, Record, game_hash

WHATIFS = (
    "hold_the_card",
    "trade_truce",
    "no_syria_withdrawal",
    "sanctions_never_eased",
    "full_staffing",
    "washington_knows",
    "china_for_growth",
    "no_understanding",
    "words_are_wind",
    "no_line",
    "kurds_protected",
)
"""The what-ifs of the file that are asked for their own sake; those after them belong to the tests of conclusions."""


@dataclass(frozen=True, slots=True)
class Command:
    """What stands after `detente`; `tables` are those of `--csv` whose rows are kept beside what `--json` prints."""

    arguments: tuple[str, ...]
    tables: tuple[str, ...] = ()


COMMANDS: Mapping[str, Command] = {
    "forecast": Command(("run", SCENARIO), tables=("moves",)),
    "beliefs": Command(("beliefs", SCENARIO)),
    "plausibility": Command(("plausibility", SCENARIO)),
    "whatifs": Command(("compare", SCENARIO, *WHATIFS)),
    "washington_knows": Command(("compare", SCENARIO, "washington_knows", "--announced")),
    "full_staffing": Command(("compare", SCENARIO, "full_staffing", "--announced")),
}
"""The records in docs/numbers by name. Those that need nothing solved anew come first."""


def collect(names: Sequence[str], *, again: bool = False, folder: Path = NUMBERS) -> int:
    """Run what is not there yet (with `again` everything named), one record after the other; return the exit code.

    Each record is written, whole or not at all, as soon as its command ends: stopped half-way, the next call goes on.
    """
    try:
        return _collect(names, again=again, folder=folder)
    except KeyboardInterrupt:
        _say("Stopped. What was written stays; the next call goes on from there.")
        return 130


def _collect(names: Sequence[str], *, again: bool, folder: Path) -> int:
    for number, name in enumerate(names, start=1):
        command = COMMANDS[name]
        path = folder / f"{name}.json"
        told = f"{number} of {len(names)}: detente {' '.join(command.arguments)}"
        if path.exists() and not again:
            _say(f"{told}: {path.name} is there (--again runs it again)")
            continue
        _say(told)
        begun = time.monotonic()
        record = _run(command)
        if record is None:
            _say(f"Stopped: this command failed. What is in {folder} stays.")
            return 1
        write_record(path, record)
        _say(f"    {path.name} written after {(time.monotonic() - begun) / 60:.1f} minutes")
    return 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _run(command: Command) -> Record | None:
    """Run one command; its progress shows on standard error. None where it fails."""
    scenario = load(SCENARIO)  # as it is when the command begins
    with tempfile.TemporaryDirectory() as folder:
        options = ["--json", *(["--csv", folder] if command.tables else [])]
        line = [sys.executable, "-m", "detente", *command.arguments, *options]
        done = subprocess.run(line, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            return None
        tables = {name: _rows(Path(folder) / f"{name}.csv") for name in command.tables}
    return Record(
        command=" ".join(("detente", *command.arguments)),
        scenario=SCENARIO,
        hash=scenario_hash(scenario),
        game=game_hash(scenario),
        detente=VERSION,
        data=trimmed(json.loads(done.stdout)),
        tables=tables,
    )


def _rows(path: Path) -> list[dict[str, object]]:
    """Read a table; what looks like a number is one."""
    with path.open(encoding="utf-8", newline="") as file:
        return [{key: _cell(value) for key, value in row.items()} for row in csv.DictReader(file)]


def _cell(text: str) -> object:
    try:
        value = float(text)
    except ValueError:
        return text or None
    return rounded(value) if isfinite(value) else None


# ---------------------------------------------------------------- what is kept

_DROPPED = {"seconds", "folder"}


def trimmed(data: dict) -> dict:
    """Leave out what belongs to one machine or one hour, and figures after the fourth."""
    about = data.get("run")
    if about is not None:
        kept = {key: value for key, value in about.items() if key not in _DROPPED | {"id", "versions"}}
        data = {**data, "run": {**kept, "versions": {"detente": about["versions"]["detente"]}}}
    return {key: _trimmed(value) for key, value in data.items()}


def _trimmed(data: object) -> object:
    if isinstance(data, float) and not isfinite(data):
        return None  # as the commands print what cannot be told
    if isinstance(data, dict):
        return {key: _trimmed(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_trimmed(value) for value in data]
    return rounded(data) if isinstance(data, float) else data


def rounded(value: float) -> float | int:
    """Round to six significant figures (rounded again, it comes out the same); what is whole then is written so."""
    near = float(f"{value:.6g}")
    return int(near) if near.is_integer() else near


def write_record(path: Path, record: Record) -> None:
    """Write a record, whole or not at all; lists of numbers or months stand on one line."""
    text = json.dumps(record.as_data(), indent=1, ensure_ascii=False, allow_nan=False)
    short = r"(?:-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|null|\"\d{4}-\d\d\")"  # a number or a month
    text = re.sub(rf"\[\s*{short}(?:,\s*{short})*\s*\]", _on_one_line, text)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text + "\n")
        os.chmod(beside, 0o644)
        os.replace(beside, path)
    finally:
        if os.path.exists(beside):
            os.unlink(beside)


def _on_one_line(found: re.Match[str]) -> str:
    return f"[{', '.join(part.strip() for part in found[0][1:-1].split(','))}]"
