"""Doubts about levels: those that nothing leaves or nothing leads to, and conditions on levels that never hold."""

from collections.abc import Iterable, Iterator

from detente.expressions import is_condition, tree, walk
from detente.foundation.errors import Fault
from detente.scenario import model
from detente.scenario.levels import level_at
from detente.scenario.limits import Limits


def dead_ends(scenario: model.Scenario) -> Iterator[Fault]:
    """Find levels that nothing leaves, and levels that nothing leads to."""
    for variable in scenario.variables.values():
        if not variable.levels or variable.now is None:
            continue
        from detente.scenario.rules import study  # with NumPy, which files without levels do without

        found = study(scenario, variable.id)
        if found is not None:
            reached = found.reached(level_at(variable.levels, variable.now.low))
            left = {way for way, to in found.ways if way != to}
            yield from _exits(variable, reached, left | _final(scenario, variable.id))


def _exits(variable: model.Variable, reached: frozenset[str], left: set[str]) -> Iterator[Fault]:
    for level in variable.levels:
        if level not in reached:
            yield Fault(
                "D105",
                f"`{variable.id}` is never `{level}`: it does not start there, and no rule leads there",
                variable.place,
                "write a rule that leads there, or leave the level out",
            )
        elif level not in left:
            yield Fault(
                "D104",
                f"once `{variable.id}` is `{level}` it stays so for good: no rule leads on",
                variable.place,
                "write a rule that leads on; or say that it is final: "
                f"`{{when: {variable.id} is {level}, to: {level}}}`",
            )


def _final(scenario: model.Scenario, variable: str) -> set[str]:
    """List the levels that a rule keeps in so many words."""
    return {
        rule.to
        for rule in scenario.transitions.get(variable, ())
        for part in walk(rule.when.tree)
        if isinstance(part, tree.IsLevel) and (part.variable, part.level) == (variable, rule.to)
    }


def never_holding(scenario: model.Scenario, formulas: Iterable[model.Formula]) -> Iterator[Fault]:
    """Find conditions that can never hold; rules of transition are judged by themselves."""
    limits = Limits(scenario, sure=True)
    for formula in formulas:
        whole = formula.tree
        for part in (whole.condition, whole.given) if isinstance(whole, tree.Given) else (whole,):
            if not is_condition(part) or formula.path.startswith("transitions."):
                continue
            out_of_reach = limits.never(part)
            if out_of_reach or (_contradicts(part) and not _can_hold(scenario, part, ".payoffs." in formula.path)):
                yield Fault("D106", f"this condition can never hold{_so(formula)}", formula.place, _why(out_of_reach))


def _contradicts(condition: tree.Node) -> bool:
    """Say whether a condition may contradict itself: it asks of levels or types, or twice of the same number."""
    parts = list(walk(condition))
    if any(isinstance(part, tree.IsLevel | tree.IsType) for part in parts):
        return True
    sides = [side for part in parts if isinstance(part, tree.Comparison) for side in (part.left, part.right)]
    compared = [side for side in sides if not isinstance(side, tree.Literal)]
    return len(compared) > len(set(compared))


def _can_hold(scenario: model.Scenario, condition: tree.Node, payoff: bool) -> bool:
    # A payoff reads levels as they stood at the month's start, when its cards were proposed.
    from detente.scenario.cases import can_hold  # as above

    return can_hold(scenario, condition, with_moves=payoff)


def _so(formula: model.Formula) -> str:
    """Say what follows where a card waits for what never comes."""
    parts = formula.path.split(".")
    return f": nobody can ever play `{parts[1]}`" if parts[0] == "cards" and parts[-1] == "when" else ""


def _why(out_of_reach: bool) -> str:
    if out_of_reach:
        return (
            "a variable lies between 0 and 100, and stands where it starts if nothing moves it; dates may have passed"
        )
    return (
        "a number lies at one place and a variable at one level at a time, an actor is of one type, and a card is "
        "played only while its `when:` holds"
    )
