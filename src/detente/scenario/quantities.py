"""Numbers with their units: `75 to 90`, `20 to 40%`, `-2 a month because s15`, `1 in 20 years`, `never`.

Each reader below takes the text of one kind of field and returns a `Quantity` in the model's own unit
(months, per cent, plays a year, points), or raises `Misread` with what was expected.
What is measured in a unit of the file's own is converted later, where the measure is known.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from detente.scenario.report import Misread
from detente.scenario.rewriting import ELSEWHERE, NUMBER, SHAPE, in_coins, split_because, write

_ONE_IN = re.compile(r"1\s+in\s+(?P<count>\d+(?:\.\d+)?)\s+(?P<unit>years?|months?)")
LARGEST = 1e12


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or a 90 % range. `unit` is what the text says after the number (`%`, `a month`, `soldiers`).

    `because` holds the claims that this number rests on, with their offset in the text.
    `word` is `never` or `none` for those, and then there is no number.
    """

    low: float
    high: float
    unit: str = ""
    because: tuple[tuple[str, int], ...] = ()
    word: str = ""

    def times(self, factor: float) -> "Quantity":
        """Return the same quantity in another unit."""
        return replace(self, low=self.low * factor, high=self.high * factor)


Reader = Callable[[str], Quantity]


# ---------------------------------------------------------------- the kinds of fields


def level(text: str) -> Quantity:
    """Read a level of a variable; its unit, if written, is judged where the measure is known."""
    return _read(text, expected="a level such as `40` or `75 to 90`")


def effect(text: str) -> Quantity:
    """Read a move of a variable, in points or in its unit, perhaps `a month`."""
    return _read(text, expected="a number such as `+10 to +20` or `-2 a month`")


def noise(text: str) -> Quantity:
    """Read a standard deviation."""
    return _positive(_read(text, expected="a number such as `2` or `1 to 3`"), text, "noise", zero=True)


def points(text: str) -> Quantity:
    """Read a signed number of points: a strength, a weight."""
    return _in_units(
        _read(text, expected="points such as `-60 to -20`"), text, {"": 1, "points": 1, "point": 1}, "points"
    )


def push(text: str) -> Quantity:
    """Read a signed number of points a month."""
    units = {"": 1, "points": 1, "a month": 1, "points a month": 1}
    return _in_units(_read(text, expected="points a month such as `+2 to +6`"), text, units, "points a month")


def share(text: str) -> Quantity:
    """Read a chance or another share, in per cent."""
    return _percent(text, "%", "60%")


def attention(text: str) -> Quantity:
    """Read a share of attention, in per cent."""
    return _percent(text, "%", "60%", what="attention")


def type_chance(text: str) -> Quantity:
    """Read the chance of a type, in per cent, or `the rest`."""
    if " ".join(text.split()) == "the rest":
        return Quantity(0.0, 100.0, word="the rest")
    return _percent(text, "%", "20 to 40%` or `the rest")


def monthly_share(text: str) -> Quantity:
    """Read a chance a month, in per cent."""
    return _percent(text, "% a month", "2% a month")


def half_life(text: str) -> Quantity:
    """Read a half-life in months, or `never`."""
    if text.strip() == "never":
        return Quantity(math.inf, math.inf, word="never")
    return _months(text, "a half-life", "12 to 24 months` or `never")


def patience(text: str) -> Quantity:
    """Read a half-life of regard for the future: months, `none`, or the discount itself (`90% a month`)."""
    if text.strip() == "none":
        return Quantity(0.0, 0.0, word="none")
    quantity = _read(text, expected="a patience such as `18 months`, `90% a month` or `none`")
    if not quantity.unit.startswith("%"):
        return _months(text, "patience", "18 months`, `90% a month` or `none")
    if quantity.unit != "% a month":
        yearly = quantity.unit == "% a year" and 0 < quantity.low <= quantity.high < 100
        ends = [100 * (end / 100) ** (1 / 12) for end in (quantity.low, quantity.high)] if yearly else None
        raise Misread("E309", "a discount is so much a month", remedy=write(text, "% a month", ends))
    if not 0 < quantity.low <= quantity.high < 100:
        raise Misread("E306", "a discount lies between 0% and 100% a month", remedy="`none` means this month only")
    low, high = (math.log(0.5) / math.log(end / 100) for end in (quantity.low, quantity.high))
    return replace(quantity, low=low, high=high, unit="months")


