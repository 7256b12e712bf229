"""Strategies that are kept: packed without loss, found again by content, shipped with the library."""

from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from detente.compiler import compile_game
from detente.compiler.printing import print_game
from detente.equilibrium import keeping
from detente.equilibrium.figures import Certificate
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


def test_a_check_is_not_repeated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Kept strategies are checked again once by the same program; other strategies, or another program, anew."""
    monkeypatch.setenv("DETENTE_CACHE", str(tmp_path))
    solved = case(LINEAR)
    solution = solve(solved.setting.problem, solved.setting.worlds, solved.setting.numbers, OPTIONS)
    certificate = keeping.certify(solved.setting, solution.strategy, solution.outlook, states=4, replications=4, most=4)
    arrays = keeping._arrays(solved.setting.problem.design, solution)
    calls = []

    def certify(*_arguments: object, **_options: object) -> Certificate:
        calls.append(1)
        return certificate

    def check(arrays: dict[str, np.ndarray]) -> keeping.KeptSolution:
        record = {"certificate": asdict(certificate), "content": "this", "when": "2026-11-22"}
        return keeping._checked_again(solved.setting, solution, (arrays, record), origin="cache", say=lambda *_: None)

    monkeypatch.setattr(keeping, "certify", certify)
    first, second = check(arrays), check(arrays)
    assert len(calls) == 1
    assert str(first.recheck) == str(second.recheck) == str(certificate)
    check({**arrays, "seen": arrays["seen"] + np.float32(1.0)})
    assert len(calls) == 2
    monkeypatch.setattr(keeping, "program_key", lambda: "another program")
    check(arrays)
    assert len(calls) == 3
