"""How far a run is: a line on standard error for people who watch, silence for everything else."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from detente.cli import screen

Say = Callable[[str, float], None]


@contextmanager
def progress(*, verbose: bool) -> Iterator[Say]:
    """Give the function that a run tells its progress to: what is being done, and the share of it that is done.

    On a terminal one line shows it with the time passed, and vanishes at the end; elsewhere a line says when the long
    work of solving begins, or with `verbose` a line for each stage as it begins.
    """
    if sys.stderr.isatty():
        with _live() as say:
            yield say
    elif verbose:
        yield _plain()
    else:
        yield _quiet()


@contextmanager
def _live() -> Iterator[Say]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
    from rich.table import Column

    console = Console(stderr=True, markup=False, emoji=False, highlight=False, no_color=not screen.colours(sys.stderr))
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False, table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis")),
        BarColumn(bar_width=20),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True, expand=True, refresh_per_second=8) as bar:
        task = bar.add_task("getting ready", total=1.0)

        def say(what: str, share: float) -> None:
            bar.update(task, description=screen.visible(what), completed=min(max(share, 0.0), 1.0))

        yield say


def _plain() -> Say:
    begun = time.perf_counter()
    stage = ""

    def say(what: str, share: float) -> None:
        nonlocal stage
        if what.split(":")[0] != stage:
            stage = what.split(":")[0]
            screen.complain(f"{time.perf_counter() - begun:7.1f} s  {stage}")

    return say


def _quiet() -> Say:
    told = False

    def say(what: str, share: float) -> None:
        nonlocal told
        if not told and what.startswith(("solving", "going on")):
            told = True
            stage = what.split(":")[0]
            screen.complain(f"{stage[:1].upper()}{stage[1:]}: this may take some minutes (--verbose tells the stages).")

    return say
