"""How fast futures are played, against the month in plain NumPy, and how much memory that takes."""

import resource
import time
from collections.abc import Callable

import numpy as np

import detente
from detente import reference
from detente.compiler import compile_game, draw_numbers
from detente.equilibrium.keeping import make_setting
from detente.simulation.simulate import Plan, simulate

SCENARIO = "northeast-asia"
WORLDS, FUTURES = 256, 256
REFERENCE_FUTURES = 4096
REPEATS = 3


def measure() -> list[tuple[str, str, str]]:
    """Time the compiled month on two workers and the reference month on batches of futures, in turn."""
    scenario = detente.load(SCENARIO)
    game = compile_game(scenario)
    worlds = draw_numbers(scenario, WORLDS, seed=0)
    setting = make_setting(scenario, game)
    design = setting.problem.design
    plan = Plan(FUTURES, workers=2, sample=0)

    def strategic() -> None:
        simulate(game, worlds, plan=plan, gains=design.gains, strategy=design.nothing())

    def usual() -> None:
        simulate(game, worlds, plan=plan)

    def plain() -> None:
        numbers = {path: np.resize(row, REFERENCE_FUTURES) for path, row in zip(game.numbers, worlds, strict=True)}
        reference.play(
            scenario,
            numbers,
            futures=REFERENCE_FUTURES,
            months=game.months,
            seed=0,
            dtype=np.float32,
        )

    count = WORLDS * FUTURES
    cold = _seconds(strategic)
    _seconds(usual)
    played, by_odds, slow = [], [], []
    for _ in range(REPEATS):
        played.append(count / _seconds(strategic))
        by_odds.append(count / _seconds(usual))
        slow.append(REFERENCE_FUTURES / _seconds(plain))
    ratio = float(np.median([fast / plain_rate for fast, plain_rate in zip(by_odds, slow, strict=True)]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return [
        ("futures of 36 months a second, strategies", f"{np.median(played):,.0f}", "100,000"),
        ("futures of 36 months a second, usual odds", f"{np.median(by_odds):,.0f}", ""),
        ("the same, NumPy reference month, one core", f"{np.median(slow):,.0f}", ""),
        ("compiled over reference, usual odds", f"{ratio:.1f} x", "8 x"),
        ("first simulation, compiling included", f"{cold:.1f} s", ""),
        ("peak memory of this process", f"{peak:.2f} GB", "2 GB"),
    ]


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
