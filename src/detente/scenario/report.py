"""The faults of one file, gathered while it is read, each with its place and the text of its line."""

from dataclasses import dataclass, field

from detente.foundation.errors import Fault, Place

# A file of junk may be wrong everywhere; nobody reads more than this.
_MOST_FAULTS = 300


class Misread(Exception):
    """A piece of text that cannot be read; `start` and `length` say where in that text."""

    def __init__(self, code: str, message: str, *, remedy: str = "", start: int = 0, length: int | None = None):
        super().__init__(message)
        self.code, self.message, self.remedy, self.start, self.length = code, message, remedy, start, length


@dataclass(slots=True)
class Report:
    """Every fault found so far, and the elements in which one was found."""

    file: str
    text: str
    faults: dict[tuple[str, Place | None, str], Fault] = field(default_factory=dict)
    spoiled: set[str] = field(default_factory=set)
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lines = self.text.split("\n")

    def about(self, element: str) -> "Teller":
        """Return the teller of faults in one element (`cards.summit`)."""
        return Teller(self, element)

    def place(self, line: int, column: int, *, length: int = 1) -> Place:
        """Return a place in this file; line and column count from 1."""
        return Place(self.file, line, column, max(1, length))

    @property
    def full(self) -> bool:
        """Whether no more faults are kept."""
        return len(self.faults) >= _MOST_FAULTS

    def add(self, fault: Fault) -> None:
        """Keep a fault, once, with the text of its line."""
        if self.full:
            return
        if fault.place is not None and not fault.source and 0 < fault.place.line <= len(self.lines):
            source = self.lines[fault.place.line - 1]
            fault = Fault(fault.code, fault.message, fault.place, fault.remedy, source)
        self.faults.setdefault((fault.code, fault.place, fault.message), fault)

    def sorted(self) -> list[Fault]:
        """List the faults by place."""
        return sorted(
            self.faults.values(),
            key=lambda fault: (fault.place.line, fault.place.column) if fault.place else (0, 0),
        )


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells the faults of one element, which is spoiled by the first: sums over it are then not checked."""

    report: Report
    element: str

    def __call__(self, code: str, message: str, place: Place | None, remedy: str = "") -> None:
        """Tell one fault."""
        self.report.spoiled.add(self.element)
        self.report.add(Fault(code, message, place, remedy))

    @property
    def spoiled(self) -> bool:
        """Whether a fault has been told of this element."""
        return self.element in self.report.spoiled
