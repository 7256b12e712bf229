"""Look for every equilibrium of a finite game: Newton from many starts, the principal branch, what may be unseen."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Literal

import jax
import numpy as np
from threadpoolctl import threadpool_limits

from detente.equilibrium.exact.equations import Point, odds
from detente.equilibrium.exact.following import Trail, follow_principal
from detente.equilibrium.exact.newton import Ends
from detente.equilibrium.exact.ways import Way, make_way, reach_of
from detente.foundation.streams import generator
from detente.game.finite import FiniteGame

Starts = int | Literal["adaptive"]

# Two points are one equilibrium if no odds differ by more.
SAME = 1e-6
_TOLERANCE = 1e-12
_MOST_STEPS = 60
# How much of the time the branch takes where starts are run one by one, roughly.
_BRANCH = 0.4
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
        return search(make_way(game), reach_of(game), starts, seed, workers, progress)


def search(
    way: Way, reach: float, starts: Starts, seed: int, workers: int, progress: Callable[[float], None] | None
) -> Found:
    """Search the equations of one game, whose payoffs spread by `reach`."""
    known = _Known(way)
    few = way.lanes == 1
    share = _BRANCH if few else 0.0  # of the time that all takes, roughly
    say = progress or (lambda _: None)
    branch = follow_principal(way, 1.0, progress=lambda done: say(share * done))
    end = branch.at(way, 1.0)
    if end is not None:
        known.add(end[:, :, None], counted=False)
    wanted = _CEILING if starts == "adaptive" else int(starts)
    batch = min(way.batch, max(wanted, 1))
    codes = {0: 0, 1: 0, 2: 0}
    tried = 0
    # A batch of a small game is over in no time.
    for ends in _ahead(way, reach, seed, range(0, wanted, batch), batch, workers if few else 1):
        code = np.asarray(ends.code)[: wanted - tried]
        for key in codes:
            codes[key] += int((code == key).sum())
        tried += len(code)
        known.add(np.asarray(ends.v)[:, :, : len(code)][:, :, code == 0], counted=True, tried=tried)
        say(share + (1.0 - share) * min(tried / wanted, 1.0))
        if starts == "adaptive" and tried - known.last_new >= max(_QUIET, known.last_new) and known.whole():
            break
    return known.report(end is not None, codes, tried, branch)


def _ahead(way: Way, reach: float, seed: int, firsts: range, count: int, workers: int) -> Iterator[Ends]:
    """Run batches of starts, several at a time, and give them in their order; one that nobody asks for is not begun."""

    def run(first: int) -> Ends:
        with jax.enable_x64(True):
            _, ends = run_starts(way, reach, seed=seed, first=first, count=count)
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


def run_starts(way: Way, reach: float, *, seed: int, first: int, count: int) -> tuple[np.ndarray, Ends]:
    """Scatter `count` starts, from the number `first` on, and run Newton from each; returns them and their ends."""
    starts = _starts(np.asarray(way.usual), reach, seed, first, count)
    return starts, way.newton(starts, cap=max(5.0, 0.35 * reach), tolerance=_TOLERANCE, most=_MOST_STEPS)


def _starts(usual: np.ndarray, reach: float, seed: int, first: int, count: int) -> np.ndarray:
    """Scatter starts: values are normal, their spread a start's own, from indifference to the reach of payoffs."""
    host = generator(seed, "starts", str(first))
    spread = np.exp(host.uniform(np.log(0.5), np.log(max(0.6 * reach, 2.0)), count))
    return host.normal(size=(*usual.shape, count)) * spread * np.isfinite(usual)[:, :, None]


class _Known:
    """The equilibria found so far, and how often."""

    def __init__(self, way: Way):
        self.way = way
        self.v: list[np.ndarray] = []
        self.odds: list[np.ndarray] = []
        self.hits: list[int] = []
        self.last_new = 0
        self.indices: list[int] = []

    def add(self, v: np.ndarray, *, counted: bool, tried: int = 0) -> None:
        """Add points v (rows, states, points), each to the equilibrium that it is, or as a new one."""
        if not v.shape[2]:
            return
        p = np.moveaxis(np.asarray(odds_program(self.way.form, self.way.usual, v)), -1, 0)
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
        rows, states = self.way.usual.shape
        v = np.stack([self.v[k] for k in order]) if order else np.zeros((0, rows, states))
        hits = np.array([self.hits[k] for k in order], int)
        index = np.array([self.index(k) for k in order], int)
        fine = [self._weigh(one) for one in v]
        players = self.way.form.players
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
        v, residual = (np.asarray(part) for part in self.way.correct(Point(v[:, :, None], one, one), 3))
        p = np.asarray(odds_program(self.way.form, self.way.usual, v))
        parts = (v, p, *self.way.evaluate(p))
        return *(np.asarray(part)[:, :, 0] for part in parts), float(residual[0]), self.way.radius(v)

    def index(self, k: int) -> int:
        """Return the index of the equilibrium k, worked out when first asked for."""
        while len(self.indices) <= k:
            v = self.v[len(self.indices)][:, :, None]
            self.indices.append(self.way.index(v))
        return self.indices[k]


def estimate_unseen(hits: np.ndarray, converged: int, index: np.ndarray) -> Unseen:
    """Estimate what no start has found yet, from how many equilibria were hit once and twice, and their indices."""
    once, twice = int((hits == 1).sum()), int((hits == 2).sum())
    chance = once / converged if converged else 1.0
    below = 1.0 - 0.05 ** (1.0 / converged) if converged else 1.0
    return Unseen(chance, below, once * (once - 1) / (2.0 * (twice + 1)), once, twice, converged, int(index.sum()))
