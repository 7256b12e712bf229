"""Laws of step 1: what actors take hidden variables for."""

import numpy as np
from scipy.special import expit, logit, ndtri

from detente.reference import middles
from laws.helpers import FUTURES, SIGMAS, close_to, moves, path, run
from laws.scenarios import build

HIDDEN = """
variables:
  level: {now: 50, half_life: 4 months, noise: 3, hidden: yes, seen_by: [borea], why: assumed}
"""
PHOTOS = """
signals:
  photos: {of: level, noise: 6, why: assumed}
"""
STAYS = 2 ** (-1 / 4)
"""What is left of a gap after a month, at a half-life of 4 months."""

SPREAD = 1e-3
"""Tolerance of a variance, in points squared: float32 keeps 7 digits."""


def _known(records, what, variable="level", actor="arden"):
    return path(records, (actor, variable), what)


def test_gain_and_variance(play):
    """Each month the variance is the drift's and at least 0.25 more, and a signal takes its share P/(P + noise^2)."""
    records = run(play, build(HIDDEN + PHOTOS), months=24)
    variance, expected = 0.0, []
    for _ in records:
        variance = STAYS**2 * variance + 3**2
        variance *= 1 - variance / (variance + 6**2)
        expected.append(variance)
    assert close_to(_known(records, "spread_next"), expected, SPREAD)
    p, q, r = STAYS**2, 3**2, 6**2  # the steady variance V solves V = (p V + q) r / (p V + q + r)
    steady = (-(q + r - p * r) + np.sqrt((q + r - p * r) ** 2 + 4 * p * q * r)) / (2 * p)
    assert close_to(_known(records, "spread_next")[-1], steady, SPREAD)


def test_a_signal_is_the_truth_with_noise(play):
    """An estimate moves by the gain towards a reading that is off the variable by the signal's noise."""
    records = run(play, build(HIDDEN + PHOTOS), months=3, futures=FUTURES)
    before, after = _known(records, "estimate"), _known(records, "estimate_next")
    spread = _known(records, "spread_next")
    followed = 50 + STAYS * (before - 50)
    gain = spread / 6**2  # P (1 - gain) = gain noise^2
    off = followed + (after - followed) / gain - path(records, "level")
    assert np.all(np.abs(off.mean(axis=1)) < SIGMAS * 6 / np.sqrt(FUTURES))
    assert np.all(np.abs(off.std(axis=1) - 6) < SIGMAS * 6 / np.sqrt(2 * FUTURES))


def test_least_variance(play):
    """A hidden variable without noise of its own grows less sure by 0.25 a month, a stock for good."""
    scenario = build(HIDDEN.replace("half_life: 4 months, noise: 3", "half_life: never"))
    records = run(play, scenario, months=4)
    assert close_to(_known(records, "spread_next"), [0.25, 0.5, 0.75, 1.0], SPREAD)
    assert close_to(_known(records, "estimate_next"), 4 * [50])


def test_signals_in_turn(play):
    """Two signals tell as much as their precisions together, and those who see the variable keep no estimate."""
    records = run(play, build(HIDDEN + PHOTOS + "  spies: {of: level, noise: 4, why: assumed}\n"), months=1)
    assert close_to(_known(records, "spread_next"), [1 / (1 / 3**2 + 1 / 6**2 + 1 / 4**2)], SPREAD)
    assert ("borea", "level") not in records[0].estimate


def test_a_signal_without_noise(play):
    """A signal without noise tells the variable itself, from the first choice on."""
    scenario = build((HIDDEN + PHOTOS).replace("noise: 6", "noise: 0"))
    records = run(play, scenario, months=3, futures=50)
    assert close_to(_known(records, "estimate"), path(records, "level", "x_start"))
    assert close_to(_known(records, "spread_next"), 3 * [0], SPREAD)


def test_the_first_estimate(play):
    """An estimate begins with the mean and the variance of the start, in the actor's own view where it has one."""
    scenario = build(
        HIDDEN.replace("now: 50", "now: 20 to 60").replace("seen_by: [borea]", "seen_by: []")
        + "views:\n  arden: [{variables.level.now: 70, why: assumed}]\n"
    )
    uniform = (np.arange(100_000) + 0.5) / 100_000
    middle, half = (logit(0.2) + logit(0.6)) / 2, (logit(0.6) - logit(0.2)) / 2
    values = 100 * expit(middle + half / ndtri(0.95) * ndtri(uniform))
    record = run(play, scenario, months=1)[0]
    assert close_to(record.estimate["borea", "level"], values.mean(), 0.01)
    assert close_to(record.estimate["arden", "level"], 70)
    assert close_to(record.spread_next["arden", "level"], 3**2, SPREAD)
    assert np.allclose(record.spread_next["borea", "level"], STAYS**2 * values.var() + 3**2, rtol=1e-3)


MOVED = """
variables:
  level: {now: 40, half_life: 4 months, base: 30, hidden: yes, why: assumed}
  seen: {now: 60, half_life: never, why: assumed}
links:
  seen -> level: {strength: 50, while: seen above 40, why: assumed}
cards:
  visit: {by: arden, table: talks, usual: 4 a year, effects: {level: +10, seen: -5}, why: assumed}
  build: {by: borea, table: force, usual: 6 a year, visible: no, effects: {level: +7}, why: assumed}
  camp: {by: borea, table: talks, usual: 4 a year, while_in_force: {level: +8}, lasts: 3 months, why: assumed}
shocks:
  storm: {chance: 30% a month, effects: {level: -3}, why: assumed}
"""


