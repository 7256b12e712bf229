"""Sections whose heading is misspelt or missing: told once, and read as what they were meant to be."""

from collections.abc import Iterator
from dataclasses import MISSING, fields, replace
from functools import cache
from typing import get_args, get_origin

from detente.scenario import schema
from detente.scenario.names import nearest
from detente.scenario.nodes import Key, Mapping, Node, Sequence
from detente.scenario.report import Report

# How alike a heading must be to one that the file lacks; a wrong guess would be read by the wrong keys.
_ALIKE = 0.75
# How many unknown headings are looked at for what they may have been meant to be.
_MOST_UNKNOWN = 50


def with_headings(top: Mapping, report: Report) -> Mapping:
    """Return the file with misspelt headings put right and missing ones put in, so that nothing follows from them."""
    return _put_in(_put_right(top, report), report)


def _put_right(top: Mapping, report: Report) -> Mapping:
    """Read a section under a misspelt heading as the section that it was meant to be, if that is plain enough."""
    known = {part.name for part in fields(schema.File)}
    lacking = [name for name in _shapes() if name not in top.entries]
    entries: dict[Key, Node] = {}
    for number, (key, node) in enumerate(top.entries.items()):
        meant = None
        if key not in known and number < _MOST_UNKNOWN and isinstance(node, Mapping | Sequence):
            meant = nearest(key.lower(), lacking, cutoff=_ALIKE)
        if meant is not None:
            lacking.remove(meant)
            report.about("")("E202", f"there is no key `{key}:` here", key.place, f"did you mean `{meant}:`?")
        entries[key if meant is None else Key(meant, key.place)] = node
    return replace(top, entries=entries)


def _put_in(top: Mapping, report: Report) -> Mapping:
    """Move elements that stand in the wrong section because the heading of their own is missing."""
    entries = dict(top.entries)
    found: dict[str, dict[Key, Node]] = {}
    for section, node in top.entries.items():
        if section not in _shapes() or not isinstance(node, Mapping):
            continue
        kept = dict(node.entries)
        for key, element, double in _elements(node):
            if not double and _fits(key, element, section, strict=True):
                continue
            lacking = [name for name in _shapes() if name not in entries and _fits(key, element, name)]
            # Without a key that is strange here, it takes keys that are needed there; a double takes a strange one.
            strange = _is_strange(element, section)
            home = next((name for name in lacking if strange or (_needs(name) and not double)), None)
            if home is None:
                continue
            if home not in found:
                remedy = f"write `{home}:` on a line of its own above `{key}:`"
                report.about("")("E204", f"the heading `{home}:` is missing above `{key}`", key.place, remedy)
            found.setdefault(home, {}).setdefault(key, element)
            if double:
                report.withdraw("E203", key.place)
            else:
                del kept[key]
        entries[section] = replace(node, entries=kept)
    for home, elements in found.items():
        first = next(iter(elements))
        entries[Key(home, first.place)] = Mapping(elements, first.place)
    return replace(top, entries=entries)


def _elements(section: Mapping) -> Iterator[tuple[Key, Node, bool]]:
    """Go through the elements of a section; the last value says whether the id stood there before."""
    for key, element in section.entries.items():
        yield key, element, False
    for key, element in section.doubles:
        yield key, element, True


def _is_strange(element: Node, section: str) -> bool:
    """Say whether an element has a key that those of its section do not have, or is of another shape."""
    many, model = _shapes()[section]
    if model is None or not isinstance(element, Mapping) or many:
        return isinstance(element, Sequence) != many
    return any(key not in _keys(model)[0] for key in element.entries)


def _needs(section: str) -> bool:
    """Say whether the elements of a section have keys that are needed, grounds apart."""
    model = _shapes()[section][1]
    return model is not None and bool(_keys(model)[1])


def _fits(key: Key, element: Node, section: str, *, strict: bool = False) -> bool:
    """Say whether an element has the shape of those of a section; `strict`: a doubt speaks for it."""
    many, model = _shapes()[section]
    if isinstance(element, Sequence) != many or ("->" in key) != (section == "links"):
        return strict and not isinstance(element, Mapping | Sequence)
    parts = element.items if isinstance(element, Sequence) else [element]
    return bool(parts) and all(_part_fits(part, model, strict=strict) for part in parts)


def _part_fits(part: Node, model: type[schema.Element] | None, *, strict: bool) -> bool:
    if not isinstance(part, Mapping) or model is None:
        return strict
    known, needed = _keys(model)
    unknown = [key for key in part.entries if key not in known and not (model.by_path and "." in key)]
    missing = [key for key in needed if key not in part.entries]
    if strict:  # a misspelt or a missing key does not make it something else
        return not unknown and len(missing) < 2
    return bool(part.entries) and not unknown and not missing


@cache
def _shapes() -> dict[str, tuple[bool, type[schema.Element] | None]]:
    """Return the sections of elements by id: whether each holds a list for each id, and the model of the elements."""
    found: dict[str, tuple[bool, type[schema.Element] | None]] = {"history": (False, None)}
    for part in fields(schema.File):
        if get_origin(part.type) is dict:
            element = get_args(part.type)[1]
            many = get_origin(element) is list
            model = get_args(element)[0] if many else element
            found[part.name] = (many, model if isinstance(model, type) and issubclass(model, schema.Element) else None)
    return found


@cache
def _keys(model: type[schema.Element]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the keys of a model, and those that make an element of it: needed, grounds apart."""
    parts = [part for part in fields(model) if part.name != model.by_path]  # type: ignore[arg-type]
    needed = {part.name for part in parts if part.default is MISSING and part.default_factory is MISSING}
    return frozenset(part.name.rstrip("_") for part in parts), frozenset(needed - {"why"})
