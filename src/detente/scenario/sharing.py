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
            scenario.signals,
            scenario.shocks,
            scenario.together,
        )
        for element in section.values()
    ]
    rules = [rule for rules in scenario.transitions.values() for rule in rules]
    types = [each for agenda in scenario.agendas.values() for each in agenda.types]
    views = [view for views in scenario.views.values() for view in views]
    # An agenda of types may leave its grounds to them.
    bare = [agenda for agenda in scenario.agendas.values() if agenda.types and not agenda.grounds.why]
    grounds = [one.grounds for one in (*elements, *rules, *types, *views) if not any(one is each for each in bare)]
    cited = sum(any(claim != "assumed" for claim in each.why) for each in grounds)
    measured = sum(bool(each.data) for each in grounds)
    return Shares(cited, len(grounds) - cited, measured, len(grounds) - measured)
