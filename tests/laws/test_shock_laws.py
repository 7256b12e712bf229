"""Laws of step 7: chance of shocks, what they read, once."""

import numpy as np

from laws.helpers import FUTURES, close_to, path, run, share_is
from laws.scenarios import build

LEVEL = """
variables:
  level: {now: 50, half_life: never, why: assumed}
  other: {now: 50, half_life: never, why: assumed}
"""


def _shock(records, name):
    return np.stack([np.asarray(record.shocks[name]) for record in records])


def test_chance_of_a_shock(play):
    """A shock happens with its monthly chance, a number or a formula, and moves variables where it does."""
    scenario = build(
        LEVEL
        + """
shocks:
  storm: {chance: 10% a month, effects: {level: -1}, why: assumed}
  flood: {chance: other / 2, effects: {other: 0}, why: assumed}
""".replace(", effects: {other: 0}", ", effects: {level: +1}")
    )
    records = run(play, scenario, months=4, futures=FUTURES)
    storm, flood = _shock(records, "storm"), _shock(records, "flood")
    assert share_is(storm, 0.1)
    assert share_is(flood, 0.25)
    assert close_to(path(records, "level"), 50 + np.cumsum(flood.astype(int) - storm, axis=0))


def test_shock_reads_after_the_drift(play):
    """The condition and the chance of a shock read x'', after this month's plays and drift."""
    scenario = build(
        LEVEL
        + """
links:
  other -> level: {push: +20, why: assumed}
shocks:
  storm: {chance: 100 if level above 65 else 0, when: level above 55, effects: {other: +1}, why: assumed}
"""
    )
    records = run(play, scenario, months=3)
    assert close_to(_shock(records, "storm"), [0, 1, 1])


def test_shock_once(play):
    """A `once` shock happens once; another happens again, and a forbidden one never."""
    scenario = build(
        LEVEL
        + """
shocks:
  storm: {chance: 40% a month, once: yes, effects: {level: -1}, why: assumed}
  flood: {chance: 40% a month, effects: {other: -1}, why: assumed}
whatifs:
  dry: {do: [storm happens, flood does not happen]}
"""
    )
    free = run(play, scenario, months=6, futures=FUTURES)
    times = _shock(free, "storm").sum(axis=0)
    assert times.max() == 1
    assert share_is(times == 0, 0.6**6)
    assert _shock(free, "flood").sum(axis=0).max() > 1
    dry = run(play, scenario, months=6, do="dry")
    assert close_to(_shock(dry, "storm"), [1, 0, 0, 0, 0, 0])
    assert not _shock(dry, "flood").any()
