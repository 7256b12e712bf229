"""Text that is not YAML: what is wrong, in our own words, and a repair in memory so that reading goes on."""

import re
from collections.abc import Callable

import yaml

from detente.scenario.breaks import Break, Repair
from detente.scenario.indents import indentation
from detente.scenario.texts import how_to_cite, how_to_name_sources

# Keys that hold prose, in which colons and commas are to be expected.
PROSE_KEYS = frozenset({"title", "name", "says", "ask", "zero", "hundred", "author", "publisher", "source", "unit"})

_KEY = re.compile(r"(\s*(?:- +)?)([^\s:{}\[\],\"'#][^:{}\[\],\"']*): +(.*)")
_VALUE_IN_QUOTES = re.compile(r"^[^#\"']*[:\[{,]\s+([\"'])")
_NO_COLON = re.compile(r"(\s*(?:- +)?)([A-Za-z_][\w ]*?) *:?\{")
_NO_BLANK = re.compile(r"\s*(?:- +)?([A-Za-z_][\w ]*):(?=[^\s:/])")


def diagnose(error: yaml.MarkedYAMLError, text: str, file: str) -> Repair:
    """Say what is wrong where the YAML parser stopped, and repair it if that is plain enough."""
    lines = text.split("\n")
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    opener = (error.context_mark.line, error.context_mark.column) if error.context_mark else None
    if line >= len(lines):
        line, column = len(lines) - 1, 0
    here = Break(file, lines, line, column, opener, error.problem or "", error.context or "")
    for diagnosis in _DIAGNOSES:
        repair = diagnosis(here)
        if repair is not None:
            return repair
    return Repair(
        here.fault("E115", "this line breaks the structure of the file", "compare it with the lines around it")
    )


def _tab(here: Break) -> Repair | None:
    """Recognise tabs where blanks belong."""
    if "\t" not in here.text[: max(here.indent, here.column + 1)]:
        return None
    at = here.text.index("\t")
    fault = here.fault(
        "E108", "a tab stands where only blanks may", "indent with blanks, two for each level", column=at
    )
    return Repair(fault, here.with_line(here.line, here.text.replace("\t", "  ")), guessed=True)


def _open_quote(here: Break) -> Repair | None:
    """Recognise a quote that is never closed."""
    if "quoted scalar" not in here.context or here.opener is None:
        return None
    line, column = here.opener
    if "escape" in here.problem:
        at = here.text.rfind("\\", 0, here.column + 2)
        fault = here.fault(
            "E119",
            "a backslash inside double quotes begins a special character; this one is unknown",
            r"write `\\` for a backslash, or use single quotes",
            column=at,
            length=2,
        )
        return Repair(fault, here.with_line(here.line, here.text[:at] + here.text[at + 1 :]))
    mark = here.lines[line][column]
    fault = here.fault(
        "E111",
        "the quote opened here is never closed",
        f"close it with {mark} at the end of the text",
        line=line,
        column=column,
    )
    if mark in here.lines[line][column + 1 :]:
        return Repair(fault)
    return Repair(fault, here.with_line(line, here.lines[line].rstrip() + mark), guessed=True)


def _quote_left_open_above(here: Break) -> Repair | None:
    """Recognise a quote that swallowed everything up to the next quote, some lines further down."""
    opened: tuple[int, int] | None = None
    for number, line in enumerate(here.lines[: here.line + 1]):
        if opened is not None:
            mark = here.lines[opened[0]][opened[1]]
            if mark in line and number == here.line:
                fault = here.fault(
                    "E111",
                    "the quote opened here is not closed on its line",
                    f"close it with {mark} at the end of the text",
                    line=opened[0],
                    column=opened[1],
                )
                closed = here.lines[opened[0]].rstrip() + mark
                return Repair(fault, here.with_line(opened[0], closed), guessed=True)
            if line.count(mark) % 2:
                opened = None
            continue
        match = _VALUE_IN_QUOTES.search(line)
        if match and line[match.end() - 1 :].count(match[1]) % 2:
            opened = (number, match.end() - 1)
    return None


