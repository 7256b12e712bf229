"""`detente check`: every fault with its place, or a summary."""

import json

FIVE_MISTAKES = """\
detente: 1
title: Five mistakes
start: 2030-01
months: 12
actors:
  arden:
    name: Arden
agendas:
  arden:
    patience: 12 months
    indifference: 0.3 points
    wants: {standing: +60}
    why: assumed
variables:
  standing:
    name: Standing at home
    nois: 2
    now: 60 to 40
    half_life: 6 months
    why: assumed
cards:
  speech:
    by: arden
    table: home
    when: standng below 50
    effects: {standing: -6,000}
    why: assumed
"""


def test_a_sound_scenario_is_summed_up(detente, golden):
    """A scenario without faults is summed up: what it holds, what is cited, what is doubtful."""
    ended = detente("check", "two-rivals")
    assert (ended.code, ended.err) == (0, "")
    golden("check-two-rivals.txt", ended.out)


def test_check_says_whether_a_scenario_is_finite(detente, tmp_path):
    """A line says that a scenario is solved exactly, or why not; what depends on counting states is left open."""
    assert "finite           yes (at most 3 states): solved exactly" in detente("check", "crisis-koreas").out
    assert (
        "finite           no (4 variables without levels, 22 ranges): simulated" in detente("check", "two-rivals").out
    )
    detente("new", tmp_path / "timed.yaml", "--like", "crisis-koreas")
    path = tmp_path / "timed.yaml"
    path.write_text(path.read_text().replace("table: force,", "table: force, pause: 3 months,"))
    told = " ".join(detente("check", path).out.split())
    assert "finite yes: solved exactly, every equilibrium, unless it is too large" in told


def test_json_says_why_a_scenario_is_not_finite(detente):
    """--json has the reasons in full."""
    rich, finite = (json.loads(detente("check", name, "--json").out) for name in ("two-rivals", "crisis-koreas"))
    assert (rich["finite"], len(rich["not_finite"])) == (False, 2)
    assert (finite["finite"], finite["not_finite"]) == (True, [])


def test_assumed_ties_are_listed_on_request(detente):
    """--verbose lists the elements whose ties are assumed."""
    assert "Ties that are assumed" in detente("check", "two-rivals", "--verbose").out


def test_the_summary_comes_as_json(detente):
    """--json gives the same counts to programs."""
    data = json.loads(detente("check", "two-rivals", "--json").out)
    assert data["faults"] == []
    assert data["elements"]["cards"] == 5
    assert set(data["ties"]) == {"cited", "assumed"}
    assert set(data["sizes"]) == {"from_data", "assumed"}


def test_five_mistakes_are_all_shown_with_carets(detente, tmp_path, monkeypatch, golden):
    """Every planted mistake is shown in one go, with its line, a caret and a remedy; the code is 1."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "five.yaml").write_text(FIVE_MISTAKES, encoding="utf-8")
    ended = detente("check", "five.yaml")
    assert (ended.code, ended.out) == (1, "")
    for line in (12, 17, 18, 25, 26):
        assert f"five.yaml:{line}:" in ended.err
    assert ended.err.count("^") >= 5
    golden("check-five-mistakes.txt", ended.err)


def test_faults_as_json_have_places(detente, tmp_path):
    """With --json each fault has its code, line, column and remedy."""
    path = tmp_path / "five.yaml"
    path.write_text(FIVE_MISTAKES, encoding="utf-8")
    ended = detente("check", path, "--json")
    faults = json.loads(ended.out)["faults"]
    assert ended.code == 1
    assert len(faults) >= 5
    assert all(fault["line"] and fault["column"] and fault["code"] for fault in faults)


def test_doubts_of_one_code_are_folded_beyond_three(detente):
    """Ten deliberate doubts of one kind are three and a line; --verbose shows all, and JSON is complete."""
    brief = detente("check", "northeast-asia").out
    whole = detente("check", "northeast-asia", "--verbose").out
    data = json.loads(detente("check", "northeast-asia", "--json").out)["doubts"]
    drifts = [doubt for doubt in data if doubt["code"] == "D101"]
    assert len(drifts) > 3
    assert f"{len(data)} doubts" in brief
    assert brief.count("doubt D101: `") == 3
    folded = " ".join(brief.split())
    lines = ", ".join(str(doubt["line"]) for doubt in drifts[3:])
    assert f"doubt D101: {len(drifts) - 3} more (lines {lines}); --verbose shows them all" in folded
    assert whole.count("doubt D101: `") == len(drifts)


def test_json_has_every_place_of_a_fault(detente, tmp_path):
    """A fault that shows in several places is one, with the others beside it."""
    path = tmp_path / "town.yaml"
    detente("new", path, "--like", "two-rivals")
    path.write_text(path.read_text().replace("\n  tension:", "\n  tensiom:", 1))
    faults = json.loads(detente("check", path, "--json").out)["faults"]
    fault = next(fault for fault in faults if "`tension`" in fault["message"])
    assert len(fault["also"]) > 1
    assert all(place["line"] > fault["line"] for place in fault["also"])
