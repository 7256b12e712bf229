"""Make a world's numbers ready once, and set up the state before the first month."""

import jax.numpy as jnp
import numpy as np

from detente.game.game import Game
from detente.game.observe import correct
from detente.game.reading import Row, View, hold
from detente.game.resolve import scales
from detente.game.state import Do, Known, Numbers, State
from detente.game.sums import pick, stack

# A `since` watch of something that never happened.
_LONG_AGO = 1e6


def make_ready(game: Game, raw: Row) -> Numbers:
    """Derive what the month needs from the numbers of the file, `raw`: (numbers, *lanes).

    Patience is a half-life: d = 2^(-1/patience), and 0 for `none`. Indifference in lasting points is divided by
    1 - d. Usual odds of L plays a year are q/(1 - q) with q = 1 - exp(-L/12), so their log is log(expm1(L/12)).
    Weights are scaled back to 100 in all (DESIGN 2), signed, over 100.
    """
    numbers = _make_ready(game, raw)
    if game.minds.plain:
        return numbers
    own = np.arange(len(game.numbers))
    seen, known = [], []
    for e, eye in enumerate(game.minds.eyes):
        viewed = own.copy()
        viewed[eye.views[:, 0]] = eye.views[:, 1]
        seen.append(_make_ready(game, _rows(viewed, raw)) if len(eye.views) else None)
        middle = viewed.copy()
        middle[: len(eye.known)] = np.where(eye.known >= 0, eye.known, viewed[: len(eye.known)])
        follows = len(eye.hidden) or (game.minds.actor_eye[game.minds.believers] == e).any()
        known.append(_known(_make_ready(game, _rows(middle, raw))) if follows else None)
    return numbers._replace(seen=tuple(seen), known=tuple(known))


def _rows(positions: np.ndarray, raw: Row) -> Row:
    return pick(positions, jnp.asarray(raw))


def _known(numbers: Numbers) -> Known:
    return Known(*(getattr(numbers, name) for name in Known._fields))


def _make_ready(game: Game, raw: Row) -> Numbers:
    lanes = raw.shape[1:]
    table = game.table

    def read(positions: np.ndarray, without: float) -> Row:
        rows = raw[np.maximum(positions, 0)]
        given = (positions >= 0).reshape((-1,) + (1,) * len(lanes))
        return jnp.where(given, rows, without)

    patience = read(table.patience, 0.0)
    discount = jnp.where(patience > 0, 2.0 ** (-1.0 / jnp.maximum(patience, 1e-6)), 0.0)
    half_life = read(table.half_life, jnp.inf)
    pull = 1.0 - 2.0 ** (-1.0 / jnp.maximum(half_life, 1e-6))
    yearly = read(table.usual, 12.0 * float(np.log(2.0)))
    yes = jnp.clip(read(table.usual_yes, 50.0), 0.0, 100.0) / 100.0
    start = read(table.start, 0.0)
    weights = _weights(game, raw)
    sides = jnp.zeros((len(game.actors), len(game.actors), *lanes), raw.dtype)
    for actor, other, number in table.sides:
        sides = sides.at[actor, other].set(raw[number] / 100.0)
    numbers = Numbers(
        raw=raw,
        start=start,
        base=read(table.base, 0.0),
        pull=jnp.where((table.half_life >= 0).reshape((-1,) + (1,) * len(lanes)), pull, 0.0),
        noise=read(table.noise, 0.0),
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


def start_state(
    game: Game, numbers: Numbers, lanes: tuple[int, ...], do: Do | None = None, signal: Row | None = None
) -> State:
    """Set up the state before the first month for `lanes` (which the numbers broadcast against).

    `signal` (signals, *lanes) are standard normal draws: the noise of what actors observe ahead of their first choices
    (None: nothing is observed yet).
    """
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
        **_start_minds(game, numbers, lanes),
    )
    if signal is not None and len(game.minds.estimate_variable):
        found = hold(game, do, state, state.x, at_start=True)
        estimate, spread = correct(game, numbers, found, signal, estimate=state.estimate, spread=state.spread)
        state = state._replace(estimate=estimate, spread=spread)
    view = View(game, numbers, state, x, do)
    delayed = tuple(
        jnp.broadcast_to(jnp.broadcast_to(view.source(v), lanes), (delay, *lanes)) for v, delay in game.delayed
    )
    return state._replace(delayed=delayed, scale=scales(game, view))


def _start_minds(game: Game, numbers: Numbers, lanes: tuple[int, ...]) -> dict[str, Row]:
    """Set up which types actors are, and what everybody takes hidden variables and the others' types for."""
    minds, raw = game.minds, jnp.asarray(numbers.raw)

    def spread(rows: Row) -> Row:
        return jnp.broadcast_to(rows, (rows.shape[0], *lanes)).astype(jnp.float32)

    index = minds.type_index.reshape((-1,) + (1,) * (raw.ndim - 1))
    return {
        "types": spread(jnp.abs(pick(minds.type_number, raw) - index.astype(np.float32)) < 0.5),
        "estimate": spread(pick(minds.estimate_start[:, 0], raw)),
        "spread": spread(pick(minds.estimate_start[:, 1], raw)),
        "belief": spread(pick(minds.prior, raw)),
    }


def _weights(game: Game, raw: Row) -> Row:
    lanes = raw.shape[1:]
    sheets = len(game.minds.personas) + len(game.yardsticks)
    weights = jnp.zeros((sheets, len(game.everything), *lanes), raw.dtype)
    for sheet, variable, number in game.table.wants:
        weights = weights.at[sheet, variable].set(raw[number])
    total = jnp.sum(jnp.abs(weights), axis=1, keepdims=True)
    return weights / jnp.where(total > 0, total, 1.0)


def _stake_weights(game: Game, numbers: Numbers) -> Row:
    rest = 1.0 - jnp.sum(numbers.sides, axis=1)
    single = [[who for who, _ in game.minds.personas].index(actor) for actor in range(len(game.actors))]
    rows = []
    for stake in game.stakes:
        sheet = stake.persona if stake.persona >= 0 else single[stake.actor]
        match stake.kind:
            case "variable":
                rows.append(rest[stake.actor] * numbers.weights[sheet, stake.index])
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
