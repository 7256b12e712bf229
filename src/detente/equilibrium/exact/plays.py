"""The equations of a large game whose states hang together by little: its plays one by one, nothing dense.

A play is a joint action that can be chosen in a state. Of a large finite scenario few joint actions can be, and each
leads to few states: a step of Newton then solves one sparse system for v and W together,

    [ I - within   -later ] [dv]   [-F]
    [   -worth        I   ] [dW] = [ 0]

with the blocks that `equations` has. Its determinant is that of v - reply(v), since the block of dW is the identity.
"""

from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import scipy.sparse as sparse

from detente.equilibrium.exact.equations import Array, Form, density, log_usual, odds, worth, worth_slope
from detente.equilibrium.exact.factors import Factors, fill_reducing
from detente.game.finite import FiniteGame


@dataclass(frozen=True, eq=False)
class Plays:
    """A game's numbers, in indifferences, by play.

    `usual` (rows, states) as in a Table. `open` (entries,) are the places in it of the actions that are available: the
    unknowns. By play: `place` (plays,) among states times joint actions, `state` (plays,), `at` (players, plays) which
    entry each player plays, `payoffs`, `beside` and `discount` (players, plays), `chances` (plays, states).
    """

    form: Form
    usual: np.ndarray
    open: np.ndarray
    place: np.ndarray
    state: np.ndarray
    at: np.ndarray
    payoffs: np.ndarray
    beside: np.ndarray
    discount: np.ndarray
    chances: sparse.csr_array

    @property
    def states(self) -> int:
        """How many states there are."""
        return self.usual.shape[1]


def make_plays(game: FiniteGame) -> Plays:
    """Lay out a game's numbers play by play."""
    form = Form(game.action_counts, game.shocks == "private_reasons", game.normal)
    usual = log_usual(game)
    open_ = np.flatnonzero(np.isfinite(usual))
    entry = np.full(usual.size, -1)
    entry[open_] = np.arange(len(open_))
    here = np.flatnonzero(game.joint_available())
    state, *chosen = np.unravel_index(here, (game.state_count, *form.counts))
    first = [rows.start for rows in form.rows]
    at = np.stack([entry[(a + k) * game.state_count + state] for a, k in zip(chosen, first, strict=True)])
    payoffs = game.payoffs.reshape(-1, form.players)[here].T / game.indifference[:, None]
    return Plays(
        form=form,
        usual=usual,
        open=open_,
        place=here,
        state=state,
        at=at,
        payoffs=np.ascontiguousarray(payoffs),
        beside=np.zeros_like(payoffs),
        discount=game.discount[state].T,
        chances=sparse.csr_array(game.rows()[here]),
    )


class Local(NamedTuple):
    """What follows from v within each state: odds p and slopes of a player's own W, by entry, `bend` (the density at a
    choice between two actions under normal shocks) by entry, and W (players, states).
    """

    odds: np.ndarray
    worth: np.ndarray
    slope: np.ndarray
    bend: np.ndarray


@partial(jax.jit, static_argnames=("form",))
def _local_program(form: Form, usual: Array, v: Array) -> tuple[Array, Array, Array, Array]:
    v = v[:, :, None]
    p = odds(form, usual, v)
    slopes = [worth_slope(form, usual[rows], v[rows], p[rows]) for rows in form.rows]
    bends = [
        jnp.broadcast_to(density(usual[rows], v[rows]), v[rows].shape)
        if form.normal and rows.stop - rows.start == 2
        else jnp.zeros_like(v[rows])
        for rows in form.rows
    ]
    parts = p, worth(form, usual, v, p), jnp.concatenate(slopes), jnp.concatenate(bends)
    return tuple(part[:, :, 0] for part in parts)  # pyright: ignore[reportReturnType]


