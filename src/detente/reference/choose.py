"""Steps 3 and 4: what each actor proposes at each table, and what those asked answer."""

from collections.abc import Mapping

import numpy as np

from detente.reference.context import Month
from detente.reference.numbers import Move, asked_by, log_usual_odds, log_usual_yes, moves
from detente.reference.reading import Reading
from detente.reference.record import Request
from detente.reference.state import Array


def available_moves(month: Month, look: Reading) -> dict[Move, Array]:
    """Say which moves may be proposed: `when` holds, and neither spent, pausing nor in force."""
    state = month.state
    can = {}
    for card, owner in moves(month.scenario):
        move = card, owner
        free = ~state.spent[move] & (state.wait[move] == 0)
        if move in state.in_force:
            free = free & ~state.in_force[move]
        can[move] = free & look.holds(month.scenario.cards[card].when)
    return can


def choose(month: Month, available: Mapping[Move, Array], gains: Mapping[Move, Array]) -> dict[Move, Array]:
    """Take, for each actor and table, the largest of log odds + gain + Gumbel; holding has odds 1."""
    proposed = {}
    for seat, hold in month.draws["gumbel_hold"].items():
        here = [move for move in available if (move[1], month.scenario.cards[move[0]].table) == seat]
        appeal = np.stack([hold, *(_appeal(month, move, available[move], gains) for move in here)])
        appeal = _force(month, appeal, here, available)
        best = np.argmax(appeal, axis=0)
        if month.ties is not None:
            month.ties.note(_lead(appeal))
        proposed |= {move: best == position for position, move in enumerate(here, start=1)}
    return {move: proposed[move] for move in available}


def _appeal(month: Month, move: Move, available: Array, gains: Mapping[Move, Array]) -> Array:
    usual = log_usual_odds(month.numbers, month.scenario.cards[move[0]].usual)
    appeal = usual + gains.get(move, 0.0) + month.draws["gumbel"][move]
    return np.where(available & (move not in month.plan.forbidden), appeal, -np.inf)


def _force(month: Month, appeal: Array, here: list[Move], available: Mapping[Move, Array]) -> Array:
    """Leave only the moves that a what-if forces, in the futures in which one of them is available."""
    forced = month.plan.forced - month.plan.forbidden
    if not forced:
        return appeal
    never = np.zeros_like(appeal[0], bool)
    must = np.stack([never, *(available[move] & (move in forced) for move in here)])
    unusual = np.where(must, np.maximum(appeal, -1e30), -np.inf)  # a card never played as a rule can be forced
    return np.where(np.any(must, axis=0), unusual, appeal)


def _lead(appeal: Array) -> Array:
    """Say by how much the best choice leads the second."""
    ranked = np.sort(appeal, axis=0)
    return ranked[-1] - ranked[-2]


def consent(
    month: Month, proposed: Mapping[Move, Array], gains: Mapping[Request, Array]
) -> tuple[dict[Request, Array], dict[Request, Array]]:
    """Ask each party of each proposal; yes has its usual odds times e to the gain of yes over no."""
    asked, said_yes = {}, {}
    for (card, owner), chosen in proposed.items():
        for party in asked_by(month.scenario.cards[card], owner):
            request = card, owner, party
            usual = log_usual_yes(month.numbers, month.scenario.cards[card].usual_yes.get(party))
            lean = usual + gains.get(request, 0.0) + month.draws["consent"][request]
            asked[request], said_yes[request] = chosen, lean > 0
            if month.ties is not None:
                month.ties.note(lean, where=chosen)
    return asked, said_yes


def sort_requests(
    proposed: Mapping[Move, Array], said_yes: Mapping[Request, Array]
) -> tuple[dict[Move, Array], dict[Move, Array]]:
    """Part proposals into those played, to which all asked said yes, and those refused."""
    played, refused = {}, {}
    for move, chosen in proposed.items():
        answers = [yes for (card, owner, _), yes in said_yes.items() if (card, owner) == move]
        agreed = np.all([np.ones_like(chosen), *answers], axis=0)
        played[move], refused[move] = chosen & agreed, chosen & ~agreed
    return played, refused
