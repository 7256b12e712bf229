"""The kinds of text that a field can hold: prose, ids, numbers, formulas, lists; each described once."""

from typing import Annotated, TypeVar

from detente.scenario import quantities, texts
from detente.scenario.fields import Json, KeyLeaf, Leaf, ListLeaf, Written
from detente.scenario.nodes import Key
from detente.scenario.quantities import Quantity
from detente.scenario.texts import Expression

T = TypeVar("T")

_TEXT: Json = {"type": ["string", "number", "boolean"]}
_NUMBER: Json = {"type": ["number", "string"]}
_ID_LIST: Json = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}


def _number(read: quantities.Reader, words: str, *examples: str) -> Leaf:
    return Leaf(read, {**_NUMBER, "examples": list(examples)}, words)


Maybe = Written[T] | None
Number = Written[Quantity] | None

Prose = Annotated[Written[str] | None, Leaf(texts.prose, _TEXT, "text")]
Month = Annotated[
    Written[str] | None,
    Leaf(texts.month, {"type": "string", "pattern": r"^\d{4}-\d{2}$"}, "a month such as `2018-05`"),
]
Version = Annotated[Written[int] | None, Leaf(texts.version, {"enum": [1, "1"]}, "`1`")]
Horizon = Annotated[
    Written[int] | None,
    Leaf(texts.horizon, {**_NUMBER, "examples": [36]}, "a number of months such as `36`"),
]
YesNo = Annotated[Written[bool] | None, Leaf(texts.yes_or_no, {"enum": ["yes", "no", True, False]}, "`yes` or `no`")]
Count = Annotated[
    Written[int] | None,
    Leaf(texts.count, {**_NUMBER, "examples": ["1 month", 6]}, "months such as `1 month`"),
]
CountFromOne = Annotated[
    Written[int] | None,
    Leaf(texts.count_from_one, {**_NUMBER, "examples": ["6 months", 6]}, "months such as `6 months`"),
]
Id = Annotated[Written[str] | None, Leaf(texts.identifier, {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}, "an id")]
SourceId = Annotated[Written[str] | None, Leaf(texts.source_identifier, {"type": "string"}, "the id of a source")]
Ids = Annotated[tuple[Written[str], ...], ListLeaf(texts.identifier, _ID_LIST, "ids such as `[washington, seoul]`")]
Claims = Annotated[
    tuple[Written[str], ...],
    ListLeaf(texts.identifier, _ID_LIST, "claims such as `a14 s15`, or `assumed`", prose=texts.how_to_cite),
]
Sources = Annotated[
    tuple[Written[str], ...],
    ListLeaf(texts.source_identifier, _ID_LIST, "ids of sources", prose=texts.how_to_name_sources),
]
Lines = Annotated[
    tuple[Written[str], ...],
    ListLeaf(texts.prose, _ID_LIST, "a list of lines such as `[truce happens in 2018-12]`", whole=True),
]

AnyId = Annotated[Key, KeyLeaf(texts.identifier, {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}, "an id")]
_MOVED = "^([a-z][a-z0-9_]*|belief of [a-z][a-z0-9_]* that [a-z][a-z0-9_]* is [a-z][a-z0-9_]*)$"
Moved = Annotated[Key, KeyLeaf(texts.moved, {"type": "string", "pattern": _MOVED}, "a variable or a belief")]
AnySourceId = Annotated[Key, KeyLeaf(texts.source_identifier, {"type": "string"}, "an id")]
AnyKey = Annotated[Key, KeyLeaf(str, {"type": "string"}, "a word")]
NumberPath = Annotated[Key, KeyLeaf(str, {"type": "string"}, "the path of a number")]
TiedPaths = Annotated[
    tuple[Written[str], ...],
    ListLeaf(str.strip, _ID_LIST, "paths of numbers such as `[numbers.damping, -variables.tension.now]`", whole=True),
]
LinkKey = Annotated[Key, KeyLeaf(texts.link_ends, {"type": "string", "pattern": "->"}, "`source -> target`")]