def indifference(text: str) -> Quantity:
    """Read an indifference, in `points` or `point-months`."""
    return _positive(_coin(text, "0.3 points` or `6 point-months"), text, "indifference")


def cost(text: str) -> Quantity:
    """Read a cost, in `points` or `point-months`."""
    return _positive(_coin(text, "6 point-months` or `0.4 points"), text, "a cost", zero=True)


def worth(text: str) -> Quantity:
    """Read the worth of a payoff, in `point-months` or `points`."""
    return _coin(text, "-40 point-months")


def scale(text: str) -> Quantity:
    """Read a factor."""
    quantity = _read(text, expected="a factor such as `0.5 to 1`")
    if quantity.unit == "%":
        ends = [quantity.low / 100, quantity.high / 100]
        raise Misread("E308", "a factor is not in per cent: 1 leaves things as they are", remedy=write(text, "", ends))
    return _positive(_in_units(quantity, text, {"": 1}, "a factor without a unit"), text, "a scale", zero=True)


def usual(text: str) -> Quantity:
    """Read a rate of plays: `1 a year`, `0.3 to 0.9 a year`, `1 in 20 years`."""
    body, because = split_because(text)
    if match := _ONE_IN.fullmatch(body.strip()):
        count = float(match["count"]) / (1 if match["unit"].startswith("year") else 12)
        if count <= 0:
            raise Misread("E307", "a rate of one play in no time", remedy="write `1 in 20 years`")
        return Quantity(1 / count, 1 / count, "a year", because)
    quantity = _read(text, expected="a rate such as `1 a year` or `1 in 20 years`")
    if not quantity.unit:
        raise Misread("E309", "a rate needs its unit", remedy=write(text, "a year"))
    if quantity.unit == "%":
        message = "per cent cannot stand here: a rate says how often"
        raise Misread("E308", message, remedy="write how often: `1 a year`, `0.3 to 0.9 a year`, `1 in 20 years`")
    units = {"a year": 1, "a month": 12, "times a year": 1, "times a month": 12}
    return _positive(replace(_in_units(quantity, text, units, "plays a year"), unit="a year"), text, "a rate")


def count(text: str) -> Quantity:
    """Read a whole number of months."""
    quantity = _read(text, expected="a number of months such as `6 months`")
    if factor := ELSEWHERE["months"].get(quantity.unit):
        whole = max(1, round(quantity.high * factor))
        remedy = f"write `{whole} month{'s' if whole > 1 else ''}`"
        raise Misread("E308", f"`{quantity.unit}` cannot stand here: this takes whole months", remedy=remedy)
    quantity = _in_units(quantity, text, _MONTHS, "months")
    if quantity.low != quantity.high:
        raise Misread("E310", "a count of months takes no range", remedy="write one number: `6 months`")
    if quantity.low != int(quantity.low) or quantity.low < 0:
        raise Misread("E310", "a whole number of months is expected", remedy="write `6 months`")
    if quantity.low > 600:
        raise Misread("E306", "at most 600 months", remedy="write `600 months` or less, or leave it out")
    return quantity


def plain(text: str) -> Quantity:
    """Read one number, perhaps with a unit."""
    quantity = _read(text, expected="a number such as `28500`")
    if quantity.low != quantity.high:
        raise Misread("E310", "one number is expected here, not a range", remedy="write one number")
    return quantity


# What `like:` under `numbers:` may name: the reader and the distribution of its kind.
LIKE: dict[str, tuple[Reader, str]] = {
    "level": (points, "share"),
    "chance": (lambda text: _loose(text, {"": 1, "%": 1, "% a month": 1}, "per cent"), "share"),
    "attention": (lambda text: _loose(text, {"": 1, "%": 1}, "per cent"), "share"),
    "half_life": (lambda text: _positive(_loose(text, _MONTHS, "months"), text, "a half-life"), "positive"),
    "patience": (lambda text: _positive(_loose(text, _MONTHS, "months"), text, "patience"), "positive"),
    "indifference": (lambda text: _positive(points(text), text, "indifference"), "positive"),
    "noise": (lambda text: _positive(points(text), text, "noise", zero=True), "positive"),
    "cost": (lambda text: _positive(points(text), text, "a cost", zero=True), "positive"),
    "scale": (scale, "positive"),
    "usual": (
        lambda text: _positive(_loose(text, {"": 1, "a year": 1}, "plays a year"), text, "a rate"),
        "positive",
    ),
    "strength": (points, "signed"),
    "push": (push, "signed"),
    "effect": (lambda text: _loose(text, {"": 1, "points": 1}, "points"), "signed"),
    "worth": (points, "signed"),
    "weight": (points, "signed"),
}


