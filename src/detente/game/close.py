"""Step 9, close: what ends a lasting card, and how timers, delays, trends and memory advance."""

from dataclasses import replace

import jax.numpy as jnp

from detente.game.game import Game
from detente.game.reading import Row, View
from detente.game.state import Events, State

SPENT = 1e9
# How fast a trend forgets: a half-life of three months (DESIGN 2).
_TREND = 1.0 - 2.0 ** (-1.0 / 3.0)


def close(
    game: Game, state: State, views: dict[str, View], events: Events, in_force: Row, left: Row, scale: Row
) -> tuple[State, Row]:
    """Return the next month's state and the watches as read at the end of this one.

    `views` by place (see `Watch`) all know this month's events. Questions read trends as they stand after the month.
    """
    start, ends = replace(views["start"], events=None, _formulas={}), views["ends"]  # x as the month found it
    left = left - 1.0
    going = jnp.where(left > 0, in_force, 0.0)
    if any(node is not None for node in game.move_ends_when):
        zero = jnp.zeros(state.x.shape[1:], state.x.dtype)
        over = [zero if node is None else ends.holds(node) for node in game.move_ends_when]
        going = going * (1.0 - jnp.stack(over))
    if game.shock_ends.any():
        struck = jnp.tensordot(jnp.asarray(game.shock_ends.T, jnp.float32), events.shocks, axes=1)
        going = jnp.where(struck > 0, 0.0, going)
    shape = (-1,) + (1,) * (state.x.ndim - 1)
    renew = jnp.where(
        jnp.asarray(game.move_once).reshape(shape),
        SPENT,
        jnp.asarray(game.move_pause, jnp.float32).reshape(shape) - 1.0,
    )
    wait = jnp.where(events.played > 0, jnp.maximum(renew, 0.0), jnp.maximum(state.wait - 1.0, 0.0))
    wait = jnp.where(state.wait >= SPENT / 2, SPENT, wait)
    once = jnp.asarray(game.shock_once, jnp.float32).reshape(shape)
    spent = jnp.maximum(state.spent_shocks, events.shocks * once)
    trend = state.trend
    if game.trends:
        change = jnp.stack([ends.source(v) - start.source(v) for v in game.trends])
        trend = trend + _TREND * (change - trend)
    delayed = tuple(
        jnp.concatenate([jnp.broadcast_to(start.source(v), state.x.shape[1:])[None], kept[:-1]])
        for (v, _), kept in zip(game.delayed, state.delayed, strict=True)
    )
    views["questions"].everything()  # formulas stand as they are paid for, before trends advance
    views = views | {"questions": replace(views["questions"], state=views["questions"].state._replace(trend=trend))}
    watch = _watch(game, state, views)
    after = State(
        month=state.month + 1,
        x=ends.x,
        in_force=going,
        left=left,
        scale=scale,
        wait=wait,
        spent_shocks=spent,
        trend=trend,
        delayed=delayed,
        watch=watch,
        types=ends.state.types,
        estimate=state.estimate,
        spread=state.spread,
        belief=ends.state.belief,
    )
    return after, watch


def _watch(game: Game, state: State, views: dict[str, View]) -> Row:
    if not game.watches:
        return state.watch
    rows = []
    for k, watch in enumerate(game.watches):
        now = views[watch.place].watched(watch)
        now = jnp.broadcast_to(jnp.asarray(now, state.x.dtype), state.x.shape[1:])
        before = state.watch[k]
        match watch.kind:
            case "count":
                rows.append(before + now)
            case "since":
                rows.append(jnp.where(now > 0, 1.0, before + 1.0))
            case "latch":
                rows.append(jnp.maximum(before, now))
            case "run":
                rows.append((before + 1.0) * now)
    return jnp.stack(rows)
