"""The block on what-ifs: for each of them the questions that move most."""

from pages import words
from pages.records import Records, Row, asks, difference, probability, questions, whatifs

_MOST = 3


def table_of_whatifs(records: Records) -> str:
    """Write, for each what-if, the three questions that move furthest by more than chance."""
    record = records["whatifs"]
    base, ask = questions(record), asks(record)
    rows = []
    for id, whatif in whatifs(record).items():
        told = f"{whatif['name']} (`{id}`)"
        moved = _furthest(whatif)
        if not moved:
            rows.append((told, f"*{words.STILL} in any question*", "", ""))
        for number, row in enumerate(moved):
            was = words.chance(probability(base[row["id"]]))
            rows.append(("" if number else told, ask[row["id"]], was, words.change(difference(row))))
    return words.table(("What if", "Question", "As it is", "Difference"), rows)


def _furthest(whatif: Row) -> list[Row]:
    found = [row for row in whatif["questions"] if words.moves(difference(row))]
    return sorted(found, key=lambda row: -abs(row["difference"]))[:_MOST]
