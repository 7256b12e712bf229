"""What the language can say, phrase by phrase, and how tightly its words bind."""

import re
import subprocess
import sys

import pytest

from detente.expressions import RESERVED, ExpressionError, grammar_text, parse, show
from detente.expressions.tables import fresh_parser, parser, shipped_tables_fit
from detente.expressions.tree import (
    And,
    Arithmetic,
    Belief,
    Calendar,
    ChanceOf,
    ChanceThatPackage,
    ChangeOf,
    Choice,
    Comparison,
    Dated,
    EffectOf,
    Estimate,
    GainOf,
    Given,
    Happens,
    Holds,
    InForce,
    Lasting,
    Leverage,
    Literal,
    MovedWithin,
    Moves,
    Name,
    Negative,
    Not,
    Or,
    Outcome,
    Times,
    Trend,
    Under,
    ValueAt,
    Window,
    WorthOf,
)

a, b, c = Name("a"), Name("b"), Name("c")
a_high = Comparison(a, "above", Literal(3.0))
b_low = Comparison(b, "below", Literal(4.0))
summit_played = Moves("washington", "plays", "summit")
february = Window("in", "2019-02")

WORDS_FOR_MOVES = {
    "washington proposes summit": Moves("washington", "proposes", "summit"),
    "washington plays summit": summit_played,
    "summit succeeded": Outcome("summit", "succeeded"),
    "summit failed": Outcome("summit", "failed"),
    "summit refused": Outcome("summit", "refused"),
    "second summit succeeded": Outcome("summit", "succeeded", 2),
    "twelfth summit refused": Outcome("summit", "refused", 12),
    "summit in force": InForce("summit"),
    "times(summit) at least 2": Comparison(Times("summit"), "at least", Literal(2.0)),
    "washington holds": Holds("washington"),
    "washington holds at talks": Holds("washington", "talks"),
    "washington holds at force": Holds("washington", "force"),
    "washington played summit within 2 months": MovedWithin("washington", "played", "summit", 2),
    "washington proposed summit within 1 month": MovedWithin("washington", "proposed", "summit", 1),
    "truce happens": Happens("truce"),
    "washington plays summit in 2019-02": Dated(summit_played, february),
    "summit succeeded before 2019-02": Dated(Outcome("summit", "succeeded"), Window("before", "2019-02")),
    "truce happens by 2019-02": Dated(Happens("truce"), Window("by", "2019-02")),
    "a above 3 from 2019-02": Dated(a_high, Window("from", "2019-02")),
    "washington plays summit between 2018-07 and 2019-02": Dated(
        summit_played, Window("between", "2018-07", "2019-02")
    ),
    "summit in force in 2019-02": Dated(InForce("summit"), february),
    "in 2019-02": Calendar(february),
    "before 2020-02": Calendar(Window("before", "2020-02")),
    "from 2020-02": Calendar(Window("from", "2020-02")),
    "by 2020-02": Calendar(Window("by", "2020-02")),
    "between 2018-07 and 2019-02": Calendar(Window("between", "2018-07", "2019-02")),
    "a above 3 for 6 months": Lasting(a_high, 6),
    "a above 3 for 6 months by 2019-02": Dated(Lasting(a_high, 6), Window("by", "2019-02")),
    "relation is crisis": Comparison(Name("relation"), "is", Name("crisis")),
    "summit succeeded given truce happens in 2018-12": Given(
        Outcome("summit", "succeeded"), Dated(Happens("truce"), Window("in", "2018-12"))
    ),
}

