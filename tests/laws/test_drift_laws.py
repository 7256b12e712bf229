"""Laws of step 6: rest, half-life, links, delays, gates, pushes, formulas, trend."""

import numpy as np

from laws.helpers import FUTURES, SIGMAS, close_to, path, run
from laws.scenarios import build


def _variable(name, rest):
    return f"  {name}: {{{rest}, why: assumed}}\n"


def test_half_life(play):
    """A variable covers half the way to its base in one half-life."""
    scenario = build("variables:\n" + _variable("level", "now: 80, base: 20, half_life: 6 months"))
    months = np.arange(1, 19)
    assert close_to(path(run(play, scenario, months=18), "level"), 20 + 60 * 2 ** (-months / 6))


def test_linear_chain(play):
    """Without cards, chance and clipping, a chain of links is a power of one matrix."""
    scenario = build(
        "variables:\n"
        + _variable("level", "now: 90, base: 50, half_life: 10 months")
        + _variable("middle", "now: 40, half_life: 5 months")
        + _variable("last", "now: 60, half_life: 3 months")
        + """
links:
  level -> middle: {strength: 50, why: assumed}
  middle -> last: {strength: -40, why: assumed}
"""
    )
    step = 1 - 2 ** (-1 / np.array([10, 5, 3]))
    matrix = np.diag(1 - step) + np.array([[0, 0, 0], [step[1] * 0.5, 0, 0], [0, -step[2] * 0.4, 0]])
    away = np.array([40.0, 0, 0])
    records = run(play, scenario, months=12)
    for name, base, position in (("level", 50, 0), ("middle", 40, 1), ("last", 60, 2)):
        expected = [base + (np.linalg.matrix_power(matrix, m) @ away)[position] for m in range(1, 13)]
        assert close_to(path(records, name), expected), name


def test_delay(play):
    """A link with `after: 3 months` reads its source three months ago, and its start before the start."""
    scenario = build(
        "variables:\n"
        + _variable("level", "now: 50, half_life: 6 months")
        + _variable("target", "now: 50, half_life: 4 months")
        + """
links:
  level -> target: {strength: 40, after: 3 months, why: assumed}
whatifs:
  high: {do: [set level to 80]}
"""
    )
    since = np.clip(np.arange(12) - 2, 0, None)  # the first month that reads the new value is the fourth
    expected = 50 + 0.4 * 30 * (1 - 2 ** (-since / 4))
    assert close_to(path(run(play, scenario, months=12, do="high"), "target"), expected)


def test_delay_of_a_formula(play):
    """A delayed link from a formula reads the formula as it stood then."""
    scenario = build(
        "variables:\n"
        + _variable("level", "now: 40, base: 80, half_life: 2 months")
        + "  twice: {formula: 2 * level - 40, why: assumed}\n"
        + _variable("target", "now: 0, half_life: never")
        + """
links:
  twice -> target: {push: 10, after: 2 months, why: assumed}
"""
    )
    level = np.concatenate([[40.0, 40.0], 80 - 40 * 2 ** (-np.arange(10) / 2)])  # two months before the start
    expected = np.cumsum(np.clip(2 * level - 40, 0, 100) / 100 * 10)[:10]
    assert close_to(path(run(play, scenario, months=10), "target"), expected)


def test_base_of_a_formula(play):
    """A link from a formula pulls by how far the formula stands from its value at its inputs' bases."""
    scenario = build(
        "variables:\n"
        + _variable("level", "now: 70, base: 40, half_life: 5 months")
        + "  half: {formula: level / 2, why: assumed}\n"
        + _variable("target", "now: 30, half_life: 1 months")
        + """
links:
  half -> target: {strength: 100, why: assumed}
"""
    )
    record = run(play, scenario, months=1)[0]
    assert close_to(record.rest["target"], 30 + (35 - 20))
    assert close_to(record.x_end["target"], 30 + 0.5 * 15)


