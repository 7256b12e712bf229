"""The commands, a line each; a command's file is loaded only when the command is called."""

from importlib import import_module
from typing import Annotated

import typer
from typer.core import TyperCommand, TyperGroup

from detente.cli import screen
from detente.foundation.version import VERSION

COMMANDS = {
    "run": "Forecast a scenario: solve it, simulate futures, answer its questions and say why.",
    "ask": "Ask a question of your own, on the spot.",
    "compare": "Compare what-ifs with the base case, or two versions of a file, future by future.",
    "equilibria": "List every equilibrium of a finite scenario, and how the answers differ between them.",
    "runs": "List the runs that are kept, show one, or repeat it bit for bit.",
    "plausibility": "Set the forecast beside the record: who plays what how often, and what sticks at an end.",
    "beliefs": "Tell who believes what of whom, month by month, beside the truth, and which moves give a type away.",
    "new": "Write a first scenario to change, a copy of one from the library.",
    "check": "Say everything that is wrong with a scenario, or sum it up.",
    "show": "Show a scenario by section, or one element in full.",
    "month": "Tell the order of a month in the scenario's own names.",
    "schema": "Print the JSON Schema of scenario files, or the reference of the language.",
    "error": "Explain an error code.",
}
"""Command -> the line that `detente --help` shows. `detente.cli.NAME` holds a function NAME."""


class Commands(TyperGroup):
    """The group of all commands, which knows their lines but loads only the one that is called."""

    def get_command(self, ctx: typer.Context, cmd_name: str) -> TyperCommand | None:  # pyright: ignore
        """Load the command from its file; None if there is no such command."""
        if cmd_name not in COMMANDS:
            return None
        return _load(cmd_name)

    def format_commands(self, ctx: typer.Context, formatter) -> None:  # noqa: ANN001 - Typer's own type  # pyright: ignore
        """Write the table of commands from their lines, without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def commands() -> Commands:
    """Build the group; its commands are stubs until one is called."""
    app = typer.Typer(cls=Commands, add_completion=False, rich_markup_mode=None)
    app.callback()(_root)
    group = typer.main.get_command(app)
    assert isinstance(group, Commands)
    for name, line in COMMANDS.items():
        group.add_command(TyperCommand(name, short_help=line))
    return group


def _load(name: str) -> TyperCommand:
    module = import_module(f"detente.cli.{name}")
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name)(getattr(module, name))
    command = typer.main.get_command(app)
    assert isinstance(command, TyperCommand)
    return command


def _say_version(wanted: bool) -> None:
    if wanted:
        screen.say(f"detente {VERSION}")
        raise typer.Exit


def _root(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version and stop.", is_eager=True, callback=_say_version),
    ] = False,
) -> None:
    """Executable models of competing agendas in international politics.

    Commands take the path of a scenario FILE or the NAME of a scenario in the library
    (northeast-asia, two-rivals, crisis-us-north-korea, crisis-koreas).
    """
