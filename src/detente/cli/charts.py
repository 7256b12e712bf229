"""Fans as small charts of text: the median as a line, half and nine tenths of all futures as bands around it."""

import sys
import textwrap
from collections.abc import Sequence
from typing import NamedTuple

from detente.answers.fans import Fan
from detente.cli import screen
from detente.results.wording import natural

ROWS = 6
_GAP = 4


class Marks(NamedTuple):
    """The characters of a chart, outermost band first."""

    outer: str
    inner: str
    median: str
    tick: str
    axis: str


BLOCKS = Marks("░", "▒", "━", "┤", "│")
PLAIN = Marks(".", ":", "#", "|", "|")


def say_fans(fans: Sequence[Fan]) -> None:
    """Print fans, two side by side where the terminal has room for it."""
    from rich.cells import cell_len

    width = screen.width() - 2
    across = 2 if width >= 70 else 1
    room = (width - _GAP * (across - 1)) // across
    margin = max((len(text) for fan in fans for text in _ends(fan)), default=0)
    marks = marks_for(sys.stdout)
    for first in range(0, len(fans), across):
        beside = fans[first : first + across]
        heads = [_head(fan, room) for fan in beside]
        tallest = max(map(len, heads))
        charts = [
            [*head, *[""] * (tallest - len(head)), *chart(fan, room, marks=marks, margin=margin)]
            for head, fan in zip(heads, beside, strict=True)
        ]
        if first:
            print()
        for k in range(max(map(len, charts))):
            cells = [lines[k] if k < len(lines) else "" for lines in charts]
            padded = [cell + " " * (room - cell_len(cell)) for cell in cells]
            print(("  " + (" " * _GAP).join(padded)).rstrip())


def marks_for(stream: object) -> Marks:
    """Choose blocks where the stream's encoding has them, else plain characters."""
    encoding = getattr(stream, "encoding", None) or "ascii"
    try:
        "".join(BLOCKS).encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return PLAIN
    return BLOCKS


_RISING = "▁▂▃▄▅▆▇█"
_RISING_PLAIN = "_.-:=+*#"


def spark(values: Sequence[float], width: int, *, marks: Marks = BLOCKS) -> str:
    """Draw shares in per cent as a line of marks, low for 0 and high for 100, in at most `width` columns."""
    rising = _RISING if marks is BLOCKS else _RISING_PLAIN
    columns = min(len(values), width)
    months = [round(k * (len(values) - 1) / max(columns - 1, 1)) for k in range(columns)]
    top = len(rising) - 1
    return "".join(rising[min(max(int(values[k] / 100.0 * len(rising)), 0), top)] for k in months)


def legend(marks: Marks) -> str:
    """Say what the marks and the figures of a chart mean."""
    return (
        f"{marks.median} median, {marks.inner} half, {marks.outer} nine tenths of all futures. Below: the median after "
        "the first month and after the last [nine tenths then]."
    )


def chart(fan: Fan, width: int, *, marks: Marks = BLOCKS, margin: int = 0) -> list[str]:
    """Draw one fan in at most `width` columns: ROWS rows, months, and where it ends.

    The labels of the axis take `margin` columns, or as many as they need.
    """
    lowest, highest = float(fan.values.min()), float(fan.values.max())
    labels = _ends(fan)
    margin = max(margin, *map(len, labels))
    columns = max(8, min(len(fan.months), width - margin - 2))
    months = [round(k * (len(fan.months) - 1) / max(columns - 1, 1)) for k in range(columns)]
    if highest - lowest < 1e-9:
        return [f"stays at {natural(highest)}"]
    lines = []
    grid = [[" "] * columns for _ in range(ROWS)]
    for column, month in enumerate(months):
        low, lower, middle, upper, high = (
            round((highest - value) / (highest - lowest) * (ROWS - 1)) for value in fan.values[month]
        )
        for row in range(high, low + 1):
            grid[row][column] = marks.inner if upper <= row <= lower else marks.outer
        grid[middle][column] = marks.median
    for k, row in enumerate(grid):
        label = {0: labels[0], ROWS - 1: labels[1]}.get(k, "")
        lines.append(f"{label:>{margin}} {marks.tick if label else marks.axis}{''.join(row)}".rstrip())
    first, last = fan.months[0], fan.months[-1]
    lines.append(f"{'':{margin + 2}}{first}{last:>{max(columns - len(first), len(last) + 1)}}")
    lines.append(f"{'':{margin + 2}}{ending(fan)}")
    return lines


def scale(fan: Fan) -> str:
    """Say what a fan's figures mean: its unit, or its two ends in words."""
    if fan.unit:
        return fan.unit
    return f"0 {fan.zero}, 100 {fan.hundred}" if fan.zero and fan.hundred else "0 to 100"


def ending(fan: Fan) -> str:
    """Say where a fan begins and ends: median after the first month, and median with its 90 % after the last."""
    middle = fan.quantiles.index(0.5)
    first, last = fan.values[0], fan.values[-1]
    return f"{natural(first[middle])} to {natural(last[middle])} [{natural(last[0])} to {natural(last[-1])}]"


def _ends(fan: Fan) -> list[str]:
    return [natural(float(fan.values.max())), natural(float(fan.values.min()))]


def _head(fan: Fan, width: int) -> list[str]:
    """Write a fan's name and scale, wrapped."""
    lines = [line for text in (fan.name, scale(fan)) for line in textwrap.wrap(screen.visible(text), width)]
    return lines or [fan.id]
