"""The kinds of text that a field can hold: prose, ids, numbers, formulas, lists; each read, each described once.

A leaf is the annotation of a field of the schema: it turns the scalars of the file into values that remember
where they stood (`Written`), and says what the JSON Schema and the manual say about the field.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from detente.expressions import ExpressionError
from detente.expressions import parse as parse_expression
from detente.expressions.tree import Node
from detente.foundation.calendar import month_number
from detente.foundation.errors import Place
from detente.scenario import quantities
from detente.scenario.nodes import Key, Scalar
from detente.scenario.quantities import Quantity
from detente.scenario.report import Misread

T = TypeVar("T")
Json = dict[str, object]


class Faulty:
    """Stands for a value whose fault has been told; every leaf lets it pass, as None."""


FAULTY = Faulty()


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


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression: its tree, its text, and where that begins in the scalar; `coin` of a cost."""

    tree: Node
    text: str
    coin: str = ""


@dataclass(frozen=True)
class Leaf:
    """Reads the scalar of a field with `read`; `json` describes it to the JSON Schema, `words` to the manual."""

    read: Callable[[str], Any]  # Any: each leaf has a type of its own, which the annotated field states
    json: Json
    words: str

    def __get_pydantic_core_schema__(self, source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read by a plain function."""
        return core_schema.no_info_plain_validator_function(self.validate)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Json:
        """Describe the field."""
        return dict(self.json)

    def validate(self, value: object) -> object:
        """Turn a scalar into a `Written`."""
        if value is FAULTY:
            return None
        if not isinstance(value, Scalar):
            raise _wrong_shape(value, self.words)
        try:
            return Written(self.read(value.text), value)
        except Misread as fault:
            raise _custom(fault) from None


@dataclass(frozen=True)
class ListLeaf(Leaf):
    """Reads a list of scalars, or one scalar holding one or several words, with `read` for each."""

    whole: bool = False

    def validate(self, value: object) -> object:
        """Turn a list into a tuple of `Written`."""
        if value is FAULTY:
            return ()
        if isinstance(value, Scalar):
            parts = [value] if self.whole else _words(value)
        elif isinstance(value, list):
            parts = [item for item in value if item is not FAULTY]
        else:
            raise _wrong_shape(value, self.words)
        written: list[object] = []
        for part in parts:
            if not isinstance(part, Scalar):
                raise _wrong_shape(part, "words in this list")
            try:
                written.append(Written(self.read(part.text), part))
            except Misread as fault:
                place = part.inside(fault.start, length=fault.length)
                raise _custom(fault, place=place) from None
        return tuple(written)


@dataclass(frozen=True)
class KeyLeaf(Leaf):
    """Reads the key of a mapping, which stays a `Key` with its place."""

    def validate(self, value: object) -> object:
        """Check the key."""
        try:
            self.read(str(value))
        except Misread as fault:
            raise _custom(fault) from None
        return value


def _words(scalar: Scalar) -> list[Scalar]:
    """Part a scalar at its blanks (and commas), each piece with its place."""
    return [
        Scalar(match[0], scalar.inside(match.start(), length=len(match[0])), match[0])
        for match in re.finditer(r"[^\s,]+", scalar.text)
    ]


def _custom(fault: Misread, *, place: Place | None = None) -> PydanticCustomError:
    """Carry a fault through Pydantic."""
    context = {"message": fault.message, "remedy": fault.remedy, "start": fault.start, "length": fault.length}
    # The code goes as the error's type; the message is not a template, so it stays out of there.
    return PydanticCustomError(fault.code, "misread", {**context, "place": place})  # type: ignore[arg-type]


def _wrong_shape(value: object, words: str) -> PydanticCustomError:
    found = "a list" if isinstance(value, list) else "keys and values" if isinstance(value, dict) else "text"
    return _custom(Misread("E209", f"{found} cannot stand here: this takes {words}", remedy=f"write {words}"))


# ---------------------------------------------------------------- readers


IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
_SOURCE_ID = re.compile(r"[a-z][a-z0-9_-]*")
_MONTH = re.compile(r"\d{4}-\d{2}")


def _prose(text: str) -> str:
    return " ".join(text.split())


def _id(text: str) -> str:
    if text.startswith("belief of "):
        raise Misread(
            "E220", "beliefs are part of the language, but not supported yet", remedy="leave it out for now"
        )
    if not IDENTIFIER.fullmatch(text):
        raise Misread(
            "E211",
            f"`{text}` is not an id",
            remedy=f"write `{plain_id(text)}`: small letters, digits and `_`",
        )
    return text


def _source_id(text: str) -> str:
    if not _SOURCE_ID.fullmatch(text):
        raise Misread(
            "E211",
            f"`{text}` is not an id",
            remedy=f"write `{plain_id(text)}`: small letters, digits, `_`, `-`",
        )
    return text


def plain_id(text: str) -> str:
    """Make the nearest id of a text, for a remedy."""
    plain = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    return plain if plain[:1].isalpha() else f"x{plain}" if plain else "a_name"


def _month(text: str) -> str:
    try:
        month_number(text)
    except ValueError:
        match = re.fullmatch(r"(\d{4})[-/. ]?(\d{1,2})(?:[-/. ]\d{1,2})?", text.strip())
        nearest = f"{match[1]}-{int(match[2]):02d}" if match and 1 <= int(match[2]) <= 12 else "2018-05"
        raise Misread(
            "E219", f"`{text}` is not a month", remedy=f"write `{nearest}`: the year, a `-`, the month"
        ) from None
    return text


def _yes(text: str) -> bool:
    if text not in ("yes", "no", "true", "false"):
        raise Misread("E216", f"`{text}` is neither yes nor no", remedy="write `yes`, or leave the key out")
    return text in ("yes", "true")


def _months_of_horizon(text: str) -> int:
    quantity = quantities.count(text)
    if not 1 <= quantity.low <= 600:
        raise Misread("E218", "a scenario has from 1 to 600 months", remedy="write `36`")
    return int(quantity.low)


def _count(text: str) -> int:
    return int(quantities.count(text).low)


def _count_from_one(text: str) -> int:
    number = _count(text)
    if number < 1:
        raise Misread("E306", "at least 1 month", remedy="write `1 month` or more, or leave the key out")
    return number


def _version(text: str) -> int:
    if text != "1":
        raise Misread(
            "E214", f"version `{text}` of the language is not known", remedy="this program reads `detente: 1`"
        )
    return 1


def _one_of(words: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise Misread(
                "E217",
                f"`{text}` is not one of {', '.join(words)}",
                remedy=f"write one of {', '.join(words)}",
            )
        return text

    return read


_RANGE = re.compile(r"(?<![\w.])[+-]?\d+(?:\.\d+)?\s*%?\s+to\s+[+-]?\d")


def expression(text: str) -> Expression:
    """Read an expression, line ends as blanks."""
    flat = text.replace("\n", " ")
    if match := _RANGE.search(flat):
        raise Misread(
            "E411",
            "a range cannot stand in a formula",
            start=match.start(),
            length=match.end() - match.start(),
            remedy="give it a name under `numbers:` and write the name here",
        )
    if match := re.search(r"(?<!\w)because(?!\w)", flat):
        raise Misread(
            "E313",
            "`because` belongs to a single number, not to a formula",
            start=match.start(),
            length=7,
            remedy="cite the claims under `why:`, or name the number under `numbers:`",
        )
    try:
        return Expression(parse_expression(flat), flat)
    except ExpressionError as error:
        raise Misread(
            "E401",
            error.message,
            remedy=error.remedy,
            start=min(error.column, len(text)),
            length=error.length,
        ) from None


_COIN = re.compile(r"\s+(points?|point-months?)\s*$")


def _cost(text: str) -> Quantity | Expression:
    if quantities.looks_like_a_number(text):
        return quantities.cost(text)
    match = _COIN.search(text)
    if not match:
        raise Misread(
            "E309",
            "a cost names its coin once, at its end: `points` or `point-months`",
            remedy=f"write `{' '.join(text.split())} points`",
        )
    body = text[: match.start()]
    if early := re.search(r"\bpoint(s|-months?)?\b", body):
        raise Misread(
            "E309",
            "the coin stands once, at the end of the formula",
            start=early.start(),
            length=len(early[0]),
            remedy="leave it out here",
        )
    read = expression(body)
    return Expression(
        read.tree,
        read.text,
        "points" if match[1].startswith("points") or match[1] == "point" else "point-months",
    )


def _number_or_formula(number: quantities.Reader) -> Callable[[str], Quantity | Expression]:
    def read(text: str) -> Quantity | Expression:
        return number(text) if quantities.looks_like_a_number(text) else expression(text)

    return read


def _link(text: str) -> tuple[str, str]:
    match = re.fullmatch(r"\s*([a-z][a-z0-9_]*)\s*->\s*([a-z][a-z0-9_]*)\s*", text)
    if not match:
        raise Misread("E215", f"`{text}` does not say what moves what", remedy="write `source -> target:`")
    return match[1], match[2]


# ---------------------------------------------------------------- the leaves

_TEXT: Json = {"type": ["string", "number", "boolean"]}
_NUMBER: Json = {"type": ["number", "string"]}
_ID_LIST: Json = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}


def _number(read: quantities.Reader, words: str, *examples: str) -> Leaf:
    return Leaf(read, {**_NUMBER, "examples": list(examples)}, words)


Maybe = Written[T] | None
Number = Written[Quantity] | None

Prose = Annotated[Written[str] | None, Leaf(_prose, _TEXT, "text")]
Month = Annotated[
    Written[str] | None,
    Leaf(_month, {"type": "string", "pattern": r"^\d{4}-\d{2}$"}, "a month such as `2018-05`"),
]
Version = Annotated[Written[int] | None, Leaf(_version, {"enum": [1, "1"]}, "`1`")]
Horizon = Annotated[
    Written[int] | None,
    Leaf(_months_of_horizon, {**_NUMBER, "examples": [36]}, "a number of months such as `36`"),
]
YesNo = Annotated[Written[bool] | None, Leaf(_yes, {"enum": ["yes", "no", True, False]}, "`yes` or `no`")]
Count = Annotated[
    Written[int] | None, Leaf(_count, {**_NUMBER, "examples": ["1 month", 6]}, "months such as `1 month`")
]
CountFromOne = Annotated[
    Written[int] | None,
    Leaf(_count_from_one, {**_NUMBER, "examples": ["6 months", 6]}, "months such as `6 months`"),
]
Id = Annotated[Written[str] | None, Leaf(_id, {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}, "an id")]
SourceId = Annotated[Written[str] | None, Leaf(_source_id, {"type": "string"}, "the id of a source")]
Ids = Annotated[tuple[Written[str], ...], ListLeaf(_id, _ID_LIST, "ids such as `[washington, seoul]`")]
Claims = Annotated[
    tuple[Written[str], ...], ListLeaf(_id, _ID_LIST, "claims such as `a14 s15`, or `assumed`")
]
Sources = Annotated[tuple[Written[str], ...], ListLeaf(_source_id, _ID_LIST, "ids of sources")]
Lines = Annotated[
    tuple[Written[str], ...],
    ListLeaf(_prose, _ID_LIST, "a list of lines such as `[truce happens in 2018-12]`", whole=True),
]

AnyId = Annotated[Key, KeyLeaf(_id, {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}, "an id")]
AnySourceId = Annotated[Key, KeyLeaf(_source_id, {"type": "string"}, "an id")]
AnyKey = Annotated[Key, KeyLeaf(str, {"type": "string"}, "a word")]
LinkKey = Annotated[Key, KeyLeaf(_link, {"type": "string", "pattern": "->"}, "`source -> target`")]

Level = Annotated[Number, _number(quantities.level, "a level such as `40` or `75 to 90`", "75 to 90", "40")]
Noise = Annotated[Number, _number(quantities.noise, "a number such as `2` or `1 to 3`", "1 to 3")]
HalfLife = Annotated[
    Number,
    _number(quantities.half_life, "months such as `12 to 24 months`, or `never`", "12 to 24 months", "never"),
]
Patience = Annotated[
    Number,
    _number(quantities.patience, "months such as `18 months`, `90% a month`, or `none`", "18 months", "none"),
]
Indifference = Annotated[
    Number,
    _number(
        quantities.indifference, "an amount such as `0.3 points` or `6 point-months`", "0.3 to 0.6 points"
    ),
]
Worth = Annotated[
    Number, _number(quantities.worth, "an amount such as `-40 point-months`", "-40 point-months")
]
Weight = Annotated[
    Number, _number(quantities.points, "points such as `+45` or `-20 to -10`", "+45", "-20 to -10")
]
Strength = Annotated[Number, _number(quantities.points, "points such as `-60 to -20`", "-60 to -20")]
Push = Annotated[Number, _number(quantities.push, "points a month such as `+2 to +6`", "+2 to +6")]
Effect = Annotated[
    Number,
    _number(quantities.effect, "a number such as `+10 to +20 because s15`", "+10 to +20", "-2 a month"),
]
Share = Annotated[Number, _number(quantities.share, "per cent such as `20%` or `20 to 40%`", "20 to 40%")]
Usual = Annotated[
    Number,
    _number(quantities.usual, "a rate such as `1 a year` or `1 in 20 years`", "1 a year", "1 in 20 years"),
]
Plain = Annotated[Number, _number(quantities.plain, "a number such as `28500`", "28500")]
AnyNumber = Annotated[
    Written[str] | None, Leaf(str, {**_NUMBER, "examples": ["20 to 80"]}, "a number such as `20 to 80`")
]
Like = Annotated[
    Written[str] | None,
    Leaf(_one_of(tuple(quantities.LIKE)), {"enum": list(quantities.LIKE)}, "the kind of a number"),
]
Role = Annotated[
    Written[str] | None,
    Leaf(
        _one_of(("premise", "mechanism", "conclusion", "forecast")),
        {"enum": ["premise", "mechanism", "conclusion", "forecast"]},
        "`premise`, `mechanism`, `conclusion` or `forecast`",
    ),
]

Condition = Annotated[
    Written[Expression] | None,
    Leaf(expression, {"type": "string", "examples": ["trade_war above 40"]}, "a condition"),
]
Calculation = Annotated[
    Written[Expression] | None,
    Leaf(expression, {**_NUMBER, "examples": ["sanctions * enforcement / 100"]}, "a formula"),
]
Chance = Annotated[
    Written[Quantity | Expression] | None,
    Leaf(
        _number_or_formula(quantities.share),
        {**_NUMBER, "examples": ["60%", "50 to 70%", "100 - 0.6 * mitigation"]},
        "per cent such as `60%`, or a formula in per cent",
    ),
]
MonthlyChance = Annotated[
    Written[Quantity | Expression] | None,
    Leaf(
        _number_or_formula(quantities.monthly_share),
        {**_NUMBER, "examples": ["2% a month", "0.05 * hazard"]},
        "per cent a month such as `2% a month`, or a formula in per cent",
    ),
]
Scale = Annotated[
    Written[Quantity | Expression] | None,
    Leaf(
        _number_or_formula(quantities.scale),
        {**_NUMBER, "examples": ["0.5 to 1", "mitigation / 100"]},
        "a factor such as `0.5 to 1`, or a formula",
    ),
]
Cost = Annotated[
    Written[Quantity | Expression] | None,
    Leaf(
        _cost,
        {**_NUMBER, "examples": ["6 point-months", "3 if majority above 50 else 0 points"]},
        "an amount such as `6 point-months` or `0.4 points`, or a formula that ends in its coin",
    ),
]
