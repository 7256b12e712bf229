"""One month, step by step as DESIGN 2 tells it: choose, consent, resolve, drift, shock, pay, close; observe, believe.

A state is what stands when actors choose, so that the next month's observing and believing are the last steps here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from detente.reference.believe import believe, effects_of_cards, move_beliefs, strike_minds
from detente.reference.choose import Gains, available_moves, choose, consent, find_gains, sort_requests
from detente.reference.close import close
from detente.reference.context import Month
from detente.reference.draws import Draws
from detente.reference.drift import drift
from detente.reference.eyes import hidden_from, observers
from detente.reference.interventions import plan
from detente.reference.levels import move_levels
from detente.reference.numbers import Numbers, as_dtype, with_numbers
from detente.reference.observe import Happened, follow, observe
from detente.reference.pay import pay
from detente.reference.places import DRIFTED, END, RESOLVED, START
from detente.reference.reading import Events, count_owners
from detente.reference.record import Record, Request
from detente.reference.resolve import put_in_force, resolve, succeed
from detente.reference.shock import shake, strike
from detente.reference.state import Array, Held, State
from detente.reference.ties import Ties
from detente.scenario.model import Do, Scenario


def play_month(
    scenario: Scenario,
    numbers: Numbers,
    state: State,
    draws: Draws,
    *,
    gains: Gains | None = None,
    do: Iterable[Do] | None = None,
    ties: Ties | None = None,
) -> tuple[State, Record]:
    """Play one month of a batch of futures: the state after it, and what happened.

    `draws` is what chance decides (see `Draws`), so that another engine can be given the same; `gains` left
    out, the usual odds alone decide; `do` are the lines of a what-if; `ties` notes how near each future
    came to going another way.
    """
    do = tuple(do or ())
    numbers = as_dtype(with_numbers(scenario, numbers, do), state.dtype)
    month = Month(scenario, numbers, state, draws, plan(scenario, do, state.month), ties, do)
    look = month.look_at_start()
    eyes = {actor: month.in_eyes_of(actor).look_at_start() for actor in scenario.actors}
    of_moves, of_answers = find_gains(month, gains, look, eyes)

    available = available_moves(month, eyes)
    proposed = choose(month, available, of_moves)
    asked, said_yes = consent(month, proposed, of_answers)
    played, refused = sort_requests(proposed, asked, said_yes)
    succeeded, failed = succeed(month, look, played)
    outcomes = {"proposed": proposed, "refused": refused, "succeeded": succeeded, "failed": failed}
    x_resolved = resolve(month, look, **outcomes)
    swayed = month.believing(move_beliefs(month, state.belief, effects_of_cards(month, look, **outcomes)))
    plays = Events(proposed, played, succeeded, failed, refused, _none_yet(scenario, state))
    x_resolved = move_levels(month, month.look_at_start(plays), x_resolved)
    in_force, scale = put_in_force(month, look, succeeded)
    x_drifted, rest, push = drift(swayed, look, x_resolved, in_force, scale)
    shocks = strike(swayed, x_drifted)
    x_end = shake(month, x_drifted, shocks)
    types, belief = strike_minds(month, swayed.state.belief, shocks)
    ended = replace(month, state=replace(state, types=types, belief=belief))

    events = replace(plays, shocks=shocks)
    readings = {
        START: month.look_at_start(events),
        RESOLVED: swayed.look(x_resolved, events),
        DRIFTED: swayed.look(x_drifted, events),
        END: ended.look(x_end, events),
    }
    satisfaction, payoffs, costs, utility = pay(readings[START], readings[END])
    after = close(readings, events, in_force, scale)
    happened = Happened(events, x_resolved, swayed.state.belief, in_force, scale)
    after, surprise = _learn(month, after, happened, gains, asked, said_yes)
    return after, Record(
        month=state.month,
        x_start=look.variables(),
        x_resolved=x_resolved,
        x_drifted=x_drifted,
        x_end=readings[END].variables(),
        trend=after.trend,
        available=available,
        proposed=proposed,
        asked=asked,
        said_yes=said_yes,
        played=played,
        refused=refused,
        succeeded=succeeded,
        failed=failed,
        in_force=state.in_force,
        scale=scale,
        times={card: count_owners(state.times, card) for card in scenario.cards},
        rest=rest,
        push=push,
        shocks=shocks,
        satisfaction=satisfaction,
        payoffs=payoffs,
        costs=costs,
        utility=utility,
        types=types,
        estimate={
            (actor, name): readings[END].estimate(actor, name)
            for actor in observers(scenario)
            for name in hidden_from(scenario, actor)
        },
        belief=belief,
        estimate_next=after.estimate,
        spread_next=after.spread,
        belief_next=after.belief,
        surprise=surprise,
    )


def _learn(
    month: Month,
    after: State,
    happened: Happened,
    gains: Gains | None,
    asked: Mapping[Request, Array],
    said_yes: Mapping[Request, Array],
) -> tuple[State, dict[Held, Array]]:
    """Observe and believe (steps 1 and 2 of the month to come), with what a what-if sets at its start."""
    mean, spread = {}, {}
    for actor in observers(month.scenario):
        means, spreads = follow(month, actor, happened)
        mean, spread = mean | means, spread | spreads
    coming = replace(month, state=after, plan=plan(month.scenario, month.do, after.month))
    look = coming.look_at_start()
    mean, spread = observe(coming, mean, spread, x=look.x, signals=month.draws["signal"])
    after = replace(after, estimate=mean, spread=spread)
    coming = replace(coming, state=after)
    belief, surprise = believe(
        month,
        after.belief,
        gains=gains,
        events=happened.events,
        asked=asked,
        said_yes=said_yes,
        attention={actor: _attention(coming, actor) for actor in month.scenario.actors},
    )
    return replace(after, belief=belief), surprise


def _attention(month: Month, actor: str) -> Array:
    """Read an actor's attention (0 to 1) in its own eyes, so that what it believes tells it nothing that is hidden."""
    agenda = month.scenario.agendas.get(actor)
    return month.in_eyes_of(actor).look_at_start().chance(agenda.attention if agenda else None)


def _none_yet(scenario: Scenario, state: State) -> dict[str, Array]:
    """Say that no shock has happened yet: they come after the plays."""
    return {shock: np.zeros(state.futures, bool) for shock in scenario.shocks}
