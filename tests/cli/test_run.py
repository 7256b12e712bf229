"""`detente run`: the forecast as people, programs and spreadsheets read it."""

import csv
import json
import math
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

SOURCE = Path(__file__).parent.parent.parent / "src"
SMALL = ["--unsolved", "--worlds", "16", "--futures", "8", "--seed", "1"]


def ascii_line(text: str) -> bool:
    """Whether a line holds plain characters only."""
    return text.isascii()


def test_the_forecast_as_text(detente, golden, monkeypatch):
    """The forecast of two-rivals by the usual odds, at 80 columns, as it is printed."""
    monkeypatch.setenv("COLUMNS", "80")
    ended = detente("run", "two-rivals", *SMALL, "--no-save")
    assert (ended.code, ended.err) == (0, "")
    golden("run-two-rivals.txt", ended.out, slack=5.0)


@pytest.mark.parametrize("columns", [45, 80, 120])
def test_the_forecast_fits_the_terminal(detente, canned, monkeypatch, columns):
    """On a terminal of any width no line is longer than it is, but for commands to copy; none ends in blanks."""
    monkeypatch.setenv("COLUMNS", str(columns))
    out = detente("run", "two-rivals", "--whatif", "no_sanctions", "--verbose").out
    copied = ("  detente ", f"  {canned.folder}")
    assert max(len(line) for line in out.splitlines() if not line.startswith(copied)) <= columns
    assert not any(line.endswith(" ") for line in out.splitlines())


def test_json_is_as_documented(detente, canned):
    """--json prints questions, certificate, what-ifs and the run; probabilities are fractions, unsolved is null."""
    ended = detente("run", "two-rivals", "--whatif", "no_sanctions", "--json")
    data = json.loads(ended.out)
    assert set(data) == {"questions", "certificate", "whatifs", "run"}
    assert data["certificate"] is None
    for question in data["questions"]:
        assert set(question) == {
            "id",
            "ask",
            "probability",
            "interval",
            "error",
            "word",
            "bound",
            "share_assumptions",
            "share_chance",
        }
        assert 0 <= question["interval"][0] <= question["probability"] <= question["interval"][1] <= 1
        assert math.isclose(question["share_assumptions"] + question["share_chance"], 1)
    (whatif,) = data["whatifs"]
    assert (whatif["id"], whatif["announced"]) == ("no_sanctions", False)
    assert set(whatif["questions"][0]) == {"id", "ask", "difference", "interval", "error"}
    assert data["run"]["status"] == "unsolved"
    assert data["run"]["id"] == canned.folder.name
    assert Path(data["run"]["folder"]).is_dir()


def test_unsolved_is_said_wherever_it_counts(detente, canned):
    """A run by the usual odds is labelled at the top and beside the forecast."""
    out = detente("run", "two-rivals").out
    assert "UNSOLVED: everybody plays the usual odds" in out
    assert "Forecast (unsolved)" in out
    assert "Main moves (unsolved)" in out


def test_quick_is_said_not_to_be_settled(detente, canned):
    """A quick run is labelled not settled."""
    canned.options = replace(canned.options, unsolved=False, quick=True)
    out = detente("run", "two-rivals").out
    assert "NOT SETTLED" in out
    assert "Forecast (not settled)" in out


def test_the_certificate_and_the_reasons_are_printed(detente, canned):
    """A solved run prints its certificate in a sentence, with --verbose by actor, and why each move is made."""
    from certificates import GOOD
    from detente.equilibrium.reasons import MoveReason

    canned.options = replace(canned.options, unsolved=False)
    canned.solution = SimpleNamespace(
        certificate=GOOD, origin="solved", when="2030-01-01", recheck=None, starts=(), begun=""
    )
    canned.reasons = (MoveReason("settle", "arden", 0.7, 0.6, (("posts", 0.9), ("trade", -0.2), ("standing", 0.01))),)
    canned.manifest = None
    out = detente("run", "two-rivals", "--verbose", "--no-save").out
    assert "the actors, taken together, could do little better" in " ".join(out.split())
    assert "+0.70: posts +0.90, trade -0.20" in " ".join(out.split())
    assert "The longer test" in out


def test_columns_of_moves_have_a_legend(detente, canned):
    """Each column that has anything is explained: what is agreed to and succeeds, gains, and what a minus means."""
    from detente.equilibrium.reasons import MoveReason

    out = " ".join(detente("run", "two-rivals", "--verbose").out.split())
    assert "A year: plays, on average over all futures. Agreed: of its proposals. Succeeds: of its plays." in out
    assert "Why: what the move gains" not in out
    canned.reasons = (MoveReason("settle", "arden", -0.7, 0.6, (("posts", 0.9),)),)
    out = " ".join(detente("run", "two-rivals", "--verbose").out.split())
    assert "A gain under 0 is habit: holding would be better" in out
    canned.reasons = (MoveReason("settle", "arden", 0.7, 0.6, (("posts", 0.9),)),)
    assert "A gain under 0" not in detente("run", "two-rivals", "--verbose").out


def test_charts_have_a_legend(detente, canned):
    """The marks of the fans and the figures below them are explained above the first."""
    out = " ".join(detente("run", "two-rivals").out.split())
    assert "nine tenths of all futures. Below: the median after the first month and after the last [nine" in out


