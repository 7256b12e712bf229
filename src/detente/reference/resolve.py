"""Step 5: which plays succeed, what moves at once, and which cards come in force."""

from collections.abc import Mapping

import numpy as np

from detente.reference.context import Month
from detente.reference.numbers import Move
from detente.reference.reading import Reading
from detente.reference.state import Array


def succeed(month: Month, look: Reading, played: Mapping[Move, Array]) -> tuple[dict[Move, Array], dict[Move, Array]]:
    """Draw which plays succeed; the others fail."""
    succeeded, failed = {}, {}
    for move, carried_out in played.items():
        chance = month.scenario.cards[move[0]].chance
        succeeded[move] = carried_out
        if chance is not None:
            distance = look.chance(chance) - month.draws["success"][move]
            succeeded[move] = carried_out & (distance > 0)
            if month.ties is not None:
                month.ties.note(100 * distance, where=carried_out)  # in per cent, as chances are written
        failed[move] = carried_out & ~succeeded[move]
    return succeeded, failed


def resolve(
    month: Month,
    look: Reading,
    *,
    proposed: Mapping[Move, Array],
    refused: Mapping[Move, Array],
    succeeded: Mapping[Move, Array],
    failed: Mapping[Move, Array],
) -> dict[str, Array]:
    """Add up what proposals, refusals, successes and failures do at once, times the card's scale: x'."""
    x = dict(look.x)
    for move in proposed:
        card = month.scenario.cards[move[0]]
        scale = look.scale(card)
        for happened, effects in (
            (proposed[move], card.on_proposal),
            (refused[move], card.if_refused),
            (succeeded[move], card.effects),
            (failed[move], card.if_failed),
        ):
            for effect in effects:
                if effect.belief is not None:
                    continue  # see `believe`
                x[effect.variable] = x[effect.variable] + month.size(effect) * scale * happened
    return month.clipped(x)


def put_in_force(
    month: Month, look: Reading, succeeded: Mapping[Move, Array]
) -> tuple[dict[Move, Array], dict[Move, Array]]:
    """Put successful lasting cards in force from this month's drift on, with the scale of this month."""
    in_force, scale = {}, {}
    for move, before in month.state.in_force.items():
        in_force[move] = before | succeeded[move]
        now = look.scale(month.scenario.cards[move[0]])
        scale[move] = np.where(succeeded[move], now, month.state.scale[move])
    return in_force, scale
