"""Elements to the Scenario: names resolved, numbers in points, everything sorted by id."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from detente.scenario import model, parts, quantities
from detente.scenario.do import read_do
from detente.scenario.elements import Draft
from detente.scenario.knowing import names_in
from detente.scenario.levels import level_at
from detente.scenario.nodes import Key
from detente.scenario.report import Misread, Report
from detente.scenario.resolving import Surroundings
from detente.scenario.schema import WhatIf
from detente.scenario.site import Site
from detente.scenario.standing import EVENT
from detente.scenario.tying import ties
from detente.scenario.viewing import follows, own_views

T = TypeVar("T")


def build(draft: Draft, report: Report, *, name: str = "") -> model.Scenario:
    """Build the Scenario, telling what does not fit together; what could not be read is left out of it."""
    around = surroundings(draft, report)

    def built(section: str, make: Callable[[Key, Any, Site], T]) -> dict[str, T]:  # Any: the section's own model
        elements = draft.sections.get(section, {})
        return {
            str(key): make(key, elements[key], Site(f"{section}.{key}", report.about(f"{section}.{key}"), around))
            for key in sorted(elements)
        }

    head = draft.head
    scenario = model.Scenario(
        title=head.title.value if head and head.title else "",
        continuation=head.continuation.value if head and head.continuation else "mistakes",
        start=around.start,
        months=around.months,
        sources=built("sources", parts.source),
        actors=built("actors", parts.actor),
        agendas=built("agendas", parts.agenda),
        yardsticks=built("yardsticks", parts.yardstick),
        variables=built("variables", parts.variable),
        named_numbers=built("numbers", parts.named_number),
        transitions=built("transitions", parts.transitions),
        links={link.id: link for link in sorted(built("links", parts.link).values(), key=lambda link: link.id)},
        cards=built("cards", parts.card),
        signals=built("signals", parts.signal),
        shocks=built("shocks", parts.shock),
        history=_history(draft, report, around),
        questions=built("questions", parts.question),
        whatifs={},
        packages={},
        claims=built("claims", parts.claim),
        numbers={},
        text=report.text,
        file=report.file,
        name=name,
    )
    scenario = replace(scenario, numbers=numbers_of(scenario))
    scenario = replace(scenario, views=built("views", lambda key, view, site: own_views(key, view, site, scenario)))
    scenario = replace(scenario, numbers=numbers_of(scenario))
    return replace(
        scenario,
        together=ties(draft, report, around=around, scenario=scenario),
        whatifs=built("whatifs", lambda key, whatif, site: _whatif(key, whatif, site, scenario, dated=True)),
        packages=built("packages", lambda key, whatif, site: _whatif(key, whatif, site, scenario, dated=False)),
    )


def surroundings(draft: Draft, report: Report) -> Surroundings:
    """Gather what names are judged by, from elements that are not built yet."""
    names, head = draft.names, draft.head
    for id, card in draft.sections.get("cards", {}).items():
        sure = f"cards.{id}" not in report.spoiled and all(names.kinds.get(each.value) == "actor" for each in card.by)
        names.owners[str(id)] = tuple(owner.value for owner in card.by) if sure else ()
        names.asked[str(id)] = tuple(party.value for party in card.consent)
        if card.table:
            names.tables.add(card.table.value)
        if card.while_in_force or card.lasts or card.ends_when or (card.in_force and card.in_force.value):
            names.lasting.add(str(id))
    names.unsure = {element.split(".")[1] for element in report.spoiled if element.startswith("variables.")}
    measures: dict[str, model.Measure] = {}
    for id, variable in draft.sections.get("variables", {}).items():
        if variable.levels is not None:
            names.levels[str(id)] = tuple(dict.fromkeys(level.value for level in variable.levels))
        elif variable.formula is not None:
            names.formulas.add(str(id))
            names.reads[str(id)] = names_in(variable.formula.value.tree)
        elif variable.half_life is not None and variable.half_life.value.word == "never":
            names.stocks.add(str(id))
        measure = parts.measure(variable, report.about(f"variables.{id}"))
        if measure is not None:
            measures[str(id)] = measure
        if variable.hidden is not None and variable.hidden.value:
            names.hidden[str(id)] = tuple(actor.value for actor in variable.seen_by)
    names.unsure |= {element.split(".")[1] for element in report.spoiled if element.startswith("agendas.")}
    names.unsure |= _without_agenda(draft)
    if not draft.sections.get("agendas") and report.faults:
        names.unsure |= set(names.of("actor"))  # a section that cannot be read, which was told
    for id, agenda in draft.sections.get("agendas", {}).items():
        if agenda.types:
            names.types[str(id)] = tuple(str(type) for type in agenda.types)
    for id, claim in draft.sections.get("claims", {}).items():
        if claim.role:
            names.roles[str(id)] = claim.role.value
    if head and head.start and head.months:
        return Surroundings(names, measures, head.start.value, head.months.value)
    return Surroundings(names, measures, "2000-01", 12, dated=False)


def _without_agenda(draft: Draft) -> set[str]:
    """Return the actors without an agenda where one stands under a name that is no actor's, which is told there."""
    agendas = {str(key) for key in draft.sections.get("agendas", {})}
    actors = set(draft.names.of("actor"))
    return actors - agendas if agendas - actors else set()


