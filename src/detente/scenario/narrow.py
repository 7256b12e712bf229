"""Doubts about ranges so narrow that they claim to know what nobody measured."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from detente.foundation.errors import Fault
from detente.scenario import model

NARROW = 1.1
"""A range whose ends differ by less than this factor (of shares: whose odds do) claims to know a number to 5 %."""


def narrow_ranges(scenario: model.Scenario) -> Iterator[Fault]:
    """Find ranges that are narrow although no `data:` says where the size comes from."""
    for number in _assumed(scenario, measured=False):
        ratio = _ratio(number)
        if ratio is not None and ratio < NARROW:
            known = _per_cent(ratio)
            yield Fault(
                "D110",
                f"a narrow range: nine times in ten the number is known to within {known}, and no `data:` says how",
                number.place,
                "widen it to what would not surprise you, or name the source of its size: `data: ...`",
            )


def _ratio(number: model.Number) -> float | None:
    """Return by which factor the ends of a range differ; None where there is no range, or it holds 0."""
    low, high = number.low, number.high
    if low == high:
        return None
    if number.kind == "share":
        low, high = (min(max(end, 0.5), 99.5) for end in (low, high))
        low, high = low / (100 - low), high / (100 - high)
    if low * high <= 0:
        return None
    near, far = sorted((abs(low), abs(high)))
    return far / near


def _per_cent(ratio: float) -> str:
    return f"{max(50 * (ratio - 1), 0.1):.1g} %"


def _assumed(part: object, *, measured: bool) -> Iterator[model.Number]:
    """Go through the numbers of elements without `data:`."""
    if isinstance(part, model.Number):
        if not measured:
            yield part
    elif isinstance(part, model.Scenario):
        sections = (
            *(part.agendas, part.yardsticks, part.variables, part.named_numbers, part.transitions, part.links),
            *(part.cards, part.signals, part.shocks, part.views),
        )
        for section in sections:
            yield from _assumed(section, measured=measured)
    elif isinstance(part, Mapping):
        for inner in part.values():
            yield from _assumed(inner, measured=measured)
    elif isinstance(part, tuple):
        for inner in part:
            yield from _assumed(inner, measured=measured)
    elif is_dataclass(part) and not isinstance(part, model.Formula):
        grounds = getattr(part, "grounds", None)
        known = measured or bool(grounds is not None and grounds.data)
        for each in fields(part):
            yield from _assumed(getattr(part, each.name), measured=known)