def local(plays: Plays, v: np.ndarray) -> Local:
    """Work out what follows from v (rows, states) within each state."""
    p, w, slope, bend = (np.asarray(part) for part in _local_program(plays.form, plays.usual, v))
    return Local(p.reshape(-1)[plays.open], w, slope.reshape(-1)[plays.open], bend.reshape(-1)[plays.open])


class Shares(NamedTuple):
    """What the others' odds make of plays: `alone` (players, plays), the chance of it but for one player's choice."""

    odds: np.ndarray
    alone: np.ndarray


def shares(plays: Plays, p: np.ndarray) -> Shares:
    """Multiply odds by entry up to chances of plays, leaving each player out in turn."""
    chosen = p[plays.at]
    return Shares(chosen, np.stack([_product(chosen, {i}) for i in range(plays.form.players)]))


def _product(chosen: np.ndarray, leave: set[int]) -> np.ndarray:
    left = [j for j in range(len(chosen)) if j not in leave]
    return np.prod(chosen[left], axis=0)


def average(plays: Plays, chance: Shares, q: np.ndarray) -> np.ndarray:
    """Average what plays are worth, q (players, plays), over the others' choices: by entry."""
    return np.bincount(plays.at.reshape(-1), (chance.alone * q).reshape(-1), len(plays.open))


def later_worth(plays: Plays, w: np.ndarray) -> np.ndarray:
    """Return what plays are worth for what comes later, W (players, states) given: (players, plays)."""
    return plays.discount * (plays.chances @ w.T).T


