"""Simulate whole futures: worlds times futures in chunks of one fixed shape, reduced on the host in chunk order."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import jax
import numpy as np

from detente.game.game import Game, QuestionPart
from detente.game.month import Gains
from detente.game.reading import Row
from detente.game.state import Do
from detente.simulation.programs import Paths, futures_program, nobody_strategic, ready_numbers

# Lanes of one chunk: state and numbers of this many futures stay in a core's cache.
CHUNK = 512
# Fans are counted in bins of this many points.
BIN = 0.25
_BINS = int(100 / BIN) + 1
_WORLD = 2**15


@dataclass(frozen=True, slots=True)
class Plan:
    """How much to simulate: `worlds` come with the numbers; futures differ by chance alone.

    `sample` futures are kept whole, spread over the worlds.
    """

    futures: int = 64
    seed: int = 0
    sample: int = 256
    workers: int = 2


@dataclass(eq=False)
class Futures:
    """Raw results, by position: worlds, futures, months and names as in the game.

    `answers` (parts, worlds, futures) holds the parts of every question; `histogram` (months, everything, bins)
    counts x+ over all futures; `plays`, `proposals`, `successes` (months, moves) and `shocks` (months, shocks)
    count; `last` (agendas, worlds, futures) is the satisfaction of the last month; `mean` (months, everything,
    worlds) averages x+ by world; `sample` holds whole paths (future, months, names) of `sampled` (world, future).
    Where anything is private, `belief` (at x+), `estimate` (as actors chose by it), by how much it is off then
    (`missed`), the square of that (`missed_square`) and who is of which type (`is_type`, at x+) are averages by world
    (months, rows, worlds); `types` (actors with types, worlds) says as which of its types each starts. `histogram` and
    counts weigh worlds by `weight` (worlds,), 1 on average.
    """

    answers: np.ndarray
    histogram: np.ndarray
    mean: np.ndarray
    plays: np.ndarray
    proposals: np.ndarray
    successes: np.ndarray
    shocks: np.ndarray
    last: np.ndarray
    sampled: np.ndarray
    sample: dict[str, np.ndarray] = field(repr=False)
    belief: np.ndarray
    estimate: np.ndarray
    missed: np.ndarray
    missed_square: np.ndarray
    is_type: np.ndarray
    types: np.ndarray
    weight: np.ndarray

    @property
    def worlds(self) -> int:
        """How many worlds were simulated."""
        return self.answers.shape[1]

    @property
    def futures(self) -> int:
        """How many futures each world has."""
        return self.answers.shape[2]


def simulate(
    game: Game,
    raw: np.ndarray,
    *,
    plan: Plan,
    do: Do | None = None,
    gains: Gains = nobody_strategic,
    strategy: object = (),
    weight: np.ndarray | None = None,
    progress: Callable[[float], None] | None = None,
) -> Futures:
    """Play `plan.futures` futures in every world of `raw` (numbers, worlds).

    The seed, the world and the future fix every draw: the size of the work, the number of workers and other
    elements of the scenario change no bit on one platform and version. `weight` (worlds,) says how much each world
    counts (None: all the same).
    """
    worlds, pairs = raw.shape[1], -(-plan.futures // 2)
    total = _Totals(game, raw, pairs * 2, plan, weight)
    numbers = ready_numbers(game, raw)
    seed = np.uint32(plan.seed & 0xFFFFFFFF)
    chunks = list(_chunks(worlds, pairs))

    def play(chunk: tuple[np.ndarray, np.ndarray, int]) -> tuple[Paths, np.ndarray]:
        world, pair, _ = chunk
        out = futures_program(
            game,
            gains,
            game.months,
            strategy,
            numbers,
            np.tile(world, 2),
            (world * _WORLD + pair).astype(np.uint32),
            seed,
            do,
        )
        return jax.tree.map(np.asarray, out)

    for done, (chunk, (paths, watch)) in enumerate(_ordered(play, chunks, plan.workers)):
        total.add(chunk, paths, watch)
        if progress is not None:
            progress((done + 1) / len(chunks))
    return total.futures(plan.futures)


def _chunks(worlds: int, pairs: int) -> Iterator[tuple[np.ndarray, np.ndarray, int]]:
    """Cut (world, pair) into chunks of one shape; the last is padded with its last pair, `real` says how many count."""
    half = CHUNK // 2
    count = worlds * pairs
    for first in range(0, count, half):
        ids = np.minimum(np.arange(first, first + half), count - 1)
        yield ids // pairs, ids % pairs, min(half, count - first)


def _ordered(play: Callable, chunks: list, workers: int) -> Iterator[tuple]:
    """Play chunks on several threads and yield results in order, a few at a time so that memory stays bounded."""
    if workers <= 1:
        for chunk in chunks:
            yield chunk, play(chunk)
        return
    with ThreadPoolExecutor(workers) as pool:
        waiting: list[tuple] = []
        for chunk in chunks:
            waiting.append((chunk, pool.submit(play, chunk)))
            if len(waiting) > workers:
                first, result = waiting.pop(0)
                yield first, result.result()
        for first, result in waiting:
            yield first, result.result()


# What averages are made of, where a path has it under another name.
_KEPT_AS = {"missed_square": "missed", "is_type": "types"}


class _Totals:
    """Sums over chunks, on the host in float64 and in chunk order."""

    def __init__(self, game: Game, raw: np.ndarray, futures: int, plan: Plan, weight: np.ndarray | None):
        months, everything, worlds = game.months, len(game.everything), raw.shape[1]
        parts = sum(len(parts) for parts in game.question_parts)
        self.game = game
        self.answers = np.zeros((parts, worlds, futures), bool)
        self.histogram = np.zeros((months, everything, _BINS), np.int64 if weight is None else float)
        self.mean = np.zeros((months, everything, worlds))
        self.counts = {name: np.zeros((months, len(game.moves))) for name in ("proposed", "played", "succeeded")}
        self.shocks = np.zeros((months, len(game.shocks)))
        self.weight = None if weight is None else np.asarray(weight, float)
        self.minds = {
            "is_type": np.zeros((months, len(game.minds.types), worlds)),
            "belief": np.zeros((months, len(game.minds.about), worlds)),
            **{
                name: np.zeros((months, len(game.minds.estimate_variable), worlds))
                for name in ("estimate", "missed", "missed_square")
            },
        }
        self.types = np.rint(raw[list(dict.fromkeys(game.minds.type_number.tolist()))]).astype(int)
        self.last = np.zeros((len(game.agendas), worlds, futures), np.float32)
        keep = max(1, min(plan.sample, worlds * plan.futures) // worlds) if plan.sample else 0
        self.keep, self.step = keep, max(1, -(-worlds // max(plan.sample, 1)))
        self.paths: list[dict[str, np.ndarray]] = []
        self.sampled: list[np.ndarray] = []
        self.limit = plan.futures

    def add(self, chunk: tuple[np.ndarray, np.ndarray, int], paths: Paths, watch: np.ndarray) -> None:
        world, pair, real = chunk
        half = len(world)
        lanes = np.concatenate([np.arange(real), half + np.arange(real)])
        worlds = np.concatenate([world[:real], world[:real]])
        futures = np.concatenate([pair[:real] * 2, pair[:real] * 2 + 1])
        wanted = futures < self.limit
        lanes, worlds, futures = lanes[wanted], worlds[wanted], futures[wanted]
        self.answers[:, worlds, futures] = read_answers(self.game, watch[:, lanes])
        x = np.asarray(paths.x)[:, :, lanes]
        self._fan(x, worlds)
        for name in self.counts:
            self.counts[name] += self._count(getattr(paths, name)[:, :, lanes], worlds)
        self.shocks += self._count(paths.shocks[:, :, lanes], worlds)
        for name, sums in self.minds.items():
            if (rows := getattr(paths, _KEPT_AS.get(name, name))) is not None:
                mine = np.asarray(rows)[:, :, lanes]
                _by_world(sums, mine * mine if name.endswith("_square") else mine, worlds)
        self.last[:, worlds, futures] = paths.satisfaction[-1][:, lanes]
        kept = (futures < self.keep) & (worlds % self.step == 0)
        if kept.any():
            order = np.lexsort((futures[kept], worlds[kept]))
            chosen = lanes[kept][order]
            self.sampled.append(np.stack([worlds[kept][order], futures[kept][order]], axis=1))
            kept_rows = {name: rows for name, rows in paths._asdict().items() if rows is not None}
            self.paths.append({name: np.moveaxis(rows[:, :, chosen], -1, 0) for name, rows in kept_rows.items()})

    def _fan(self, x: np.ndarray, worlds: np.ndarray) -> None:
        months, everything, _ = x.shape
        row = np.arange(months * everything).reshape(months, everything, 1) * _BINS
        bins = np.rint(x / BIN).astype(np.int64) + row
        weights = None if self.weight is None else np.broadcast_to(self.weight[worlds], bins.shape).ravel()
        counts = np.bincount(bins.ravel(), weights, minlength=self.histogram.size)
        self.histogram += counts.reshape(self.histogram.shape)
        _by_world(self.mean, x, worlds)

    def _count(self, happened: Row, worlds: np.ndarray) -> np.ndarray:
        if self.weight is None:
            return np.asarray(happened).sum(axis=2, dtype=np.float64)
        return np.asarray(happened) @ self.weight[worlds]

    def futures(self, count: int) -> Futures:
        names = list(self.paths[0]) if self.paths else []
        return Futures(
            answers=self.answers[:, :, :count],
            histogram=self.histogram,
            mean=self.mean / count,
            plays=self.counts["played"],
            proposals=self.counts["proposed"],
            successes=self.counts["succeeded"],
            shocks=self.shocks,
            last=self.last[:, :, :count],
            sampled=np.concatenate(self.sampled) if self.sampled else np.zeros((0, 2), int),
            sample={name: np.concatenate([p[name] for p in self.paths]) for name in names},
            **{name: sums / count for name, sums in self.minds.items()},
            types=self.types,
            weight=np.ones(self.mean.shape[2]) if self.weight is None else self.weight,
        )


def _by_world(sums: np.ndarray, rows: np.ndarray, worlds: np.ndarray) -> None:
    """Add rows (months, names, lanes) to the sums of the worlds that the lanes play in (months, names, worlds)."""
    present, place = np.unique(worlds, return_inverse=True)
    onto = np.zeros((len(worlds), len(present)))
    onto[np.arange(len(worlds)), place] = 1.0
    sums[:, :, present] += rows @ onto


def read_answers(game: Game, watch: np.ndarray) -> np.ndarray:
    """Look every question part up in its truth table: (parts, lanes)."""
    rows = [_answer(part, watch > 0) for parts in game.question_parts for part in parts]
    return np.stack(rows) if rows else np.zeros((0, watch.shape[1]), bool)


def _answer(part: QuestionPart, watch: np.ndarray) -> np.ndarray:
    which = np.zeros(watch.shape[1], int)
    for dated in part.dated:
        which = which * 2 + watch[dated]
    choices = np.stack([watch[row] if row >= 0 else np.full(watch.shape[1], row == -1) for row in part.table])
    return choices[which, np.arange(watch.shape[1])]
