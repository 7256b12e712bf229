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
    """Collect the lines of a what-if that bear on month `month` (0 is the first).

    In a month that two lines name, the later one takes the place of the earlier.
    """
    this = Plan()
    for line in do or ():
        if not _applies(line.window, month, scenario.start):
            continue
        match line.kind:
            case "move":
                _choose(this.forbidden, this.forced, (line.card, line.actor), line.forbid)
            case "shock":
                _choose(this.prevented, this.happens, line.shock, line.forbid)
            case "set":
                now, before = (this.put, this.held) if _one_month(line.window) else (this.held, this.put)
                now[line.variable] = line.value
                before.pop(line.variable, None)
            case "cut":
                this.cut.add(line.link)
    return this


def _choose(forbidden: set, forced: set, what: object, forbid: bool) -> None:
    """Put a move or shock into one of two sets and take it out of the other."""
    (forbidden if forbid else forced).add(what)
    (forced if forbid else forbidden).discard(what)


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
