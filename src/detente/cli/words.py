"""Numbers, ranges and parts of a scenario as an analyst writes them, in natural units."""

from collections.abc import Iterable

from detente.expressions import show
from detente.foundation.calendar import month_number, month_text
from detente.scenario.levels import level_at
from detente.scenario.model import (
    Agenda,
    AgendaType,
    Amount,
    Card,
    Effect,
    Formula,
    Happening,
    Link,
    Number,
    Scenario,
    Tied,
    Transition,
    Value,
    Variable,
)


def plain(value: float, *, signed: bool = False) -> str:
    """Write a number without a useless tail: 28500, 0.35, +6."""
    text = f"{value:.6g}" if abs(value) < 1e6 else f"{value:.0f}"
    text = "0" if text == "-0" else text
    return f"+{text}" if signed and value > 0 else text


def ends(number: Number) -> tuple[float, float]:
    """Return a number's two ends in its natural unit, the lower first."""
    first, second = (end * number.factor + number.offset for end in (number.low, number.high))
    return min(first, second), max(first, second)


def spread(number: Number, *, signed: bool = False, unit: bool = True) -> str:
    """Write a number or its range, with its unit (if `unit`) and the claims behind it."""
    low, high = ends(number)
    text = plain(low, signed=signed)
    if high != low:
        text += f" to {plain(high, signed=signed)}"
    if unit and number.unit:
        text += _unit(number.unit, one=low == high == 1)
    return text + _because(number)


def tied(number: Tied) -> str:
    """Write a number of `together:` as it stands in the file."""
    return f"-{number.path}" if number.mirrored else number.path


def value(what: Value) -> str:
    """Write a number or a formula."""
    return what.text if isinstance(what, Formula) else spread(what)


def chance(what: Value) -> str:
    """Write a chance; a formula's value is in per cent, a month where it is a shock's."""
    return f"{what.text} (per cent)" if isinstance(what, Formula) else spread(what)


def amount(what: Amount, *, signed: bool = False) -> str:
    """Write a cost or a worth with its coin."""
    if isinstance(what.value, Formula):
        return f"{what.value.text} {what.coin}"
    one = ends(what.value) == (1, 1)
    return spread(what.value, signed=signed, unit=False) + _unit(what.coin, one=one)


def rate(usual: Number) -> str:
    """Write plays a year as `2 a year`, or `1 in 3 years` where that is what the number says."""
    low, high = usual.low, usual.high
    because = _because(usual)
    years = 1 / low if low > 0 else 0.0
    if low == high and years > 1 and abs(years - round(years)) < 1e-6:
        return f"1 in {round(years)} years{because}"
    return f"{plain(low)}{f' to {plain(high)}' if high != low else ''} a year{because}"


def effect(what: Effect) -> str:
    """Write one effect: `tension -12 to -4`, `belief of arden that borea is trader +10`."""
    moved = what.variable if what.belief is None else show(what.belief)
    return f"{moved} {spread(what.size, signed=True)}{' a month' if what.push else ''}"


def effects(what: Iterable[Effect]) -> str:
    """Write effects on one line."""
    return ", ".join(effect(one) for one in what)


def wants(agenda: Agenda | AgendaType) -> list[str]:
    """Write the wants of an agenda or a type, the weightiest first: `trade +40`."""
    ordered = sorted(agenda.wants, key=lambda want: (-max(abs(want.weight.low), abs(want.weight.high)), want.variable))
    return [f"{want.variable} {spread(want.weight, signed=True, unit=False)}" for want in ordered]


def typed(what: AgendaType) -> str:
    """Write a type with its chance: `trader (20 to 40%)`."""
    return f"{what.id} ({spread(what.chance) if what.chance else 'the rest'})"


def hiding(variable: Variable) -> str:
    """Write from whom a variable is hidden."""
    if not variable.hidden:
        return ""
    return f"yes; seen by {', '.join(variable.seen_by)}" if variable.seen_by else "yes, from everybody"


def patience(agenda: Agenda) -> str:
    """Write an agenda's patience; without one an actor looks at this month only.

    What is no plain number of months was written as a discount, and is written so again.
    """
    half_life = agenda.patience
    if half_life is None:
        return "none: this month only"
    discount = 100 * 2 ** (-1 / half_life.low) if half_life.low == half_life.high else 0.0
    if discount and abs(discount - round(discount, 4)) < 1e-9 and half_life.low != round(half_life.low, 4):
        return f"{plain(discount)}% a month{_because(half_life)}"
    return spread(half_life)


def start(variable: Variable) -> str:
    """Write where a variable starts and how it moves."""
    if variable.kind == "formula":
        return f"= {variable.formula.text}" if variable.formula else "a formula"
    where = stand(variable) or "?"
    if variable.levels:
        return f"{where}; levels {', '.join(variable.levels)}"
    if variable.kind == "stock":
        return f"{where}, a stock"
    return f"{where}, half-life {spread(variable.half_life)}" if variable.half_life else where


def stand(variable: Variable) -> str:
    """Write where a variable stands at the start: its level, or its number in its unit."""
    if variable.now is None:
        return ""
    if variable.levels:
        return level_at(variable.levels, variable.now.low) + _because(variable.now)
    return spread(variable.now)


def rule(what: Transition) -> str:
    """Write a rule of transition: `to war when washington plays attack`."""
    return f"to {what.to} {occasion(what)}"


def occasion(what: Transition) -> str:
    """Write when a rule of transition leads on: `when washington plays attack, with a chance of 60%`."""
    odds = f", with a chance of {chance(what.chance)}" if what.chance is not None else ""
    return f"when {what.when.text}{odds}"


def reading(entry: Happening) -> str:
    """Write a reading of the record."""
    return f"{entry.variable} at {entry.level or f'{plain(entry.reading or 0)} points'}"


def link(what: Link) -> str:
    """Write a link's size, delay and gate."""
    number = what.push or what.strength
    size = spread(number, signed=True) if number else ""
    after = f" after {months(what.after)}" if what.after else ""
    return size + after + (f", while {what.gate.text}" if what.gate else "")


def timing(card: Card) -> str:
    """Write when a card may be played again: once, or after a pause."""
    if card.once:
        return "once"
    return f"not again for {months(card.pause)}" if card.pause else ""


def lasting(card: Card) -> str:
    """Write how long a lasting card stays in force."""
    parts = []
    if card.lasts is not None:
        parts.append(f"for {months(card.lasts)}")
    if card.ends_when is not None:
        parts.append(f"until {card.ends_when.text}")
    return " or ".join(parts) if parts else "until a shock ends it, if any does"


def horizon(scenario: Scenario) -> str:
    """Write the months that a scenario covers."""
    last = month_text(month_number(scenario.start) + scenario.months - 1)
    return f"{months(scenario.months)}, {scenario.start} to {last}"


def months(number: int) -> str:
    """Write a count of months."""
    return f"{number} month{'' if number == 1 else 's'}"


def _unit(unit: str, *, one: bool = False) -> str:
    # Only our own units have a plural to drop; an analyst's unit is printed as it was written.
    if one and unit in {"months", "points", "point-months"}:
        unit = unit[:-1]
    return unit if unit.startswith("%") else f" {unit}"


def _because(number: Number) -> str:
    return f" because {' '.join(number.because)}" if number.because else ""
