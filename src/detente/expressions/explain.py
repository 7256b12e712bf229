"""Explain why a word cannot stand where it stands, with an example of how to say it."""

from collections.abc import Collection, Sequence
from typing import Protocol

from detente.expressions.mistakes import MONTH_NAMES, ExpressionError
from detente.expressions.words import ORDINALS, RESERVED


class Word(Protocol):
    """A token as the parser hands it over: its text, its place and its kind in the grammar."""

    type: str
    start_pos: int | None

    def __str__(self) -> str: ...


def explain(words: Sequence[Word], at: int, expected: Collection[str]) -> ExpressionError:
    """Say why word number `at` of `words` (past the last: the end) cannot stand there; `expected` could."""
    if at >= len(words):
        return _too_short(words, expected)
    if at and str(words[at - 1]) == "than":  # taken for a name so far
        at -= 1
    hints = (look(words, at, expected) for look in _LOOKS)
    message, remedy = next((hint for hint in hints if hint), None) or _out_of_order(words, at, expected)
    return ExpressionError(message, words[at].start_pos or 0, len(str(words[at])), remedy)


# ---------------------------------------------------------------- words in the wrong place

_BELIEF = "belief of washington that pyongyang is staller"
_ESTIMATE = "estimate of seoul of balance"

_INSTEAD = {
    **dict.fromkeys(("greater", "more", "exceeds", "higher", "larger", "gt"), "say `above`"),
    **dict.fromkeys(("less", "lower", "fewer", "smaller", "lt"), "say `below`"),
    **dict.fromkeys(("equals", "equal", "are", "was", "eq"), "say `is`"),
    **dict.fromkeys(("becomes", "become", "turns", "enters"), "say `is`, with its month: `relation is war by 2019-06`"),
    **dict.fromkeys(("isnt", "differs", "unequal"), "say `not A is B`"),
    **dict.fromkeys(("propose", "proposing"), "say `proposes`"),
    **dict.fromkeys(("play", "playing"), "say `plays`"),
    **dict.fromkeys(("hold", "held", "waits"), "say `holds`"),
    **dict.fromkeys(("happen", "happened", "occurs", "occurred"), "say `happens`"),
    **dict.fromkeys(("succeed", "succeeds"), "say `succeeded`"),
    **dict.fromkeys(("fail", "fails"), "say `failed`"),
    **dict.fromkeys(("refuse", "refuses", "rejected"), "say `refused`"),
    **dict.fromkeys(("since", "after"), "say `from 2019-02`, the month itself included"),
    **dict.fromkeys(("until", "till"), "say `by 2019-02`, or `before 2019-02` to leave that month out"),
    **dict.fromkeys(("during",), "say `in 2019-02`, or `between 2018-07 and 2019-02`"),
    **dict.fromkeys(("then", "when", "elif", "otherwise", "unless", "where"), "say `A if CONDITION else B`"),
    **dict.fromkeys(("xor", "nor", "but", "also"), "join conditions with `and`, `or` and `not`"),
    **dict.fromkeys(("does", "doesnt"), "say `not washington proposes summit`"),
    **dict.fromkeys(("active", "effective", "ongoing"), "say `summit in force`"),
    **dict.fromkeys(("begins", "begin"), "say `begun`"),
    **dict.fromkeys(("believes", "believe", "thinks", "think", "expects", "suspects"), f"say `{_BELIEF} above 50`"),
    **dict.fromkeys(("estimates", "guesses", "assumes"), f"say `{_ESTIMATE} above 50`"),
    **dict.fromkeys(("bring",), "say `brings`"),
    **dict.fromkeys(("thirteenth", "last", "another"), "count from `first` to `twelfth`"),
}

