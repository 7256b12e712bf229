"""Blocks about plausible play: how often each card is played beside the record, and what stands at an end."""

from detente.answers.plausibility import CardLine
from detente.answers.plausibility import Record as Counted
from detente.cli.screen import count
from detente.results import wording
from pages import words
from pages.records import Records, Row

_OFF = {"above": "**above the record**", "below": "**below the record**", "": ""}


def table_of_plays(records: Records) -> str:
    """Write plays a year of every card beside the record before and after the start; what is off is marked."""
    rows = []
    for line in lines(records):
        before = "no record" if line.before is None else _before(line.before)
        after = "" if line.after is None else f"{wording.natural(line.after.a_year)} ({line.after.plays})"
        rows.append(
            (f"{line.name} (`{line.card}`)", wording.natural(line.a_year), before, _OFF[line.off_record], after)
        )
    return words.table(("Card", "Forecast", "Before May 2018", "", "Since (plays)"), rows, right=(1, 4))


def _before(record: Counted) -> str:
    range = f"[{wording.natural(record.low)} to {wording.natural(record.high)}]"
    return f"{wording.natural(record.a_year)} {range}, {record.plays} in {wording.natural(record.years)} years"


def lines(records: Records) -> list[CardLine]:
    """Return every card's line."""
    return [_line(row) for row in records["plausibility"].data["cards"]]


def _line(row: Row) -> CardLine:
    counted = {key: Counted(**row[key]) if row[key] else None for key in ("before", "after")}
    return CardLine(**{**row, **counted})


def what_is_off(records: Records) -> str:
    """Say how many cards lie outside what the record before the start bears out, and which."""
    found = [line for line in lines(records) if line.before is not None]
    if not found:
        return "There is no record to compare with."
    played = [line for line in found if line.before and line.before.plays]
    parts = [_off(played, "coded in the record before the start"), _off(_others(found, played), "coded since alone")]
    if unseen := len(lines(records)) - len(found):
        parts.append(f"{count(unseen, 'card')} {'stands' if unseen == 1 else 'stand'} nowhere in the record.")
    return " ".join(parts)


def _others(every: list[CardLine], some: list[CardLine]) -> list[CardLine]:
    return [line for line in every if line not in some]


def _off(judged: list[CardLine], which: str) -> str:
    off = {way: [f"`{line.card}`" for line in judged if line.off_record == way] for way in ("above", "below")}
    told = words.listed([f"{words.listed(names)} {way} it" for way, names in off.items() if names])
    lies = sum(map(len, off.values()))
    start = f"Of {count(len(judged), 'card')} {which}, "
    if not lies:
        return f"{start}none lies outside the 90 % range of the record."
    return f"{start}{lies} {'lies' if lies == 1 else 'lie'} outside the 90 % range of the record: {told}."


def at_an_end(records: Records) -> str:
    """Say which variables stand at an end in more than a third of future-months."""
    stuck = records["plausibility"].data["stuck"]
    if not stuck:
        return "No variable stands at 0 or 100 in more than a third of future-months."
    rows = [
        (f"{one['name']} (`{one['variable']}`)", wording.percent(one["at_zero"]), wording.percent(one["at_hundred"]))
        for one in stuck
    ]
    return words.table(("Variable", "At 0, share of future-months", "At 100"), rows, right=(1, 2))


def doubts(records: Records) -> str:
    """List what `detente plausibility` doubts beside the record."""
    found = [doubt for doubt in records["plausibility"].data["doubts"] if "the record before the start" not in doubt]
    return "\n".join(f"- {doubt}" for doubt in found) or "`detente plausibility` doubts nothing else."
