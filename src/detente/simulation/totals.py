"""What chunks of futures come to, and their sums: on the host, in the order of the chunks."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from detente.game.game import Game, QuestionPart
from detente.simulation.futures import Futures, Plan
from detente.simulation.programs import Paths

# Fans are counted in bins of this many points.
BIN = 0.25
_BINS = int(100 / BIN) + 1
# What is counted, and what is averaged by world: under which name, and where paths have it.
_COUNTED = ("proposed", "played", "succeeded", "shocks")
_AVERAGED = {
    "mean": "x",
    "is_type": "types",
    "belief": "belief",
    "estimate": "estimate",
    "missed": "missed",
    "missed_square": "missed",
}


class Chunk(NamedTuple):
    """The `world` and the pair of each pair of futures, (pairs,); the first `real` pairs count, the rest is padding.

    Lanes are the even futures of all pairs, then the odd ones.
    """

    world: np.ndarray
    pair: np.ndarray
    real: int


@dataclass(frozen=True, slots=True)
class Part:
    """What one chunk comes to: sums of its lanes, and what is kept of each.

    `worlds` and `futures` say what its lanes are; `counted` and `histogram` are weighed. `averaged` (months, names,
    runs) are sums over runs of lanes with one world, `runs`, of the `even` futures or of the odd ones. `sampled` and
    `sample` are its whole paths.
    """

    worlds: np.ndarray
    futures: np.ndarray
    answers: np.ndarray
    last: np.ndarray
    histogram: np.ndarray
    counted: dict[str, np.ndarray]
    averaged: dict[str, np.ndarray]
    runs: np.ndarray
    even: np.ndarray
    sampled: np.ndarray
    sample: dict[str, np.ndarray]


class Totals:
    """Sums over chunks, in float64."""

    def __init__(self, game: Game, raw: np.ndarray, plan: Plan, weight: np.ndarray | None):
        months, everything, worlds = game.months, len(game.everything), raw.shape[1]
        self.game, self.plan = game, plan
        self.weight = np.ones(worlds) if weight is None else np.asarray(weight, float)
        self.types = np.rint(raw[list(dict.fromkeys(game.minds.type_number.tolist()))]).astype(int)
        self.histogram = np.zeros((months, everything, _BINS))
        self.counted = {
            name: np.zeros((months, len(game.shocks if name == "shocks" else game.moves))) for name in _COUNTED
        }
        estimates = len(game.minds.estimate_variable)
        names = {"mean": everything, "is_type": len(game.minds.types), "belief": len(game.minds.about)}
        self.averaged = {name: np.zeros((months, names.get(name, estimates), worlds)) for name in _AVERAGED}
        self.answers = np.zeros((sum(len(parts) for parts in game.question_parts), worlds, plan.futures), bool)
        self.last = np.zeros((len(game.agendas), worlds, plan.futures), np.float32)
        self.keep = max(1, min(plan.sample, worlds * plan.futures) // worlds) if plan.sample else 0
        self.step = max(1, -(-worlds // max(plan.sample, 1)))
        self.sampled: list[np.ndarray] = []
        self.sample: list[dict[str, np.ndarray]] = []

    def part(self, chunk: Chunk, paths: Paths, watch: np.ndarray) -> Part:
        """Add up what one chunk brought; touches no total, so that chunks may be added up side by side."""
        worlds, futures = np.tile(chunk.world, 2), np.concatenate([chunk.pair * 2, chunk.pair * 2 + 1])
        # Left out are padding, and the last future of an odd number of them.
        counts = (np.arange(len(worlds)) % len(chunk.world) < chunk.real) & (futures < self.plan.futures)
        rows = {name: row for name, row in paths._asdict().items() if row is not None}
        if not counts.all():
            worlds, futures, watch = worlds[counts], futures[counts], watch[:, counts]
            rows = {name: row[:, :, counts] for name, row in rows.items()}
        begins = np.r_[True, worlds[1:] != worlds[:-1]] | np.r_[True, futures[1:] % 2 > futures[:-1] % 2]
        first = np.flatnonzero(begins)
        runs = worlds[first]
        weight = self.weight[runs]
        kept = np.flatnonzero((futures < self.keep) & (worlds % self.step == 0))
        kept = kept[np.lexsort((futures[kept], worlds[kept]))]
        return Part(
            worlds,
            futures,
            read_answers(self.game, watch),
            rows["satisfaction"][-1],
            _histogram(rows["x"], self.weight[worlds]),
            # 0 and 1, of which float32 holds the sums exactly
            {name: np.add.reduceat(rows[name], first, axis=2) @ weight for name in _COUNTED},
            {
                name: np.add.reduceat(_power(name, rows[kind]), first, axis=2, dtype=np.float64)
                for name, kind in _AVERAGED.items()
                if kind in rows
            },
            runs,
            futures[first] % 2 == 0,
            np.stack([worlds[kept], futures[kept]], axis=1),
            {name: np.moveaxis(row[:, :, kept], -1, 0) for name, row in rows.items()},
        )

    def add(self, part: Part) -> None:
        """Add a chunk's sums. Chunks are added in their order, so that no bit hangs on which was ready first."""
        self.answers[:, part.worlds, part.futures] = part.answers
        self.last[:, part.worlds, part.futures] = part.last
        self.histogram += part.histogram
        for name, count in part.counted.items():
            self.counted[name] += count
        for name, sums in part.averaged.items():
            for mine in (part.even, ~part.even):  # among these each world has one run
                self.averaged[name][:, :, part.runs[mine]] += sums[:, :, mine]
        if len(part.sampled):
            self.sampled.append(part.sampled)
            self.sample.append(part.sample)

    def futures(self) -> Futures:
        """Return what all chunks came to."""
        names = list(self.sample[0]) if self.sample else []
        return Futures(
            answers=self.answers,
            histogram=self.histogram,
            plays=self.counted["played"],
            proposals=self.counted["proposed"],
            successes=self.counted["succeeded"],
            shocks=self.counted["shocks"],
            last=self.last,
            sampled=np.concatenate(self.sampled) if self.sampled else np.zeros((0, 2), int),
            sample={name: np.concatenate([part[name] for part in self.sample]) for name in names},
            **{name: sums / self.plan.futures for name, sums in self.averaged.items()},
            types=self.types,
            weight=self.weight,
        )


def _power(name: str, rows: np.ndarray) -> np.ndarray:
    return rows * rows if name.endswith("_square") else rows


def _histogram(x: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Count x (months, names, lanes) in bins, each lane by its weight: (months, names, bins)."""
    months, names, _ = x.shape
    bins = np.rint(x / BIN).astype(np.int64)
    bins += np.arange(months * names).reshape(months, names, 1) * _BINS
    counts = np.bincount(bins.ravel(), np.broadcast_to(weight, bins.shape).ravel(), minlength=months * names * _BINS)
    return counts.reshape(months, names, _BINS)


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
