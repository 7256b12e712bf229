"""`detente error`: what a code means, why it is a fault or a doubt, and what to do; read from `errors.md`."""

import re
from difflib import get_close_matches
from importlib.resources import files
from typing import Annotated

import typer

from detente.cli import screen
from detente.cli.options import AsJson, Verbose
from detente.foundation.errors import Fault, UserError

UNKNOWN_CODE = "E902"

Code = Annotated[str | None, typer.Argument(metavar="CODE", help="A code such as E301. Left out: all are listed.")]


def error(code: Code = None, as_json: AsJson = False, verbose: Verbose = False) -> None:
    """Explain an error code, or list all of them.

    Codes that begin with E are faults: the file is not run. Codes that begin with D are doubts: it is.
    """
    known = explanations()
    if code is None:
        listed = {one: title for one, (title, _) in known.items()}
        if as_json:
            screen.print_json(listed)
        else:
            screen.entries(list(listed.items()), indent=0)
        return
    code = code.upper()
    if code not in known:
        near = get_close_matches(code, known, n=1)
        remedy = f"did you mean {near[0]}?" if near else "`detente error` lists every code"
        raise UserError(Fault(UNKNOWN_CODE, f"there is no error code {code}", remedy=remedy))
    title, text = known[code]
    if as_json:
        screen.print_json({"code": code, "title": title, "text": text})
        return
    screen.say(f"{code}: {title}\n\n{text}")


def explanations() -> dict[str, tuple[str, str]]:
    """Read the explanation of every code: its title and its text, in the order of `errors.md`."""
    page = files("detente.cli").joinpath("errors.md").read_text(encoding="utf-8")
    parts = re.split(r"^## ([A-Z]\d{3}) (.+)$", page, flags=re.MULTILINE)[1:]
    return {
        code: (title.strip(), text.strip())
        for code, title, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    }
