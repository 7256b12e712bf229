"""Agendas: 100 points of importance, and sides taken with others."""

from detente.scenario.elements import Draft
from detente.scenario.model import Scenario
from detente.scenario.report import Report

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
            if not (agenda.wants or agenda.payoffs or sides):
                tell(
                    "E614",
                    f"`{key}` wants nothing",
                    key.place,
                    "write `wants: {economy: +60, control: +40}`, or `payoffs:`",
                )
            total = sum(abs(weight.value.low + weight.value.high) / 2 for weight in agenda.wants.values())
            if agenda.wants and abs(total - 100) > TOLERANCE:
                first = next(iter(agenda.wants))
                tell(
                    "E602",
                    f"the weights of `{key}` add up to {total:g} without their signs, not to 100",
                    first.place,
                    _remedy(total),
                )
            most = sum(size.value.high for size in sides.values())
            if most > 100:
                first = next(iter(sides))
                tell(
                    "E615",
                    f"`{key}` sides with others by up to {most:g}%",
                    first.place,
                    "stay at 100% or below in all",
                )


def _remedy(total: float) -> str:
    return f"take {total - 100:g} points away" if total > 100 else f"give out {100 - total:g} more points"
