"""Make a world's numbers ready once, and set up the state before the first month."""

import jax.numpy as jnp
import numpy as np

from detente.game.game import Game
from detente.game.reading import Row, View
from detente.game.resolve import scales
from detente.game.state import Do, Numbers, State
from detente.game.sums import stack

# A `since` watch of something that never happened.
_LONG_AGO = 1e6


def make_ready(game: Game, raw: Row) -> Numbers:
    """Derive what the month needs from the numbers of the file, `raw`: (numbers, *lanes).

    Patience is a half-life: d = 2^(-1/patience), and 0 for `none`. Indifference in lasting points is divided by
    1 - d. Usual odds of L plays a year are q/(1 - q) with q = 1 - exp(-L/12), so their log is log(expm1(L/12)).
    Weights are scaled back to 100 in all (DESIGN 2), signed, over 100.
    """
    lanes = raw.shape[1:]
    table = game.table

    def pick(positions: np.ndarray, without: float) -> Row:
        rows = raw[np.maximum(positions, 0)]
        given = (positions >= 0).reshape((-1,) + (1,) * len(lanes))
        return jnp.where(given, rows, without)

    patience = pick(table.patience, 0.0)
    discount = jnp.where(patience > 0, 2.0 ** (-1.0 / jnp.maximum(patience, 1e-6)), 0.0)
    half_life = pick(table.half_life, jnp.inf)
    pull = 1.0 - 2.0 ** (-1.0 / jnp.maximum(half_life, 1e-6))
    yearly = pick(table.usual, 12.0 * float(np.log(2.0)))
    yes = jnp.clip(pick(table.usual_yes, 50.0), 0.0, 100.0) / 100.0
    start = pick(table.start, 0.0)
    weights = _weights(game, raw)
    sides = jnp.zeros((len(game.actors), len(game.actors), *lanes), raw.dtype)
    for actor, other, number in table.sides:
        sides = sides.at[actor, other].set(raw[number] / 100.0)
    numbers = Numbers(
        raw=raw,
        start=start,
        base=pick(table.base, 0.0),
        pull=jnp.where((table.half_life >= 0).reshape((-1,) + (1,) * len(lanes)), pull, 0.0),
        noise=pick(table.noise, 0.0),
        usual=jnp.log(jnp.expm1(yearly / 12.0)),
        usual_yes=jnp.log(yes) - jnp.log1p(-yes),
        discount=discount,
        indifference=jnp.ones_like(discount),
        weights=weights,
        sides=sides,
        stake_weight=jnp.zeros((len(game.stakes), *lanes), raw.dtype),
    )
    numbers = numbers._replace(indifference=_indifference(game, numbers))
    numbers = numbers._replace(stake_weight=_stake_weights(game, numbers))
    return numbers._replace(base=_bases(game, numbers))


def start_state(game: Game, numbers: Numbers, lanes: tuple[int, ...], do: Do | None = None) -> State:
    """Set up the state before the first month for `lanes` (which the numbers broadcast against)."""
    x = jnp.broadcast_to(numbers.start, (len(game.variables), *lanes))
    shape = (-1,) + (1,) * len(lanes)
    moves = (len(game.moves), *lanes)
    in_force = jnp.broadcast_to(jnp.asarray(game.move_in_force, jnp.float32).reshape(shape), moves)
    kinds = np.array([_LONG_AGO if watch.kind == "since" else 0.0 for watch in game.watches], np.float32)
    state = State(
        month=jnp.asarray(0, jnp.int32),
        x=x,
        in_force=in_force,
        left=jnp.broadcast_to(jnp.asarray(game.move_lasts, jnp.float32).reshape(shape), moves),
        scale=jnp.ones(moves, jnp.float32),
        wait=jnp.zeros(moves, jnp.float32),
        spent_shocks=jnp.zeros((len(game.shocks), *lanes), jnp.float32),
        trend=jnp.zeros((len(game.trends), *lanes), jnp.float32),
        delayed=(),
        watch=jnp.broadcast_to(jnp.asarray(kinds).reshape(shape), (len(game.watches), *lanes)),
        types=jnp.zeros((0, *lanes), jnp.float32),
        estimate=jnp.zeros((0, *lanes), jnp.float32),
        spread=jnp.zeros((0, *lanes), jnp.float32),
        belief=jnp.zeros((0, *lanes), jnp.float32),
    )
    view = View(game, numbers, state, x, do)
    delayed = tuple(
        jnp.broadcast_to(jnp.broadcast_to(view.source(v), lanes), (delay, *lanes)) for v, delay in game.delayed
    )
    return state._replace(delayed=delayed, scale=scales(game, view))


def _weights(game: Game, raw: Row) -> Row:
    lanes = raw.shape[1:]
    weights = jnp.zeros((len(game.agendas), len(game.everything), *lanes), raw.dtype)
    for agenda, variable, number in game.table.wants:
        weights = weights.at[agenda, variable].set(raw[number])
    total = jnp.sum(jnp.abs(weights), axis=1, keepdims=True)
    return weights / jnp.where(total > 0, total, 1.0)


def _stake_weights(game: Game, numbers: Numbers) -> Row:
    rest = 1.0 - jnp.sum(numbers.sides, axis=1)
    rows = []
    for stake in game.stakes:
        match stake.kind:
            case "variable":
                rows.append(rest[stake.actor] * numbers.weights[stake.actor, stake.index])
            case "payoff":
                rows.append(rest[stake.actor])
            case "side":
                rows.append(numbers.sides[stake.actor, stake.index])
            case "choice":
                rows.append(numbers.indifference[stake.actor])
            case _:
                rows.append(-jnp.ones_like(rest[stake.actor]))
    return stack(rows, rest.shape[1:])


def _indifference(game: Game, numbers: Numbers) -> Row:
    """Read each actor's indifference in point-months; an actor without cards and consents may have none."""
    lanes = numbers.discount.shape[1:]
    view = View(game, numbers, start_state(game, numbers, lanes), numbers.start)
    rows = []
    for actor, node in enumerate(game.table.indifference):
        value = view.row(node, without=1.0)
        lasting = bool(game.table.indifference_lasting[actor])
        rows.append(value / (1.0 - numbers.discount[actor]) if lasting else value)
    return jnp.stack(rows)


def _bases(game: Game, numbers: Numbers) -> Row:
    """Find where every variable rests; of a formula, the formula at its inputs' bases."""
    lanes = numbers.discount.shape[1:]
    state = start_state(game, numbers, lanes)
    view = View(game, numbers, state, numbers.base)
    return view.everything()
