"""Laws of steps 3 to 5 and 9: usual odds, consent, success, timers, force, scale."""

import numpy as np

from laws.helpers import FUTURES, close_to, moves, path, run, share_is
from laws.scenarios import build

LEVEL = """
variables:
  level: {now: 50, half_life: never, why: assumed}
  other: {now: 50, half_life: never, why: assumed}
"""


def test_usual_odds(play):
    """A card alone at its table, always available, nobody asked, is played at its stated rate."""
    scenario = build(
        LEVEL
        + """
cards:
  visit: {by: arden, table: talks, usual: 2 a year, effects: {other: +1}, why: assumed}
  rare: {by: arden, table: trade, usual: 1 in 4 years, effects: {other: +1}, why: assumed}
"""
    )
    records = run(play, scenario, months=6, futures=FUTURES)
    for card, rate in (("visit", 2), ("rare", 1 / 4)):
        assert share_is(moves(records, "played", card), 1 - np.exp(-rate / 12)), card


def test_odds_share_a_table(play):
    """At one table odds compete: each card has its odds over one plus the sum; other tables do not matter."""
    scenario = build(
        LEVEL
        + """
cards:
  visit: {by: arden, table: talks, usual: 6 a year, effects: {other: +1}, why: assumed}
  letter: {by: arden, table: talks, usual: 12 a year, effects: {other: +1}, why: assumed}
  plain: {by: arden, table: trade, effects: {other: +1}, why: assumed}
"""
    )
    records = run(play, scenario, months=3, futures=FUTURES)
    odds = {"visit": np.expm1(6 / 12), "letter": np.expm1(1.0)}
    for card, own in odds.items():
        assert share_is(moves(records, "proposed", card), own / (1 + sum(odds.values()))), card
    assert share_is(moves(records, "proposed", "plain"), 1 / 2)
    both = moves(records, "proposed", "visit") & moves(records, "proposed", "letter")
    assert not both.any()


def test_success(play):
    """A play succeeds with its chance; success and failure have their own effects."""
    scenario = build(
        LEVEL
        + """
cards:
  gamble:
    {by: arden, table: talks, chance: 30%, effects: {level: +10}, if_failed: {level: -5}, why: assumed}
whatifs:
  always: {do: [arden proposes gamble]}
"""
    )
    record = run(play, scenario, months=1, futures=FUTURES, do="always")[0]
    succeeded, failed = record.succeeded["gamble", "arden"], record.failed["gamble", "arden"]
    assert np.all(succeeded ^ failed)
    assert share_is(succeeded, 0.3)
    assert close_to(record.x_resolved["level"], np.where(succeeded, 60, 45))


def test_chance_as_a_formula(play):
    """A chance may be a formula, read at the month's start and clipped to 0..100 per cent."""
    scenario = build(
        LEVEL
        + """
cards:
  some: {by: arden, table: talks, chance: 100 - 0.6 * level, effects: {other: +1}, why: assumed}
  sure: {by: arden, table: trade, chance: 3 * level, effects: {other: +1}, why: assumed}
  never: {by: arden, table: force, chance: level - 60, effects: {other: +1}, why: assumed}
whatifs:
  always: {do: [arden proposes some, arden proposes sure, arden proposes never]}
"""
    )
    record = run(play, scenario, months=1, futures=FUTURES, do="always")[0]
    assert share_is(record.succeeded["some", "arden"], 0.7)
    assert np.all(record.succeeded["sure", "arden"])
    assert not np.any(record.succeeded["never", "arden"])


def test_effects_add_before_clipping(play):
    """What happens in a month adds up first and is clipped afterwards."""
    scenario = build(
        """
variables:
  level: {now: 90, half_life: never, why: assumed}
cards:
  up: {by: arden, table: talks, effects: {level: +30}, why: assumed}
  down: {by: borea, table: talks, effects: {level: -25}, why: assumed}
whatifs:
  both: {do: [arden proposes up, borea proposes down]}
  up_only: {do: [arden proposes up, borea does not propose down]}
"""
    )
    assert close_to(run(play, scenario, months=1, do="both")[0].x_resolved["level"], 95)
    assert close_to(run(play, scenario, months=1, do="up_only")[0].x_resolved["level"], 100)


