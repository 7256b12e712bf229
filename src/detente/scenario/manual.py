"""The JSON Schema and the reference page of the language, both generated from the schema."""

import ast
import inspect
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_origin

from detente.scenario import schema
from detente.scenario.fields import Leaf

Model = type[schema.Element]


def json_schema() -> dict[str, Any]:  # Any: a JSON document
    """Return the JSON Schema of a scenario file, for editors."""
    from pydantic import TypeAdapter

    document = TypeAdapter(schema.File).json_schema()
    models = {model.__name__: model for model in _models()}
    _describe(document, schema.File)
    for name, part in document.get("$defs", {}).items():
        _describe(part, models[name])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **document,
        "title": "A detente scenario",
    }


def _describe(document: dict[str, Any], model: Model) -> None:  # Any: a JSON document
    """Put the manual's keys and texts into the schema of one model, and take out what is Pydantic's own."""
    properties = document["properties"]
    for part in _fields(model):
        if part.name == model.by_path:
            continue
        described = {**properties.pop(part.name), "description": _text(model, part.name)}
        properties[_key(part)] = {name: value for name, value in described.items() if name not in ("title", "default")}
    document["description"] = _paragraph(model.__doc__)
    if "required" in document:
        document["required"] = sorted(
            _key(part) for part in _fields(model) if _needed(part) and _key(part) not in model.instead
        )
    if model.instead:
        document["allOf"] = [
            {"anyOf": [{"required": [key]}, {"required": [other]}]} for key, other in model.instead.items()
        ]
    _close(document)


def _close(part: object) -> None:
    """Refuse keys that fit no pattern, wherever keys have one."""
    if isinstance(part, dict):
        if "patternProperties" in part:
            part["additionalProperties"] = False
        for inner in part.values():
            _close(inner)
    elif isinstance(part, list):
        for inner in part:
            _close(inner)


# ---------------------------------------------------------------- the reference page


_FOREWORD = """\
# The language of scenario files

Generated from the schema (`detente schema --reference`); a test keeps this page and the program the same.

A scenario is a YAML file. Every value is read as text, so `NO` and `12:30` stay what they are. Keys that hold
prose (`name`, `says`, `ask`, `zero`, `hundred`) stand on lines of their own, or in quotes inside braces. All
ids share one namespace, tables, levels, types and payoffs excepted, and are written in small letters, digits and `_`. A
range, such as `75 to 90`, holds nine draws in ten. A single number may name the claims that it rests on:
`+10 to +20 because s15`.
"""


def reference_page() -> str:
    """Return the language reference as Markdown, generated from the schema."""
    parts = [_FOREWORD, _table(schema.File, "The file", 2)]
    for section in _fields(schema.File):
        model = _inner(section.type)
        if model is None:
            continue
        parts.append(_table(model, f"`{section.name}:`", 2))
        for part in _fields(model):
            inner = _inner(part.type)
            if inner is not None and not (inner is schema.Payoff and model is schema.Yardstick):
                parts.append(_table(inner, f"`{_key(part)}:` in `{section.name}:`", 3))
    return "\n".join(parts)


def _table(model: Model, heading: str, level: int) -> str:
    """Write one model as a heading, its sentence and a table of its keys."""
    lines = [f"{'#' * level} {heading}", "", _paragraph(model.__doc__), ""]
    lines += ["| key | takes | meaning |", "|---|---|---|"]
    for part in _fields(model):
        key = f"`{_key(part)}`" + (" (needed)" if _needed(part) else "")
        key = "the path of a number (needed)" if part.name == model.by_path else key
        lines.append(f"| {key} | {_takes(part.type)} | {_text(model, part.name)} |")
    return "\n".join([*lines, ""])


def _takes(annotation: object) -> str:
    """Say what a field takes, from its leaf."""
    if (leaf := _leaf(annotation)) is not None:
        return leaf.words
    if get_origin(annotation) is list:
        return "a list of entries"
    if hasattr(annotation, "__metadata__"):
        return "an amount, or for each id: " + _takes_each(get_args(annotation)[0])
    if get_origin(annotation) is not dict:
        return "keys and values"
    if _inner(annotation):
        return "a list for each id" if get_origin(get_args(annotation)[1]) is list else "elements by id"
    return _takes_each(annotation)


def _takes_each(annotation: object) -> str:
    """Say what a mapping takes."""
    key, value = (_leaf(part) for part in get_args(annotation))
    if key is None or value is None:
        return "by id, free keys and text"
    if key.words == "the path of a number":
        return value.words
    return f"for each {key.words.removeprefix('an ').removeprefix('a ')}: {value.words}"


def _leaf(annotation: object) -> Leaf | None:
    """Return the leaf of an annotation."""
    return next((note for note in getattr(annotation, "__metadata__", ()) if isinstance(note, Leaf)), None)


def _inner(annotation: object) -> Model | None:
    """Return the model of the elements that a field holds, if it holds any."""
    parts = [inner for part in get_args(annotation) for inner in get_args(part) or (part,)] or [annotation]
    return next((part for part in parts if isinstance(part, type) and is_dataclass(part)), None)  # type: ignore[return-value]


def _fields(model: Model) -> tuple["Field[Any]", ...]:  # Any: fields of every type
    return fields(model)  # type: ignore[arg-type]


def _key(part: "Field[Any]") -> str:  # Any: as above
    return part.name.rstrip("_")


def _needed(part: "Field[Any]") -> bool:  # Any: as above
    return part.default is MISSING and part.default_factory is MISSING


# ---------------------------------------------------------------- the texts


def _models() -> list[Model]:
    return [part for part in vars(schema).values() if isinstance(part, type) and issubclass(part, schema.Element)]


def _text(model: Model, name: str) -> str:
    """Return the text under a field, in the class where it is written."""
    for owner in model.__mro__:
        text = _texts().get((owner.__name__, name))
        if text is not None:
            return text
    raise LookupError(f"{model.__name__}.{name} has no text")


@cache
def _texts() -> dict[tuple[str, str], str]:
    """Read the texts under the fields from the source of the schema."""
    found: dict[tuple[str, str], str] = {}
    for owner in ast.parse(inspect.getsource(schema)).body:
        if not isinstance(owner, ast.ClassDef):
            continue
        for field, text in zip(owner.body, owner.body[1:], strict=False):
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(text, ast.Expr):
                value = text.value
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    found[owner.name, field.target.id] = _paragraph(value.value)
    return found


def _paragraph(text: str | None) -> str:
    return " ".join((text or "").split())
