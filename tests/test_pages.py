"""The pages of live numbers: they say what their records say, and the records are of the scenario as it is."""

import json
import re
from functools import cache
from pathlib import Path

import pytest
from pages import collecting, figures, filling, forecast, minds, plays, words
from pages.asked import ASKED
from pages.inline import number
from pages.records import NUMBERS, ROOT, SCENARIO, NotThere, Record, Records, game_hash

from detente.results.figures import Difference
from detente.scenario import load

TEXTS = {name: (filling.DOCS / name).read_text(encoding="utf-8") for name in filling.PAGES}
MARKS = [
    pytest.param(page, name, text, id=f"{page}: {name}")
    for page, whole in TEXTS.items()
    for name, text in filling.marks(whole)
]
RECORDS = Records()
BORDER_TOWN = ROOT / "docs" / "examples" / "border-town.yaml"


# ---------------------------------------------------------------- the pages as they stand


@cache
def as_it_is() -> str:
    """Hash the game of the scenario in the library."""
    return game_hash(load(SCENARIO))


@pytest.mark.parametrize(("page", "name", "text"), MARKS)
def test_a_page_says_what_its_records_say(page, name, text):
    """Filled again from docs/numbers, a block or a number is what stands in the page."""
    missing: set[str] = set()
    again = filling.filled(text, RECORDS, missing)
    if missing:
        pytest.skip(f"not run yet: {', '.join(missing)}")
    assert again == text, f"docs/{page}: `{name}` is stale; `python -m pages fill` writes it"


@pytest.mark.parametrize("page", filling.PAGES)
def test_marks_are_whole(page):
    """Every mark of a page has its end; a number never begins a line, where Markdown would not read on."""
    text = TEXTS[page]
    begun = len(re.findall(r"<!-- numbers?:", text))
    assert begun == text.count("<!-- end -->") == len(list(filling.marks(text)))
    assert not re.search(r"^\s*<!-- number:", text, re.MULTILINE)


@pytest.mark.parametrize("name", figures.FIGURES)
def test_a_picture_is_drawn_from_its_records(name):
    """A picture bears the stamp of the rows that its records give."""
    path = ROOT / "docs" / "pictures" / f"{name}.svg"
    try:
        rows = figures.FIGURES[name].rows(RECORDS)
    except NotThere as missing:
        pytest.skip(f"not run yet: {missing}")
    drawn = path.read_text(encoding="utf-8") if path.is_file() else ""
    assert figures.stamp(rows) in drawn, f"docs/pictures/{name}.svg is stale; `make pages` draws it"


@pytest.mark.parametrize("name", [*collecting.COMMANDS, "readings"])
def test_records_are_of_the_scenario_as_it_is(name):
    """A record was made from a scenario that plays as the library's does; names and citations may differ."""
    try:
        record = RECORDS[name]
    except NotThere as missing:
        pytest.skip(f"not run yet: {missing}")
    assert record.game == as_it_is(), (
        f"docs/numbers/{name}.json is of another {SCENARIO}: `make pages AGAIN=--again` runs it again"
    )


def test_every_question_has_its_group_and_its_outcome():
    """The groups are those of the comments in the file, in its order, with every question once."""
    found: dict[str, list[str]] = {}
    section = load(SCENARIO).text.split("\nquestions:\n")[1].split("\n\n")[0]
    for month, id in re.findall(r"^  # as asked in (.*)$|^  (\w+):$", section, re.MULTILINE):
        if month:
            found[month] = []
        else:
            found[list(found)[-1]].append(id)
    assert {month: list(group) for month, group in ASKED.items()} == found


def test_what_came_of_a_question_stands_in_the_record():
    """An outcome quotes events of `history:`, or a reading in the month of which it speaks."""
    history = load(SCENARIO).history
    events = {entry.event.text for entry in history if entry.event is not None}
    read = {entry.variable for entry in history if entry.event is None}
    for asked in (one for group in ASKED.values() for one in group.values()):
        for quoted in re.findall(r"`([^`]+)`", asked.reason):
            assert quoted in events | read


def test_the_what_ifs_are_those_before_the_tests():
    """The what-ifs that are run are the first of the file, up to those that the tests of conclusions look at."""
    listed = sorted(load(SCENARIO).whatifs.values(), key=lambda one: one.place.line if one.place else 0)
    assert [one.id for one in listed][: len(collecting.WHATIFS)] == list(collecting.WHATIFS)
    assert listed[len(collecting.WHATIFS)].id == "agreement_signed"


