"""Other readings of the flagship: what is changed is what the page says, and the rows are told as they came out."""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from math import isclose

import pytest
from pages import collecting, readings, robust
from pages.records import SCENARIO, Record, Records, game_hash

from detente.scenario import load, parse
from detente.scenario.model import Number


@cache
def flagship():
    """Read the flagship once."""
    return load(SCENARIO)


def changed(name: str) -> dict[str, tuple[Number, Number]]:
    """Return the numbers that a reading changes, before and after."""
    change = readings.READINGS[name].change
    assert change is not None
    after = change(flagship()).numbers
    return {path: (number, after[path]) for path, number in flagship().numbers.items() if after[path] != number}


@pytest.mark.parametrize(("name", "times"), [("half", 0.5), ("double", 2.0)])
def test_indifference_alone_is_multiplied(name, times):
    """Everybody's indifference is halved or doubled, both ends of its range, and nothing else."""
    found = changed(name)
    assert {path.split(".")[1] for path in found} == {
        actor for actor, one in flagship().agendas.items() if one.wants or one.types
    }
    for path, (before, after) in found.items():
        assert path.endswith(".indifference")
        assert (after.low, after.high) == (times * before.low, times * before.high)


def test_every_range_is_wider_and_keeps_its_side():
    """A range is half as wide again about its middle; an end stops at nought, and shares stay between 0 and 100.

    An end of a share at 0 or 100 is drawn as 0.5 or 99.5, and goes out from there.
    """
    found = changed("wide")
    assert set(found) == {path for path, number in flagship().numbers.items() if number.low < number.high}
    for before, after in found.values():
        low, high = (
            (before.low, before.high) if before.kind != "share" else (max(before.low, 0.5), min(before.high, 99.5))
        )
        assert after.low <= low < high <= after.high
        assert before.low * after.low >= 0
        assert before.high * after.high >= 0
        if before.kind == "positive":
            assert isclose(after.high / after.low, (before.high / before.low) ** 1.5, rel_tol=1e-9)
        elif before.kind == "signed" and after.low and after.high:
            assert isclose(after.high - after.low, 1.5 * (before.high - before.low), rel_tol=1e-9)
        elif before.kind != "signed":
            assert after.low > 0
            assert after.high < 100


def test_agendas_are_dealt_out():
    """Each of five governments has another's patience, indifference and wants; two types swap their wants."""
    dealt = parse(readings.scrambled(flagship().text))

    def wants(scenario, actor, type=None):
        agenda = scenario.agendas[actor]
        held = next(one for one in agenda.types if one.id == type).wants if type else agenda.wants
        return {want.variable: (want.weight.low, want.weight.high) for want in held}

    for actor, other in readings.DEALT.items():
        assert wants(dealt, actor) == wants(flagship(), other)
        for key in ("patience", "indifference"):
            mine, theirs = (one.numbers[f"agendas.{who}.{key}"] for one, who in ((dealt, actor), (flagship(), other)))
            assert (mine.low, mine.high) == (theirs.low, theirs.high)
    for actor, (one, other) in readings.SWAPPED.items():
        assert wants(dealt, actor, one) == wants(flagship(), actor, other)
        assert wants(dealt, actor, other) == wants(flagship(), actor, one)
    rest = [path for path in flagship().numbers if not path.startswith("agendas.")]
    assert [dealt.numbers[path].low for path in rest] == [flagship().numbers[path].low for path in rest]


def test_a_file_written_anew_plays_the_same(monkeypatch):
    """Where nothing is dealt out, the text that is written reads as the same game."""
    monkeypatch.setattr(readings, "DEALT", {})
    monkeypatch.setattr(readings, "SWAPPED", {})
    assert game_hash(parse(readings.scrambled(flagship().text))) == game_hash(flagship())


# ---------------------------------------------------------------- blocks


