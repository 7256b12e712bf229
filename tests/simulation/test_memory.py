"""Memory is bounded, however many futures are asked for."""

import subprocess
import sys

import pytest

FUTURE_MONTHS = 10_000_000
LIMIT = 2 * 2**30

PROGRAM = f"""
import resource
from detente.compiler import compile_game, draw_numbers
from detente.scenario import load
from detente.simulation import Plan, simulate

scenario = load("two-rivals")
game = compile_game(scenario)
futures = -(-{FUTURE_MONTHS} // (256 * game.months))
done = simulate(game, draw_numbers(scenario, 256, seed=0), plan=Plan(futures=futures))
assert done.worlds * done.futures * game.months >= {FUTURE_MONTHS}
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss counts kilobytes on Linux only")
def test_ten_million_future_months():
    """Ten million future-months are simulated within two gigabytes."""
    out = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stdout
    assert int(out) < LIMIT
