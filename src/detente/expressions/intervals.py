"""Bound a tree: the least and greatest value that it can have while its leaves stay within theirs."""

from collections.abc import Callable
from math import inf, isnan, nextafter

from detente.expressions import tree
from detente.expressions.evaluate import IS_TOLERANCE, LEVEL_TOLERANCE
from detente.expressions.walk import READINGS
from detente.foundation.errors import OurFault

Interval = tuple[float, float]
Reader = Callable[[tree.Node], Interval]

_NO, _YES, _PERHAPS = (0.0, 0.0), (1.0, 1.0), (0.0, 1.0)


def bounds(node: tree.Node, read: Reader, *, on_zero: Callable[[tree.Arithmetic], None] | None = None) -> Interval:
    """Return (low, high): wherever within `read(leaf)` each leaf lies, `evaluate` stays within them.

    Conditions give (0, 0) never, (1, 1) always, or (0, 1). `on_zero` is called with each division whose
    denominator may be zero where it is used; its bounds then hold the 0 that `evaluate` gives, and may be
    infinite. A branch of a `Choice` is bounded under its own condition, as far as that compares a leaf with
    a number: `a / b if b above 0 else 0` divides by no zero.
    The bounds are sound, not always tight: `x - x` is taken for the difference of any two.
    """
    return _Bounds(on_zero).of(node, read)


class _Bounds:
    """One bounding, with whom to tell of zero denominators."""

    def __init__(self, on_zero: Callable[[tree.Arithmetic], None] | None):
        self.on_zero = on_zero

    def of(self, node: tree.Node, read: Reader) -> Interval:
        match node:
            case tree.Literal(value):
                return value, value
            case tree.Negative(inner):
                low, high = self.of(inner, read)
                return -high, -low
            case tree.Arithmetic(operator, left, right):
                return self._arithmetic(node, self.of(left, read), self.of(right, read))
            case tree.Choice():
                return self._choice(node, read)
            case tree.Comparison(left, operator, right):
                return _compare(operator, self.of(left, read), self.of(right, read))
            case tree.And(terms):
                every = [self.of(term, read) for term in terms]
                return min(low for low, _ in every), min(high for _, high in every)
            case tree.Or(terms):
                every = [self.of(term, read) for term in terms]
                return max(low for low, _ in every), max(high for _, high in every)
            case tree.Not(term):
                low, high = self.of(term, read)
                return 1.0 - high, 1.0 - low
            case tree.Given():
                raise OurFault("a condition `given` another is answered by counting futures, not bounded")
        return read(node)

    def _arithmetic(self, node: tree.Arithmetic, left: Interval, right: Interval) -> Interval:
        match node.operator:
            case "+":
                return _ordered(left[0] + right[0], left[1] + right[1])
            case "-":
                return _ordered(left[0] - right[1], left[1] - right[0])
            case "*":
                corners = [_times(a, b) for a in left for b in right]
                return min(corners), max(corners)
        if right[0] <= 0.0 <= right[1]:
            if self.on_zero is not None:
                self.on_zero(node)
            return _divide_past_zero(left, right)
        corners = [_over(a, b) for a in left for b in right]
        return min(corners), max(corners)

    def _choice(self, node: tree.Choice, read: Reader) -> Interval:
        never, always = (outcome == self.of(node.condition, read) for outcome in (_NO, _YES))
        branches = []
        if not never:
            branches.append(self.of(node.then, _supposing(node.condition, True, read)))
        if not always:
            branches.append(self.of(node.otherwise, _supposing(node.condition, False, read)))
        return min(low for low, _ in branches), max(high for _, high in branches)


# ---------------------------------------------------------------- arithmetic of intervals


def _ordered(low: float, high: float) -> Interval:
    """Infinite ends that cancel say nothing: take everything."""
    return (-inf if isnan(low) else low), (inf if isnan(high) else high)


def _times(a: float, b: float) -> float:
    """Multiply; an infinite end stands for large finite values, so nothing times it is nothing."""
    return 0.0 if a == 0.0 or b == 0.0 else a * b


def _over(a: float, b: float) -> float:
    """Divide by what is not 0; two infinite ends stand for finite values of any ratio, down to 0."""
    return 0.0 if b in (inf, -inf) else a / b


