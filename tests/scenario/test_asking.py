"""A question asked on the spot."""

import pytest

from detente.expressions import show
from detente.foundation.errors import UserError
from detente.scenario import load, with_question


def test_a_question_is_added_under_a_free_id():
    """Questions asked are `asked`, `asked_2`; the scenario's text stays as it is."""
    scenario = load("two-rivals")
    twice = with_question(with_question(scenario, "trade above 60"), "tension  above 50\n in 2031-01")
    assert list(twice.questions) == ["arden_withdraws", "asked", "asked_2", "trade_survives"]
    assert show(twice.questions["asked_2"].yes_if.tree) == "tension above 50 in 2031-01"
    assert twice.text == scenario.text


def test_measured_variables_are_asked_about_in_their_unit():
    """A number beside a measured variable is in its unit, as in the file."""
    asked = with_question(load("northeast-asia"), "troops below 14250 in 2021-04").questions["asked"]
    assert show(asked.yes_if.tree) == "troops below 50 in 2021-04"


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("trad above 60", "E402", 1),
        ("trade above", "E401", 1),
        ("trade above 60 in 2039-01", "E408", 19),
        ("", "E4", 1),
        ("trade + 3", "E4", 1),
    ],
)
def test_a_fault_is_told_with_its_place(text, code, column):
    """What is wrong with a question is told as in a file: code, column, remedy."""
    with pytest.raises(UserError) as raised:
        with_question(load("two-rivals"), text)
    fault = raised.value.faults[0]
    assert fault.code.startswith(code)
    assert fault.place.column == column
