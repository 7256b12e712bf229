"""Numbers inside a sentence: what stands between `<!-- number: WHAT -->` and `<!-- end -->`."""

import re
from collections.abc import Callable

from detente.results import wording
from pages import words
from pages.minds import held_by, questions_of
from pages.plays import lines
from pages.records import NotThere, Records, Row, difference, probability, questions, whatifs


def number(what: str, records: Records) -> str:
    """Write a number as a sentence has it. Raises ValueError where nothing is called so.

    `QUESTION`; `QUESTION where ACTOR is TYPE`; `QUESTION under WHATIF` (a difference; a surprise);
    `QUESTION under WHATIF announced`; `CARD a year`; `ACTOR on OTHER as TYPE in MONTH where TYPE` (a belief).
    """
    for pattern, write in _FORMS:
        if found := re.fullmatch(pattern, what):
            return write(records, *found.groups())
    raise ValueError(f"no number is written like {what!r}")


def _question(records: Records, id: str) -> str:
    return words.chance(probability(_row(questions(records["forecast"]), id)))


def _where(records: Records, id: str, actor: str, type: str) -> str:
    for row in _row(questions(records["forecast"]), id)["by_type"]:
        if (row["actor"], row["type"]) == (actor, type):
            return words.chance(probability(row))
    raise ValueError(f"{actor} never is {type}")


def _under(records: Records, id: str, whatif: str, announced: str | None) -> str:
    if announced:
        return f"{words.change(difference(_row(questions_of(records, whatif), id)))}"
    rows = {row["id"]: row for row in _row(whatifs(records["whatifs"]), whatif)["questions"]}
    return words.change(difference(_row(rows, id)))


def _a_year(records: Records, card: str) -> str:
    for line in lines(records):
        if line.card == card:
            return wording.natural(line.a_year)
    raise ValueError(f"no card is called {card}")


def _belief(records: Records, who: str, other: str, type: str, month: str, truth: str) -> str:
    held = held_by(records, other, who)
    for row in held["truths"]:
        if row["type"] == truth:
            course, k = row["belief"][type], held["months"].index(month)
            return words.belief(*(course[key][k] for key in ("mean", "low", "high")))
    raise NotThere(f"{other} as {truth}")


def _row(rows: dict[str, Row], id: str) -> Row:
    if id not in rows:
        raise ValueError(f"nothing is called {id}")
    return rows[id]


_FORMS: tuple[tuple[str, Callable[..., str]], ...] = (
    (r"(\w+)", _question),
    (r"(\w+) where (\w+) is (\w+)", _where),
    (r"(\w+) under (\w+)( announced)?", _under),
    (r"(\w+) a year", _a_year),
    (r"(\w+) on (\w+) as (\w+) in ([\d-]+) where (\w+)", _belief),
)