# ---------------------------------------------------------------- collecting


def test_what_belongs_to_one_machine_is_left_out():
    """Seconds, folders, ids and versions go, detente's stays; floats keep four figures, whole ones none behind."""
    run = {
        "id": "x",
        "folder": "/tmp",
        "seconds": {"a": 1.0},
        "hash": "h",
        "versions": {"detente": "0.1.0", "jax": "1"},
    }
    data = {"questions": [{"id": "q", "probability": 0.12345678}], "run": run, "n": 2.0000001}
    assert collecting.trimmed(data) == {
        "questions": [{"id": "q", "probability": 0.123457}],
        "run": {"hash": "h", "versions": {"detente": "0.1.0"}},
        "n": 2,
    }


def test_a_record_that_is_written_is_read_again(tmp_path):
    """What is written is JSON that gives the same record; lists of numbers stand on one line."""
    record = Record("detente run x", "x", "h", "g", "0", {"mean": [1, 2.5, None, -1e-05], "months": ["2018-05"]})
    collecting.write_record(tmp_path / "one.json", record)
    assert Records(tmp_path)["one"] == record
    assert '"mean": [1, 2.5, null, -1e-05]' in (tmp_path / "one.json").read_text()


def test_collecting_goes_on_where_it_stopped(tmp_path, monkeypatch):
    """What is there is not run again unless asked for; a command that fails stops the rest and loses nothing."""
    ran: list[str] = []
    fails: set[str] = {"beliefs"}

    def run(command):
        ran.append(command.arguments[0])
        return None if command.arguments[0] in fails else Record("", "", "", "", "", {})

    monkeypatch.setattr(collecting, "_run", run)
    names = ["forecast", "beliefs", "plausibility"]
    assert collecting.collect(names, folder=tmp_path) == 1
    fails.clear()
    assert collecting.collect(names, folder=tmp_path) == 0
    assert ran == ["run", "beliefs", "beliefs", "plausibility"]
    assert collecting.collect(["forecast"], folder=tmp_path, again=True) == 0
    assert ran[-1] == "run"


def test_wording_and_citations_leave_a_record_as_it_is(tmp_path):
    """Names, comments and grounds do not change the hash that records go by; a number does."""
    text = BORDER_TOWN.read_text(encoding="utf-8")
    before = game_hash(load(BORDER_TOWN))

    def changed(old: str, new: str) -> str:
        assert old in text
        path = tmp_path / "border-town.yaml"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return game_hash(load(path))

    number = re.search(r"now: (\d+) to (\d+)", text)
    assert number
    assert changed(text.splitlines()[0], f"{text.splitlines()[0]}\n# one more remark") == before
    assert changed("Does Arden", "Will Arden") == before
    assert changed(number[0], f"now: {number[1]} to {int(number[2]) + 1}") != before


# ---------------------------------------------------------------- blocks, on records as small as can be


def answer(id: str, chance: float, **more: object) -> dict:
    """Return a question's row."""
    figures = {"interval": [chance / 2, min(2 * chance, 1)], "error": 0.004, "word": "unlikely", "bound": ""}
    shares = {"share_assumptions": 0.25, "share_chance": 0.75}
    return {"id": id, "ask": f"Is it {id}?", "probability": chance, **figures, **shares, **more}


NONE = {"bound": "under", "probability": 0.0117, "interval": [0, 0.0117], "error": 0.0058, "word": "almost no chance"}


def moved(id: str, difference: float, error: float) -> dict:
    """Return a row of a what-if."""
    ends = [difference - 0.02, difference + 0.02]
    return {"id": id, "ask": f"Is it {id}?", "difference": difference, "interval": ends, "error": error}


def whatif(id: str, *rows: dict) -> dict:
    """Return a what-if."""
    return {"id": id, "name": f"What {id} says", "announced": True, "questions": list(rows)}


def typed(type: str, chance: float) -> dict:
    """Return a row of `by_type`."""
    return {
        key: value
        for key, value in answer("", chance, actor="pyongyang", type=type).items()
        if key not in ("id", "ask")
    }


