"""Doubts about effects that never bind: of no size, of a stage that never comes, or always clipped at an end."""

from collections.abc import Iterator

from detente.expressions import bounds
from detente.foundation.errors import Fault
from detente.scenario import model
from detente.scenario.limits import Limits, every_effect, set_by_what_ifs, stages


def effects_in_vain(scenario: model.Scenario) -> Iterator[Fault]:
    """Find effects that can change nothing, whatever happens."""
    limits = Limits(scenario, sure=True)
    for card in scenario.cards.values():
        yield from _stages(card, limits)
    yield from _shocks(scenario, limits)
    yield from _sizes(scenario)
    yield from _clipped(scenario)


def _stages(card: model.Card, limits: Limits) -> Iterator[Fault]:
    """Find stages of a card that never come, or whose effects are scaled to nothing."""
    chance, scale = _interval(card.chance, limits, 100.0), _interval(card.scale, limits, 1.0)
    asked = [party for party in card.consent if any(party != owner for owner in card.by)]
    yes = [card.usual_yes.get(party) for party in asked]
    certain = bool(asked) and all(each is not None and each.low >= 100 for each in yes)
    for key, effects in stages(card).items():
        if not effects:
            continue
        why = remedy = ""
        if key in ("effects", "while_in_force") and chance[1] <= 0:
            why, remedy = f"`{card.id}` never succeeds", "give it a chance above 0%"
        elif key == "if_failed" and chance[0] >= 100:
            why, remedy = f"`{card.id}` never fails", "give it a chance under 100%, or leave `if_failed:` out"
        elif key == "if_refused" and certain:
            why, remedy = f"who is asked about `{card.id}` always agrees", "let them refuse at times: `usual_yes: 95%`"
        elif scale[1] <= 0:
            why, remedy = f"the scale of `{card.id}` is always 0", "let it be above 0"
        if why:
            yield Fault("D108", f"{why}: this never moves anything", effects[0].size.place, remedy)


def _interval(value: model.Value | None, limits: Limits, otherwise: float) -> tuple[float, float]:
    """Return the least and greatest value of a chance or a scale, which is 0 only where the file says 0."""
    if value is None:
        return otherwise, otherwise
    if isinstance(value, model.Formula):
        return bounds(value.tree, limits.of)
    return value.low, value.high


def _shocks(scenario: model.Scenario, limits: Limits) -> Iterator[Fault]:
    """Find shocks that never happen, unless a what-if lets them."""
    lines = [line for each in (*scenario.whatifs.values(), *scenario.packages.values()) for line in each.do]
    asked = {line.shock for line in lines if not line.forbid}
    for shock in scenario.shocks.values():
        if _interval(shock.chance, limits, 100.0)[1] <= 0 and shock.id not in asked:
            message = f"`{shock.id}` never happens: its chance is 0"
            yield Fault(
                "D108", message, shock.chance.place, "give it a chance, or a what-if: `" + shock.id + " happens`"
            )


def _sizes(scenario: model.Scenario) -> Iterator[Fault]:
    """Find effects and links of size 0."""
    for effect in every_effect(scenario):
        if effect.size.low == effect.size.high == 0:
            yield Fault("D108", "an effect of 0 moves nothing", effect.size.place, "leave it out, or give it a size")
    for link in scenario.links.values():
        size = link.strength or link.push
        if size is not None and size.low == size.high == 0:
            yield Fault("D108", f"`{link.id}` moves nothing", size.place, "leave it out, or give it a size")


def _clipped(scenario: model.Scenario) -> Iterator[Fault]:
    """Find effects on a variable that starts at an end and is never moved but beyond it."""
    strengths = {link.target for link in scenario.links.values() if link.strength is not None}
    elsewhere = strengths | set_by_what_ifs(scenario)
    for variable in scenario.variables.values():
        end = _end(variable)
        if end is None or variable.id in elsewhere:
            continue
        sizes = [effect.size for effect in every_effect(scenario) if effect.variable == variable.id]
        pushes = [link.push for link in scenario.links.values() if link.target == variable.id and link.push is not None]
        if all(size.low >= 0 if end == 100 else size.high <= 0 for size in (*sizes, *pushes)):
            for size in (*sizes, *pushes):
                yield _always_clipped(variable, size, upward=end == 100)


def _always_clipped(variable: model.Variable, size: model.Number, *, upward: bool) -> Fault:
    """Tell of one effect; the end and the way are named in the variable's unit, which may run against the points."""
    now = variable.now
    assert now is not None, "a variable that moves starts somewhere"
    stands = f"{now.low * now.factor + now.offset:g} {now.unit}".strip()
    way = "lower" if upward == (now.factor > 0) else "raise"
    message = f"`{variable.id}` starts at {stands}, its end, and nothing ever {way}s it: this is always clipped"
    return Fault("D108", message, size.place, f"let it start elsewhere, or let something {way} it")


def _end(variable: model.Variable) -> int | None:
    """Return the end, 0 or 100, at which a variable starts and rests in every world, if it does."""
    now, base, noise = variable.now, variable.base, variable.noise
    if now is None or variable.levels or now.low != now.high or now.low not in (0.0, 100.0):
        return None
    if (base is not None and (base.low, base.high) != (now.low, now.high)) or (noise is not None and noise.high > 0):
        return None
    return round(now.low)
