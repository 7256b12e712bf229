"""A process that compiles very many programs forgets them in time."""

import sys
from pathlib import Path

import jax
import pytest

from detente.simulation import programs


@pytest.mark.skipif(sys.platform != "linux", reason="maps are counted in /proc")
def test_programs_are_forgotten_where_there_are_many(monkeypatch):
    """Programs stay while there are few; where there are many they go, and with them their maps."""
    held = [jax.jit(lambda x, k=k: x * k + k) for k in range(20)]
    for program in held:
        program(1.0)
    before = len(Path("/proc/self/maps").read_text().splitlines())
    programs.forget_programs()
    assert all(program._cache_size() == 1 for program in held)
    monkeypatch.setattr(programs, "_MOST_MAPS", before - 1)
    programs.forget_programs()
    assert all(program._cache_size() == 0 for program in held)
    assert len(Path("/proc/self/maps").read_text().splitlines()) < before
