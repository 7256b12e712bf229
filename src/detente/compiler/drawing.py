"""Draw the uncertain numbers of worlds: a Latin hypercube, each number from the stream keyed by its path."""

import numpy as np
from scipy.special import expit, logit, ndtri

from detente.foundation.streams import generator
from detente.scenario.model import Number, Scenario

# The 95th percentile of the standard normal: a range is a 90 % interval.
_Z95 = 1.6448536269514722


def draw_numbers(
    scenario: Scenario, worlds: int, *, seed: int, use: str = "worlds", fixed: dict[str, float] | None = None
) -> np.ndarray:
    """Draw every number of the scenario for `worlds` worlds: float32 (numbers, worlds).

    Worlds are a Latin hypercube: for each uncertain number one permutation and jitter from the stream keyed by
    its path, so that adding an element redraws nothing else. `fixed` overrides numbers by path.
    """
    fixed = fixed or {}
    rows = np.empty((len(scenario.numbers), worlds), np.float32)
    for k, (path, number) in enumerate(scenario.numbers.items()):
        if path in fixed:
            rows[k] = fixed[path]
        elif number.low == number.high:
            rows[k] = number.low
        else:
            stream = generator(seed, use, path)
            uniform = (stream.permutation(worlds) + stream.random(worlds)) / worlds
            rows[k] = quantile(number, uniform)
    return rows


def median_numbers(scenario: Scenario) -> np.ndarray:
    """Return every number at its median: float32 (numbers, 1)."""
    half = np.array([0.5])
    return (
        np.stack([quantile(number, half) for number in scenario.numbers.values()]).astype(np.float32)
        if scenario.numbers
        else np.empty((0, 1), np.float32)
    )


def quantile(number: Number, uniform: np.ndarray) -> np.ndarray:
    """Return the quantiles of one number at `uniform`, whose 5th and 95th percentiles are its range.

    Logit-normal for shares (an end at 0 or 100 is read as 0.5 or 99.5), log-normal for positive numbers, normal
    by inverse CDF else, clipped at 0 where both ends have one sign (DESIGN 2).
    """
    low, high = number.low, number.high
    if low == high:
        return np.full(np.shape(uniform), low)
    z = ndtri(uniform) / _Z95
    if number.kind == "share":
        a, b = (logit(np.clip(end, 0.5, 99.5) / 100.0) for end in (low, high))
        return 100.0 * expit((a + b) / 2.0 + (b - a) / 2.0 * z)
    if number.kind == "positive":
        a, b = np.log(low), np.log(high)
        return np.exp((a + b) / 2.0 + (b - a) / 2.0 * z)
    value = (low + high) / 2.0 + (high - low) / 2.0 * z
    if low >= 0:
        return np.maximum(value, 0.0)
    if high <= 0:
        return np.minimum(value, 0.0)
    return value