def moved(id: str, difference: float, error: float) -> dict:
    """Return a row of a reading."""
    ends = [difference - 0.02, difference + 0.02]
    return {"id": id, "ask": f"Is it {id}?", "difference": difference, "interval": ends, "error": error}


@pytest.fixture
def records(tmp_path):
    """Return two questions, a reading and a start, and what the questions hang on."""
    answer = {"interval": [0.1, 0.4], "error": 0.004, "word": "unlikely", "bound": "", "probability": 0.2}
    shares = {"share_assumptions": 0.25, "share_chance": 0.75}
    asked = [{"id": id, "ask": f"Is it {id}?", **answer, **shares} for id in ("a", "b")]
    share = {"value": 0.14, "low": 0.1, "high": 0.19}
    figures = {"loss_share": share, "gap_share": {"value": 0.44, "low": 0.4, "high": 0.5}}
    rows = [
        {"reading": "half", "told": "", "questions": [moved("a", 0.05, 0.005), moved("b", 0.001, 0.004)], **figures},
        {"reading": "dovish", "told": "", "questions": [moved("a", 0.0, 0.0), moved("b", -0.03, 0.004)], **figures},
    ]
    rows[0]["play_moved"], rows[1]["play_moved"] = None, 0.012
    leaning = [
        {"id": "a", "number": "cards.x.chance", "share": 0.6, "interval": [0.5, 0.7]},
        {"id": "b", "number": "cards.y.chance", "share": 0.1, "interval": [0.05, 0.2]},
    ]
    for name, data in {"forecast": {"questions": asked}, "readings": {"readings": rows, "leanings": leaning}}.items():
        collecting.write_record(tmp_path / f"{name}.json", Record("", SCENARIO, "h", "g", "0", data))
    return Records(tmp_path)


def test_readings_and_starts_have_tables_of_their_own(records):
    """A question stands with its chance and how far each reading moves it; what chance could make is a dot."""
    assert "| Is it a? | 20 % [10 to 40] | +5.0 [+3.0 to +7.0] |" in robust.table_of_readings(records)
    assert "| Is it b? | 20 % [10 to 40] | · |" in robust.table_of_readings(records)
    assert "| Is it b? | 20 % [10 to 40] | -3.0 [-5.0 to -1.0] |" in robust.table_of_starts(records)


def test_how_readings_fare(records):
    """Each reading has how many questions move, by how much on average and at most, and its certificate."""
    told = robust.how_readings_fare(records)
    assert "| Indifference halved | 1 of 2 | 2.6 | +5.0 [+3.0 to +7.0] | 14 % [10 to 19] | 44 % [40 to 50] |" in told
    assert told.splitlines()[-1].endswith("| 1.2 % |")


def test_numbers_that_stand_out(records):
    """A number is named that goes with a quarter or more of what differs between worlds."""
    assert robust.numbers_that_stand_out(records).splitlines()[2:] == [
        "| Is it a? | `cards.x.chance` | 60 % [50 to 70] |"
    ]


def test_readings_are_those_of_the_strategies_that_ship(tmp_path, monkeypatch):
    """What was measured against other strategies than those that ship is measured anew; the rest is kept."""
    solved = []

    def canned(names: Sequence[str]) -> Iterator[dict]:
        for name in names:
            solved.append(name)
            yield {"reading": name}

    for name, stand_in in (("readings", canned), ("leanings", lambda *_: []), ("_as_it_ships", lambda: ())):
        monkeypatch.setattr(readings, name, stand_in)
    for _ in range(2):
        readings.write_readings(["half"], folder=tmp_path)
    assert solved == ["half"]
    monkeypatch.setattr(readings, "what_ships", lambda: "others")
    readings.write_readings(["double"], folder=tmp_path)
    assert solved == ["half", "double"]
    record = json.loads((tmp_path / "readings.json").read_text(encoding="utf-8"))
    assert [row["reading"] for row in record["data"]["readings"]] == ["double"]
