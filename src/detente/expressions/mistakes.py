"""What can go wrong in an expression, said in the analyst's words: where, what, and the way out."""

import re

from detente.expressions.words import RESERVED
from detente.foundation.errors import DetenteError


class ExpressionError(DetenteError):
    """A mistake in an expression; `column` counts from 0 in its text, `length` is what a caret underlines."""

    exit_code = 1

    def __init__(self, message: str, column: int = 0, length: int = 1, remedy: str = ""):
        self.message = message
        self.column = column
        self.length = max(1, length)
        self.remedy = remedy
        super().__init__(f"{message} (column {column + 1}){'; ' + remedy if remedy else ''}")


# Reserved words that the grammar would still read as a name when they stand alone.
_NO_NAMES = {"least", "most", "force"}

_MONTHS = "january february march april may june july august september october november december"
MONTH_NAMES = tuple(_MONTHS.split())


def foreign_character(text: str) -> ExpressionError | None:
    """Find the first character that the language has no use for, with what to write in its place."""
    match = _LAWFUL.match(text)
    at = match.end() if match else 0
    if at >= len(text):
        return None
    for sign, instead in _SIGNS:
        if text.startswith(sign, at):
            return ExpressionError(f"`{sign}` is not part of the language", at, len(sign), instead)
    start, word = _word_around(text, at)
    return _odd_word(text, at, start, word)


def refused_name(word: str, at: int) -> ExpressionError | None:
    """Refuse a reserved word where a name is meant."""
    if word in _NO_NAMES:
        return ExpressionError(
            f"`{word}` is a word of the language and cannot name anything", at, len(word), "choose another id"
        )
    return None


# ---------------------------------------------------------------- characters

_LAWFUL = re.compile(r"(?:\s|[a-z][a-z0-9_]*(?!\w)|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|[-+*/()])*+")

_SIGNS = (
    (">=", "say `at least`"),
    ("<=", "say `at most`"),
    ("=>", "say `at least`"),
    ("=<", "say `at most`"),
    ("!=", "say `not A is B`"),
    ("<>", "say `not A is B`"),
    ("==", "say `is`"),
    (">", "say `above`"),
    ("<", "say `below`"),
    ("=", "say `is`"),
    ("&&", "say `and`"),
    ("&", "say `and`"),
    ("||", "say `or`"),
    ("|", "say `or`"),
    ("!", "say `not`"),
    ("\u2265", "say `at least`"),
    ("\u2264", "say `at most`"),
    ("\u2260", "say `not A is B`"),
    ("^", "multiply instead: `x * x`"),
    ("?", "say `A if CONDITION else B`"),
    ("%", "leave it out: shares are in per cent already"),
    ("[", "use round brackets"),
    ("]", "use round brackets"),
    ("{", "use round brackets"),
    ("}", "use round brackets"),
    ("'", "write names without quotes"),
    ('"', "write names without quotes"),
    ("\u2212", "write the minus of the keyboard: -"),
    ("\u2013", "write the minus of the keyboard: -"),
    ("\u2014", "write the minus of the keyboard: -"),
    ("\u00d7", "write `*`"),
    ("\u00f7", "write `/`"),
)


def _word_around(text: str, at: int) -> tuple[int, str]:
    """The run of letters, digits and points that holds position `at`, and where it starts."""
    start = at
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] == "_"):
        start -= 1
    match = re.compile(r"[\w.]+").match(text, start)
    return (start, match[0]) if match else (at, text[at])


def _odd_word(text: str, at: int, start: int, word: str) -> ExpressionError:
    """Explain a word or character that is none of the language's."""
    here = (start, len(word))
    digits = re.compile(r"\d+(?:,\d{3})+").match(text, start)
    if digits:
        plain = digits[0].replace(",", "")
        return ExpressionError(
            f"`{digits[0]}` has a comma", start, len(digits[0]), f"write numbers without commas: {plain}"
        )
    if text[at] == ",":
        return ExpressionError("a comma has no meaning here", at, 1, "join conditions with `and` or `or`")
    if re.fullmatch(r"\d+(st|nd|rd|th)", word):
        return ExpressionError(f"`{word}` is not a word of the language", *here, "write it out: `second`")
    if re.fullmatch(r"\.\d+|\d+\.", word):
        return ExpressionError(f"`{word}` is not a number", *here, f"write {float(word)}")
    if word[0].isdigit():
        return ExpressionError(
            f"`{word}` is neither a number nor a name",
            *here,
            "a name starts with a letter; multiply with `*`",
        )
    lower = word.lower()
    if lower in MONTH_NAMES:
        return ExpressionError(f"`{word}` is not a word of the language", *here, "write months as 2019-02")
    if lower != word and lower in RESERVED:
        return ExpressionError(f"`{word}` has capital letters", *here, f"write `{lower}`")
    if lower != word and re.fullmatch(r"[a-z][a-z0-9_]*", lower):
        return ExpressionError(f"`{word}` has capital letters", *here, f"ids are in small letters: `{lower}`")
    shown = word if word.isprintable() else ascii(word)[1:-1]
    return ExpressionError(
        f"`{shown}` is not part of the language",
        *here,
        "ids are made of a to z, digits and _, and start with a letter",
    )
