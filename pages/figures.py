"""What the figures show, as plain rows; drawing them is another matter, and needs another library."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from detente.foundation.cache import content_key
from pages import minds, words
from pages.asked import ASKED
from pages.records import Records, Row, asks, difference, probability, questions, seen

Rows = list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: the function that makes its rows, and what a reader hears who does not see it."""

    rows: Callable[[Records], Rows]
    title: str
    shows: str


def stamp(rows: Rows) -> str:
    """Hash the rows of a figure; it stands in the picture, so that a test can tell from which rows it was drawn."""
    return content_key(json.dumps(rows, sort_keys=True))


# ---------------------------------------------------------------- rows


def beliefs(records: Records) -> Rows:
    """Return Washington's beliefs month by month, in per cent, in the worlds where the other is of a type."""
    return [row for other in ("pyongyang", "seoul") for row in _of_one(minds.held_by(records, other), other)]


def _of_one(held: Row, other: str) -> Iterator[dict[str, object]]:
    for truth in held["truths"]:
        for type, course in truth["belief"].items():
            if other == "seoul" and type != "partner_of_pyongyang":
                continue
            for k, month in enumerate(held["months"]):
                yield {
                    "other": other,
                    "truth": truth["type"],
                    "believed": type,
                    "month": month,
                    "mean": course["mean"][k],
                    "low": course["low"][k],
                    "high": course["high"][k],
                }


def eyes(records: Records) -> Rows:
    """Return every question as it is and where Washington sees better, in per cent.

    As it is: the interval of worlds. Else: how far the same worlds move it, laid off from where it stands.
    """
    found = {name: minds.questions_of(records, name) for name in minds.EYES}
    rows: Rows = []
    ask = asks(records[minds.EYES[0]])
    for id, row in _in_order(questions(records[minds.EYES[0]])):
        at, (low, high) = 100 * seen(row), probability(row).interval
        rows.append({"ask": ask[id], "case": "as it is", "at": at, "low": 100 * low, "high": 100 * high, "moves": True})
        for name, told in minds.EYES_TOLD.items():
            what = difference(found[name][id])
            ends = [_within(at + 100 * end) for end in what.interval]
            rows.append(
                {
                    "ask": ask[id],
                    "case": told,
                    "at": _within(at + 100 * what.difference),
                    "low": ends[0],
                    "high": ends[1],
                    "moves": words.moves(what),
                }
            )
    return [row for row in rows if row["at"] == row["at"]]


def forecast(records: Records) -> Rows:
    """Return every question's probability and interval, in per cent, by the month in which it is asked."""
    rows: Rows = []
    asked = {id: month for month, group in ASKED.items() for id in group}
    for id, row in _in_order(questions(records["forecast"])):
        what = probability(row)
        rows.append(
            {
                "asked": asked[id],
                "ask": row["ask"],
                "at": 100 * what.probability,
                "low": 100 * what.interval[0],
                "high": 100 * what.interval[1],
                "told": words.chance(what, word=False),
                "bound": what.bound,
            }
        )
    return [row for row in rows if row["at"] == row["at"]]


def _in_order(found: Mapping[str, Row]) -> list[tuple[str, Row]]:
    return [(id, found[id]) for group in ASKED.values() for id in group if id in found]


def _within(value: float) -> float:
    return min(max(round(value, 4), 0.0), 100.0)


FIGURES: Mapping[str, Figure] = {
    "forecast-questions": Figure(
        forecast,
        "The forecast, question by question",
        "A dot for the chance of yes, a bar for where it lies in 90 % of worlds, the figures beside it.",
    ),
    "washington-believes": Figure(
        beliefs,
        "What Washington believes of the two Koreas, month by month, by what they really are",
        "Three panels: where Pyongyang is a trader, where it is a staller, and that Seoul is Pyongyang's partner. "
        "Lines are means, bands hold 90 % of worlds.",
    ),
    "washington-sees": Figure(
        eyes,
        "Every question as it is, where Washington knows the odds, and where every post is filled",
        "As it is: a dot for the chance, a line for 90 % of worlds. Else: a dot for where the chance moves to, a line "
        "for how far 90 % of worlds move it; faint where no difference is seen.",
    ),
}
"""The pictures in docs/pictures by name."""


def figure_block(name: str) -> Callable[[Records], str]:
    """Return the block that shows a figure, with what it shows below and for those who do not see it."""

    def write(records: Records) -> str:
        figure = FIGURES[name]
        figure.rows(records)  # NotThere where it cannot be drawn
        return f"![{figure.title}. {figure.shows}](pictures/{name}.svg)\n\n*{figure.title}. {figure.shows}*"

    return write
