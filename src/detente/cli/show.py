"""`detente show`: a scenario by section, or one element in full."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from difflib import get_close_matches
from typing import Annotated

import typer

from detente.cli import screen, words
from detente.cli.elements import Element, references, sections
from detente.cli.options import AsJson, Target, Verbose
from detente.cli.sight import sight_as_data
from detente.foundation.errors import Fault, UserError
from detente.scenario.model import Actor, Formula, Number, Scenario, WhatIf

Which = Annotated[
    str | None,
    typer.Argument(metavar="ELEMENT", help="An id, a link ('a -> b', in quotes), a table or a section."),
]


def show(target: Target, element: Which = None, as_json: AsJson = False, verbose: Verbose = False) -> None:
    """Show a scenario by section, or one element in full: its numbers, why it is so, and who refers to it.

    --verbose adds the path of every number, by which --set and what-ifs name it.
    """
    from detente.scenario import load

    scenario = load(target)
    listed = sections(scenario)
    if element is None or element in listed:
        chosen = listed if element is None else {element: listed[element]}
        _show_overview(scenario, chosen, as_json=as_json)
        return
    found = [one for ones in listed.values() for one in ones if one.id == _tidy(element)] or _by_path(listed, element)
    table = [one for one in listed.get("cards", []) if getattr(one.content, "table", None) == element]
    if not found and table:
        _show_overview(scenario, {"cards": table}, as_json=as_json)
        return
    if not found:
        raise UserError(_unknown(element, scenario))
    if as_json:
        screen.print_json({"elements": [_element_as_data(scenario, one) for one in found]})
        return
    for number, one in enumerate(found):
        _show_element(scenario, one, first=number == 0, verbose=verbose)


def _by_path(listed: Mapping[str, list[Element]], path: str) -> list[Element]:
    """Find the element that a path of its numbers names, as `--set` takes it: `cards.meet.usual`."""
    section, _, rest = path.partition(".")
    return [one for one in listed.get(section, []) if one.id == rest.partition(".")[0]]


# ---------------------------------------------------------------- the overview


def _show_overview(scenario: Scenario, chosen: dict[str, list[Element]], *, as_json: bool) -> None:
    if as_json:
        data = {section: {one.id: gist(one) for one in ones} for section, ones in chosen.items()}
        screen.print_json({"title": scenario.title, "start": scenario.start, "months": scenario.months, **data})
        return
    screen.paragraph(f"{scenario.title} ({words.horizon(scenario)})")
    for section, ones in chosen.items():
        screen.heading(section.capitalize())
        screen.entries([(one.id, gist(one)) for one in ones])


def gist(element: Element) -> str:
    """Say what an element is, on a line."""
    return _GISTS[element.section](element.content)


_GISTS: dict[str, Callable] = {
    "sources": lambda it: ", ".join(it.fields.values()),
    "actors": lambda it: f"{it.name}, inside {it.inside}" if it.inside else it.name,
    "agendas": lambda it: "; ".join(
        part
        for part in (
            ", ".join(words.wants(it)),
            " or ".join(words.typed(each) for each in it.types),
            screen.count(len(it.payoffs), "payoff") if it.payoffs else "",
            f"patience {words.patience(it)}",
        )
        if part
    ),
    "views": lambda it: f"{it.target}: {words.spread(it.value, signed=it.value.kind == 'signed')}",
    "yardsticks": lambda it: ", ".join(words.wants(it)) or screen.count(len(it.payoffs), "payoff"),
    "variables": lambda it: f"{it.name}: {words.start(it)}",
    "numbers": lambda it: words.spread(it.value),
    "transitions": lambda it: words.occasion(it),
    "links": lambda it: words.link(it),
    "cards": lambda it: (
        f"{it.name}. {' or '.join(it.by)} at {it.table}"
        + (f", if {' and '.join(it.consent)} agrees" if it.consent else "")
        + ("" if it.visible else ", unseen by others")
    ),
    "signals": lambda it: f"{it.name}: {it.of}, noise {words.spread(it.noise)}",
    "shocks": lambda it: f"{it.name}: {words.chance(it.chance)}" + (f", when {it.when.text}" if it.when else ""),
    "together": lambda it: ", ".join(words.tied(each) for each in it.numbers),
    "history": lambda it: it.event.text if it.event else words.reading(it),
    "questions": lambda it: it.ask,
    "whatifs": lambda it: _whatif(it),
    "packages": lambda it: _whatif(it),
    "claims": lambda it: f"{it.role}: {it.says}",
}


def _whatif(whatif: WhatIf) -> str:
    """Say what a what-if does, after its name if it has one."""
    name = f"{whatif.name}: " if whatif.name not in ("", whatif.id) else ""
    return name + "; ".join(do.text for do in whatif.do)


# ---------------------------------------------------------------- one element


def _show_element(scenario: Scenario, element: Element, *, first: bool, verbose: bool) -> None:
    from detente.cli.details import details

    screen.heading(f"{element.id} ({_KINDS[element.section]})", gap=not first)
    rows = details(scenario, element)
    for section, ids in references(scenario, element.id).items():
        rows.append((f"used in {section}", ", ".join(ids)))
    if verbose:
        rows += [("path", f"{number.path}: {words.spread(number)}") for number in _numbers(element.content)]
    if verbose and element.content.place:
        rows.append(("line", str(element.content.place.line)))
    screen.entries(rows)


_KINDS = {
    "sources": "source",
    "actors": "actor",
    "agendas": "agenda",
    "views": "view",
    "yardsticks": "yardstick",
    "variables": "variable",
    "numbers": "number",
    "transitions": "rule of transition",
    "links": "link",
    "cards": "card",
    "signals": "signal",
    "shocks": "shock",
    "together": "joint draw",
    "history": "history",
    "questions": "question",
    "whatifs": "what-if",
    "packages": "package",
    "claims": "claim",
}


def _element_as_data(scenario: Scenario, element: Element) -> dict[str, object]:
    content = as_data(element.content)
    assert isinstance(content, dict)
    if isinstance(element.content, Actor) and element.section == "actors":
        content["view"] = sight_as_data(scenario, element.id)
    return {"section": element.section, **content, "used_by": references(scenario, element.id)}


def as_data(part: object) -> object:
    """Turn a part of a scenario into plain data: numbers in natural units, formulas as text, no places."""
    match part:
        case Number():
            low, high = words.ends(part)
            return {
                "path": part.path,
                "low": low,
                "high": high,
                "unit": part.unit,
                "because": list(part.because),
            }
        case Formula():
            return part.text
        case Mapping():
            return {key: as_data(one) for key, one in part.items()}
        case tuple() | list():
            return [as_data(one) for one in part]
        case _ if is_dataclass(part):
            return {one.name: as_data(getattr(part, one.name)) for one in fields(part) if one.name != "place"}
        case _:
            return part


def _numbers(part: object) -> list[Number]:
    """List the numbers inside an element, in the order of its fields."""
    if isinstance(part, Number):
        return [part]
    if isinstance(part, Mapping):
        return [number for one in part.values() for number in _numbers(one)]
    if isinstance(part, tuple):
        return [number for one in part for number in _numbers(one)]
    if is_dataclass(part) and not isinstance(part, Formula):
        return [number for one in fields(part) for number in _numbers(getattr(part, one.name))]
    return []


def _tidy(element: str) -> str:
    """Write a link's id with its usual spaces."""
    source, arrow, end = element.partition("->")
    return f"{source.strip()} -> {end.strip()}" if arrow else element.strip()


def _unknown(element: str, scenario: Scenario) -> Fault:
    listed = sections(scenario)
    known = {one.id for ones in listed.values() for one in ones} | set(listed)
    known |= {card.table for card in scenario.cards.values()}
    near = get_close_matches(element, sorted(known), n=3)
    remedy = f"did you mean {' or '.join(near)}?" if near else "`detente show FILE` lists every element"
    return Fault(UNKNOWN_ELEMENT, f"nothing in {scenario.file or scenario.name} is called {element!r}", remedy=remedy)


UNKNOWN_ELEMENT = "E901"