def test_once(play):
    """A `once` card is spent when carried out, whether or not it succeeds."""
    scenario = build(
        LEVEL
        + """
cards:
  sign: {by: arden, table: talks, once: yes, effects: {level: +10}, why: assumed}
  fail: {by: arden, table: force, once: yes, chance: 0 * level, effects: {level: +10}, why: assumed}
whatifs:
  always: {do: [arden proposes sign, arden proposes fail]}
"""
    )
    records = run(play, scenario, months=4, do="always")
    assert close_to(moves(records, "played", "sign"), [1, 0, 0, 0])
    assert close_to(moves(records, "played", "fail"), [1, 0, 0, 0])
    assert close_to(path(records, "level"), [60, 60, 60, 60])


def test_pause(play):
    """A card with `pause: 3 months` played in month t can be played again in month t + 3."""
    scenario = build(
        LEVEL
        + """
cards:
  visit: {by: arden, table: talks, pause: 3 months, effects: {level: +1}, why: assumed}
whatifs:
  always: {do: [arden proposes visit]}
"""
    )
    records = run(play, scenario, months=8, do="always")
    assert close_to(moves(records, "played", "visit"), [1, 0, 0, 1, 0, 0, 1, 0])


def test_lasts(play):
    """A card that `lasts: 3 months` pushes a stock in months t to t + 2, and can then be played again."""
    scenario = build(
        LEVEL
        + """
cards:
  siege: {by: arden, table: force, while_in_force: {level: -2}, lasts: 3 months, why: assumed}
whatifs:
  launched: {do: [arden proposes siege in 2020-02, arden does not propose siege before 2020-02,
               arden does not propose siege from 2020-03]}
  always: {do: [arden proposes siege]}
"""
    )
    records = run(play, scenario, months=7, do="launched")
    assert close_to(path(records, "level"), [50, 48, 46, 44, 44, 44, 44])
    assert close_to(moves(records, "in_force", "siege"), [0, 0, 1, 1, 0, 0, 0])
    records = run(play, scenario, months=7, do="always")
    assert close_to(moves(records, "played", "siege"), [1, 0, 0, 1, 0, 0, 1])
    assert close_to(path(records, "level"), 50 - 2 * np.arange(1, 8))


def test_force_shifts_the_rest(play):
    """A lasting card shifts the rest of an ordinary variable, which goes there at its own half-life."""
    scenario = build(
        """
variables:
  level: {now: 50, half_life: 4 months, why: assumed}
cards:
  embargo: {by: arden, table: trade, while_in_force: {level: -20}, lasts: 6 months, why: assumed}
whatifs:
  launched: {do: [arden proposes embargo in 2020-01, arden does not propose embargo from 2020-02]}
"""
    )
    down = 50 - 20 * (1 - 2 ** (-np.arange(1, 7) / 4))
    back = 50 + (down[-1] - 50) * 2 ** (-np.arange(1, 5) / 4)
    assert close_to(path(run(play, scenario, months=10, do="launched"), "level"), [*down, *back])


def test_push_in_force(play):
    """Written `-2 a month`, an effect in force pushes an ordinary variable."""
    scenario = build(
        """
variables:
  level: {now: 50, half_life: 4 months, why: assumed}
cards:
  strain: {by: arden, table: trade, while_in_force: {level: -2 a month}, lasts: 12 months, why: assumed}
whatifs:
  launched: {do: [arden proposes strain in 2020-01]}
"""
    )
    share = 1 - 2 ** (-1 / 4)
    expected = 50 - 2 / share * (1 - (1 - share) ** np.arange(1, 13))
    assert close_to(path(run(play, scenario, months=12, do="launched"), "level"), expected)


def test_ends_when(play):
    """`ends_when` is read at the month's end and ends the force from the next month on."""
    scenario = build(
        LEVEL
        + """
cards:
  siege: {by: arden, table: force, once: yes, while_in_force: {level: -4}, ends_when: level below 43,
         why: assumed}
  tax: {by: arden, table: trade, once: yes, while_in_force: {other: -4}, ends_when: borea plays relief,
         why: assumed}
  relief: {by: borea, table: talks, once: yes, effects: {other: +1}, why: assumed}
whatifs:
  launched: {do: [arden proposes siege in 2020-01, arden proposes tax in 2020-01,
         borea proposes relief in 2020-03,
               borea does not propose relief before 2020-03]}
"""
    )
    records = run(play, scenario, months=5, do="launched")
    assert close_to(path(records, "level"), [46, 42, 42, 42, 42])
    assert close_to(moves(records, "in_force", "siege"), [0, 1, 0, 0, 0])
    assert close_to(path(records, "other"), [46, 42, 39, 39, 39])
    assert close_to(moves(records, "in_force", "tax"), [0, 1, 1, 0, 0])