def test_formula_is_clipped(play):
    """A formula is clipped to 0..100, and x/0 gives 0."""
    scenario = build(
        "variables:\n"
        + _variable("level", "now: 60, half_life: never")
        + _variable("none", "now: 0, half_life: never")
        + """\
  too_much: {formula: 3 * level, why: assumed}
  too_little: {formula: level - 80, why: assumed}
  quotient: {formula: level / none, why: assumed}
  chosen: {formula: too_much if level above 50 and not none above 1 else 7, why: assumed}
"""
    )
    record = run(play, scenario, months=1)[0]
    for name, value in (("too_much", 100), ("too_little", 0), ("quotient", 0), ("chosen", 100)):
        assert close_to(record.x_end[name], value), name


def test_push_on_a_stock(play):
    """A push moves a stock by its size a month while its source stands at hundred, until it is full."""
    scenario = build(
        "variables:\n"
        + _variable("level", "now: 50, half_life: never")
        + _variable("store", "now: 90, half_life: never")
        + """
links:
  level -> store: {push: +6, why: assumed}
"""
    )
    records = run(play, scenario, months=6)
    assert close_to(path(records, "store"), [93, 96, 99, 100, 100, 100])
    assert close_to(path(records, "level"), 6 * [50])


def test_push_on_an_ordinary_variable(play):
    """Under a constant push p a variable settles p/r above its base."""
    scenario = build(
        "variables:\n"
        + _variable("level", "now: 100, half_life: never")
        + _variable("target", "now: 30, half_life: 4 months")
        + """
links:
  level -> target: {push: +2, why: assumed}
"""
    )
    share = 1 - 2 ** (-1 / 4)
    expected = 30 + 2 / share * (1 - (1 - share) ** np.arange(1, 31))
    assert close_to(path(run(play, scenario, months=30), "target"), expected)


def test_gate_reads_after_the_plays(play):
    """The gate of a link reads x', so a card that opens it works in the same month."""
    scenario = build(
        "variables:\n"
        + _variable("level", "now: 30, half_life: never")
        + _variable("store", "now: 10, half_life: never")
        + _variable("source", "now: 100, half_life: never")
        + """
links:
  source -> store: {push: +5, while: level above 40, why: assumed}
cards:
  open: {by: arden, table: talks, once: yes, effects: {level: +20}, why: assumed}
whatifs:
  opened: {do: [arden proposes open in 2020-03, arden does not propose open before 2020-03]}
"""
    )
    assert close_to(path(run(play, scenario, months=4, do="opened"), "store"), [10, 10, 15, 20])


def test_noise(play):
    """Noise has the stated monthly size and adds up to s/sqrt(1 - rho^2) with memory rho."""
    scenario = build("variables:\n" + _variable("level", "now: 50, half_life: 3 months, noise: 2"))
    paths = path(run(play, scenario, months=24, futures=FUTURES), "level")
    memory = 2 ** (-1 / 3)
    relative = SIGMAS / np.sqrt(2 * FUTURES)  # standard error of a standard deviation
    assert np.isclose(paths[0].std(), 2, rtol=relative)
    assert np.isclose(paths[-1].std(), 2 / np.sqrt(1 - memory**2), rtol=relative)
    assert abs(paths[0].mean() - 50) < SIGMAS * 2 / np.sqrt(FUTURES)
    assert np.isclose(np.corrcoef(paths[-2], paths[-1])[0, 1], memory, atol=SIGMAS / np.sqrt(FUTURES))


def test_trend(play):
    """Of a variable that rises by 2 a month the trend nears 2 with a half-life of three months."""
    scenario = build(
        "variables:\n"
        + _variable("level", "now: 100, half_life: never")
        + _variable("store", "now: 10, half_life: never")
        + "  pace: {formula: 10 * trend(store), why: assumed}\n"
        + """
links:
  level -> store: {push: +2, why: assumed}
"""
    )
    records = run(play, scenario, months=12)
    at_start = 2 * (1 - 2 ** (-np.arange(12) / 3))
    assert close_to(path(records, "pace", "x_start"), 10 * at_start)
