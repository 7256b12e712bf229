"""Laws of variables of levels: which rule is taken, what it reads, when the new level is seen."""

import numpy as np

from laws.helpers import FUTURES, close_to, moves, path, run, share_is
from laws.scenarios import build

RELATION = """
variables:
  relation: {levels: [peace, crisis, war], now: peace, why: assumed}
  level: {now: 50, half_life: never, why: assumed}
"""


def test_a_level_is_a_number_of_points(play):
    """Levels are spaced evenly from 0 to 100, in formulas, links and satisfaction alike."""
    scenario = build(
        """
agendas:
  arden: {patience: none, indifference: 1 point-month, wants: {mood: +60, gauge: -40}, why: assumed}
  borea: {patience: none, indifference: 1 point-month, wants: {level: 100}, why: assumed}
variables:
  mood: {levels: [calm, tense, hostile, violent], now: tense, why: assumed}
  gauge: {formula: mood / 2 + 10, why: assumed}
  level: {now: 50, half_life: never, why: assumed}
links:
  mood -> level: {push: 6, why: assumed}
transitions:
  mood:
    - {when: mood is violent, to: calm, why: assumed}
"""
    )
    first = run(play, scenario, months=1)[0]
    assert close_to(first.x_end["mood"], 100 / 3)
    assert close_to(first.x_end["gauge"], 100 / 6 + 10)
    assert close_to(first.x_end["level"], 50 + 0.06 * 100 / 3)
    assert close_to(first.satisfaction["arden"], 0.6 * 100 / 3 + 0.4 * (100 - 100 / 6 - 10))


def test_the_first_rule_that_matches_is_taken(play):
    """Of a variable's rules the first whose `when` holds is taken, whatever those after it say."""
    scenario = build(
        RELATION
        + """
transitions:
  relation:
    - {when: arden plays attack, to: war, why: assumed}
    - {when: arden plays attack or borea plays threaten, to: crisis, why: assumed}
    - {when: relation is war, to: peace, why: assumed}
cards:
  attack: {by: arden, table: force, why: assumed}
  threaten: {by: borea, table: force, why: assumed}
whatifs:
  plan:
    do:
      - arden proposes attack in 2020-02
      - arden does not propose attack before 2020-02
      - arden does not propose attack from 2020-03
      - borea proposes threaten before 2020-03
      - borea does not propose threaten from 2020-03
"""
    )
    records = run(play, scenario, months=4, do="plan")
    assert close_to(path(records, "relation"), [50, 100, 0, 0])


def test_a_chance_is_drawn_and_a_failure_leaves_the_level(play):
    """A rule is taken with its chance; if the draw fails the level stays, and no later rule is tried."""
    scenario = build(
        RELATION
        + """
transitions:
  relation:
    - {when: relation is peace, to: war, chance: 30%, why: assumed}
    - {when: relation is peace or relation is crisis, to: crisis, why: assumed}
    - {when: relation is war, to: crisis, chance: 0.7 * relation, why: assumed}
"""
    )
    x = path(run(play, scenario, months=3, futures=FUTURES), "relation")
    assert share_is(x[0] == 100, 0.3)
    assert np.all((x[0] == 100) | (x[0] == 0))
    assert share_is(x[1, x[0] == 100] == 50, 0.7)
    assert share_is(x[1, x[0] == 0] == 100, 0.3)
    assert share_is(x[2, x[1] == 0] == 100, 0.3)  # drawn afresh every month


def test_levels_draw_apart(play):
    """Two variables of levels with chances of their own fall independently of each other."""
    scenario = build(
        RELATION
        + """
  regime: {levels: [open, closed], now: open, why: assumed}
transitions:
  relation:
    - {when: relation is peace, to: war, chance: 40%, why: assumed}
    - {when: relation is war, to: crisis, chance: 40%, why: assumed}
  regime:
    - {when: regime is open, to: closed, chance: 50%, why: assumed}
"""
    )
    first = run(play, scenario, months=1, futures=FUTURES)[0]
    war, closed = first.x_end["relation"] == 100, first.x_end["regime"] == 100
    assert share_is(war & closed, 0.2)


