"""Doubts about levels: those that nothing leaves or nothing leads to, and conditions on levels that never hold."""

from collections.abc import Iterable, Iterator

from detente.expressions import is_condition, tree, walk
from detente.foundation.errors import Fault
from detente.scenario import model
from detente.scenario.levels import level_at


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
    """Find conditions on levels or types that can never hold; rules of transition are judged by themselves."""
    for formula in formulas:
        whole = formula.tree
        for part in (whole.condition, whole.given) if isinstance(whole, tree.Given) else (whole,):
            if not is_condition(part) or formula.path.startswith("transitions."):
                continue
            judged = any(isinstance(inner, tree.IsLevel | tree.IsType) for inner in walk(part))
            if judged and not _can_hold(scenario, part, ".payoffs." in formula.path):
                yield Fault(
                    "D106",
                    "this condition can never hold",
                    formula.place,
                    "a variable stands at one level at a time, an actor is of one type, and a card is played only "
                    "while its `when:` holds",
                )


def _can_hold(scenario: model.Scenario, condition: tree.Node, payoff: bool) -> bool:
    # A payoff reads levels as they stood at the month's start, when its cards were proposed.
    from detente.scenario.cases import can_hold  # as above

    return can_hold(scenario, condition, with_moves=payoff)
