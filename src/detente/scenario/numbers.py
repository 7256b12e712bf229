"""One number of a scenario by its path: read a new value and put it in its place (`--set`)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from detente.expressions import tree
from detente.foundation.errors import Fault, Place, UserError
from detente.scenario import model, quantities
from detente.scenario.levels import read_level
from detente.scenario.names import Names, nearest
from detente.scenario.quantities import Quantity
from detente.scenario.report import Misread
from detente.scenario.site import in_points


def with_number(scenario: model.Scenario, path: str, value_text: str) -> model.Scenario:
    """Return the scenario with one number changed, in its elements and in its text.

    A cost that the file gives once for several owners is one number there, and is changed for each of them.
    Raises UserError for an unknown path or a value that cannot stand there.
    """
    try:
        number = read_number(path, value_text, scenario)
    except Misread as fault:
        where = Place("--set", 1, 1, max(1, len(path)))
        source = f"{path} is {value_text}"
        raise UserError(Fault(fault.code, fault.message, where, fault.remedy, source)) from None
    _refuse_to_untie(scenario, number, f"{path} is {value_text}")
    splice = _splice(scenario, path, value_text)
    return replace(_replaced(scenario, number, splice), text=splice.text)


def _refuse_to_untie(scenario: model.Scenario, number: model.Number, source: str) -> None:
    """Refuse a single value for a number that is tied to others: the file would not be sound any more."""
    changed = {path for path, other in scenario.numbers.items() if other.place and other.place == number.place}
    changed.add(number.path)  # with a cost that is written once for several owners, all of theirs
    tied = [joint.id for joint in scenario.together.values() if any(each.path in changed for each in joint.numbers)]
    if tied and number.low == number.high:
        message = f"`{number.path}` is drawn together with others, by `{tied[0]}`, and keeps a range"
        remedy = f"set a range, `... to ...`; or ask a what-if: `number {source}`"
        where = Place("--set", 1, 1, len(number.path))
        raise UserError(Fault("E625", message, where, remedy, source))


def read_number(path: str, text: str, scenario: model.Scenario) -> model.Number:
    """Read a new value for the number at `path`. Raises Misread."""
    old = scenario.numbers.get(path)
    if old is None:
        near = nearest(path, scenario.numbers)
        remedy = f"did you mean `{near}`?" if near else "`detente show` lists the numbers of an element"
        raise Misread("E704", f"there is no number `{path}` in this scenario", remedy=remedy)
    # A view of a number is read as that number is.
    path = re.sub(r"^views\.\w+\.", "", path)
    start = re.fullmatch(r"variables\.(\w+)\.now", path)
    if start and (levels := scenario.variables[start[1]].levels):
        points = read_level(text.strip(), start[1], Names(levels={start[1]: levels}))
        return replace(old, low=points, high=points)
    quantity = _quantity(path, text, old)
    if quantity.word:
        message = f"a number cannot be set to `{quantity.word}`"
        raise Misread("E705", message, remedy="change the file instead")
    if quantity.because:
        raise Misread("E313", "what a number rests on stays as it is", remedy="leave `because` out")
    variable = _variable_of(path, scenario)
    if variable:
        quantity = _without_month(quantity, path, scenario, old)
        known = scenario.variables.get(variable)
        measure = known.measure if known else None
        difference = not re.fullmatch(r"variables\.\w+\.(now|base)", path)
        new = in_points(quantity, old.path, old.kind, measure, difference=difference)
    elif ".belief." in path:
        new = in_points(quantity, old.path, old.kind, None, difference=True)
    else:
        new = replace(old, low=quantity.low, high=quantity.high)
    if old.kind == "share" and not 0 <= new.low <= new.high <= 100:
        raise Misread("E306", "this lies outside 0 to 100", remedy="write a number between 0 and 100")
    return replace(new, because=old.because, unit=old.unit, place=old.place)


def read_named(text: str, like: str) -> tuple[Quantity, str]:
    """Read the range of a named number as the kind that `like` names; return it with its distribution."""
    reader, kind = quantities.LIKE[like]
    quantity = reader(text)
    if kind == "share" and not 0 <= quantity.low <= quantity.high <= 100:
        raise Misread(
            "E306",
            f"a number like `{like}` lies between 0 and 100",
            remedy="choose another `like:`, or another range",
        )
    return quantity, kind


_READERS: tuple[tuple[str, quantities.Reader], ...] = (
    (r"variables\..*\.(now|base)", quantities.level),
    (r"variables\..*\.noise", quantities.noise),
    (r"variables\..*\.half_life", quantities.half_life),
    (r"links\..*\.strength", quantities.points),
    (r"links\..*\.push", quantities.push),
    (r".*\.patience", quantities.patience),
    (r".*\.indifference", quantities.indifference),
    (r".*\.worth", quantities.worth),
    (r".*\.wants\..*", quantities.points),
    (r".*\.(sides_with|usual_yes)\..*", quantities.share),
    (r"agendas\.[^.]*\.types\.[^.]*\.chance", quantities.share),
    (r"agendas\.[^.]*\.attention", quantities.attention),
    (r"signals\.[^.]*\.noise", quantities.noise),
    (r"cards\.[^.]*\.usual", quantities.usual),
    (r"cards\.[^.]*\.chance", quantities.share),
    (r"cards\.[^.]*\.scale", quantities.scale),
    (r"cards\.[^.]*\.costs\..*", quantities.cost),
    (r"transitions\..*\.chance", quantities.share),
    (r"shocks\.[^.]*\.chance", quantities.monthly_share),
)


def _quantity(path: str, text: str, old: model.Number) -> Quantity:
    """Read a value by the kind of its path; an amount keeps its coin, a named number its unit."""
    reader = next((reader for pattern, reader in _READERS if re.fullmatch(pattern, path)), quantities.effect)
    quantity = reader(text)
    amount = reader in (quantities.indifference, quantities.worth, quantities.cost)
    named = path.startswith("numbers.")
    if (amount and quantity.unit != old.unit) or (named and quantity.unit not in ("", old.unit)):
        remedy = f"write the number in {old.unit or 'plain figures'}"
        raise Misread("E308", f"`{quantity.unit}` cannot stand here", remedy=remedy)
    if named and old.kind == "positive" and quantity.low <= 0:
        raise Misread("E307", "this number has to be above 0", remedy="write a number above 0")
    return quantity


def _without_month(quantity: Quantity, path: str, scenario: model.Scenario, old: model.Number) -> Quantity:
    """Take `a month` off a push; a shift of the rest cannot become a push, nor the other way round."""
    monthly = quantity.unit.endswith("a month")
    if monthly != _written(scenario, old).split("because")[0].rstrip("\"' ").endswith("a month"):
        raise Misread(
            "E308",
            "a shift of the rest and a push (`a month`) are two things",
            remedy="leave `a month` out" if monthly else "write `a month` after the number",
        )
    return replace(quantity, unit=quantity.unit.removesuffix("a month").strip())


def _written(scenario: model.Scenario, number: model.Number) -> str:
    """Return a number as it stands in the file."""
    lines, place = scenario.text.split("\n"), number.place
    if place is None or place.line > len(lines):
        return ""
    return lines[place.line - 1][place.column - 1 : place.column - 1 + place.length]


def _variable_of(path: str, scenario: model.Scenario) -> str:
    """Return the variable in whose unit the number at a path is written, if it is in one."""
    if signal := re.fullmatch(r"signals\.(\w+)\.noise", path):
        return scenario.signals[signal[1]].of
    match = re.fullmatch(
        r"variables\.(\w+)\.(?:now|base|noise)"
        r"|(?:cards|shocks)\.\w+\.(?:on_proposal|if_refused|effects|if_failed|while_in_force)\.(\w+)",
        path,
    )
    return (match[1] or match[2]) if match else ""


@dataclass(frozen=True, slots=True)
class _Splice:
    """The scenario's text with a number written anew, and what that does to places on its line."""

    text: str
    place: Place | None = None
    growth: int = 0

    def moved(self, place: Place) -> Place:
        """Return where a place stands in the new text."""
        old = self.place
        if old is None or place.line != old.line or place.column < old.column:
            return place
        if place.column == old.column:
            return replace(place, length=place.length + self.growth)
        return replace(place, column=place.column + self.growth)


