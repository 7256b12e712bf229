"""Make a world's numbers ready once, and set up the state before the first month."""

import jax.numpy as jnp
import numpy as np

from detente.game.game import Game
from detente.game.observe import correct
from detente.game.reading import Row, View, hold
from detente.game.resolve import scales
from detente.game.state import Do, Known, Numbers, State
from detente.game.sums import pick

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
        return _read(positions, raw, without)

    patience = read(table.patience, 0.0)
    discount = jnp.where(patience > 0, 2.0 ** (-1.0 / jnp.maximum(patience, 1e-6)), 0.0)
    half_life = read(table.half_life, jnp.inf)
    pull = 1.0 - 2.0 ** (-1.0 / jnp.maximum(half_life, 1e-6))
    yearly = read(table.usual, 12.0 * float(np.log(2.0)))
    yes = jnp.clip(read(table.usual_yes, 50.0), 0.0, 100.0) / 100.0
    start = read(table.start, 0.0)
    weights = _weights(game, raw)
    sides = read(_placed(table.sides, len(game.actors), len(game.actors)).ravel(), 0.0) / 100.0
    sides = sides.reshape(len(game.actors), len(game.actors), *lanes)
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
    state = _unscaled(game, numbers, lanes)
    if signal is not None and len(game.minds.estimate_variable):
        found = hold(game, do, state, state.x, at_start=True)
        estimate, spread = correct(game, numbers, found, signal, estimate=state.estimate, spread=state.spread)
        state = state._replace(estimate=estimate, spread=spread)
    view = View(game, numbers, state, state.x, do)
    delayed = tuple(
        jnp.broadcast_to(jnp.broadcast_to(view.source(v), lanes), (delay, *lanes)) for v, delay in game.delayed
    )
    return state._replace(delayed=delayed, scale=scales(game, view))


def _unscaled(game: Game, numbers: Numbers, lanes: tuple[int, ...]) -> State:
    """Set up the first state but for what is read off it: scales, and what links read late."""
    x = jnp.broadcast_to(numbers.start, (len(game.variables), *lanes))
    shape = (-1,) + (1,) * len(lanes)
    moves = (len(game.moves), *lanes)
    in_force = jnp.broadcast_to(jnp.asarray(game.move_in_force, jnp.float32).reshape(shape), moves)
    kinds = np.array([_LONG_AGO if watch.kind == "since" else 0.0 for watch in game.watches], np.float32)
    return State(
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
    weights = _read(_placed(game.table.wants, sheets, len(game.everything)).ravel(), raw, 0.0)
    weights = weights.reshape(sheets, len(game.everything), *lanes)
    total = jnp.sum(jnp.abs(weights), axis=1, keepdims=True)
    return weights / jnp.where(total > 0, total, 1.0)


def _placed(rows: np.ndarray, height: int, width: int) -> np.ndarray:
    """Lay out rows of (row, column, number) as the numbers' positions, -1 where there is none: (height, width)."""
    positions = np.full((height, width), -1)
    for row, column, number in rows:
        positions[row, column] = number
    return positions


def _read(positions: np.ndarray, raw: Row, without: float) -> Row:
    """Take numbers by position, `without` where it is -1: (positions, *lanes)."""
    given = (positions >= 0).reshape((-1,) + (1,) * (raw.ndim - 1))
    return jnp.where(given, pick(np.maximum(positions, 0), raw), without)


def _stake_weights(game: Game, numbers: Numbers) -> Row:
    rest = 1.0 - jnp.sum(numbers.sides, axis=1)
    lanes = rest.shape[1:]
    single = [[who for who, _ in game.minds.personas].index(actor) for actor in range(len(game.actors))]
    actor = np.array([stake.actor for stake in game.stakes], int)
    sheet = np.array([single[s.actor] if s.persona < 0 else s.persona for s in game.stakes], int)
    index = np.array([stake.index for stake in game.stakes], int)
    kind = np.array([stake.kind for stake in game.stakes])
    variable, payoff, side, choice, cost = (
        np.flatnonzero(kind == name) for name in ("variable", "payoff", "side", "choice", "cost")
    )
    rows = [
        pick(actor[variable], rest)
        * pick(sheet[variable] * len(game.everything) + index[variable], numbers.weights.reshape(-1, *lanes)),
        pick(actor[payoff], rest),
        pick(actor[side] * len(game.actors) + index[side], numbers.sides.reshape(-1, *lanes)),
        pick(actor[choice], numbers.indifference),
        -jnp.ones((len(cost), *lanes), rest.dtype),
    ]
    return pick(np.argsort(np.concatenate([variable, payoff, side, choice, cost])), jnp.concatenate(rows))


def _indifference(game: Game, numbers: Numbers) -> Row:
    """Read each actor's indifference in point-months; an actor without cards and consents may have none."""
    lanes = numbers.discount.shape[1:]
    view = View(game, numbers, _unscaled(game, numbers, lanes), numbers.start)
    rows = []
    for actor, node in enumerate(game.table.indifference):
        value = view.row(node, without=1.0)
        lasting = bool(game.table.indifference_lasting[actor])
        rows.append(value / (1.0 - numbers.discount[actor]) if lasting else value)
    return jnp.stack(rows)


def _bases(game: Game, numbers: Numbers) -> Row:
    """Find where every variable rests; of a formula, the formula at its inputs' bases."""
    lanes = numbers.discount.shape[1:]
    return View(game, numbers, _unscaled(game, numbers, lanes), numbers.base).everything()
