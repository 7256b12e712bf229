"""Memory is bounded, however many futures are asked for."""

import subprocess
import sys

import pytest

FUTURE_MONTHS = 10_000_000
LIMIT = 2 * 2**30

PROGRAM = f"""
from pathlib import Path

from detente.compiler import compile_game, draw_numbers
from detente.scenario import load
from detente.simulation import Plan, simulate

scenario = load("two-rivals")
game = compile_game(scenario)
futures = -(-{FUTURE_MONTHS} // (256 * game.months))
done = simulate(game, draw_numbers(scenario, 256, seed=0), plan=Plan(futures=futures))
assert done.worlds * done.futures * game.months >= {FUTURE_MONTHS}
# What getrusage says begins with what the parent held when it forked.
(peak,) = [line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:")]
print(int(peak) * 1024)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
def test_ten_million_future_months():
    """Ten million future-months are simulated within two gigabytes."""
    out = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stdout
    assert int(out) < LIMIT
