"""Links: one force each, into something that can be moved by it."""

from detente.scenario.elements import Draft
from detente.scenario.model import Scenario
from detente.scenario.report import Report


def links_that_can_move(scenario: Scenario, draft: Draft, report: Report) -> None:
    """Refuse links without a force or with two, and links into what they cannot move."""
    seen: dict[str, int] = {}
    for key, link in draft.sections.get("links", {}).items():
        tell = report.about(f"links.{key}")
        id = " -> ".join(end.strip() for end in key.split("->"))
        target = id.split(" -> ")[-1]
        if id in seen:
            tell(
                "E203",
                f"the link `{id}` stands twice; the first is on line {seen[id]}",
                key.place,
                "keep one of the two",
            )
        seen.setdefault(id, key.place.line)
        if link.strength is not None and link.push is not None:
            remedy = "keep `strength:` for a shift of the rest, or `push:` for points a month"
            tell("E605", "a link has a strength or a push, not both", link.push.place, remedy)
        elif link.strength is None and link.push is None and not tell.spoiled:
            tell(
                "E605",
                f"`{id}` does not say how strong it is",
                key.place,
                "write `strength: -60 to -20` or `push: +2 to +6`",
            )
        if target in draft.names.formulas:
            tell(
                "E604",
                f"`{target}` is a formula: nothing moves it but what it reads",
                key.place,
                "write the tie into the formula, or link to one of its variables",
            )
        elif target in draft.names.levels:
            tell(
                "E621",
                f"`{target}` goes from level to level: only its transitions move it",
                key.place,
                "write a rule for it under `transitions:`, or link to another variable",
            )
        elif target in draft.names.stocks and link.strength is not None:
            tell(
                "E603",
                f"`{target}` is a stock: it has no rest that a strength could shift",
                link.strength.place,
                "write `push:` in points a month, or give the target a half-life",
            )