def numbers_of(scenario: model.Scenario) -> dict[str, model.Number]:
    """Find every number of a scenario, by path."""
    parts_with_numbers = (
        scenario.agendas,
        scenario.yardsticks,
        scenario.variables,
        scenario.named_numbers,
        scenario.transitions,
        scenario.links,
        scenario.cards,
        scenario.signals,
        scenario.shocks,
        scenario.views,
    )
    found = {number.path: number for part in parts_with_numbers for number in _numbers(part)}
    return dict(sorted(found.items()))


def _numbers(part: object) -> Iterator[model.Number]:
    if isinstance(part, model.Number):
        yield part
    elif isinstance(part, Mapping):
        for inner in part.values():
            yield from _numbers(inner)
    elif isinstance(part, tuple):
        for inner in part:
            yield from _numbers(inner)
    elif is_dataclass(part) and not isinstance(part, model.Formula):
        for field in fields(part):
            yield from _numbers(getattr(part, field.name))


def _history(draft: Draft, report: Report, around: Surroundings) -> tuple[model.Happening, ...]:
    entries: list[model.Happening] = []
    for number, (entry, place) in enumerate(draft.history):
        site = Site(f"history.{number}", report.about(f"history.{number}"), around)
        reading = entry.reading
        variable = reading.value if reading and site.known(reading.value, reading.place, "variable") else None
        size = site.stand(entry.value, "value", variable, quantities.plain) if variable else None
        if entry.source:
            site.source(entry.source.value, entry.source.place)
        happening = model.Happening(
            month=entry.in_.value if entry.in_ else around.start,
            event=site.condition(entry.event, "event", EVENT),
            variable=variable,
            reading=size.low if size else None,
            level=level_at(levels, size.low) if size and (levels := around.names.levels.get(variable or "")) else "",
            source=entry.source.value if entry.source else "",
            place=place,
        )
        entries.append(happening)
    return tuple(
        sorted(
            entries,
            key=lambda entry: (entry.month, entry.event.text if entry.event else "", entry.variable or ""),
        )
    )


def _whatif(key: Key, whatif: WhatIf, site: Site, scenario: model.Scenario, *, dated: bool) -> model.WhatIf:
    """Read the lines of a what-if."""
    lines: list[model.Do] = []
    for line in whatif.do:
        try:
            do = replace(read_do(line.value, scenario, site.around, dated=dated), place=line.place)
            if do.kind == "type" and any((other.kind, other.actor) == (do.kind, do.actor) for other in lines):
                site.tell("E203", f"the type of `{do.actor}` stands twice", line.place, "keep one of the two")
            lines.append(do)
        except Misread as fault:
            if not _follows(fault, line.value, site, scenario):
                place = line.inside(fault.start, length=fault.length)
                site.tell(fault.code, fault.message, place, fault.remedy)
    if not whatif.do and not site.tell.spoiled:
        site.tell(
            "E204",
            "a what-if without lines changes nothing",
            key.place,
            "write at least one line under `do:`",
        )
    return model.WhatIf(str(key), tuple(lines), parts.prose(whatif.name, key), key.place)


def _follows(fault: Misread, line: str, site: Site, scenario: model.Scenario) -> bool:
    """Say whether a number or a link is missing only because its element could not be read."""
    if fault.code == "E703":
        return any(element.startswith("links.") for element in site.tell.report.spoiled)
    path = re.match(r"\s*number\s+(.+?)\s+is\s", line)
    return fault.code == "E704" and path is not None and follows(path[1], site, scenario)
