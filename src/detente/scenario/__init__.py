"""The scenario: from the text of a file to a checked, frozen Scenario, with every fault told at its place."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.scenario.asking import with_question
    from detente.scenario.codes import explain
    from detente.scenario.do import parse_do
    from detente.scenario.doubting import doubts
    from detente.scenario.library import library_names
    from detente.scenario.manual import json_schema, reference_page
    from detente.scenario.numbers import with_number
    from detente.scenario.opening import load, parse
    from detente.scenario.sharing import Shares, shares

__all__ = [
    "Shares",
    "doubts",
    "explain",
    "json_schema",
    "library_names",
    "load",
    "parse",
    "parse_do",
    "reference_page",
    "shares",
    "with_number",
    "with_question",
]

# Loaded when first asked for, so that a room that needs the Scenario alone does not load the reader of files.
_HOMES = {
    "Shares": "sharing",
    "doubts": "doubting",
    "explain": "codes",
    "json_schema": "manual",
    "library_names": "library",
    "load": "opening",
    "parse": "opening",
    "parse_do": "do",
    "reference_page": "manual",
    "shares": "sharing",
    "with_number": "numbers",
    "with_question": "asking",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
