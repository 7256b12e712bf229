"""Bounds are sound: no reading within its interval takes a value out of them."""

from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.expressions import READINGS, bounds, evaluate, leaves, parse, tree
from detente.foundation.errors import OurFault
from expressions.trees import conditions, values

# Thousandths, so that no denominator is so small that plain arithmetic overflows.
numbers = st.one_of(st.integers(-100, 100), st.integers(-100_000, 100_000).map(lambda x: x / 1000)).map(float)
literals = st.builds(tree.Literal, numbers)


@st.composite
def intervals(draw, leaf):
    """An interval for a leaf, and a reading within it, at its ends as often as inside."""
    if not isinstance(leaf, READINGS):
        return draw(st.sampled_from([((0, 0), False), ((1, 1), True), ((0, 1), False), ((0, 1), True)]))
    low, high = sorted((draw(numbers), draw(numbers)))
    inside = st.floats(0, 1).map(lambda part: min(high, max(low, round(low + part * (high - low), 3))))
    return (low, high), draw(st.one_of(st.sampled_from([low, high]), inside))


@settings(max_examples=400, deadline=None)
@given(st.one_of(values(3, literals), conditions(3, literals)), st.data())
def test_no_reading_leaves_the_bounds(node, data):
    """Whatever the readings within their intervals, the value stays within bounds, divided by zero or not."""
    drawn = {leaf: data.draw(intervals(leaf)) for leaf in leaves(node)}
    doubts, zeros = [], []
    low, high = bounds(node, lambda leaf: drawn[leaf][0], on_zero=doubts.append)
    with np.errstate(all="ignore"):
        value = evaluate(node, lambda leaf: np.asarray(drawn[leaf][1]), np, on_zero=zeros.append)
    assert low <= value <= high
    assert doubts or not np.any(zeros)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a + b", (10, 70)),
        ("a - b", (-20, 40)),
        ("a * b / 100", (0, 12)),
        ("-a * b", (-1200, 0)),
        ("100 / (a + 10)", (2, 5)),
        ("a above 50", (0, 0)),
        ("a above 5", (1, 1)),
        ("a above 20", (0, 1)),
        ("a at least 10", (1, 1)),
        ("a is 5", (0, 0)),
        ("not a above 5 or b above 50", (0, 0)),
        ("a above 5 and b above 3", (0, 1)),
        ("1 if a above 5 else 100", (1, 1)),
        ("b if a above 20 else 50", (0, 50)),
        ("a if a above 20 else 20", (20, 40)),
    ],
)
def test_bounds_of_plain_expressions_are_exact(text, expected):
    """Where each leaf stands once, the bounds are reached."""
    assert bounds(parse(text), _read) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a / b", (0, inf)),
        ("-a / b", (-inf, 0)),
        ("a / (b - 1)", (-inf, inf)),
        ("a / (b - b / 2)", (-inf, inf)),
        ("a / 0", (0, 0)),
    ],
)
def test_a_possible_zero_below_the_line_is_told(text, expected):
    """A denominator that may be zero is reported, and the bounds are as wide as the quotient may be."""
    told = []
    assert bounds(parse(text), _read, on_zero=told.append) == expected
    assert parse(text) in told


@pytest.mark.parametrize(
    "text",
    [
        "a / b if b above 0 else 0",
        "0 if b at most 0 else a / b",
        "0 if b is 0 else a / b",
        "a / b if a above 3 and b at least 2 else 0",
        "0 if not 0 below b or a above 90 else a / b",
        "a / b if b above 200 else 0",
    ],
)
def test_a_guarded_division_is_no_doubt(text):
    """A choice that asks for the denominator first keeps the doubt away."""
    told = []
    bounds(parse(text), _read, on_zero=told.append)
    assert told == []


@pytest.mark.parametrize(
    ("condition", "guarded"),
    [
        (tree.IsLevel("b", "crisis", 15.0), True),
        (tree.Not(tree.IsLevel("b", "peace", 0.0)), True),
        (tree.And((tree.IsLevel("b", "war", 30.0), parse("a above 20"))), True),
        (tree.Not(tree.IsLevel("b", "war", 30.0)), False),
        (tree.IsLevel("b", "peace", 0.0), False),
    ],
)
def test_a_level_guards_a_division_by_its_variable(condition, guarded):
    """A choice by level knows that the variable stands there, or does not."""
    told = []
    bounds(tree.Choice(parse("a / b"), condition, tree.Literal(0.0)), _read, on_zero=told.append)
    assert (told == []) is guarded


def test_a_level_holds_or_does_not():
    """Whether a variable stands at a level is open unless its reader knows."""
    level = tree.IsLevel("relation", "war", 100.0)
    assert bounds(tree.Not(level), lambda leaf: (0.0, 1.0)) == (0, 1)
    assert bounds(tree.Or((level, parse("a above 50"))), lambda leaf: (0.0, 0.0)) == (0, 0)


@pytest.mark.parametrize("leaf", [tree.Estimate("seoul", "balance"), tree.Belief("seoul", "pyongyang", "trader")])
def test_what_actors_think_is_bounded_like_a_variable(leaf):
    """An estimate and a belief lie within their interval, and a choice that asks for one first knows more of it."""
    told = []
    read = lambda _: (0.0, 100.0)  # noqa: E731
    assert bounds(tree.Arithmetic("+", leaf, tree.Literal(5.0)), read) == (5, 105)
    guard = tree.Comparison(leaf, "above", tree.Literal(0.0))
    share = tree.Arithmetic("/", tree.Literal(1.0), leaf)
    bounds(tree.Choice(share, guard, tree.Literal(0.0)), read, on_zero=told.append)
    assert told == []
    bounds(share, read, on_zero=told.append)
    assert told == [share]


def test_what_is_counted_over_futures_has_no_bounds():
    """`given` is no function of a state."""
    with pytest.raises(OurFault):
        bounds(parse("a above 3 given b above 3"), _read)


def _read(leaf):
    return (0.0, 1.0) if isinstance(leaf, tree.IsLevel) else {"a": (10.0, 40.0), "b": (0.0, 30.0)}[leaf.id]
