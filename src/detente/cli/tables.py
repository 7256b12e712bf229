"""Tables on the terminal, cut to its width; and tidy tables in CSV files."""

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from detente.cli import screen
from detente.foundation.errors import Fault, UserError


def table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], *, right: Iterable[int] = (), elastic: Iterable[int] = (0,), indent: int = 2
) -> None:
    """Print rows in columns; those in `elastic` wrap, those in `right` stand to the right, empty ones are left out."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    import sys

    styled = screen.colours(sys.stdout)
    kept = [k for k in range(len(heads)) if any(row[k] for row in rows)]
    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    for k in kept:
        grid.add_column(
            Text(heads[k]), justify="right" if k in set(right) else "left", no_wrap=k not in set(elastic),
            overflow="fold",
        )
    for row in rows:
        grid.add_row(*(Text(screen.visible(row[k])) for k in kept))
    console = Console(
        file=io.StringIO(), width=screen.width() - indent, markup=False, emoji=False, highlight=False,
        force_terminal=styled, color_system="standard" if styled else None, legacy_windows=False,
    )
    console.print(grid)
    for line in console.file.getvalue().splitlines():  # pyright: ignore[reportAttributeAccessIssue]
        print((" " * indent + line).rstrip())


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
    return Fault("E491", f"tables cannot be written to `{folder}`: {reason}", None, "name a folder that you may write to")