_EXAMPLES = {
    **dict.fromkeys(("proposes", "plays", "holds"), "washington proposes summit"),
    **dict.fromkeys(("proposed", "played", "within"), "washington played summit within 2 months"),
    **dict.fromkeys(("succeeded", "failed", "refused"), "summit succeeded"),
    **dict.fromkeys(("happens",), "truce happens"),
    **dict.fromkeys(("trend",), "trend(pressure) above 1"),
    **dict.fromkeys(("times",), "times(summit) at least 2"),
    **dict.fromkeys(("if", "else"), "3 if trade_war above 40 else 0"),
    **dict.fromkeys(("for",), "trade_war above 40 for 6 months"),
    **dict.fromkeys(("between",), "between 2018-07 and 2019-02"),
    **dict.fromkeys(("change",), "change of troops between 2018-05 and 2021-04"),
    **dict.fromkeys(("size", "effect", "on"), "effect of hold_the_card on second_summit"),
    **dict.fromkeys(("leverage", "credible", "over"), "leverage of washington over pyongyang in 2018-06"),
    **dict.fromkeys(("yield",), "yield of washington over pyongyang in 2018-06"),
    **dict.fromkeys(("worth", "to"), "worth of summit in 2018-06 to us_interest"),
    **dict.fromkeys(("gain",), "gain of beijing in troops"),
    **dict.fromkeys(("chance",), "chance of second_summit"),
    **dict.fromkeys(
        ("that", "begun", "brings"),
        "chance that repair begun 2019-02 brings alliance above 65 within 24 months",
    ),
    **dict.fromkeys(("under",), "chance of second_summit under hold_the_card"),
    **dict.fromkeys(("given",), "truce happens given trade_war above 40"),
    **dict.fromkeys(("not",), "not summit in force"),
    "estimate": _ESTIMATE,
    "belief": _BELIEF,
    **dict.fromkeys(ORDINALS, "second summit succeeded"),
}

_INSTEAD.update(dict.fromkeys(MONTH_NAMES, "write months as 2019-02"))

_COMPARATORS = {"ABOVE", "BELOW", "AT_LEAST", "AT_MOST", "IS"}
_DATE_WORDS = {"IN", "BEFORE", "BY", "FROM", "BETWEEN"}
_Hint = tuple[str, str] | None


def _said(word: Word) -> str:
    """The word as written, in one line."""
    return " ".join(str(word).split())


def _type(words: Sequence[Word], at: int) -> str:
    """The kind of word number `at`, "" outside the text."""
    return words[at].type if 0 <= at < len(words) else ""


def _bracket(words: Sequence[Word], at: int, expected: Collection[str]) -> _Hint:
    kinds = [word.type for word in words[:at]]
    open_brackets = kinds.count("LPAR") - kinds.count("RPAR")
    if _type(words, at) == "RPAR" and open_brackets <= 0:
        return "this bracket was never opened", "take it out, or open it with `(`"
    if _type(words, at) == "RPAR" and _type(words, at - 1) == "LPAR":
        return "there is nothing between these brackets", "write what belongs there"
    if _type(words, at) == "GIVEN":
        return (
            "`given` stands once, and outside all brackets",
            "say `CONDITION given OTHER` for the whole question",
        )
    return None


def _month(words: Sequence[Word], at: int, expected: Collection[str]) -> _Hint:
    found = _said(words[at])
    if _type(words, at) == "MINUS" and _type(words, at - 1) == "MONTH":
        return "a date goes to the month only", "leave the day out: 2019-02"
    if _type(words, at) == "MONTH":
        if len(expected) == 1:
            return None
        spaced = found.replace("-", " - ")
        dates = f"`in {found}`, `before {found}` or `from {found}`"
        return (
            f"`{found}` is a month, and no number",
            f"for a date say {dates}; for a difference write `{spaced}`",
        )
    if set(expected) == {"MONTH"}:
        if found.isdigit() and len(found) == 4:
            year = f"{found}-01"
            return (
                f"`{found}` is a year, and a month is needed",
                f"write `{year}`, or `between {year} and {found}-12`",
            )
        return f"a month should follow `{words[at - 1]}`, not `{found}`", "write it as 2019-02"
    return None


def _months(words: Sequence[Word], at: int, expected: Collection[str]) -> _Hint:
    if "MONTHS" in expected:
        return f"`{words[at]}` stands where `months` is needed", "lengths of time are in months: `24 months`"
    if set(expected) == {"NUMBER"}:
        return f"a number of months should follow `{words[at - 1]}`, not `{words[at]}`", "say `6 months`"
    return None