def test_shock_ends_force(play):
    """A shock ends the cards it names from the next month on."""
    scenario = build(
        LEVEL
        + """
cards:
  siege: {by: arden, table: force, in_force: yes, once: yes, while_in_force: {level: -2}, why: assumed}
shocks:
  storm: {chance: 1% a month, ends: [siege], why: assumed}
whatifs:
  march: {do: [storm happens in 2020-03, storm does not happen in 2020-01,
               storm does not happen in 2020-02, arden does not propose siege]}
"""
    )
    records = run(play, scenario, months=5, do="march")
    assert close_to(path(records, "level"), [48, 46, 44, 44, 44])
    assert close_to(moves(records, "in_force", "siege"), [1, 1, 1, 0, 0])


def test_in_force_at_the_start(play):
    """A card in force at the start runs in months 0 to n - 1, with the scale of the start."""
    scenario = build(
        """
variables:
  level: {now: 50, half_life: never, why: assumed}
  reach: {now: 80, base: 0, half_life: 1 months, why: assumed}
cards:
  siege: {by: arden, table: force, in_force: yes, lasts: 2 months, scale: reach / 40,
          while_in_force: {level: -3}, why: assumed}
whatifs:
  never: {do: [arden does not propose siege from 2020-03, arden proposes siege before 2020-03]}
"""
    )
    records = run(play, scenario, months=4, do="never")
    assert close_to(path(records, "level"), [44, 38, 38, 38])
    assert not moves(records, "proposed", "siege").any()


def test_scale_is_kept(play):
    """A lasting card keeps the scale of the month in which it succeeded."""
    scenario = build(
        """
variables:
  level: {now: 90, half_life: never, why: assumed}
  reach: {now: 64, base: 0, half_life: 1 months, why: assumed}
cards:
  siege: {by: arden, table: force, once: yes, scale: reach / 16, effects: {level: -5},
          while_in_force: {level: -3}, lasts: 3 months, why: assumed}
  nothing: {by: borea, table: force, once: yes, scale: reach - 90, effects: {level: -5}, why: assumed}
whatifs:
  later: {do: [arden does not propose siege before 2020-02, arden proposes siege in 2020-02,
         borea proposes nothing]}
"""
    )
    records = run(play, scenario, months=5, do="later")
    assert close_to(path(records, "level"), [90, 90 - 2 * 5 - 2 * 3, 68, 62, 62])


def test_scale_of_every_stage(play):
    """The scale multiplies what a proposal, a refusal, a success and a failure move, and is never under 0."""
    scenario = build(
        LEVEL
        + """
cards:
  try: {by: arden, table: talks, scale: 1.5, chance: 40%, on_proposal: {other: +2}, effects: {level: +4},
        if_failed: {level: -6}, why: assumed}
  ask: {by: borea, table: talks, scale: level - 90, consent: [arden], if_refused: {other: +5},
        why: assumed}
whatifs:
  always: {do: [arden proposes try, borea proposes ask]}
"""
    )
    record = run(play, scenario, months=1, futures=64, do="always")[0]
    succeeded = record.succeeded["try", "arden"]
    assert close_to(record.x_resolved["other"], 53)
    assert close_to(record.x_resolved["level"], np.where(succeeded, 56, 41))


def test_refusal(play):
    """A request is granted at its usual odds; refused, only `if_refused` works, and there is no pause."""
    scenario = build(
        LEVEL
        + """
cards:
  summit: {by: arden, table: talks, consent: [borea], usual_yes: {borea: 30%}, pause: 6 months,
           on_proposal: {other: +1}, if_refused: {level: -5}, effects: {level: +10}, why: assumed}
whatifs:
  always: {do: [arden proposes summit]}
"""
    )
    first, second = run(play, scenario, months=2, futures=FUTURES, do="always")
    played, refused = first.played["summit", "arden"], first.refused["summit", "arden"]
    assert share_is(played, 0.3)
    assert np.all(played ^ refused)
    assert close_to(first.x_resolved["level"], np.where(played, 60, 45))
    assert close_to(first.x_resolved["other"], 51)
    assert np.array_equal(np.asarray(second.proposed["summit", "arden"]), np.asarray(refused))


