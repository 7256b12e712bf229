"""Run a command inside the test's own process and see what it printed."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import pytest


class Ended(NamedTuple):
    """How a command ended: its exit code, and what it printed where."""

    code: int
    out: str
    err: str


@pytest.fixture
def detente(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path) -> Callable[..., Ended]:
    """Run `detente` with arguments on a plain terminal of 100 columns; logs go to a folder of the test."""
    from detente.cli.main import main

    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("DETENTE_RUNS", str(tmp_path / "runs"))
    monkeypatch.setenv("DETENTE_CACHE", str(tmp_path / "cache"))

    def run(*arguments: str) -> Ended:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Ended(code, printed.out, printed.err)

    return run


@pytest.fixture(scope="session")
def rivals():
    """Run two-rivals once, unsolved and small, with a what-if, for tests of what is printed."""
    from detente.pipeline import RunOptions, run

    return run(
        "two-rivals", RunOptions(worlds=16, futures=8, seed=1, unsolved=True, whatifs=("no_sanctions",), workers=1)
    )


@pytest.fixture
def canned(rivals, monkeypatch: pytest.MonkeyPatch):
    """Let commands find this run instead of making one; a test may change it."""
    found = replace(rivals)

    def run(scenario: object, options: object, *, begin: object, progress: object) -> object:
        found.whatifs = dict(rivals.whatifs) if options.whatifs else {}
        found.options = replace(found.options, whatifs=tuple(found.whatifs))
        return found

    monkeypatch.setattr("detente.pipeline.run", run)
    return found


@pytest.fixture(scope="session")
def secretive():
    """Run a scenario in which much is private once, unsolved and small, for tests of what is printed of it."""
    from answers.minds import TEXT
    from detente import scenario as files
    from detente.pipeline import RunOptions, run

    options = RunOptions(worlds=128, futures=8, seed=1, unsolved=True, whatifs=("rival is trader",), workers=1)
    return run(files.parse(TEXT, "minds.yaml"), options)


@pytest.fixture
def canned_minds(secretive, monkeypatch: pytest.MonkeyPatch, tmp_path):
    """Let commands find this run instead of making one; return the path of its scenario."""

    def run(scenario: object, options: object, *, begin: object, progress: object) -> object:
        whatifs = dict(secretive.whatifs) if options.whatifs else {}
        return replace(secretive, whatifs=whatifs, options=replace(secretive.options, whatifs=tuple(whatifs)))

    monkeypatch.setattr("detente.pipeline.run", run)
    path = tmp_path / "minds.yaml"
    path.write_text(secretive.scenario.text)
    return path
