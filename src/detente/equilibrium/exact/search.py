"""Look for every equilibrium of a finite game: Newton from many starts, the principal branch, what may be unseen."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Literal

import jax
import jax.numpy as jnp
import numpy as np
from threadpoolctl import threadpool_limits

from detente.equilibrium.exact.equations import Form, Point, Table, make_table, odds
from detente.equilibrium.exact.following import Trail, follow_principal
from detente.equilibrium.exact.newton import Ends, newton_program
from detente.equilibrium.exact.quality import index_program, regret_program, spectral_radius
from detente.equilibrium.exact.tracing import correct
from detente.foundation.streams import generator
from detente.game.finite import FiniteGame

Starts = int | Literal["adaptive"]

# Two points are one equilibrium if no odds differ by more.
SAME = 1e-6
_TOLERANCE = 1e-12
_MOST_STEPS = 60
# The widest program: the arrays of a handful of states then stay in a core's cache. The most memory a program may
# take, in numbers.
_LANES, _NUMBERS = 64, 3e7
# Where states hang together by more equations, or chances are more numbers, a solution takes more than a minute or two.
_MOST_TIES, _MOST_TABLE = 1500, 20_000_000
# Fewer lanes than this are slower than one, for which large products of matrices are made.
_FEWEST = 8
_BATCH = 400
# `adaptive` stops when no start found a new equilibrium for this many, and again as many as all before.
_QUIET, _CEILING = 800, 40_000


@dataclass(frozen=True)
class Unseen:
    """How much may be unseen, and on what basis.

    `chance`: the chance that one more start of the same kind finds a new one (Good 1953: the share of starts whose
    equilibrium was found once); `below` its 95 % upper bound where it is 0 (3 / starts). `equilibria`: how many more
    there are at least, by Chao (1984), from those found once and twice. `index_sum`: what the indices of those found
    add up to; one if all are there (though one may be found while some are missing).
    """

    chance: float
    below: float
    equilibria: float
    once: int
    twice: int
    converged: int
    index_sum: int

    @property
    def at_least(self) -> int:
        """How many equilibria are missing for certain: so many indices do not add up to one."""
        return abs(1 - self.index_sum)


@dataclass(frozen=True, eq=False)
class Found:
    """Every equilibrium found of one game, the end of the principal branch first.

    `v`, `odds` (equilibria, rows, states), `worth` and `regret` (equilibria, players, states) in indifferences,
    `residual`, `radius`, `index`, `hits` (equilibria,), `principal` the position of the branch's end or -1, `codes`
    how many starts ended how.
    """

    v: np.ndarray
    odds: np.ndarray
    worth: np.ndarray
    regret: np.ndarray
    residual: np.ndarray
    radius: np.ndarray
    index: np.ndarray
    hits: np.ndarray
    principal: int
    codes: dict[int, int]
    unseen: Unseen
    starts: int
    branch: Trail | None = field(default=None, repr=False)


odds_program = jax.jit(odds, static_argnames=("form",))


def find_equilibria(
    games: Sequence[FiniteGame],
    *,
    starts: Starts = 400,
    seed: int = 0,
    workers: int = 2,
    progress: Callable[[float], None] | None = None,
) -> list[Found]:
    """Find the equilibria of games, each from `starts` random starts and at the end of its principal branch.

    The same seed gives the same result, whatever the number of workers.
    """
    done = 0

    def say(share: float) -> None:
        assert progress is not None
        progress((done + share) / len(games))

    def one(game: FiniteGame) -> Found:
        nonlocal done
        found = _search(game, starts, seed, workers if len(games) == 1 else 1, say if progress else None)
        done += 1
        return found

    # The work is cut among our own threads: more of them inside each product of matrices would only be in the way.
    with threadpool_limits(1, user_api="blas"):
        if len(games) == 1 or workers == 1:
            return [one(game) for game in games]
        with ThreadPoolExecutor(workers) as pool:
            return list(pool.map(one, games))


def _search(
    game: FiniteGame, starts: Starts, seed: int, workers: int, progress: Callable[[float], None] | None
) -> Found:
    with jax.enable_x64(True):
        form, table = make_table(game)
        table = jax.tree.map(jnp.asarray, table)
        return _search_table(form, table, starts, seed, workers, progress)


def _search_table(
    form: Form, table: Table, starts: Starts, seed: int, workers: int, progress: Callable[[float], None] | None
) -> Found:
    known = _Known(form, table)
    branch = follow_principal(form, table, 1.0)
    end = branch.at(form, table, 1.0)
    if end is not None:
        known.add(end[:, :, None], counted=False)
    wanted = _CEILING if starts == "adaptive" else int(starts)
    lanes = lanes_for(form, table)
    batch = min(_BATCH if lanes == _LANES else 4 * lanes, max(wanted, 1))
    codes = {0: 0, 1: 0, 2: 0}
    tried = 0
    # A batch of a small game is over in no time.
    for ends in _ahead(form, table, seed, range(0, wanted, batch), batch, workers if lanes == 1 else 1):
        code = np.asarray(ends.code)[: wanted - tried]
        for key in codes:
            codes[key] += int((code == key).sum())
        tried += len(code)
        known.add(np.asarray(ends.v)[:, :, : len(code)][:, :, code == 0], counted=True, tried=tried)
        if progress is not None:
            progress(min(tried / wanted, 1.0))
        if starts == "adaptive" and tried - known.last_new >= max(_QUIET, known.last_new) and known.whole():
            break
    return known.report(end is not None, codes, tried, branch)


def _ahead(form: Form, table: Table, seed: int, firsts: range, count: int, workers: int) -> Iterator[Ends]:
    """Run batches of starts, several at a time, and give them in their order; one that nobody asks for is not begun."""

    def run(first: int) -> Ends:
        with jax.enable_x64(True):
            _, ends = run_starts(form, table, seed=seed, first=first, count=count)
            return jax.tree.map(np.asarray, ends)

    if workers == 1:
        yield from map(run, firsts)
        return
    with ThreadPoolExecutor(workers) as pool:
        waiting = deque(pool.submit(run, first) for first in firsts[:workers])
        for first in [*firsts[workers:], *[None] * workers]:
            if not waiting:
                return
            ends = waiting.popleft().result()
            if first is not None:
                waiting.append(pool.submit(run, first))
            yield ends


def run_starts(form: Form, table: Table, *, seed: int, first: int, count: int) -> tuple[np.ndarray, Ends]:
    """Scatter `count` starts, from the number `first` on, and run Newton from each; returns them and their ends."""
    reach = _reach(form, table)
    starts = _starts(table, reach, seed, first, count)
    lanes, cap = lanes_for(form, table), max(5.0, 0.35 * reach)
    return starts, newton_program(form, table, starts, cap, _TOLERANCE, lanes=lanes, most=_MOST_STEPS)


def lanes_for(form: Form, table: Table) -> int:
    """Say how many lanes a program may have: few for large games, so that they fit in memory."""
    rows, states = table.usual.shape
    joint = int(np.prod(form.counts))
    each = (
        states * joint * (form.players + 2)
        + 2 * states * states * (rows + joint // min(form.counts))
        + 2 * (form.players * states) ** 2
    )
    most = int(_NUMBERS // each)
    return min(most, _LANES) if most >= _FEWEST else 1


def too_heavy(game: FiniteGame) -> str:
    """Say why a game is too large to be solved exactly within minutes, or nothing."""
    ties, table = game.player_count * game.state_count, game.state_count**2 * int(np.prod(game.action_counts))
    if ties > _MOST_TIES:
        return f"its {game.state_count:,} states and {game.player_count} players are tied by {ties:,} equations"
    if table > _MOST_TABLE:
        return f"its table of chances would hold {table:,} numbers"
    return ""


def is_small(game: FiniteGame) -> bool:
    """Say whether starts of a game cost next to nothing: whether many of them run side by side."""
    states, joint = game.state_count, int(np.prod(game.action_counts))
    if states * joint * states > _NUMBERS:
        return False
    form, table = make_table(game)
    return lanes_for(form, table) == _LANES


def _reach(form: Form, table: Table) -> float:
    """Say how far payoffs spread, in indifferences: the scale on which starts are scattered."""
    flat = table.payoffs.reshape(form.players, table.usual.shape[1], -1)
    return float(max((flat.max(axis=2) - flat.min(axis=2)).max(), flat.max() - flat.min(), 1.0))


def _starts(table: Table, reach: float, seed: int, first: int, count: int) -> np.ndarray:
    """Scatter starts: values are normal, their spread a start's own, from indifference to the reach of payoffs."""
    rows, states = table.usual.shape
    host = generator(seed, "starts", str(first))
    spread = np.exp(host.uniform(np.log(0.5), np.log(max(0.6 * reach, 2.0)), count))
    return host.normal(size=(rows, states, count)) * spread * np.isfinite(table.usual)[:, :, None]


