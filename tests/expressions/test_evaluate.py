"""One evaluator for NumPy and JAX: agrees with plain Python, keeps the type of float, divides safely."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.expressions import IS_TOLERANCE, READINGS, evaluate, leaves, parse, tree
from detente.foundation.errors import OurFault
from expressions.trees import conditions, values

# Few digits, so that no product of a random tree overflows and differences of equals are exactly zero.
readings = st.sampled_from([0.0, 1.0, 2.0, 12.5, 40.0, 100.0, -3.0])
small_literals = st.builds(tree.Literal, readings)


@settings(max_examples=200, deadline=None)
@given(st.one_of(values(3, small_literals), conditions(3, small_literals)), st.data())
def test_arrays_give_what_plain_python_gives(node, data):
    """Every element of the result is what one-by-one arithmetic in Python gives (float64, no tolerance)."""
    size = 5
    rows = [
        {leaf: data.draw(readings if isinstance(leaf, READINGS) else st.booleans()) for leaf in leaves(node)}
        for _ in range(size)
    ]
    result = evaluate(node, lambda leaf: np.array([row[leaf] for row in rows]), np)
    expected = [_plainly(node, row) for row in rows]
    np.testing.assert_array_equal(np.broadcast_to(result, size), expected)


@settings(max_examples=100, deadline=None)
@given(st.one_of(values(3, small_literals), conditions(3, small_literals)))
def test_the_type_of_float_is_kept(node):
    """Readings in float32 give a value in float32 and a condition in booleans."""
    result = evaluate(node, lambda leaf: _ones(leaf, np.float32), np)
    if list(leaves(node)) and any(isinstance(leaf, READINGS) for leaf in leaves(node)):
        assert np.asarray(result).dtype in (np.float32, np.bool_) or isinstance(result, float)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sanctions * enforcement / 100", 18.0),
        ("(sanctions if summit in force else 2) / 2", 10.0),
        ("1 if sanctions above 100 else 0", 0.0),
        ("-trend(sanctions) + times(summit)", -17.0),
    ],
)
def test_numpy_and_jax_agree_in_float32(text, expected):
    """The same tree over NumPy and JAX gives the same float32 numbers under JAX's strictest promotion."""
    import jax
    import jax.numpy as jnp

    known = {"sanctions": 20.0, "enforcement": 90.0}

    def reader(xp):
        def read(leaf):
            match leaf:
                case tree.Name(name) | tree.Trend(name):
                    return xp.full((2, 3), known[name], dtype=xp.float32)
                case tree.Times():
                    return xp.full(3, 3, dtype=xp.int32).reshape(1, 3)
            return xp.ones((2, 1), dtype=bool)

        return read

    with jax.numpy_dtype_promotion("strict"):
        by_jax = jax.jit(lambda: evaluate(parse(text), reader(jnp), jnp))()
    by_numpy = evaluate(parse(text), reader(np), np)
    assert by_jax.dtype == by_numpy.dtype == np.float32
    assert by_jax.shape == by_numpy.shape == (2, 3)
    np.testing.assert_array_equal(by_jax, by_numpy)
    np.testing.assert_array_equal(by_numpy, np.full((2, 3), expected, dtype=np.float32))


def test_a_division_by_zero_gives_zero_and_is_reported():
    """Where the denominator is zero the result is 0, without warning, and `on_zero` is told where."""
    seen = []
    result = evaluate(parse("6 / a"), lambda leaf: np.array([0.0, 2.0, -3.0]), np, on_zero=seen.append)
    np.testing.assert_array_equal(result, [0.0, 3.0, -2.0])
    np.testing.assert_array_equal(seen, [[True, False, False]])


def test_only_the_branch_that_is_used_counts_as_a_division_by_zero():
    """A choice that guards a division keeps it from being reported."""
    seen = []
    text = "(6 / a if a above 0 else 1 / (a + 1)) + 0"
    evaluate(parse(text), lambda leaf: np.array([0.0, 2.0, -1.0]), np, on_zero=seen.append)
    np.testing.assert_array_equal(np.any(seen, axis=0), [False, False, True])


@pytest.mark.parametrize(("text", "expected"), [("1 / 0", 0.0), ("a / 0", 0.0), ("a / 4", 2.0)])
def test_numbers_of_the_text_divide_too(text, expected):
    """A zero in the text counts as any other; a reading may be a Python number."""
    assert evaluate(parse(text), lambda leaf: 8.0, np) == expected


def test_is_between_numbers_allows_for_rounding():
    """`is` holds up to a ten-thousandth of a point, so that float32 does not decide."""
    near = np.array([40.0, 40.0 + 0.9 * IS_TOLERANCE, 40.0 + 1.1 * IS_TOLERANCE])
    assert evaluate(parse("a is 40"), lambda leaf: near, np).tolist() == [True, True, False]


def test_a_level_is_a_truth_that_the_reader_knows():
    """A condition on a level is asked of the reader, alone and inside a choice."""
    node = tree.Choice(tree.Literal(3.0), tree.Not(tree.IsLevel("relation", "war", 100.0)), tree.Name("a"))
    truths = {"relation": np.array([True, False]), "a": np.array([7.0, 8.0])}
    read = lambda leaf: truths[leaf.variable if isinstance(leaf, tree.IsLevel) else leaf.id]  # noqa: E731
    assert evaluate(node, read, np).tolist() == [7.0, 3.0]


def test_each_leaf_is_read_once():
    """A leaf that stands twice in the text is read once; what a dated term holds is not read at all."""
    read = []
    node = parse("a + a above b and (a above 3 in 2019-02) and not (a above 3 in 2019-02)")
    evaluate(node, lambda leaf: read.append(leaf) or 1.0, np)
    assert read == [tree.Name("a"), tree.Name("b"), parse("a above 3 in 2019-02")]


def test_what_is_counted_over_futures_is_not_evaluated():
    """`given` is no function of a state."""
    with pytest.raises(OurFault):
        evaluate(parse("a above 3 given b above 3"), lambda leaf: 1.0, np)


def _ones(leaf, dtype):
    return np.ones(3, dtype=dtype if isinstance(leaf, READINGS) else bool)


def _plainly(node, row):
    """Read a tree in Python, one number at a time."""
    value = lambda part: _plainly(part, row)  # noqa: E731
    match node:
        case tree.Literal(number):
            return number
        case tree.Negative(inner):
            return -value(inner)
        case tree.Arithmetic("+", left, right):
            return value(left) + value(right)
        case tree.Arithmetic("-", left, right):
            return value(left) - value(right)
        case tree.Arithmetic("*", left, right):
            return value(left) * value(right)
        case tree.Arithmetic("/", left, right):
            return value(left) / value(right) if value(right) != 0 else 0.0
        case tree.Choice(then, condition, otherwise):
            return value(then) if value(condition) else value(otherwise)
        case tree.Comparison(left, "above", right):
            return value(left) > value(right)
        case tree.Comparison(left, "below", right):
            return value(left) < value(right)
        case tree.Comparison(left, "at least", right):
            return value(left) >= value(right)
        case tree.Comparison(left, "at most", right):
            return value(left) <= value(right)
        case tree.Comparison(left, "is", right):
            return abs(value(left) - value(right)) <= 1e-4
        case tree.And(terms):
            return all(value(term) for term in terms)
        case tree.Or(terms):
            return any(value(term) for term in terms)
        case tree.Not(term):
            return not value(term)
    return row[node]