@pytest.fixture
def records(tmp_path) -> Records:
    """Write tiny records of two questions, two what-ifs, two cards and one belief."""
    rows = [
        answer("first_summit", 0.24, by_type=[typed("trader", 0.6), typed("staller", 0.1)]),
        answer("second_summit", 0.0, **NONE, by_type=[typed("trader", 0.2), typed("staller", 0.2)]),
    ]
    whatifs = [
        whatif("washington_knows", moved("first_summit", 0.031, 0.005), moved("second_summit", 0.004, 0.005)),
        whatif("full_staffing", moved("first_summit", 0.004, 0.005), moved("second_summit", 0.0, 0.0)),
    ]
    course = {"mean": [47, 40], "low": [39, 31], "high": [55, 50]}
    truth = {
        "type": "staller",
        "worlds": 2,
        "share": 0.71,
        "still": [1, 1],
        "belief": {"trader": course, "staller": course},
    }
    held = {"believers": ["washington"], "other": "pyongyang", "months": ["2018-05", "2018-12"], "says": ["they learn"]}
    before = {"plays": 6, "years": 2.333, "low": 1.26, "high": 4.8}
    line = {"in_a_future": 1, "after": None, "typical": 0.3, "chance": 0.2}
    shares = {"plays_a_year": 0.67, "proposals_a_year": 1, "agreed": 0.64, "succeeded": 0.66}
    why = "credentials +0.550; promise +0.350; costs -0.010"
    tables = {"moves": [{"actor": "washington", "card": "summit", **shares, "gain": 0.55, "why": why}]}
    data = {
        "forecast": {"questions": rows, "certificate": {"sentence": "Certified."}},
        "whatifs": {"questions": rows, "whatifs": whatifs},
        "washington_knows": {"questions": rows, "whatifs": whatifs[:1]},
        "full_staffing": {"questions": rows, "whatifs": whatifs[1:]},
        "beliefs": {"beliefs": [{**held, "truths": [truth]}], "estimates": []},
        "plausibility": {
            "cards": [
                {"card": "test", "name": "Test a bomb", "a_year": 0.5, "before": before, **line},
                {
                    "card": "summit",
                    "name": "Meet",
                    "a_year": 0.2,
                    "before": {**before, "plays": 0, "low": 0.001},
                    **line,
                },
            ],
            "stuck": [],
            "doubts": ["test: too rare", "test: 0.5 plays lie below what the record before the start bears out"],
        },
    }
    for name, content in data.items():
        record = Record("detente", SCENARIO, "h", "g", "0", content, tables if name == "forecast" else {})
        collecting.write_record(tmp_path / f"{name}.json", record)
    return Records(tmp_path)


def test_a_probability_has_its_interval_and_its_word(records):
    """Inside a sentence a chance is told as on the terminal; an estimate of none is `under x %`."""
    assert number("first_summit", records) == "24 % [12 to 48], unlikely"
    assert number("second_summit", records) == "under 1.2 %, almost no chance"
    assert number("first_summit where pyongyang is trader", records) == "60 % [30 to 100], unlikely"


def test_a_difference_within_its_noise_is_said_to_be(records):
    """A difference is told in points with its interval, and in words where chance alone could have made it."""
    assert number("first_summit under washington_knows", records) == "+3.1 [+1.1 to +5.1]"
    told = number("second_summit under washington_knows announced", records)
    assert told == "+0.4 [-1.6 to +2.4], no difference seen"
    assert number("second_summit under full_staffing", records) == "no difference seen"
    assert words.change(Difference(float("nan"), (float("nan"), float("nan")), float("nan"))).startswith(
        "cannot be told"
    )


def test_other_numbers_of_a_sentence(records):
    """Plays a year and beliefs can stand in a sentence too; what nothing is called is an error."""
    assert number("test a year", records) == "0.5"
    assert number("washington on pyongyang as trader in 2018-12 where staller", records) == "40 % [31 to 50]"
    for wrong in ("third_summit", "nonsense a year", "is this a number?"):
        with pytest.raises(ValueError, match=r"called|written"):
            number(wrong, records)


def test_the_questions_stand_in_their_groups_with_what_happened(records):
    """A question that the record decides has its outcome beside it, another says why it has none."""
    table = forecast.table_of_questions(records)
    assert "| Is it first_summit? | 24 % | [12 to 48] | unlikely | 25 % | yes |" in table
    assert "| Is it second_summit? | under 1.2 % |" in table
    assert "*after the record ends*" in table


