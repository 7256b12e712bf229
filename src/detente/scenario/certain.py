"""Doubts about beliefs that are certain from the start: they stay so, whatever is done or seen."""

from collections.abc import Iterator, Sequence

from detente.expressions import show, tree, walk
from detente.foundation.errors import Fault, Place
from detente.scenario import model
from detente.scenario.types import type_chances

_TINY = 1e-9
"""Chances are sums in per cent, which rounding may leave this far from 0 or 100."""


def certain_beliefs(scenario: model.Scenario, formulas: Sequence[model.Formula]) -> Iterator[Fault]:
    """Find effects on beliefs, and readings of beliefs, that begin at 0 or 100 and so never move."""
    for belief, place in _moved(scenario):
        yield from _certain(belief, place, "so this moves nothing", scenario)
    for formula in formulas:
        for part in dict.fromkeys(walk(formula.tree)):
            if isinstance(part, tree.Belief):
                yield from _certain(part, formula.place, "so it is always the same here", scenario)


def _moved(scenario: model.Scenario) -> Iterator[tuple[tree.Belief, Place | None]]:
    """Go through the beliefs that effects move, each with the place of its size."""
    stages = [
        *(stage for card in scenario.cards.values() for stage in _stages(card)),
        *(shock.effects for shock in scenario.shocks.values()),
    ]
    for stage in stages:
        for effect in stage:
            if effect.belief is not None:
                yield effect.belief, effect.size.place


def _stages(card: model.Card) -> tuple[tuple[model.Effect, ...], ...]:
    return card.on_proposal, card.if_refused, card.effects, card.if_failed


def _certain(belief: tree.Belief, place: Place | None, thus: str, scenario: model.Scenario) -> Iterator[Fault]:
    chances = type_chances(scenario.agendas[belief.other], scenario.views.get(belief.actor, ()))
    chance = chances[belief.type]
    if _TINY < chance < 100 - _TINY:
        return
    path = f"agendas.{belief.other}.types.{belief.type}.chance"
    yield Fault(
        "D210",
        f"the {show(belief)} begins at {round(chance)} and stays there, {thus}",
        place,
        f"leave it room: a chance above 0% and below 100%, or a view of `{belief.actor}`: `{path}: 5%`",
    )
