"""Nodes to checked elements: each against its own part of the schema, so that one fault hides no other."""

import types
from collections.abc import Callable
from dataclasses import MISSING, dataclass, field, fields
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from detente.expressions import RESERVED
from detente.foundation.errors import Place
from detente.scenario import schema
from detente.scenario.fields import KeyLeaf, Leaf, OrSingle
from detente.scenario.headings import with_headings
from detente.scenario.names import KINDS, Names, nearest
from detente.scenario.nodes import Key, Mapping, Node, Nothing, Scalar, Sequence
from detente.scenario.report import Report, Teller
from detente.scenario.texts import IDENTIFIER, plain_id

# How many unknown sections are looked at for what they may have been meant to be.
_MOST_UNKNOWN = 50

# Takes a node under a key and returns what the schema makes of it, telling what is wrong.
Taker = Callable[[Node, Key, Teller], Any]  # Any: what each field of the schema states


@dataclass(slots=True)
class Draft:
    """The elements of a file, read one by one and not yet tied together.

    `sections` holds the models by section and id, `written` the sections that the file has (read or not).
    """

    head: schema.Head | None = None
    sections: dict[str, dict[Key, Any]] = field(default_factory=dict)  # Any: the model of each section
    history: list[tuple[schema.Happening, Place]] = field(default_factory=list)
    names: Names = field(default_factory=Names)
    written: set[str] = field(default_factory=set)


def read_elements(top: Mapping, report: Report) -> Draft:
    """Check every element of the file against the schema, and enter the names."""
    draft = Draft()
    sections = _sections()
    top = with_headings(top, report)
    draft.written = {str(key) for key in top.entries}
    head: dict[Key, Node] = {}
    for key, node in top.entries.items():
        if key in sections:
            draft.sections[key] = _section(key, node, report)
        elif key == "history":
            draft.history = _history(key, node, report)
        else:
            head[key] = node
    _enter_names(draft, top, report)
    draft.head = _take_model(schema.Head, Mapping(head, top.place), Key("", top.place), report.about(""))
    return draft


@cache
def _sections() -> dict[str, tuple[KeyLeaf, Taker]]:
    """Return the leaf of the ids and the taker of the elements of each section."""
    found: dict[str, tuple[KeyLeaf, Taker]] = {}
    for part in fields(schema.File):
        if get_origin(part.type) is dict:
            key, element = get_args(part.type)
            found[part.name] = (key.__metadata__[0], _taker(element))
    return found


def _section(name: Key, node: Node, report: Report) -> dict[Key, Any]:  # Any: the elements of the section
    """Read the elements of a section."""
    ids, take = _sections()[name]
    if isinstance(node, Nothing):
        return {}
    if not isinstance(node, Mapping):
        remedy = _HOW_TO_WRITE.get(f"section {name}", f"write them below `{name}:`, each as `id:`")
        report.about(name)("E209", f"`{name}:` takes ids with keys below them", node.place, remedy)
        return {}
    elements: dict[Key, Any] = {}
    for key, element in node.entries.items():
        tell = report.about(f"{name}.{key}")
        ids.check(key, tell)
        if _holds_nothing(element):
            report.spoiled.add(tell.element)
        taken = None if isinstance(element, Nothing) else take(element, key, tell)
        if taken is not None:
            elements[key] = taken
    return elements


def _history(name: Key, node: Node, report: Report) -> list[tuple[schema.Happening, Place]]:
    if isinstance(node, Nothing):
        return []
    if not isinstance(node, Sequence):
        remedy = "begin each entry with `- `: `- {in: 2018-06, ...}`"
        report.about(name)("E209", "`history:` is a list", node.place, remedy)
        return []
    entries: list[tuple[schema.Happening, Place]] = []
    for number, item in enumerate(node.items):
        key = Key("history", item.place)
        taken = _take_model(schema.Happening, item, key, report.about(f"history.{number}"))
        if taken is not None:
            entries.append((taken, item.place))
    return entries


def _holds_nothing(node: Node) -> bool:
    """Say whether a part of a node was told to be wrong already."""
    inner = node.entries.values() if isinstance(node, Mapping) else node.items if isinstance(node, Sequence) else ()
    return isinstance(node, Nothing) or any(_holds_nothing(part) for part in inner)


# ---------------------------------------------------------------- names


