"""What is hidden, from whom, and the signals of it."""

from detente.scenario import schema
from detente.scenario.elements import Draft
from detente.scenario.model import Scenario
from detente.scenario.nodes import Key
from detente.scenario.report import Report, Teller


def hidden_things_and_signals(scenario: Scenario, draft: Draft, report: Report) -> None:
    """Refuse what cannot be hidden, `seen_by:` of what everybody sees, and signals of it."""
    for key, variable in draft.sections.get("variables", {}).items():
        _variable(key, variable, report.about(f"variables.{key}"))
    for key, signal in draft.sections.get("signals", {}).items():
        _signal(signal, draft, report.about(f"signals.{key}"))


def _variable(key: Key, variable: schema.Variable, tell: Teller) -> None:
    hidden = variable.hidden
    if hidden is not None and hidden.value and variable.levels is not None:
        remedy = "remove `hidden:`, or make it a variable with a half-life"
        tell("E804", "everybody sees at which level a variable stands", hidden.place, remedy)
    elif hidden is not None and hidden.value and variable.formula is not None:
        remedy = "remove it here, and hide one of the variables in the formula"
        tell("E804", "a formula is hidden from whom a variable in it is hidden", hidden.place, remedy)
    elif variable.seen_by and (hidden is None or not hidden.value) and not tell.spoiled:
        message = f"`{key}` is not hidden: everybody sees it"
        tell("E805", message, variable.seen_by[0].place, "write `hidden: yes`, or remove `seen_by:`")


def _signal(signal: schema.Signal, draft: Draft, tell: Teller) -> None:
    names, of = draft.names, signal.of
    if of is None or names.kinds.get(of.value) != "variable" or of.value in names.unsure or of.value in names.hidden:
        return
    if of.value in names.formulas:
        message, remedy = f"`{of.value}` is a formula: no signal tells of it", "name a hidden variable in the formula"
    elif of.value in names.levels:
        message = f"everybody sees the level of `{of.value}`: no signal is needed"
        remedy = "name a hidden variable, or remove the signal"
    else:
        message = f"everybody sees `{of.value}` itself: no signal is needed"
        remedy = f"write `hidden: yes` in `{of.value}`, or remove the signal"
    tell("E806", message, of.place, remedy)
