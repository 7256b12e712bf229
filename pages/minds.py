"""Blocks about what Washington does not see: its beliefs beside the truth, and what would change if it saw."""

import re
from collections.abc import Iterator, Sequence
from math import isfinite
from statistics import fmean

from detente.answers.beliefs import MANY
from detente.results import wording
from pages import words
from pages.asked import ASKED
from pages.records import NotThere, Records, Row, asks, difference, probability, questions, whatifs

WHO = "washington"
MONTHS = ("2018-05", "2018-12", "2019-12", "2021-04")
EYES = ("washington_knows", "full_staffing")
"""Both announced: strategies are found again."""
_ITS_OWN = {"washington_hopes", "washington_sees"}  # questions about what Washington believes
EYES_TOLD = {"washington_knows": "Washington knows the odds", "full_staffing": "every post is filled"}


def held_by(records: Records, other: str, who: str = WHO) -> Row:
    """Return what an actor believes of another."""
    for held in records["beliefs"].data["beliefs"]:
        if who in held["believers"] and held["other"] == other:
            return held
    raise NotThere(f"what {who} believes of {other}")


def table_of_beliefs(records: Records) -> str:
    """Write what Washington believes of the two Koreas in some months, where each is of each type."""
    parts = []
    for other in ("pyongyang", "seoul"):
        held = held_by(records, other)
        shown = [(month, held["months"].index(month)) for month in MONTHS if month in held["months"]]
        whose = words.government(other)
        heads = (f"Where {whose} is", f"Washington believes that {whose} is", *(month for month, _ in shown))
        rows = []
        for truth in held["truths"]:
            where = f"{words.kind(truth['type'])} ({wording.percent(truth['share'])} of worlds)"
            for number, (type, course) in enumerate(_believed(held, truth)):
                cells = [words.belief(*(course[key][k] for key in ("mean", "low", "high"))) for _, k in shown]
                told = words.kind(type) + (", as it is" if type == truth["type"] else "")
                rows.append(("" if number else where, told, *cells))
        parts.append(words.table(heads, rows))
    return "\n\n".join(parts)


def _believed(held: Row, truth: Row) -> Iterator[tuple[str, Row]]:
    """Yield the believed types: of two that anybody may be one is enough, since the other is the rest."""
    types = list(truth["belief"])
    for type in types if len(types) > 2 else types[-1:]:
        yield type, truth["belief"][type]


def beliefs_said(records: Records) -> str:
    """Write what becomes of Washington's beliefs, in the sentences of `detente beliefs`."""
    found = [held_by(records, other) for other in ("pyongyang", "seoul")]
    told = [(held["believers"], line) for held in found for line in held["says"]]
    guesses = [guess for guess in records["beliefs"].data["estimates"] if WHO in guess["actors"]]
    told += [(guess["actors"], guess["says"]) for guess in guesses]
    types = {type for held in found for truth in held["truths"] for type in truth["belief"]}
    return "\n".join(f"- {_in_words(line, who, types)}" for who, line in told)


def _in_words(line: str, who: Sequence[str], types: set[str]) -> str:
    """Write a sentence of the terminal with names for ids; say who `they` are where it names too many to list."""
    names = {id: words.government(id) for id in (*who, "pyongyang", "seoul")} | {
        type: words.kind(type) for type in types
    }
    line = re.sub(r"\w+", lambda word: names.get(word[0], word[0]), line)
    first = line[0].upper() + line[1:]
    return f"{words.listed([words.government(id) for id in who])}: {line}" if len(who) > MANY else first


def table_of_eyes(records: Records) -> str:
    """Write every question as it is, and how it moves where Washington sees better."""
    found = {name: questions_of(records, name) for name in EYES}
    base, ask = questions(records[EYES[0]]), asks(records[EYES[0]])
    rows = [
        (ask[id], words.chance(probability(base[id])), *(words.change(difference(found[n][id])) for n in EYES))
        for group in ASKED.values()
        for id in group
        if id in base
    ]
    return words.table(("Question", "As it is", *(_capital(EYES_TOLD[name]) for name in EYES)), rows)


def questions_of(records: Records, whatif: str) -> dict[str, Row]:
    """Return how a what-if, solved again for, moves each question."""
    found = whatifs(records[whatif])
    if whatif not in found:
        raise NotThere(f"the what-if {whatif}")
    return {row["id"]: row for row in found[whatif]["questions"]}


def how_much_hangs(records: Records) -> str:
    """Say in a paragraph how many questions move where Washington sees better, and which most."""
    ask = asks(records[EYES[0]])
    found = {name: {id: row for id, row in questions_of(records, name).items() if id not in _ITS_OWN} for name in EYES}
    told = [_said(name, rows, ask) for name, rows in found.items()]
    size = {name: 100.0 * _average(rows) for name, rows in found.items()}
    more = "On average over all of them, an answer moves by {} where {}, and by {} where {}.".format(
        *(part for name in EYES for part in (f"{size[name]:.1f} points", EYES_TOLD[name]))
    )
    aside = "What Washington itself believes is left out of all this."
    how = (
        "Both are announced: everybody knows of it, and strategies are found again (the table of what-ifs further down "
        "has them as surprises, in strategies as they are)."
    )
    return " ".join((how, *told, more, aside, "What moves under neither does not hang on these two."))


def _average(rows: dict[str, Row]) -> float:
    """Return the mean size of the differences that could be told."""
    sizes = [abs(difference(row).difference) for row in rows.values()]
    return fmean(size for size in sizes if isfinite(size))


def _moved(rows: dict[str, Row]) -> list[str]:
    """List the questions that move by more than chance could make, the furthest first."""
    found = {id: difference(row) for id, row in rows.items()}
    return sorted((id for id, one in found.items() if words.moves(one)), key=lambda id: -abs(found[id].difference))


def _said(name: str, rows: dict[str, Row], ask: dict[str, str]) -> str:
    moved = _moved(rows)
    start = f"Where {EYES_TOLD[name]}, "
    if not moved:
        return f"{start}none of {len(rows)} questions moves by more than chance could make."
    most = words.listed([f"*{ask[id]}* ({words.change(difference(rows[id]))})" for id in moved[:3]])
    counted = f"{len(moved)} of {len(rows)} questions {'moves' if len(moved) == 1 else 'move'}"
    return f"{start}{counted} by more than chance could make; {'furthest ' if len(moved) > 1 else ''}{most}."


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
