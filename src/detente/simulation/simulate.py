"""Simulate whole futures: worlds times futures in chunks of one fixed shape, reduced on the host in chunk order."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import jax
import numpy as np

from detente.game.game import Game
from detente.game.month import Gains
from detente.game.state import Do
from detente.simulation.futures import Futures, Plan
from detente.simulation.programs import futures_program, nobody_strategic
from detente.simulation.totals import Chunk, Part, Totals

# Lanes of one chunk: state and numbers of this many futures stay in a core's cache.
CHUNK = 512
_WORLD = 2**15


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
    total = Totals(game, raw, plan, weight)
    raw = np.asarray(raw, np.float32)
    seed = np.uint32(plan.seed & 0xFFFFFFFF)
    chunks = list(_chunks(worlds, pairs))

    def play(chunk: Chunk) -> Part:
        mine = raw[:, np.tile(chunk.world, 2)]
        pair = (chunk.world * _WORLD + chunk.pair).astype(np.uint32)
        out = futures_program(game, gains, game.months, strategy, mine, pair, seed, do)
        return total.part(chunk, *jax.tree.map(np.asarray, out))

    for done, part in enumerate(_ordered(play, chunks, plan.workers)):
        total.add(part)
        if progress is not None:
            progress((done + 1) / len(chunks))
    return total.futures()


def _chunks(worlds: int, pairs: int) -> Iterator[Chunk]:
    """Cut (world, pair) into chunks of one shape; the last is padded with its last pair."""
    half = CHUNK // 2
    count = worlds * pairs
    for first in range(0, count, half):
        ids = np.minimum(np.arange(first, first + half), count - 1)
        yield Chunk(ids // pairs, ids % pairs, min(half, count - first))


def _ordered(play: Callable[[Chunk], Part], chunks: list[Chunk], workers: int) -> Iterator[Part]:
    """Play chunks on several threads and yield results in order, a few at a time so that memory stays bounded."""
    if workers <= 1:
        yield from map(play, chunks)
        return
    with ThreadPoolExecutor(workers) as pool:
        waiting: list[Future[Part]] = []
        for chunk in chunks:
            waiting.append(pool.submit(play, chunk))
            if len(waiting) > workers:
                yield waiting.pop(0).result()
        for result in waiting:
            yield result.result()
