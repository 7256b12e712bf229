"""What a month is worth to each agenda and what it costs each actor."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from detente.reference.numbers import discount, moves, point_months
from detente.reference.reading import Reading
from detente.reference.state import Array
from detente.scenario.model import Agenda


def pay(at_start: Reading, at_end: Reading) -> tuple[dict[str, Array], ...]:
    """Give satisfaction (on x+), payoffs, costs (both read at the month's start) and utility, each by id.

    A lasting payoff of a yardstick, which has no patience of its own, counts as this month only.
    """
    scenario = at_start.scenario
    agendas = {**scenario.agendas, **scenario.yardsticks}
    satisfaction = {name: _by_type(_satisfaction, agenda, at_end, at_end) for name, agenda in agendas.items()}
    payoffs = {name: _by_type(_payoffs, agenda, at_start, at_end) for name, agenda in agendas.items()}
    costs = _costs(at_start)
    own = {name: satisfaction[name] + payoffs[name] for name in agendas}
    utility = {actor: _utility(at_start, actor, own) - costs[actor] for actor in scenario.actors}
    return satisfaction, payoffs, costs, utility


def _by_type(of: Callable[[Reading, Agenda], Array], agenda: Agenda, look: Reading, at_end: Reading) -> Array:
    """Work out what an agenda gets; where its actor has types, by the type that it is of when the month is paid."""
    if not agenda.types:
        return of(look, agenda)
    total = look.full(0)
    for place, one in enumerate(agenda.types):
        whole = replace(agenda, wants=one.wants, payoffs=(*agenda.payoffs, *one.payoffs))
        total = np.where(at_end.state.types[agenda.id] == place, of(look, whole), total)
    return total


def _satisfaction(look: Reading, agenda: Agenda) -> Array:
    """Sum |w| times x (100 - x where w is negative), the weights scaled to 1 in all."""
    total, weights = look.full(0), look.full(0)
    for want in agenda.wants:
        weight = look.numbers[want.weight.path]
        x = look.variable(want.variable)
        total = total + np.abs(weight) * np.where(weight < 0, 100 - x, x)
        weights = weights + np.abs(weight)
    return total / np.where(weights == 0, 1, weights)


def _payoffs(look: Reading, agenda: Agenda) -> Array:
    regard = discount(look.numbers, agenda)
    total = look.full(0)
    for payoff in agenda.payoffs:
        worth = point_months(look.full(look.value(payoff.worth.value)), payoff.worth.coin, regard)
        total = total + look.holds(payoff.when) * worth
    return total


def _costs(look: Reading) -> dict[str, Array]:
    """Charge every card carried out: an owner for its own plays, anyone else named for every play.

    The amounts are read without the month's plays, like everything that a mover goes by.
    """
    before, played = look.before_plays(), look.events.played if look.events else {}
    total = {actor: look.full(0) for actor in look.scenario.actors}
    for move in moves(look.scenario):
        card = look.scenario.cards[move[0]]
        for actor, amount in card.costs.items():
            if actor in card.by and actor != move[1]:
                continue
            regard = discount(look.numbers, look.scenario.agendas.get(actor))
            cost = point_months(look.full(before.value(amount.value)), amount.coin, regard)
            total[actor] = total[actor] + cost * played[move]
    return total


def _utility(look: Reading, actor: str, own: dict[str, Array]) -> Array:
    """Mix an actor's own satisfaction and payoffs with those of the actors it sides with."""
    if actor not in own:
        return look.full(0)
    shares = {other: look.numbers[share.path] / 100 for other, share in look.scenario.agendas[actor].sides_with.items()}
    mixed = (1 - sum(shares.values())) * own[actor]
    return mixed + sum(share * own.get(other, look.full(0)) for other, share in shares.items())
