"""The `together:` section: which uncertain numbers lie at the same quantile in every world."""

import re
from collections.abc import Mapping

from detente.foundation.errors import Place
from detente.scenario import model, schema
from detente.scenario.elements import Draft
from detente.scenario.fields import Written
from detente.scenario.names import nearest
from detente.scenario.nodes import Key
from detente.scenario.report import Report
from detente.scenario.resolving import Surroundings
from detente.scenario.site import Site
from detente.scenario.viewing import follows, other_number

_DASHES = ("\N{MINUS SIGN}", "\N{EN DASH}", "\N{EM DASH}")


def ties(
    draft: Draft, report: Report, *, around: Surroundings, scenario: model.Scenario
) -> Mapping[str, model.Together]:
    """Build which numbers are drawn together, by id, and tell what cannot be; `scenario` holds all its numbers."""
    built: dict[str, model.Together] = {}
    taken: dict[str, Key] = {}
    elements: dict[Key, schema.Together] = draft.sections.get("together", {})
    for key in sorted(elements, key=lambda key: key.place.line):  # a number that stands twice is told where it recurs
        site = Site(f"together.{key}", report.about(f"together.{key}"), around)
        built[str(key)] = _together(key, elements[key], site, scenario=scenario, taken=taken)
    return dict(sorted(built.items()))


def _together(
    key: Key, written: schema.Together, site: Site, *, scenario: model.Scenario, taken: dict[str, Key]
) -> model.Together:
    """Build one list; `taken` says where each number stands that is tied already, and is added to."""
    found: dict[str, model.Tied] = {}
    for each in written.numbers:
        tied = _tied(each, site, scenario)
        if tied is not None and _free(tied, each.place, key, site=site, found=found, taken=taken):
            found[tied.path] = tied
            taken[tied.path] = key
    if len(written.numbers) < 2 and not site.tell.spoiled:
        place = written.numbers[0].place if written.numbers else key.place
        message = f"`{key}` ties one number to nothing" if written.numbers else f"`{key}` ties nothing"
        site.tell("E624", message, place, "write two paths or more: a number by itself is drawn by itself anyway")
    numbers = tuple(found[path] for path in sorted(found))
    return model.Together(str(key), numbers, site.grounds(written.why, written.data), key.place)


def _tied(written: Written[str], site: Site, scenario: model.Scenario) -> model.Tied | None:
    """Read one number of a list, telling why it cannot be tied."""
    text = written.value
    if text.startswith(_DASHES):
        remedy = f"write `-{text[1:].lstrip()}`"
        site.tell("E303", f"`{text[0]}` is a dash, not the minus sign of the keyboard", written.place, remedy)
        return None
    path = re.sub(r"\s*->\s*", " -> ", text.removeprefix("-").lstrip())
    number = scenario.numbers.get(path)
    if number is None:
        if not follows(path, site, scenario):
            site.tell(*_missing(path, scenario, place=_after_minus(written, text)))
        return None
    if number.low == number.high:
        message = f"`{path}` has no range: it is the same in every world, so nothing goes with it"
        site.tell("E625", message, written.place, "give it a range, `... to ...`, or leave it out")
        return None
    return model.Tied(path, text.startswith("-"))


def _after_minus(written: Written[str], text: str) -> Place:
    start = 1 if text.startswith("-") else 0
    return written.inside(start, length=len(text) - start) if start else written.place


def _missing(path: str, scenario: model.Scenario, *, place: Place) -> tuple[str, str, Place, str]:
    """Say why there is no number at a path: something else stands there, or nothing."""
    implied = other_number(path, scenario)
    if implied and path.endswith(".chance"):
        message = f"`{path}` is what the other types leave: it is not drawn"
        return "E625", message, place, "tie the chances of the other types, the other way round"
    if implied:
        return "E625", f"`{path}` is not a number of its own", place, f"tie `{path.removesuffix('base')}now`"
    if path in _formulas(scenario):
        return "E625", f"`{path}` is a formula", place, "tie the numbers that it reads: `numbers.damping`"
    near = f"numbers.{path}" if f"numbers.{path}" in scenario.numbers else nearest(path, scenario.numbers)
    remedy = (
        f"did you mean `{near}`?" if near else "`detente show FILE ELEMENT --verbose` lists the numbers of an element"
    )
    return "E704", f"there is no number `{path}` in this scenario", place, remedy


def _formulas(scenario: model.Scenario) -> set[str]:
    """List the paths of the formulas of a scenario."""
    from detente.scenario.doubting import formulas_of  # with all doubts, which a sound file does not need to be read

    return {formula.path for formula in formulas_of(scenario)}


def _free(
    tied: model.Tied, place: Place, key: Key, *, site: Site, found: Mapping[str, model.Tied], taken: Mapping[str, Key]
) -> bool:
    """Say whether a number is not tied yet, telling where it is."""
    here, other = found.get(tied.path), taken.get(tied.path)
    if here is not None and here.mirrored == tied.mirrored:
        site.tell("E203", f"`{tied.path}` stands twice in this list", place, "keep it once")
    elif here is not None:
        message = f"`{tied.path}` stands in this list with a minus and without: no number is its own mirror image"
        site.tell("E626", message, place, "keep one of the two")
    elif other is not None:
        message = f"`{tied.path}` is tied already, by `{other}` (line {other.place.line})"
        site.tell("E626", message, place, f"write all of them in one list, or take it out of `{other}`")
    return here is None and other is None
