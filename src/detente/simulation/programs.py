"""The compiled programs: months in a row, as one scan. Shapes are fixed, so bits do not depend on how work is cut."""

from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp

from detente.game.drawing import Stream, draw_month, stream_keys
from detente.game.game import Game
from detente.game.month import Gains, play_month
from detente.game.reading import Row, View
from detente.game.ready import make_ready, start_state
from detente.game.state import Branch, Do, Numbers, State


class Paths(NamedTuple):
    """What is kept of each month of a future: (months, names, lanes)."""

    x: Row
    proposed: Row
    played: Row
    succeeded: Row
    shocks: Row
    satisfaction: Row
    costs: Row


def nobody_strategic(strategy: object, game: Game, numbers: Numbers, view: View, open_moves: Row) -> tuple[Row, Row]:
    """Gains of zero: everybody plays the usual odds."""
    lanes = view.x.shape[1:]
    return jnp.zeros((len(game.moves), *lanes)), jnp.zeros((len(game.consents), *lanes))


@partial(jax.jit, static_argnames=("game",))
def ready_numbers(game: Game, raw: Row) -> Numbers:
    """Make the numbers of all worlds ready: (.., worlds)."""
    return make_ready(game, raw)


@partial(jax.jit, static_argnames=("game", "gains", "months"))
def futures_program(
    game: Game,
    gains: Gains,
    months: int,
    strategy: object,
    numbers: Numbers,
    world: Row,
    pair: Row,
    seed: Row,
    do: Do,
) -> tuple[Paths, Row]:
    """Play one chunk of whole futures from the start. Returns paths and the watches at the end.

    `numbers` has worlds last; `world` (2 pairs,) says whose numbers each lane takes.
    """
    lanes = (1, world.shape[0])
    mine = jax.tree.map(lambda rows: jnp.take(rows, world, axis=-1)[..., None, :], numbers)
    state = start_state(game, mine, lanes, do)
    keys = stream_keys(game)
    stream = Stream(pair)

    def month(state: State, _: None) -> tuple[State, Paths]:
        draws = draw_month(game, keys, seed, stream, state.month)
        state, seen = play_month(game, mine, state, draws, gains=partial(gains, strategy), do=do)
        kept = Paths(
            seen.x_end, seen.events.proposed, seen.events.played, seen.events.succeeded, seen.events.shocks,
            seen.satisfaction, seen.costs,
        )
        return state, jax.tree.map(lambda row: jnp.broadcast_to(row, (row.shape[0], *lanes))[:, 0], kept)

    state, paths = jax.lax.scan(month, state, None, length=months)
    return paths, state.watch[:, 0]


@partial(jax.jit, static_argnames=("game", "gains", "months"))
def segment_program(
    game: Game,
    gains: Gains,
    months: int,
    strategy: object,
    raw: Row,
    state: State,
    stream: Stream,
    seed: Row,
    do: Do,
    branch: Branch,
    branch_at: Row,
    capture_at: Row,
    elapsed: Row,
) -> tuple[State, State, Row]:
    """Play a segment of a branch: lanes are (alternatives, groups); a group shares numbers and draws.

    Returns the state after the segment, the state captured at `capture_at` (alternatives, groups; months from the
    segment's start), and the discounted sums of every stake over the segment, discounted from `elapsed` months before it.
    `branch` applies in month `branch_at` (alternatives, groups) of the segment. Draws are keyed by the months
    elapsed since the branch began, so that `state.month` (which each group has its own) stays free.
    """
    numbers = make_ready(game, raw[:, None, :])
    keys = stream_keys(game)
    discount = jnp.stack([numbers.discount[stake.actor] for stake in game.stakes])

    def month(carry: tuple, k: Row) -> tuple:
        state, captured, sums, weight = carry
        captured = jax.tree.map(partial(jnp.where, capture_at == k), state, captured)
        draws = draw_month(game, keys, seed, stream, elapsed + k)
        now = branch_at == k
        forced = jax.tree.map(lambda field: jnp.where(now, field, -1), branch)._replace(
            outcome=jnp.where(now, branch.outcome, 0)
        )
        state, seen = play_month(game, numbers, state, draws, gains=partial(gains, strategy), do=do, branch=forced)
        return (state, captured, sums + weight * seen.stakes, weight * discount), None

    lanes = state.x.shape[1:]
    sums = jnp.zeros((len(game.stakes), *lanes))
    start = (state, state, sums, discount ** elapsed)
    (state, captured, sums, _), _ = jax.lax.scan(month, start, jnp.arange(months))
    return state, captured, sums
