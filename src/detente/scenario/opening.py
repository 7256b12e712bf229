"""From a file, a name or a text to the checked Scenario; every fault is raised at once."""

from pathlib import Path

from detente.foundation.errors import UserError
from detente.scenario import model
from detente.scenario.building import build
from detente.scenario.checks import CHECKS
from detente.scenario.elements import read_elements
from detente.scenario.library import library_names
from detente.scenario.nodes import read_nodes
from detente.scenario.reading import clean, find, read_text
from detente.scenario.report import Report

# What may still be told of a file read by guessing at broken lines; the rest may follow from the guess.
_SURE = ("E1", "E3", "E203", "E205", "E206", "E207", "E208", "E219", "E401")


def load(target: str | Path) -> model.Scenario:
    """Read a scenario from a file, or from the library by its name. Raises UserError with every fault."""
    path = find(target)
    name = str(target) if str(target) in library_names() else path.stem
    return _opened(read_text(path), str(path), name)


def parse(text: str, file: str = "scenario.yaml") -> model.Scenario:
    """Read a scenario from text. Raises UserError with every fault."""
    return _opened(clean(text, file), file, Path(file).stem)


def _opened(text: str, file: str, name: str) -> model.Scenario:
    report = Report(file, text)
    reading = read_nodes(report)
    if reading.top is None:
        raise UserError(report.sorted())
    draft = read_elements(reading.top, report)
    scenario = build(draft, report, name=name)
    for check in CHECKS:
        check(scenario, draft, report)
    faults = report.sorted()
    if reading.guessed:
        sure = [fault for fault in faults if fault.code.startswith(_SURE)]
        faults = [fault for fault in sure if not reading.follows(fault, report.lines)] or sure
    if faults:
        raise UserError(faults)
    return scenario
