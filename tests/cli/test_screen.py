"""What is printed is safe and readable on any terminal."""

import io
import sys

import pytest

from detente.cli import screen


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Seoul – 서울 é +5 %", "Seoul – 서울 é +5 %"),
        ("two\nlines", "two\nlines"),
        ("\x1b[31mred\x07", r"\x1b[31mred\x07"),
        ("abc\u202edef", r"abc\u202edef"),
        ("a\rb\tc\x00", r"a\rb\tc\x00"),
        ("\x9b31m", r"\x9b31m"),
    ],
)
def test_control_characters_are_shown(text, shown):
    """Characters that would steer the terminal or reorder a line are shown as escapes."""
    assert screen.visible(text) == shown


@pytest.mark.parametrize(
    ("tty", "environment", "wanted"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"TERM": "dumb"}, False),
        (True, {"NO_COLOR": ""}, True),
    ],
)
def test_colours_are_for_terminals_that_want_them(monkeypatch, tty, environment, wanted):
    """Text is styled on a terminal only, and not under NO_COLOR or TERM=dumb."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    stream = io.StringIO()
    stream.isatty = lambda: tty
    assert screen.colours(stream) is wanted


@pytest.mark.parametrize("columns", [30, 45, 80, 110])
def test_lines_fit_the_terminal(capsys, monkeypatch, columns):
    """Rows are wrapped to the terminal, one under the other where it is narrow, and lose no word."""
    monkeypatch.setenv("COLUMNS", str(columns))
    rows = [
        ("summit", "Meet the leader of the North in a third country"),
        ("a_longer_name", "one\ntwo"),
        ("empty", ""),
    ]
    screen.entries(rows)
    printed = capsys.readouterr().out
    assert max(map(len, printed.splitlines())) <= columns
    assert printed.split() == [word for label, text in rows for word in [label, *text.split()]]
    assert not any(line.endswith(" ") for line in printed.splitlines())


def test_a_terminal_without_the_characters_shows_escapes(monkeypatch):
    """Where the encoding lacks a character, an escape is printed and nothing fails."""
    buffer = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(buffer, encoding="ascii"))
    screen.prepare_streams()
    screen.say("서울")
    sys.stdout.flush()
    assert buffer.getvalue() == b"\\uc11c\\uc6b8\n"