def test_tables_for_spreadsheets(detente, canned, tmp_path):
    """--csv writes tidy tables of questions, fans and moves."""
    folder = tmp_path / "new" / "tables"
    assert detente("run", "two-rivals", "--csv", folder, "--no-save").code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["fans.csv", "moves.csv", "questions.csv"]
    with (folder / "questions.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == ["arden_withdraws", "trade_survives"]
    assert 0 < float(rows[0]["probability"]) < 1
    with (folder / "fans.csv").open(encoding="utf-8") as file:
        assert sum(1 for _ in file) == 1 + 4 * 36 * 5


def test_a_folder_for_tables_that_cannot_be_is_told_first(detente, tmp_path):
    """A name for the tables that cannot be a folder is the user's mistake, told before the work."""
    path = tmp_path / "file"
    path.write_text("")
    ended = detente("run", "two-rivals", "--csv", path / "below")
    assert (ended.code, ended.out) == (1, "")
    assert "E491" in ended.err


def test_a_run_that_cannot_be_kept_is_printed_all_the_same(detente, canned, tmp_path, monkeypatch):
    """Where the run folder cannot be written, the forecast is printed and a line warns."""
    path = tmp_path / "full"
    path.write_text("")
    monkeypatch.setenv("DETENTE_RUNS", str(path))
    ended = detente("run", "two-rivals")
    assert ended.code == 0
    assert "Forecast" in ended.out
    assert ended.err.startswith("Warning: this run could not be kept")
    assert len(ended.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--set", "variables.tension.nou=3"], 1, "variables.tension.now"),
        (["--set", "variables.tension.now=fast"], 1, "error E3"),
        (["--set", "variables.tension.now"], 2, "PATH=VALUE"),
        (["--whatif", "no_sanction"], 1, "no_sanctions"),
        (["--whatif", "borea does not propose sanction"], 1, "sanctions"),
        (["--worlds", "0"], 2, "--worlds"),
    ],
)
def test_bad_options_are_the_users_mistake(detente, arguments, code, words):
    """A number, a what-if or a size that cannot be is told with the nearest, and no traceback."""
    ended = detente("run", "two-rivals", "--unsolved", *arguments)
    assert (ended.code, ended.out) == (code, "")
    assert words in ended.err
    assert "Traceback" not in ended.err


def test_text_of_a_scenario_is_never_obeyed(detente, canned):
    """Markup and control characters in a title or a question are printed as they stand, or spelt out."""
    scenario = canned.scenario
    question = replace(scenario.questions["arden_withdraws"], ask="[bold red]Who[/] \x1b[31mwins?")
    canned.scenario = replace(
        scenario, title="[link=x]T[/link]\x07", questions={**scenario.questions, "arden_withdraws": question}
    )
    out = detente("run", "two-rivals").out
    assert "[bold red]Who[/] \\x1b[31mwins?" in out
    assert "[link=x]T[/link]\\x07" in out
    assert "\x1b" not in out


def test_charts_have_plain_characters_where_blocks_are_missing(rivals):
    """On a terminal without block characters, charts are drawn with plain ones."""
    from detente.answers.fans import fans
    from detente.cli.charts import PLAIN, chart, marks_for

    assert marks_for(SimpleNamespace(encoding="ascii")) is PLAIN
    fan = fans(rivals.scenario, rivals.results)["tension"]
    lines = chart(fan, 40, marks=PLAIN)
    assert all(map(ascii_line, lines))
    assert max(map(len, lines)) <= 40


def test_nothing_is_written_to_standard_error_without_a_terminal(detente, canned):
    """Progress is for terminals; --verbose writes a line for each stage."""
    assert detente("run", "two-rivals").err == ""


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_control_c_leaves_nothing_half_written(tmp_path):
    """Control-C in the middle of a run ends it with 130, no traceback, and no run folder."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(SOURCE),
        "DETENTE_RUNS": str(tmp_path / "runs"),
        "DETENTE_CACHE": str(tmp_path / "cache"),
    }
    command = [
        sys.executable,
        "-c",
        # A test runner in the background ignores SIGINT, and so would its children.
        "import runpy, signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "runpy.run_module('detente', run_name='__main__', alter_sys=True)",
        "run",
        "two-rivals",
        "--unsolved",
        "--worlds",
        "4000",
        "--futures",
        "500",
        "--verbose",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stderr is not None
        assert b"playing futures" in process.stderr.readline()
        time.sleep(1.0)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert out == b""
    assert b"Traceback" not in err
    assert not (tmp_path / "runs").exists()


@pytest.mark.slow
def test_a_quick_run_is_solved_explained_and_kept(detente):
    """A few rounds of the solver give strategies, a certificate that does not pass, reasons, and a run that repeats."""
    sizes = ["--quick", "--worlds", "16", "--futures", "8"]
    data = json.loads(detente("run", "two-rivals", *sizes, "--json").out)
    assert data["run"]["status"] == "not settled"
    assert data["certificate"]["passed"] is False
    assert [line["actor"] for line in data["certificate"]["actors"]] == ["arden", "borea"]
    told = detente("runs", "latest").out
    assert "Why" in told
    # The run is kept; what is not are its strategies, for other runs to use.
    assert "no other run uses them" in " ".join(told.split())
    assert "nor kept" not in told
    assert detente("runs", "latest", "--repeat").code == 0


def test_what_is_suggested_keeps_the_numbers_that_were_set(detente, canned):
    """Every command that is offered next is one of the same scenario: with the numbers set for it."""
    canned.options = replace(canned.options, sets=(("variables.trade.now", "40 to 50"),))
    out = " ".join(detente("run", "two-rivals", "--no-save").out.split())
    assert "detente run two-rivals --set 'variables.trade.now=40 to 50'" in out
    assert "in 2032-12' --set 'variables.trade.now=40 to 50'" in out
