"""What is hidden, from whom, and the signals of it."""

from detente.scenario.elements import Draft
from detente.scenario.model import Scenario
from detente.scenario.report import Report


def hidden_things_and_signals(scenario: Scenario, draft: Draft, report: Report) -> None:
    """Refuse what cannot be hidden, `seen_by:` of what everybody sees, and signals of it."""
    for key, variable in draft.sections.get("variables", {}).items():
        tell = report.about(f"variables.{key}")
        hidden = variable.hidden is not None and variable.hidden.value
        if hidden and variable.levels is not None:
            remedy = "remove `hidden:`, or make it a variable with a half-life"
            tell("E804", "everybody sees at which level a variable stands", variable.hidden.place, remedy)
        elif hidden and variable.formula is not None:
            message = "a formula is hidden from whom a variable in it is hidden"
            tell("E804", message, variable.hidden.place, "remove it here, and hide one of the variables in the formula")
        if variable.seen_by and variable.hidden is None:
            message = f"`{key}` is not hidden: everybody sees it"
            tell("E805", message, variable.seen_by[0].place, "write `hidden: yes`, or remove `seen_by:`")
        elif variable.seen_by and not hidden:
            tell("E805", f"`{key}` is not hidden: everybody sees it", variable.hidden.place, "write `hidden: yes`")
    for key, signal in draft.sections.get("signals", {}).items():
        of = signal.of.value if signal.of is not None else ""
        if draft.names.kinds.get(of) != "variable" or of in draft.names.hidden or of in draft.names.unsure:
            continue
        if of in draft.names.formulas or of in draft.names.levels:
            remedy = "name a hidden variable with a half-life, or a hidden stock"
            message = f"`{of}` is a formula" if of in draft.names.formulas else f"everybody sees the level of `{of}`"
            report.about(f"signals.{key}")("E806", f"{message}: no signal tells of it", signal.of.place, remedy)
        else:
            message = f"everybody sees `{of}` itself: no signal is needed"
            remedy = f"write `hidden: yes` in `{of}`, or remove the signal"
            report.about(f"signals.{key}")("E806", message, signal.of.place, remedy)
