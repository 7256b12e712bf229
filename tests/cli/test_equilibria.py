"""`detente equilibria`, and what an exact solution changes in the other commands."""

import json
import re

import pytest

SMALL = """
detente: 1
title: A quarrel over a gate
start: 2030-01
months: 12
continuation: private_reasons
sources:
  us: {author: us}
actors:
  ash: {name: Ash}
  elm: {name: Elm}
variables:
  gate: {name: The gate, levels: [open, shut], now: open, why: assumed}
transitions:
  gate:
    - {when: ash plays bolt or elm plays bolt, to: shut, why: assumed}
    - {when: ash holds and elm holds, to: open, why: assumed}
agendas:
  ash:
    patience: none
    why: assumed
    indifference: 1 point-month
    payoffs:
      alone: {when: ash plays bolt and elm holds, worth: 3 point-months, why: assumed}
      clash: {when: ash plays bolt and elm plays bolt, worth: -6 point-months, why: assumed}
  elm:
    patience: none
    why: assumed
    indifference: 1 point-month
    payoffs:
      alone: {when: elm plays bolt and ash holds, worth: 3 point-months, why: assumed}
      clash: {when: elm plays bolt and ash plays bolt, worth: -6 point-months, why: assumed}
cards:
  bolt: {by: [ash, elm], table: yard, why: assumed, name: "Bolt the gate"}
questions:
  shut:
    ask: Is the gate shut at the end?
    yes_if: gate is shut in 2030-12
"""


@pytest.fixture
def small(tmp_path):
    """A finite scenario on disk: a game of chicken over a gate."""
    path = tmp_path / "gate.yaml"
    path.write_text(SMALL)
    return str(path)


def test_a_game_of_chicken_in_two_states_has_nine_equilibria(detente, small):
    """Either may be the one who bolts, and there is one between: three at each level, each with each."""
    told = json.loads(detente("equilibria", small, "--json").out)
    rows = told["certificate"]["equilibria"]
    assert len(rows) == 9
    assert sum(row["index"] for row in rows) == 1
    assert sum(row["stable"] for row in rows) == 4
    assert all(row["regret"] < 1e-9 for row in rows)


def test_every_question_has_a_figure_for_each_equilibrium(detente, small):
    """No probability says which equilibrium is played, so a question has as many answers as there are."""
    [question] = json.loads(detente("run", small, "--json", "--no-save").out)["questions"]
    assert len(question["by_equilibrium"]) == 9
    assert question["by_equilibrium"][0]["probability"] == question["probability"]


def test_the_list_tells_stability_regret_and_long_run(detente, small):
    """The list says of each whether it is stable, what could be gained, and where months go in the long run."""
    told = detente("equilibria", small).out
    for word in ("Stable", "Regret", "open, shut: per cent of months", "indices add up to 1", "Is the gate shut"):
        assert word in told


def test_verbose_sets_who_does_what_side_by_side(detente, small):
    """`--verbose` prints the odds of every move in every state, a column for each equilibrium, stable ones marked."""
    told = detente("equilibria", small, "--verbose").out.partition("Who does what")[2].splitlines()
    head = next(k for k, line in enumerate(told) if line.startswith("  Equilibrium"))
    listed = json.loads(detente("equilibria", small, "--json").out)["certificate"]["equilibria"]
    numbers = [f"{'*' if row['stable'] else ''}{row['equilibrium']}" for row in listed]
    assert told[head].split() == ["Equilibrium", *numbers]
    assert told[head + 1] == "  gate is open, ash at yard"
    assert [line.split()[0] for line in told[head + 2 : head + 4]] == ["hold", "bolt"]
    # Odds of holding and of bolting add up to 100 in every column, as far as they are printed in full.
    for hold, bolt in zip(*(map(float, line.split()[1:]) for line in told[head + 2 : head + 4]), strict=True):
        assert hold + bolt == pytest.approx(100, abs=1.01)


def test_stable_equilibria_are_marked_in_every_table(detente, small):
    """Wherever equilibria stand by their number alone the stable ones have a mark, and its meaning beside it."""
    out = detente("equilibria", small, "--verbose").out
    stable = [line.split()[0] for line in out.splitlines() if line.split()[1:2] == ["yes"]]
    assert len(stable) == 4
    answers, moves = out.partition("How the answers differ")[2].split("Who does what")
    assert re.findall(r"^ +\*(\d+) ", answers, re.MULTILINE) == stable
    assert re.findall(r"\*(\d+)", moves) == stable
    assert answers.count("*: stable.") == moves.count("*: stable.") == 1
    changed = detente("compare", small, "set gate to shut in 2030-01", "--verbose").out
    assert set(re.findall(r"^ +\*(\d+) ", changed, re.MULTILINE)) <= set(stable)
    assert "*: stable." in changed


