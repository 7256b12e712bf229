"""What the commands print with: plain text that is safe on any terminal, headings, hanging lines, JSON.

Text from a scenario is data: control characters are shown, never obeyed, and no markup is read in it.
"""

import json
import os
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TextIO

from detente.foundation.errors import Fault

if TYPE_CHECKING:
    from rich.console import Console

NARROW = 60
"""Columns under which a label stands above its text and not beside it."""


def say(text: str = "") -> None:
    """Print text to standard output with its control characters shown."""
    print(visible(text))


def complain(text: str) -> None:
    """Print text to standard error with its control characters shown."""
    sys.stdout.flush()
    print(visible(text), file=sys.stderr)


def heading(text: str, *, gap: bool = True) -> None:
    """Print the title of a section, after an empty line if `gap`, in bold where there are colours."""
    text = visible(text)
    if gap:
        print()
    print(f"\x1b[1m{text}\x1b[0m" if colours(sys.stdout) else text)


def paragraph(text: str, *, indent: int = 0) -> None:
    """Print text wrapped to the terminal."""
    say(_wrap(text, " " * indent, " " * indent))


def entries(rows: Sequence[tuple[str, str]], *, indent: int = 2) -> None:
    """Print labels and wrapped texts, in two columns or, on a narrow terminal, one under the other."""
    margin = " " * indent
    column = max((len(visible(label)) for label, _ in rows), default=0)
    stacked = width() < NARROW or column > width() // 2
    for label, text in rows:
        first = margin + visible(label)
        if stacked:
            print(first)
            print(_wrap(visible(text), margin + "  ", margin + "  "))
        elif not text:
            print(first)
        else:
            print(_wrap(visible(text), first.ljust(indent + column + 2), margin + " " * (column + 2)))


def print_json(data: object) -> None:
    """Print data as JSON, in ASCII, so that it passes through any pipe."""
    print(json.dumps(data, indent=2, allow_nan=False))


def visible(text: str) -> str:
    """Write control characters and those that reorder a line as escapes; keep line ends."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if c == "\n" or _harmless(c) else _escape(c) for c in text)


def width() -> int:
    """Return the columns to write in: the terminal's (80 without one), at least 30 and at most 110."""
    return max(30, min(110, shutil.get_terminal_size((80, 24)).columns))


def colours(stream: TextIO) -> bool:
    """Whether to style text: a terminal that is not dumb, and no `NO_COLOR` (no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def console() -> "Console":
    """Return a Rich console for tables and progress, with markup, emoji and guesses about text off."""
    from rich.console import Console

    return Console(markup=False, emoji=False, highlight=False, soft_wrap=False)


def prepare_streams() -> None:
    """Let text that the terminal's encoding lacks come out as escapes rather than as an error."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")


def fault_as_data(fault: Fault) -> Mapping[str, object]:
    """Turn a fault into what `--json` prints."""
    place = fault.place
    where = {
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "length": place.length if place else None,
    }
    also = [{"line": other.line, "column": other.column, "length": other.length} for other in fault.also]
    return {"code": fault.code, "message": fault.message, "remedy": fault.remedy, **where, "also": also}


def listing(items: Iterable[str], *, nothing: str = "") -> str:
    """Join items by commas."""
    return ", ".join(items) or nothing


def count(number: int, one: str, several: str = "") -> str:
    """Write `1 card`, `2 cards`."""
    return f"{number} {one if number == 1 else several or one + 's'}"


def _wrap(text: str, first: str, rest: str) -> str:
    """Wrap lines of text; `first` stands before the first line, `rest` before all others."""
    wrapper = textwrap.TextWrapper(width(), subsequent_indent=rest, break_long_words=False, break_on_hyphens=False)
    wrapped = []
    for line in text.split("\n"):
        wrapper.initial_indent = rest if wrapped else first
        wrapped.append(wrapper.fill(line))
    return "\n".join(wrapped)


def _harmless(character: str) -> bool:
    # Cc: control, Cf: format (direction marks among them), Cs/Co/Cn: not characters, Zl/Zp: line ends.
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
