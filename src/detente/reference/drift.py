"""Step 6: variables return to their rest and are pushed."""

from collections.abc import Mapping

from detente.reference.context import Month
from detente.reference.numbers import Move, number
from detente.reference.reading import Reading
from detente.reference.state import Array


def drift(
    month: Month,
    look: Reading,
    x_resolved: Mapping[str, Array],
    in_force: Mapping[Move, Array],
    scale: Mapping[Move, Array],
) -> tuple[dict[str, Array], dict[str, Array], dict[str, Array]]:
    """Move variables towards their rest and by their pushes; returns x'' (not clipped), rests and pushes."""
    numbers, variables = month.numbers, month.scenario.variables
    rest = {v.id: look.base(v.id) for v in variables.values() if v.kind == "ordinary"}
    push = {name: look.full(0) for name in x_resolved}
    gates = month.look(x_resolved)
    for link in month.scenario.links.values():
        if link.id in month.plan.cut:
            continue
        source = month.state.past[link.after - 1][link.source] if link.after else look.variable(link.source)
        gate = gates.holds(link.gate)
        if link.push is not None:
            push[link.target] = push[link.target] + number(numbers, link.push) / 100 * gate * source
        else:
            away = source - look.base(link.source)
            rest[link.target] = rest[link.target] + number(numbers, link.strength) / 100 * gate * away
    for move, forced in in_force.items():
        for effect in month.scenario.cards[move[0]].while_in_force:
            pushes = effect.push or variables[effect.variable].kind == "stock"
            sums = push if pushes else rest
            sums[effect.variable] = sums[effect.variable] + month.size(effect) * scale[move] * forced
    x = {}
    for name, value in x_resolved.items():
        x[name] = value + push[name]
        if name in rest:
            share = 1 - 2.0 ** (-1 / number(numbers, variables[name].half_life))
            x[name] = x[name] + share * (rest[name] - value)
    return month.held(x), rest, push
