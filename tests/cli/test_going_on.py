"""`--from`: strategies that go on from another scenario's, in a run, a comparison and a repetition."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cli.test_edits import PARK, edited
from detente.equilibrium import keeping
from detente.equilibrium.figures import Certificate
from detente.equilibrium.setting import Setting
from detente.equilibrium.solving import Options

_LITTLE = {"states": 8, "replications": 4, "most": 4, "horizon": False}
SIZE = ("--worlds", "16", "--futures", "8", "--workers", "1")
GREENER = edited(PARK, ("park: +40, purse: +60", "park: +80, purse: +20"))


@pytest.fixture
def files(tmp_path, monkeypatch) -> tuple[str, str]:
    """Write a file and its edited version into the folder in which the test works."""
    monkeypatch.chdir(tmp_path)
    Path("park.yaml").write_text(PARK, encoding="utf-8")
    Path("greener.yaml").write_text(GREENER, encoding="utf-8")
    return "park.yaml", "greener.yaml"


@pytest.fixture(autouse=True)
def little_effort(monkeypatch):
    """Solve and certify with little effort: what is tested is what goes on from what."""

    def certify(setting: Setting, *arguments: object, **options: object) -> Certificate:
        return certified(setting, *arguments, **{**options, **_LITTLE})

    certified: Callable[..., Certificate] = keeping.certify
    monkeypatch.setattr(keeping, "certify", certify)
    monkeypatch.setattr(keeping, "longer_test", lambda *_, **__: ())
    monkeypatch.setattr(keeping, "sized", lambda options, _game: _small(options))
    monkeypatch.setattr(keeping, "again", lambda options: replace(options, rounds=2))


def _small(options: Options) -> Options:
    return replace(options, rounds=2, states=64, heats=(), average=1, extra=False)


def test_a_run_goes_on_and_is_repeated(detente, files, monkeypatch, tmp_path):
    """The record says from what a run went on; its folder holds that, and it is repeated where nothing else is kept."""
    old, new = files
    data = json.loads(detente("run", new, "--from", old, *SIZE, "--json").out)
    assert (data["run"]["begun"], data["run"]["strategies"]) == ("park", "solved")
    assert not data["certificate"]["passed"]
    assert "a short certificate" in data["certificate"]["sentence"]
    assert "gone on" in detente("runs").out
    assert "from the strategies of park," in " ".join(detente("runs", "latest").out.split())
    Path(old).unlink()
    monkeypatch.setenv("DETENTE_CACHE", str(tmp_path / "another"))
    again = detente("runs", "latest", "--repeat")
    assert again.code == 0, again.out
    assert "every result is the same" in again.out


def test_two_files_are_compared_from_the_old_one(detente, files):
    """The new file goes on from the old one's strategies, which are found again; a question may be asked of them."""
    told = " ".join(detente("compare", *files, *SIZE).out.split())
    assert "solved for the old file, and go on from there" in told
    assert "a short certificate" in told
    data = json.loads(detente("ask", files[1], "planted", "--from", files[0], *SIZE, "--json").out)
    assert (data["run"]["begun"], data["run"]["strategies"]) == ("park", "cache")


@pytest.mark.parametrize("changes", [(), ("--apart",)])
def test_what_does_not_go_on(detente, files, changes):
    """Solved apart, or where both files make the same game, the new one begins from nothing."""
    old, new = files
    if not changes:
        new = "same.yaml"
        Path(new).write_text(f"# mine\n{PARK}", encoding="utf-8")
    runs = json.loads(detente("compare", old, new, *SIZE, *changes, "--json").out)["runs"]
    assert runs["new"]["run"]["begun"] is None


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "park.yaml", "--from", "greener.yaml", "--quick"),
        ("run", "park.yaml", "--from", "greener.yaml", "--unsolved"),
        ("run", "park.yaml", "--from", "greener.yaml", "--starts", "2"),
        ("compare", "park.yaml", "greener.yaml", "--from", "park.yaml"),
    ],
)
def test_what_it_does_not_go_with_is_wrong_usage(detente, files, arguments):
    """Neither a quick nor an unsolved run goes on from anything, nor does one of several starts."""
    ended = detente(*arguments)
    assert ended.code == 2
    assert "--from" in ended.err


def test_a_base_that_is_missing_is_told(detente, files):
    """The file to go on from is read before anything heavy is loaded, and its faults are told."""
    ended = detente("run", files[1], "--from", "gone.yaml")
    assert (ended.code, ended.out) == (1, "")
    assert "E101" in ended.err
