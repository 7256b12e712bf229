"""Doubts about cards that are nearly the same: two copies of one move are tried twice as often."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from detente.foundation.errors import Fault
from detente.scenario import model
from detente.scenario.limits import stages


def near_twins(scenario: model.Scenario) -> Iterator[Fault]:
    """Find cards of the same owners, table and parties that move the same things by sizes that overlap."""
    alike: dict[object, list[model.Card]] = defaultdict(list)
    for card in scenario.cards.values():
        if _targets(card):
            alike[_likeness(card)].append(card)
    for cards in alike.values():
        for one, other in combinations(sorted(cards, key=_line), 2):
            if _overlap(one, other):
                yield Fault(
                    "D113",
                    f"`{other.id}` is nearly the same card as `{one.id}`: owner, table, whom it asks and what it moves",
                    other.place,
                    "keep one of the two, or let them differ in what they do; two copies are tried twice as often",
                )


def _line(card: model.Card) -> tuple[int, str]:
    return (card.place.line if card.place else 0), card.id


def _likeness(card: model.Card) -> object:
    """Return what two cards have in common that are nearly the same; a condition of its own makes a card another."""
    return (
        tuple(sorted(card.by)),
        card.table,
        card.consent,
        card.visible,
        card.lasting,
        card.when.tree if card.when else None,
        card.ends_when.tree if card.ends_when else None,
        tuple(sorted(_targets(card), key=repr)),
    )


def _targets(card: model.Card) -> dict[object, model.Number]:
    """List what a card moves, by stage, with the sizes."""
    return {
        (stage, effect.variable, effect.belief, effect.push): effect.size
        for stage, effects in stages(card).items()
        for effect in effects
    }


def _overlap(one: model.Card, other: model.Card) -> bool:
    """Say whether every size of one card overlaps that of the other."""
    theirs = _targets(other)
    return all(size.low <= theirs[what].high and theirs[what].low <= size.high for what, size in _targets(one).items())
