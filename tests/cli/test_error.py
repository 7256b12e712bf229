"""`detente error`: an explanation for every code."""

import json
import re
from pathlib import Path

import pytest

import detente as package
from detente.cli.error import explanations

CODES = sorted(explanations())


def test_every_code_in_the_source_is_explained_and_no_other():
    """A code that is told has an explanation, and an explanation belongs to a code that can be told."""
    folder = Path(package.__file__).parent
    used = {code for path in folder.rglob("*.py") for code in re.findall(r'"([ED]\d{3})"', path.read_text("utf-8"))}
    assert used == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_an_explanation_has_a_title_and_a_way_out(code):
    """Each explanation says in a title what is wrong, and in its text why and what to do."""
    title, text = explanations()[code]
    assert title
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
    assert set(json.loads(detente("error", "--json").out)) == set(CODES)
    assert json.loads(detente("error", "E101", "--json").out)["code"] == "E101"
