"""The compiled programs: months in a row, as one scan. Shapes are fixed, so bits do not depend on how work is cut."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from detente.game.drawing import Stream, draw_months, draw_signals
from detente.game.forcing import force, gate
from detente.game.game import Game
from detente.game.month import Answers, Gains, play_month
from detente.game.reading import Row, View
from detente.game.ready import make_ready, start_state
from detente.game.state import Branch, Do, Draws, Month, Numbers, State
from detente.game.sums import pick

_MOST_MAPS = 30_000


def compiled(*static: str) -> Callable[[Callable], Any]:
    """Compile a program of months, once for each of its `static` arguments.

    Its steps are short and its blocks already fill the cores: the compiler is told not to look for steps that may run
    side by side, which costs more than it saves (a seventh of a month on two cores). No bit hangs on it.
    """
    return partial(
        jax.jit, static_argnames=static, compiler_options={"xla_cpu_enable_concurrency_optimized_scheduler": False}
    )


def forget_programs() -> None:
    """Forget all compiled programs where a process holds very many; they are compiled again when needed.

    Each is mapped into memory in many pieces. Linux allows a process 65,530 of them by default (`vm.max_map_count`);
    beyond that the compiler crashes.
    """
    maps = Path("/proc/self/maps")
    if maps.is_file() and maps.read_bytes().count(b"\n") > _MOST_MAPS:
        jax.clear_caches()


class Paths(NamedTuple):
    """What is kept of each month of a future: (months, names, lanes).

    Types and beliefs stand as with x+, estimates as actors chose by them; `missed` is by how many points an estimate
    was off then (None: nothing is private).
    """

    x: Row
    proposed: Row
    played: Row
    succeeded: Row
    shocks: Row
    satisfaction: Row
    costs: Row
    types: Row | None = None
    estimate: Row | None = None
    belief: Row | None = None
    surprise: Row | None = None
    missed: Row | None = None


def nobody_strategic(
    strategy: object, game: Game, numbers: Numbers, view: View, open_moves: Row
) -> tuple[Row, Answers]:
    """Gains of zero: everybody plays the usual odds."""
    lanes = view.x.shape[1:]
    return jnp.zeros((len(game.moves), *lanes)), lambda proposed: jnp.zeros((len(game.consents), *lanes))


@compiled("game")
def ready_numbers(game: Game, raw: Row) -> Numbers:
    """Make the numbers of all worlds ready: (.., worlds)."""
    return make_ready(game, raw)


@compiled("game", "gains", "months")
def futures_program(
    game: Game,
    gains: Gains,
    months: int,
    strategy: object,
    raw: Row,
    pair: Row,
    seed: Row,
    do: Do | None,
) -> tuple[Paths, Row]:
    """Play one chunk of whole futures from the start. Returns paths and the watches at the end.

    `raw` (numbers, lanes) are the numbers of each lane: the even futures of all pairs, then the odd ones.
    """
    numbers = make_ready(game, raw[:, None, :])
    lanes = (1, raw.shape[1])
    state = start_state(game, numbers, lanes, do, draw_signals(game, seed, Stream(pair)))
    draws = draw_months(game, seed, Stream(pair), jnp.arange(months))

    def month(state: State, draws: Draws) -> tuple[State, Paths]:
        state, seen = play_month(game, numbers, state, draws, gains=partial(gains, strategy), do=do)
        kept = Paths(
            seen.x_end,
            seen.events.proposed,
            seen.events.played,
            seen.events.succeeded,
            seen.events.shocks,
            seen.satisfaction,
            seen.costs,
            *(() if game.minds.plain else (seen.types, seen.estimate, seen.belief, seen.surprise, _missed(game, seen))),
        )
        return state, jax.tree.map(lambda row: jnp.broadcast_to(row, (row.shape[0], *lanes))[:, 0], kept)

    state, paths = jax.lax.scan(month, state, draws)
    return paths, state.watch[:, 0]


def _missed(game: Game, seen: Month) -> Row:
    """Say how far estimates are from what they stand for, as a month begins: (estimates, *lanes)."""
    return seen.estimate - pick(game.minds.estimate_variable, seen.x)


@compiled("game", "gains", "months")
def states_program(
    game: Game,
    gains: Gains,
    months: int,
    strategy: object,
    raw: Row,
    stream: Stream,
    seed: Row,
    do: Do | None,
    branch: Branch,
    branch_at: Row,
) -> State:
    """Play futures from the start, a lane each with its own numbers, and return the state at the start of every month.

    Lanes are (1, lanes); `raw` (numbers, lanes). `branch` applies in month `branch_at` (lanes,), -1 never.
    """
    numbers = make_ready(game, raw[:, None, :])
    state = start_state(game, numbers, (1, raw.shape[1]), do, draw_signals(game, seed, stream))
    draws = draw_months(game, seed, stream, jnp.arange(months))
    forced = force(game, branch)

    def month(state: State, now: tuple[Row, Draws]) -> tuple[State, State]:
        k, drawn = now
        after, _ = play_month(
            game,
            numbers,
            state,
            drawn,
            gains=partial(gains, strategy),
            do=do,
            forced=gate(forced, branch_at == k),
        )
        return after, state

    return jax.lax.scan(month, state, (jnp.arange(months), draws))[1]


@compiled("game", "gains", "months")
def segment_program(
    game: Game,
    gains: Gains,
    months: int,
    strategy: object,
    raw: Row,
    state: State,
    stream: Stream,
    seed: Row,
    do: Do | None,
    branch: Branch,
    elapsed: Row,
    worth: Row,
) -> tuple[State, Row]:
    """Play a segment of a branch: lanes are (alternatives, groups); a group shares numbers and draws.

    Returns the state after the segment and the discounted sums of every stake over it, (stakes, *lanes),
    discounted from `elapsed` months before it. `branch` applies in the month in which nothing has elapsed; in that
    month a choice is no stake, for it is the one whose worth is looked for. Draws are keyed by the months elapsed since
    the branch began; `state.month` is each lane's own.

    From the sums is taken what luck was `worth` (luck, stakes), from the second month on: a control variate. Luck is 0
    on average, so that whatever is put in, the sums are right on average; the nearer to the truth, the less they vary
    (Glasserman, "Monte Carlo Methods in Financial Engineering", 2003, section 4.1).
    """
    numbers = make_ready(game, raw[:, None, :])
    discount = jnp.stack([numbers.discount[stake.actor] for stake in game.stakes])
    forced = force(game, branch)
    draws = draw_months(game, seed, stream, elapsed + jnp.arange(months))
    branches = jnp.logical_or(branch.agent >= 0, branch.consent >= 0)
    choices = np.array([stake.kind == "choice" for stake in game.stakes], bool)

    def counted(stakes: Row, k: Row) -> Row:
        if not choices.any():
            return stakes
        return jnp.where(choices[:, None, None] & branches & (k == 0), 0.0, stakes)

    def month(carry: tuple, now: tuple[Row, Draws]) -> tuple:
        k, drawn = now
        state, sums, weight = carry
        state, seen = play_month(
            game, numbers, state, drawn, gains=partial(gains, strategy), do=do, forced=gate(forced, k == 0)
        )
        lucky = jnp.where(k == 0, 0.0, jnp.tensordot(worth.T, seen.luck, axes=1))
        return (state, sums + weight * (counted(seen.stakes, k) - lucky), weight * discount), None

    sums = jnp.zeros((len(game.stakes), *state.x.shape[1:]))
    (state, sums, _), _ = jax.lax.scan(month, (state, sums, discount**elapsed), (elapsed + jnp.arange(months), draws))
    return state, sums
