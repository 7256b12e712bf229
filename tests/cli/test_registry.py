"""The table of commands: each has a file, help, and the options that all share."""

from dataclasses import fields
from importlib import import_module
from inspect import signature
from pathlib import Path

import pytest

from detente.cli import registry
from detente.cli.registry import COMMANDS

# Files of the room that are no commands.
PARTS = {
    "by_type", "several", "strategies",
    "differences", "edits",
    "charts", "details", "elements", "machine", "main", "options", "progress", "registry", "running", "screen", "sight",
    "tables", "telling", "words",
}  # fmt: skip


def test_every_command_has_a_file_and_every_file_a_line():
    """A command file without a line in the table would be lost, and a line without a file would fail."""
    files = {path.stem for path in Path(registry.__file__).parent.glob("*.py")} - {"__init__"} - PARTS
    assert files == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_offers_json_and_verbose(detente, command):
    """Every command takes --json and --verbose, and its help says so."""
    ended = detente(command, "--help")
    assert ended.code == 0
    assert "--json" in ended.out
    assert "--verbose" in ended.out


def declared(command: str) -> dict[str, tuple[object, object]]:
    """Return the declaration and the default of all that a command takes."""
    function = getattr(import_module(f"detente.cli.{command}"), command)
    takes = signature(function).parameters
    return {name: (takes[name].annotation, takes[name].default) for name in takes}


def test_an_option_of_several_commands_is_declared_once():
    """What several commands take is one declaration, so that no help text drifts apart, with one default."""
    found: dict[str, list[tuple[object, object]]] = {}
    for command in COMMANDS:
        for name, one in declared(command).items():
            found.setdefault(name, []).append(one)
    # `run` solves from a few starts and compares them; `equilibria` counts those of the exact solver.
    apart = {name for name, each in found.items() if any(one != each[0] for one in each)} - {"starts"}
    assert apart == set()
    assert len(found["worlds"]) == 6


def test_what_is_not_asked_for_is_as_in_python():
    """Left out, an option of `detente run` has the default of `RunOptions`."""
    from detente.pipeline import RunOptions

    names = {field.name: field.default for field in fields(RunOptions)}
    shared = {name: default for name, (_, default) in declared("run").items() if name in names}
    # Numbers to change are a list for Typer; workers are as many as there are cores.
    shared = {name: default for name, default in shared.items() if name not in ("sets", "workers")}
    assert {"worlds", "futures", "seed", "solver_seed", "solver", "quick"} <= set(shared)
    assert shared == {name: names[name] for name in shared}


def test_help_lists_every_command_without_loading_it(detente):
    """`detente --help` shows a line for each command."""
    ended = detente("--help")
    assert all(f"  {command} " in ended.out for command in COMMANDS)


def test_the_version_is_the_packages(detente):
    """`detente --version` prints the version of the package, which pyproject.toml states too."""
    import tomllib

    import detente as package

    project = tomllib.loads((Path(__file__).parent.parent.parent / "pyproject.toml").read_text(encoding="utf-8"))
    assert detente("--version").out == f"detente {package.__version__}\n"
    assert project["project"]["version"] == package.__version__
