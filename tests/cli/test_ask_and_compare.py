"""`detente ask` and `detente compare`: a question, and a what-if, of one's own."""

import json
import re
from dataclasses import replace

from detente.answers.plausibility import CardLine, Plausibility, Record
from detente.answers.whatif import Moved
from detente.cli import telling
from detente.cli.plausibility import _nothing_sticks_out
from detente.results.figures import Difference, Probability
from detente.scenario import parse, with_question


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
    assert "in any of the" not in out


def test_a_question_without_a_month_is_told_to_look_at_all(detente):
    """Who names no month is told what that means."""
    size = ("--unsolved", "--worlds", "8", "--futures", "4")
    out = detente("ask", "two-rivals", "trade above 60", *size).out
    assert "A condition without a month asks whether it is met in any of the 36 months." in " ".join(out.split())


def test_a_bad_question_is_the_users_mistake(detente):
    """A question with an unknown name is told with the nearest, before anything is solved."""
    ended = detente("ask", "two-rivals", "trad above 60")
    assert (ended.code, ended.out) == (1, "")
    assert "did you mean `trade`?" in ended.err


def test_a_question_in_plain_english_is_refused_before_anything_is_loaded(detente):
    """It ends with the questions of the file that come closest, not with grammar."""
    ended = detente("ask", "northeast-asia", "Will there be a second summit?")
    assert (ended.code, ended.out) == (1, "")
    assert "  second_summit: Is a second summit held" in ended.err
    assert "joins" not in ended.err


def test_a_what_if_is_compared_future_by_future(detente, canned):
    """A what-if is printed with differences, intervals and whether chance could have made them."""
    out = detente("compare", "two-rivals", "no_sanctions", "--verbose").out
    assert "What if: no_sanctions (unsolved)" in out
    assert "points [" in out
    assert "no change: " in out
    assert "more likely" in out


def moved(id: str, difference: float, interval: tuple[float, float], *, error: float = 0.01) -> Moved:
    """Return a question that a what-if moves so far."""
    half = Probability(0.5, (0.4, 0.6), 0.01, "roughly even", 0.1, 0.9)
    return Moved(id, f"Is it {id}?", half, half, Difference(difference, interval, error))


NAN = float("nan")
MOVED = (
    moved("small", 0.04, (0.02, 0.06)),
    moved("torn", 0.09, (-0.05, 0.2)),
    moved("large", -0.3, (-0.4, -0.2)),
    moved("still", 0.0, (0.0, 0.0), error=0.0),
    moved("unmet", NAN, (NAN, NAN), error=NAN),
    moved("luck", 0.01, (0.0, 0.02), error=0.02),
)


def test_the_largest_difference_comes_first(capsys, monkeypatch):
    """Questions stand by the size of their difference; those of which none can be told are counted in one line."""
    monkeypatch.setenv("COLUMNS", "100")
    telling.say_moved(MOVED)
    out = capsys.readouterr().out
    assert re.findall(r"Is it (\w+)\?", out) == ["large", "torn", "small", "unmet"]
    assert out.endswith("\n  No difference can be told in 2 of 6 questions (--verbose has them): luck, still.\n")
    monkeypatch.setenv("COLUMNS", "70")  # ids that need a second line are left out
    telling.say_moved(MOVED)
    assert capsys.readouterr().out.endswith("\n  No difference can be told in 2 of 6 questions (--verbose has them).\n")


def test_what_worlds_do_not_agree_on_is_not_called_more_likely_outright(capsys):
    """A difference that some worlds turn about is told with that in words; what chance could make comes last."""
    telling.say_moved(MOVED, verbose=True)
    out = capsys.readouterr().out
    assert re.findall(r"Is it (\w+)\?", out) == ["large", "torn", "small", "unmet", "luck", "still"]
    told = " ".join(out.partition("Is it torn?")[2].split())
    assert "+9.0 points [-5.0 to +20], more likely on average, but not in every world" in told
    assert "more likely" not in told.partition("Is it luck?")[2]


def test_signs_and_brackets_have_a_legend_where_there_are_any(capsys):
    """What is printed is explained below it, and nothing else; what was counted in a line has its reason."""
    for shown, verbose, words in (
        (MOVED[:1], False, ("Points:",)),
        (MOVED[5:], False, ("No difference can be told where",)),
        (MOVED[5:], True, ("Points:", "No difference can be told where")),
        ((), False, ()),
    ):
        telling.say_meaning(shown, verbose=verbose)
        out = capsys.readouterr().out
        legends = ("Points:", "By type:", "No difference can be told where")
        assert tuple(word for word in legends if word in out) == words


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


RECORD = """
sources:
  press: {publisher: "the papers"}
history:
  - {in: 2029-01, event: arden plays settle, source: press}
"""


def test_plausibility_says_that_a_card_has_no_record(detente, canned):
    """A card that the record never names stands without figures, and that it is not judged is said."""
    canned.scenario = parse(canned.scenario.text + RECORD, "two-rivals.yaml")
    out = detente("plausibility", "two-rivals").out
    lines = {line.split()[0]: line for line in out.splitlines() if line.startswith("  ") and line.split()}
    assert "[" in lines["settle"]
    assert lines["withdraw"].rstrip().endswith("no record")
    assert "a card without one is not judged by it" in " ".join(out.split())


def test_plausibility_says_so_where_nothing_sticks_out():
    """Without doubts a sentence says what was looked at."""
    record = Record(2, 2.0, 0.3, 2.8)
    cards = (CardLine("meet", "Meet", 1.0, 3.0, record, None, 0.5, 0.2),)
    told = _nothing_sticks_out(Plausibility(cards, (), ()))
    assert told.startswith("Nothing sticks out: every card is played now and then")
    assert "the card with a record before the start is played as often as it bears out" in told
    assert told.endswith("no variable stands at an end for more than a third of the time.")
    bare = replace(cards[0], before=None, typical=None)
    assert "record" not in _nothing_sticks_out(Plausibility((bare,), (), ()))
