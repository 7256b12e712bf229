"""Progress on standard error."""

import io
import sys

from detente.cli.progress import progress


def test_without_a_terminal_verbose_writes_a_line_for_each_stage(capsys):
    """Where nobody watches, --verbose writes a plain line as each stage begins; else solving is announced, once."""
    with progress(verbose=True) as say:
        for share in (0.0, 0.5):
            say("solving: round 1 of 2", share)
        say("playing futures", 0.0)
    lines = capsys.readouterr().err.splitlines()
    assert [line.split("s  ")[1] for line in lines] == ["solving", "playing futures"]
    with progress(verbose=False) as say:
        for what in ("getting ready", "solving: round 1 of 2", "solving: round 2 of 2", "playing futures"):
            say(what, 0.0)
    told = capsys.readouterr().err
    assert told.startswith("Solving")
    assert told.count("\n") == 1


def test_on_a_terminal_the_line_vanishes_at_the_end(monkeypatch):
    """On a terminal one line shows what is done, with control characters spelt out, and is taken away."""
    stream = io.StringIO()
    stream.isatty = lambda: True
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with progress(verbose=False) as say:
        say("playing what-if \x1b[31m", 0.5)
    assert "playing what-if \\x1b[31m" in stream.getvalue()
    assert stream.getvalue().rstrip().endswith("\x1b[2K")