def test_answers_by_type_are_those_that_differ(records):
    """A question on which an actor's type tells nothing is counted and not shown."""
    told = forecast.table_by_type(records)
    assert "| Is it first_summit? | 60 % [30 to 100], unlikely | 10 % [5.0 to 20], unlikely |" in told
    assert "second_summit" not in told
    assert "The answer to one other question is the same whatever Pyongyang is" in told


def test_a_move_is_told_with_its_reasons(records):
    """A move has its rate, how it ends, and the parts of its gain that count."""
    row = (
        "| Washington | Meet (`summit`) | 0.67 | agreed 64 %, succeeds 66 % | +0.55: credentials +0.55, promise +0.35 |"
    )
    assert row in forecast.main_moves(records)


def test_what_is_off_the_record_is_marked(records):
    """A card that is played less often than the record bears out is marked; one never coded is counted apart."""
    assert (
        "| Test a bomb (`test`) | 0.5 | 2.6 [1.3 to 4.8], 6 in 2.3 years | **below the record** |"
        in plays.table_of_plays(records)
    )
    assert plays.what_is_off(records).startswith("Of 1 card coded in the record before the start, 1 lies outside")
    assert plays.doubts(records) == "- test: too rare"


def test_how_much_hangs_is_counted(records):
    """The paragraph counts the questions that move, names them, and says by how much an answer moves on average."""
    told = minds.how_much_hangs(records)
    assert "Where Washington knows the odds, 1 of 2 questions moves by more than chance could make" in told
    assert "Where every post is filled, none of 2 questions moves" in told
    assert re.search(
        r"moves by [\d.]+ points where Washington knows the odds, and by [\d.]+ points where every post", told
    )


def test_the_diagram_has_every_link(records):
    """The diagram of the scenario draws each link once, and groups every variable."""
    told, scenario = filling.BLOCKS["diagram"](records).splitlines(), load(SCENARIO)
    drawn = [re.sub(r" (-->|-\. less \.->) ", " -> ", line.strip()) for line in told if "->" in line]
    assert sorted(drawn) == sorted(scenario.links)
    assert {line.strip() for line in told} >= set(scenario.variables)


def test_what_is_not_there_stays_as_it_is(tmp_path):
    """Where a record is missing the page keeps what it says, and what is missing is named."""
    text = "<!-- numbers: eyes -->\n\nold\n\n<!-- end -->\n and <!-- number: first_summit -->old<!-- end -->"
    missing: set[str] = set()
    assert filling.filled(text, Records(tmp_path), missing) == text
    assert missing == {"docs/numbers/washington_knows.json", "docs/numbers/forecast.json"}


def test_a_page_is_filled_twice_alike(records):
    """Filling what has been filled changes nothing."""
    text = "<!-- numbers: certificate -->\nold\n<!-- end -->\n and <!-- number: first_summit -->old<!-- end -->."
    once = filling.filled(text, records)
    assert once == (
        "<!-- numbers: certificate -->\n\n> Certified.\n\n<!-- end -->\n"
        " and <!-- number: first_summit -->24 % [12 to 48], unlikely<!-- end -->."
    )
    assert filling.filled(once, records) == once


def test_rows_of_figures_say_where_a_difference_leads(records):
    """What Washington would see is laid off from where a question stands; none counts as nought, not as its bound."""
    rows = {(row["ask"], row["case"]): row for row in figures.eyes(records)}
    row = rows["Is it second_summit?", "Washington knows the odds"]
    assert (row["at"], row["low"], row["moves"]) == (0.4, 0.0, False)
    assert rows["Is it first_summit?", "Washington knows the odds"]["at"] == pytest.approx(27.1)
    assert figures.stamp(list(rows.values())) != figures.stamp([row])


def test_records_are_small_and_whole():
    """The records that are kept are what commands printed, each under a megabyte."""
    for path in NUMBERS.glob("*.json"):
        assert json.loads(path.read_text(encoding="utf-8"))["command"].startswith(("detente ", "python -m pages "))
        assert Path(path).stat().st_size < 1_000_000


def test_a_score_is_set_beside_an_even_chance():
    """Brier's score of chances that were given, against what came to yes: the mean of squares."""
    told = forecast._score([(0.2, "yes"), (0.1, "no")])
    assert told.startswith("Of 2 questions 1 came to yes, where the forecast gave 15 % on average.")
    assert "is 0.33;" in told  # (0.64 + 0.01) / 2 = 0.325