def _enter_names(draft: Draft, top: Mapping, report: Report) -> None:
    """Enter the id of every element, those that could not be read too; refuse doubles and reserved words."""
    names = draft.names
    first: dict[str, Key] = {}
    # A misspelt section is told once, and not again by everything that refers to it.
    unknown = [key for key in top.entries if key not in _keys(schema.File)]
    meant = {nearest(key, KINDS) for key in unknown[:_MOST_UNKNOWN]}
    for section, kind in KINDS.items():
        node = next((node for key, node in top.entries.items() if key == section), None)
        if (section in meant and node is None) or (node is not None and not isinstance(node, Mapping)):
            names.unread.add(kind)
            draft.written.add(section)
        if section not in draft.written:
            (names.unread if section in ("actors", "variables") else names.absent).add(kind)  # the two are told
        if not isinstance(node, Mapping):
            continue
        for key in node.entries:
            if not IDENTIFIER.fullmatch(key) and (alike := plain_id(key)) not in first:
                # An id that cannot stand is told once, and not again by all that refer to what it should be.
                names.add(Key(alike, key.place), kind)
                report.spoiled.add(f"{section}.{alike}")
            tell = report.about(f"{section}.{key}")
            if key in RESERVED or key == "assumed":
                tell(
                    "E212",
                    f"`{key}` is a word of the language",
                    key.place,
                    f"choose another id, such as `{key}_1`",
                )
            if key in first:
                line = first[key].place.line
                tell(
                    "E213",
                    f"`{key}` is {names.kinds[key]} already (line {line}): all ids share one namespace",
                    key.place,
                    f"choose another id, such as `{key}_{kind.replace('-', '').replace(' ', '_')}`",
                )
                names.doubled.setdefault(key, set()).add(kind)
                continue
            first[key] = key
            names.add(key, kind)


# ---------------------------------------------------------------- one element against its schema


@dataclass(frozen=True, slots=True)
class _Field:
    """A key of an element: the attribute that it becomes, how it is taken, and whether it is needed."""

    attribute: str
    take: Taker
    needed: bool


@cache
def _keys(model: type[schema.Element]) -> dict[str, _Field]:
    """Return the keys of an element."""
    return {
        part.name.rstrip("_"): _Field(
            part.name, _taker(part.type), part.default is MISSING and part.default_factory is MISSING
        )
        for part in fields(model)  # type: ignore[arg-type]
        if part.name != model.by_path
    }


def _stands(node: Mapping, key: str | None) -> bool:
    """Say whether something stands under a key."""
    found = next((inner for name, inner in node.entries.items() if name == key), None)
    return found is not None and not (isinstance(found, Mapping) and not found.entries)


@cache
def _taken_by_path(model: type[schema.Element]) -> Taker:
    """Return how the keys of an element that are paths of numbers are taken."""
    return next(_taker(part.type) for part in fields(model) if part.name == model.by_path)  # type: ignore[arg-type]


def _take_model(model: type[schema.Element], node: Node, key: Key, tell: Teller) -> Any:  # Any: the model
    """Read an element; what is missing or was told to be wrong is None in it."""
    if isinstance(node, Nothing):
        return None
    if not isinstance(node, Mapping):
        what = f"`{key}:`" if key else "this"
        remedy = f"write them in braces, `{key or 'id'}: {{key: value}}`, or below it on lines of their own"
        tell(
            "E209",
            f"{what} takes keys and values",
            node.place if isinstance(node, Scalar) else key.place,
            remedy,
        )
        return None
    keys, values, paths = _keys(model), {}, {}
    for inner, value in node.entries.items():
        if inner in keys:
            values[keys[inner].attribute] = keys[inner].take(value, inner, tell)
        elif model.by_path and "." in inner:
            paths[inner] = value
        else:
            _tell_unknown_key(inner, model, tell)
    for name, part in keys.items():
        if part.needed and part.attribute not in values:
            values[part.attribute] = () if name in ("why", "by", "do", "numbers") else None
            if not _stands(node, model.instead.get(name)):
                tell(
                    "E204",
                    f"the key `{name}:` is missing",
                    key.place,
                    _HOW_TO_WRITE.get(f"{model.__name__} {name}") or _HOW_TO_WRITE.get(name, f"write `{name}: ...`"),
                )
    if model.by_path:
        values[model.by_path] = _taken_by_path(model)(Mapping(paths, node.place), key, tell)
    return model(**values)


