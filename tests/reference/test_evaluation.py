"""The reference's own evaluator agrees with the one that the rest of the package uses."""

import numpy as np
import pytest

from detente.expressions import evaluate as shared_evaluate
from detente.expressions import parse
from detente.reference.evaluation import evaluate
from detente.reference.ties import Ties

VALUES = {"a": np.array([10.0, 40.0, 70.0]), "b": np.array([0.0, 40.0, 20.0])}
VALUES["c"] = np.array([1.0, -2.0, 3.5])

FORMULAS = (
    "a + b * c - 2",
    "-(a - b) / c",
    "a / b",
    "a / (b - b)",
    "100 - 0.6 * a",
    "3 if a above b else c",
    "1 if a above 50 else 2 if b at least 40 else 3",
)
CONDITIONS = (
    "a above b",
    "a at least 40 and b at most 40",
    "not a below 40 or c above 3",
    "a is b",
    "not (a above 20 and b above 20)",
)


@pytest.mark.parametrize("text", FORMULAS + CONDITIONS)
def test_both_evaluators_agree(text):
    """Two evaluators written apart give the same value, and the same truth, for the same tree."""
    tree = parse(text)
    ours = evaluate(tree, lambda leaf: VALUES[leaf.id])
    theirs = shared_evaluate(tree, lambda leaf: VALUES[leaf.id], np)
    assert np.array_equal(np.broadcast_to(ours, 3), np.broadcast_to(theirs, 3))


def test_ties_are_noted():
    """A comparison notes how near its sides are; one with a count does not, since counts are exact."""
    ties = Ties(3)
    evaluate(parse("a above b and c above 3"), lambda leaf: VALUES[leaf.id], ties=ties)
    assert ties.least.tolist() == [2.0, 0.0, 0.5]
    assert ties.near().tolist() == [False, True, False]
    ties = Ties(3)
    evaluate(parse("a at least 40"), lambda leaf: VALUES[leaf.id].astype(int), ties=ties)
    assert not ties.near().any()
