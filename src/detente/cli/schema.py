"""`detente schema`: the JSON Schema of scenario files, or the reference of the language made from it."""

from typing import Annotated

import typer

from detente.cli import screen
from detente.cli.options import AsJson, Verbose


def schema(
    reference: Annotated[bool, typer.Option("--reference", help="Print the reference as Markdown.")] = False,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """Print the JSON Schema of scenario files, for editors, or with --reference the manual made from it.

    The schema knows keys and forms. Names, units and sums are checked by `detente check`.
    """
    from detente.scenario import json_schema, reference_page

    if reference and not as_json:
        screen.say(reference_page().rstrip("\n"))
        return
    screen.print_json(json_schema())