class _Known:
    """The equilibria found so far, and how often."""

    def __init__(self, form: Form, table: Table):
        self.form, self.table = form, table
        self.v: list[np.ndarray] = []
        self.odds: list[np.ndarray] = []
        self.hits: list[int] = []
        self.last_new = 0
        self.indices: list[int] = []

    def add(self, v: np.ndarray, *, counted: bool, tried: int = 0) -> None:
        """Add points v (rows, states, points), each to the equilibrium that it is, or as a new one."""
        if not v.shape[2]:
            return
        p = np.moveaxis(np.asarray(odds_program(self.form, self.table, v)), -1, 0)
        left = np.arange(len(p))
        for k, known in enumerate(self.odds):
            same = np.abs(p[left] - known).max(axis=(1, 2)) < SAME
            self.hits[k] += int(same.sum()) * counted
            left = left[~same]
        while len(left):
            same = np.abs(p[left] - p[left[0]]).max(axis=(1, 2)) < SAME
            self.v.append(v[:, :, left[0]])
            self.odds.append(p[left[0]])
            self.hits.append(int(same.sum()) * counted)
            self.last_new = tried
            left = left[~same]

    def whole(self) -> bool:
        """Say whether the indices of those found add up to one."""
        return sum(self.index(k) for k in range(len(self.v))) == 1

    def report(self, principal: bool, codes: dict[int, int], tried: int, branch: Trail) -> Found:
        """Polish what was found, weigh it and put it in order: the principal branch's end, then by hits."""
        order = list(range(1, len(self.v))) if principal else list(range(len(self.v)))
        order.sort(key=lambda k: (-self.hits[k], *np.round(self.odds[k].ravel(), 6)))
        order = [0, *order] if principal else order
        rows, states = self.table.usual.shape
        v = np.stack([self.v[k] for k in order]) if order else np.zeros((0, rows, states))
        hits = np.array([self.hits[k] for k in order], int)
        index = np.array([self.index(k) for k in order], int)
        fine = [self._weigh(one) for one in v]
        players = self.form.players
        stack = lambda k, shape: np.stack([row[k] for row in fine]) if fine else np.zeros((0, *shape))  # noqa: E731
        return Found(
            v=stack(0, (rows, states)),
            odds=stack(1, (rows, states)),
            worth=stack(2, (players, states)),
            regret=stack(3, (players, states)),
            residual=stack(4, ()),
            radius=stack(5, ()),
            index=index,
            hits=hits,
            principal=0 if principal else -1,
            codes=codes,
            unseen=estimate_unseen(hits, codes[0], index),
            starts=tried,
            branch=branch,
        )

    def _weigh(self, v: np.ndarray) -> tuple:
        one = np.ones(1)
        v, residual = correct(self.form, self.table, Point(v[:, :, None], one, one), 3)
        p = odds_program(self.form, self.table, np.asarray(v))
        worth, regret = regret_program(self.form, self.table, p)
        v = np.asarray(v)[:, :, 0]
        radius = spectral_radius(self.form, self.table, v)
        parts = (p, worth, regret)
        return v, *(np.asarray(part)[:, :, 0] for part in parts), float(residual[0]), radius

    def index(self, k: int) -> int:
        """Return the index of the equilibrium k, worked out when first asked for."""
        while len(self.indices) <= k:
            v = self.v[len(self.indices)][:, :, None]
            self.indices.append(int(index_program(self.form, self.table, v)[0]))
        return self.indices[k]


def estimate_unseen(hits: np.ndarray, converged: int, index: np.ndarray) -> Unseen:
    """Estimate what no start has found yet, from how many equilibria were hit once and twice, and their indices."""
    once, twice = int((hits == 1).sum()), int((hits == 2).sum())
    chance = once / converged if converged else 1.0
    below = 1.0 - 0.05 ** (1.0 / converged) if converged else 1.0
    return Unseen(chance, below, once * (once - 1) / (2.0 * (twice + 1)), once, twice, converged, int(index.sum()))
