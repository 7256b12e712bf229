"""Strategies that are kept: packed without loss, found again by content, shipped with the library."""

from pathlib import Path

import numpy as np
import pytest

from detente.compiler import compile_game
from detente.compiler.printing import print_game
from detente.equilibrium import keeping
from detente.equilibrium.fitting import pack_by_stake, unpack_by_stake
from detente.equilibrium.solving import Options, solve
from detente.foundation.cache import read_arrays, write_arrays
from detente.game.trimmed import without_questions
from detente.scenario import load
from detente.scenario.library import library_path
from equilibrium.games import LINEAR, case

OPTIONS = Options(rounds=1, states=64, months=6, heats=(), average=1)
"""Any coefficients will do: what is compared are bits."""


def test_packing_loses_nothing():
    """Coefficients by stake are zero but for what a row looks at and what counts for it: the rest is kept."""
    setting = case(LINEAR).setting
    design = setting.problem.design
    found = solve(setting.problem, setting.worlds, setting.numbers, OPTIONS).by_stake.astype(np.float32)
    packed = pack_by_stake(design, found)
    assert packed.size < found.size
    np.testing.assert_array_equal(unpack_by_stake(design, packed), found)
    with pytest.raises(ValueError, match="design"):
        unpack_by_stake(design, np.append(packed, np.float32(0.0)))


def test_shipped_strategies_are_found_by_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """What ships counts for a scenario of the same content and for no other; a damaged file counts as none."""
    path, damaged = tmp_path / "strategies.npz", tmp_path / "damaged.npz"
    write_arrays(path, {"seen": np.ones(3)}, {"content": "this", "when": "2026-11-22"})
    damaged.write_bytes(path.read_bytes()[:100])
    monkeypatch.setattr(keeping, "shipped_strategies", lambda: [damaged, path])
    kept = keeping._shipped("this")
    assert kept is not None
    assert kept[0]["seen"].tolist() == [1.0, 1.0, 1.0]
    assert keeping._shipped("that") is None


def test_the_flagship_brings_its_own_strategies():
    """The strategies beside the flagship are those of its present content: `make strategies` renews them."""
    scenario = load("northeast-asia")
    game = compile_game(scenario)
    kept = read_arrays(library_path("northeast-asia").with_name("strategies.npz"))
    assert kept is not None
    assert kept[1]["content"] == keeping.solution_key(print_game(scenario, without_questions(game)), game)
