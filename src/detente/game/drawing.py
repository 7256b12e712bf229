"""The random numbers of a month: one stream for each use and id, the same draws whatever the program's shape.

Uniforms are (bits + 1/2) / 2^23 from 23 bits, so that none rounds to 0 or 1 in float32. Normals are by Giles's
polynomials for the inverse error function ("Approximating the erfinv function", GPU Computing Gems 2, 2011),
which vectorise where `lax.erf_inv` does not.
"""

from itertools import pairwise
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from detente.foundation.streams import stream_key, threefry
from detente.game.game import Game
from detente.game.reading import Row
from detente.game.state import Array, Draws


class Stream(NamedTuple):
    """Which future each lane plays, as counters of the generator.

    `pair` is world * 2^15 + future // 2. Without `word`, n pairs stand for 2n lanes: the first half of the last
    axis takes the even futures, the second half the odd ones, a word of the same block each. With `word` (0
    even, 1 odd) there is a lane for each pair.
    """

    pair: Array
    word: Array | None = None


def stream_keys(game: Game) -> np.ndarray:
    """Key every stream of a month by use and id: uint32 (uses,), in the order of `Draws`."""
    names = (
        [("gumbel", f"{card}/{owner}") for card, owner in game.moves]
        + [("hold", f"{actor}/{table}") for actor, table in game.agents]
        + [("consent", f"{card}/{owner}/{party}") for card, owner, party in game.consents]
        + [("success", f"{card}/{owner}") for card, owner in game.moves]
        + [("noise", variable) for variable in game.variables]
        + [("shock", shock) for shock in game.shocks]
        + [("transition", game.variables[levels.variable]) for levels in game.levels]
        + [("signal", signal) for signal in game.minds.signals]
    )
    return np.array([stream_key(use, element) for use, element in names], np.uint32)


def draw_months(game: Game, seed: Row, stream: Stream, months: Row) -> Draws:
    """Draw the random numbers of several months, (months,): fields (months, names, 1, lanes).

    Drawn ahead of the loop over months, so that they are computed once: inside it the compiler would compute
    the bits again in every step that reads them, and for every lane that shares them.
    """
    keys = stream_keys(game)
    return jax.vmap(lambda month: draw_month(game, keys, seed, stream, month))(months)


def draw_month(game: Game, keys: np.ndarray, seed: Row, stream: Stream, month: Row) -> Draws:
    """Draw a month's random numbers for lanes of shape (1, lanes): independent of chunks and of other streams.

    `seed` is a uint32 scalar (one for each purpose), `month` a scalar.
    """
    if game.minds.signals:  # what is observed at this month's end belongs to the next one's choices
        ahead = np.arange(len(keys)) >= len(keys) - len(game.minds.signals)
        month = jnp.asarray(month, jnp.uint32) + jnp.asarray(ahead[:, None].astype(np.uint32))
    uniform = _uniform(keys, seed, stream, month)
    moves, agents, consents = len(game.moves), len(game.agents), len(game.consents)
    rest = [len(game.variables), len(game.shocks), len(game.levels), len(game.minds.signals)]
    edges = np.cumsum([0, moves, agents, consents, moves, *rest])
    part = [uniform[a:b] for a, b in pairwise(edges)]
    return Draws(
        gumbel=-jnp.log(-jnp.log(part[0])),
        gumbel_hold=-jnp.log(-jnp.log(part[1])),
        consent=jnp.log(part[2]) - jnp.log(1.0 - part[2]),  # 1 - u is exact: u has 24 bits
        success=part[3],
        noise=normal_quantile(part[4]),
        shock=part[5],
        transition=part[6],
        signal=normal_quantile(part[7]),
    )


def draw_signals(game: Game, seed: Row, stream: Stream) -> Row:
    """Draw the noise of what is observed ahead of the first month's choices: (signals, 1, lanes), perhaps none.

    The noise that is observed ahead of a month's choices is keyed by that month.
    """
    if not game.minds.signals:
        lanes = stream.pair.shape[0] * (2 if stream.word is None else 1)
        return jnp.zeros((0, 1, lanes), jnp.float32)
    keys = stream_keys(game)[-len(game.minds.signals) :]
    return normal_quantile(_uniform(keys, seed, stream, np.zeros((), np.uint32)))


def _uniform(keys: np.ndarray, seed: Row, stream: Stream, month: Row) -> Row:
    """Draw a uniform for each key and lane: (keys, 1, lanes)."""
    counter = (stream.pair[None, :], jnp.asarray(month, jnp.uint32))
    even, odd = threefry(jnp, (seed, jnp.asarray(keys)[:, None]), counter)
    if stream.word is None:
        even, odd = jax.lax.optimization_barrier((even, odd))
        words = jnp.stack([even, odd], axis=1).reshape(len(keys), 1, -1)
    else:
        words = jnp.where(stream.word[None, :] > 0, odd, even)[:, None, :]
    return (words >> 9).astype(jnp.float32) * np.float32(2.0**-23) + np.float32(2.0**-24)


def normal_quantile(uniform: Row) -> Row:
    """Return the standard normal quantile of uniforms in (0, 1), float32; largest error about 1e-6 relative.

    Giles (2011), single precision: erfinv(z) = z p(w) with w = -log((1 - z)(1 + z)).
    """
    z = 2.0 * uniform - 1.0
    w = -jnp.log(4.0 * uniform * (1.0 - uniform))
    central = _horner(
        w - 2.5,
        (
            2.81022636e-08,
            3.43273939e-07,
            -3.5233877e-06,
            -4.39150654e-06,
            0.00021858087,
            -0.00125372503,
            -0.00417768164,
            0.246640727,
            1.50140941,
        ),
    )
    tail = _horner(
        jnp.sqrt(jnp.maximum(w, 5.0)) - 3.0,
        (
            -0.000200214257,
            0.000100950558,
            0.00134934322,
            -0.00367342844,
            0.00573950773,
            -0.0076224613,
            0.00943887047,
            1.00167406,
            2.83297682,
        ),
    )
    return np.float32(np.sqrt(2.0)) * z * jnp.where(w < 5.0, central, tail)


def _horner(x: Row, coefficients: tuple[float, ...]) -> Row:
    value = jnp.full_like(x, coefficients[0])
    for coefficient in coefficients[1:]:
        value = value * x + np.float32(coefficient)
    return value