def looks_like_a_number(text: str) -> bool:
    """Say whether a field that takes a number or a formula holds a number (`60%`) rather than a formula."""
    body, _ = split_because(text)
    words = set(re.findall(r"[A-Za-z_][\w-]*", body))
    return not re.search(r"[*/()]", body) and words <= _UNIT_WORDS


def is_amount(text: str) -> bool:
    """Say whether a text is a number or a range with a unit, known or not."""
    return bool(SHAPE.fullmatch(split_because(text)[0].strip()))


_MONTHS = {"": 1, "month": 1, "months": 1, "year": 12, "years": 12}
_WORDS = ("to", "a", "in", "point", "points", "point-month", "point-months", "times", "never", "none")
_UNIT_WORDS = frozenset([*_MONTHS, *_WORDS])


# ---------------------------------------------------------------- reading


def _read(text: str, *, expected: str) -> Quantity:
    """Read number or range, unit and `because`; say what is odd about the rest."""
    body, because = split_because(text)
    lead = len(body) - len(body.lstrip())
    match = SHAPE.fullmatch(body.strip())
    if not match:
        _explain(body, expected)
        raise Misread("E301", f"`{body.strip()}` is not {expected}", remedy="write " + expected.split("such as ")[-1])
    low = float(match["low"])
    high = float(match["high"]) if match["high"] else low
    if max(abs(low), abs(high)) > LARGEST:
        raise Misread("E311", "this number is too large", remedy="choose a larger unit", start=lead)
    percent = "%" if match["percent"] or match["low_percent"] else ""
    unit = " ".join([percent, *match["unit"].split()]).strip()
    if high < low:
        low_text, high_text = match["low"], match["high"]
        raise Misread(
            "E305",
            f"the range runs from {low_text} down to {high_text}",
            remedy=write(f"{high_text} to {low_text}{text[len(body) :]}", unit),
            start=lead,
            length=len(body.strip()),
        )
    if match["low_percent"] and match["high"] and not match["percent"]:
        raise Misread("E308", "only one end of this range is in per cent", remedy=write(text, unit))
    return Quantity(low, high, unit, because)


def _explain(body: str, expected: str) -> None:
    """Raise the particular fault of text that is no number, if it is a known one."""
    if match := re.search(r"[+-]?\d{1,3}(?:,\d{3})+(?!\d)", body):
        plain_number = match[0].replace(",", "")
        raise Misread(
            "E302",
            f"`{match[0]}` has a comma for thousands",
            remedy=f"write `{plain_number}`",
            start=match.start(),
            length=len(match[0]),
        )
    if match := re.search(r"\d+,\d+", body):
        raise Misread(
            "E302",
            f"`{match[0]}` has a decimal comma",
            remedy=f"write `{match[0].replace(',', '.')}`",
            start=match.start(),
            length=len(match[0]),
        )
    if match := re.search(rf"({NUMBER})\s*%?\s*(?:[-–—−]|\.\.+|…)\s*({NUMBER})", body):
        raise Misread(
            "E304",
            f"`{match[0]}` is not how a range is written",
            remedy=f"write `{match[1]} to {match[2]}`",
            start=match.start(),
            length=len(match[0]),
        )
    if match := re.search("[−–—]", body):
        raise Misread(
            "E303",
            f"`{match[0]}` is a dash, not the minus sign of the keyboard",
            remedy=f"write `{re.sub('[−–—]', '-', body.strip())}`",
            start=match.start(),
            length=1,
        )
    if re.search(r"[*/()]|\b(if|else)\b", body):
        raise Misread(
            "E301",
            f"a formula cannot stand here: {expected} is expected",
            remedy="only chances, costs, scales and `formula:` may be formulas",
        )


