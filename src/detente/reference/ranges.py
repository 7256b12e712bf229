"""What a range of the file says: its median, its mean and variance, and what an actor takes numbers for."""

from collections.abc import Iterable

import numpy as np

from detente.scenario.model import Do, Number, Scenario

Z95 = 1.6448536269514722
"""The 95th percentile of the standard normal: a range is a 90 % interval."""

GRID = np.linspace(-9, 9, 3601)
DENSITY = np.exp(-(GRID**2) / 2) / np.sum(np.exp(-(GRID**2) / 2))
"""The standard normal on a grid: a sum over it stands for an expectation."""


def at_quantile(number: Number, z: np.ndarray | float) -> np.ndarray:
    """Give the value of a number as many standard deviations `z` from its median as the normal behind it lies.

    A share is logit-normal, a positive number log-normal, any other normal and cut off at 0 where both ends have
    one sign (DESIGN 2, Worlds and futures).
    """
    low, high = number.low, number.high
    if low == high:
        return np.full(np.shape(z), low)
    if number.kind == "share":
        ends = [np.log(end / (100 - end)) for end in np.clip([low, high], 0.5, 99.5)]
    elif number.kind == "positive":
        ends = [np.log(low), np.log(high)]
    else:
        ends = [low, high]
    normal = (ends[0] + ends[1]) / 2 + (ends[1] - ends[0]) / 2 * np.asarray(z) / Z95
    if number.kind == "share":
        return 100 / (1 + np.exp(-normal))
    if number.kind == "positive":
        return np.exp(normal)
    return np.maximum(normal, 0) if low >= 0 else np.minimum(normal, 0) if high <= 0 else normal


def median(number: Number) -> float:
    """Give the middle of a range: what half of the worlds lie under."""
    return float(at_quantile(number, 0.0))


def mean_and_variance(number: Number) -> tuple[float, float]:
    """Give the mean and the variance of a number over worlds."""
    values = at_quantile(number, GRID)
    mean = np.sum(DENSITY * values)
    return float(mean), float(np.sum(DENSITY * (values - mean) ** 2))


def in_view(scenario: Scenario, actor: str, do: Iterable[Do] | None = None) -> dict[str, Number]:
    """Give every number of the file as `actor` takes it: its own `views` in place of the analyst's ranges.

    A number that a what-if changes is a number of the file as changed, for everybody without a view of it.
    """
    changed = {line.path: line.value for line in do or () if line.kind == "number"}
    views = {view.target: view.value for view in scenario.views.get(actor, ())}
    seen = {**scenario.numbers, **views}
    return {path: _fixed(number, changed) for path, number in seen.items()}


def known_numbers(scenario: Scenario, actor: str, do: Iterable[Do] | None = None) -> dict[str, float]:
    """Give the median of every number in the view of `actor`: what it goes by where a number is not told."""
    return {path: median(number) for path, number in in_view(scenario, actor, do).items()}


def prior(scenario: Scenario, actor: str, other: str, do: Iterable[Do] | None = None) -> dict[str, float]:
    """Give the chance (0 to 1) of each type of `other` that `actor` begins with: medians in its view.

    `the rest` has what the others leave of 100 %; chances that add up to another sum are scaled.
    """
    known = known_numbers(scenario, actor, do)
    types = scenario.agendas[other].types
    chances = {one.id: known[one.chance.path] for one in types if one.chance is not None}
    given = sum(chances.values())
    chances |= {one.id: max(0.0, 100 - given) for one in types if one.chance is None}
    return {one.id: chances[one.id] / sum(chances.values()) for one in types}


def _fixed(number: Number, changed: dict[str, float]) -> Number:
    if number.path not in changed:
        return number
    value = changed[number.path]
    return Number(number.path, value, value, number.kind)