def _wrong_word(words: Sequence[Word], at: int, expected: Collection[str]) -> _Hint:
    found = _said(words[at])
    if _type(words, at) == "NAME" and found in _INSTEAD and "NAME" not in expected:
        return f"`{found}` is not a word of the language", _INSTEAD[found]
    if found == "than":
        return "`than` is not a word of the language", "say `above` or `below` alone"
    if _type(words, at - 1) == "UNDER" and _type(words, at) in ("NUMBER", "LPAR", "MINUS"):
        return "`under` takes the name of a what-if", "to compare, say `below`"
    if found == "over":
        return "`over` belongs to `leverage of A over B`", "to compare, say `above`"
    if _type(words, at - 1) == "HOLDS" and found == "at":
        return "a table should follow `holds at`", "say `washington holds at talks`"
    return None


def _comparison(words: Sequence[Word], at: int, expected: Collection[str]) -> _Hint:
    kind = _type(words, at)
    found = _said(words[at])
    if _type(words, at - 1) == "IS" and _in_belief(words, at - 1):
        remedy = f"count from the other end: `100 - {_BELIEF}`" if kind == "NOT" else f"say `{_BELIEF} above 50`"
        return f"a type should follow `is`, not `{found}`", remedy
    if _type(words, at - 1) == "IS" and kind == "NOT":
        return "`is not` is not a word of the language", "put `not` in front: `not A is B`"
    if _type(words, at - 1) == "IS" and found in ("in", "at") and _type(words, at + 1) == "NAME":
        return f"`is {found}` is not a word of the language", f"leave out `{found}`: `relation is {words[at + 1]}`"
    if _type(words, at - 1) == "IS" and kind in _COMPARATORS:
        return f"`is` and `{found}` are two comparisons", f"leave out `is`: `A {found} B`"
    if kind == "NOT":
        return "`not` stands in front of a whole condition", "say `not A above B`, `not summit in force`"
    if kind in _COMPARATORS and (_type(words, at - 1) in ("AND", "OR", "NOT", "IF", "ELSE", "LPAR", "") or at == 0):
        return f"nothing stands before `{found}` to compare", f"say what is compared: `A {found} B`"
    if kind in _COMPARATORS and _type(words, at - 1) in _COMPARATORS | {"PLUS", "MINUS", "STAR", "SLASH"}:
        return f"`{found}` cannot follow `{words[at - 1]}`", f"say `A {found} B`"
    if kind in _COMPARATORS and "AND" in expected:
        return (
            f"`{found}` compares what is a condition already",
            f"join two conditions: `A above B and B {found} C`",
        )
    if found == "at" and "AT_LEAST" in expected:
        return "`at` alone does not compare", "say `at least`, `at most`, or `at 2019-06`"
    return None


def _dates(words: Sequence[Word], at: int, expected: Collection[str]) -> _Hint:
    kind = _type(words, at)
    if kind == "FOR":
        return (
            "`for` cannot stand here",
            "put the length before the date: `trade_war above 40 for 6 months by 2019-02`",
        )
    if kind in _DATE_WORDS and _type(words, at - 1) == "MONTH":
        return "one term takes one date", "say `between 2018-07 and 2019-02`"
    if set(expected) == {"AND"}:
        return f"`{words[at]}` cannot stand between two months", "say `between 2018-07 and 2019-02`"
    return None


def _joined_name(words: Sequence[Word], at: int, expected: Collection[str]) -> _Hint:
    before = words[at - 1] if at else None
    if _type(words, at) == "MINUS" and before is not None and before.type == "NAME":
        tight = (before.start_pos or 0) + len(str(before)) == words[at].start_pos
        if tight and _type(words, at + 1) == "NAME":
            joined = f"{before}_{words[at + 1]}"
            return f"`{before}-{words[at + 1]}` is not a name", f"ids have no hyphens: `{joined}`"
    return None


def _call(words: Sequence[Word], at: int, expected: Collection[str]) -> _Hint:
    if _type(words, at) == "LPAR" and _type(words, at - 1) == "NAME":
        name = str(words[at - 1])
        if name in ("max", "min"):
            order = "above" if name == "max" else "below"
            return f"`{name}` is not part of the language", f"say `A if A {order} B else B`"
        return (
            f"`{name}` is not something that can be called",
            "only `trend(x)` and `times(card)` take brackets",
        )
    if set(expected) == {"RPAR"}:
        called = words[at - 3] if at >= 3 else words[0]
        return f"`{called}` takes one name", "name the sum: make it a variable with a formula"
    return None


