"""The equations of a logit (or normal) Markov equilibrium, their replies and derivatives, lanes last.

Everything is in indifferences of the player: payoffs are divided by `indifference` once. With p the choice odds, v
what each action is worth and W what a state is worth to each player,

    v_i(s, a) = E over the others' p of [ scale u_i(s, a, .) + weight d_i(s) sum_s' T(s' | s, a, .) W_i(s') ]
    p_i(s, a) proportional to usual_i(s, a) exp v_i(s, a)

    W_i(s) = sum_a p_i v_i                 mistakes (McKelvey and Palfrey 1998, section 3, over a Markov chain)
    W_i(s) = log sum_a usual_i exp v_i     private reasons (Rust 1987, equation 4.7)

and with normal shocks, two actions and D = v(1) - v(0): p(1) = Phi(D), W = sum_a p_a v_a + phi(D) for private
reasons (Pesendorfer and Schmidt-Dengler 2008, equation 8 with shocks of mean zero). `scale` and `weight` are 1 in the
game itself; following branches moves them. An equilibrium is v = reply(v).
"""

from itertools import pairwise
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax.scipy.special import logsumexp, ndtr

from detente.game.finite import FiniteGame

Array = jax.Array | np.ndarray


class Form(NamedTuple):
    """What is fixed when a program is compiled: numbers of actions, and what the shocks are."""

    counts: tuple[int, ...]
    reasons: bool
    normal: bool

    @property
    def players(self) -> int:
        """How many players there are."""
        return len(self.counts)

    @property
    def rows(self) -> tuple[slice, ...]:
        """Where each player's actions stand among the rows of v."""
        edges = np.cumsum((0, *self.counts))
        return tuple(slice(int(a), int(b)) for a, b in pairwise(edges))


class Table(NamedTuple):
    """A game's numbers, in indifferences.

    `payoffs` (players, states, *actions) count `scale` times, `beside` of the same shape always; `chances` (states,
    *actions, states); `discount` (players, states); `usual` (rows, states): log odds, -inf where an action is not
    available.
    """

    payoffs: Array
    beside: Array
    chances: Array
    discount: Array
    usual: Array


class Point(NamedTuple):
    """Where a search stands: v (rows, states, lanes), and how far payoffs and continuation count (lanes,)."""

    v: Array
    scale: Array
    weight: Array


class Replies(NamedTuple):
    """What follows from v: odds p (rows, states, lanes), worth W and q by player, and the replies to p and W."""

    odds: Array
    worth: Array
    joint: tuple[Array, ...]
    reply: Array


def make_table(game: FiniteGame) -> tuple[Form, Table]:
    """Lay out a game's numbers for the equations; chances become dense."""
    form = Form(game.action_counts, game.shocks == "private_reasons", game.normal)
    payoffs = scaled_payoffs(game)
    return form, Table(payoffs, 0.0 * payoffs, dense_chances(game), np.array(game.discount.T), log_usual(game))


def scaled_payoffs(game: FiniteGame) -> np.ndarray:
    """Return payoffs in indifferences, zero where a joint action cannot be: (players, states, *actions)."""
    can = game.joint_available().reshape(game.payoffs.shape[:-1])
    return np.where(can, np.moveaxis(game.payoffs / game.indifference, -1, 0), 0.0)


def dense_chances(game: FiniteGame) -> np.ndarray:
    """Return chances as one dense array, zero where a joint action cannot be: (states, *actions, states)."""
    can = game.joint_available().reshape(game.payoffs.shape[:-1])
    full = game.transitions if isinstance(game.transitions, np.ndarray) else game.transitions.toarray()
    return np.where(can[..., None], full.reshape(*can.shape, game.state_count), 0.0)


def log_usual(game: FiniteGame) -> np.ndarray:
    """Return the log of the usual odds by row: (rows, states), -inf where an action is not available."""
    parts = [game.usual[:, i, :count].T for i, count in enumerate(game.action_counts)]
    with np.errstate(divide="ignore"):
        return np.log(np.concatenate(parts))


