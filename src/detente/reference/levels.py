"""Step 5 for variables of levels: of a variable's rules the first that matches is taken, and its chance drawn."""

from collections.abc import Mapping

import numpy as np

from detente.reference.context import Month
from detente.reference.reading import Reading
from detente.reference.state import Array


def move_levels(month: Month, plays: Reading, x: Mapping[str, Array]) -> dict[str, Array]:
    """Move all variables of levels at once: x', given the `x` that effects have moved.

    `plays` reads x at the month's start and what was played in it; shocks come later and are not read.
    """
    moved = dict(x)
    for name, rules in month.scenario.transitions.items():
        undecided = plays.full(True, bool)
        for rule in rules:
            taken = undecided & plays.holds(rule.when)
            undecided = undecided & ~taken
            distance = plays.chance(rule.chance) - month.draws["transition"][name]
            moved[name] = np.where(taken & (distance > 0), rule.value, moved[name]).astype(x[name].dtype)
            if month.ties is not None and rule.chance is not None:
                month.ties.note(100 * distance, where=taken)  # in per cent, as chances are written
    return month.held(moved)
