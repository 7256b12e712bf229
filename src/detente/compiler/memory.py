"""What a scenario's expressions need to remember: counts, windows, runs; each gets one row of the state."""

from collections.abc import Iterable

from detente import expressions
from detente.expressions import tree
from detente.foundation.calendar import months_between
from detente.game.game import Watch

_AGES = 10**6


class Memory:
    """Collects the watches of a scenario, each once for every place in the month that reads it."""

    def __init__(self, start: str):
        self.start = start
        self.watches: list[Watch] = []
        self.index: dict[tuple[str, tree.Node, str], int] = {}
        self.windows: dict[tree.Node, tuple[int, int]] = {}
        self.trends: set[str] = set()
        self.dates: set[int] = set()

    def collect(self, trees: Iterable[tuple[tree.Node, str]]) -> None:
        """Find everything in `trees` that needs memory; inner terms come before what watches them."""
        for top, place in trees:
            for node in _inner_first(top):
                self._one(node, place)

    def watch(self, kind: str, term: tree.Node, place: str, window: tree.Window | None = None) -> int:
        """Return the row that watches `term`, making it at need."""
        key = (kind, term, place)
        if key not in self.index:
            first, last = self.window(window) if window is not None else (-_AGES, _AGES)
            self.index[key] = len(self.watches)
            self.watches.append(Watch(kind, term, place, first, last))
        return self.index[key]

    def window(self, window: tree.Window) -> tuple[int, int]:
        """Turn a window into first and last month, both included, counted from the scenario's start."""
        if window not in self.windows:
            first = months_between(self.start, window.first)
            self.windows[window] = {
                "in": (first, first),
                "before": (-_AGES, first - 1),
                "by": (-_AGES, first),
                "from": (first, _AGES),
                "between": (first, months_between(self.start, window.last or window.first)),
            }[window.kind]
        return self.windows[window]

    def _one(self, node: tree.Node, place: str) -> None:
        match node:
            case tree.Times(card):
                self.watch("count", tree.Moves("", "plays", card), place)
            case tree.Outcome(card, outcome, ordinal) if ordinal is not None:
                self.watch("count", tree.Outcome(card, outcome), place)
            case tree.MovedWithin(actor, verb, card, _):
                self.watch("since", tree.Moves(actor, "plays" if verb == "played" else "proposes", card), place)
            case tree.Dated(_, window):
                self.watch("latch", node, place, window)
                self._dates(window, place)
            case tree.Calendar(window):
                self.window(window)
                self._dates(window, place)
            case tree.Lasting(term, _):
                self.watch("run", term, place)
            case tree.Trend(variable):
                self.trends.add(variable)

    def _dates(self, window: tree.Window, place: str) -> None:
        """Note the dates that conditions name: actors see how far off they are."""
        if place != "questions":
            self.dates.update(edge for edge in self.window(window) if abs(edge) < _AGES)


def _inner_first(node: tree.Node) -> list[tree.Node]:
    return list(expressions.walk(node))[::-1]
