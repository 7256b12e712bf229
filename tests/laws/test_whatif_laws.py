"""Laws of what-ifs: forced and forbidden moves, values set, links cut, numbers changed, and nothing else."""

import numpy as np

from laws.helpers import FUTURES, close_to, moves, path, run, share_is
from laws.scenarios import build

WORLD = """
variables:
  level: {now: 50, half_life: 4 months, noise: 1, why: assumed}
  other: {now: 30, half_life: 6 months, noise: 1, why: assumed}
  aside: {now: 60, half_life: 6 months, noise: 1, why: assumed}
links:
  level -> other: {strength: 50, why: assumed}
cards:
  visit: {by: arden, table: talks, usual: 4 a year, effects: {level: +10}, why: assumed}
  stay: {by: arden, table: talks, usual: 4 a year, effects: {aside: +10}, why: assumed}
  greet: {by: borea, table: talks, usual: 4 a year, when: level above 20, effects: {aside: -5}, why: assumed}
shocks:
  storm: {chance: 5% a month, effects: {level: -5}, why: assumed}
whatifs:
  no_visit: {do: [arden does not propose visit]}
  visit_in_march: {do: [arden proposes visit in 2020-03]}
  put: {do: [set level to 80 in 2020-03]}
  held: {do: [set level to 80 from 2020-03]}
  cut: {do: [cut level -> other]}
  stormy: {do: [storm happens in 2020-02]}
  number: {do: [number cards.visit.effects.level is 20]}
  start: {do: [number variables.level.now is 70]}
  only_march: {do: [arden does not propose visit, arden proposes visit in 2020-03]}
  let_go: {do: [set level to 80 from 2020-02, set level to 60 in 2020-04]}
"""


def test_forbidden_and_forced_moves(play):
    """A forbidden move is never proposed; a forced one is proposed in its window wherever it is available."""
    scenario = build(WORLD)
    assert not moves(run(play, scenario, months=6, futures=200, do="no_visit"), "proposed", "visit").any()
    base = moves(run(play, scenario, months=6, futures=200), "proposed", "visit")
    march = moves(run(play, scenario, months=6, futures=200, do="visit_in_march"), "proposed", "visit")
    assert march[2].all()
    assert np.array_equal(np.delete(march, 2, axis=0), np.delete(base, 2, axis=0))


def test_two_forced_moves_at_one_table(play):
    """Of two moves forced at one table one is proposed, each with its odds beside the other's alone."""
    lines = "{do: [arden proposes visit, arden proposes stay]}"
    scenario = build(
        WORLD.replace("stay: {by: arden, table: talks, usual: 4", "stay: {by: arden, table: talks, usual: 9")
        + f"  both: {lines}\n"
    )
    records = run(play, scenario, months=2, futures=FUTURES, do="both")
    visit, stay = moves(records, "proposed", "visit"), moves(records, "proposed", "stay")
    assert np.all(visit ^ stay)
    odds = np.expm1(4 / 12), np.expm1(9 / 12)
    assert share_is(visit, odds[0] / sum(odds))


def test_set(play):
    """`set ... in M` acts at the start of M only; `from M` holds the variable in every step from there."""
    scenario = build(WORLD)
    base = run(play, scenario, months=6)
    put = run(play, scenario, months=6, do="put")
    assert close_to(put[2].x_start["level"], 80)
    assert not np.allclose(put[2].x_end["level"], 80)
    fading = path(put, "level")[2:] - path(base, "level")[2:]
    expected = (80 - base[2].x_start["level"]) * 2 ** (-np.arange(1, 5)[:, None] / 4)
    assert np.allclose(fading, expected, atol=1e-3)
    held = run(play, scenario, months=6, do="held")
    for point in ("x_start", "x_resolved", "x_drifted", "x_end"):
        assert close_to(path(held, "level", point)[2:], 80), point
    assert np.array_equal(path(held, "level")[:2], path(base, "level")[:2])


def test_later_lines_replace_earlier_ones(play):
    """In a month that two lines name, the later line counts: an exception stands below its rule."""
    scenario = build(WORLD)
    visits = moves(run(play, scenario, months=5, do="only_march"), "proposed", "visit")
    assert close_to(visits, [0, 0, 1, 0, 0])
    records = run(play, scenario, months=5, do="let_go")
    assert close_to(path(records, "level", "x_start"), [50, 80, 80, 60, 80])
    ends = path(records, "level")
    assert close_to(ends[[1, 2, 4]], [80, 80, 80])
    assert not np.any(np.isclose(ends[3], 80, atol=5))


def test_cut(play):
    """A cut link no longer pulls, and nothing else changes."""
    scenario = build(WORLD)
    base, cut = run(play, scenario, months=6, futures=64), run(play, scenario, months=6, futures=64, do="cut")
    assert close_to(np.stack([record.rest["other"] for record in cut]), 6 * [30])
    for name in ("level", "aside"):
        assert np.array_equal(path(base, name), path(cut, name)), name


def test_numbers(play):
    """A changed number counts in every month, from the start on, and moves the base that rests on it."""
    scenario = build(WORLD)
    record = run(play, scenario, months=1, futures=64, do="number")[0]
    assert close_to(record.x_resolved["level"], 50 + 20 * record.played["visit", "arden"])
    record = run(play, scenario, months=1, futures=64, do="start")[0]
    assert close_to(record.x_start["level"], 70)
    assert close_to(record.rest["level"], 70)


def test_only_consequences_change(play):
    """With the same seed a what-if changes its consequences only; the rest stays bit for bit."""
    scenario = build(WORLD)
    base = run(play, scenario, months=8, futures=FUTURES // 10)
    storm = run(play, scenario, months=8, futures=FUTURES // 10, do="stormy")
    assert all(np.all(record.shocks["storm"]) for record in storm[1:2])
    assert not np.array_equal(path(base, "level"), path(storm, "level"))
    assert np.array_equal(path(base, "level")[0], path(storm, "level")[0])
    for card, owner in (("visit", "arden"), ("stay", "arden")):
        assert np.array_equal(moves(base, "played", card, owner), moves(storm, "played", card, owner))
    spared = np.asarray(base[1].shocks["storm"])  # where the storm came anyway, nothing is different
    assert np.array_equal(path(base, "aside")[:, spared], path(storm, "aside")[:, spared])
