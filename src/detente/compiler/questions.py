"""Compile questions: dated terms are latches over the horizon, undated ones are read in any one month.

A question's truth is looked up at the end: for each truth of its dated terms there is either a plain yes or
no, or one latch that says whether the undated rest held in some month. So a dated term that comes true late
still meets an undated one that held early, as DESIGN 2 asks.
"""

import itertools

import numpy as np

from detente import expressions
from detente.compiler.memory import Memory
from detente.expressions import tree
from detente.foundation.errors import Fault, UserError
from detente.game.game import QuestionPart
from detente.scenario.model import Question, Scenario

# More dated terms beside undated ones than this would need too many latches.
_MOST_DATED = 6


def compile_questions(scenario: Scenario, memory: Memory) -> tuple[tuple[QuestionPart, ...], ...]:
    """Compile every question to one part, or two for `condition given other`."""
    parts = []
    for question in scenario.questions.values():
        top = question.yes_if.tree
        terms = [top.condition, top.given] if isinstance(top, tree.Given) else [top]
        parts.append(tuple(_part(term, memory, question) for term in terms))
    return tuple(parts)


def _part(term: tree.Node, memory: Memory, question: Question) -> QuestionPart:
    dated = list(dict.fromkeys(_outer_dated(term)))
    undated = has_undated(term)
    if undated and len(dated) > _MOST_DATED:
        raise UserError(
            Fault(
                "E480",
                f"the question joins {len(dated)} dated terms with undated ones",
                question.yes_if.place,
                f"date every term, or split the question: at most {_MOST_DATED} may be dated where others are not",
            )
        )
    memory.collect([(term, "questions")])
    atoms = tuple(memory.index["latch", node, "questions"] for node in dated)
    rows = []
    for truth in itertools.product([False, True], repeat=len(dated)):
        known = dict(zip(dated, truth, strict=True))
        rest = _replace(term, known)
        if undated:
            rows.append(memory.watch("latch", rest, "questions"))
        else:
            rows.append(-1 if expressions.evaluate(rest, _nothing, np) else -2)
    return QuestionPart(atoms, tuple(rows))


def _nothing(leaf: tree.Node) -> bool:
    raise AssertionError(f"{leaf} in a question without undated terms")


_YES = tree.Comparison(tree.Literal(1.0), "above", tree.Literal(0.0))
_NO = tree.Comparison(tree.Literal(0.0), "above", tree.Literal(1.0))


def _outer_dated(node: tree.Node) -> list[tree.Node]:
    match node:
        case tree.Dated():
            return [node]
        case tree.And(terms) | tree.Or(terms):
            return [found for term in terms for found in _outer_dated(term)]
        case tree.Not(term):
            return _outer_dated(term)
    return []


def has_undated(node: tree.Node) -> bool:
    """Say whether any part of a condition is read in whichever month it holds."""
    match node:
        case tree.Dated():
            return False
        case tree.And(terms) | tree.Or(terms):
            return any(has_undated(term) for term in terms)
        case tree.Not(term):
            return has_undated(term)
    return True


def _replace(node: tree.Node, known: dict[tree.Node, bool]) -> tree.Node:
    match node:
        case tree.Dated():
            return _YES if known[node] else _NO
        case tree.And(terms):
            return tree.And(tuple(_replace(term, known) for term in terms))
        case tree.Or(terms):
            return tree.Or(tuple(_replace(term, known) for term in terms))
        case tree.Not(term):
            return tree.Not(_replace(term, known))
    return node