def test_levels_move_at_the_same_time(play):
    """All variables of levels read x: two that follow each other swap."""
    scenario = build(
        """
variables:
  one: {levels: [low, high], now: high, why: assumed}
  two: {levels: [low, high], now: low, why: assumed}
  level: {formula: one, why: assumed}
transitions:
  one:
    - {when: two is high, to: high, why: assumed}
    - {when: two is low, to: low, why: assumed}
  two:
    - {when: one is high, to: high, why: assumed}
    - {when: one is low, to: low, why: assumed}
"""
    )
    records = run(play, scenario, months=4)
    assert close_to(path(records, "one"), [0, 100, 0, 100])
    assert close_to(path(records, "two"), [100, 0, 100, 0])


RULES = {
    "put_forward": "arden proposes ask",
    "carried_out": "arden plays ask",
    "turned_down": "ask refused",
    "worked": "try succeeded",
    "went_wrong": "try failed",
    "silent": "borea holds at talks",
    "idle": "borea holds",
    "again": "second try succeeded",
    "kept_on": "borea plays try for 2 months",
    "of_late": "borea played try within 2 months",
}


def test_rules_read_the_plays_of_the_month(play):
    """Rules know what was proposed, carried out and refused this month, what succeeded or failed, and who held."""
    variables = "".join(f"  {name}: {{levels: [quiet, told], now: quiet, why: assumed}}\n" for name in RULES)
    transitions = "".join(
        f"  {name}:\n"
        f"    - {{when: {when}, to: told, why: assumed}}\n"
        f"    - {{when: not {name} is quiet, to: quiet, why: assumed}}\n"
        for name, when in RULES.items()
    )
    scenario = build(
        "variables:\n  level: {now: 50, half_life: never, why: assumed}\n"
        + variables
        + "transitions:\n"
        + transitions
        + """
cards:
  ask: {by: arden, table: talks, consent: [borea], why: assumed}
  try: {by: borea, table: force, chance: 60%, why: assumed}
  chat: {by: borea, table: talks, why: assumed}
"""
    )
    records = run(play, scenario, months=4, futures=200)
    ask, attempt, chat = ("ask", "arden"), ("try", "borea"), ("chat", "borea")
    successes, before = np.zeros(200, int), np.zeros(200, bool)
    for record in records:
        played = record.played[attempt]
        now = successes + record.succeeded[attempt]
        expected = {
            "put_forward": record.proposed[ask],
            "carried_out": record.played[ask],
            "turned_down": record.refused[ask],
            "worked": record.succeeded[attempt],
            "went_wrong": record.failed[attempt],
            "silent": ~record.proposed[chat],
            "idle": ~record.proposed[chat] & ~record.proposed[attempt],
            "again": (successes < 2) & (now >= 2),
            "kept_on": before & played,
            "of_late": before | played,
        }
        for name, truth in expected.items():
            assert np.array_equal(record.x_end[name] == 100, truth), f"{name} in month {record.month}"
        successes, before = now, played


def test_the_old_level_is_paid_for_and_the_new_one_seen_after(play):
    """Cards, costs and payoffs read the level at the month's start; gates, shocks, ends and satisfaction the new."""
    scenario = build(
        """
agendas:
  arden:
    patience: none
    indifference: 1 point-month
    wants: {relation: +100}
    payoffs:
      war: {when: relation is war, worth: -7 point-months, why: assumed}
      strike: {when: relation is peace and arden plays attack, worth: 3 point-months, why: assumed}
    why: assumed
  borea: {patience: none, indifference: 1 point-month, wants: {level: 100}, why: assumed}
variables:
  relation: {levels: [peace, crisis, war], now: peace, why: assumed}
  level: {now: 50, half_life: never, why: assumed}
  other: {now: 50, half_life: never, why: assumed}
transitions:
  relation:
    - {when: arden plays attack, to: war, why: assumed}
    - {when: relation is war, to: crisis, why: assumed}
links:
  relation -> level: {push: 4, while: relation is war, why: assumed}
cards:
  attack: {by: arden, table: force, when: relation is peace, costs: {arden: 5 if relation is war else 2 point-months},
           why: assumed}
  siege: {by: borea, table: force, in_force: yes, once: yes, while_in_force: {other: -2}, ends_when: relation is war,
          why: assumed}
shocks:
  panic: {chance: 100% a month, when: relation is war, effects: {other: -10}, why: assumed}
whatifs:
  strike_first: {do: [arden proposes attack, borea does not propose siege]}
"""
    )
    first, second, third = run(play, scenario, months=3, do="strike_first")
    assert close_to(first.x_resolved["relation"], 100)
    assert close_to(first.x_end["level"], 50)  # the gate is open, the source stood at 0 when the month began
    assert close_to(first.x_end["other"], 50 - 2 - 10)
    assert close_to(first.satisfaction["arden"], 100)
    assert close_to(first.payoffs["arden"], 3)
    assert close_to(first.costs["arden"], 2)
    assert close_to(second.x_end["relation"], 50)
    assert close_to(second.x_end["level"], 50)  # the gate closed with the new level
    assert close_to(second.x_end["other"], 38)  # the siege ended, and there was no panic
    assert close_to(second.payoffs["arden"], -7)
    assert close_to(third.payoffs["arden"], 0)
    assert not moves([second, third], "proposed", "attack").any()


