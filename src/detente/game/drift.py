"""Step 6, drift: variables return to rests that links and lasting effects shift, and are pushed."""

import jax.numpy as jnp
import numpy as np

from detente.game.game import Game
from detente.game.reading import Row, View
from detente.game.resolve import spread
from detente.game.state import Do, Numbers, State
from detente.game.sums import onto
from detente.game.tables import EffectTable


def drift(
    game: Game,
    numbers: Numbers,
    state: State,
    start: View,
    resolved: View,
    do: Do | None,
    in_force: Row,
    scale: Row,
) -> tuple[Row, Row, Row]:
    """Compute x'' = x' + r (rest - x') + push, not clipped (noise and shocks come first); with rest and push.

    `start` views x, `resolved` views x'; `in_force` and `scale` are those after this month's plays.
    """
    active = in_force * scale
    count = len(game.variables)
    moving = numbers.base[:count]
    rest = moving + spread(game.while_rest, numbers, active, count)
    push = spread(game.while_push, numbers, active, count)
    if len(game.strengths):
        away = _sources(game, state, start, game.strengths, game.strength_after) - numbers.base[game.strengths.move]
        pull = numbers.raw[game.strengths.number] / 100.0 * away
        if do is not None:
            pull = pull * _column(do.strength_on, away)
        rest = rest + onto(game.strengths.variable, _gated(resolved, game.strength_gate, pull), count)
    if len(game.pushes):
        source = _sources(game, state, start, game.pushes, game.push_after)
        flow = numbers.raw[game.pushes.number] / 100.0 * source
        if do is not None:
            flow = flow * _column(do.push_on, source)
        push = push + onto(game.pushes.variable, _gated(resolved, game.push_gate, flow), count)
    x = resolved.x
    return x + numbers.pull * (rest - x) + push, rest, push


def _sources(game: Game, state: State, start: View, links: EffectTable, after: np.ndarray) -> Row:
    """Read each link's source at the start of `after` months ago."""
    rows = []
    kept = [position for position, _ in game.delayed]
    for position, delay in zip(links.move, after, strict=True):
        rows.append(start.source(int(position)) if delay == 0 else state.delayed[kept.index(position)][delay - 1])
    return jnp.stack([jnp.broadcast_to(row, start.x.shape[1:]) for row in rows])


def _gated(resolved: View, gates: tuple, flow: Row) -> Row:
    if all(gate is None for gate in gates):
        return flow
    return flow * jnp.stack([resolved.holds(gate) for gate in gates])


def _column(values: Row, like: Row) -> Row:
    return values.reshape((-1,) + (1,) * (like.ndim - 1))
