"""What a what-if does in one month."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from detente.expressions.tree import Calendar, Node, Window
from detente.reference.numbers import Move
from detente.reference.reading import in_window
from detente.scenario.model import Do, Scenario


@dataclass(frozen=True)
class Plan:
    """Interventions of one month: moves and shocks forced and forbidden, variables set, links cut.

    `put` are values at the start of the month only, `held` values in every step of it (points).
    """

    forced: set[Move] = field(default_factory=set)
    forbidden: set[Move] = field(default_factory=set)
    happens: set[str] = field(default_factory=set)
    prevented: set[str] = field(default_factory=set)
    put: dict[str, float] = field(default_factory=dict)
    held: dict[str, float] = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)


def plan(scenario: Scenario, do: Iterable[Do] | None, month: int) -> Plan:
    """Collect the lines of a what-if that bear on month `month` (0 is the first)."""
    this = Plan()
    for line in do or ():
        if not _applies(line.window, month, scenario.start):
            continue
        match line.kind:
            case "move":
                (this.forbidden if line.forbid else this.forced).add((line.card, line.actor))
            case "shock":
                (this.prevented if line.forbid else this.happens).add(line.shock)
            case "set":
                (this.put if _one_month(line.window) else this.held)[line.variable] = line.value
            case "cut":
                this.cut.add(line.link)
    return this


def _applies(window: Node | None, month: int, start: str) -> bool:
    return window is None or in_window(_plain(window), month, start)


def _one_month(window: Node | None) -> bool:
    return window is not None and _plain(window).kind == "in"


def _plain(window: object) -> Window:
    """Take the window out of a date that stands alone."""
    plain = window.window if isinstance(window, Calendar) else window
    if not isinstance(plain, Window):
        raise TypeError(f"a what-if's window cannot be {type(plain).__name__}")
    return plain