def _divide_past_zero(left: Interval, right: Interval) -> Interval:
    """Divide by an interval that holds 0, where the quotient is 0; next to it the quotient has no limit."""
    positive, negative = right[1] > 0.0, right[0] < 0.0
    upward = (left[1] > 0.0 and positive) or (left[0] < 0.0 and negative)
    downward = (left[0] < 0.0 and positive) or (left[1] > 0.0 and negative)
    return (-inf if downward else 0.0), (inf if upward else 0.0)


def _compare(operator: str, left: Interval, right: Interval) -> Interval:
    match operator:
        case "above":
            return _verdict(left[0] > right[1], left[1] <= right[0])
        case "below":
            return _verdict(left[1] < right[0], left[0] >= right[1])
        case "at least":
            return _verdict(left[0] >= right[1], left[1] < right[0])
        case "at most":
            return _verdict(left[1] <= right[0], left[0] > right[1])
        case "is":
            low, high = _ordered(left[0] - right[1], left[1] - right[0])
            return _verdict(max(-low, high) <= IS_TOLERANCE, max(low, -high) > IS_TOLERANCE)
    raise OurFault(f"no comparison is called {operator!r}")


def _verdict(always: bool, never: bool) -> Interval:
    return _YES if always else _NO if never else _PERHAPS


# ---------------------------------------------------------------- what a condition says of its leaves

_OPPOSITE = {"above": "at most", "below": "at least", "at least": "below", "at most": "above"}
_MIRRORED = {"above": "below", "below": "above", "at least": "at most", "at most": "at least", "is": "is"}


def _supposing(condition: tree.Node, holds: bool, read: Reader) -> Reader:
    """Return a reader that knows whether `condition` holds, as far as it compares a leaf with a number."""
    match condition:
        case tree.Not(term):
            return _supposing(term, not holds, read)
        case tree.And(terms) if holds:
            return _supposing_each(terms, holds, read)
        case tree.Or(terms) if not holds:
            return _supposing_each(terms, holds, read)
        case tree.IsLevel(variable, _, value):
            return _at_level(tree.Name(variable), value, holds, read)
        case tree.Comparison(tree.Literal(number), operator, leaf):
            return _narrowed(leaf, _MIRRORED[operator], number, holds, read)
        case tree.Comparison(leaf, operator, tree.Literal(number)):
            return _narrowed(leaf, operator, number, holds, read)
    return read


def _supposing_each(terms: tuple[tree.Node, ...], holds: bool, read: Reader) -> Reader:
    for term in terms:
        read = _supposing(term, holds, read)
    return read


def _narrowed(leaf: tree.Node, operator: str, number: float, holds: bool, read: Reader) -> Reader:
    """Cut the interval of `leaf` to where it compares with `number` as supposed."""
    if not isinstance(leaf, READINGS):
        return read
    if not holds:
        operator = _OPPOSITE.get(operator, "is not")
    low, high = _cut(read(leaf), operator, number)
    return lambda node: (low, high) if node == leaf else read(node)


def _at_level(leaf: tree.Name, value: float, holds: bool, read: Reader) -> Reader:
    """Cut the interval of a variable of levels to one level, or away from it."""
    if not holds:
        return _narrowed(leaf, "is", value, False, read)
    low, high = read(leaf)
    low, high = max(low, value - LEVEL_TOLERANCE), min(high, value + LEVEL_TOLERANCE)
    return lambda node: (low, high) if node == leaf and low <= high else read(node)


def _cut(interval: Interval, operator: str, number: float) -> Interval:
    low, high = interval
    match operator:
        case "above":
            low = max(low, nextafter(number, inf))
        case "at least":
            low = max(low, number)
        case "below":
            high = min(high, nextafter(number, -inf))
        case "at most":
            high = min(high, number)
        case "is":
            low, high = max(low, number - IS_TOLERANCE), min(high, number + IS_TOLERANCE)
        case "is not" if low == number:
            low = number + IS_TOLERANCE / 2
        case "is not" if high == number:
            high = number - IS_TOLERANCE / 2
    return (low, high) if low <= high else interval
