"""Tables of positions: what moves what, by which number."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class EffectTable:
    """Effects of one stage: `move[e]` at that stage moves variable `variable[e]` by number `number[e]`."""

    move: np.ndarray
    variable: np.ndarray
    number: np.ndarray

    def __len__(self) -> int:
        return len(self.move)


def no_effects() -> EffectTable:
    """Return a table without rows."""
    none = np.zeros(0, int)
    return EffectTable(none, none, none)
