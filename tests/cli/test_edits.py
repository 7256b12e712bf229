"""`detente compare OLD NEW`: what differs between two files, and how every question moves."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cli.test_equilibria import SMALL
from detente.scenario.library import library_path
from detente.scenario.model import Scenario

RIVALS = library_path("two-rivals").read_text(encoding="utf-8")

# One edit of each kind: numbers, conditions, what is left out and added, an element removed, added, renamed; words.
EDITS = (
    ("title: Two rivals on one ridge", "title: Two rivals, later"),
    ("months: 36\n", "months: 38\n"),
    ("wants: {posts: +35, trade: +40, standing: +25}", "wants: {posts: +35, trade: +50, standing: +15}"),
    ("    patience: 36 months", "    patience: none"),
    ("    now: 40\n    half_life: never", "    now: 35 to 45\n    half_life: 60 months"),
    ("{strength: -60 to -20, after: 1 month,", "{strength: -80 to -20, after: 2 months, while: posts above 10,"),
    ("    usual: 1 in 2 years\n    pause: 6 months", "    usual: 1 in 3 years\n    pause: 4 months"),
    ("    effects: {posts: -3 to -1, tension: -12 to -4, standing: -8 to -2}", "    effects: {posts: -5, trade: +2}"),
    ("    when: posts at least 30", "    when: posts at least 30 or tension above 70"),
    ("    chance: 40 to 80%", "    chance: 100 - tension"),
    ("  incident: {chance: 4% a month", "  shots: {chance: 4% a month"),
    ("Does Arden give up posts before the end of 2031?", "Does Arden give posts up by then?"),
    ("  trade_survives:\n", "  trade_lives:\n"),
    ("    do: [borea does not propose sanctions]", "    do: [borea does not propose sanctions, set tension to 20]"),
)


def edited(text: str, *changes: tuple[str, str]) -> str:
    """Return a text with parts replaced at the first place where they stand."""
    for old, new in changes:
        assert old in text, f"`{old}` is not to be found"
        text = text.replace(old, new, 1)
    return text


@pytest.fixture
def write(tmp_path, monkeypatch) -> Callable[..., str]:
    """Write a scenario into the folder in which the test works, and return its name."""
    monkeypatch.chdir(tmp_path)

    def to(name: str, text: str) -> str:
        Path(name).write_text(text, encoding="utf-8")
        return name

    return to


# ---------------------------------------------------------------- what differs


def test_what_differs_is_told_by_element_and_field(detente, golden, write):
    """Every field that differs stands under its element, its number or condition as it was and as it is."""
    ended = detente("compare", "two-rivals", write("my-ridge.yaml", edited(RIVALS, *EDITS)), "--no-run")
    assert (ended.code, ended.err) == (0, "")
    golden("compare-edits.txt", ended.out)


def test_verbose_tells_in_full_what_was_added(detente, write):
    """With --verbose an added element is shown with everything that the file says of it."""
    out = detente("compare", "two-rivals", write("new.yaml", edited(RIVALS, *EDITS)), "--no-run", "--verbose").out
    assert "shots (added)\n        name     A shot is fired\n        chance   4% a month" in out


def test_citations_are_told_to_move_nothing(detente, write):
    """A changed citation is told with the line that no question moves by it."""
    claims = 'sources:\n  a: {author: A}\nclaims:\n  p: {source: a, role: premise, says: "Posts anger."}\n'
    new = edited(RIVALS, ("+20 to +60, why: assumed", "+20 to +60, why: p")) + claims
    out = detente("compare", "two-rivals", write("cited.yaml", new), "--no-run").out
    assert "why  assumed -> p" in out
    assert "Nothing of this moves a question" in out
    more = write("more.yaml", edited(new, ("months: 36\n", "months: 40\n")))
    out = detente("compare", "two-rivals", more, "--no-run").out
    assert "(why, data, because, source) moves no question" in " ".join(out.split())


def test_files_that_say_the_same_do_not_differ(detente, write):
    """Nothing differs between a file and itself, or itself with other comments."""
    assert "the two files are the same" in detente("compare", "two-rivals", "two-rivals", "--no-run").out
    out = detente("compare", "two-rivals", write("same.yaml", f"# mine\n{RIVALS}"), "--no-run").out
    assert "Nothing: only comments, order or how it is written" in out


def test_numbers_set_for_the_run_are_set_in_both(detente, write):
    """`--set` changes the number in both files, so that it is no difference any more."""
    name = write("calm.yaml", edited(RIVALS, ("now: 60", "now: 50")))
    assert "60 -> 50" in detente("compare", "two-rivals", name, "--no-run").out
    out = detente("compare", "two-rivals", name, "--no-run", "--set", "variables.trade.now=40").out
    assert "Nothing" in out


def test_differences_as_json(detente, write):
    """With --json a difference has its texts, its numbers and whether a question can move by it."""
    name = write("new.yaml", edited(RIVALS, ("{strength: +20 to +60", "{strength: +30 to +60")))
    data = json.loads(detente("compare", "two-rivals", name, "--no-run", "--json").out)
    assert set(data) == {"old", "new", "differences"}
    (element,) = data["differences"]["elements"]
    (change,) = element["changes"]
    assert (element["section"], element["id"], element["status"]) == ("links", "posts -> tension", "changed")
    assert (change["field"], change["old"], change["new"]) == ("strength", "+20 to +60 points", "+30 to +60 points")
    assert change["new_value"]["low"] == 30
    assert change["new_value"]["path"] == "links.posts -> tension.strength"
    assert element["moves"]


# ---------------------------------------------------------------- which scenario is meant


@pytest.mark.parametrize(
    ("names", "code", "told"),
    [
        (["missing.yaml"], "E101", "there is no file and no library scenario missing.yaml"),
        (["folder/mine"], "E101", "there is no file"),
        (["two-rival"], "E101", "did you mean the library scenario `two-rivals`?"),
        (["no_sanctoins"], "E402", "did you mean `no_sanctions`?"),
        (["no_sanctions"], "E435", "write its path, `./no_sanctions`"),
        (["mine.yaml", "no_sanctions"], "E435", "borea does not propose sanctions"),
        (["mine.yaml", "set trade to 50"], "E436", "`mine.yaml` is a scenario, and `set trade to 50` a what-if"),
        (["mine.yaml", "two-rivals", "northeast-asia"], "E436", "`two-rivals` is a third"),
        (["."], "E102", "is a folder"),
    ],
)
def test_what_cannot_be_compared_is_the_users_mistake(detente, write, names, code, told):
    """A name that is both, too many scenarios, what-ifs beside two and missing files are told with the way out."""
    write("mine.yaml", RIVALS)
    write("no_sanctions", RIVALS)
    ended = detente("compare", "two-rivals", *names)
    assert (ended.code, ended.out) == (1, "")
    assert f"error {code}" in ended.err
    assert told in " ".join(ended.err.split())


def test_a_path_says_that_the_file_is_meant(detente, write):
    """What is a what-if too is a file when it is written as a path; a folder of that name is no scenario."""
    write("no_sanctions", RIVALS)
    assert "What differs" in detente("compare", "two-rivals", "./no_sanctions", "--no-run").out


@pytest.mark.parametrize("arguments", [["no_sanctions", "--no-run"], ["mine.yaml", "--announced"]])
def test_options_that_go_with_the_other_use_are_wrong_usage(detente, write, arguments):
    """--no-run goes with two scenarios, --announced with what-ifs."""
    write("mine.yaml", RIVALS)
    ended = detente("compare", "two-rivals", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert arguments[1] in ended.err


def test_faults_of_the_second_file_are_told_at_their_place(detente, write):
    """A second file that is wrong is told as any wrong file is, before anything is run."""
    ended = detente("compare", "two-rivals", write("wrong.yaml", edited(RIVALS, ("now: 60", "now: sixty"))))
    assert ended.code == 1
    assert "--> wrong.yaml:" in ended.err


# ---------------------------------------------------------------- how questions move


POOR = edited(
    RIVALS,
    ("now: 60, half_life", "now: 50, half_life"),
    ("posts before the end of 2031?", "posts by 2031?"),
    ("\nwhatifs:", '  calm: {ask: "Is it calm?", yes_if: tension below 50 in 2032-12}\n\nwhatifs:'),
)


@pytest.fixture(scope="module")
def played():
    """Play two-rivals and its poorer version once, by the usual odds."""
    from detente.pipeline import RunOptions, run
    from detente.scenario import parse

    options = RunOptions(worlds=16, futures=8, unsolved=True, workers=1)
    return {name: run(parse(text), options) for name, text in (("two-rivals", RIVALS), ("poor", POOR))}


@pytest.fixture
def canned_pair(played, monkeypatch):
    """Let commands find these runs instead of making them; return which were asked for."""
    asked = []

    def run(scenario: Scenario, options: object, *, begin: object, progress: object) -> object:
        asked.append(scenario.name)
        return replace(played[scenario.name], scenario=scenario, folder=None)

    monkeypatch.setattr("detente.pipeline.run", run)
    return asked


def test_questions_are_printed_as_they_move(detente, golden, write, canned_pair):
    """Paired questions come with their difference, others alone with their chance, and how both were played."""
    out = detente("compare", "two-rivals", write("poor.yaml", POOR), "--no-save").out
    golden("compare-poor.txt", out, slack=1.0)
    assert canned_pair == ["two-rivals", "poor"]


def test_a_comparison_as_json(detente, write, canned_pair):
    """With --json each question has both figures and their difference, and both runs their records."""
    data = json.loads(detente("compare", "two-rivals", write("poor.yaml", POOR), "--json", "--no-save").out)
    withdraws, trade = data["questions"]
    assert (withdraws["difference"], withdraws["interval"], withdraws["error"]) == (0.0, [0.0, 0.0], 0.0)
    assert trade["difference"] == pytest.approx(trade["new"]["probability"] - trade["old"]["probability"])
    assert trade["difference"] < 0
    assert [(one["id"], one["side"]) for one in data["alone"]] == [("calm", "new")]
    assert data["paired"]
    assert data["runs"]["new"]["run"]["scenario"] == "poor"
    assert data["runs"]["old"]["questions"][1]["probability"] == trade["old"]["probability"]


def test_both_runs_are_kept(detente, write, canned_pair):
    """`detente runs` knows both, under their names; --no-save keeps neither."""
    name = write("poor.yaml", POOR)
    assert detente("compare", "two-rivals", name, "--no-save").code == 0
    assert json.loads(detente("runs", "--json").out)["runs"] == []
    out = detente("compare", "two-rivals", name).out
    kept = json.loads(detente("runs", "--json").out)["runs"]
    assert sorted(run["name"] for run in kept) == ["poor", "two-rivals"]
    assert all(run["path"] in out for run in kept)


def test_an_interruption_leaves_what_is_done(detente, write, rivals, monkeypatch):
    """Stopped in the second run, the first is kept, and the exit code says so."""
    calls = []

    def run(scenario: object, options: object, *, begin: object, progress: Callable[[str, float], None]) -> object:
        calls.append(scenario)
        progress("solving: round 1 of 2", 0.0)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return rivals

    monkeypatch.setattr("detente.pipeline.run", run)
    ended = detente("compare", "two-rivals", write("mine.yaml", RIVALS), "--verbose")
    assert ended.code == 130
    assert "solving, two-rivals" in ended.err
    assert "solving, mine.yaml" in ended.err
    assert len(json.loads(detente("runs", "--json").out)["runs"]) == 1


PARK = """
detente: 1
title: A mayor and a park
start: 2030-01
months: 12
actors:
  mayor: {name: "The mayor"}
