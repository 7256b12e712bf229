"""The run folder: whole or not there at all, read back and repeated bit for bit."""

import json
from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

from detente import pipeline
from detente.foundation.errors import UserError
from detente.results import folder, record


@pytest.fixture(autouse=True)
def runs(tmp_path, monkeypatch):
    """Keep runs and strategies in folders of the test."""
    monkeypatch.setenv("DETENTE_RUNS", str(tmp_path / "runs"))
    monkeypatch.setenv("DETENTE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "runs"


@pytest.fixture(scope="module")
def rivals():
    """Run two-rivals unsolved, with a number set, a question asked and a what-if."""
    options = pipeline.RunOptions(
        worlds=8,
        futures=4,
        seed=3,
        unsolved=True,
        workers=1,
        sets=(("variables.tension.now", "20 to 25"),),
        asks=("tension above 40 in 2030-06",),
        whatifs=("incident happens in 2030-03",),
    )
    return pipeline.run("two-rivals", options)


def test_a_run_is_read_back_as_it_was(rivals):
    """What is kept holds everything that was printed: questions, options, what-ifs, results to the last bit."""
    kept = folder.find_run(pipeline.save(rivals).name)
    again = pipeline.read(kept)
    assert again.record()["questions"] == rivals.record()["questions"]
    assert again.record()["whatifs"] == rivals.record()["whatifs"]
    assert again.options == rivals.options
    assert record.results_hash(again.results) == record.results_hash(rivals.results)
    assert again.scenario.numbers["variables.tension.now"].low == 20


def test_the_manifest_says_how_the_run_came_about(rivals):
    """Format, hash of the scenario, seeds, options, versions and questions stand in the manifest; the log beside it."""
    path = pipeline.save(rivals)
    manifest = json.loads((path / "manifest.json").read_text())
    assert manifest["format"] == folder.FORMAT
    assert manifest["hash"] == record.scenario_hash(rivals.scenario)
    assert manifest["options"]["seed"] == 3
    assert {"detente", "jax", "numpy", "python"} <= set(manifest["versions"])
    assert "playing futures" in (path / "log.txt").read_text()
    assert (path / "scenario.yaml").read_text() == rivals.scenario.text
    assert (path / "base.zarr").is_dir()
    assert (path / "whatif-0.zarr").is_dir()


def test_a_run_repeats_bit_for_bit_from_its_manifest(rivals):
    """Repeated from its manifest, every result of a run is the same, bit for bit; a changed bit is seen."""
    kept = folder.find_run(pipeline.save(rivals).name)
    assert pipeline.repeat(kept)[1] == []
    other = {**kept, "results": {**kept["results"], "base": "0" * 32}}
    assert pipeline.repeat(other, workers=1)[1] == ["base"]


@pytest.mark.parametrize("trouble", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_write_that_breaks_leaves_nothing(rivals, runs, monkeypatch, trouble):
    """A full disk or an interruption in the middle of writing leaves no folder, whole or half."""

    def fail(*_: object, **__: object) -> None:
        raise trouble

    monkeypatch.setattr(xr.Dataset, "to_zarr", fail)
    with pytest.raises(type(trouble)):
        pipeline.save(rivals)
    assert list(runs.iterdir()) == []


def test_half_written_and_foreign_folders_are_no_runs(rivals, runs):
    """A folder that a killed process left behind, and one of another format, are not listed."""
    path = pipeline.save(rivals)
    (runs / ".half").mkdir()
    (runs / ".half" / "manifest.json").write_text((path / "manifest.json").read_text())
    (runs / "other").mkdir()
    (runs / "other" / "manifest.json").write_text('{"format": 99, "id": "other", "when": "x"}')
    (runs / "broken").mkdir()
    (runs / "broken" / "manifest.json").write_text("{")
    assert [run["id"] for run in folder.list_runs()] == [path.name]


def test_runs_go_by_the_beginning_of_their_name(rivals):
    """A run is found by as much of its name as tells it apart; none and several are the user's mistake."""
    first, second = pipeline.save(rivals), pipeline.save(rivals)
    assert folder.find_run(first.name)["id"] == first.name
    assert folder.find_run("latest")["id"] in (first.name, second.name)
    for name in ("nothing", first.name[:4], ""):
        with pytest.raises(UserError, match="E490"):
            folder.find_run(name)


def test_the_hash_sees_a_single_bit(rivals):
    """Results that differ in one value differ in their hash; the width in which text is stored does not count."""
    fan = rivals.results["fan"].copy()
    before = record.results_hash(rivals.results)
    fan.values[0, 0, 0] = np.nextafter(fan.values[0, 0, 0], np.float32(1000))
    assert record.results_hash(rivals.results.assign(fan=fan)) != before
    wide = rivals.results.assign_coords(months=rivals.results["months"].astype("U40"))
    assert record.results_hash(wide) == before


def test_a_run_prints_well_at_the_prompt_and_in_a_notebook(rivals):
    """A run shows its forecast with intervals and words; text of the scenario is escaped in HTML."""
    assert "asked" in repr(rivals)
    assert "(unsolved)" in repr(rivals)
    html = replace(rivals, scenario=replace(rivals.scenario, title="<script>"))._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert set(rivals.forecast()) == {"arden_withdraws", "trade_survives", "asked"}
