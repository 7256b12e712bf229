"""The faults of one file, gathered while it is read, each with its place and the text of its line."""

from dataclasses import dataclass, field, replace

from detente.foundation.errors import Fault, Place

# A file of junk may be wrong everywhere; nobody reads more than this.
_MOST_FAULTS = 300

# Faults of a name, which their message holds: wherever it is used, the same thing is wrong, and is told once.
_OF_A_NAME = frozenset(
    {"E402", "E403", "E406", "E407", "E414", "E415", "E416", "E501", "E502", "E503", "E613", "E703", "E704"}
)


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
    _first: dict[tuple[str, str], Place | None] = field(default_factory=dict)

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
        fault = self._folded(fault)
        if fault.place is not None and not fault.source and 0 < fault.place.line <= len(self.lines):
            source = self.lines[fault.place.line - 1]
            fault = replace(fault, source=source)
        self.faults.setdefault((fault.code, fault.place, fault.message), fault)

    def withdraw(self, code: str, place: Place) -> None:
        """Take back what was told of a place, where it follows from something else."""
        self.faults = {key: fault for key, fault in self.faults.items() if (fault.code, fault.place) != (code, place)}

    def _folded(self, fault: Fault) -> Fault:
        """Take out a fault that says the same of the same name, and return one that stands for both."""
        if fault.code not in _OF_A_NAME or fault.place is None:
            return fault
        key = (fault.code, fault.message)
        told = self.faults.pop((fault.code, self._first[key], fault.message)) if key in self._first else None
        if told is not None and told.place is not None:
            places = {told.place, *told.also, fault.place}
            first, *rest = sorted(places, key=lambda place: (place.line, place.column))
            fault = replace(told, place=first, source="", also=tuple(rest))
        self._first[key] = fault.place
        return fault

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

    def __call__(
        self, code: str, message: str, place: Place | None, remedy: str = "", *, also: tuple[Place, ...] = ()
    ) -> None:
        """Tell one fault; `also` holds the other places where it shows."""
        self.report.spoiled.add(self.element)
        self.report.add(Fault(code, message, place, remedy, also=also))

    @property
    def spoiled(self) -> bool:
        """Whether a fault has been told of this element."""
        return self.element in self.report.spoiled
