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


def test_a_question_of_the_file_is_asked_by_its_id():
    """An id asks what that question asks."""
    scenario = load("northeast-asia")
    asked = with_question(scenario, "second_summit").questions["asked"]
    assert (asked.ask, asked.yes_if) == (
        scenario.questions["second_summit"].ask,
        scenario.questions["second_summit"].yes_if,
    )
    assert asked.place is None


@pytest.mark.parametrize(
    "text", ["Will there be a second summit?", "Is a second summit held", "is the second summit held?"]
)
def test_a_question_in_plain_english_is_answered_with_the_nearest_of_the_file(text):
    """It is told what a question is, which of the file come closest by their text, and how one is written."""
    with pytest.raises(UserError) as raised:
        with_question(load("northeast-asia"), text)
    (fault,) = raised.value.faults
    assert fault.code == "E419"
    near = [line.split(":")[0].strip() for line in fault.remedy.split("\n") if line.startswith("  ")]
    assert near[0] == "second_summit"
    assert len(near) <= 3
    assert "`second summit succeeded by 2019-02`" in fault.remedy


def test_plain_english_about_something_else_gets_an_example():
    """Where no question of the file shares a word with it, a condition is shown, and where the questions are listed."""
    with pytest.raises(UserError) as raised:
        with_question(load("two-rivals"), "Will bananas ripen soon?")
    (fault,) = raised.value.faults
    assert fault.remedy.startswith("write a condition, such as `")
    assert "`detente show`" in fault.remedy
    example = fault.remedy.split("`")[1]
    assert with_question(load("two-rivals"), example).questions["asked"].ask == example


@pytest.mark.parametrize("text", ["trade > 60?", "meet suceeded by 2031-06", "trad above 60 in 2032-12"])
def test_a_mistake_in_a_condition_is_not_taken_for_plain_english(text):
    """What is meant as a condition is explained as one."""
    with pytest.raises(UserError) as raised:
        with_question(load("two-rivals"), text)
    assert raised.value.faults[0].code in ("E401", "E402")
