"""The JSON Schema and the reference page of the language, both generated from the schema."""

import ast
import inspect
import types
from functools import cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from detente.scenario import schema
from detente.scenario.leaves import Leaf


def json_schema() -> dict[str, Any]:  # Any: a JSON document
    """Return the JSON Schema of a scenario file, for editors."""
    document = schema.File.model_json_schema(by_alias=True)
    models = {model.__name__: model for model in _models()}
    _describe(document, schema.File)
    for name, part in document.get("$defs", {}).items():
        _describe(part, models[name])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **document,
        "title": "A detente scenario",
    }


def _describe(document: dict[str, Any], model: type[BaseModel]) -> None:  # Any: a JSON document
    """Put the manual's texts into the schema of one model, and take out what is Pydantic's own."""
    for name, info in model.model_fields.items():
        part = document.get("properties", {}).get(info.alias or name)
        if part is not None:
            part["description"] = _text(model, name)
            part.pop("title", None)
            part.pop("default", None)
    document["description"] = _paragraph(model.__doc__)
    if "required" in document:
        document["required"].sort()
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
ids share one namespace, tables and payoffs excepted, and are written in small letters, digits and `_`. A
range, such as `75 to 90`, holds nine draws in ten. A single number may name the claims that it rests on:
`+10 to +20 because s15`.
"""


def reference_page() -> str:
    """Return the language reference as Markdown, generated from the schema."""
    parts = [_FOREWORD, _table(schema.File, "The file", 2)]
    for name, info in schema.File.model_fields.items():
        model = _inner(info)
        if model is not None:
            parts.append(_table(model, f"`{name}:`", 2))
            for inner_name, inner_info in model.model_fields.items():
                inner = _inner(inner_info)
                if inner is not None and not (inner is schema.Payoff and model is schema.Yardstick):
                    parts.append(_table(inner, f"`{inner_name}:` in `{name}:`", 3))
    return "\n".join(parts)


def _table(model: type[BaseModel], heading: str, level: int) -> str:
    """Write one model as a heading, its sentence and a table of its keys."""
    lines = [
        f"{'#' * level} {heading}",
        "",
        _paragraph(model.__doc__),
        "",
        "| key | takes | meaning |",
        "|---|---|---|",
    ]
    for name, info in model.model_fields.items():
        key = f"`{info.alias or name}`" + (" (needed)" if info.is_required() else "")
        lines.append(f"| {key} | {_takes(info)} | {_text(model, name)} |".replace("->", "&rarr;"))
    later = sorted(getattr(model, "later", ()))
    if later:
        lines += ["", "Not supported yet: " + ", ".join(f"`{word}`" for word in later) + "."]
    return "\n".join([*lines, ""])


def _takes(info: FieldInfo) -> str:
    """Say what a field takes, from its leaf."""
    if (leaf := _leaf([*info.metadata, info.annotation])) is not None:
        return leaf.words
    annotation = info.annotation
    if get_origin(annotation) is list:
        return "a list of entries"
    if get_origin(annotation) is dict:
        key, value = get_args(annotation)
        inner = _leaf([value])
        if inner is not None:
            return f"for each {_word(key)}: {inner.words}"
        return "elements by id" if _inner(info) else "by id, free keys and text"
    return "keys and values"


def _word(key: object) -> str:
    leaf = _leaf([key])
    return leaf.words.removeprefix("an ").removeprefix("a ") if leaf else "key"


def _leaf(candidates: list[object]) -> Leaf | None:
    """Find the leaf among annotations."""
    for candidate in candidates:
        if isinstance(candidate, Leaf):
            return candidate
        for part in getattr(candidate, "__metadata__", ()):
            if isinstance(part, Leaf):
                return part
    return None


def _inner(info: FieldInfo) -> type[BaseModel] | None:
    """Return the model of the elements that a field holds, if it holds any."""
    parts = get_args(info.annotation) or (info.annotation,)
    if get_origin(info.annotation) is types.UnionType or parts:
        return next((part for part in parts if isinstance(part, type) and issubclass(part, BaseModel)), None)
    return None


# ---------------------------------------------------------------- the texts


def _models() -> list[type[BaseModel]]:
    return [
        part for part in vars(schema).values() if isinstance(part, type) and issubclass(part, schema.Element)
    ]


def _text(model: type[BaseModel], name: str) -> str:
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
            if (
                isinstance(field, ast.AnnAssign)
                and isinstance(field.target, ast.Name)
                and isinstance(text, ast.Expr)
            ):
                value = text.value
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    found[owner.name, field.target.id] = _paragraph(value.value)
    return found


def _paragraph(text: str | None) -> str:
    return " ".join((text or "").split())
