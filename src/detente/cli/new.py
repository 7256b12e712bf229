"""`detente new`: write a first scenario, a copy of one from the library, to change."""

from pathlib import Path
from typing import Annotated

import typer

from detente.cli import screen
from detente.cli.options import AsJson, Verbose
from detente.foundation.errors import Fault, UserError


def new(
    file: Annotated[Path, typer.Argument(help="Where to write it, as my-ridge.yaml.")],
    like: Annotated[str, typer.Option("--like", help="The scenario of the library to copy.")] = "two-rivals",
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Write a first scenario to change: a copy of one from the library. Nothing is ever overwritten."""
    from detente.scenario import load

    source = Path(load(like).file)
    try:
        with file.open("xb") as written:
            written.write(source.read_bytes())
    except FileExistsError:
        fault = Fault("E494", f"{file} exists already", None, "name another file; nothing is overwritten")
        raise UserError(fault) from None
    except OSError as error:
        raise UserError(
            Fault("E495", f"{file} cannot be written: {error.strerror}", None, "name a file in a folder that is yours")
        ) from None
    if as_json:
        screen.print_json({"file": str(file), "like": like})
        return
    screen.paragraph(f"Wrote {file}, a copy of {like}. `detente check {file}` reads it.")
