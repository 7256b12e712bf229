"""Cells and sentences of the pages: figures in the words of the terminal, set in Markdown."""

from collections.abc import Iterable, Sequence
from math import isfinite

from detente.results import wording
from detente.results.figures import Difference, Probability

STILL = "no difference seen"
"""What is said of a difference that chance alone could have made."""


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, right: Iterable[int] = ()) -> str:
    """Write a table; columns in `right` stand to the right, those that are empty are left out."""
    rows, right = list(rows), set(right)
    kept = [k for k in range(len(heads)) if any(row[k] for row in rows)] or list(range(len(heads)))
    rule = ["---:" if k in right else "---" for k in kept]
    lines = [[heads[k] for k in kept], rule, *([escaped(row[k]) for k in kept] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def escaped(text: str) -> str:
    """Write text that stays in its cell."""
    return text.replace("|", "\\|").replace("\n", " ")


def chance(what: Probability, *, word: bool = True) -> str:
    """Write a probability with its interval and, unless a column has it, its likelihood word."""
    if not isfinite(what.probability):
        return what.word
    return wording.sentence(what) if word else f"{wording.percentage(what)} {wording.interval(what)}".strip()


def change(what: Difference) -> str:
    """Write a paired difference in points with its interval; say so where chance alone could have made it."""
    verdict = wording.sure(what)
    if not isfinite(what.difference):
        return verdict
    if verdict == "no change":
        return STILL
    told = f"{wording.points(what)} {wording.points_interval(what)}"
    return told if moves(what) else f"{told}, {STILL}" if verdict == "could be chance" else f"{told}, {verdict}"


def moves(what: Difference) -> bool:
    """Say whether a difference is more than chance could well have made."""
    return wording.sure(what) in ("more likely", "less likely")


def fixed(value: float | None, digits: int) -> str:
    """Write a figure with so many decimals; nothing where there is none."""
    return "" if value is None else f"{value:.{digits}f}"


def belief(mean: float, low: float, high: float) -> str:
    """Write a belief, in per cent, with the interval of worlds."""
    return f"{wording.percent(mean / 100)} {wording.spread(low / 100, high / 100)}"


def listed(names: Sequence[str]) -> str:
    """Write names as a sentence has them."""
    return "" if not names else names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def government(id: str) -> str:
    """Write an actor's id as a sentence has it: Washington, the House, the advisers."""
    return {"house": "the House", "advisers": "the advisers"}.get(id, id.capitalize())


def kind(type: str) -> str:
    """Write a type's id in words: a trader, Pyongyang's partner."""
    partner = type.removeprefix("partner_of_")
    if partner != type:
        return f"{government(partner)}'s partner"
    return type if type == "sincere" else f"a {type}"
