"""Steps 3 and 4: what each actor proposes at each table, and what those asked answer."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from detente.reference.context import Month
from detente.reference.eyes import private
from detente.reference.numbers import Move, Numbers, asked_by, log_usual_odds, log_usual_yes, moves
from detente.reference.reading import Reading, type_place
from detente.reference.record import Request
from detente.reference.state import Array
from detente.scenario.model import Scenario

Gains = Callable[[Scenario, Numbers, Reading], tuple[Mapping[Move, Array], Mapping[Request, Array]]]
"""What each move is worth over holding, and each yes over no, divided by the actor's indifference, from
what is read at the month's start; what is left out is worth nothing.

Where anything is private it is asked for the choices of one `decider` at a time, an actor as one of its types, with
what the decider sees (or, when another wonders what it would do, with what that other sees) and the numbers that it
goes by; what it says of the choices of others is not used."""


def find_gains(
    month: Month, gains: Gains | None, look: Reading, eyes: Mapping[str, Reading]
) -> tuple[Mapping[Move, Array], Mapping[Request, Array]]:
    """Ask a policy for the gains of all moves and answers, each by its decider as it is, in its own eyes."""
    if gains is None:
        return {}, {}
    if not private(month.scenario):
        return gains(month.scenario, month.numbers, look)
    of_moves: dict[Move, Array] = {}
    of_answers: dict[Request, Array] = {}
    for actor, own in eyes.items():
        agenda = month.scenario.agendas.get(actor)
        for name in [one.id for one in agenda.types] if agenda and agenda.types else [""]:
            it_is = own.state.types[actor] == type_place(month.scenario, actor, name) if name else True
            here, answers = gains(month.scenario, own.numbers, replace(own, decider=(actor, name)))
            for move, gain in here.items():
                if move[1] == actor:
                    of_moves[move] = np.where(it_is, gain, of_moves.get(move, 0.0))
            for request, gain in answers.items():
                if request[2] == actor:
                    of_answers[request] = np.where(it_is, gain, of_answers.get(request, 0.0))
    return of_moves, of_answers


def available_moves(month: Month, eyes: Mapping[str, Reading]) -> dict[Move, Array]:
    """Say which moves of the owners in `eyes` may be proposed: `when` holds, in the owner's eyes, and the move is
    neither spent, pausing nor in force. A faction proposes nothing while it takes no part.
    """
    state, active = month.state, taking_part(month)
    can = {}
    for card, owner in moves(month.scenario):
        if owner not in eyes:
            continue
        move = card, owner
        free = ~state.spent[move] & (state.wait[move] == 0)
        if move in state.in_force:
            free = free & ~state.in_force[move]
        can[move] = free & eyes[owner].holds(month.scenario.cards[card].when) & active[owner]
    return can


def taking_part(month: Month) -> dict[str, Array]:
    """Say which actors take part: a faction only where its `while` holds, in truth; everybody sees it."""
    look = (month.truth or month).look_at_start()
    return {actor.id: look.holds(actor.while_) for actor in month.scenario.actors.values()}


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
    """Ask each party of each proposal; yes has its usual odds times e to the gain of yes over no.

    A faction that takes no part is not asked.
    """
    asked, said_yes, active = {}, {}, taking_part(month)
    for (card, owner), chosen in proposed.items():
        for party in asked_by(month.scenario.cards[card], owner):
            request = card, owner, party
            usual = log_usual_yes(month.numbers, month.scenario.cards[card].usual_yes.get(party))
            lean = usual + gains.get(request, 0.0) + month.draws["consent"][request]
            asked[request], said_yes[request] = chosen & active[party], lean > 0
            if month.ties is not None:
                month.ties.note(lean, where=asked[request])
    return asked, said_yes


def sort_requests(
    proposed: Mapping[Move, Array], asked: Mapping[Request, Array], said_yes: Mapping[Request, Array]
) -> tuple[dict[Move, Array], dict[Move, Array]]:
    """Part proposals into those played, to which all asked said yes, and those refused."""
    played, refused = {}, {}
    for move, chosen in proposed.items():
        answers = [yes | ~asked[request] for request, yes in said_yes.items() if request[:2] == move]
        agreed = np.all([np.ones_like(chosen), *answers], axis=0)
        played[move], refused[move] = chosen & agreed, chosen & ~agreed
    return played, refused