_LOOKS = (_bracket, _month, _months, _wrong_word, _comparison, _dates, _joined_name, _call)


def _out_of_order(words: Sequence[Word], at: int, expected: Collection[str]) -> tuple[str, str]:
    """The last resort: what was found, what could stand there, and an example of what it breaks."""
    found = _said(words[at])
    kind = _type(words, at)
    if set(expected) == {"NAME"} and found in RESERVED:
        return f"`{found}` is a word of the language and cannot name anything", "choose another id"
    if found != "force" and kind in ("NAME", "NUMBER", "LPAR") and "AND" in expected:
        join = "join them with `and`, `or`, a comparison or arithmetic"
        if {kind, _type(words, at - 1)} == {"NAME"}:
            join += ", or say what is done: `washington proposes summit`"
        return f"`{found}` follows `{_said(words[at - 1])}` with nothing to join them", join
    example = _example(words, at) or _EXAMPLES.get(found.split()[0])
    if kind == "IN_FORCE" or found == "force":
        example = "summit in force"
    if kind == "HOLDS_AT":
        example = "washington holds at talks"
    if example:
        return f"`{found}` cannot stand here", f"the order of words is: `{example}`"
    return f"`{found}` cannot stand here", _wanted(expected)


def _example(words: Sequence[Word], at: int) -> str | None:
    """An example of the construct that is unfinished before word number `at`."""
    for number in range(at - 1, -1, -1):
        if _type(words, number) not in ("NAME", "NUMBER", "MONTH", "OF"):
            return _BELIEF if _in_belief(words, number) else _EXAMPLES.get(str(words[number]))
    return None


def _in_belief(words: Sequence[Word], at: int) -> bool:
    """Whether word number `at` is the `that` of a belief, or the `is` that follows it."""
    that = at if _type(words, at) == "THAT" else at - 2
    return _type(words, that) == "THAT" and _type(words, that - 3) == "BELIEF"


def _too_short(words: Sequence[Word], expected: Collection[str]) -> ExpressionError:
    """Explain a text that stops before it is complete."""
    last = words[-1]
    column = (last.start_pos or 0) + len(str(last))
    if "NAME" not in expected and "MONTH" not in expected:
        open_brackets = []
        for word in words:
            if word.type == "LPAR":
                open_brackets.append(word)
            elif word.type == "RPAR" and open_brackets:
                open_brackets.pop()
        if open_brackets and "RPAR" in expected:
            return ExpressionError(
                "this bracket is never closed", open_brackets[-1].start_pos or 0, 1, "close it with `)`"
            )
        if "ELSE" in expected and any(word.type == "IF" for word in words):
            return ExpressionError(
                "this `if` has no `else`", column, 1, "say what it is otherwise: `3 if CONDITION else 0`"
            )
    if "WITHIN" in expected and last.type == "NAME":
        remedy = "say `washington played summit within 2 months`, or `times(summit) above 0`"
        return ExpressionError("it is not said within how many months", column, 1, remedy)
    if "MONTHS" in expected:
        return ExpressionError(f"`{last}` of what?", column, 1, f"say `{last} months`")
    example = _example(words, len(words))
    if last.type == "AT" and "MONTH" in expected:
        example = "troops at 2019-06" if _type(words, len(words) - 2) != "HOLDS" else "washington holds at talks"
    remedy = f"the order of words is: `{example}`" if example else _wanted(expected)
    return ExpressionError(f"the text ends after `{last}`", column, 1, remedy)


def _wanted(expected: Collection[str]) -> str:
    """Say in words what could stand there."""
    if {"NAME", "NUMBER"} <= set(expected):
        return "a value or a condition is needed here"
    for kind, words in (
        ("MONTH", "a month is needed here, such as 2019-02"),
        ("NAME", "a name is needed here"),
        ("NUMBER", "a number is needed here"),
        ("LPAR", "a bracket is needed here: `(`"),
        ("RPAR", "a bracket should be closed here: `)`"),
    ):
        if kind in expected and len(expected) <= 2:
            return words
    if "AND" in expected or "PLUS" in expected:
        return "join the parts with `and`, `or`, a comparison or arithmetic"
    return "see the language reference for the order of words"