def by_action(game: FiniteGame, odds: np.ndarray) -> np.ndarray:
    """Rearrange odds (.., rows, states) to (.., players, states, actions), 0 for actions that a player has not."""
    widest = max(game.action_counts)
    parts, first = [], 0
    for count in game.action_counts:
        mine = np.swapaxes(odds[..., first : first + count, :], -1, -2)
        parts.append(np.pad(mine, [(0, 0)] * (mine.ndim - 1) + [(0, widest - count)]))
        first += count
    return np.stack(parts, axis=-3)


def odds(form: Form, usual: Array, v: Array) -> Array:
    """Return the odds of every action: (rows, states, lanes), 0 where it is not available."""
    parts = []
    for rows in form.rows:
        score = usual[rows, :, None] + v[rows]
        if form.normal and len(score) == 2:
            closed = jnp.isneginf(score)
            difference = jnp.where(closed[0], jnp.inf, jnp.where(closed[1], -jnp.inf, v[rows][1] - v[rows][0]))
            parts.append(jnp.stack([ndtr(-difference), ndtr(difference)]))
        else:
            score = score - jnp.max(score, axis=0)
            parts.append(jnp.exp(score) / jnp.sum(jnp.exp(score), axis=0))
    return jnp.concatenate(parts)


def worth(form: Form, usual: Array, v: Array, p: Array) -> Array:
    """Return what each state is worth before choosing: (players, states, lanes)."""
    parts = []
    for rows in form.rows:
        mean = jnp.sum(p[rows] * v[rows], axis=0)
        parts.append(mean + surplus(form, usual[rows], v[rows], mean) if form.reasons else mean)
    return jnp.stack(parts)


def surplus(form: Form, usual: Array, v: Array, mean: Array) -> Array:
    """Return what the shocks add to the `mean` value of a player's choice, when it chooses by them: (states, lanes)."""
    if form.normal:
        return density(usual, v) if len(v) == 2 else jnp.zeros_like(mean)
    return logsumexp(usual[:, :, None] + v, axis=0) - mean


def density(usual: Array, v: Array) -> Array:
    """Return the normal density of the difference between two actions, 0 where only one is available."""
    both = ~jnp.isneginf(usual).any(axis=0)[:, None]
    return jnp.where(both, jnp.exp(-0.5 * (v[1] - v[0]) ** 2) / np.sqrt(2.0 * np.pi), 0.0)


def replies(form: Form, table: Table, point: Point) -> Replies:
    """Work out odds, worth and the replies at a point."""
    p = odds(form, table.usual, point.v)
    w = worth(form, table.usual, point.v, p)
    return Replies(p, w, *reply_to(form, table, point, p, w))


def reply_to(form: Form, table: Table, point: Point, p: Array, w: Array) -> tuple[tuple[Array, ...], Array]:
    """Reply to odds `p` where states are worth `w`: what joint actions are worth, by player, and actions (like v)."""
    joint, found = [], []
    for i, rows in enumerate(form.rows):
        later = jnp.tensordot(table.chances, w[i], axes=1) * table.discount[i].reshape(-1, *(1,) * form.players, 1)
        q = table.beside[i][..., None] + point.scale * table.payoffs[i][..., None] + point.weight * later
        joint.append(q)
        value = jnp.moveaxis(expect(form, q, p, leave=(i,)), 1, 0)
        found.append(jnp.where(jnp.isneginf(table.usual[rows, :, None]), 0.0, value))
    return tuple(joint), jnp.concatenate(found)


def expect(form: Form, q: Array, p: Array, *, leave: tuple[int, ...]) -> Array:
    """Average over the choices of all players but those in `leave`: (states, actions of those left, ..., lanes)."""
    for j in reversed(range(form.players)):
        if j not in leave:
            shape = [1] * q.ndim
            shape[0], shape[1 + j], shape[-1] = p.shape[1], form.counts[j], p.shape[2]
            mine = jnp.moveaxis(p[form.rows[j]], 0, 1).reshape(shape[0], shape[1 + j], shape[-1])
            after = (1,) * (q.ndim - 3 - j)
            q = jnp.sum(q * mine.reshape(shape[0], *(1,) * j, shape[1 + j], *after, shape[-1]), axis=1 + j)
    return q


