"""Records in docs/numbers: what a command printed, and of which scenario; their rows as the figures they were."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from math import nan
from pathlib import Path
from typing import Any

from detente.foundation.cache import content_key
from detente.results.figures import Difference, Probability
from detente.scenario.model import Scenario

ROOT = Path(__file__).parent.parent
NUMBERS = ROOT / "docs" / "numbers"
SCENARIO = "northeast-asia"

Row = Mapping[str, Any]  # Any: a row of JSON


class NotThere(Exception):
    """A record, or something in it, that a block asks for and that is not there."""


@dataclass(frozen=True, slots=True)
class Record:
    """What one command printed with `--json`, trimmed.

    `hash` is of the scenario's text, `game` of all that its figures hang on (see `game_hash`).
    """

    command: str
    scenario: str
    hash: str
    game: str
    detente: str
    data: dict[str, Any]  # Any: JSON
    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def as_data(self) -> dict[str, object]:
        """Return what is written to the file."""
        return asdict(self)


class Records(Mapping[str, Record]):
    """The records of a folder by name, read when they are asked for; NotThere for one that is missing."""

    def __init__(self, folder: Path = NUMBERS):
        self.folder = folder
        self.read: dict[str, Record] = {}

    def __getitem__(self, name: str) -> Record:
        if name not in self.read:
            path = self.folder / f"{name}.json"
            if not path.is_file():
                raise NotThere(f"docs/numbers/{name}.json")
            self.read[name] = Record(**json.loads(path.read_text(encoding="utf-8")))
        return self.read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(path.stem for path in self.folder.glob("*.json")))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def game_hash(scenario: Scenario) -> str:
    """Hash what the figures hang on: the compiled game with its questions, the what-ifs, the events of the record.

    Names, comments, what is cited, what claims say and the order of the file count for nothing.
    """
    from detente.compiler import compile_game
    from detente.compiler.printing import print_game

    whatifs = sorted(f"{id}: {'; '.join(line.text for line in one.do)}" for id, one in scenario.whatifs.items())
    events = sorted(f"{entry.month} {entry.event.text}" for entry in scenario.history if entry.event is not None)
    return content_key(print_game(scenario, compile_game(scenario)), *whatifs, *events)


# ---------------------------------------------------------------- rows as figures


def questions(record: Record) -> dict[str, Row]:
    """Return the rows of a record's questions by id."""
    return {row["id"]: row for row in record.data["questions"]}


def asks(record: Record) -> dict[str, str]:
    """Return what each question asks; one that goes on from the question before it (`And if ...`) has both."""
    found: dict[str, str] = {}
    before = ""
    for row in record.data["questions"]:
        text = row["ask"]
        found[row["id"]] = f"{before} {text}" if text.startswith("And ") else text
        before = before if text.startswith("And ") else text
    return found


def whatifs(record: Record) -> dict[str, Row]:
    """Return the what-ifs of a record by id."""
    return {row["id"]: row for row in record.data["whatifs"]}


def probability(row: Row) -> Probability:
    """Return the figures of a question's row, or of a row of its `by_type`."""
    low, high = (_number(end) for end in row["interval"])
    return Probability(
        _number(row["probability"]),
        (low, high),
        _number(row["error"]),
        row["word"],
        _number(row["share_assumptions"]),
        _number(row["share_chance"]),
        bound=row["bound"],
    )


def difference(row: Row) -> Difference:
    """Return the figures of a paired difference."""
    low, high = (_number(end) for end in row["interval"])
    return Difference(_number(row["difference"]), (low, high), _number(row["error"]))


def seen(row: Row) -> float:
    """Return the share of futures that said yes: none and all as such, and not as the bound that is printed."""
    return {"under": 0.0, "over": 1.0}.get(row["bound"], _number(row["probability"]))


def _number(value: float | None) -> float:
    return nan if value is None else float(value)