def test_columns_that_do_not_fit_stand_in_groups(detente, small, monkeypatch):
    """On a narrow terminal the columns are parted, every group with all its rows, and no line is too long."""
    wide = detente("equilibria", small, "--verbose").out
    monkeypatch.setenv("COLUMNS", "40")
    narrow = detente("equilibria", small, "--verbose").out
    heads = [line.split()[1:] for line in narrow.splitlines() if line.startswith("  Equilibrium")]
    assert len(heads) > 1
    assert [head.lstrip("*") for group in heads for head in group] == [str(number + 1) for number in range(9)]
    assert narrow.count("gate is open, ash at yard") == len(heads) * wide.count("gate is open, ash at yard")
    assert max(map(len, narrow.splitlines())) <= 40


def test_two_variables_of_levels_have_a_table_each(detente, tmp_path, monkeypatch):
    """The long run of several variables stands below the list, at the width of a plain terminal, and names each."""
    two = SMALL.replace(
        "transitions:",
        "  bridge: {name: The bridge, levels: [whole, damaged, broken], now: whole, why: assumed}\ntransitions:",
    ).replace("agendas:", "  bridge:\n    - {when: gate is shut, to: damaged, chance: 5%, why: assumed}\nagendas:", 1)
    path = tmp_path / "two.yaml"
    path.write_text(two)
    monkeypatch.setenv("COLUMNS", "80")
    told = detente("equilibria", path, "--starts", "20").out
    assert "  Nr  Stable  Radius  Found  Regret\n" in told
    for variable, heads in (("bridge", "Nr  whole  damaged"), ("gate", "Nr  open  shut")):
        assert f"{variable}: per cent of months at each level in the long run" in told
        assert heads in " ".join(told.split("\n")).replace("   ", "  ")


def test_one_equilibrium_is_told_in_the_singular(detente, tmp_path):
    """Where there is one equilibrium nothing speaks of several."""
    path = tmp_path / "calm.yaml"
    path.write_text(SMALL.replace("worth: -6 point-months", "worth: 2 point-months"))
    told = detente("equilibria", path, "--verbose").out
    assert "\n1 equilibrium\n" in told
    assert "\nAnswers\n" in told
    assert "its index is 1" in told
    for word in ("How the answers differ", "their indices", "none of them", "In none", "each equilibrium", "Nr   A"):
        assert word not in told
    [question] = json.loads(detente("run", path, "--json", "--no-save").out)["questions"]
    assert question["equilibria"] == 1


def test_json_says_which_equilibrium_a_figure_is_of(detente, small):
    """A program that reads the JSON alone sees that a figure is of the first equilibrium, and of how many."""
    told = json.loads(detente("run", small, "--json", "--no-save").out)
    [question] = told["questions"]
    assert (question["equilibrium"], question["equilibria"]) == (1, 9)
    listed = told["certificate"]["equilibria"]
    for name in ("equilibrium", "stable", "principal"):
        assert [row[name] for row in question["by_equilibrium"]] == [row[name] for row in listed]
    assert "equilibrium 1 of 9" in told["run"]["note"]


def test_the_simulation_solver_can_be_asked_for(detente, small):
    """`--solver simulation` solves a finite scenario as if it were rich."""
    told = json.loads(detente("run", small, "--json", "--no-save", "--quick", "--solver", "simulation").out)
    assert told["run"]["solver"] == "simulation"
    assert "by_equilibrium" not in told["questions"][0]


def test_a_scenario_with_ranges_is_refused_with_the_reason(detente):
    """What is not finite has no list of equilibria; one message says all that makes it endless, at the first place."""
    done = detente("equilibria", "two-rivals")
    assert done.code == 1
    assert done.err.count("E430") == 1
    assert "range" in done.err
    assert "not of levels" in done.err
    assert "| posts:" in " ".join(done.err.split())
    assert "^" * len("posts") in done.err


def test_an_only_range_is_shown_where_it_stands(detente, tmp_path):
    """Where one number makes a scenario endless, the caret stands under it."""
    path = tmp_path / "range.yaml"
    path.write_text(SMALL.replace("worth: -6 point-months", "worth: -6 to -5 point-months", 1))
    done = detente("equilibria", path)
    assert done.code == 1
    shown = done.err.splitlines()
    line = next(k for k, text in enumerate(shown) if "-6 to -5" in text)
    column = shown[line + 1].index("^")
    assert shown[line][column:].startswith("-6 to -5")
    assert "write one value" in done.err


def test_moves_cannot_be_announced_exactly(detente, small):
    """An announced what-if that forces a move is refused, with what to do instead."""
    done = detente("compare", small, "ash proposes bolt in 2030-03", "--announced")
    assert done.code == 1
    assert "E432" in done.err
    assert "--solver simulation" in done.err


def test_a_number_can_be_announced_exactly(detente, small):
    """With another number the game is solved again: it is then Elm who bolts, as good as always."""
    line = "number agendas.ash.payoffs.clash.worth is -30 point-months"
    told = json.loads(detente("compare", small, line, "--announced", "--json").out)
    [whatif] = told["whatifs"]
    assert whatif["announced"]
    assert whatif["equilibrium"] == 1
    assert whatif["questions"][0]["difference"] > 0.2


@pytest.mark.parametrize("text", ["many", "-3", "1.5"])
def test_starts_are_a_number_or_adaptive(detente, small, text):
    """Anything else is wrong usage."""
    done = detente("equilibria", small, "--starts", text)
    assert done.code == 2
    assert "--starts" in done.err
