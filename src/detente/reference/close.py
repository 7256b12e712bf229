"""Close a month: what ends, and how timers, memories, delays and trends advance."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from detente.reference.numbers import Move
from detente.reference.places import END, START, points
from detente.reference.reading import Events, Reading
from detente.reference.state import Array, State

TREND_SHARE = 1 - 2 ** (-1 / 3)
"""How much of the gap a trend closes each month: a half-life of three months."""


def close(
    readings: Mapping[str, Reading],
    events: Events,
    in_force: Mapping[Move, Array],
    scale: Mapping[Move, Array],
) -> State:
    """Turn the end of a month into the start of the next.

    `readings` has the month's four points (x, x', x'', x+), each with the month's `events`; `in_force` and
    `scale` are as they stood in the drift.
    """
    at_start, at_end = readings[START].before_plays(), readings[END]  # x as the month found it
    scenario, state = at_end.scenario, at_end.state
    stays, left = _still_in_force(at_end, events, in_force)
    return replace(
        state,
        month=state.month + 1,
        x={name: at_end.x[name] for name in state.x},
        trend={
            name: trend + TREND_SHARE * (at_end.variable(name) - at_start.variable(name) - trend)
            for name, trend in state.trend.items()
        },
        wait={
            move: np.maximum(np.where(events.played[move], scenario.cards[move[0]].pause or 0, wait) - 1, 0)
            for move, wait in state.wait.items()
        },
        spent={
            move: spent | (events.played[move] & scenario.cards[move[0]].once) for move, spent in state.spent.items()
        },
        in_force=stays,
        left=left,
        scale=dict(scale),
        since_proposed=_since(state.since_proposed, events.proposed),
        since_played=_since(state.since_played, events.played),
        times={move: count + events.played[move] for move, count in state.times.items()},
        succeeded={move: count + events.succeeded[move] for move, count in state.succeeded.items()},
        failed={move: count + events.failed[move] for move, count in state.failed.items()},
        refused={move: count + events.refused[move] for move, count in state.refused.items()},
        shock_spent={
            name: spent | (events.shocks[name] & scenario.shocks[name].once)
            for name, spent in state.shock_spent.items()
        },
        past=_past(at_start),
        **_memories(readings),
    )


def _still_in_force(
    at_end: Reading, events: Events, in_force: Mapping[Move, Array]
) -> tuple[dict[Move, Array], dict[Move, Array]]:
    """Run down the months of lasting cards, and end those whose `ends_when` holds or that a shock ends."""
    scenario, state = at_end.scenario, at_end.state
    stays, left = {}, {}
    for move, forced in in_force.items():
        card = scenario.cards[move[0]]
        stay = forced
        left[move] = state.left[move]
        if card.lasts is not None:
            left[move] = np.where(events.succeeded[move], card.lasts, state.left[move]) - forced
            stay = stay & (left[move] > 0)
        if card.ends_when is not None:
            stay = stay & ~at_end.holds(card.ends_when)
        for shock in scenario.shocks.values():
            if card.id in shock.ends:
                stay = stay & ~events.shocks[shock.id]
        stays[move] = stay
    return stays, left


def _since(since: Mapping[Move, Array], now: Mapping[Move, Array]) -> dict[Move, Array]:
    return {move: np.where(now[move], 1, months + 1) for move, months in since.items()}


def _past(at_start: Reading) -> tuple[dict[str, Array], ...]:
    """Remember this month's start in front of earlier ones, as far back as the longest delay asks."""
    past = at_start.state.past
    if not past:
        return ()
    return ({name: at_start.variable(name) for name in past[0]}, *past[:-1])


def _memories(readings: Mapping[str, Reading]) -> dict[str, dict]:
    """Take this month into the dated and lasting terms, each read at its own point of the month."""
    state, point = readings[START].state, points(readings[START].scenario)
    latched = {
        (path, node): readings[point[path]].full(readings[point[path]].leaf(path, node), bool)
        for path, node in state.latched
    }
    run = {
        (path, node): np.where(readings[point[path]].term(path, node), months + 1, 0)
        for (path, node), months in state.run.items()
    }
    return {"latched": latched, "run": run}
