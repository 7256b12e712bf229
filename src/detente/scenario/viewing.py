"""The `views:` of an actor: its own value for a number of the file, read as that number is."""

import re
from collections.abc import Sequence
from dataclasses import replace

from detente.foundation.errors import Place
from detente.scenario import model, schema
from detente.scenario.fields import Written
from detente.scenario.names import KINDS, nearest
from detente.scenario.nodes import Key
from detente.scenario.numbers import read_number
from detente.scenario.report import Misread
from detente.scenario.site import Site

TOLERANCE = 0.5
"""How far, in per cent, chances of types may be off 100 in all at the middle of their ranges."""


def own_views(
    key: Key, written: Sequence[tuple[schema.View, Place]], site: Site, scenario: model.Scenario
) -> tuple[model.OwnView, ...]:
    """Build what an actor takes numbers for, sorted by path."""
    site.known(key, key.place, "actor")
    found: dict[str, model.OwnView] = {}
    for view, place in written:
        grounds = site.grounds(view.why, view.data)
        if len(view.number) > 1 or not (view.number or site.tell.spoiled):
            place = list(view.number)[1].place if view.number else place
            remedy = "write each on a line of its own: `- {variables.troops.now: 20000, why: assumed}`"
            site.tell("E807", f"an entry of views holds one number, not {len(view.number) or 'none'}", place, remedy)
        for path, value in view.number.items():
            target = re.sub(r"\s*->\s*", " -> ", path)
            if target in found:
                site.tell("E203", f"`{target}` stands twice in the views of `{key}`", path.place, "keep one of the two")
            elif not _idle(str(key), target, path, site, scenario) and value is not None:
                number = _read(target, path, value, site, scenario)
                if number is not None:
                    number = replace(number, path=f"{site.path}.{target}", because=(), place=value.place)
                    found[target] = model.OwnView(target, number, grounds, path.place)
    views = tuple(found[target] for target in sorted(found))
    _chances(str(key), views, site, scenario)
    return views


def _read(target: str, path: Key, value: Written[str], site: Site, scenario: model.Scenario) -> model.Number | None:
    """Read the value of a view as the number that it stands for."""
    try:
        return read_number(target, value.value, scenario)
    except Misread as fault:
        if fault.code == "E704":
            if not follows(target, site, scenario):
                site.tell(fault.code, fault.message, path.place, other_number(target, scenario) or fault.remedy)
        else:
            remedy = "write the claims under `why:`" if fault.code == "E313" else fault.remedy
            site.tell(fault.code, fault.message, value.inside(fault.start, length=fault.length), remedy)
    return None


def follows(target: str, site: Site, scenario: model.Scenario) -> bool:
    """Say whether a number is missing only because its element could not be read, and not misspelt."""
    spoiled, names = site.tell.report.spoiled, site.around.names
    for element in spoiled:
        if element and target.startswith(f"{element}."):
            return not nearest(target, (p for p in scenario.numbers if p.startswith(f"{element}.")), cutoff=0.9)
    viewed = re.sub(r"^views\.\w+\.", "", target)
    if viewed != target and viewed not in scenario.numbers:
        return follows(viewed, site, scenario)
    section, *words = target.split(".")
    if KINDS.get(section) in names.unread or set(words) & set(names.told):
        return True
    if words and any(path.startswith(f"{section}.{words[0]}.") for path in scenario.numbers):
        return False
    # The element may be the one that stands under an id that was told to be wrong.
    return any(element.startswith(f"{section}.") for element in spoiled)


def other_number(target: str, scenario: model.Scenario) -> str:
    """Say which number to write instead of one that the file only implies: the chance of `the rest`, a base."""
    match target.split("."):
        case ["agendas", actor, "types", type, "chance"] if actor in scenario.agendas:
            if any(each.id == type and each.chance is None for each in scenario.agendas[actor].types):
                return f"`{type}` is the rest: write the chances of the other types"
        case ["variables", id, "base"] if id in scenario.variables and scenario.variables[id].base is None:
            if scenario.variables[id].kind == "ordinary":
                return f"give `{id}` a `base:` first; without one it rests where it stands now"
        case _:
            pass
    return ""


def _idle(actor: str, target: str, path: Key, site: Site, scenario: model.Scenario) -> bool:
    """Tell a view that no choice of its actor could depend on."""
    names = site.around.names
    match target.split("."):
        case ["views", *_]:
            reason = "what others take a number for is no number of the world", "write the number itself"
        case ["yardsticks", *_]:
            reason = "nobody plays by a yardstick", "write the number of an agenda"
        case ["agendas", whose, *_] if whose == actor:
            reason = f"`{actor}` knows its own agenda", "leave it out, or change the agenda"
        case ["cards", card, "usual"] if names.owners.get(card) == (actor,):
            reason = f"`{actor}` knows how often it plays `{card}` itself", "leave it out, or change the card"
        case ["cards", _, "usual_yes", whose] if whose == actor:
            reason = f"`{actor}` knows how often it agrees itself", "leave it out, or change the card"
        case ["variables", variable, "now"] if variable in scenario.variables and names.sees(actor, variable):
            reason = f"`{actor}` sees where `{variable}` stands", f"hide it (`hidden: yes` in `{variable}`)"
            if names.levels.get(variable) is None and scenario.variables[variable].kind == "ordinary":
                reason = reason[0], f"{reason[1]}, or say where it rests: `variables.{variable}.base`"
        case ["signals", signal, *_] if (known := scenario.signals.get(signal)) and names.sees(actor, known.of):
            reason = f"`{actor}` sees `{known.of}` itself", "leave it out"
        case _:
            return False
    site.tell("E808", f"this view cannot matter: {reason[0]}", path.place, reason[1])
    return True


def _chances(actor: str, views: Sequence[model.OwnView], site: Site, scenario: model.Scenario) -> None:
    """Refuse chances of types that, in the actor's view, do not add up."""
    own = {view.target: view for view in views}
    for agenda in scenario.agendas.values():
        paths = {each.id: f"agendas.{agenda.id}.types.{each.id}.chance" for each in agenda.types}
        changed = [own[path] for path in paths.values() if path in own]
        if not changed or site.tell.report.about(f"agendas.{agenda.id}").spoiled:
            continue
        chances = [own[path].value if (path := paths[each.id]) in own else each.chance for each in agenda.types]
        total = sum((chance.low + chance.high) / 2 for chance in chances if chance is not None)
        rest = None in chances
        if total > 100 + TOLERANCE or (not rest and total < 100 - TOLERANCE):
            site.tell(
                "E803",
                f"in the view of `{actor}` the types of `{agenda.id}` have {total:g}% in all",
                changed[0].place,
                "leave something to the rest" if rest else "write the chances of the others too, 100% in all",
            )
