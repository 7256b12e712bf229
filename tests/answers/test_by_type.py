"""Answers by type: worlds weighed so that types count by their chances, and paired differences of what-ifs."""

import numpy as np
import pytest

from detente import pipeline
from detente.answers.forecast import answer_questions
from detente.answers.whatif import moved_questions, shifts
from detente.results import folder, record
from detente.results.figures import forecast, forecast_by_type, parts_by_type

TRADER, CHANCES, CALM = "rival is trader", "number agendas.rival.types.trader.chance is 60%", "set calm to 50"
# Sums of a few hundred terms in float64, and weights that are kept as such.
EXACT = 1e-9


def test_types_have_worlds_enough_and_count_by_their_chances(minds):
    """The trader has 64 worlds or more and counts for its mean chance; a type of chance 0 has none."""
    parts = parts_by_type(minds.results)
    assert set(parts) == {("rival", "trader"), ("rival", "staller")}
    assert parts["rival", "trader"].worlds >= 64
    # Logit-normal from 10 to 30 %: a mean of 18.4 %, within the rounding of a Latin hypercube of 256 worlds.
    assert parts["rival", "trader"].share == pytest.approx(0.184, abs=0.01)
    assert minds.results["weight"].mean() == pytest.approx(1.0)


def test_the_whole_is_the_weighted_mean_of_its_parts(minds):
    """The forecast adds up the chances by type by what the types count for."""
    whole, parts = minds.forecast()["frozen"], parts_by_type(minds.results)
    by_type = minds.by_type()
    found = {
        type: np.average(
            minds.results["yes"].sel(questions="frozen").values.mean(axis=1)[these],
            weights=minds.results["weight"].values[these],
        )
        for type in ("trader", "staller")
        if (these := minds.results["type"].values[0] == type).any()
    }
    assert found["staller"] == 0.0
    assert by_type["rival", "staller"]["frozen"].bound == "under"
    assert by_type["rival", "trader"]["frozen"].probability == pytest.approx(found["trader"], abs=EXACT)
    assert whole.probability == pytest.approx(parts["rival", "trader"].share * found["trader"], abs=EXACT)


def test_the_error_does_not_count_how_types_are_shared_out(minds):
    """How many worlds have each type is laid down: the error is that of the trader's part alone, some 1 % or less."""
    whole, trader = minds.forecast()["frozen"], minds.by_type()["rival", "trader"]["frozen"]
    share = parts_by_type(minds.results)["rival", "trader"].share
    # The rest is that weights differ from world to world with the chance of its type.
    assert share * trader.error * 0.9 < whole.error < 0.03


def test_a_condition_on_a_type_is_met_where_it_is_of_that_type(minds):
    """A question given that the rival is a staller is answered in the staller's worlds, which count by weight."""
    (misled,) = [one for one in answer_questions(minds.scenario, minds.results) if one.id == "misled"]
    assert misled.met == pytest.approx(parts_by_type(minds.results)["rival", "staller"].share, abs=EXACT)
    assert "never asked" in minds.by_type()["rival", "trader"]["misled"].word


def test_worlds_of_a_what_if_are_the_twins_of_the_bases(minds):
    """A what-if that makes an actor of a type changes nothing in worlds where it is of that type, to the last bit."""
    after, before = minds.whatifs[TRADER], minds.results
    trader = before["type"].values[0] == "trader"
    assert (after["type"].values == "trader").all()
    for name in ("yes", "mean", "belief", "estimate", "satisfaction"):
        (axis,) = after[name].get_axis_num(("worlds",))
        assert np.array_equal(*(np.compress(trader, found[name].values, axis) for found in (after, before))), name
    assert np.array_equal(after["weight"], before["weight"])


def test_a_difference_is_that_of_the_two_forecasts(minds):
    """A paired difference is the forecast after less the forecast before, whatever the what-if does to types."""
    for after in minds.whatifs.values():
        for moved in moved_questions(minds.scenario, after, minds.results):
            if moved.before.bound or moved.after.bound:
                continue
            change = moved.after.probability - moved.before.probability
            assert moved.difference.difference == pytest.approx(change, abs=EXACT)