def test_conditions_remember_levels(play):
    """Dates and `for` in conditions look back at levels as they do at any variable."""
    scenario = build(
        RELATION
        + """
transitions:
  relation:
    - {when: relation is peace, to: crisis, why: assumed}
    - {when: relation is crisis for 3 months, to: war, why: assumed}
cards:
  late: {by: arden, table: a, when: relation is crisis in 2020-02, effects: {level: +1}, why: assumed}
  steady: {by: arden, table: b, when: relation is crisis for 2 months, effects: {level: +1}, why: assumed}
whatifs:
  always: {do: [arden proposes late, arden proposes steady]}
"""
    )
    records = run(play, scenario, months=6, do="always")
    assert close_to(path(records, "relation"), [50, 50, 50, 100, 100, 100])
    assert close_to(moves(records, "played", "late"), [0, 1, 1, 1, 1, 1])
    assert close_to(moves(records, "played", "steady"), [0, 0, 1, 1, 0, 0])


LINES = {
    "put": "set relation to war in 2020-03",
    "held": "set relation to crisis from 2020-02",
    "let_go": "set relation to war from 2020-02, set relation to peace in 2020-04",
}


def test_what_ifs_set_levels(play):
    """`set ... in M` puts the level at the start of M, and rules go on from there; `from M` holds it in every step."""
    scenario = build(
        RELATION
        + """
transitions:
  relation:
    - {when: relation is war, to: crisis, why: assumed}
    - {when: relation is crisis, to: peace, why: assumed}
whatifs:
"""
        + "".join(f"  {name}: {{do: [{lines}]}}\n" for name, lines in LINES.items())
    )
    put = run(play, scenario, months=5, do="put")
    assert close_to(path(put, "relation", "x_start"), [0, 0, 100, 50, 0])
    assert close_to(path(put, "relation"), [0, 0, 50, 0, 0])
    held = run(play, scenario, months=4, do="held")
    for point in ("x_resolved", "x_drifted", "x_end"):
        assert close_to(path(held, "relation", point), [0, 50, 50, 50]), point
    assert close_to(path(run(play, scenario, months=5, do="let_go"), "relation"), [0, 100, 100, 0, 100])


def test_questions_read_the_level_at_the_end(ask):
    """A question about a level reads it at the month's end, in some month, in a dated one, or for several."""
    scenario = build(
        RELATION
        + """
transitions:
  relation:
    - {when: relation is peace, to: crisis, why: assumed}
    - {when: relation is crisis for 3 months, to: war, why: assumed}
questions:
  ever: {ask: Is there war, yes_if: relation is war}
  march: {ask: Is there war in March, yes_if: relation is war in 2020-03}
  april: {ask: Is there war in April, yes_if: relation is war in 2020-04}
  long: {ask: Is there a long crisis, yes_if: relation is crisis for 3 months}
  longer: {ask: Is there a longer crisis, yes_if: relation is crisis for 4 months}
"""
    )
    answers = run(ask, scenario, months=6)
    told = {name: bool(np.all(answer)) for name, answer in answers.items()}
    assert told == {"ever": True, "march": False, "april": True, "long": True, "longer": False}