class System:
    """The matrix of a step: which of its numbers are not zero, settled once, and how they are put in.

    Unknowns are v of every entry, then W of every player in every state. Where a player has one action, W is its v but
    for a constant: both are one unknown then. Blocks stand one after the other in `_place`: within, later, worth, and
    the diagonal of ones.
    """

    def __init__(self, plays: Plays):
        self.plays = plays
        count, players, states = len(plays.open), plays.form.players, plays.states
        player = np.repeat(np.arange(players), plays.form.counts)[plays.open // states]
        owner = player * states + plays.open % states  # whose W each entry belongs to, among players times states
        self._choosing = np.flatnonzero(np.bincount(owner)[owner] > 1)  # entries of players who have a choice
        alone = np.setdiff1d(np.arange(count), self._choosing)
        worths = np.full(players * states, -1)
        worths[owner[alone]] = alone
        worths[worths < 0] = count + np.arange(players * states - len(alone))
        self.size = count + players * states - len(alone)
        self._owner, self._worths = owner, worths
        self._settle_within(np.isin(np.arange(count), self._choosing))
        spread = plays.chances.tocoo()
        self._play, self._chance = spread.row, spread.data
        rows = [plays.at[i][spread.row] for i in range(players)]
        columns = [i * states + spread.col for i in range(players)]
        self._later, self._later_at = _distinct(rows, columns, players * states)
        every = np.arange(self.size)
        row = np.concatenate([self._within[0], self._later[0], worths[owner[self._choosing]], every])
        column = np.concatenate([self._within[1], worths[self._later[1]], self._choosing, every])
        # A state may lead to itself: a later W that is the v of the same entry then adds to the diagonal.
        (self._rows, columns), self._place = _distinct([row], [column], self.size)
        self._arrange(columns)

    def _settle_within(self, choosing: np.ndarray) -> None:
        """Settle which plays bring the choice of j into what i's actions are worth, for every pair of players."""
        plays, players = self.plays, range(self.plays.form.players)
        self._pairs = [(i, j, np.flatnonzero(choosing[plays.at[j]])) for i in players for j in players if i != j]
        rows = [plays.at[i][which] for i, _, which in self._pairs]
        columns = [plays.at[j][which] for _, j, which in self._pairs]
        self._within, self._pair_at = _distinct(rows, columns, len(plays.open))
        self._partner = None
        if plays.form.normal:  # where the other of the same two actions stands
            order = np.lexsort((self._owner[self._within[1]], self._within[0]))
            self._partner = np.empty(len(order), int)
            self._partner[order[0::2]], self._partner[order[1::2]] = order[1::2], order[0::2]

    def _arrange(self, columns: np.ndarray) -> None:
        """Put columns into the order in which elimination fills in little; it depends on the pattern alone."""
        order = np.lexsort((self._rows, columns))
        starts = np.concatenate([[0], np.cumsum(np.bincount(columns, minlength=self.size))])
        where = self._rows[order]
        weights = np.where(where == columns[order], 2.0 * self.size, -1.0)
        self.column = fill_reducing(sparse.csc_array((weights, where, starts), shape=(self.size,) * 2))
        columns = self.column[columns]
        order = np.lexsort((self._rows, columns))
        back = np.empty_like(order)
        back[order] = np.arange(len(order))
        self._place = back[self._place]
        self._rows = self._rows[order].astype(np.int32)
        self._starts = np.concatenate([[0], np.cumsum(np.bincount(columns, minlength=self.size))]).astype(np.int32)

    @property
    def count(self) -> int:
        """How many numbers of the matrix are not zero."""
        return len(self._rows)

    @property
    def pairs(self) -> int:
        """How many of them are `within`."""
        return len(self._within[0])

    def within(self, here: Local, chance: Shares, q: np.ndarray, reply: np.ndarray) -> np.ndarray:
        """Differentiate replies by v of the same state; q (players, plays) is what plays are worth."""
        values, both = [], {}
        for i, j, plays_of in self._pairs:
            pair = (min(i, j), max(i, j))
            if pair not in both:
                both[pair] = _product(chance.odds, set(pair))
            values.append(both[pair][plays_of] * q[i][plays_of])
        row, column = self._within
        found = _add_up(self._pair_at, values, len(row))
        if self._partner is not None:
            return here.bend[column] * (found - found[self._partner])
        return here.odds[column] * (found - reply[row])

    def later(self, chance: Shares) -> np.ndarray:
        """Differentiate replies by what later states are worth."""
        factor = chance.alone * self.plays.discount
        return _add_up(self._later_at, [mine[self._play] * self._chance for mine in factor], len(self._later[0]))

    def factors(self, within: np.ndarray, later: np.ndarray, slope: np.ndarray) -> Factors:
        """Put the matrix of a step together and factorise it; `slope` (entries,) are those of W by v."""
        blocks = [-within, -later, -slope[self._choosing], np.ones(self.size)]
        whole = np.bincount(self._place, np.concatenate(blocks), self.count)
        matrix = sparse.csc_array((whole, self._rows, self._starts), shape=(self.size,) * 2)
        return Factors(matrix, self.column)

    def pushes(self, within: np.ndarray, later: np.ndarray, slope: np.ndarray) -> sparse.csr_array:
        """Return the derivative of replies by v, W passing on `slope` (entries,): (entries, entries)."""
        count, worths = len(self.plays.open), len(self._worths)
        here = sparse.csr_array(sparse.coo_array((within, self._within), shape=(count, count)))
        on = sparse.csr_array(sparse.coo_array((later, self._later), shape=(count, worths)))
        through = sparse.csr_array(sparse.coo_array((slope, (self._owner, np.arange(count))), shape=(worths, count)))
        return sparse.csr_array(here + on @ through)


def _distinct(rows: list[np.ndarray], columns: list[np.ndarray], width: int) -> tuple[tuple, np.ndarray]:
    """List distinct places of a matrix of `width` columns, (rows, columns), and which of them each place given is."""
    if not rows:
        none = np.zeros(0, int)
        return (none, none), none
    key, at = np.unique(np.concatenate(rows) * width + np.concatenate(columns), return_inverse=True)
    return tuple(np.divmod(key, width)), at.reshape(-1)


def _add_up(at: np.ndarray, values: list[np.ndarray], count: int) -> np.ndarray:
    return np.bincount(at, np.concatenate(values), count) if values else np.zeros(count)