def test_a_difference_by_type_is_that_of_the_types_worlds(minds):
    """Where the rival is a trader anyhow nothing changes; where it is a staller the whole chance of freezing comes."""
    (frozen,) = [m for m in moved_questions(minds.scenario, minds.whatifs[TRADER], minds.results) if m.id == "frozen"]
    share = parts_by_type(minds.results)["rival", "staller"].share
    assert frozen.by_type["rival", "trader"].difference == 0.0
    staller = frozen.by_type["rival", "staller"].difference
    assert staller == pytest.approx(0.8, abs=0.1)
    assert share * staller == pytest.approx(frozen.difference.difference, abs=EXACT)


def test_other_chances_of_types_weigh_the_same_worlds_anew(minds):
    """A what-if on the chance of a type keeps each world's type and changes how much the world counts."""
    after, before = minds.whatifs[CHANCES], minds.results
    assert np.array_equal(after["type"], before["type"])
    assert parts_by_type(after)["rival", "trader"].share == pytest.approx(0.6)
    trader = forecast_by_type(before)["rival", "trader"]["frozen"].probability
    # By the usual odds nobody acts on beliefs, and weights within the trader's worlds are alike: 0.6 of its chance.
    assert forecast(after)["frozen"].probability == pytest.approx(0.6 * trader, abs=0.02)


def test_shifts_weigh_worlds_too(minds):
    """How far a variable's mean moves is a weighted mean over worlds, in its own unit."""
    found = {shift.id: shift for shift in shifts(minds.scenario, minds.whatifs[CHANCES], minds.results)}
    mean = [
        np.average(results["mean"].sel(variables="calm").values[-1], weights=results["weight"].values)
        for results in (minds.whatifs[CHANCES], minds.results)
    ]
    assert found["calm"].difference == pytest.approx(mean[0] - mean[1], abs=1e-5)  # means are kept in float32
    assert found["calm"].difference > 2 * found["calm"].error > 0


def test_data_for_programs_has_a_row_for_each_type(minds):
    """`by_type` of a question says worlds, share and figures by type; that of a what-if its paired differences."""
    data = minds.record()
    (frozen,) = [row for row in data["questions"] if row["id"] == "frozen"]
    assert [(row["actor"], row["type"]) for row in frozen["by_type"]] == [("rival", "staller"), ("rival", "trader")]
    assert {"worlds", "share", "probability", "interval", "error", "word", "bound"} <= set(frozen["by_type"][0])
    whatif = next(row for row in data["whatifs"] if row["id"] == TRADER)
    (moved,) = [row for row in whatif["questions"] if row["id"] == "frozen"]
    assert [row["difference"] for row in moved["by_type"]][1] == 0.0


def test_a_run_read_back_has_its_types(minds, tmp_path, monkeypatch):
    """Types, weights and beliefs are kept with a run, to the last bit, and so are the answers by type."""
    monkeypatch.setenv("DETENTE_RUNS", str(tmp_path))
    kept = folder.find_run(pipeline.save(minds).name)
    again = pipeline.read(kept)
    assert record.results_hash(again.results) == record.results_hash(minds.results)
    assert repr(again.by_type()) == repr(minds.by_type())
    minds.folder = None


def test_a_prompt_shows_questions_by_type(minds):
    """At the prompt and in a notebook each question has a line for each type."""
    assert "if rival is trader: " in repr(minds)
    assert "if rival is trader" in minds._repr_html_()


def test_without_types_nothing_is_said_of_types(rivals):
    """A scenario in which nothing is private has no weights, types, beliefs or estimates, in no place."""
    private = {"weight", "type", "typed", "belief", "estimate", "missed", "missed_square", "sample_belief"}
    assert not private & set(rivals.results.variables)
    assert rivals.by_type() == {}
    assert all("by_type" not in row for row in rivals.record()["questions"])
    assert all("by_type" not in row for whatif in rivals.record()["whatifs"] for row in whatif["questions"])
