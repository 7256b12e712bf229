"""Evaluate a tree over arrays of any namespace that follows NumPy: one evaluator for NumPy and JAX alike."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

from detente.expressions import tree
from detente.expressions.walk import READINGS, leaves
from detente.foundation.errors import OurFault

IS_TOLERANCE = 1e-4
"""`is` between two numbers: no further apart than this. Points run to 100, where float32 steps by 8e-6."""
LEVEL_TOLERANCE = 1e-2
"""A variable stands at a level if it is nearer to it than this, in points: readers of `IsLevel` use it."""

# An array of the caller's namespace, or a Python number: NumPy and JAX share no type that says so.
Array = Any


def evaluate(
    node: tree.Node,
    read: Callable[[tree.Node], Array],
    xp: ModuleType,
    *,
    on_zero: Callable[[Array], None] | None = None,
) -> Array:
    """Work out `node`: a number for a value, a boolean for a condition, in the shape of its readings.

    `read` gives the array (or number) of each of `leaves(node)` and is asked once for each. Floats keep
    their type: float32 readings give a float32 value; whole numbers and booleans read for a value become
    floats. An expression that reads nothing gives a Python number.

    A division by zero gives 0. `on_zero` is called for every division, with the mask of the places where
    the denominator is zero and the result is used (a `Choice` uses one branch only); a division by a
    number of the text that is not 0 is spared the call.
    """
    readings = {leaf: read(leaf) for leaf in leaves(node)}
    return _Evaluator(readings, xp, on_zero).value(node, None)


class _Evaluator:
    """One evaluation: what was read, in which namespace, and the type of float that it is done in."""

    def __init__(self, readings: dict[tree.Node, Array], xp: ModuleType, on_zero: Callable[[Array], None] | None):
        self.xp = xp
        self.on_zero = on_zero
        floats = [x.dtype for x in readings.values() if hasattr(x, "dtype") and xp.issubdtype(x.dtype, xp.floating)]
        self.dtype = xp.result_type(*floats) if floats else None
        self.readings = {leaf: self._as_float(leaf, reading) for leaf, reading in readings.items()}

    def value(self, node: tree.Node, used: Array | None) -> Array:
        """Work out `node`; `used` masks the places where its value counts (None: everywhere)."""
        xp = self.xp
        match node:
            case tree.Literal(value):
                return value
            case tree.Negative(inner):
                return -self.value(inner, used)
            case tree.Arithmetic(operator, left, right):
                return self._arithmetic(operator, self.value(left, used), self.value(right, used), used)
            case tree.Choice():
                return self._choice(node, used)
            case tree.Comparison(left, operator, right):
                return _compare(operator, self.value(left, used), self.value(right, used))
            case tree.And(terms):
                return self._join(xp.logical_and, terms, used)
            case tree.Or(terms):
                return self._join(xp.logical_or, terms, used)
            case tree.Not(term):
                return xp.logical_not(self.value(term, used))
            case tree.Given():
                raise OurFault("a condition `given` another is answered by counting futures, not evaluated")
        return self.readings[node]

    def _as_float(self, leaf: tree.Node, reading: Array) -> Array:
        """Let counts and booleans read for a value join the arithmetic as floats."""
        counted = isinstance(leaf, READINGS) and hasattr(reading, "dtype")
        if counted and not self.xp.issubdtype(reading.dtype, self.xp.floating):
            return reading.astype(self.dtype or float)
        return reading

    def _arithmetic(self, operator: str, left: Array, right: Array, used: Array | None) -> Array:
        if operator == "+":
            return left + right
        if operator == "-":
            return left - right
        if operator == "*":
            return left * right
        return self._divide(left, right, used)

    def _divide(self, left: Array, right: Array, used: Array | None) -> Array:
        if isinstance(right, int | float):
            if right != 0:
                return left / right
            self._report(True, used)
            return left * 0.0
        zero = right == 0
        self._report(zero, used)
        # The division is made safe before it is made, so that neither warnings nor NaN arise.
        return self.xp.where(zero, self._constant(0.0), left / self.xp.where(zero, self._constant(1.0), right))

    def _report(self, zero: Array, used: Array | None) -> None:
        if self.on_zero is not None:
            self.on_zero(zero if used is None else self.xp.logical_and(zero, used))

    def _choice(self, node: tree.Choice, used: Array | None) -> Array:
        xp = self.xp
        condition = self.value(node.condition, used)
        chosen, other = condition, xp.logical_not(condition)
        if used is not None:
            chosen, other = xp.logical_and(used, chosen), xp.logical_and(used, other)
        then, otherwise = self.value(node.then, chosen), self.value(node.otherwise, other)
        return xp.where(condition, self._constant(then), self._constant(otherwise))

    def _constant(self, value: Array) -> Array:
        """Give a bare number the float type of the readings, so that `where` does not widen it."""
        return self.xp.asarray(value, dtype=self.dtype) if isinstance(value, int | float) and self.dtype else value

    def _join(
        self, operation: Callable[[Array, Array], Array], terms: tuple[tree.Node, ...], used: Array | None
    ) -> Array:
        result = self.value(terms[0], used)
        for term in terms[1:]:
            result = operation(result, self.value(term, used))
        return result


def _compare(operator: str, left: Array, right: Array) -> Array:
    match operator:
        case "above":
            return left > right
        case "below":
            return left < right
        case "at least":
            return left >= right
        case "at most":
            return left <= right
        case "is":
            return abs(left - right) <= IS_TOLERANCE
    raise OurFault(f"no comparison is called {operator!r}")
