"""How far the work is, and how long each part took."""

import time
from collections.abc import Callable

Progress = Callable[[str, float], None]


class Clock:
    """Tells how far the work is, and how long each part took."""

    def __init__(self, progress: Progress | None):
        self.progress = progress
        self.parts: dict[str, float] = {}
        self.begun = time.perf_counter()
        self.part, self.since = "reading", self.begun
        self.log: list[str] = []
        self.last = ""

    def say(self, what: str, share: float) -> None:
        """Tell that `what` (its part, a colon, details) is done to a `share`."""
        if what != self.last:
            self.log.append(f"{time.perf_counter() - self.begun:9.2f} s  {what}")
            self.last = what
        part = what.split(":")[0]
        if part != self.part:
            self._book()
            self.part = part
        if self.progress is not None:
            self.progress(what, share)

    def seconds(self) -> dict[str, float]:
        """Return how long each part took so far."""
        self._book()
        return self.parts

    def _book(self) -> None:
        now = time.perf_counter()
        self.parts[self.part] = self.parts.get(self.part, 0.0) + now - self.since
        self.since = now
