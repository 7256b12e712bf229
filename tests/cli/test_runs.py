"""`detente runs`: what is kept, shown and repeated."""

import json


def test_no_run_is_kept_at_first(detente):
    """Without runs, the list says where they would be and what makes one."""
    ended = detente("runs")
    assert ended.code == 0
    assert "`detente run` keeps one" in " ".join(ended.out.split())


def test_kept_runs_are_listed_and_shown(detente, canned):
    """A run is listed, and shown as it was printed."""
    printed = detente("run", "two-rivals").out
    name = canned.folder.name
    assert name in detente("runs").out
    assert [run["id"] for run in json.loads(detente("runs", "--json").out)["runs"]] == [name]
    shown = detente("runs", name[:20]).out
    assert shown.split("\nKept\n")[0] == printed.split("\nKept\n")[0]
    assert f"detente runs {name} --repeat" in " ".join(shown.split())


def test_a_run_shown_as_json_is_what_run_printed(detente, canned):
    """`runs RUN --json` prints what `run --json` printed."""
    printed = json.loads(detente("run", "two-rivals", "--json").out)
    assert json.loads(detente("runs", "latest", "--json").out) == printed


def test_a_run_is_repeated_bit_for_bit(detente):
    """`runs RUN --repeat` runs it again and finds every result the same."""
    arguments = ["--unsolved", "--worlds", "4", "--futures", "2", "--set", "variables.tension.now=20"]
    assert detente("run", "two-rivals", *arguments).code == 0
    ended = detente("runs", "latest", "--repeat")
    assert (ended.code, ended.err) == (0, "")
    assert "the same, bit for bit" in " ".join(ended.out.split())


def test_a_run_that_differs_ends_with_1(detente, canned, monkeypatch):
    """Where a repeated run differs, it is said what and why it may, and the exit code is 1."""
    monkeypatch.setattr("detente.pipeline.repeat", lambda *_, **__: (None, ["base", "whatif-0"]))
    detente("run", "two-rivals", "--whatif", "no_sanctions")
    ended = detente("runs", "latest", "--repeat")
    assert ended.code == 1
    assert "the base case, no_sanctions" in " ".join(ended.out.split())


def test_an_unknown_run_is_the_users_mistake(detente):
    """A run that is not kept is told so."""
    ended = detente("runs", "nothing")
    assert ended.code == 1
    assert "E490" in ended.err
