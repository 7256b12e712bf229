"""Tables on the terminal, cut to its width; and tidy tables in CSV files."""

import csv
import io
import os
import sys
import tempfile
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from detente.cli import screen
from detente.foundation.errors import Fault, UserError

_GAP = 2
# The least that a wrapping column is given before rows are stacked instead.
_LEAST = 16


def table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: Collection[int] = (),
    elastic: Collection[int] = (0,),
    indent: int = 2,
) -> None:
    """Print rows in columns: those in `elastic` wrap, those in `right` stand to the right, empty ones are left out.

    Where the terminal is too narrow for columns, rows stand one under the other and no word is lost.
    """
    rows = [[screen.visible(cell) for cell in row] for row in rows]
    kept = [k for k in range(len(heads)) if any(row[k] for row in rows)]
    wide = {
        k: max(len(line) for cell in (heads[k], *(row[k] for row in rows)) for line in cell.split("\n")) for k in kept
    }
    needed = sum(min(wide[k], _LEAST) if k in elastic else wide[k] for k in kept) + _GAP * (len(kept) - 1)
    if needed + indent > screen.width():
        _stacked(heads, rows, kept, indent)
    else:
        _columns(heads, rows, kept, right, elastic, indent)


def in_groups(
    heads: Sequence[str], rows: Sequence[Sequence[str]], *, first: int = 1, right: Collection[int] = (), indent: int = 2
) -> None:
    """Print rows in columns that do not wrap; those that do not fit beside each other stand below, in groups.

    Each group begins with the `first` columns.
    """
    wide = _widths(heads, rows)
    room = screen.width() - indent - sum(wide[:first]) - _GAP * (first - 1)
    for number, group in enumerate(groups(wide[first:], room)):
        if number:
            print()
        shown = [*range(first), *(first + k for k in group)]
        turned = tuple(k for k, column in enumerate(shown) if column in right)
        cells = [[row[k] for k in shown] for row in rows]
        table([heads[k] for k in shown], cells, right=turned, elastic=(), indent=indent)


def wide(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Return how many columns of the terminal a table takes that does not wrap."""
    return sum(_widths(heads, rows)) + _GAP * (len(heads) - 1)


def _widths(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    return [
        max(len(line) for row in (heads, *rows) for line in screen.visible(row[k]).split("\n"))
        for k in range(len(heads))
    ]


def groups(wide: Sequence[int], room: int) -> list[list[int]]:
    """Part columns of these widths, with a gap before each, into groups that fit; one that is too wide stands alone."""
    found: list[list[int]] = []
    left = 0
    for k, size in enumerate(wide):
        if not found or size + _GAP > left:
            found.append([])
            left = room
        found[-1].append(k)
        left -= size + _GAP
    return found


def _columns(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    kept: Sequence[int],
    right: Collection[int],
    elastic: Collection[int],
    indent: int,
) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    styled = screen.colours(sys.stdout)
    grid = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold", show_edge=False)
    for k in kept:
        justify = "right" if k in right else "left"
        grid.add_column(Text(heads[k]), justify=justify, no_wrap=k not in elastic, overflow="fold")
    for row in rows:
        grid.add_row(*(Text(row[k]) for k in kept))
    out = io.StringIO()
    console = Console(
        file=out,
        width=screen.width() - indent,
        markup=False,
        emoji=False,
        highlight=False,
        force_terminal=styled,
        color_system="standard" if styled else None,
        legacy_windows=False,
    )
    console.print(grid)
    for line in out.getvalue().splitlines():
        print((" " * indent + line).rstrip())


def _stacked(heads: Sequence[str], rows: Sequence[Sequence[str]], kept: Sequence[int], indent: int) -> None:
    for row in rows:
        first = row[kept[0]]
        margin = indent + len(first) - len(first.lstrip())
        screen.paragraph(" ".join(first.split()), indent=margin)
        told = ", ".join(f"{heads[k].lower()} {row[k]}".strip() for k in kept[1:] if row[k])
        if told:
            screen.paragraph(told, indent=margin + 4)


def prepare_folder(folder: Path) -> None:
    """Make the folder for CSV files, so that a name that cannot be is told before the work. Raises UserError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(_unwritable(folder, error)) from None


def write_csv(folder: Path, name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write one table, whole or not at all. Raises UserError where it cannot be written."""
    beside = None
    try:
        handle, beside = tempfile.mkstemp(dir=folder, prefix=f".{name}-")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(heads)
            writer.writerows(rows)
        os.chmod(beside, 0o644)
        os.replace(beside, folder / name)
    except OSError as error:
        raise UserError(_unwritable(folder, error)) from None
    finally:
        if beside is not None and os.path.exists(beside):
            os.unlink(beside)


def _unwritable(folder: Path, error: OSError) -> Fault:
    reason = error.strerror or type(error).__name__
    return Fault(
        "E491", f"tables cannot be written to `{folder}`: {reason}", None, "name a folder that you may write to"
    )
