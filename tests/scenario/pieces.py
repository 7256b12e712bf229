"""The short scenario of the tests, and how a piece of a file is put into it."""

import re
from pathlib import Path

import pytest

from detente.foundation.errors import UserError
from detente.scenario import parse

FILES = Path(__file__).parent / "files"
# Has everything that actors know or do not know.
BORDER_TOWN = Path(__file__).parents[2] / "docs" / "examples" / "border-town.yaml"
SHORT = (FILES / "short.yaml").read_text(encoding="utf-8")

_SECTION = re.compile(r"(?m)^(?=[a-z_]+:)")


def completed(piece: str) -> str:
    """Return the short scenario with the elements of `piece` in it, in place of those of the same id.

    A piece is written like a file: sections with elements below them, or single lines such as `months: 0`.
    """
    sections = {block.split(":")[0]: block for block in _SECTION.split(SHORT) if re.match("[a-z]", block)}
    for block in _SECTION.split(piece.rstrip("\n") + "\n"):
        if not block.strip():
            continue
        name, _, body = block.partition(":")
        if body.split("\n")[0].strip():
            sections[name] = block
            continue
        ids = re.findall(r"(?m)^\s+([a-z][^:\n]*):", body)
        kept = [line for line in sections.get(name, f"{name}:").splitlines() if line.split(":")[0].strip() not in ids]
        sections[name] = "\n".join(kept) + body
    return "".join(sections.values())


def line_of(text: str, part: str) -> int:
    """Return the number of the line that holds `part`."""
    return next(number for number, line in enumerate(text.split("\n"), 1) if part in line)


def faults_of(text):
    """Return the faults of a text."""
    with pytest.raises(UserError) as caught:
        parse(text)
    return caught.value.faults


def expect_one_fault(piece, code, *, under, remedy):
    """Expect that a piece gives one fault: its code, a caret under the text that is wrong, and a remedy."""
    text = completed(piece)
    faults = faults_of(text)
    assert [fault.code for fault in faults] == [code], faults
    fault = faults[0]
    assert fault.place is not None
    line = text.split("\n")[fault.place.line - 1]
    start = fault.place.column - 1
    assert fault.source == line
    assert line[start : start + len(under)] == under
    assert not under or fault.place.length == len(under)
    assert remedy in fault.remedy
