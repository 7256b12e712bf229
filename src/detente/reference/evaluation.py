"""Evaluate an expression tree over arrays of futures, noting how near each comparison came to a tie."""

from collections.abc import Callable

import numpy as np

from detente.expressions.tree import And, Arithmetic, Choice, Comparison, Literal, Negative, Node, Not, Or
from detente.reference.ties import Ties

Values = np.ndarray | float | bool


def evaluate(node: Node, read: Callable[[Node], Values], *, ties: Ties | None = None) -> Values:
    """Work out `node`; `read` gives the value of every leaf that is not a literal. x/0 is 0.

    Written apart from `detente.expressions.evaluate` on purpose: this is half of an oracle.
    """

    def value(part: Node) -> Values:
        return evaluate(part, read, ties=ties)

    match node:
        case Literal(number):
            return number
        case Negative(inner):
            return -value(inner)
        case Arithmetic(operator, left, right):
            return _arithmetic(operator, value(left), value(right))
        case Choice(then, condition, otherwise):
            return np.where(value(condition), value(then), value(otherwise))
        case Comparison(left, operator, right):
            return _compare(operator, value(left), value(right), ties)
        case And(terms):
            return np.logical_and.reduce(np.broadcast_arrays(*map(value, terms)))
        case Or(terms):
            return np.logical_or.reduce(np.broadcast_arrays(*map(value, terms)))
        case Not(term):
            return np.logical_not(value(term))
        case _:
            return read(node)


def _arithmetic(operator: str, left: Values, right: Values) -> Values:
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            zero = np.equal(right, 0)
            return np.where(zero, 0.0, left / np.where(zero, 1.0, right))
    raise ValueError(f"unknown operator {operator!r}")


def _compare(operator: str, left: Values, right: Values, ties: Ties | None) -> Values:
    if ties is not None and not (_whole(left) or _whole(right)):  # counts are exact
        ties.note(np.subtract(left, right))
    match operator:
        case "above":
            return np.greater(left, right)
        case "below":
            return np.less(left, right)
        case "at least":
            return np.greater_equal(left, right)
        case "at most":
            return np.less_equal(left, right)
        case "is":
            return np.equal(left, right)
    raise ValueError(f"unknown comparison {operator!r}")


def _whole(value: Values) -> bool:
    return np.asarray(value).dtype.kind in "iub"
