"""Nodes to checked elements: each against its own model of the schema, so that one fault hides no other."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from detente.expressions import RESERVED
from detente.foundation.errors import Place
from detente.scenario import schema
from detente.scenario.leaves import FAULTY, KeyLeaf
from detente.scenario.names import KINDS, Names, nearest
from detente.scenario.nodes import Key, Mapping, Node, Nothing, Scalar, Sequence
from detente.scenario.report import Misread, Report, Teller

# How often an element is tried again without the parts that were told to be wrong.
_TRIES = 4


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
    """Check every element of the file against its model, and enter the names."""
    draft = Draft()
    sections, history = _sections()
    draft.written = {str(key) for key in top.entries}
    head: dict[Key, Node] = {}
    for key, node in top.entries.items():
        if key in sections:
            draft.sections[key] = _section(key, node, report)
        elif key == history:
            draft.history = _history(key, node, report)
        else:
            head[key] = node
    _enter_names(draft, top, report)
    draft.head = _validate(schema.Head, Mapping(head, top.place), report.about(""), top.place)
    return draft


@cache
def _sections() -> tuple[dict[str, tuple[KeyLeaf, TypeAdapter[Any]]], str]:
    """Return the reader of keys and of elements for each section, and the name of the one that is a list."""
    found: dict[str, tuple[KeyLeaf, TypeAdapter[Any]]] = {}
    for name, info in schema.File.model_fields.items():
        if get_origin(info.annotation) is dict:
            key, element = get_args(info.annotation)
            found[name] = (key.__metadata__[0], TypeAdapter(element))
    return found, "history"


def _section(name: Key, node: Node, report: Report) -> dict[Key, Any]:
    """Read the elements of a section."""
    read_key, adapter = _sections()[0][name]
    tell = report.about(name)
    if isinstance(node, Nothing):
        return {}
    if not isinstance(node, Mapping):
        tell(
            "E209",
            f"`{name}:` takes ids with keys below them",
            node.place,
            f"write them below `{name}:`, each as `id:`",
        )
        return {}
    elements: dict[Key, Any] = {}
    for key, element in node.entries.items():
        tell = report.about(f"{name}.{key}")
        try:
            read_key.read(key)
        except Misread as fault:
            tell(fault.code, fault.message, key.place, fault.remedy)
        if _holds_nothing(element):
            report.spoiled.add(f"{name}.{key}")
        if isinstance(element, Nothing):
            continue
        model = _element_model(name)
        read = (
            _validate(model, element, tell, key.place)
            if model
            else _validate(adapter, element, tell, key.place)
        )
        if read is not None:
            elements[key] = read
    return elements


def _holds_nothing(node: Node) -> bool:
    """Say whether a part of a node was told to be wrong already."""
    inner = (
        node.entries.values()
        if isinstance(node, Mapping)
        else node.items
        if isinstance(node, Sequence)
        else ()
    )
    return isinstance(node, Nothing) or any(_holds_nothing(part) for part in inner)


def _element_model(section: str) -> type[BaseModel] | None:
    element = get_args(schema.File.model_fields[section].annotation)[1]
    return element if isinstance(element, type) and issubclass(element, BaseModel) else None


def _history(name: Key, node: Node, report: Report) -> list[tuple[schema.Happening, Place]]:
    if isinstance(node, Nothing):
        return []
    if not isinstance(node, Sequence):
        report.about(name)(
            "E209", "`history:` is a list", node.place, "begin each entry with `- `: `- {in: 2018-06, ...}`"
        )
        return []
    entries = []
    for number, item in enumerate(node.items):
        if isinstance(item, Nothing):
            continue
        read = _validate(schema.Happening, item, report.about(f"history.{number}"), item.place)
        if read is not None:
            entries.append((read, item.place))
    return entries


# ---------------------------------------------------------------- names


def _enter_names(draft: Draft, top: Mapping, report: Report) -> None:
    """Enter the id of every element, those that could not be read too; refuse doubles and reserved words."""
    names = draft.names
    first: dict[str, Key] = {}
    # A misspelt section is told once, and not again by everything that refers to it.
    meant = {nearest(key, KINDS) for key in top.entries if key not in schema.File.model_fields}
    for section, kind in KINDS.items():
        node = next((node for key, node in top.entries.items() if key == section), None)
        if (section in meant and node is None) or (node is not None and not isinstance(node, Mapping)):
            names.unread.add(kind)
            draft.written.add(section)
        if not isinstance(node, Mapping):
            continue
        for key in node.entries:
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
                    f"choose another id, such as `{key}_{kind.replace('-', '')}`",
                )
                names.doubled.setdefault(key, set()).add(kind)
                continue
            first[key] = key
            names.add(key, kind)


# ---------------------------------------------------------------- one element against its model


def _validate(
    model: Any, node: Node, tell: Teller, key: Place
) -> Any:  # Any: a model, or an adapter, and what it makes
    """Check a node against a model, telling every fault; return the element without its faulty parts."""
    plain = _plain(node)
    for attempt in range(_TRIES):
        try:
            return model.model_validate(plain) if isinstance(model, type) else model.validate_python(plain)
        except ValidationError as errors:
            found = errors.errors(include_url=False)
            # A key of a later version often stands for one that is needed now.
            later = {error["loc"][:-1] for error in found if _is_later(error, model)}
            for error in found:
                if attempt == 0 and not (error["type"] == "missing" and error["loc"][:-1] in later):
                    _tell(error, model, node, tell, key)
                plain = _without(plain, error, attempt)
    return None


def _plain(node: Node) -> Any:  # Any: nested dicts and lists of scalars
    match node:
        case Mapping(entries):
            return {key: _plain(value) for key, value in entries.items()}
        case Sequence(items):
            return [_plain(item) for item in items]
        case Nothing():
            return FAULTY
        case _:
            return node


def _without(plain: Any, error: ErrorDetails, attempt: int) -> Any:  # Any: as `_plain` makes it
    """Take out the part that is wrong: mark it as told, or when that is not enough leave it out."""
    path = [step for step in error["loc"] if step != "[key]"]
    inner: Any = plain  # Any: as above
    step: Any  # Any: a key or a position
    for step in path[:-1]:
        if (isinstance(inner, dict) and step in inner) or (isinstance(inner, list) and isinstance(step, int)):
            inner = inner[step]
    if not path or not isinstance(inner, (dict, list)):
        return {} if not path and not isinstance(plain, dict) else plain
    last = path[-1]
    drop = error["type"] == "extra_forbidden" or attempt > 0 or "[key]" in error["loc"]
    if isinstance(inner, list):
        if isinstance(last, int) and last < len(inner):
            inner[last] = FAULTY
    elif drop and last in inner and error["type"] != "missing":
        del inner[last]
    elif not (isinstance(last, str) and last in inner and inner[last] is FAULTY):
        inner[last] = FAULTY
    return plain


def _tell(
    error: ErrorDetails, model: Any, node: Node, tell: Teller, key: Place
) -> None:  # Any: a model or an adapter
    """Tell one error of Pydantic in our own words and at its place."""
    if error["input"] is FAULTY:
        return
    at, at_key, parent = _locate(error["loc"], node, key)
    context = error.get("ctx", {})
    step = str(error["loc"][-1]) if error["loc"] else ""
    if error["type"].startswith("E"):
        code, message, remedy = error["type"], str(context["message"]), str(context["remedy"])
        place = context.get("place")
        if place is None:
            if "[key]" in error["loc"] and at_key is not None:
                place = at_key.place
            elif isinstance(at, Scalar):
                place = at.inside(context["start"], length=context["length"])
            else:
                place = _place(at, at_key)
        tell(code, message, place, remedy)
    elif error["type"] == "missing":
        tell(
            "E204", f"the key `{step}:` is missing", _place_of_parent(parent, key), _how_to_write(step, model)
        )
    elif error["type"] == "extra_forbidden":
        _tell_unknown_key(
            step, _model_at(model, error["loc"][:-1]), tell, at_key.place if at_key else _place(at, None)
        )
    else:
        what = f"`{step}:`" if step else "this"
        if "list" in error["type"] or "tuple" in error["type"]:
            tell(
                "E209",
                f"{what} takes a list",
                _place(at, at_key),
                "write the items in brackets: `[one, two]`",
            )
        else:
            tell(
                "E209",
                f"{what} takes keys and values",
                _place(at, at_key),
                f"write them in braces, `{step or 'id'}: {{key: value}}`, or below it on lines of their own",
            )


def _tell_unknown_key(word: str, model: type[schema.Element], tell: Teller, place: Place) -> None:
    """Tell an unknown key: of a later version, or misspelt."""
    model = schema.File if model is schema.Head else model
    known = [info.alias or name for name, info in model.model_fields.items()]
    if word in model.later:
        tell(
            "E220",
            f"`{word}:` is part of the language, but not supported yet",
            place,
            "leave it out for now",
        )
        return
    near = nearest(word, known)
    if model is schema.Yardstick and word in ("patience", "indifference"):
        remedy = "a yardstick has none: it takes the patience of the card's first owner"
    else:
        remedy = f"did you mean `{near}:`?" if near else f"known here: {', '.join(known)}"
    tell("E202", f"there is no key `{word}:` here", place, remedy)


def _is_later(error: ErrorDetails, model: Any) -> bool:  # Any: a model or an adapter
    path = error["loc"]
    return error["type"] == "extra_forbidden" and path[-1] in getattr(
        _model_at(model, path[:-1]), "later", ()
    )


def _how_to_write(step: str, model: Any) -> str:  # Any: a model or an adapter
    """Return the remedy for a missing key."""
    examples = {
        "why": "write `why:` and the claims behind it, or `why: assumed`",
        "detente": "write `detente: 1` on the first line",
        "by": "write `by:` and the actor that holds the card",
        "table": "write `table:` and a word for the table: `table: talks`",
        "patience": "write `patience: 18 months`",
        "indifference": "write `indifference: 0.3 to 0.6 points`",
        "chance": "write `chance: 2% a month`",
    }
    return examples.get(step, f"write `{step}: ...`")


def _model_at(model: Any, path: tuple[int | str, ...]) -> type[schema.Element]:  # Any: a model or an adapter
    """Return the model that a path inside an element leads to."""
    for step in path:
        fields = (
            {info.alias or name: info for name, info in model.model_fields.items()}
            if _is_model(model)
            else {}
        )
        annotation = fields[str(step)].annotation if str(step) in fields else None
        inner = [part for part in get_args(annotation) or (annotation,) if _is_model(part)]
        if inner:
            model = inner[0]
    return model


def _is_model(candidate: object) -> bool:
    return isinstance(candidate, type) and issubclass(candidate, BaseModel)


def _locate(
    path: tuple[int | str, ...], node: Node, key: Place
) -> tuple[Node, Key | None, tuple[Node, Key | None]]:
    """Follow a path of Pydantic's into the nodes, as far as it leads; return node, key and parent."""
    at_key: Key | None = None
    parent: tuple[Node, Key | None] = (node, None)
    at = node
    for step in path:
        if isinstance(at, Mapping) and step in at.entries:
            parent = (at, at_key)
            at_key = next(known for known in at.entries if known == step)
            at = at.entries[at_key]
        elif isinstance(at, Sequence) and isinstance(step, int) and step < len(at.items):
            parent, at_key, at = (at, at_key), None, at.items[step]
        elif step != "[key]":
            parent = (at, at_key)
    return at, at_key, parent


def _place(at: Node, key: Key | None) -> Place:
    """Return where to point: at text itself, else at the key of what holds more."""
    return at.place if isinstance(at, Scalar) or key is None else key.place


def _place_of_parent(parent: tuple[Node, Key | None], key: Place) -> Place:
    return parent[1].place if parent[1] is not None else key