Level = Annotated[Number, _number(quantities.level, "a level such as `40` or `75 to 90`", "75 to 90", "40")]
Levels = Annotated[
    tuple[Written[str], ...] | None, ListLeaf(texts.identifier, _ID_LIST, "names such as `[peace, war]`")
]
# Read where the kind of the variable is known: as a number, or as the name of a level.
Start = Annotated[
    Written[str] | None,
    Leaf(str, {**_NUMBER, "examples": ["75 to 90", "40", "peace"]}, "a number such as `75 to 90`, or a level's name"),
]
Reading = Annotated[
    Written[str] | None,
    Leaf(str, {**_NUMBER, "examples": ["28500", "war"]}, "a number such as `28500`, or a level's name"),
]
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
    _number(quantities.indifference, "an amount such as `0.3 points` or `6 point-months`", "0.3 to 0.6 points"),
]
Worth = Annotated[Number, _number(quantities.worth, "an amount such as `-40 point-months`", "-40 point-months")]
Weight = Annotated[Number, _number(quantities.points, "points such as `+45` or `-20 to -10`", "+45", "-20 to -10")]
Strength = Annotated[Number, _number(quantities.points, "points such as `-60 to -20`", "-60 to -20")]
Push = Annotated[Number, _number(quantities.push, "points a month such as `+2 to +6`", "+2 to +6")]
Effect = Annotated[
    Number,
    _number(quantities.effect, "a number such as `+10 to +20 because s15`", "+10 to +20", "-2 a month"),
]
Share = Annotated[Number, _number(quantities.share, "per cent such as `20%` or `20 to 40%`", "20 to 40%")]
TypeChance = Annotated[
    Number, _number(quantities.type_chance, "per cent such as `20 to 40%`, or `the rest`", "20 to 40%", "the rest")
]
Usual = Annotated[
    Number,
    _number(quantities.usual, "a rate such as `1 a year` or `1 in 20 years`", "1 a year", "1 in 20 years"),
]
Plain = Annotated[Number, _number(quantities.plain, "a number such as `28500`", "28500")]
# Read where the number that it stands for is known.
OwnNumber = Annotated[
    Written[str] | None,
    Leaf(str, {**_NUMBER, "examples": ["5%", "40 to 60"]}, "a number such as `5%` or `40 to 60`"),
]
AnyNumber = Annotated[
    Written[str] | None, Leaf(str, {**_NUMBER, "examples": ["20 to 80"]}, "a number such as `20 to 80`")
]
Like = Annotated[
    Written[str] | None,
    Leaf(texts.one_of(tuple(quantities.LIKE)), {"enum": list(quantities.LIKE)}, "the kind of a number"),
]
Continuation = Annotated[
    Written[str] | None,
    Leaf(
        texts.one_of(("mistakes", "private_reasons")),
        {"enum": ["mistakes", "private_reasons"]},
        "`mistakes` or `private_reasons`",
    ),
]
Role = Annotated[
    Written[str] | None,
    Leaf(
        texts.one_of(("premise", "mechanism", "conclusion", "forecast")),
        {"enum": ["premise", "mechanism", "conclusion", "forecast"]},
        "`premise`, `mechanism`, `conclusion` or `forecast`",
    ),
]

Condition = Annotated[
    Written[Expression] | None,
    Leaf(texts.expression, {"type": "string", "examples": ["trade_war above 40"]}, "a condition"),
]
Calculation = Annotated[
    Written[Expression] | None,
    Leaf(texts.expression, {**_NUMBER, "examples": ["sanctions * enforcement / 100"]}, "a formula"),
]
Chance = Annotated[
    Written[Quantity | Expression] | None,
    Leaf(
        texts.number_or_formula(quantities.share),
        {**_NUMBER, "examples": ["60%", "50 to 70%", "100 - 0.6 * mitigation"]},
        "per cent such as `60%`, or a formula in per cent",
    ),
]
MonthlyChance = Annotated[
    Written[Quantity | Expression] | None,
    Leaf(
        texts.number_or_formula(quantities.monthly_share),
        {**_NUMBER, "examples": ["2% a month", "0.05 * hazard"]},
        "per cent a month such as `2% a month`, or a formula in per cent",
    ),
]
Attention = Annotated[
    Written[Quantity | Expression] | None,
    Leaf(
        texts.number_or_formula(quantities.attention),
        {**_NUMBER, "examples": ["60%", "50 to 70%", "100 - 0.6 * vacancies"]},
        "per cent such as `60%`, or a formula in per cent",
    ),
]
Scale = Annotated[
    Written[Quantity | Expression] | None,
    Leaf(
        texts.number_or_formula(quantities.scale),
        {**_NUMBER, "examples": ["0.5 to 1", "mitigation / 100"]},
        "a factor such as `0.5 to 1`, or a formula",
    ),
]
Cost = Annotated[
    Written[Quantity | Expression] | None,
    Leaf(
        texts.cost_or_formula,
        {**_NUMBER, "examples": ["6 point-months", "3 if majority above 50 else 0 points"]},
        "an amount such as `6 point-months` or `0.4 points`, or a formula that ends in its coin",
    ),
]


def open_by_path(schema: Json) -> None:
    """Describe to the JSON Schema an element of which one key is the path of a number."""
    properties = schema["properties"]
    assert isinstance(properties, dict)
    del properties["number"]
    schema["patternProperties"] = {r"^[^.]+\..+$": {**_NUMBER, "examples": ["5%", "40 to 60"]}}
