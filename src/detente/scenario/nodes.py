"""YAML text to nodes: mappings, lists and scalars, each with its place; every scalar stays text.

Read from the parser's events, never composed: the composer of libyaml crashes the interpreter on deep
nesting, and YAML's own idea of types (`NO`, `12:30`) is not wanted.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import yaml

from detente.foundation.errors import Fault, Place
from detente.scenario.breaks import Repair, section_of
from detente.scenario.broken import PROSE_KEYS, diagnose
from detente.scenario.report import Report

DEEPEST = 50
MOST_NODES = 100_000
LONGEST_TEXT = 10_000
_MOST_REPAIRS = 25
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Key(str):
    """A key of a mapping: its text, with its place."""

    place: Place

    def __new__(cls, text: str, place: Place) -> "Key":
        """Make a key."""
        key = super().__new__(cls, text)
        key.place = place
        return key

    def inside(self, start: int, *, length: int | None = None) -> Place:
        """Return the place of a piece of this key; of the whole key where it is not written on one line as it is."""
        quotes = self.place.length - len(self)
        if length is None or quotes not in (0, 2):
            return self.place
        return replace(self.place, column=self.place.column + quotes // 2 + start, length=max(1, length))


@dataclass(frozen=True, slots=True)
class Scalar:
    """A piece of text; `raw` is how it stands in the file (with its quotes)."""

    text: str
    place: Place
    raw: str = ""

    def inside(self, start: int, *, length: int | None = None) -> Place:
        """Return the place of a piece of this text."""
        piece = self.text[start:] if length is None else self.text[start : start + max(1, length)]
        if "\n" in self.raw or not piece:
            return self._search(piece, start)
        shift = start if self.raw == self.text else start + 1
        if self.raw[shift : shift + len(piece)] != piece:
            return self.place
        return Place(self.place.file, self.place.line, self.place.column + shift, len(piece))

    def _search(self, piece: str, start: int) -> Place:
        """Find a piece in text of several lines: the first time that it stands there at or after its turn."""
        before = self.text[:start].count(piece) if piece else 0
        at = -1
        for _ in range(before + 1):
            at = self.raw.find(piece, at + 1) if piece and "\n" not in piece else -1
        if at < 0:
            return self.place
        line = self.raw.count("\n", 0, at)
        column = self.place.column + at if line == 0 else at - self.raw.rfind("\n", 0, at)
        return Place(self.place.file, self.place.line + line, column, len(piece))


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    items: list["Node"]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """Nodes by key, in the order of the file; `doubles` are those whose key stands there already."""

    entries: dict[Key, "Node"]
    place: Place
    doubles: list[tuple[Key, "Node"]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Nothing:
    """What could not be read, or was left empty: told already."""

    place: Place


Node = Scalar | Sequence | Mapping | Nothing


@dataclass(slots=True)
class Reading:
    """What came out of the text: the top mapping, and whether lines had to be guessed or left out for it.

    `shaky` holds the lines of the headings (from 1) below which lines were guessed: keys that seem to be double or
    empty there may only follow from that.
    """

    top: Mapping | None
    guessed: bool = False
    shaky: frozenset[int] = frozenset()

    def follows(self, fault: Fault, lines: list[str]) -> bool:
        """Say whether a fault may be there only because lines beside it were guessed."""
        if fault.code not in ("E203", "E205") or fault.place is None:
            return False
        return section_of(lines, fault.place.line - 1) + 1 in self.shaky


def read_nodes(report: Report) -> Reading:
    """Read the text of a report into nodes, telling each fault of its YAML.

    A line that breaks the YAML is told, repaired in memory, and reading starts again, so that it does not
    hide the faults of the other lines.
    """
    text, guessed = report.text, False
    told: set[int] = set()
    shaky: set[int] = set()
    for _ in range(_MOST_REPAIRS):
        try:
            return Reading(_Tree(report, text).read(), guessed, frozenset(shaky))
        except _Stop:
            return Reading(None, True)
        except yaml.MarkedYAMLError as error:
            repair: Repair = diagnose(error, text, report.file)
            line = repair.fault.place.line if repair.fault.place is not None else 0
            heading = section_of(report.lines, line - 1) + 1
            if line and line not in told and not (repair.fault.code == "E113" and heading in shaky):
                report.add(repair.fault)
                told.add(line)
            if repair.guessed:
                shaky.add(heading)
            if repair.text is None or repair.text == text:
                return Reading(None, True)
            text, guessed = repair.text, guessed or repair.guessed
    return Reading(None, True)


class _Stop(Exception):
    """Reading cannot go on; the fault has been told."""


@dataclass(slots=True)
class _Tree:
    """Builds nodes from the events of one text."""

    report: Report
    text: str
    depth: int = 0
    count: int = 0
    events: Iterator[yaml.Event] = field(default_factory=lambda: iter(()))

    def read(self) -> Mapping | None:
        """Read the one document and return its top mapping."""
        self.events = iter(yaml.parse(self.text, Loader=_LOADER))
        top: Node | None = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents == 2:
                    self._stop(
                        "E118",
                        "a second document begins here: a scenario is one document",
                        event,
                        "remove the line `---`, or move what follows it into a file of its own",
                    )
            elif isinstance(event, yaml.NodeEvent):
                top = self._node(event, "")
        if top is None or isinstance(top, Nothing):
            start = self.report.place(1, 1)
            self._tell(
                "E107",
                "the file is empty",
                start,
                "begin with `detente: 1`; `detente new` writes a first scenario",
            )
            return None
        if not isinstance(top, Mapping):
            self._tell(
                "E201",
                "a scenario consists of keys and values; this is not one",
                top.place,
                "begin with `detente: 1` and `title: ...`, each on a line of its own",
            )
            return None
        return top

    def _node(self, event: yaml.NodeEvent, key: str) -> Node:
        """Read the node that begins with `event`; `key` is the key that it stands under."""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._tell(
                "E117",
                "anchors (`&name`) and aliases (`*name`) of YAML are not part of the language",
                self._place(event),
                "write the values out; text that begins with `*` or `&` stands in quotes",
            )
            if isinstance(event, yaml.AliasEvent):
                return Nothing(self._place(event))
        if getattr(event, "tag", None) is not None:
            self._tell(
                "E117",
                "tags of YAML (`!name`) are not part of the language",
                self._place(event),
                "remove the tag; text that begins with `!` stands in quotes",
            )
        self.count += 1
        if self.count > MOST_NODES:
            self._stop(
                "E104",
                f"more than {MOST_NODES:,} values: this is no scenario",
                event,
                "data belongs in files of its own",
            )
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, key)
        self.depth += 1
        if self.depth > DEEPEST:
            self._stop(
                "E116",
                f"nested more than {DEEPEST} levels deep",
                event,
                "no scenario needs more than six levels",
            )
        node = self._mapping(event) if isinstance(event, yaml.MappingStartEvent) else self._sequence(event)
        self.depth -= 1
        return node

    def _scalar(self, event: yaml.ScalarEvent, key: str) -> Node:
        place = self._place(event)
        raw = self.text[event.start_mark.index : event.end_mark.index]
        if len(raw) > LONGEST_TEXT:
            message = f"a text of {len(raw):,} characters; {LONGEST_TEXT:,} is the most"
            self._tell("E120", message, place, "shorten it, or look for a quote that is not closed")
            return Nothing(place)
        if event.value.strip():
            return Scalar(event.value, place, raw)
        if key:
            self._tell("E205", f"`{key}:` has no value", place, f"write a value after `{key}:`, or remove the key")
        return Nothing(place)

    def _sequence(self, start: yaml.NodeEvent) -> Sequence:
        items: list[Node] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            assert isinstance(event, yaml.NodeEvent)
            item = self._node(event, "")
            if isinstance(item, Nothing) and isinstance(event, yaml.ScalarEvent):
                self._tell("E205", "an item of this list has no value", item.place, "write the item, or remove it")
            items.append(item)
        return Sequence(items, self._place(start))

    def _mapping(self, start: yaml.MappingStartEvent) -> Mapping:
        entries: dict[Key, Node] = {}
        doubles: list[tuple[Key, Node]] = []
        first: Key | None = None
        last = ""
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            assert isinstance(event, yaml.NodeEvent)
            key = self._key(event)
            value_event = next(self.events)
            assert isinstance(value_event, yaml.NodeEvent)
            bare = start.flow_style and isinstance(value_event, yaml.ScalarEvent) and _absent(value_event)
            if key is not None and bare:
                last = self._bare_key(key, last, entries)
                continue
            value = self._node(value_event, key or "")
            if key is None:
                continue
            if key in entries:
                first = first or next(known for known in entries if known == key)
                doubles.append((key, value))
                continue
            if key.isdigit():
                self._tell(
                    "E208",
                    f"`{key}` consists of digits only: no key or name does",
                    key.place,
                    "a name begins with a letter; a number with a comma in it is written without (`6000`)",
                )
                continue
            entries[key] = value
            last = key
        if first is not None:
            self._tell_doubles(first, [key for key, _ in doubles])
        return Mapping(entries, self._place(start), doubles)

    def _tell_doubles(self, first: Key, keys: list[Key]) -> None:
        """Tell the keys that stand twice in a mapping, at once: several come of one line that is missing above them."""
        key, *others = keys
        several = f"`{key}` and {len(others)} more of these keys stand" if others else f"`{key}` stands"
        self._tell(
            "E203",
            f"{several} twice; the first is on line {first.place.line}",
            key.place,
            "keep one of each; or write the name of what begins here on a line above"
            if others
            else "keep one of the two, or give this one a name of its own",
            also=tuple(other.place for other in others),
        )

    def _bare_key(self, key: Key, last: str, entries: dict[Key, Node]) -> str:
        """Tell what a key without a value inside braces comes from; return the key to blame next."""
        if key.isdigit() and last:
            self._tell(
                "E206",
                f"the comma in `{last}` ends the value: `{key}` is read as a key of its own",
                key.place,
                _without_comma(entries, last, key),
            )
        elif last and (" " in key or last in PROSE_KEYS):
            self._tell(
                "E207",
                f"the comma after `{last}: ...` ends its text: `{key}` is read as a key of its own",
                key.place,
                f"put the text of `{last}` in quotes, or on a line of its own outside braces",
            )
        elif ":" in key:
            remedy = f"write `{key.replace(':', ': ', 1)}`"
            self._tell("E112", f"no blank after the colon in `{key}`", key.place, remedy)
            entries.setdefault(Key(key.split(":")[0], key.place), Nothing(key.place))
        else:
            self._tell(
                "E205",
                f"`{key}` has no value inside these braces",
                key.place,
                f"write `{key}: value`; text that holds a comma stands in quotes",
            )
            entries.setdefault(key, Nothing(key.place))
        if last and key.isdigit():
            entries[next(known for known in entries if known == last)] = Nothing(key.place)
        return last or key

    def _key(self, event: yaml.NodeEvent) -> Key | None:
        """Read a key; a key that is a list, a mapping or empty is told and its value skipped."""
        if isinstance(event, yaml.ScalarEvent) and event.value.strip():
            if event.anchor or event.tag is not None:
                self._node(event, "")
            return Key(event.value, self._place(event))
        place = self._place(event)
        if not isinstance(event, yaml.ScalarEvent):
            self._node(event, "")
        self._tell(
            "E210",
            "a key has to be a word",
            place,
            "write `key: value`; a list or braces may only stand after the colon",
        )
        return None

    def _place(self, event: yaml.Event) -> Place:
        """Return the place of an event: its text on its first line, or a character for what holds others."""
        start, end, length = event.start_mark, event.end_mark, 1
        if isinstance(event, (yaml.ScalarEvent, yaml.AliasEvent)):
            if start.line == end.line:
                length = end.column - start.column
            else:
                length = len(self.text[start.index : end.index].split("\n", 1)[0].rstrip())
        return Place(self.report.file, start.line + 1, start.column + 1, max(1, length))

    def _tell(self, code: str, message: str, place: Place, remedy: str, *, also: tuple[Place, ...] = ()) -> None:
        self.report.about("")(code, message, place, remedy, also=also)

    def _stop(self, code: str, message: str, event: yaml.Event, remedy: str) -> None:
        self._tell(code, message, self._place(event), remedy)
        raise _Stop


def _without_comma(entries: dict[Key, Node], last: str, rest: str) -> str:
    """Say how a number is written of which a comma has cut off the `rest`: its thousands, or its decimals."""
    value = next((entry for key, entry in entries.items() if key == last), None)
    begun = value.text if isinstance(value, Scalar) else ""
    if not begun.lstrip("+-").isdigit():
        return "write numbers without a comma in them: `6000`, `1.5`"
    if len(rest) == 3:
        return f"write numbers without a comma for thousands: `{begun}{rest}`"
    return f"write decimals with a point: `{begun}.{rest}`"


def _absent(event: yaml.ScalarEvent) -> bool:
    """Say whether a scalar is left out altogether (as against written as empty quotes)."""
    return not event.value and event.start_mark.index == event.end_mark.index
