"""Doubts about cards that nobody can ever play: never available, never agreed to, or in force for good."""

from collections.abc import Iterator

from detente.foundation.errors import Fault
from detente.scenario import model
from detente.scenario.limits import Limits

Reason = tuple[str, str, model.Formula | None]
"""Why a card is never played, the way out, and the condition that says so, if one does."""


def never_played(scenario: model.Scenario) -> Iterator[Fault]:
    """Find cards that nobody can ever play, other than by a `when:` that never holds by itself."""
    alone = Limits(scenario, sure=True)
    for id, (why, remedy, condition) in unplayable(scenario).items():
        card = scenario.cards[id]
        if condition is not None and condition is card.when and alone.never(condition.tree):
            continue  # the condition itself is doubted
        yield Fault("D107", f"nobody can ever play `{id}`: {why}", (condition or card).place, remedy)


def unplayable(scenario: model.Scenario) -> dict[str, Reason]:
    """Find the cards that nobody can ever play; one may wait for another, so look until no more are found."""
    found: dict[str, Reason] = {}
    while True:
        limits = Limits(scenario, unplayable=found, sure=True)
        new = {
            card.id: reason
            for card in scenario.cards.values()
            if card.id not in found and (reason := _reason(card, scenario, limits)) is not None
        }
        if not new:
            return dict(sorted(found.items()))
        found |= new


def _reason(card: model.Card, scenario: model.Scenario, limits: Limits) -> Reason | None:
    if card.when is not None and limits.never(card.when.tree):
        return "what its `when:` waits for never comes", "let what it waits for be possible, or leave it out", card.when
    if card.in_force and card.lasts is None and card.ends_when is None and not _ended(card, scenario):
        remedy = "write `ends_when:` or `lasts:`, or let a shock end it; what always holds needs no card"
        return "it is in force from the start, and nothing ends it", remedy, None
    hindered = [_hindered(card, owner, scenario, limits) for owner in card.by]
    return hindered[0] if hindered and all(hindered) else None


def _ended(card: model.Card, scenario: model.Scenario) -> bool:
    return any(card.id in shock.ends for shock in scenario.shocks.values())


def _hindered(card: model.Card, owner: str, scenario: model.Scenario, limits: Limits) -> Reason | None:
    """Say why one owner can never carry out a card that is available to it."""
    faction = scenario.actors.get(owner)
    if faction is not None and faction.while_ is not None and limits.never(faction.while_.tree):
        return (
            f"`{owner}` never takes part",
            "let its `while:` hold at times, or give the card to another",
            faction.while_,
        )
    for party in card.consent:
        yes = card.usual_yes.get(party)
        asked = party != owner and scenario.actors[party].while_ is None  # a faction is not asked while it is away
        if asked and yes is not None and yes.high <= 0:
            remedy = f"give `{party}` a chance to agree: `usual_yes: {{{party}: 1%}}`, or leave the card out"
            return f"`{party}` is asked, and agrees in no case", remedy, None
    return None