def test_an_estimate_follows_what_is_seen(play):
    """An estimate moves with visible effects, links, cards in force and shocks; not with a move that is not seen."""
    records = run(play, build(MOVED), months=12, futures=400)
    for actor in ("arden", "borea"):
        estimate = np.full(400, 40.0)
        for record in records:
            assert close_to(record.estimate[actor, "level"], estimate)
            resolved = estimate + 10 * record.played["visit", "arden"]
            if actor == "borea":
                resolved = resolved + 7 * record.played["build", "borea"]
            in_force = record.in_force["camp", "borea"] | record.played["camp", "borea"]
            gate = record.x_resolved["seen"] > 40
            rest = 30 + 0.5 * gate * (record.x_start["seen"] - 60) + 8 * in_force
            estimate = resolved + (1 - STAYS) * (rest - resolved) - 3 * record.shocks["storm"]
            estimate = np.clip(estimate, 0, 100)
            assert close_to(record.estimate_next[actor, "level"], estimate)
    assert moves(records, "played", "build", "borea").any()
    assert close_to(_known(records, "estimate_next", actor="borea"), path(records, "level"))


def test_numbers_at_their_medians(play):
    """An estimate follows with the median of every range, in the actor's own view where it has one."""
    text = """
    variables:
      level: {now: 40, half_life: 4 months, hidden: yes, why: assumed}
    cards:
      visit: {by: arden, table: talks, usual: 6 a year, effects: {level: +4 to +12}, why: assumed}
    views:
      borea: [{cards.visit.effects.level: +1 to +5, why: assumed}]
    """
    scenario = build(text)
    numbers = middles(scenario) | {"cards.visit.effects.level": 20.0, "views.borea.cards.visit.effects.level": 9.0}
    record = play(scenario, numbers, 200, 1, 7)[0]
    played = record.played["visit", "arden"]
    assert close_to(record.x_resolved["level"], 40 + 20 * played)
    assert close_to(record.estimate_next["arden", "level"], 40 + STAYS * 8 * played)
    assert close_to(record.estimate_next["borea", "level"], 40 + STAYS * 3 * played)


def test_conditions_in_the_eyes_of_the_owner(play):
    """`when` reads the owner's own estimate of what it does not see, formulas too; others read the truth."""
    text = """
    variables:
      level: {now: 70, half_life: never, hidden: yes, seen_by: [borea], why: assumed}
      half: {formula: level / 2, why: assumed}
    views:
      arden: [{variables.level.now: 20, why: assumed}]
    cards:
      visit: {by: arden, table: talks, when: level above 50, why: assumed}
      stay: {by: arden, table: talks, when: half below 15, why: assumed}
      greet: {by: borea, table: talks, when: level above 50 and estimate of arden of level below 30, why: assumed}
    """
    record = run(play, build(text), months=1)[0]
    assert not np.any(record.available["visit", "arden"])
    assert np.all(record.available["stay", "arden"])
    assert np.all(record.available["greet", "borea"])


def test_views_of_one_alone(play):
    """An actor that has nobody to differ from goes by its own views too."""
    text = """
    actors:
      arden: {name: Arden}
    agendas:
      arden: {patience: 12 months, indifference: 0.5 points, wants: {level: 100}, why: assumed}
    variables:
      level: {now: 50, half_life: never, why: assumed}
    numbers:
      line: {range: 40, like: level, why: assumed}
    views:
      arden: [{numbers.line: 60, why: assumed}]
    cards:
      visit: {by: arden, table: talks, when: level above line, why: assumed}
    """
    assert not np.any(run(play, build(text), months=1)[0].available["visit", "arden"])


def test_unseen_cards_in_conditions(play):
    """Who does not see a card takes it to be neither proposed nor in force; its owner and those asked see it."""
    text = """
    actors:
      arden: {name: Arden}
      borea: {name: Borea}
      calder: {name: Calder}
    variables:
      level: {now: 50, half_life: 4 months, why: assumed}
    agendas:
      arden: {patience: 12 months, indifference: 0.5 points, wants: {level: 100}, why: assumed}
      borea: {patience: 12 months, indifference: 0.5 points, wants: {level: -100}, why: assumed}
      calder: {patience: 12 months, indifference: 0.5 points, wants: {level: -100}, why: assumed}
    cards:
      pact:
        by: arden
        table: talks
        consent: [borea]
        usual: 9 a year
        usual_yes: {borea: 100%}
        visible: no
        while_in_force: {level: +1}
        lasts: 6 months
        why: assumed
      know: {by: borea, table: talks, when: pact in force or times(pact) above 0, why: assumed}
      guess: {by: calder, table: talks, when: pact in force or times(pact) above 0, why: assumed}
    """
    records = run(play, build(text), months=8, futures=200)
    in_force = moves(records, "in_force", "pact")
    so_far = np.cumsum(moves(records, "played", "pact"), axis=0) - moves(records, "played", "pact")
    assert in_force.any()
    assert np.all(moves(records, "available", "know", "borea")[in_force | (so_far > 0)])
    assert not moves(records, "available", "know", "borea")[~in_force & (so_far == 0)].any()
    assert not moves(records, "available", "guess", "calder").any()
