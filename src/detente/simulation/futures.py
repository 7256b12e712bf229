"""How much to simulate, and what comes of it, by position."""

from dataclasses import dataclass, field

import numpy as np


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
