"""Read what a run is asked: the scenario with its changes, questions and what-ifs."""

from pathlib import Path

from detente import scenario as files
from detente.foundation.errors import Fault, Place, UserError
from detente.scenario.model import Scenario, WhatIf
from detente.scenario.names import nearest


def prepare_scenario(
    target: str | Path | Scenario, sets: tuple[tuple[str, str], ...], asks: tuple[str, ...]
) -> Scenario:
    """Read and check the scenario, apply `--set`, and add the questions asked on the spot."""
    scenario = target if isinstance(target, Scenario) else files.load(target)
    for path, value in sets:
        scenario = files.with_number(scenario, path, value)
    for text in asks:
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
