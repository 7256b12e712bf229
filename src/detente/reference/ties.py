"""How near a future came to a tie: two correct programs may part there, and nowhere else."""

import numpy as np


class Ties:
    """Keep, for each future, the least distance to a tie in any choice, draw, gate or condition."""

    def __init__(self, futures: int) -> None:
        self.least = np.full(futures, np.inf)

    def note(self, distance: np.ndarray | float, where: np.ndarray | bool = True) -> None:
        """Take in a distance to a tie, in the futures in which the outcome mattered."""
        self.least = np.where(where, np.minimum(self.least, np.abs(distance)), self.least)

    def near(self, within: float = 1e-4) -> np.ndarray:
        """Say which futures came within `within` of a tie; shape [futures]."""
        return self.least < within