MINDS = {
    "estimate of seoul of balance": Estimate("seoul", "balance"),
    "estimate of seoul of balance - balance at most -10": Comparison(
        Arithmetic("-", Estimate("seoul", "balance"), Name("balance")), "at most", Literal(-10.0)
    ),
    "belief of washington that pyongyang is staller": Belief("washington", "pyongyang", "staller"),
    "belief of washington that pyongyang is staller above 50 by 2019-02": Dated(
        Comparison(Belief("washington", "pyongyang", "staller"), "above", Literal(50.0)), Window("by", "2019-02")
    ),
    "belief of washington that pyongyang is staller is 50": Comparison(
        Belief("washington", "pyongyang", "staller"), "is", Literal(50.0)
    ),
    "(100 - belief of seoul that pyongyang is trader) / 2": Arithmetic(
        "/", Arithmetic("-", Literal(100.0), Belief("seoul", "pyongyang", "trader")), Literal(2.0)
    ),
    "belief of washington that pyongyang is trader at 2019-06": ValueAt(
        Belief("washington", "pyongyang", "trader"), "2019-06"
    ),
    "change of estimate of seoul of balance between 2018-05 and 2021-04": ChangeOf(
        Estimate("seoul", "balance"), "2018-05", "2021-04"
    ),
    "pyongyang is trader": Comparison(Name("pyongyang"), "is", Name("trader")),
}

CLAIMS = {
    "chance of second_summit": ChanceOf("second_summit"),
    "troops at 2019-06": ValueAt(Name("troops"), "2019-06"),
    "(a + b) at 2019-06": ValueAt(Arithmetic("+", a, b), "2019-06"),
    "change of troops between 2018-05 and 2021-04": ChangeOf(Name("troops"), "2018-05", "2021-04"),
    "change of a - b between 2018-05 and 2021-04": ChangeOf(Arithmetic("-", a, b), "2018-05", "2021-04"),
    "effect of truce on second_summit": EffectOf("truce", "second_summit"),
    "effect of truce on troops at 2019-06": EffectOf("truce", ValueAt(Name("troops"), "2019-06")),
    "size of effect of truce on troops at 2019-06": EffectOf("truce", ValueAt(Name("troops"), "2019-06"), True),
    "leverage of washington over pyongyang in 2018-06": Leverage("washington", "pyongyang", "2018-06"),
    "credible leverage of washington over pyongyang in 2018-06": Leverage(
        "washington", "pyongyang", "2018-06", "credible"
    ),
    "yield of washington over pyongyang in 2018-06": Leverage("washington", "pyongyang", "2018-06", "yield"),
    "worth of summit in 2018-06 to us_interest": WorthOf("summit", "2018-06", "us_interest"),
    "gain of beijing": GainOf("beijing"),
    "gain of beijing in troops": GainOf("beijing", "troops"),
    "chance that repair begun 2019-02 brings alliance above 65 within 24 months": ChanceThatPackage(
        "repair", "2019-02", Comparison(Name("alliance"), "above", Literal(65.0)), 24
    ),
    "chance that repair begun 2019-02 brings washington played summit within 2 months within 24 months": (
        ChanceThatPackage("repair", "2019-02", MovedWithin("washington", "played", "summit", 2), 24)
    ),
    "chance of second_summit under hold_the_card": Under(ChanceOf("second_summit"), "hold_the_card"),
    "effect of truce on troops at 2019-06 under hold": Under(
        EffectOf("truce", ValueAt(Name("troops"), "2019-06")), "hold"
    ),
    "worth of summit in 2019-06 to us - worth of summit in 2018-06 to us at least 5": Comparison(
        Arithmetic("-", WorthOf("summit", "2019-06", "us"), WorthOf("summit", "2018-06", "us")),
        "at least",
        Literal(5.0),
    ),
    "gain of beijing above gain of tokyo in troops": Comparison(GainOf("beijing"), "above", GainOf("tokyo", "troops")),
}

