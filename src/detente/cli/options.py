"""Arguments and options that several commands share."""

from typing import Annotated

import typer

Target = Annotated[
    str, typer.Argument(metavar="FILE|NAME", help="A scenario file, or the name of a library scenario.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs instead of text.")]
Verbose = Annotated[bool, typer.Option("--verbose", help="Say more.")]