class Slopes(NamedTuple):
    """Derivatives at a point, the only ones that are not zero.

    `within` (rows, rows, states, lanes): replies to v of the same state. `worth` (players, rows, states, lanes): W to
    v of the same state. `later` by player (actions, states, states, lanes): replies to its own W in later states.
    """

    within: Array
    worth: Array
    later: tuple[Array, ...]


def slopes(form: Form, table: Table, point: Point, found: Replies) -> Slopes:
    """Differentiate the replies, block by block: a full derivative would hold (rows x states)^2 numbers a lane."""
    v, p = point.v, found.odds
    within, worths, later = [], [], []
    for i, rows in enumerate(form.rows):
        here = ~jnp.isneginf(table.usual[rows, :, None])
        across = []
        for j, others in enumerate(form.rows):
            if i == j:
                across.append(jnp.zeros((form.counts[i], form.counts[i], *v.shape[1:])))
                continue
            pair = expect(form, found.joint[i], p, leave=(i, j))
            pair = jnp.moveaxis(pair, (1, 2) if i < j else (2, 1), (0, 1))
            across.append(_through_odds(form, table.usual[others], v[others], p[others], pair) * here[:, None])
        within.append(jnp.concatenate(across, axis=1))
        own = worth_slope(form, table.usual[rows], v[rows], p[rows])
        worths.append(jnp.pad(own, ((rows.start, len(v) - rows.stop), (0, 0), (0, 0))))
        later.append(point.weight * table.discount[i][:, None, None] * _chances(form, table, p, i) * here[:, :, None])
    return Slopes(jnp.concatenate(within), jnp.stack(worths), tuple(later))


def _through_odds(form: Form, usual: Array, v: Array, p: Array, pair: Array) -> Array:
    """Turn slopes by the odds of another player into slopes by its v: (mine, theirs, states, lanes) both."""
    if form.normal and len(p) == 2:
        return density(usual, v) * (pair - pair[:, ::-1])
    return p * (pair - jnp.sum(p * pair, axis=1, keepdims=True))


def worth_slope(form: Form, usual: Array, v: Array, p: Array) -> Array:
    """Differentiate a player's worth by its v: (actions, states, lanes)."""
    if form.reasons:
        return p
    if form.normal and len(p) == 2:
        return p + density(usual, v) * (v - v[::-1])
    return p * (1.0 + v - jnp.sum(p * v, axis=0))


def _chances(form: Form, table: Table, p: Array, player: int) -> Array:
    """Average the chances of later states over the others' choices: (actions of player, states, states, lanes)."""
    lanes = p.shape[2]
    q = jnp.broadcast_to(table.chances[..., None], (*table.chances.shape, lanes))
    for j in reversed(range(form.players)):
        if j == player:
            continue
        mine = jnp.moveaxis(p[form.rows[j]], 0, 1)
        if lanes == 1:
            # A large game, one lane: products of matrices, which need no copy of all the chances.
            before, shape = q.shape[1 : 1 + j], (*q.shape[: 1 + j], *q.shape[2 + j :])
            every = jnp.broadcast_to(mine[:, None, :, 0], (len(mine), int(np.prod(before)), form.counts[j]))
            flat = q.reshape(-1, form.counts[j], int(np.prod(q.shape[2 + j :])))
            q = jnp.einsum("xa,xat->xt", every.reshape(-1, form.counts[j]), flat)
            q = q.reshape(shape)
        else:
            shape = [1] * q.ndim
            shape[0], shape[1 + j], shape[-1] = mine.shape
            q = jnp.sum(q * mine.reshape(shape), axis=1 + j)
    return jnp.moveaxis(q, 1, 0)
