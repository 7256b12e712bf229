"""What differs between two scenarios: elements added, removed and changed, field by field; order and comments aside."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from math import isclose
from typing import Literal

from detente.expressions import ExpressionError, parse
from detente.scenario import model
from detente.scenario.levels import level_at

Kind = Literal["content", "words", "grounds"]
"""What a field is: what the element says, words and labels for readers, or what it rests on."""

# Sections as they stand in a file; any others come last.
_ORDER = (
    "sources", "actors", "agendas", "views", "yardsticks", "variables", "numbers", "transitions", "links", "cards",
    "signals", "shocks", "together", "history", "questions", "whatifs", "packages", "claims",
)  # fmt: skip
# What is said of the system, asked of it or tried on it, and is no part of it.
_BESIDE = {"sources", "yardsticks", "history", "questions", "whatifs", "packages", "claims"}
_HEAD = ("title", "start", "months", "continuation")
# Fields of the Scenario that hold no elements, or none of their own.
_NO_SECTIONS = {*_HEAD, "numbers", "text", "file", "name"}
# Fields of elements that say who they are or follow from others.
_IMPLIED = {"id", "place", "kind", "source", "target", "value"}
_WORDS = {"name", "zero", "hundred", "ask", "says", "title", "concedes_to"}
_ORDERED = {"levels", "by"}
# Where the model calls a key of the file by another name.
_KEYS = {"named_numbers": "numbers", "while_": "while", "gate": "while", "fields": ""}


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs: `field` is its path inside the element (`effects.tension`); None where it is not given.

    `old` and `new` are parts of the two scenarios: numbers, formulas, amounts, effects, texts, tuples of them.
    """

    field: str
    old: object
    new: object
    kind: Kind = "content"


@dataclass(frozen=True, slots=True)
class Edited:
    """One element that differs: `old` is None where it was added, `new` where it was removed."""

    section: str
    id: str
    old: object
    new: object
    changes: tuple[Change, ...] = ()

    @property
    def status(self) -> Literal["added", "removed", "changed"]:
        """What was done to it."""
        return "added" if self.old is None else "removed" if self.new is None else "changed"

    @property
    def moves(self) -> bool:
        """Whether a question that stands in both files can move by it."""
        if self.section in _BESIDE:
            return False
        return self.status != "changed" or any(change.kind == "content" for change in self.changes)


@dataclass(frozen=True, slots=True)
class Differing:
    """All that differs: fields of the head, and elements section by section in the order of the file."""

    head: tuple[Change, ...]
    elements: tuple[Edited, ...]

    def __bool__(self) -> bool:
        return bool(self.head or self.elements)

    @property
    def moves(self) -> bool:
        """Whether a question that stands in both files can move by any of it."""
        return any(change.kind == "content" for change in self.head) or any(one.moves for one in self.elements)

    @property
    def renamed(self) -> tuple[tuple[str, str], ...]:
        """Ids of removed and of added elements that say the same: under another name an element is another one."""
        found: list[tuple[str, str]] = []
        for lost in (one for one in self.elements if one.status == "removed"):
            for one in (one for one in self.elements if one.status == "added" and one.section == lost.section):
                if one.id not in (new for _, new in found) and not any(_changes(lost.old, one.new)):
                    found.append((lost.id, one.id))
                    break
        return tuple(found)


def differing(old: model.Scenario, new: model.Scenario) -> Differing:
    """Tell which elements of two scenarios differ, and in what.

    Elements are the same by their ids: one that was renamed is removed and added. Numbers are compared as they are
    written, in their natural units, and conditions by their meaning, so that brackets and blanks make no difference.
    """
    head = (_change(name, getattr(old, name), getattr(new, name)) for name in _HEAD)
    sections = {_KEYS.get(one.name, one.name): one.name for one in fields(new) if one.name not in _NO_SECTIONS}
    known = [*(name for name in _ORDER if name in sections), *(name for name in sections if name not in _ORDER)]
    elements = (_section(name, *(_items(getattr(one, sections[name])) for one in (old, new))) for name in known)
    return Differing(tuple(change for each in head for change in each), tuple(one for each in elements for one in each))


def same_condition(old: model.Formula, new: model.Formula) -> bool:
    """Say whether two expressions mean the same as they are written, in natural units."""
    if old.text == new.text:
        return True
    try:
        return parse(old.text) == parse(new.text)
    except ExpressionError:  # a cost with its coin is more than an expression
        return False


# ---------------------------------------------------------------- elements

_Items = Sequence[tuple[str, object]]


def _section(section: str, old: _Items, new: _Items) -> Iterator[Edited]:
    """Compare the elements of one section."""
    pairs = _paired(old, new)
    for id, was, becomes in pairs:
        if was is None or becomes is None:
            yield Edited(section, id, was, becomes)
        elif changes := tuple(_changes(was, becomes)):
            yield Edited(section, id, was, becomes, changes)
    if section == "transitions":
        yield from _reordered(section, old, pairs)