def test_all_must_agree(play):
    """A card is carried out if all asked say yes, each with its own odds; left out, odds are even."""
    scenario = build(
        LEVEL
        + """
cards:
  pact: {by: [arden, borea], table: talks, consent: [arden, borea], usual_yes: {arden: 20%},
         effects: {level: +1},
         why: assumed}
whatifs:
  always: {do: [arden proposes pact, borea proposes pact]}
"""
    )
    record = run(play, scenario, months=1, futures=FUTURES, do="always")[0]
    assert share_is(record.played["pact", "arden"], 0.5)  # borea alone is asked: nobody answers itself
    assert share_is(record.played["pact", "borea"], 0.2)
    both = record.played["pact", "arden"] & record.played["pact", "borea"]
    assert share_is(both, 0.1)


def test_owners_have_their_own_timers(play):
    """Each owner of a card has its own pause, force and effects; `in force` holds for any of them."""
    scenario = build(
        LEVEL
        + """
cards:
  base: {by: [arden, borea], table: force, while_in_force: {level: -2}, lasts: 3 months, why: assumed}
  talk: {by: arden, table: talks, when: base in force, effects: {other: +1}, why: assumed}
whatifs:
  staggered: {do: [arden proposes base in 2020-01, arden does not propose base from 2020-02,
                   borea proposes base in 2020-02, borea does not propose base before 2020-02,
                   borea does not propose base from 2020-03, arden proposes talk]}
"""
    )
    records = run(play, scenario, months=6, do="staggered")
    assert close_to(path(records, "level"), [48, 44, 40, 38, 38, 38])
    assert close_to(moves(records, "played", "talk"), [0, 1, 1, 1, 0, 0])


def test_when(play):
    """A card can be proposed only while its condition holds at the month's start."""
    scenario = build(
        """
variables:
  level: {now: 50, half_life: never, why: assumed}
cards:
  climb: {by: arden, table: talks, when: level below 70, effects: {level: +15}, why: assumed}
whatifs:
  always: {do: [arden proposes climb]}
"""
    )
    records = run(play, scenario, months=4, do="always")
    assert close_to(path(records, "level"), [65, 80, 80, 80])


def test_conditions_remember(play):
    """Dates, counts, `within` and `for` in a condition read the past, not what this month will bring."""
    scenario = build(
        LEVEL
        + """
cards:
  visit: {by: arden, table: talks, usual: 1 a year, effects: {level: +3}, why: assumed}
  after: {by: borea, table: a, when: arden played visit within 2 months, effects: {other: +1}, why: assumed}
  twice: {by: borea, table: b, when: times(visit) at least 2, effects: {other: +1}, why: assumed}
  dated: {by: borea, table: c, when: level above 52 in 2020-03, effects: {other: +1}, why: assumed}
  steady: {by: borea, table: d, when: level above 52 for 3 months, effects: {other: +1}, why: assumed}
  seen: {by: borea, table: f, when: arden plays visit in 2020-02, effects: {other: +1}, why: assumed}
  late: {by: borea, table: e, when: from 2020-05, effects: {other: +1}, why: assumed}
whatifs:
  plan:
    do:
      - arden does not propose visit in 2020-01
      - arden proposes visit in 2020-02
      - arden does not propose visit between 2020-03 and 2020-04
      - arden proposes visit in 2020-05
      - arden does not propose visit from 2020-06
      - borea proposes after
      - borea proposes twice
      - borea proposes dated
      - borea proposes steady
      - borea proposes late
      - borea proposes seen
"""
    )
    records = run(play, scenario, months=8, do="plan")
    expected = {
        "after": [0, 0, 1, 1, 0, 1, 1, 0],
        "twice": [0, 0, 0, 0, 0, 1, 1, 1],
        "dated": [0, 0, 1, 1, 1, 1, 1, 1],
        "steady": [0, 0, 0, 0, 1, 1, 1, 1],
        "seen": [0, 0, 1, 1, 1, 1, 1, 1],
        "late": [0, 0, 0, 0, 1, 1, 1, 1],
    }
    for card, months in expected.items():
        assert close_to(moves(records, "played", card, "borea"), months), card
