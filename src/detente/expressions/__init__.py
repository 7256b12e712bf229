"""The expression language: text to tree and back, evaluated over arrays or bounded over intervals.

tree = parse("sanctions * enforcement / 100 above 40")
show(tree)                                  the text again, with as few brackets as it needs
evaluate(tree, read, numpy)                 over arrays of NumPy or JAX
bounds(tree, read)                          the least and greatest value
"""

from detente.expressions import tree
from detente.expressions.evaluate import IS_TOLERANCE, LEVEL_TOLERANCE, evaluate
from detente.expressions.intervals import bounds
from detente.expressions.mistakes import ExpressionError
from detente.expressions.parse import DEPTH, LENGTH, parse
from detente.expressions.printer import show
from detente.expressions.tables import grammar_text
from detente.expressions.walk import ANSWERS, READINGS, Reference, is_condition, leaves, references, walk
from detente.expressions.words import ORDINALS, RESERVED

__all__ = [
    "ANSWERS",
    "DEPTH",
    "IS_TOLERANCE",
    "LENGTH",
    "LEVEL_TOLERANCE",
    "ORDINALS",
    "READINGS",
    "RESERVED",
    "ExpressionError",
    "Reference",
    "bounds",
    "evaluate",
    "grammar_text",
    "is_condition",
    "leaves",
    "parse",
    "references",
    "show",
    "tree",
    "walk",
]
