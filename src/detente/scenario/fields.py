"""How a field of the schema is read: its leaf takes a node, and returns what was written or tells why not."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from detente.foundation.errors import Place
from detente.scenario.nodes import Key, Mapping, Node, Nothing, Scalar, Sequence
from detente.scenario.report import Misread, Teller

T = TypeVar("T")
Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Written(Generic[T]):
    """A value, and the text of the file that it was read from."""

    value: T
    scalar: Scalar

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.scalar.place

    def inside(self, start: int, *, length: int | None = None) -> Place:
        """Where a piece of it stands."""
        return self.scalar.inside(start, length=length)


@dataclass(frozen=True)
class Leaf:
    """Reads the scalar of a field with `read`; `json` describes it to the JSON Schema, `words` to people."""

    read: Callable[[str], Any]  # Any: each leaf has a type of its own, which the annotated field states
    json: Json
    words: str

    def take(self, node: Node, key: Key, tell: Teller) -> object:
        """Turn a scalar into a `Written`; None stands for what was told to be wrong."""
        if isinstance(node, Scalar):
            return self._read(node, tell)
        if not isinstance(node, Nothing):
            _tell_shape(node, key.place, self.words, tell)
        return None

    def _read(self, scalar: Scalar, tell: Teller) -> Written[Any] | None:  # Any: as above
        try:
            return Written(self.read(scalar.text), scalar)
        except Misread as fault:
            place = scalar.inside(fault.start, length=fault.length)
            tell(fault.code, fault.message, place, fault.remedy)
            return None

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> object:
        """Let Pydantic make a JSON Schema of the annotated field; it reads nothing itself."""
        from pydantic_core import core_schema

        return core_schema.any_schema()

    def __get_pydantic_json_schema__(self, schema: object, handler: object) -> Json:
        """Describe the field to the JSON Schema."""
        return dict(self.json)


@dataclass(frozen=True)
class ListLeaf(Leaf):
    """Reads a list of scalars, or one scalar holding one or several words (`whole`: holding one item).

    `prose` tells what to write in place of words in prose, which are told to be wrong at once and not one by one.
    """

    whole: bool = False
    prose: Callable[[str], str] | None = None

    def take(self, node: Node, key: Key, tell: Teller) -> object:
        """Turn a list into a tuple of `Written`, without the items that were told to be wrong."""
        if isinstance(node, Scalar):
            items: list[Node] = [node] if self.whole else _words(node)
            if len(items) > 1 and self._is_prose(items):
                self._tell_prose(node, tell)
                return ()
        elif isinstance(node, Sequence):
            items = node.items
        else:
            if not isinstance(node, Nothing):
                _tell_shape(node, key.place, self.words, tell)
            return ()
        taken: list[object] = []
        for item in items:
            if isinstance(item, Scalar) and " " in item.text and not self.whole and self._is_prose([item]):
                self._tell_prose(item, tell)
            elif isinstance(item, Scalar):
                taken.append(self._read(item, tell))
            elif not isinstance(item, Nothing):
                _tell_shape(item, item.place, "words in this list", tell)
        return tuple(item for item in taken if item is not None)

    def _is_prose(self, items: list[Node]) -> bool:
        """Say whether some of the words cannot be read."""
        for item in items:
            try:
                self.read(item.text if isinstance(item, Scalar) else "")
            except Misread:
                return True
        return False

    def _tell_prose(self, scalar: Scalar, tell: Teller) -> None:
        text = " ".join(scalar.text.split())
        remedy = self.prose(text) if self.prose else f"write {self.words}"
        tell("E211", f"`{text}` is prose, where ids are expected", scalar.place, remedy)


@dataclass(frozen=True)
class KeyLeaf(Leaf):
    """Reads the key of a mapping, which stays a `Key` with its place."""

    def check(self, key: Key, tell: Teller) -> bool:
        """Say whether the key can stand, telling why not."""
        try:
            self.read(str(key))
        except Misread as fault:
            tell(fault.code, fault.message, key.inside(fault.start, length=fault.length), fault.remedy)
            return False
        return True


@dataclass(frozen=True)
class OrSingle:
    """Annotates a mapping that may also be written as a single value, which then stands under `key`."""

    key: str
    json: Json

    def __get_pydantic_json_schema__(self, schema: object, handler: Callable[[object], Json]) -> Json:
        """Describe the field to the JSON Schema."""
        return {"anyOf": [dict(self.json), handler(schema)]}


def _words(scalar: Scalar) -> list[Node]:
    """Part a scalar at its blanks (and commas), each piece with its place."""
    return [
        Scalar(match[0], scalar.inside(match.start(), length=len(match[0])), match[0])
        for match in re.finditer(r"[^\s,]+", scalar.text)
    ]


def _tell_shape(node: Node, place: Place, words: str, tell: Teller) -> None:
    found = "a list" if isinstance(node, Sequence) else "keys and values" if isinstance(node, Mapping) else "text"
    tell("E209", f"{found} cannot stand here: this takes {words}", place, f"write {words}")