def _in_braces(here: Break) -> Repair | None:
    """Recognise braces and brackets that are not closed, and prose with a colon inside braces."""
    if ("flow mapping" not in here.context and "flow sequence" not in here.context) or here.opener is None:
        return None
    line, column = here.opener
    mark = here.lines[line][column : column + 1]
    closer = "}" if mark == "{" else "]"
    character = here.text[here.column : here.column + 1]
    if here.line != line:
        fault = here.fault(
            "E110",
            f"the `{mark}` opened here is not closed before the next key",
            f"close it with `{closer}`",
            line=line,
            column=column,
        )
        return Repair(fault, here.with_line(line, here.lines[line].rstrip().rstrip(",") + closer), guessed=True)
    if character == ":":
        return _colon_in_braces(here, column)
    if character and character in "}]":
        fault = here.fault(
            "E110",
            f"`{character}` closes what was opened with `{mark}`",
            f"write `{closer}` before it",
        )
        return Repair(fault, here.with_line(line, _insert(here.text, here.column, closer)), guessed=True)
    if character in ("", "#"):
        return Repair(
            here.fault("E110", f"the `{mark}` opened here is not closed", f"close it with `{closer}`", column=column),
            here.with_line(line, here.text[: here.column] + closer + here.text[here.column :]),
            guessed=True,
        )
    return Repair(
        here.fault("E110", f"a comma or `{closer}` is missing here", "part the entries inside braces by commas")
    )


def _colon_in_braces(here: Break, opener: int) -> Repair:
    """Tell prose with an unquoted colon from a missing comma, and repair either."""
    before = here.text[opener + 1 : here.column]
    start = max(before.rfind(", "), before.rfind("{"), before.rfind("[")) + 1
    key, _, value = before[start:].strip().partition(": ")
    last = value.split()[-1] if value.split() else ""
    at = here.column - len(before) + before.rfind(value) if value else here.column
    if key in PROSE_KEYS or " " not in value.strip() or (not value[:1].isdigit() and value[:1] not in "+-"):
        end = re.search(r", [\w ]+:(?: |$)|[}\]]\s*(?:#.*)?$", here.text[here.column :])
        stop = here.column + end.start() if end else len(here.text)
        quoted, remedy = _put_away(key, here.text[at:stop])
        fault = here.fault("E109", f"the colon in the text of `{key}` is read as the end of another key", remedy)
        return Repair(fault, here.with_line(here.line, here.text[:at] + quoted + here.text[stop:]))
    gap = here.column - len(last)
    fault = here.fault(
        "E110",
        f"a comma is missing before `{last}:`",
        "part the entries inside braces by commas",
        column=gap,
        length=len(last),
    )
    text = here.text[:gap].rstrip() + ", " + here.text[gap:]
    return Repair(fault, here.with_line(here.line, text))


def _colon_in_prose(here: Break) -> Repair | None:
    """Recognise `says: Their meeting: the last card`."""
    if "mapping values are not allowed" not in here.problem:
        return None
    match = _KEY.match(here.text)
    if match and match.end(2) < here.column:
        key, value = match[2], match[3]
        quoted, remedy = _put_away(key, value)
        fault = here.fault("E109", f"the colon in the text of `{key}` is read as the end of another key", remedy)
        return Repair(fault, here.with_line(here.line, here.text[: match.start(3)] + quoted))
    above = here.before()
    if above is None:
        return None
    repair = _no_blank(here, above)
    if repair is not None:
        return repair
    above_indent = len(here.lines[above]) - len(here.lines[above].lstrip())
    if here.indent <= above_indent:
        return None
    fault = here.fault(
        "E113",
        f"this line stands deeper than line {above + 1}, which has a value already",
        "indent it like the lines beside it",
        column=here.indent,
        length=len(here.text.strip()),
    )
    return Repair(fault, here.with_block(above_indent), guessed=True)


def _put_away(key: str, text: str) -> tuple[str, str]:
    """Return what may stand in place of a text with a colon, and the remedy: grounds are ids, and are not quoted."""
    text = text.split(" #")[0].strip()
    if key == "why":
        return "assumed", how_to_cite(text)
    if key == "data":
        return "[]", how_to_name_sources(text)
    quoted = _quote(text)
    return quoted, f"put the text in quotes: `{key}: {quoted}`"


def _no_blank(here: Break, line: int) -> Repair | None:
    """Recognise `now:75`."""
    match = _NO_BLANK.match(here.lines[line])
    if not match or ": " in here.lines[line]:
        return None
    text = here.lines[line]
    fault = here.fault(
        "E112",
        f"no blank after the colon of `{match[1]}`",
        f"write `{match[1]}: {text[match.end() :].strip()}`",
        line=line,
        column=match.end() - 1,
    )
    return Repair(fault, here.with_line(line, _insert(text, match.end(), " ")))


