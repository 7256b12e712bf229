"""Formulas that read each other in a circle."""

from detente.expressions import tree, walk
from detente.scenario.elements import Draft
from detente.scenario.model import Scenario
from detente.scenario.report import Report


def formulas_without_cycles(scenario: Scenario, draft: Draft, report: Report) -> None:
    """Refuse formulas that lead back to themselves, printing the way."""
    reads = {
        variable.id: sorted(_read(variable.formula.tree) & _formulas(scenario))
        for variable in scenario.variables.values()
        if variable.formula is not None
    }
    done: set[str] = set()
    for start in reads:
        cycle = _cycle(start, reads, done)
        if not cycle:
            continue
        formula = scenario.variables[cycle[0]].formula
        report.about(f"variables.{cycle[0]}")(
            "E601",
            "these formulas read each other in a circle: " + " <- ".join([*cycle, cycle[0]]),
            formula.place if formula else None,
            "let one of them be an ordinary variable, moved by a link",
        )
        done.update(cycle)


def _formulas(scenario: Scenario) -> set[str]:
    return {variable.id for variable in scenario.variables.values() if variable.formula is not None}


def _read(node: tree.Node) -> set[str]:
    """Return the variables that a formula reads at once; a trend is of the month before."""
    return {part.id for part in walk(node) if isinstance(part, tree.Name)}


def _cycle(start: str, reads: dict[str, list[str]], done: set[str]) -> list[str]:
    """Find a way from `start` back to where it has been, without recursion."""
    way: list[str] = []
    stack = [(start, iter(reads[start]))] if start not in done else []
    while stack:
        here, rest = stack[-1]
        if here not in way:
            way.append(here)
        following = next((other for other in rest if other not in done), None)
        if following is None:
            stack.pop()
            way.pop()
            done.add(here)
        elif following in way:
            return way[way.index(following) :]
        else:
            stack.append((following, iter(reads[following])))
    return []
