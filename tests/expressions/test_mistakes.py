"""A mistake is answered in the analyst's words: where, what, and the way out."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from detente.expressions import DEPTH, LENGTH, RESERVED, ExpressionError, parse, tree

# text, the part of it that the caret underlines ("" with a column: past the end), what the remedy says
MISTAKES = [
    ("a > 3", ">", "say `above`"),
    ("a >= 3", ">=", "say `at least`"),
    ("a < 3", "<", "say `below`"),
    ("a <= 3", "<=", "say `at most`"),
    ("a == 3", "==", "say `is`"),
    ("a = 3", "=", "say `is`"),
    ("a != 3", "!=", "say `not A is B`"),
    ("a above 3 && b above 3", "&&", "say `and`"),
    ("a above 3 || b above 3", "||", "say `or`"),
    ("!(a above 3)", "!", "say `not`"),
    ("a ^ 2", "^", "x * x"),
    ("a above 50%", "%", "per cent already"),
    ("a above 6,000", "6,000", "6000"),
    ("a above .5", ".5", "write 0.5"),
    ("2nd summit succeeded", "2nd", "write it out"),
    ("Washington plays summit", "Washington", "`washington`"),
    ("a above 3 AND b above 3", "AND", "write `and`"),
    ("north-korea plays summit", "-", "ids are written with `_`"),
    ("washington plays meet-leader", "-", "ids are written with `_`"),
    ("a \u2013 b", "\u2013", "minus of the keyboard"),
    ("a \u2265 b", "\u2265", "say `at least`"),
    ("\u00e4gypten above 3", "\u00e4gypten", "a to z"),
    ("a greater than 3", "greater", "say `above`"),
    ("a exceeds 3", "exceeds", "say `above`"),
    ("a above than 3", "than", "say `above` or `below` alone"),
    ("a over 3", "over", "say `above`"),
    ("a under 40", "40", "say `below`"),
    ("a equals 3", "equals", "say `is`"),
    ("a is above 3", "above", "leave out `is`"),
    ("a is not 3", "not", "`not A is B`"),
    ("a not above 3", "not", "`not A above B`"),
    ("relation is not war", "not", "`not A is B`"),
    ("relation is in crisis", "in", "leave out `in`"),
    ("mood is at war by 2019-06", "at", "leave out `at`"),
    ("relation becomes war by 2019-06", "becomes", "`relation is war by 2019-06`"),
    ("relation is crisis or war", "war", "`relation is war`"),
    ("relation is crisis and summit in force or relation is peace or war", "war", "`relation is war`"),
    ("a above b above c", "above", "join two conditions"),
    ("above 3", "above", "say what is compared"),
    ("washington propose summit", "propose", "say `proposes`"),
    ("proposes washington summit", "proposes", "`washington proposes summit`"),
    ("washington plays summit visit", "visit", "join them"),
    ("summit force", "force", "`summit in force`"),
    ("washington plays force", "force", "choose another id"),
    ("washington visits summit", "visits", "`washington proposes summit`"),
    ("3 4", "4", "join them"),
    ("trend pressure above 3", "pressure", "`trend(pressure) above 1`"),
    ("trend(a + b) above 3", "+", "a variable with a formula"),
    ("max(a) above 3", "(", "`A if A above B else B`"),
    ("thirteenth summit succeeded", "summit", "join them"),
    ("in 2018-13", "2018-13", "01 to 12"),
    ("a above 3 in 2018", "2018", "2018-01"),
    ("in 2019-02-03", "-", "leave the day out"),
    ("washington plays summit in February", "February", "2019-02"),
    ("a above 2019-02", "2019-02", "before 2019-02"),
    ("a above 6000-10", "6000-10", "6000 - 10"),
    ("between 2018-07 to 2019-02", "to", "between 2018-07 and 2019-02"),
    ("between 2019-02 and 2018-07", "2018-07", "between 2018-07 and 2019-02"),
    ("a above 3 since 2019-02", "since", "from 2019-02"),
    ("a above 3 by 2019-02 for 3 months", "for", "before the date"),
    ("a above 3 from 2018-07 by 2019-02", "by", "between"),
    ("a above 3 for 2 years", "years", "24 months"),
    ("a above 3 for 0 months", "0", "whole number"),
    ("washington played summit within 13 months", "13", "whole number"),
    ("washington played summit within 2.5 months", "2.5", "whole number"),
    ("a above 3)", ")", "take it out"),
    ("(a above 3 and b above 3", "(", "close it"),
    ("() above 3", ")", "write what belongs there"),
    ("(a above 3 given b above 3) and c above 3", "given", "for the whole question"),
    ("1e999 above a", "1e999", "smaller"),
    ("a and b above 3", "a", "compare it"),
    ("true and b above 3", "true", "no constant"),
    ("washington plays summit + 3", "washington plays summit", "`1 if CONDITION else 0`"),
    ("a above 3 if b above 3 else 0", "a above 3", "`1 if CONDITION else 0`"),
    ("a above 3 then 3 else 2", "then", "`A if CONDITION else B`"),
    ("chance of q in 2019-02", "chance of q", "has its month already"),
    ("worth of summit to us", "to", "`worth of summit in 2018-06 to us_interest`"),
    ("leverage of a in 2018-06", "in", "`leverage of washington over pyongyang in 2018-06`"),
    ("effect of truce on 3", "3", "`effect of hold_the_card on troops at 2019-06`"),
    ("estimate of seoul above 3", "above", "`estimate of seoul of balance`"),
    ("estimate above 3", "above", "`estimate of seoul of balance`"),
    ("belief of seoul in a is b above 3", "in", "`belief of washington that pyongyang is staller`"),
    ("belief of seoul that a above 3", "above", "`belief of washington that pyongyang is staller`"),
    ("belief of seoul that a is above 3", "above", "that pyongyang is staller above 50`"),
    ("belief of seoul that a is not b above 3", "not", "`100 - belief of washington"),
    ("belief of seoul that a is b and c above 3", "belief of seoul that a is b", "a is b above 50`"),
    ("seoul believes a is b", "believes", "`belief of washington that pyongyang is staller above 50`"),
    ("seoul estimates balance", "estimates", "`estimate of seoul of balance above 50`"),
]

STOPS = [
    ("a above", "needed here"),
    ("a +", "needed here"),
    ("not", "`not summit in force`"),
    ("a if b above 3", "otherwise"),
    ("washington proposes", "`washington proposes summit`"),
    ("washington holds at", "`washington holds at talks`"),
    ("washington played summit", "within 2 months"),
    ("washington played summit within 2", "say `2 months`"),
    ("a above 3 for 6", "say `6 months`"),
    ("second summit", "`second summit succeeded`"),
    ("estimate of seoul", "`estimate of seoul of balance`"),
    ("belief of washington that", "`belief of washington that pyongyang is staller`"),
    ("belief of washington that pyongyang is", "`belief of washington that pyongyang is staller`"),
    ("a above 3 in", "a month is needed here"),
    ("between 2018-07 and", "a month is needed here"),
]


@pytest.mark.parametrize(("text", "underlined", "remedy"), MISTAKES)
def test_a_mistake_is_underlined_and_has_a_remedy(text, underlined, remedy):
    """The caret stands under what is wrong, and the remedy says what to write."""
    error = _mistake(text)
    column = text.rindex(underlined) if underlined in ("above", "-") else text.index(underlined)
    assert text[error.column : error.column + error.length] == text[column : column + len(underlined)]
    assert error.column == column
    assert remedy in error.remedy


@pytest.mark.parametrize(("text", "remedy"), STOPS)
def test_a_text_that_stops_too_early_is_pointed_at_its_end(text, remedy):
    """The caret stands behind the last word, and the remedy says what should follow."""
    error = _mistake(text)
    assert error.column == len(text)
    assert remedy in error.remedy


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_an_empty_text_is_said_to_be_empty(text):
    """There is nothing to read in an empty text."""
    assert _mistake(text).message == "there is nothing here"


def test_control_characters_are_shown_and_not_printed():
    """A character that a terminal would act on is written out in the message."""
    assert "\\x1b" in _mistake("a above \x1b[31m").message


def test_length_is_capped():
    """A text of more than 2000 characters is refused where it becomes too long."""
    fits = "a above 3" + " " * (LENGTH - 9)
    parse(fits)
    assert _mistake(fits + " ").column == LENGTH


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("(" * 900 + "a" + ")" * 900, False),
        ("-" * 1999 + "a", False),
        ("not " * 400 + "a above 3", False),
        ("a + " * 400 + "a", False),
        ("1 if a above 3 else " * 90 + "0", False),
        ("(" * (DEPTH - 1) + "a" + ")" * (DEPTH - 1), True),
        ("a above 3 and " * 100 + "a above 3", True),
    ],
)
def test_depth_is_capped(text, most):
    """Brackets and operators nest at most 50 deep; a long list of conditions is not deep."""
    if most:
        parse(text)
    else:
        assert str(DEPTH) in _mistake(text).message


_ODD_WORDS = "a b summit 3 0 2.5 2019-02 2018-07 2018-13 ( ) + - * / > = % , . at\u00a0least Name x-y"
words = st.sampled_from(sorted(RESERVED) + _ODD_WORDS.split(" "))
soups = st.one_of(st.lists(words, max_size=12).map(" ".join), st.lists(words, max_size=12).map("".join))


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=40), soups))
@example("\x00")
@example("\ud800")
@example("a\u2028above 3")
@example("\u0663 above a")
@example("holds at at least")
def test_any_text_gives_a_tree_or_a_mistake(text):
    """Whatever is typed, the answer is a tree or an explanation that points into the text."""
    mistake = None
    try:
        assert isinstance(parse(text), tree.Node)
    except ExpressionError as error:
        mistake = error
    if mistake:
        assert mistake.message
        assert mistake.remedy
        assert 0 <= mistake.column <= len(text)
        assert mistake.length >= 1
        assert "Token" not in mistake.message + mistake.remedy


def _mistake(text: str) -> ExpressionError:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    return caught.value