def _no_key(here: Break) -> Repair | None:
    """Recognise a line without `key:`."""
    if "could not find expected ':'" not in here.problem or here.opener is None:
        return None
    line, column = here.opener
    repair = _no_blank(here, line)
    if repair is not None:
        return repair
    text = here.lines[line]
    fault = here.fault(
        "E112",
        "this line has no `key: value`",
        "write a key and a colon before the text, or `#` for a comment",
        line=line,
        column=column,
        length=len(text.strip()),
    )
    return Repair(fault, here.with_line(line, ""), guessed=True)


def _no_colon(here: Break) -> Repair | None:
    """Recognise `arden {name: Arden}` and `arden:{name: Arden}`."""
    opened = _NO_COLON.match(here.text)
    if opened is None or "flow" in here.context:
        return None
    key, missing = opened[2], "blank" if ":" in opened[0] else "colon"
    message, remedy = f"a {missing} is missing after `{key}`", f"write `{key}: {{`"
    fault = here.fault("E112", message, remedy, column=opened.start(2), length=len(key))
    return Repair(fault, here.with_line(here.line, opened[1] + key + ": {" + here.text[opened.end() :]))


def _after_value(here: Break) -> Repair | None:
    """Recognise text after a closing quote, and a closing brace too many."""
    if "expected key" not in here.problem and "block end" not in here.problem:
        return None
    character = here.text[here.column : here.column + 1]
    if character and character in "}]":
        fault = here.fault("E110", f"nothing is open that this `{character}` could close", "remove it")
        return Repair(fault, here.with_line(here.line, here.text[: here.column] + here.text[here.column + 1 :]))
    match = _KEY.match(here.text)
    if match and match[3][:1] in "\"'":
        quoted = _quote(match[3].replace(match[3][0], ""))
        fault = here.fault(
            "E111",
            "text follows the closing quote",
            "put the whole text in quotes; double an inner quote: `'it''s'`",
        )
        return Repair(fault, here.with_line(here.line, here.text[: match.start(3)] + quoted))
    if match and match[3][:1] in "{[":
        fault = here.fault("E110", "text follows the closing brace", "remove it, or write it as a comment: `# ...`")
        return Repair(fault, here.with_line(here.line, here.text[: here.column]))
    return None


def _special_character(here: Break) -> Repair | None:
    """Recognise a value that begins with a character that YAML keeps for itself."""
    known = ("cannot start any token", "alphabetic or numeric", "line break", "not allowed", "URI", "tag")
    if not any(words in here.problem for words in known):
        return None
    match = _KEY.match(here.text)
    if not match or "{" in match[3]:
        return None
    value = match[3]
    if value.startswith("- "):
        fault = here.fault("E115", "a list does not begin on the line of its key", f"write `[{value[2:]}]` in brackets")
        return Repair(fault, here.with_line(here.line, here.text[: match.start(3)] + _quote(value)), guessed=True)
    if value[:1].isalnum():
        return None
    quoted = _quote(value)
    fault = here.fault(
        "E114",
        f"a value cannot begin with `{value[0]}`",
        f"put it in quotes: `{match[2]}: {quoted}`",
        column=match.start(3),
    )
    return Repair(fault, here.with_line(here.line, here.text[: match.start(3)] + quoted))


def _unreadable_character(here: Break) -> Repair | None:
    """Recognise the same inside braces, and anywhere else."""
    if "cannot start any token" not in here.problem:
        return None
    character = here.text[here.column : here.column + 1]
    fault = here.fault("E114", f"a value cannot begin with `{character}`", "put it in quotes")
    return Repair(fault, here.with_line(here.line, here.text[: here.column] + " " + here.text[here.column + 1 :]), True)


_DIAGNOSES: tuple[Callable[[Break], Repair | None], ...] = (
    _tab,
    _open_quote,
    _quote_left_open_above,
    _in_braces,
    _colon_in_prose,
    _no_key,
    _no_colon,
    indentation,
    _after_value,
    _special_character,
    _unreadable_character,
)


def _quote(text: str) -> str:
    """Put text in double quotes (without its closing comment)."""
    plain = text.split(" #")[0].strip()
    return '"' + plain.replace("\\", "\\\\").replace('"', "'") + '"'


def _insert(text: str, at: int, piece: str) -> str:
    """Insert a piece into a line."""
    return text[:at] + piece + text[at:]