def _items(section: object) -> list[tuple[str, object]]:
    """List the elements of a section by id in the order of the file, entries of lists by what they are about."""
    if not isinstance(section, Mapping):
        listed = [(_key(part), part) for part in section] if isinstance(section, tuple) else []
        return sorted(listed, key=_line)
    groups = sorted(section.items(), key=_line)
    if not any(isinstance(content, tuple) for _, content in groups):
        return groups
    return [(f"{id} {_key(part)}", part) for id, parts in groups for part in parts]


def _line(item: tuple[str, object]) -> tuple[int, int]:
    content = item[1][0] if isinstance(item[1], tuple) and item[1] else item[1]
    place = getattr(content, "place", None)
    return (place.line, place.column) if place else (10**9, 0)


def _key(part: object) -> str:
    """Name an entry of a list by what it is about; entries of one name are told apart by their contents."""
    match part:
        case model.Want():
            return part.variable
        case model.Effect(belief=None):
            return part.variable
        case model.Effect(belief=belief) if belief is not None:
            return f"belief.{belief.actor}.{belief.other}.{belief.type}"
        case model.OwnView():
            return f"takes {part.target}"
        case model.Transition():
            return f"to {part.to}"
        case model.Happening():
            return f"{part.month} {part.event.text if part.event else part.variable}"
        case model.Tied():
            return part.path
        case _:
            return str(getattr(part, "id", part))


def _paired(old: _Items, new: _Items) -> list[tuple[str, object, object]]:
    """Match elements by id (entries of one name: equal ones first, then in turn), in the order of the new file.

    What was removed stands where it stood in the old one.
    """
    was, becomes = _grouped(old), _grouped(new)
    twin: dict[tuple[str, int], int] = {}
    for id, parts in becomes.items():
        twin |= {(id, n): k for n, k in _matches(was.get(id, []), parts).items()}
    left = {(id, k) for id, parts in was.items() for k in range(len(parts))} - {(id, k) for (id, _), k in twin.items()}
    found: list[tuple[str, object, object]] = []
    done: set[tuple[str, int]] = set()

    def removed(before: tuple[str, int] | None) -> None:
        """Add what was removed and stood in front of `before` (None: everything that is left)."""
        for at in _places(old):
            if at == before:
                return
            if at in left - done:
                done.add(at)
                found.append((_numbered(*at, (was,)), was[at[0]][at[1]], None))

    for id, n in _places(new):
        k = twin.get((id, n))
        if k is not None:
            removed((id, k))
        before = None if k is None else was[id][k]
        found.append((_numbered(id, n, (was, becomes)), before, becomes[id][n]))
    removed(None)
    return found


def _grouped(items: _Items) -> dict[str, list[object]]:
    groups: dict[str, list[object]] = {}
    for id, part in items:
        groups.setdefault(id, []).append(part)
    return groups


def _places(items: _Items) -> Iterator[tuple[str, int]]:
    """Yield the id of every item and its number among those of that id."""
    seen: dict[str, int] = {}
    for id, _ in items:
        yield id, seen.setdefault(id, 0)
        seen[id] += 1


def _numbered(id: str, number: int, groups: Iterable[Mapping[str, list[object]]]) -> str:
    """Write an id, with its number where several entries have it."""
    return f"{id} #{number + 1}" if any(len(group.get(id, ())) > 1 for group in groups) else id


def _matches(old: list[object], new: list[object]) -> dict[int, int]:
    """Match entries of one name: new number -> old number."""
    twins: dict[int, int] = {}
    for n, part in enumerate(new):
        for k, before in enumerate(old):
            if k not in twins.values() and not any(_changes(before, part)):
                twins[n] = k
                break
    rest = (k for k in range(len(old)) if k not in set(twins.values()))
    for n in [n for n in range(len(new)) if n not in twins]:
        if (k := next(rest, None)) is not None:
            twins[n] = k
    return twins


def _reordered(section: str, old: _Items, pairs: Sequence[tuple[str, object, object]]) -> Iterator[Edited]:
    """Tell rules of a variable whose order was changed: the first that holds is taken."""
    position = {id(part): k for k, (_, part) in enumerate(old)}
    kept = [(label, was) for label, was, becomes in pairs if was is not None and becomes is not None]
    for variable in dict.fromkeys(label.split(" ")[0] for label, _ in kept):
        rules = [(label, position[id(was)]) for label, was in kept if label.split(" ")[0] == variable]
        now = tuple(label.partition(" ")[2] for label, _ in rules)
        before = tuple(label.partition(" ")[2] for label, _ in sorted(rules, key=lambda rule: rule[1]))
        if now != before:
            yield Edited(section, variable, before, now, (Change("order", before, now),))


# ---------------------------------------------------------------- fields


