"""The pages on notation and strategies name what is there: names in the code, keys of the file, settings."""

import importlib
import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from detente.equilibrium.solving import QUICK, Options
from detente.scenario import json_schema

DOCS = Path(__file__).parent.parent / "docs"


def rows(page: str, *, columns: int) -> list[list[str]]:
    """List the rows of a page's tables that have so many columns, without heads and rules."""
    lines = (DOCS / page).read_text(encoding="utf-8").splitlines()
    tables = [
        line
        for line, below in zip(lines, [*lines[1:], ""], strict=True)
        if line.startswith("|") and not set(line) <= set("|-") and not (below and set(below) <= set("|-"))
    ]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in tables]
    return [row for row in cells if len(row) == columns]


def quoted(cell: str) -> list[str]:
    """List what stands in back quotes."""
    return re.findall(r"`([^`]+)`", cell)


def holds(owner: object, name: str) -> bool:
    """Say whether a module, a class or a tuple with names has a part called `name`."""
    if is_dataclass(owner) and name in {field.name for field in fields(owner)}:
        return True
    return name in getattr(owner, "_fields", ()) or hasattr(owner, name)


def is_there(path: str) -> bool:
    """Say whether `game.state.State.x` can be found below `detente`."""
    parts = path.split(".")
    for end in range(len(parts), 0, -1):
        try:
            owner: object = importlib.import_module(".".join(["detente", *parts[:end]]))
        except ModuleNotFoundError:
            continue
        for name in parts[end:]:
            if not holds(owner, name):
                return False
            owner = getattr(owner, name, None)
        return True
    return False


def keys(schema: object) -> set[str]:
    """Collect every key that a scenario file may have."""
    if isinstance(schema, dict):
        own = set(schema.get("properties", {})) if isinstance(schema.get("properties"), dict) else set()
        return own.union(*(keys(part) for part in schema.values()), set())
    if isinstance(schema, list):
        return set().union(*(keys(part) for part in schema))
    return set()


@pytest.mark.parametrize("path", [path for row in rows("notation.md", columns=5) for path in quoted(row[2])])
def test_every_name_in_the_notation_is_in_the_code(path):
    """A name in code on the page of notation exists under `detente`."""
    assert is_there(path), f"docs/notation.md names {path}, which is not there"


def test_every_key_in_the_notation_is_a_key_of_the_file():
    """A key on the page of notation is a key of the scenario file."""
    known = keys(json_schema())
    named = {key for row in rows("notation.md", columns=5) for key in quoted(row[4])}
    assert named
    assert named <= known, f"not keys of a scenario file: {sorted(named - known)}"


def test_the_settings_of_the_solver_are_as_told():
    """The table of settings on the page of strategies has the solver's defaults, and misses none but two."""
    told = {quoted(row[0])[0]: row[1:3] for row in rows("strategies.md", columns=4) if quoted(row[0])}
    for name, values in told.items():
        for options, value in zip((Options(), QUICK), values, strict=True):
            is_told = tuple(float(part) for part in value.split(","))
            really = getattr(options, name)
            assert is_told == tuple(really if isinstance(really, tuple) else (really,)), name
    # Where play starts and the seed are options of the command line, not of how hard to solve.
    assert {field.name for field in fields(Options)} - set(told) == {"start", "seed"}


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: str(page.relative_to(DOCS)))
def test_functions_and_classes_in_the_pages_are_in_the_code(page):
    """A `Name.field` in a page belongs to a class of the package that has that field."""
    text = page.read_text(encoding="utf-8")
    for owner, name in re.findall(r"`([A-Z]\w+)\.([a-z_]\w*)`", text):
        assert any(holds(found, name) for found in classes(owner)), f"{page.name}: {owner}.{name}"


def classes(name: str) -> list[object]:
    """Find the classes of the package that are called `name`."""
    source = Path(importlib.import_module("detente").__file__ or "").parent
    found = []
    for path in source.rglob("*.py"):
        if re.search(rf"^class {name}\b", path.read_text(encoding="utf-8"), re.MULTILINE):
            module = ".".join(["detente", *path.relative_to(source).with_suffix("").parts])
            found.append(getattr(importlib.import_module(module), name))
    return found