def _splice(scenario: model.Scenario, path: str, value_text: str) -> _Splice:
    """Write the number at `path` anew in the scenario's text, so that text and content agree."""
    place = scenario.numbers[path].place
    lines = scenario.text.split("\n")
    if place is None or place.line > len(lines):
        return _Splice(scenario.text)
    line, start = lines[place.line - 1], place.column - 1
    old = _written(scenario, scenario.numbers[path])
    quote = old[:1] if old[:1] in "\"'" else ""
    because = re.search(r"\sbecause\s.*", old.strip("\"'"))
    new = quote + value_text + (because[0] if because else "") + quote
    lines[place.line - 1] = line[:start] + new + line[start + place.length :]
    return _Splice("\n".join(lines), place, len(new) - place.length)


def _replaced(part: Any, new: model.Number, splice: _Splice) -> Any:  # Any: any part of a scenario
    """Return a part of a scenario with a number in its place, and every place where it now stands."""
    if isinstance(part, Place):
        return splice.moved(part)
    if isinstance(part, model.Number) and (part.path == new.path or (new.place and part.place == new.place)):
        part = replace(new, path=part.path)
    if isinstance(part, Mapping):
        return {key: _replaced(inner, new, splice) for key, inner in part.items()}
    if isinstance(part, tuple):
        return tuple(_replaced(inner, new, splice) for inner in part)
    if is_dataclass(part) and not isinstance(part, (tree.Node, type)):
        changes = {
            field.name: _replaced(getattr(part, field.name), new, splice)
            for field in fields(part)
            if not isinstance(getattr(part, field.name), (str, int, float, tree.Node, type(None)))
        }
        return replace(part, **changes) if changes else part
    return part