def _changes(old: object, new: object) -> Iterator[Change]:
    """Compare two versions of one element, field by field."""
    if type(old) is not type(new) or not is_dataclass(new):
        yield from _change("", old, new)
        return
    for one in fields(new):
        if one.name not in _implied(new):
            name = "range" if isinstance(new, model.NamedNumber) and one.name == "value" else one.name
            yield from _parts(_KEYS.get(name, name), _read(old, one.name), _read(new, one.name))


def _implied(element: object) -> set[str]:
    """Name the fields that are not compared: what an element is told by, and what follows from other fields."""
    match element:
        case model.OwnView():
            return {"target", "place"}
        case model.NamedNumber():
            return {"id", "place"}
        case model.Happening():
            return {"month", "event", "variable", "place"}
        case model.Claim():
            return {"id", "place"}
        case _:
            return _IMPLIED


def _read(element: object, name: str) -> object:
    """Read a field as the file has it: a level by its name, a stock's half-life as `never`."""
    if isinstance(element, model.Variable):
        if name == "half_life" and element.kind == "stock":
            return "never"
        if name == "now" and element.levels and element.now is not None:
            return level_at(element.levels, element.now.low)
        if name == "base" and element.levels:
            return None
    return getattr(element, name)


def _parts(path: str, old: object, new: object) -> Iterator[Change]:
    """Compare one field, and inside it where it holds parts with names of their own."""
    if isinstance(old, model.Grounds) and isinstance(new, model.Grounds):
        inside = path.removesuffix("grounds")
        yield from _change(f"{inside}why", old.why, new.why)
        yield from _change(f"{inside}data", old.data, new.data)
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys([*new, *old]):
            yield from _parts(f"{path}.{key}".lstrip("."), old.get(key), new.get(key))
    elif _named(old, new):
        assert isinstance(old, tuple)
        assert isinstance(new, tuple)
        was, becomes = ({_key(part): part for part in parts} for parts in (old, new))
        for key in dict.fromkeys([*becomes, *was]):
            yield from _parts(f"{path}.{key}", was.get(key), becomes.get(key))
    elif isinstance(new, model.Payoff | model.AgendaType) and type(old) is type(new):
        for one in fields(new):
            if one.name not in _IMPLIED:
                yield from _parts(f"{path}.{one.name}", getattr(old, one.name), getattr(new, one.name))
    else:
        yield from _change(path, old, new)


def _named(*sides: object) -> bool:
    """Say whether both hold parts with names of their own (effects, wants, payoffs, types, numbers drawn together)."""
    kinds = (model.Effect, model.Want, model.Payoff, model.AgendaType, model.Tied)
    listed = all(isinstance(side, tuple) and all(isinstance(part, kinds) for part in side) for side in sides)
    return listed and any(sides)


def _change(path: str, old: object, new: object) -> Iterator[Change]:
    """Compare one value, and what it rests on."""
    last = path.rpartition(".")[2]
    old, new = (None if value in ("", ()) else value for value in (old, new))
    if not _same(old, new, ordered=last in _ORDERED):
        grounds = last in ("why", "data", "source")
        words = last in _WORDS or (last in _ORDERED and _same(old, new))
        yield Change(path, old, new, "grounds" if grounds else "words" if words else "content")
    if old is not None and new is not None and set(_because(old)) != set(_because(new)):
        yield Change(f"{path} because".strip(), _because(old) or None, _because(new) or None, "grounds")


def _because(value: object) -> tuple[str, ...]:
    """Return the claims that a number, or a value made of one, names behind its `because`."""
    match value:
        case model.Number():
            return value.because
        case model.Amount():
            return _because(value.value)
        case model.Effect():
            return _because(value.size)
        case model.Want():
            return _because(value.weight)
        case _:
            return ()


def _same(old: object, new: object, *, ordered: bool = False) -> bool:
    """Say whether two values are the same as they are written."""
    match old, new:
        case model.Number(), model.Number():
            return old.kind == new.kind and all(isclose(*ends, rel_tol=1e-9, abs_tol=1e-9) for ends in _ends(old, new))
        case model.Formula(), model.Formula():
            return same_condition(old, new)
        case model.Amount(), model.Amount():
            return old.coin == new.coin and _same(old.value, new.value)
        case model.Effect(), model.Effect():
            return old.push == new.push and _same(old.size, new.size)
        case model.Want(), model.Want():
            return _same(old.weight, new.weight)
        case tuple(), tuple() if all(isinstance(part, model.Do) for part in (*old, *new)):
            return [part.text for part in old] == [part.text for part in new]
        case tuple(), tuple() if not ordered and all(isinstance(part, str) for part in (*old, *new)):
            return sorted(old) == sorted(new)
        case float(), float():
            return isclose(old, new, rel_tol=1e-9, abs_tol=1e-9)
        case _:
            return old == new


def _ends(old: model.Number, new: model.Number) -> list[tuple[float, float]]:
    """Return the two ends of both numbers in their natural units, so that another scale alone is no difference."""
    sides = (sorted((one.low * one.factor + one.offset, one.high * one.factor + one.offset)) for one in (old, new))
    return list(zip(*sides, strict=True))