BINDING = {
    "a + b * c": Arithmetic("+", a, Arithmetic("*", b, c)),
    "(a + b) * c": Arithmetic("*", Arithmetic("+", a, b), c),
    "a - b - c": Arithmetic("-", Arithmetic("-", a, b), c),
    "a - (b - c)": Arithmetic("-", a, Arithmetic("-", b, c)),
    "a / (b * c)": Arithmetic("/", a, Arithmetic("*", b, c)),
    "-a * b": Arithmetic("*", Negative(a), b),
    "-3": Literal(-3.0),
    "-(3)": Negative(Literal(3.0)),
    "a - -3": Arithmetic("-", a, Literal(-3.0)),
    "2 if a above 3 else 1 if b below 4 else 0": Choice(
        Literal(2.0), a_high, Choice(Literal(1.0), b_low, Literal(0.0))
    ),
    "a + 1 if a above 3 else b": Choice(Arithmetic("+", a, Literal(1.0)), a_high, b),
    "trend(a) above 3": Comparison(Trend("a"), "above", Literal(3.0)),
    "a above 3 and b below 4 or not a above 3": Or((And((a_high, b_low)), Not(a_high))),
    "a above 3 and (b below 4 or a above 3)": And((a_high, Or((b_low, a_high)))),
    "a above 3 and b below 4 and a above 3": And((a_high, b_low, a_high)),
    "not a above 3 in 2019-02": Not(Dated(a_high, february)),
    "a above 3 and b below 4 in 2019-02": And((a_high, Dated(b_low, february))),
    "(a above 3 and b below 4) in 2019-02": Dated(And((a_high, b_low)), february),
    "(a above 3 in 2019-02) for 2 months": Lasting(Dated(a_high, february), 2),
    "in 2019-02 and a above 3": And((Calendar(february), a_high)),
}


@pytest.mark.parametrize(("text", "expected"), (WORDS_FOR_MOVES | MINDS | CLAIMS | BINDING).items())
def test_each_phrase_is_read_and_written_as_it_stands(text, expected):
    """A phrase gives the tree that the design names, and is printed in the same words."""
    assert parse(text) == expected
    assert show(expected) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  a   above\n 3 ", "a above 3"),
        ("a at  least 3", "a at least 3"),
        ("((a)) above (3)", "a above 3"),
        ("washington played summit within 1 months", "washington played summit within 1 month"),
        ("0.50 * a", "0.5 * a"),
        ("2e3 * a", "2000 * a"),
        ("effect of x on (troops at 2019-06)", "effect of x on troops at 2019-06"),
    ],
)
def test_spaces_and_needless_brackets_do_not_matter(text, shown):
    """The printed form has single spaces and the fewest brackets."""
    assert show(parse(text)) == shown


def test_every_word_of_the_grammar_is_reserved():
    """`RESERVED` holds the grammar's words and those of its two-word terms."""
    words = set()
    for terminal in parser().terminals:
        words |= set(re.findall(r"(?<!\\)\b[a-z]{2,}\b", terminal.pattern.value.replace(r"\s+", " ")))
    assert words == RESERVED


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_a_reserved_word_names_nothing_but_a_table(word):
    """A reserved word is refused as the name of a variable or card, and may name a table."""
    for text in (f"{word} above 3", f"washington plays {word}"):
        with pytest.raises(ExpressionError):
            parse(text)
    assert parse(f"washington holds at {word}") == Holds("washington", word)


def test_the_shipped_tables_belong_to_the_grammar():
    """The tables shipped beside the grammar are those of this grammar."""
    assert shipped_tables_fit(), "run the command in expressions/tables.py"
    text = "washington plays summit between 2018-07 and 2019-02 and a + b above 3"
    assert parser().parse(text) == fresh_parser().parse(text)


def test_the_grammar_leaves_one_choice_open(caplog):
    """`gain of A in V` takes its `in` for itself; nowhere else does one word ahead not decide."""
    from lark import Lark, logger

    logger.setLevel("DEBUG")
    try:
        with caplog.at_level("DEBUG", logger=logger.name):
            logger.addHandler(caplog.handler)
            Lark(grammar_text(), parser="lalr", lexer="basic", debug=True)
    finally:
        logger.removeHandler(caplog.handler)
        logger.setLevel("CRITICAL")
    conflicts = {record.getMessage() for record in caplog.records if "onflict" in record.getMessage()}
    rules = {record.getMessage() for record in caplog.records} - conflicts
    assert len(conflicts) == 1
    assert "terminal IN" in conflicts.pop()
    assert all("GAIN OF NAME" in rule for rule in rules if rule.startswith(" * "))


def test_importing_the_language_loads_neither_lark_nor_jax():
    """Lark is loaded with the first expression, JAX never."""
    code = (
        "import sys, detente.expressions as e; assert 'lark' not in sys.modules;"
        "e.parse('a above 3'); assert 'jax' not in sys.modules and 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": ":".join(sys.path)})
