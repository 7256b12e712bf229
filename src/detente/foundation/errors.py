"""The family of errors: a user's mistakes with place and remedy, and our own faults."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file; lines and columns count from 1."""

    file: str
    line: int
    column: int
    length: int = 1


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in what the user wrote.

    `code` is stable (`E101`), `message` says what was found and expected, `remedy` the way out, in a line or several.
    `source` is the text of the line, for the caret. `also` holds the other places where the same mistake shows.
    """

    code: str
    message: str
    place: Place | None = None
    remedy: str = ""
    source: str = ""
    also: tuple[Place, ...] = ()


class DetenteError(Exception):
    """Any error that this package raises on purpose."""

    exit_code = 3


class UserError(DetenteError):
    """The user's mistake: every fault at once, each with its place and remedy."""

    exit_code = 1

    def __init__(self, faults: list[Fault] | Fault):
        self.faults = [faults] if isinstance(faults, Fault) else list(faults)
        super().__init__("\n".join(f"{fault.code}: {fault.message}" for fault in self.faults))


class Interrupted(DetenteError):
    """The user stopped the work; what was computed so far is kept."""

    exit_code = 130


class OurFault(DetenteError):
    """Something that should not happen; `where` may name a file with details."""

    exit_code = 3

    def __init__(self, message: str, where: Path | None = None):
        self.where = where
        super().__init__(message)
