"""What the next month needs to know of a future, by id."""

from dataclasses import dataclass

import numpy as np

from detente.expressions.tree import Dated, Lasting
from detente.reference.numbers import Move

Array = np.ndarray
Latch = tuple[str, Dated]
Run = tuple[str, Lasting]
"""A formula's path and a dated or lasting term inside it, which has to be remembered."""
Estimated = tuple[str, str]
"""An actor, and a variable that it does not see."""
Held = tuple[str, str, str]
"""A believer, another actor, and one of the types that it may be of."""

NEVER = 1_000_000
"""Months back to something that has not happened yet."""


@dataclass(frozen=True)
class State:
    """A batch of futures at the start of a month, when actors choose; every array has shape [futures].

    `x` and `trend` are by variable, in points (`x` leaves formulas out). By (card, owner): `wait` counts
    the months until it may be proposed again, `spent` says that it was a `once` card and is gone; of
    lasting cards, `in_force`, `scale` (kept from the start of the force) and `left` (months to go, only
    meant with `lasts`); `since_proposed` and `since_played` count months back to the last time (1: last
    month). `past[k - 1]` holds the sources of delayed links as they stood k months ago.
    `times`, `succeeded`, `failed`, `refused` count by (card, owner).
    `latched` says that a dated term was true in some month of its window, `run` for how many months up to
    the last one the term of `for n months` held.
    `types` is by actor: which of its types it is, by place in their order. `estimate` and `spread` are the mean and
    the variance, in points, of what an actor takes a variable for that it does not see; `belief` (0 to 1) is by
    (believer, other, type).
    """

    month: int
    x: dict[str, Array]
    trend: dict[str, Array]
    wait: dict[Move, Array]
    spent: dict[Move, Array]
    in_force: dict[Move, Array]
    left: dict[Move, Array]
    scale: dict[Move, Array]
    since_proposed: dict[Move, Array]
    since_played: dict[Move, Array]
    times: dict[Move, Array]
    succeeded: dict[Move, Array]
    failed: dict[Move, Array]
    refused: dict[Move, Array]
    shock_spent: dict[str, Array]
    past: tuple[dict[str, Array], ...]
    latched: dict[Latch, Array]
    run: dict[Run, Array]
    types: dict[str, Array]
    estimate: dict[Estimated, Array]
    spread: dict[Estimated, Array]
    belief: dict[Held, Array]
    futures: int
    dtype: np.dtype
