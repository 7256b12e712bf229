"""One month, step by step as DESIGN 2 tells it: choose, consent, resolve, drift, shock, pay, close."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import numpy as np

from detente.reference.choose import available_moves, choose, consent, sort_requests
from detente.reference.close import close
from detente.reference.context import Month
from detente.reference.draws import Draws
from detente.reference.drift import drift
from detente.reference.interventions import plan
from detente.reference.levels import move_levels
from detente.reference.numbers import Move, Numbers, as_dtype, with_numbers
from detente.reference.pay import pay
from detente.reference.places import DRIFTED, END, RESOLVED, START
from detente.reference.reading import Events, Reading
from detente.reference.record import Record, Request
from detente.reference.resolve import put_in_force, resolve, succeed
from detente.reference.shock import shake, strike
from detente.reference.state import Array, State
from detente.reference.ties import Ties
from detente.scenario.model import Do, Scenario

Gains = Callable[[Scenario, Numbers, Reading], tuple[Mapping[Move, Array], Mapping[Request, Array]]]
"""What each move is worth over holding, and each yes over no, divided by the actor's indifference, from
what is read at the month's start; what is left out is worth nothing."""


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
    numbers = as_dtype(with_numbers(numbers, do), state.dtype)
    month = Month(scenario, numbers, state, draws, plan(scenario, do, state.month), ties)
    look = month.look_at_start()
    of_moves, of_answers = gains(scenario, numbers, look) if gains else ({}, {})

    available = available_moves(month, look)
    proposed = choose(month, available, of_moves)
    asked, said_yes = consent(month, proposed, of_answers)
    played, refused = sort_requests(proposed, said_yes)
    succeeded, failed = succeed(month, look, played)
    x_resolved = resolve(month, look, proposed=proposed, refused=refused, succeeded=succeeded, failed=failed)
    plays = Events(proposed, played, succeeded, failed, refused, _none_yet(scenario, state))
    x_resolved = move_levels(month, month.look_at_start(plays), x_resolved)
    in_force, scale = put_in_force(month, look, succeeded)
    x_drifted, rest, push = drift(month, look, x_resolved, in_force, scale)
    shocks = strike(month, x_drifted)
    x_end = shake(month, x_drifted, shocks)

    events = replace(plays, shocks=shocks)
    readings = {
        START: month.look_at_start(events),
        RESOLVED: month.look(x_resolved, events),
        DRIFTED: month.look(x_drifted, events),
        END: month.look(x_end, events),
    }
    satisfaction, payoffs, costs, utility = pay(readings[START], readings[END])
    after = close(readings, events, in_force, scale)
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
        times=state.times,
        rest=rest,
        push=push,
        shocks=shocks,
        satisfaction=satisfaction,
        payoffs=payoffs,
        costs=costs,
        utility=utility,
    )


def _none_yet(scenario: Scenario, state: State) -> dict[str, Array]:
    """Say that no shock has happened yet: they come after the plays."""
    return {shock: np.zeros(state.futures, bool) for shock in scenario.shocks}
