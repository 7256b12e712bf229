"""Agendas: 100 points of importance, and sides taken with others."""

from collections.abc import Mapping

from detente.scenario.elements import Draft
from detente.scenario.fields import Written
from detente.scenario.model import Scenario
from detente.scenario.nodes import Key
from detente.scenario.quantities import Quantity
from detente.scenario.report import Report, Teller

TOLERANCE = 0.5
"""How far, in points, the importance may be off 100 at the middle of its ranges."""


def agendas_of_hundred_points(scenario: Scenario, draft: Draft, report: Report) -> None:
    """Refuse agendas and yardsticks that are empty, do not add up to 100, or side with too many."""
    for section in ("agendas", "yardsticks"):
        for key, agenda in draft.sections.get(section, {}).items():
            tell = report.about(f"{section}.{key}")
            sides = getattr(agenda, "sides_with", {})
            if key in sides:
                own = next(other for other in sides if other == key)
                tell(
                    "E615",
                    f"`{key}` cannot side with itself",
                    own.place,
                    "remove it: the rest of the regard is its own",
                )
            if tell.spoiled:
                continue
            if not (agenda.wants or agenda.payoffs or sides or getattr(agenda, "types", {})):
                tell(
                    "E614",
                    f"`{key}` wants nothing",
                    key.place,
                    "write `wants: {economy: +60, control: +40}`, or `payoffs:`",
                )
            wants_of_hundred_points(key, agenda.wants, tell)
            most = sum(size.value.high for size in sides.values())
            if most > 100:
                first = next(iter(sides))
                tell(
                    "E615",
                    f"`{key}` sides with others by up to {most:g}%",
                    first.place,
                    "stay at 100% or below in all",
                )


def wants_of_hundred_points(id: str, wants: Mapping[Key, Written[Quantity] | None], tell: Teller) -> None:
    """Refuse the weights of an agenda, or of a type, that do not add up to 100 without their signs."""
    total = sum(abs(weight.value.low + weight.value.high) / 2 for weight in wants.values() if weight is not None)
    if wants and abs(total - 100) > TOLERANCE:
        message = f"the weights of `{id}` add up to {total:g} without their signs, not to 100"
        tell("E602", message, next(iter(wants)).place, _remedy(total))


def _remedy(total: float) -> str:
    return f"take {total - 100:g} points away" if total > 100 else f"give out {100 - total:g} more points"