def _taker(annotation: Any) -> Taker:  # Any: a type with its annotations
    """Return how a field of some type is taken."""
    if get_origin(annotation) is Annotated:
        inner, *notes = get_args(annotation)
        leaf = next((note for note in notes if isinstance(note, Leaf)), None)
        if leaf is not None:
            return leaf.take
        single = next((note for note in notes if isinstance(note, OrSingle)), None)
        return _mapping_taker(inner, single.key if single else None)
    if get_origin(annotation) is dict:
        return _mapping_taker(annotation, None)
    if get_origin(annotation) is list:
        return _list_taker(get_args(annotation)[0])
    parts = get_args(annotation) if isinstance(annotation, types.UnionType) else (annotation,)
    models = [part for part in parts if isinstance(part, type) and issubclass(part, schema.Element)]
    return lambda node, key, tell: _take_model(models[0], node, key, tell)


def _list_taker(model: type[schema.Element]) -> Taker:
    """Return how a list of elements is taken: each with its place, those that cannot be read left out."""

    def take(node: Node, key: Key, tell: Teller) -> list[Any] | None:  # Any: pairs of the model and its place
        if isinstance(node, Nothing):
            return None
        if not isinstance(node, Sequence):
            remedy = f"begin each entry with `- `, on lines of their own below `{key}:`"
            tell("E209", f"`{key}:` takes a list", node.place if isinstance(node, Scalar) else key.place, remedy)
            return None
        taken = [(_take_model(model, item, Key(key, item.place), tell), item.place) for item in node.items]
        return [(one, place) for one, place in taken if one is not None]

    return take


def _mapping_taker(annotation: Any, single: str | None) -> Taker:  # Any: a type with its annotations
    """Return how a mapping is taken; `single` is the key under which a single value stands."""
    key_type, value_type = get_args(annotation)
    leaf: KeyLeaf = key_type.__metadata__[0]
    take_value = _taker(value_type)

    def take(node: Node, key: Key, tell: Teller) -> dict[Key, Any]:  # Any: what the values are
        if isinstance(node, Nothing):
            return {}
        if isinstance(node, Scalar) and single is not None:
            return {Key(single, node.place): take_value(node, key, tell)}
        if not isinstance(node, Mapping):
            place = node.place if isinstance(node, Scalar) else key.place
            remedy = f"write them in braces, `{key}: {{key: value}}`, or below it on lines of their own"
            tell("E209", f"`{key}:` takes keys and values", place, remedy)
            return {}
        taken = {
            inner: take_value(value, inner, tell) for inner, value in node.entries.items() if leaf.check(inner, tell)
        }
        return {
            inner: value
            for inner, value in taken.items()
            if value is not None or isinstance(node.entries[inner], Scalar)
        }

    return take


def _tell_unknown_key(key: Key, model: type[schema.Element], tell: Teller) -> None:
    """Tell an unknown key, and which it may have been meant to be."""
    model = schema.File if model is schema.Head else model
    known = [*_keys(model), *(["the path of a number"] if model.by_path else [])]
    near = None if tell.report.full else nearest(key, known)
    if model is schema.Yardstick and key in ("patience", "indifference"):
        remedy = "a yardstick has none: it takes the patience of the card's first owner"
    else:
        remedy = f"did you mean `{near}:`?" if near else f"known here: {', '.join(known)}"
    tell("E202", f"there is no key `{key}:` here", key.place, remedy)


_HOW_TO_WRITE = {
    "why": "write `why:` and the claims behind it, or `why: assumed`",
    "detente": "write `detente: 1` on the first line",
    "by": "write `by:` and the actor that holds the card",
    "table": "write `table:` and a word for the table: `table: talks`",
    "patience": "write `patience: 18 months`",
    "indifference": "write `indifference: 0.3 to 0.6 points`",
    "chance": "write `chance: 2% a month`",
    "when": "write `when:` and the condition: `when: washington plays summit`",
    "to": "write `to:` and the level: `to: war`",
    "AgendaType chance": "write `chance: 20 to 40%`, or `chance: the rest` for one of the types",
    "of": "write `of:` and the hidden variable that the signal tells of",
    "numbers": "write `numbers:` and two paths or more: `numbers: [numbers.damping, -variables.tension.now]`",
    "section together": "give each list an id and its claims: `mood: {numbers: [numbers.damping, ...], why: assumed}`",
    "noise": "write `noise: 10`: how far, typically, it is off",
}
