"""Faults as plain text: code, message, the line of the file with a caret, and the way out."""

import unicodedata
from collections.abc import Iterable

from detente.foundation.errors import Fault

WIDTH = 100
"""How much of a long line is shown around the caret, in columns of the terminal."""

_TAB = 4
_MOST_LINES = 8
_WORDS = {"E": "error", "D": "doubt"}


def render(faults: Iterable[Fault]) -> str:
    """Write faults as text, a paragraph each, in the order given; text of the file is never passed on raw."""
    return "\n\n".join(render_one(fault) for fault in faults)


def render_one(fault: Fault) -> str:
    """Write one fault as text."""
    lines = [f"{_WORDS.get(fault.code[:1], 'error')} {fault.code}: {plain(fault.message)}"]
    place = fault.place
    margin = " "
    if place is not None:
        number = str(place.line)
        margin = " " * len(number)
        lines.append(f"{margin}--> {plain(place.file)}:{place.line}:{place.column}")
        if fault.source.strip():
            shown, caret = _cut(fault.source, place.column - 1, place.length)
            lines += [f"{margin} |", f"{number} | {shown}".rstrip(), f"{margin} | {caret}"]
    lines += [f"{margin} = {plain(line)}" for line in fault.remedy.split("\n") if line.strip()]
    if fault.also:
        lines.append(f"{margin} = the same on {_lines_of(fault)}")
    return "\n".join(lines)


def _lines_of(fault: Fault) -> str:
    """List the other lines of a fault, the first few by their numbers."""
    numbers = sorted({place.line for place in fault.also} - ({fault.place.line} if fault.place else set()))
    if not numbers:
        return "this line"
    shown = [str(number) for number in numbers[:_MOST_LINES]]
    more = len(numbers) - len(shown)
    last = f"{more} more" if more else shown.pop()
    listed = f"{', '.join(shown)} and {last}" if shown else last
    return f"line {listed}" if len(numbers) == 1 else f"lines {listed}"


def plain(text: str) -> str:
    """Return text fit for a terminal: control characters and invisible ones are spelt out."""
    return "".join(_plain_character(character) for character in text)


def _plain_character(character: str) -> str:
    if character == "\t":
        return " " * _TAB
    if character == " " or character.isprintable():
        return character
    return f"\\x{ord(character):02x}" if ord(character) < 256 else f"\\u{ord(character):04x}"


def _columns(text: str) -> int:
    """Count the columns that plain text takes in a terminal."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def _cut(source: str, column: int, length: int) -> tuple[str, str]:
    """Return the line as shown, cut around the caret where it is long, and the line of carets below it."""
    # Work on a stretch around the caret only: a line may be as long as the largest file.
    column = max(0, min(column, len(source)))
    first, last = max(0, column - 2 * WIDTH), column + 2 * WIDTH
    before, marked, after = (
        source[first:column],
        source[column : column + length],
        source[column + length : last],
    )
    before, marked, after = plain(before), plain(marked[: 2 * WIDTH]), plain(after)
    if first == 0 and _columns(before + marked + after) <= WIDTH and last >= len(source):
        return before + marked + after, _carets(before, marked)
    head = before if first == 0 and _columns(before) <= WIDTH // 2 else "..." + _last_columns(before, WIDTH // 2)
    body = _first_columns(marked, WIDTH // 2)
    room = WIDTH - _columns(head) - _columns(body)
    tail = _first_columns(after, room) if body == marked else ""
    more = "..." if (body, tail) != (marked, after) or last < len(source) else ""
    return head + body + tail + more, _carets(head, body)


def _carets(before: str, marked: str) -> str:
    return " " * _columns(before) + "^" * max(1, _columns(marked))


def _first_columns(text: str, columns: int) -> str:
    end = 0
    for end, _ in enumerate(text):
        if _columns(text[: end + 1]) > columns:
            return text[:end]
    return text


def _last_columns(text: str, columns: int) -> str:
    return _first_columns(text[::-1], columns)[::-1]
