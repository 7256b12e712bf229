"""A finding: what a series says of one number of the scenario, and how the number stands to it."""

from dataclasses import dataclass
from math import floor, inf, log10

from detente.scenario.model import Number
from sizes.series import Series
from sizes.statistics import Estimate


@dataclass(frozen=True, slots=True)
class Finding:
    """What a series says of the number at `path`, in the number's natural unit.

    `counted` readings or plays, from `first` to `last`, went into it; plays were counted over so many `years`.
    """

    path: str
    says: Estimate
    counted: int
    first: str
    last: str
    file: str
    note: str
    years: float | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """A finding beside the scenario's number: its two ends (None: no such number there), and the mark."""

    finding: Finding
    low: float | None
    high: float | None
    unit: str
    mark: str


def from_series(path: str, says: Estimate, used: Series, note: str) -> Finding:
    """Return what a series says, with the months that it has."""
    return Finding(path, says, len(used.values), used.months[0], used.months[-1], used.file, note)


def beside(finding: Finding, number: Number | None) -> Beside:
    """Set a finding beside the number of the scenario."""
    if number is None:
        return Beside(finding, None, None, "", "")
    low, high = sorted(end * number.factor + number.offset for end in (number.low, number.high))
    return Beside(finding, low, high, number.unit, mark(low, high, finding.says))


def mark(low: float, high: float, says: Estimate) -> str:
    """Say how a range stands to what the series says: nothing where it lies within, up to rounding.

    `outside`: nothing in common; `partly outside`: it reaches beyond one end; `wider`: beyond both, so that it claims
    less than the series would allow. A single reading has no interval: it is in the range or not.
    """
    if says.low is None or says.high is None:
        return ""
    if says.low == says.high:
        return "" if low - _rounding(low, says) <= says.low <= high + _rounding(high, says) else "outside"
    below = low < says.low - _rounding(says.low, says)
    above = high > says.high + _rounding(says.high, says)
    if high < says.low - _rounding(says.low, says) or low > says.high + _rounding(says.high, says):
        return "outside"
    return "wider" if below and above else "partly outside" if below or above else ""


def _rounding(end: float, says: Estimate) -> float:
    """Return what rounding may do: three hundredths of the interval, and half a unit in an end's third figure."""
    if end in (0.0, inf):
        return 0.0
    width = (says.high or 0.0) - (says.low or 0.0)
    return (0.0 if width == inf else 0.03 * width) + 0.5 * 10.0 ** (floor(log10(abs(end))) - 2)
