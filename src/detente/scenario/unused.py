"""Doubts about what nothing depends on: variables, numbers, sources, actors without use, claims that carry nothing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass

from detente.expressions import tree
from detente.foundation.errors import Fault
from detente.scenario import model
from detente.scenario.limits import stages


def unused(scenario: model.Scenario, formulas: Iterable[model.Formula]) -> Iterator[Fault]:
    """Find elements that nothing depends on; `formulas` are all of the scenario but the tests of claims."""
    tests = [claim.holds_if for claim in scenario.claims.values() if claim.holds_if is not None]
    read = {formula.path: _ids(formula.tree) for formula in (*formulas, *tests)}
    named = {id for ids in read.values() for id in ids}
    yield from _variables(scenario, read)
    for number in scenario.named_numbers.values():
        if number.id not in named:
            yield _told(number.id, "no formula reads it", number, "read it in a formula, or leave it out")
    yield from _sources(scenario)
    yield from _actors(scenario, named)
    yield from _claims(scenario)


def _told(
    id: str, why: str, element: model.Variable | model.NamedNumber | model.Source | model.Actor, remedy: str
) -> Fault:
    return Fault("D111", f"nothing depends on `{id}`: {why}", element.place, remedy)


def _ids(part: object) -> frozenset[str]:
    """List every word in an expression, ids among them."""
    if isinstance(part, str):
        return frozenset([part])
    if isinstance(part, tuple):
        return frozenset().union(*map(_ids, part))
    if isinstance(part, tree.Node):
        return frozenset().union(*(_ids(getattr(part, each.name)) for each in fields(part)))
    return frozenset()


# ---------------------------------------------------------------- variables


def _variables(scenario: model.Scenario, read: Mapping[str, frozenset[str]]) -> Iterator[Fault]:
    """Find variables from which no way leads to what somebody wants, asks or goes by."""
    useful = _wanted(scenario)
    useful |= {entry.variable for entry in scenario.history if entry.variable}
    inputs = {variable.formula.path: variable.id for variable in scenario.variables.values() if variable.formula}
    useful |= {id for path, ids in read.items() if path not in inputs for id in ids}
    ways = [(link.source, link.target) for link in scenario.links.values()]
    ways += [(id, inputs[path]) for path, ids in read.items() if path in inputs for id in ids]
    while more := {source for source, target in ways if target in useful} - useful:
        useful |= more
    for variable in scenario.variables.values():
        if variable.id not in useful:
            why = "nobody wants it, no condition and no question reads it, and it leads to nothing that counts"
            yield _told(
                variable.id, why + _moved_by(variable.id, scenario), variable, "let something read it, or leave it out"
            )


def _wanted(scenario: model.Scenario) -> set[str]:
    """List the variables that an agenda or a yardstick counts."""
    agendas = [*scenario.agendas.values(), *scenario.yardsticks.values()]
    wants = [want for agenda in agendas for part in (agenda, *agenda.types) for want in part.wants]
    return {want.variable for want in wants}


def _moved_by(variable: str, scenario: model.Scenario) -> str:
    """Name what moves a variable in vain."""
    effects = {card.id: [each for stage in stages(card).values() for each in stage] for card in scenario.cards.values()}
    effects |= {shock.id: list(shock.effects) for shock in scenario.shocks.values()}
    moving = [id for id, moved in effects.items() if any(effect.variable == variable for effect in moved)]
    if not moving:
        return ""
    return f"; moved in vain by {', '.join(f'`{id}`' for id in moving[:3])}" + (
        " and others" if len(moving) > 3 else ""
    )


# ---------------------------------------------------------------- sources, actors, claims


def _sources(scenario: model.Scenario) -> Iterator[Fault]:
    used = {entry.source for entry in scenario.history}
    used |= {claim.source.split(" ")[0] for claim in scenario.claims.values()}
    used |= {source for grounds in _grounds(scenario, inputs=False) for source in grounds.data}
    for source in scenario.sources.values():
        if source.id not in used:
            yield _told(source.id, "no claim, no `data:` and no event names it", source, "cite it, or leave it out")


def _actors(scenario: model.Scenario, named: set[str]) -> Iterator[Fault]:
    """Find actors that do nothing and that nobody regards."""
    cards = scenario.cards.values()
    used = named | {actor for card in cards for actor in (*card.by, *card.consent, *card.costs, *card.concedes_to)}
    used |= {other for agenda in scenario.agendas.values() for other in agenda.sides_with}
    used |= {actor.inside for actor in scenario.actors.values()}
    used |= {actor for actor in scenario.actors if scenario.views.get(actor)}  # judged with what actors know
    used |= {id for id, agenda in scenario.agendas.items() if agenda.types}
    for actor in scenario.actors.values():
        if actor.id not in used and not actor.inside:
            why = "it holds no card, is not asked, and nobody takes its side"
            yield _told(actor.id, why, actor, "give it a part, or write its agenda under `yardsticks:`")


def _claims(scenario: model.Scenario) -> Iterator[Fault]:
    """Find premises and mechanisms that no element cites."""
    cited = {claim for grounds in _grounds(scenario, inputs=True) for claim in grounds.why}
    cited |= {claim for number in scenario.numbers.values() for claim in number.because}
    for claim in scenario.claims.values():
        if claim.role in ("premise", "mechanism") and claim.id not in cited:
            yield Fault(
                "D112",
                f"no element cites the {claim.role} `{claim.id}`",
                claim.place,
                f"write `why: {claim.id}` where it is at work, or leave the claim out",
            )


def _grounds(part: object, *, inputs: bool) -> Iterator[model.Grounds]:
    """Go through the grounds of every element, of `inputs` only: what is asked rests on claims and carries none."""
    if isinstance(part, model.Grounds):
        yield part
    elif isinstance(part, Mapping):
        for inner in part.values():
            yield from _grounds(inner, inputs=inputs)
    elif isinstance(part, tuple):
        for inner in part:
            yield from _grounds(inner, inputs=inputs)
    elif is_dataclass(part) and not isinstance(part, tree.Node) and not (inputs and isinstance(part, model.Question)):
        for each in fields(part):
            yield from _grounds(getattr(part, each.name), inputs=inputs)
