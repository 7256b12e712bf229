"""The table of commands: each has a file, help, and the options that all share."""

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
