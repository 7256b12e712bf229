"""Beliefs over two types by hand: one chance, moved by what was seen as DESIGN 2, step 2 says."""

import numpy as np

LOWEST, HIGHEST = 0.001, 0.999
"""A belief that began between 0 and 1 never leaves these."""


def believe(
    belief: np.ndarray, likely: np.ndarray, unlikely: np.ndarray, *, attention: float = 1.0, lowest: float = LOWEST
) -> np.ndarray:
    """Revise the chance of one of two types after seeing what it does with chance `likely`, the other `unlikely`.

    `attention` (0 to 1) tempers what is learnt; a belief of 0 or 1 stays. Tests of limits let beliefs sink lower.
    """
    one = belief * np.asarray(likely, float) ** attention
    other = (1.0 - belief) * np.asarray(unlikely, float) ** attention
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(one + other > 0.0, one / (one + other), belief)
    return np.where((belief == 0.0) | (belief == 1.0), belief, np.clip(share, lowest, HIGHEST))


def sigmoid(x: np.ndarray | float) -> np.ndarray:
    """Return 1 / (1 + exp(-x))."""
    return 1.0 / (1.0 + np.exp(-np.asarray(x, float)))


def log_odds(share: np.ndarray | float) -> np.ndarray:
    """Return log(p / (1 - p))."""
    share = np.asarray(share, float)
    return np.log(share) - np.log1p(-share)
