"""Doubts: what is allowed in a scenario and yet may not be meant."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from detente.expressions import bounds, show, tree, walk
from detente.foundation.errors import Fault
from detente.scenario import model
from detente.scenario.certain import certain_beliefs
from detente.scenario.deadends import dead_ends, never_holding
from detente.scenario.idle import idle_minds
from detente.scenario.limits import Limits
from detente.scenario.loops import runaway_loops
from detente.scenario.narrow import narrow_ranges
from detente.scenario.report import Report
from detente.scenario.twins import near_twins
from detente.scenario.unplayable import never_played
from detente.scenario.unsigned import unsigned_weights
from detente.scenario.unused import unused
from detente.scenario.vain import effects_in_vain


def doubts(scenario: model.Scenario) -> list[Fault]:
    """List the doubts about a scenario, by place."""
    report = Report(scenario.file, scenario.text)
    formulas = tuple(formulas_of(scenario))
    for doubt in (
        *_drifts(scenario),
        *_zero_denominators(scenario),
        *_idle_forces(scenario),
        *_fixed_attention(scenario),
        *dead_ends(scenario),
        *never_holding(scenario, formulas),
        *idle_minds(scenario, formulas),
        *certain_beliefs(scenario, formulas),
        *never_played(scenario),
        *effects_in_vain(scenario),
        *runaway_loops(scenario),
        *narrow_ranges(scenario),
        *unused(scenario, formulas),
        *near_twins(scenario),
        *unsigned_weights(scenario),
    ):
        report.add(doubt)
    return report.sorted()


def _drifts(scenario: model.Scenario) -> Iterator[Fault]:
    """Find variables that move by themselves because they do not start at their base."""
    for variable in scenario.variables.values():
        now, base = variable.now, variable.base
        if now is None or base is None or _middle(now) == _middle(base):
            continue
        way = "up" if _middle(base) * now.factor > _middle(now) * now.factor else "down"
        yield Fault(
            "D101",
            f"`{variable.id}` starts at {_shown(now)} and rests at {_shown(base)}: it drifts {way} by itself",
            base.place,
            "leave `base:` out if it should rest where it starts",
        )


def _middle(number: model.Number) -> float:
    return (number.low + number.high) / 2


def _shown(number: model.Number) -> str:
    """Show a number in its natural unit."""
    low, high = sorted(end * number.factor + number.offset for end in (number.low, number.high))
    text = f"{low:g}" if low == high else f"{low:g} to {high:g}"
    return f"{text} {number.unit}".strip()


def _zero_denominators(scenario: model.Scenario) -> Iterator[Fault]:
    """Find divisions whose denominator the ranges allow to be 0."""
    limits = Limits(scenario)
    for formula in formulas_of(scenario):
        found: list[tree.Arithmetic] = []
        parts = (
            (formula.tree.condition, formula.tree.given) if isinstance(formula.tree, tree.Given) else (formula.tree,)
        )
        for part in parts:
            bounds(part, limits.of, on_zero=found.append)
        for division in dict.fromkeys(found):
            yield Fault(
                "D102",
                f"`{show(division.right)}` may be 0, and a division by 0 gives 0",
                formula.place,
                f"guard it: `... if {show(division.right)} above 0 else ...`",
            )


def _fixed_attention(scenario: model.Scenario) -> Iterator[Fault]:
    """Find formulas of attention that never lie between 0 and 100."""
    limits = Limits(scenario)
    for agenda in scenario.agendas.values():
        if not isinstance(agenda.attention, model.Formula):
            continue
        low, high = bounds(agenda.attention.tree, limits.of)
        if high <= 0 or low >= 100:
            end = "0%: it learns nothing" if high <= 0 else "100%: it learns all that moves tell"
            message = f"the attention of `{agenda.id}` is always {end}"
            yield Fault("D212", message, agenda.attention.place, "per cent are meant: `100 - 0.6 * vacancies`")


def formulas_of(scenario: model.Scenario) -> Iterator[model.Formula]:
    """Go through every formula and condition of a scenario, the tests of claims left out."""
    for section in (
        scenario.actors,
        scenario.agendas,
        scenario.yardsticks,
        scenario.variables,
        scenario.transitions,
        scenario.links,
        scenario.cards,
        scenario.shocks,
        scenario.questions,
    ):
        yield from _formulas(section)


def _formulas(part: object) -> Iterator[model.Formula]:
    if isinstance(part, model.Formula):
        yield part
    elif isinstance(part, Mapping):
        for inner in part.values():
            yield from _formulas(inner)
    elif isinstance(part, tuple):
        for inner in part:
            yield from _formulas(inner)
    elif is_dataclass(part):
        for field in fields(part):
            yield from _formulas(getattr(part, field.name))


def _idle_forces(scenario: model.Scenario) -> Iterator[Fault]:
    """Find cards that stay in force and do nothing there."""
    read = {
        part.card for formula in formulas_of(scenario) for part in walk(formula.tree) if isinstance(part, tree.InForce)
    }
    for card in scenario.cards.values():
        if card.lasting and not card.while_in_force and card.id not in read:
            yield Fault(
                "D103",
                f"`{card.id}` is in force for a time, and nothing comes of it",
                card.place,
                f"write `while_in_force:`, or read it in a condition: `{card.id} in force`",
            )