agendas:
  mayor: {patience: 12 months, indifference: 0.5 points, wants: {park: +40, purse: +60}, why: assumed}
variables:
  park: {name: "The park", now: 30, half_life: 12 months, why: assumed}
  purse: {name: "The town's purse", now: 60, half_life: 12 months, why: assumed}
cards:
  plant: {name: "Plant trees", by: mayor, table: town, usual: 1 a year, pause: 2 months,
          effects: {park: +6 to +10, purse: -6}, why: assumed}
questions:
  planted: {ask: "Are trees planted twice in 2030?", yes_if: times(plant) at least 2 in 2030-12}
"""
QUICK = ("--quick", "--worlds", "32", "--futures", "16", "--workers", "1", "--no-save", "--json")


def test_one_number_moves_a_question_the_way_it_must(detente, write):
    """A mayor who cares more for the park plants more often: strategies are solved for each file."""
    greener = write("greener.yaml", edited(PARK, ("park: +40, purse: +60", "park: +80, purse: +20")))
    data = json.loads(detente("compare", write("park.yaml", PARK), greener, *QUICK).out)
    (planted,) = data["questions"]
    assert planted["difference"] > 0.2
    assert planted["difference"] > 5 * planted["error"]


def test_what_was_renamed_is_said_to_be_another(detente, write):
    """An element under another name is another one: it is told that it says the same, and is not paired."""
    name = write("shots.yaml", edited(RIVALS, ("  incident: {chance", "  shots: {chance")))
    out = " ".join(detente("compare", "two-rivals", name, "--no-run").out.split())
    assert "`shots` says what `incident` said" in out


def test_the_same_file_solved_twice_moves_nothing(detente, write):
    """Solving and playing depend on the content alone: other comments and words move a question by exactly 0."""
    other = write("other.yaml", "# mine\n" + edited(PARK, ("Plant trees", "Plant a tree")))
    data = json.loads(detente("compare", write("park.yaml", PARK), other, *QUICK).out)
    (planted,) = data["questions"]
    assert (planted["difference"], planted["interval"], planted["error"]) == (0.0, [0.0, 0.0], 0.0)
    assert not data["differences"]["moves"]


# ---------------------------------------------------------------- finite scenarios


def test_equilibria_of_two_games_are_not_matched(detente, write):
    """Where a file has several equilibria the rows stand beside each other, and nothing is paired."""
    timid = write("timid.yaml", edited(SMALL, ("indifference: 1 point", "indifference: 9 point")))
    old = write("gate.yaml", SMALL)
    told = " ".join(detente("compare", old, timid, "--worlds", "8", "--no-save").out.split())
    assert "The old file has 9 equilibria (4 stable), the new one has 1 equilibrium (stable)." in told
    assert "They cannot be matched one by one." in told
    data = json.loads(detente("compare", old, timid, "--worlds", "8", "--no-save", "--json").out)
    assert not data["paired"]
    assert "difference" not in data["questions"][0]


def test_one_equilibrium_is_set_against_one(detente, write):
    """Where both files have one equilibrium, or make the same game, figures stand in pairs."""
    timid = edited(SMALL, ("indifference: 1 point", "indifference: 9 point"))
    names = write("timid.yaml", timid), write("bolder.yaml", edited(timid, ("worth: -6", "worth: -2")))
    told = " ".join(detente("compare", *names, "--worlds", "8", "--no-save", "--verbose").out.split())
    assert "Before After Change in points" in told
    assert "Strategies were solved for each file" in told
