"""`detente equilibria`, and what an exact solution changes in the other commands."""

import json

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


def test_verbose_adds_who_does_what(detente, small):
    """`--verbose` prints the odds of every action in every state."""
    assert "Play in equilibrium 3" in detente("equilibria", small, "--verbose").out


def test_the_simulation_solver_can_be_asked_for(detente, small):
    """`--solver simulation` solves a finite scenario as if it were rich."""
    told = json.loads(detente("run", small, "--json", "--no-save", "--quick", "--solver", "simulation").out)
    assert told["run"]["solver"] == "simulation"
    assert "by_equilibrium" not in told["questions"][0]


def test_a_scenario_with_ranges_is_refused_with_the_reason(detente):
    """What is not finite has no list of equilibria; the message says what makes it endless."""
    done = detente("equilibria", "two-rivals")
    assert done.code == 1
    assert "E430" in done.err
    assert "range" in done.err


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
    assert whatif["questions"][0]["difference"] > 0.2


@pytest.mark.parametrize("text", ["many", "-3", "1.5"])
def test_starts_are_a_number_or_adaptive(detente, small, text):
    """Anything else is wrong usage."""
    done = detente("equilibria", small, "--starts", text)
    assert done.code == 2
    assert "--starts" in done.err
