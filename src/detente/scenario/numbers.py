"""One number of a scenario by its path: read a new value for it, put it in its place (`--set`, `number PATH is N`)."""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from detente.foundation.errors import Fault, Place, UserError
from detente.scenario import model, quantities
from detente.scenario.names import nearest
from detente.scenario.quantities import Quantity
from detente.scenario.report import Misread


def with_number(scenario: model.Scenario, path: str, value_text: str) -> model.Scenario:
    """Return the scenario with one number changed, in its elements and in its text.

    Raises UserError for an unknown path or a value that cannot stand there.
    """
    try:
        number = read_number(path, value_text, scenario)
    except Misread as fault:
        where = Place("--set", 1, 1, max(1, len(path)))
        source = f"{path} is {value_text}"
        raise UserError(Fault(fault.code, fault.message, where, fault.remedy, source)) from None
    changed = _replaced(scenario, path, number)
    text = _spliced(scenario, path, value_text)
    return replace(changed, numbers=dict(sorted({**scenario.numbers, path: number}.items())), text=text)


def read_number(path: str, text: str, scenario: model.Scenario) -> model.Number:
    """Read a new value for the number at `path`. Raises Misread."""
    old = scenario.numbers.get(path)
    if old is None:
        near = nearest(path, scenario.numbers)
        remedy = f"did you mean `{near}`?" if near else "`detente show` lists the numbers of an element"
        raise Misread("E704", f"there is no number `{path}` in this scenario", remedy=remedy)
    from detente.scenario.site import in_points

    quantity = _quantity(path, text, old)
    if quantity.word:
        raise Misread("E705", f"a number cannot be set to `{quantity.word}`", remedy="change the file instead")
    variable = _variable_of(path)
    measure = scenario.variables[variable].measure if variable in scenario.variables else None
    if variable and measure is not None:
        difference = not re.fullmatch(r"variables\.\w+\.(now|base)", path)
        new = in_points(quantity, path, old.kind, measure, difference, ((), old.place))
    else:
        new = replace(old, low=quantity.low, high=quantity.high)
    if old.kind == "share" and not 0 <= new.low <= new.high <= 100:
        raise Misread("E306", "this lies outside 0 to 100", remedy="write a number between 0 and 100")
    return replace(new, because=old.because, unit=old.unit)


def read_named(text: str, like: str) -> tuple[Quantity, str]:
    """Read the range of a named number as the kind that `like` names; return it with its distribution."""
    reader, kind = quantities.LIKE[like]
    quantity = reader(text)
    if kind == "share" and not 0 <= quantity.low <= quantity.high <= 100:
        raise Misread("E306", f"a number like `{like}` lies between 0 and 100", remedy="choose another `like:`, or another range")
    return quantity, kind


_READERS: tuple[tuple[str, quantities.Reader], ...] = (
    (r"variables\..*\.(now|base)", quantities.level),
    (r"variables\..*\.noise", quantities.noise),
    (r"variables\..*\.half_life", quantities.half_life),
    (r"links\..*\.strength", quantities.points),
    (r"links\..*\.push", quantities.push),
    (r".*\.patience", quantities.patience),
    (r".*\.(wants\..*)", quantities.points),
    (r".*\.(sides_with|usual_yes)\..*", quantities.share),
    (r"cards\.[^.]*\.usual", quantities.usual),
    (r"cards\.[^.]*\.chance", quantities.share),
    (r"cards\.[^.]*\.scale", quantities.scale),
    (r"shocks\.[^.]*\.chance", quantities.monthly_share),
)


def _quantity(path: str, text: str, old: model.Number) -> Quantity:
    """Read a value by the kind of its path; amounts keep their coin, which may be left out."""
    for pattern, reader in _READERS:
        if re.fullmatch(pattern, path):
            return reader(text)
    quantity = quantities.effect(text)
    unit = quantity.unit.removesuffix("a month").strip() if ".while_in_force." in path else quantity.unit
    if _variable_of(path):
        return replace(quantity, unit=unit)
    if unit not in ("", old.unit):
        raise Misread("E308", f"`{unit}` cannot stand here", remedy=f"write the number in {old.unit or 'plain figures'}")
    if old.kind == "positive" and quantity.low <= 0:
        raise Misread("E307", "this number has to be above 0", remedy="write a number above 0")
    return replace(quantity, unit=old.unit)


def _variable_of(path: str) -> str:
    """Return the variable in whose unit the number at a path is written, if it is in one."""
    match = re.fullmatch(
        r"variables\.(\w+)\.(?:now|base|noise)"
        r"|(?:cards|shocks)\.\w+\.(?:on_proposal|if_refused|effects|if_failed|while_in_force)\.(\w+)",
        path,
    )
    return (match[1] or match[2]) if match else ""


def _replaced(part: Any, path: str, number: model.Number) -> Any:  # Any: any part of a scenario, and the same again
    """Return a part of a scenario with the number at `path` in its place."""
    if isinstance(part, model.Number):
        return number if part.path == path else part
    if isinstance(part, Mapping):
        return {key: _replaced(inner, path, number) for key, inner in part.items()}
    if isinstance(part, tuple):
        return tuple(_replaced(inner, path, number) for inner in part)
    if is_dataclass(part) and not isinstance(part, (model.Formula, type)):
        changes = {
            field.name: _replaced(getattr(part, field.name), path, number)
            for field in fields(part)
            if not isinstance(getattr(part, field.name), (str, int, float, Place, type(None)))
        }
        return replace(part, **changes) if changes else part
    return part


def _spliced(scenario: model.Scenario, path: str, value_text: str) -> str:
    """Return the scenario's text with the number at `path` written anew, so that text and content agree."""
    place = scenario.numbers[path].place
    lines = scenario.text.split("\n")
    if place is None or place.line > len(lines):
        return scenario.text
    line, start = lines[place.line - 1], place.column - 1
    old = line[start : start + place.length]
    quote = old[:1] if old[:1] in "\"'" else ""
    because = re.search(r"\sbecause\s.*", old.strip("\"'"))
    lines[place.line - 1] = (
        line[:start] + quote + value_text + (because[0] if because else "") + quote + line[start + place.length :]
    )
    return "\n".join(lines)
