"""How fast finite games are solved: starts a second beside SciPy's, and what large games take in time and memory."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

# The 69 published games; their source stands in the README beside them.
DATA = Path(__file__).parent.parent / "tests" / "exact" / "data" / "audience_costs.npz"
STARTS, WORKERS, REPEATS = 400, 2, 3
# SciPy takes one start at a time: a sample of games and of their starts is enough to know its pace.
EVERY, FIRST = 6, 20
LARGE = {"440 states, 2 x 10 actions": (440, (10, 10)), "160 states, 5 x 3 actions": (160, (3,) * 5)}


def measure() -> list[tuple[str, str, str]]:
    """Time all audience-cost games in one call, SciPy on a sample of the same starts, and two large random games."""
    return [*_published(), *(row for name in LARGE for row in _large(name))]


def _published() -> list[tuple[str, str, str]]:
    import detente

    games = _games()
    cold = _seconds(lambda: detente.equilibria(games[:1], STARTS))
    newton, whole = [], []
    for _ in range(REPEATS):
        newton.append(_newton_rate(games))
        begun = time.perf_counter()
        found = detente.equilibria(games, STARTS, workers=WORKERS)
        whole.append(sum(one.attrs["converged"] for one in found) / (time.perf_counter() - begun))
    plain = _scipy_rate(games)
    fast, all_told = float(np.median(newton)), float(np.median(whole))
    return [
        ("equilibria of one game, compiling included", f"{cold:.1f} s", ""),
        ("Newton starts a second that converge", f"{fast:,.0f}", ""),
        ("the same, scipy.optimize.root, one core", f"{plain:,.0f}", ""),
        ("Newton over SciPy", f"{fast / plain:.0f} x", "20 x"),
        ("all 69 games, 400 starts, all told: starts/s", f"{all_told:,.0f}", ""),
        ("equilibria over SciPy", f"{all_told / plain:.0f} x", ""),
    ]


def _games() -> list:
    import detente

    with np.load(DATA) as data:
        chances, discount = data["transitions"], float(data["discount"])
        return [detente.FiniteGame(payoffs, chances, discount) for payoffs in data["payoffs"]]


def _newton_rate(games: list) -> float:
    """Run Newton alone from the starts of every game, on all workers, and count those that converge in a second."""
    import jax

    from detente.equilibrium.exact.search import run_starts
    from detente.equilibrium.exact.ways import make_way, reach_of

    def one(game: object) -> int:
        with jax.enable_x64(True):
            _, ends = run_starts(make_way(game), reach_of(game), seed=0, first=0, count=STARTS)
            return int((np.asarray(ends.code) == 0).sum())

    begun = time.perf_counter()
    with ThreadPoolExecutor(WORKERS) as pool:
        converged = sum(pool.map(one, games))
    return converged / (time.perf_counter() - begun)


def _scipy_rate(games: list) -> float:
    """Run SciPy's root finder (Powell's hybrid method) from the same starts, one at a time, on the same equations."""
    import jax
    from scipy.optimize import root

    from detente.equilibrium.exact.search import run_starts
    from detente.equilibrium.exact.ways import make_way, reach_of

    converged, seconds = 0, 0.0
    for game in games[::EVERY]:
        with jax.enable_x64(True):
            starts, ends = run_starts(make_way(game), reach_of(game), seed=0, first=0, count=STARTS)
        off = _equations(game)
        done = np.asarray(ends.v)[:, :, np.asarray(ends.code) == 0]
        assert all(np.abs(off(v.ravel())).max() < 1e-8 for v in np.moveaxis(done, 2, 0)), "these are other equations"
        begun = time.perf_counter()
        for k in range(FIRST):
            converged += bool(root(off, starts[:, :, k].ravel(), method="hybr").success)
        seconds += time.perf_counter() - begun
    return converged / seconds


def _equations(game: object) -> Callable[[np.ndarray], np.ndarray]:
    """Write v - reply(v) of a game of two players in NumPy: logit, private reasons, indifference 1."""
    first, second = game.payoffs[..., 0], game.payoffs[..., 1]
    chances, discount = game.transitions, game.discount[0, 0]
    states, one, other = first.shape

    def off(flat: np.ndarray) -> np.ndarray:
        v = flat.reshape(one + other, states)
        mine, theirs = v[:one], v[one:]
        high, top = mine.max(axis=0), theirs.max(axis=0)
        e, f = np.exp(mine - high), np.exp(theirs - top)
        p, q = (e / e.sum(axis=0)).T, (f / f.sum(axis=0)).T
        worth, value = high + np.log(e.sum(axis=0)), top + np.log(f.sum(axis=0))
        reply = ((first + discount * (chances @ worth)) * q[:, None, :]).sum(axis=2).T
        answer = ((second + discount * (chances @ value)) * p[:, :, None]).sum(axis=1).T
        return (v - np.concatenate([reply, answer])).ravel()

    return off


def _large(name: str) -> list[tuple[str, str, str]]:
    """Solve a large game in a process of its own, which tells its time and its memory."""
    command = [sys.executable, "-m", "bench.exact", name]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])
    return [
        (f"{name}: one Newton start", f"{told['newton']:.1f} s", ""),
        ("  its peak memory", f"{told['newton_memory']:.2f} GB", ""),
        ("  equilibria(starts=8), compiling included", f"{told['whole']:.0f} s", ""),
        ("  its peak memory", f"{told['whole_memory']:.2f} GB", ""),
        ("  starts that converged, equilibria found", f"{told['converged']} of 8, {told['found']}", ""),
    ]


def _solve_large(states: int, actions: tuple[int, ...]) -> dict[str, float]:
    import jax

    import detente
    from detente.equilibrium.exact.search import run_starts
    from detente.equilibrium.exact.ways import make_way, reach_of

    host = np.random.default_rng(0)
    shape = (states, *actions)
    payoffs = host.uniform(-1.0, 1.0, size=(*shape, len(actions)))
    game = detente.FiniteGame(payoffs, host.dirichlet(np.ones(states), size=shape), 0.9)

    def newton() -> None:
        with jax.enable_x64(True):
            jax.block_until_ready(run_starts(make_way(game), reach_of(game), seed=0, first=0, count=1)[1].v)

    newton()
    told = {"newton": _seconds(newton), "newton_memory": _peak()}
    begun = time.perf_counter()
    found = detente.equilibria(game, 8)
    told |= {"whole": time.perf_counter() - begun, "whole_memory": _peak()}
    return told | {"converged": found.attrs["converged"], "found": found.sizes["equilibrium"]}


def _peak() -> float:
    """Return the peak memory of this process so far, in gigabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    print(json.dumps(_solve_large(*LARGE[sys.argv[1]])))
