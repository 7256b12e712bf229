"""How much of a scenario rests on claims and on data, and how much is assumed."""

from dataclasses import dataclass

from detente.scenario import model


@dataclass(frozen=True, slots=True)
class Shares:
    """Counts of elements: ties that cite a claim and ties assumed, sizes from a source and sizes assumed."""

    ties_cited: int
    ties_assumed: int
    sizes_from_data: int
    sizes_assumed: int


def shares(scenario: model.Scenario) -> Shares:
    """Count the elements whose tie cites a claim, and those whose size has a source."""
    elements = [
        element
        for section in (
            scenario.agendas,
            scenario.yardsticks,
            scenario.variables,
            scenario.named_numbers,
            scenario.links,
            scenario.cards,
            scenario.shocks,
        )
        for element in section.values()
    ]
    rules = [rule for rules in scenario.transitions.values() for rule in rules]
    grounds = [element.grounds for element in (*elements, *rules)]
    cited = sum(any(claim != "assumed" for claim in each.why) for each in grounds)
    measured = sum(bool(each.data) for each in grounds)
    return Shares(cited, len(grounds) - cited, measured, len(grounds) - measured)
