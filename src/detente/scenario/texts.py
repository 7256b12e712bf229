"""Text to values: ids, months, counts, switches, expressions; what cannot be read is a `Misread`."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from detente.expressions import ExpressionError
from detente.expressions import parse as parse_expression
from detente.expressions.tree import Belief, Estimate, Node
from detente.foundation.calendar import month_number
from detente.scenario import quantities
from detente.scenario.quantities import Quantity
from detente.scenario.report import Misread


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression: its tree, its text, and where that begins in the scalar; `coin` of a cost."""

    tree: Node
    text: str
    coin: str = ""


IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
_SOURCE_ID = re.compile(r"[a-z][a-z0-9_-]*")
_MONTH = re.compile(r"\d{4}-\d{2}")


def prose(text: str) -> str:
    """Read prose: line ends and runs of blanks become one blank."""
    return " ".join(text.split())


def identifier(text: str) -> str:
    """Read the id of an element."""
    if not IDENTIFIER.fullmatch(text):
        raise Misread(
            "E211",
            f"`{text}` is not an id",
            remedy=f"write `{plain_id(text)}`: small letters, digits and `_`",
        )
    return text


def moved(text: str) -> str | Belief:
    """Read what an effect moves: a variable, or the belief of an actor."""
    if not text.startswith(("belief ", "estimate ")):
        return identifier(text)
    read = expression(text).tree
    if isinstance(read, Belief):
        return read
    message = "an estimate follows what the actor sees, and is not moved" if isinstance(read, Estimate) else ""
    raise Misread(
        "E211",
        message or f"`{text}` is neither a variable nor a belief",
        remedy="write `belief of washington that pyongyang is trader: +10`, or name a variable",
    )


def source_identifier(text: str) -> str:
    """Read the id of a source, which may hold dashes."""
    if not _SOURCE_ID.fullmatch(text):
        raise Misread(
            "E211",
            f"`{text}` is not an id",
            remedy=f"write `{plain_id(text)}`: small letters, digits, `_`, `-`",
        )
    return text


def how_to_cite(text: str) -> str:
    """Return the remedy for a citation in prose, where ids of claims are expected."""
    id = plain_id(text)[:_LONGEST_ID].strip("_")
    return (
        "`why:` takes ids of claims, or `assumed`; to cite a text or a series, "
        f"write `{id}: {{publisher: ...}}` under `sources:` and `data: {id}` here"
    )


def how_to_name_sources(text: str) -> str:
    """Return the remedy for a source in prose, where ids of sources are expected."""
    id = plain_id(text)[:_LONGEST_ID].strip("_")
    return f"write `{id}: {{publisher: ...}}` under `sources:` and `data: {id}` here"


_LONGEST_ID = 24


def plain_id(text: str) -> str:
    """Make the nearest id of a text, for a remedy."""
    plain = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    return plain if plain[:1].isalpha() else f"x{plain}" if plain else "a_name"


def month(text: str) -> str:
    """Read a month written as `2018-05`."""
    try:
        month_number(text)
    except ValueError:
        match = re.fullmatch(r"(\d{4})[-/. ]?(\d{1,2})(?:[-/. ]\d{1,2})?", text.strip())
        nearest = f"{match[1]}-{int(match[2]):02d}" if match and 1 <= int(match[2]) <= 12 else "2018-05"
        raise Misread(
            "E219", f"`{text}` is not a month", remedy=f"write `{nearest}`: the year, a `-`, the month"
        ) from None
    return text


def yes_or_no(text: str) -> bool:
    """Read a switch."""
    if text not in ("yes", "no", "true", "false"):
        raise Misread("E216", f"`{text}` is neither yes nor no", remedy="write `yes` or `no`")
    return text in ("yes", "true")


def horizon(text: str) -> int:
    """Read how many months a scenario has."""
    quantity = quantities.count(text)
    if not 1 <= quantity.low <= 600:
        raise Misread("E218", "a scenario has from 1 to 600 months", remedy="write `36`")
    return int(quantity.low)


def count(text: str) -> int:
    """Read a number of months from 0."""
    return int(quantities.count(text).low)


def count_from_one(text: str) -> int:
    """Read a number of months from 1."""
    number = count(text)
    if number < 1:
        raise Misread("E306", "at least 1 month", remedy="write `1 month` or more, or leave the key out")
    return number


def version(text: str) -> int:
    """Read the version of the language."""
    if text != "1":
        raise Misread(
            "E214", f"version `{text}` of the language is not known", remedy="this program reads `detente: 1`"
        )
    return 1


def one_of(words: tuple[str, ...]) -> Callable[[str], str]:
    """Return a reader of one of a few words."""

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


def cost_or_formula(text: str) -> Quantity | Expression:
    """Read an amount, or a formula that ends in its coin."""
    if quantities.looks_like_a_number(text):
        return quantities.cost(text)
    match = _COIN.search(text)
    if not match:
        whole = " ".join(text.split())
        remedy = f"write `{whole} point-months`, or `{whole} points`"
        if quantities.is_amount(text):
            remedy = quantities.in_coins(text)
        raise Misread("E309", "a cost names its coin once, at its end: `points` or `point-months`", remedy=remedy)
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


def number_or_formula(number: quantities.Reader) -> Callable[[str], Quantity | Expression]:
    """Return a reader of a number, or else of a formula."""

    def read(text: str) -> Quantity | Expression:
        return number(text) if quantities.looks_like_a_number(text) else expression(text)

    return read


def link_ends(text: str) -> tuple[str, str]:
    """Read the two ends of a link."""
    match = re.fullmatch(r"\s*([a-z][a-z0-9_]*)\s*->\s*([a-z][a-z0-9_]*)\s*", text)
    if not match:
        raise Misread("E215", f"`{text}` does not say what moves what", remedy="write `source -> target:`")
    return match[1], match[2]
