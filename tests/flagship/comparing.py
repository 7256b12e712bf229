"""Set a mechanism off beside the same futures with it on."""

from dataclasses import dataclass

import numpy as np

from detente.results.figures import Difference, difference_of
from flagship.measuring import measured
from flagship.mechanisms import Mechanism
from flagship.playing import Flagship

# A difference shows from this many of its standard errors on: three is beyond noise, even of some two hundred.
BEYOND_NOISE = 3.0


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of one thing that is measured: its means with the mechanism on and off, and the paired difference.

    `same`: in every future it is what it was; `never`: it is 0 in every future with the mechanism off.
    """

    what: str
    expected: str
    on: float
    off: float
    difference: Difference
    same: bool
    never: bool

    @property
    def holds(self) -> bool:
        """Whether it came out as expected, beyond noise."""
        size, error = self.difference.difference, self.difference.error
        return {
            "up": size > BEYOND_NOISE * error,
            "down": size < -BEYOND_NOISE * error,
            "stays": self.same,
            "never": self.never and self.on > 0,
        }[self.expected]

    def __str__(self) -> str:
        size, (low, high) = self.difference.difference, self.difference.interval
        told = f"{self.what}: {self.expected}? {self.on:.4g} becomes {self.off:.4g}"
        return f"{told}, {size:+.3g} with error {self.difference.error:.2g}, {low:.3g} to {high:.3g} over worlds"


def compare(flagship: Flagship, mechanism: Mechanism, *, solved: bool) -> list[Finding]:
    """Play with the mechanism on and off, on the same random numbers, and measure all that it names."""
    on, off = (
        flagship.play(flagship.lines(f"{mechanism.given}; {lines}"), solved=solved)
        for lines in (mechanism.on, mechanism.off)
    )
    found = []
    for part in mechanism.differs.split(", "):
        what, expected = part.rsplit(" ", 1)
        before, after = (measured(flagship, played, what) for played in (on, off))
        was, becomes = (float(np.average(rows.mean(axis=1), weights=on.weight)) for rows in (before, after))
        difference = difference_of(after, before, on.weight)
        found.append(Finding(what, expected, was, becomes, difference, np.array_equal(after, before), not after.any()))
    return found
