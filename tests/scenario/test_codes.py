"""Every code of error is explained, is raised somewhere, and its example shows it."""

import re
from pathlib import Path

import pytest

import detente.scenario
from detente.foundation.errors import UserError
from detente.scenario import doubts, explain, parse
from detente.scenario.codes import EXPLANATIONS
from scenario.pieces import completed

_SOURCES = [path for path in Path(detente.scenario.__file__).parent.rglob("*.py") if "codes" not in path.parent.name]
# A piece may hold what nothing in the short scenario depends on, and claims that it does not cite.
_LOOSE = {"D111", "D112"}
_RUN = {code: each for code, each in EXPLANATIONS.items() if re.match(r"[a-z_]+:", each.wrong)}


def _codes(text):
    try:
        return {doubt.code for doubt in doubts(parse(text))}
    except UserError as error:
        return {fault.code for fault in error.faults}


def test_every_code_that_is_raised_is_explained_and_every_explained_one_is_raised():
    """A code in a message can be looked up, and nothing is explained that never happens."""
    raised = {code for path in _SOURCES for code in re.findall(r"\"([ED]\d{3})\"", path.read_text(encoding="utf-8"))}
    lookup = {"E001"}
    assert raised | lookup == set(EXPLANATIONS)


@pytest.mark.parametrize("code", _RUN)
def test_the_wrong_example_shows_the_mistake(code):
    """What the explanation calls wrong gives this code and no other."""
    assert _codes(completed(_RUN[code].wrong)) - (_LOOSE - {code}) == {code}


@pytest.mark.parametrize("code", _RUN)
def test_the_right_example_is_right(code):
    """What the explanation calls right is read without a word."""
    assert _codes(completed(_RUN[code].right)) <= _LOOSE - {code} | ({"D103"} if code == "D102" else set())


def test_an_explanation_has_its_examples():
    """`detente error CODE` prints the title, the text, and the mistake beside its cure."""
    text = explain("e305")
    assert text.startswith("E305: ")
    assert "now: 40 to 30" in text
    assert "now: 30 to 40" in text


def test_an_unknown_code_is_the_users_mistake():
    """`detente error E998` is told as any other mistake."""
    with pytest.raises(UserError, match="no error"):
        explain("E998")
