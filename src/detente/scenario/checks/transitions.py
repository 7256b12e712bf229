"""Transitions: rules of variables that have levels, each of which can match."""

from detente.scenario.elements import Draft
from detente.scenario.model import Scenario
from detente.scenario.report import Report, Teller


def transitions_that_can_match(scenario: Scenario, draft: Draft, report: Report) -> None:
    """Refuse rules for a variable without levels, empty lists of rules, and rules that can never match."""
    for key, rules in draft.sections.get("transitions", {}).items():
        tell = report.about(f"transitions.{key}")
        variable = draft.names.kinds.get(key) == "variable" and key not in draft.names.unsure
        if variable and key not in draft.names.levels:
            tell(
                "E622",
                f"`{key}` has no levels to go to",
                key.place,
                "give it `levels:`, or let cards and links move it",
            )
        elif not rules and not tell.spoiled:
            tell("E204", f"`{key}` has no rules", key.place, "write one: `- {when: ..., to: ..., why: assumed}`")
    if _sound(draft, report):
        for variable in scenario.transitions:
            tell = report.about(f"transitions.{variable}")
            if not tell.spoiled:
                _never(scenario, variable, tell)


def _sound(draft: Draft, report: Report) -> bool:
    """Say whether all that rules may read was read without a fault: what they can mean depends on it."""
    read = ("actors", "variables", "cards", "numbers")
    return not (
        draft.names.unread or draft.names.doubled or any(element.split(".")[0] in read for element in report.spoiled)
    )


def _never(scenario: Scenario, variable: str, tell: Teller) -> None:
    """Tell the rules of a variable that can never match, and why."""
    from detente.scenario.rules import study  # with NumPy, which files without levels do without

    found = study(scenario, variable)
    rules = scenario.transitions[variable]
    for never in found.never if found else ():
        reason, remedy = _REASONS[never.reason]
        if never.by is not None and (place := rules[never.by].place):
            reason = f"the rule on line {place.line} stands first and holds whenever it does"
        tell("E623", f"this rule can never match: {reason}", rules[never.rule].when.place, remedy)


_REASONS = {
    "contradiction": (
        "its condition contradicts itself",
        "a variable stands at one level, an actor is of one type and plays one card at a table; say `or`, or remove "
        "the rule",
    ),
    "unavailable": (
        "the cards in it cannot be proposed then",
        "compare it with the `when:` of these cards, or remove the rule",
    ),
    "passed over": (
        "one of the rules before it holds whenever it does",
        "the first rule that holds is taken: put the narrower rule first, or remove it",
    ),
}
