"""Numbers said anew: the text of a number taken apart, and put together again for a remedy, in the right unit."""

import re
from collections.abc import Sequence

from detente.scenario.report import Misread

NUMBER = r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)"
SHAPE = re.compile(
    rf"(?P<low>{NUMBER})(?P<low_percent> ?%)?"
    rf"(?:\s+to\s+(?P<high>{NUMBER}))?(?P<percent> ?%)?(?P<unit>(?:\s+[^\s\d]\S*)*)"
)
_BECAUSE = re.compile(r"(?:^|\s)because(?=\s|$)")

# Units that the language does not have, by what is expected in their place: how much of that one of them is.
ELSEWHERE: dict[str, dict[str, float]] = {
    "months": {"week": 12 / 52, "weeks": 12 / 52, "day": 12 / 365, "days": 12 / 365, "quarters": 3, "decades": 120},
    "plays a year": {"a week": 52, "times a week": 52, "a day": 365, "times a day": 365, "a quarter": 4},
    "points a month": {"a year": 1 / 12, "points a year": 1 / 12, "a week": 52 / 12, "points a week": 52 / 12},
}


def split_because(text: str) -> tuple[str, tuple[tuple[str, int], ...]]:
    """Part a text from the claims after `because`."""
    match = _BECAUSE.search(text)
    if not match:
        return text, ()
    ids = tuple((word[0].rstrip(","), match.end() + word.start()) for word in re.finditer(r"\S+", text[match.end() :]))
    if not ids:
        raise Misread(
            "E313",
            "`because` names no claim",
            remedy="name the claims: `because a14 s15`",
            start=match.start() + 1,
            length=len("because"),
        )
    return text[: match.start()], ids


def in_coins(text: str) -> str:
    """Return the remedy for an amount without its coin, or in another."""
    return f"{write(text, 'point-months')}, or {write(text, 'points').removeprefix('write ')}"


def write(text: str, unit: str, ends: Sequence[float] | None = None) -> str:
    """Return the remedy that says a number anew: its range (or other `ends`) and its `because`, in a unit."""
    body, _ = split_because(text)
    match = SHAPE.match(body.strip())
    if match is None:
        return f"write it in {unit}" if unit else "write a number"
    low, high = [f"{end:.2g}" if abs(end) < 100 else f"{end:.0f}" for end in ends or ()] or match.group("low", "high")
    numbers = f"{low} to {high}" if match["high"] and low != high else low
    unit = unit.removeprefix("plays ")  # `1 a year`
    joint = "" if not unit or unit.startswith("%") else " "
    return f"write `{' '.join((numbers + joint + unit + text[len(body) :]).split())}`"
