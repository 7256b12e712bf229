"""Where the text of a file breaks, and the fault and the repair that a diagnosis makes of it."""

from dataclasses import dataclass

from detente.foundation.errors import Fault, Place

# The headings of sections: the only words that stand at the left edge with lines below them.
SECTIONS = frozenset(
    [
        "sources",
        "actors",
        "agendas",
        "views",
        "yardsticks",
        "variables",
        "numbers",
        "transitions",
        "links",
        "cards",
        "signals",
        "shocks",
        "together",
        "history",
        "questions",
        "whatifs",
        "packages",
        "claims",
    ]
)


@dataclass(frozen=True, slots=True)
class Repair:
    """A fault, and the text with which reading may go on (None: it may not).

    `guessed`: the repaired text may mean something else than the analyst meant, so that unknown and
    missing keys found in it would not be worth telling.
    """

    fault: Fault
    text: str | None = None
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Break:
    """Where the text breaks: `line` and `column` count from 0; `opener` is where the broken piece began."""

    file: str
    lines: list[str]
    line: int
    column: int
    opener: tuple[int, int] | None
    problem: str
    context: str

    @property
    def text(self) -> str:
        """The line that breaks."""
        return self.lines[self.line]

    @property
    def indent(self) -> int:
        """The indentation of the line that breaks."""
        return len(self.text) - len(self.text.lstrip())

    @property
    def at_start(self) -> bool:
        """Whether the break is at the first character of its line."""
        return self.column <= self.indent

    def before(self) -> int | None:
        """Return the last line above that holds something."""
        return next(
            (n for n in range(self.line - 1, -1, -1) if self.lines[n].split("#")[0].strip()),
            None,
        )

    def fault(
        self,
        code: str,
        message: str,
        remedy: str,
        *,
        line: int | None = None,
        column: int | None = None,
        length: int = 1,
    ) -> Fault:
        """Make a fault at a place (where the text breaks, unless told otherwise)."""
        line = self.line if line is None else line
        column = self.column if column is None else column
        return Fault(code, message, Place(self.file, line + 1, column + 1, max(1, length)), remedy, self.lines[line])

    def heading(self) -> int:
        """Return the line of the heading under which the break stands."""
        return section_of(self.lines, self.line)

    def with_block(self, indent: int) -> str:
        """Return the whole text with this line at another indentation, and with it what stands beside and below it."""
        lines = list(self.lines)
        for number in range(self.line, len(lines)):
            depth = len(lines[number]) - len(lines[number].lstrip())
            if lines[number].strip() and not lines[number].lstrip().startswith("#") and depth < self.indent:
                break
            lines[number] = " " * max(0, depth + indent - self.indent) + lines[number].lstrip()
        return "\n".join(lines)

    def with_line(self, number: int, text: str) -> str:
        """Return the whole text with one line replaced."""
        return "\n".join([*self.lines[:number], text, *self.lines[number + 1 :]])


def section_of(lines: list[str], line: int) -> int:
    """Return the number of the line with the heading of the section in which a line stands; lines count from 0."""
    return next((n for n in range(min(line, len(lines) - 1), -1, -1) if lines[n].split(":")[0] in SECTIONS), 0)
