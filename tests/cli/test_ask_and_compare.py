"""`detente ask` and `detente compare`: a question, and a what-if, of one's own."""

import json
from dataclasses import replace

from detente.scenario import with_question


def test_a_question_of_ones_own_is_answered(detente):
    """The question is answered with its figures, and only it."""
    ended = detente(
        "ask", "two-rivals", "trade above 60 in 2032-12", "--unsolved", "--worlds", "8", "--futures", "4", "--json"
    )
    (asked,) = json.loads(ended.out)["questions"]
    assert asked["id"] == "asked"
    assert asked["ask"] == "trade above 60 in 2032-12"
    assert 0 <= asked["probability"] <= 1


def test_an_answer_is_printed_with_interval_and_word(detente, canned):
    """The answer comes with its label, interval and word."""
    asked = with_question(canned.scenario, "trade above 50 in 2032-12")
    questions = {id: asked.questions[id] for id in ("arden_withdraws", "asked")}
    canned.scenario = replace(asked, questions=questions)
    canned.results = canned.results.assign_coords(questions=list(questions))
    out = detente("ask", "two-rivals", "trade above 50 in 2032-12").out
    assert "Asked (unsolved)" in out
    assert "Arden give up" not in out
    assert "very likely" in out


def test_a_bad_question_is_the_users_mistake(detente):
    """A question with an unknown name is told with the nearest, before anything is solved."""
    ended = detente("ask", "two-rivals", "trad above 60")
    assert (ended.code, ended.out) == (1, "")
    assert "did you mean `trade`?" in ended.err


def test_a_what_if_is_compared_future_by_future(detente, canned):
    """A what-if is printed with differences, intervals and whether chance could have made them."""
    out = detente("compare", "two-rivals", "no_sanctions", "--verbose").out
    assert "What if: no_sanctions (unsolved)" in out
    assert "points [" in out
    assert "no change: " in out
    assert "more likely" in out


def test_an_unknown_what_if_names_the_nearest(detente):
    """A what-if that is not there is told with the nearest, before anything is solved."""
    ended = detente("compare", "two-rivals", "no_sanctoins")
    assert (ended.code, ended.out) == (1, "")
    assert "did you mean `no_sanctions`?" in ended.err


def test_plausibility_is_printed(detente, canned):
    """Cards are listed with their plays a year; without a record that is said."""
    ended = detente("plausibility", "two-rivals")
    assert ended.code == 0
    assert "Plays a year (unsolved)" in ended.out
    assert "no record" in ended.out
    data = json.loads(detente("plausibility", "two-rivals", "--json").out)
    assert {"cards", "stuck", "doubts", "status"} == set(data)
