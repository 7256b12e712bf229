"""The shipped series, cut off: what happened after the first week of May 2018 can set no number here."""

import csv
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

CUT_OFF = date(2018, 5, 7)
"""The last day that counts: a month before Singapore. A month or a quarter counts when it had ended by then."""
FOLDER = Path(str(files("detente"))) / "library" / "northeast-asia" / "data"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a series: its last day, its date as written, and its cells by column."""

    day: date
    written: str
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Series:
    """Readings of one column in order of time."""

    file: str
    months: tuple[str, ...]
    values: tuple[float, ...]

    @property
    def latest(self) -> "Series":
        """Return the last reading alone."""
        return Series(self.file, self.months[-1:], self.values[-1:])

    def between(self, first: str, last: str) -> "Series":
        """Return the readings of these months, both ends among them."""
        kept = [(month, value) for month, value in zip(self.months, self.values, strict=True) if first <= month <= last]
        return Series(self.file, tuple(month for month, _ in kept), tuple(value for _, value in kept))


def lines(file: str, *, folder: Path = FOLDER) -> list[Line]:
    """Read the rows of a series up to the cut-off, in order of time; there is no other way to a series."""
    with (folder / file).open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    dated = next(name for name in rows[0] if name in ("date", "month", "published"))
    found = [Line(_last_day(row[dated]), row[dated], row) for row in rows]
    return sorted((line for line in found if line.day <= CUT_OFF), key=lambda line: line.day)


def series(file: str, column: str, *, folder: Path = FOLDER, where: Mapping[str, str] | None = None) -> Series:
    """Read one column, leaving out empty cells and rows that do not have the values of `where`."""
    wanted = (where or {}).items()
    kept = [
        line
        for line in lines(file, folder=folder)
        if line.cells[column] and all(line.cells[name] == value for name, value in wanted)
    ]
    return Series(file, tuple(line.written for line in kept), tuple(float(line.cells[column]) for line in kept))


def _last_day(written: str) -> date:
    """Return the day on which what is dated so had ended; what runs `2014..2018` was agreed on in the first year."""
    if ".." in written:
        return date(int(written.split("..")[0]), 12, 31)
    year, month, *day = (int(part) for part in written.split("-"))
    return date(year, month, day[0] if day else monthrange(year, month)[1])