# ---------------------------------------------------------------- judging


def _in_units(quantity: Quantity, text: str, units: Mapping[str, float], expected: str) -> Quantity:
    """Convert from one of `units` (word to factor) or refuse."""
    if quantity.unit in units:
        return quantity.times(units[quantity.unit])
    if quantity.unit.startswith("%"):
        remedy = "leave out the `%`" if expected not in ELSEWHERE else write(text, expected)
        raise Misread("E308", f"per cent cannot stand here: this takes {expected}", remedy=remedy)
    wanted = expected if expected in ELSEWHERE else "" if "" in units else max(units, key=len)
    factor = ELSEWHERE.get(expected, {}).get(quantity.unit)
    ends = [quantity.low * factor, quantity.high * factor] if factor else None
    place = {"start": text.find(quantity.unit), "length": len(quantity.unit)} if quantity.unit in text else {}
    message = f"`{quantity.unit}` cannot stand here: this takes {expected}"
    raise Misread("E308", message, remedy=write(text, wanted, ends), **place)


def _loose(text: str, units: Mapping[str, float], expected: str) -> Quantity:
    return _in_units(_read(text, expected=f"a number of {expected} such as `20 to 80`"), text, units, expected)


def _percent(text: str, unit: str, example: str, *, what: str = "a chance") -> Quantity:
    quantity = _read(text, expected=f"{what} such as `{example}`")
    if quantity.unit != unit:
        remedy = write(text, unit)
        if not quantity.unit and 0 < quantity.high <= 1:  # as chances are written elsewhere
            meant = write(text, unit, [100 * quantity.low, 100 * quantity.high])
            raise Misread("E309", f"{what} is in per cent", remedy=f"{meant}, or {remedy.removeprefix('write ')}")
        if quantity.unit in ("", "%"):
            message = f"{what} needs its `%`" if unit == "%" else f"{what} of this kind is so much a month"
            raise Misread("E309", message, remedy=remedy)
        if (quantity.unit, unit) == ("% a year", "% a month") and 0 <= quantity.low <= quantity.high <= 100:
            ends = [100 * (1 - (1 - end / 100) ** (1 / 12)) for end in (quantity.low, quantity.high)]
            remedy = write(text, unit, ends)
        raise Misread("E308", f"`{quantity.unit}` cannot stand here", remedy=remedy)
    if quantity.low < 0 or quantity.high > 100:
        raise Misread("E306", f"{what} lies between 0% and 100%", remedy=f"write a number in between: `{example}`")
    return quantity


def _months(text: str, what: str, example: str) -> Quantity:
    quantity = _read(text, expected=f"{what} such as `{example}`")
    return replace(_positive(_in_units(quantity, text, _MONTHS, "months"), text, what), unit="months")


def _coin(text: str, example: str) -> Quantity:
    quantity = _read(text, expected=f"an amount such as `{example}`")
    coins = {
        "point": "points",
        "points": "points",
        "point-month": "point-months",
        "point-months": "point-months",
    }
    if not quantity.unit:
        raise Misread(
            "E309",
            "an amount names its coin, `points` (lasting) or `point-months` (once)",
            remedy=in_coins(text),
        )
    if quantity.unit not in coins:
        raise Misread(
            "E308",
            f"`{quantity.unit}` is no coin: amounts are in `points` or `point-months`",
            remedy=in_coins(text),
            start=max(0, text.find(quantity.unit)),
            length=len(quantity.unit),
        )
    return replace(quantity, unit=coins[quantity.unit])


def _positive(quantity: Quantity, text: str, what: str, *, zero: bool = False) -> Quantity:
    """Refuse what a log-normal number cannot be; `zero`: a plain 0 is allowed."""
    if zero and quantity.low == quantity.high == 0:
        return quantity
    if quantity.low < 0:
        raise Misread("E307", f"{what} cannot be negative", remedy="write a number above 0")
    if quantity.low == 0:
        remedy = "begin the range above 0" if quantity.high > 0 else "write a number above 0"
        raise Misread("E307", f"{what} cannot be 0" + (" at one end" if quantity.high > 0 else ""), remedy=remedy)
    return quantity
