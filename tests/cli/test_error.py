"""`detente error`: an explanation for every code."""

import json
import re
from pathlib import Path

import pytest

import detente as package
from detente.cli.error import explanation, titles


def test_every_code_in_the_source_is_explained():
    """A code that any room tells can be looked up."""
    folder = Path(package.__file__).parent
    told = {code for path in folder.rglob("*.py") for code in re.findall(r'"([ED]\d{3})"', path.read_text("utf-8"))}
    assert told == set(titles())


@pytest.mark.parametrize("code", titles())
def test_an_explanation_has_a_title_and_a_text(code):
    """Each explanation begins with its code and title, and goes on to say why and what to do."""
    title, _, text = explanation(code).partition("\n\n")
    assert title == f"{code}: {titles()[code]}"
    assert len(text.split()) >= 8


def test_a_code_is_explained_whatever_its_case(detente):
    """`detente error e101` explains E101."""
    ended = detente("error", "e101")
    assert ended.code == 0
    assert ended.out.startswith("E101: ")


def test_an_unknown_code_is_the_users_mistake(detente):
    """A code that does not exist ends with 1 and the nearest code."""
    ended = detente("error", "E1011")
    assert ended.code == 1
    assert "E101" in ended.err


def test_codes_come_as_json(detente):
    """--json gives the list of codes, or one explanation."""
    assert json.loads(detente("error", "--json").out) == titles()
    assert json.loads(detente("error", "E101", "--json").out)["code"] == "E101"
