"""The blocks on how far answers hang on how the file is read: readings, starts, and numbers that stand out."""

from collections.abc import Mapping

from detente.results import wording
from pages import words
from pages.records import Records, Row, asks, difference, probability, questions

_MUCH = 1 / 4
"""An answer hangs on a number that goes with at least this share of what differs between worlds."""

_SHORT = {
    "half": "Indifference halved",
    "double": "Indifference doubled",
    "wide": "Ranges half as wide again",
    "scrambled": "Agendas dealt out",
    "hawkish": "Hawkish start",
    "dovish": "Dovish start",
    "random": "Random start",
}


def _rows(records: Records, *, starts: bool) -> dict[str, Row]:
    found = {row["reading"]: row for row in records["readings"].data["readings"]}
    return {name: row for name, row in found.items() if (row["play_moved"] is not None) == starts}


def table_of_readings(records: Records) -> str:
    """Write how every question moves when the file is read otherwise."""
    return _questions(records, _rows(records, starts=False))


def table_of_starts(records: Records) -> str:
    """Write how every question moves when solving begins elsewhere."""
    return _questions(records, _rows(records, starts=True))


def _questions(records: Records, readings: Mapping[str, Row]) -> str:
    base, ask = questions(records["forecast"]), asks(records["forecast"])
    moved = {name: {row["id"]: row for row in reading["questions"]} for name, reading in readings.items()}
    rows = [
        (ask[id], words.chance(probability(base[id]), word=False), *(_cell(found[id]) for found in moved.values()))
        for id in base
    ]
    return words.table(("Question", "As it is", *(_SHORT[name] for name in readings)), rows)


def _cell(row: Row) -> str:
    found = difference(row)
    return f"{wording.points(found)} {wording.points_interval(found)}" if words.moves(found) else "·"


def how_readings_fare(records: Records) -> str:
    """Write a line for each reading and start: how far answers move, and what its certificate says."""
    rows = []
    for name, row in (_rows(records, starts=False) | _rows(records, starts=True)).items():
        changes = [difference(one) for one in row["questions"]]
        told = sum(words.moves(one) for one in changes)
        most = max(changes, key=lambda one: abs(one.difference))
        mean = sum(abs(one.difference) for one in changes) / len(changes)
        rows.append(
            (
                _SHORT[name],
                f"{told} of {len(changes)}",
                f"{100 * mean:.1f}",
                f"{wording.points(most)} {wording.points_interval(most)}",
                *(_share(row[figure]) for figure in ("loss_share", "gap_share")),
                "" if row["play_moved"] is None else f"{100 * row['play_moved']:.1f} %",
            )
        )
    heads = ("Reading", "Questions that move", "Points on average", "At most", "Loss", "Gap", "Choices moved")
    return words.table(heads, rows)


def _share(figure: Mapping[str, float]) -> str:
    low, high = (f"{100 * figure[end]:.0f}" for end in ("low", "high"))
    return f"{100 * figure['value']:.0f} % [{low} to {high}]"


def numbers_that_stand_out(records: Records) -> str:
    """Write which questions hang on one number, or one type, more than on all others together may be said to."""
    ask = asks(records["forecast"])
    found = sorted(records["readings"].data["leanings"], key=lambda row: -row["share"])
    rows = [(ask[row["id"]], f"`{row['number']}`", _of(row)) for row in found if row["share"] >= _MUCH]
    return words.table(("Question", "Number", "Share of what differs between worlds"), rows)


def _of(row: Row) -> str:
    low, high = (f"{100 * end:.0f}" for end in row["interval"])
    return f"{100 * row['share']:.0f} % [{low} to {high}]"
