"""`python -m sizes [FILE|NAME] [--json]`: set each number of a scenario beside what its series says."""

import argparse
import sys
from collections.abc import Sequence
from itertools import chain
from math import isfinite
from pathlib import Path

from detente.cli import screen, tables
from detente.foundation.errors import UserError
from detente.foundation.rendering import render
from detente.scenario import load
from detente.scenario.model import Scenario
from sizes.cards import of_cards
from sizes.findings import Beside, Finding, beside
from sizes.series import CUT_OFF, FOLDER
from sizes.variables import of_variables


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, or JSON; return the exit code, which is 2 where the file is faulty."""
    parser = argparse.ArgumentParser(prog="python -m sizes", description=__doc__)
    parser.add_argument("target", nargs="?", default="northeast-asia", metavar="FILE|NAME")
    parser.add_argument("--json", action="store_true", help="print JSON for programs instead of text")
    chosen = parser.parse_args(arguments)
    try:
        rows = sizes(load(chosen.target))
    except UserError as error:
        screen.complain(render(error.faults))
        return 2
    if chosen.json:
        screen.print_json({"cut_off": CUT_OFF.isoformat(), "sizes": [_as_data(row) for row in rows]})
    else:
        _say(rows)
    return 0


def sizes(scenario: Scenario, *, folder: Path = FOLDER) -> list[Beside]:
    """List what the series say, each finding beside the number of the scenario that it is about."""
    found = chain(of_variables(scenario, folder=folder), of_cards(scenario, folder=folder))
    return [beside(finding, scenario.numbers.get(finding.path)) for finding in found]


def _say(rows: Sequence[Beside]) -> None:
    cards = [row for row in rows if row.finding.path.endswith(".usual")]
    others = [row for row in rows if row not in cards]
    screen.heading("Starts, half-lives, noise, effects", gap=False)
    heads = ("Number", "In the file", "Series", "90 %", "n", "")
    tables.table(heads, [(row.finding.path, *_cells(row)) for row in others], right=(4,), elastic=())
    screen.heading("What they are taken from")
    screen.entries([(row.finding.path, _origin(row.finding)) for row in others])
    screen.heading("How often cards are played a year: `usual`")
    heads = ("Card", "In the file", "Series", "90 %", "n", "Years", "", "Remark")
    told = [_card_cells(row, again=number > 0 and _same(row, cards[number - 1])) for number, row in enumerate(cards)]
    tables.table(heads, told, right=(4, 5), elastic=(7,))
    print()
    marked = screen.count(sum(bool(row.mark) for row in rows), "number lies", "numbers lie")
    screen.paragraph(
        f"Nothing after {CUT_OFF.isoformat()} counts. n: readings or plays. never: no return to a rest. Of "
        f"{len(rows)} findings, {marked} outside what the series says, in part or wholly."
    )


def _cells(row: Beside) -> tuple[str, ...]:
    says = row.finding.says
    return (
        "none" if row.low is None else _range(row.low, row.high),
        "nothing" if says.low is None else "" if says.middle is None else _figure(says.middle),
        "" if says.low is None or says.low == says.high else _range(says.low, says.high),
        str(row.finding.counted),
        row.mark,
    )


def _origin(finding: Finding) -> str:
    """Name the series, its months, and what the finding takes for granted."""
    span = finding.first if finding.first == finding.last else f"{finding.first} to {finding.last}"
    return f"{finding.file}, {span}" + (f": {finding.note}" if finding.note else "")


def _card_cells(row: Beside, *, again: bool) -> tuple[str, ...]:
    """Write a row; one `again` about the number of the row above, from another series, says `(again)`."""
    *cells, mark = _cells(row)
    finding = row.finding
    return ("(again)" if again else finding.path.split(".")[1], *cells, f"{finding.years:.2f}", mark, finding.note)


def _same(one: Beside, other: Beside) -> bool:
    return one.finding.path == other.finding.path


def _range(low: float | None, high: float | None) -> str:
    return _figure(low) if low == high else f"{_figure(low)} to {_figure(high)}"


def _figure(value: float | None) -> str:
    if value is None:
        return ""
    return "never" if not isfinite(value) else f"{value:.0f}" if abs(value) >= 1000 else f"{round(value, 3):.3g}"


def _as_data(row: Beside) -> dict[str, object]:
    finding = row.finding
    says = {name: getattr(finding.says, name) for name in ("middle", "low", "high")}
    return {
        "path": finding.path,
        "file": {"low": row.low, "high": row.high, "unit": row.unit},
        # no bound is the word, because JSON has no infinity
        "series": {name: "inf" if value == float("inf") else value for name, value in says.items()},
        "counted": finding.counted,
        "first": finding.first,
        "last": finding.last,
        "source": finding.file,
        "mark": row.mark,
        "years": finding.years,
        "note": finding.note,
    }


if __name__ == "__main__":
    sys.exit(main())
