"""Laws of step 8: satisfaction, payoffs, costs, coins, siding, discounted sums."""

import numpy as np

from laws.helpers import close_to, run
from laws.scenarios import build

LEVELS = """
variables:
  level: {now: 70, half_life: never, why: assumed}
  other: {now: 20, half_life: never, why: assumed}
"""


def test_satisfaction(play):
    """Satisfaction is sum of |w|/100 times x, or 100 - x where the sign is minus, read at the month's end."""
    scenario = build(
        """
agendas:
  arden: {patience: 12 months, indifference: 0.5 points, wants: {level: +60, other: -40}, why: assumed}
  borea: {patience: none, indifference: 6 point-months, wants: {other: 100}, why: assumed}
yardsticks:
  outsider: {wants: {level: -100}, why: assumed}
"""
        + LEVELS
        + """
cards:
  move: {by: arden, table: talks, effects: {level: -10}, why: assumed}
whatifs:
  moved: {do: [arden proposes move]}
"""
    )
    record = run(play, scenario, months=1, do="moved")[0]
    assert close_to(record.satisfaction["arden"], 0.6 * 60 + 0.4 * 80)
    assert close_to(record.satisfaction["borea"], 20)
    assert close_to(record.satisfaction["outsider"], 40)
    assert close_to(record.utility["arden"], 0.6 * 60 + 0.4 * 80)


def test_payoffs(play):
    """Payoffs add up in every month that their condition holds: x at the start, and this month's plays."""
    scenario = build(
        """
agendas:
  arden:
    patience: 12 months
    indifference: 0.5 points
    payoffs:
      glory: {when: arden plays move, worth: 5 point-months, why: assumed}
      height: {when: level above 65, worth: -2 point-months, why: assumed}
      calm: {when: borea holds at talks, worth: 0.4 points, why: assumed}
    why: assumed
  borea: {patience: 12 months, indifference: 0.5 points, wants: {other: 100}, why: assumed}
"""
        + LEVELS
        + """
cards:
  move: {by: arden, table: talks, effects: {level: -10}, why: assumed}
  talk: {by: borea, table: talks, effects: {other: +10}, why: assumed}
whatifs:
  moved: {do: [arden proposes move in 2020-01, arden does not propose move from 2020-02,
               borea does not propose talk before 2020-03, borea proposes talk from 2020-03]}
"""
    )
    records = run(play, scenario, months=3, do="moved")
    lasting = 0.4 / (1 - 2 ** (-1 / 12))
    assert close_to(np.stack([r.payoffs["arden"] for r in records]), [5 - 2 + lasting, lasting, 0])
    assert close_to(np.stack([r.utility["arden"] for r in records]), [5 - 2 + lasting, lasting, 0])


def test_costs(play):
    """Costs fall due on carrying out: an owner pays for its own plays, others named for every play."""
    scenario = build(
        LEVELS
        + """
cards:
  base:
    by: [arden, borea]
    table: force
    chance: 0 * level
    costs: {arden: 3 point-months, borea: 0.5 points}
    effects: {level: +1}
    why: assumed
  tribute: {by: arden, table: talks, costs: {borea: 4 if level above 60 else 1 point-months},
            effects: {level: -30}, why: assumed}
  asked: {by: arden, table: trade, consent: [borea], costs: {arden: 7 point-months}, effects: {other: +1},
          why: assumed}
whatifs:
  both: {do: [arden proposes base, borea proposes base, arden proposes tribute, arden does not propose asked]}
  request: {do: [arden proposes asked, arden does not propose base, borea does not propose base,
                 arden does not propose tribute]}
"""
    )
    lasting = 0.5 / (1 - 2 ** (-1 / 12))
    first, second = run(play, scenario, months=2, do="both")
    assert close_to(first.costs["arden"], 3)
    assert close_to(first.costs["borea"], lasting + 4)
    assert close_to(second.costs["borea"], lasting + 1)
    assert close_to(first.utility["arden"], first.satisfaction["arden"] - 3)
    record = run(play, scenario, months=1, futures=64, do="request")[0]
    assert close_to(record.costs["arden"], 7 * record.played["asked", "arden"])
    assert record.refused["asked", "arden"].any()


def test_costs_are_those_a_mover_goes_by(play):
    """The amount of a cost is read before the month's plays, like everything a mover goes by."""
    scenario = build(
        LEVELS
        + """
cards:
  tribute: {by: arden, table: talks, why: assumed, effects: {level: -1},
            costs: {arden: 4 if arden played tribute within 1 months else 1 point-months}}
whatifs:
  paid: {do: [arden proposes tribute]}
"""
    )
    records = run(play, scenario, months=3, do="paid")
    assert close_to(np.stack([r.costs["arden"] for r in records]), [1, 4, 4])


def test_formulas_at_the_end_of_a_month(play):
    """At a month's end a formula knows what was played in it, and is paid for so."""
    scenario = build(
        """
agendas:
  arden: {patience: 12 months, indifference: 0.5 points, wants: {mood: 100}, why: assumed}
variables:
  level: {now: 50, half_life: never, why: assumed}
  mood: {formula: 70 if arden plays sign by 2020-12 else 30, why: assumed}
cards:
  sign: {by: arden, table: talks, once: yes, effects: {level: +1}, why: assumed}
whatifs:
  march: {do: [arden does not propose sign before 2020-03, arden proposes sign in 2020-03]}
"""
    )
    records = run(play, scenario, months=4, do="march")
    assert close_to(np.stack([r.x_start["mood"] for r in records]), [30, 30, 30, 70])
    assert close_to(np.stack([r.x_end["mood"] for r in records]), [30, 30, 70, 70])
    assert close_to(np.stack([r.satisfaction["arden"] for r in records]), [30, 30, 70, 70])


def test_a_yardstick_has_no_horizon(play):
    """To a yardstick, which has no patience of its own, a lasting payoff is this month's alone."""
    scenario = build(
        """
agendas:
  arden: {patience: 12 months, indifference: 0.5 points, wants: {level: 100}, why: assumed}
yardsticks:
  outsider:
    wants: {level: 100}
    payoffs:
      calm: {when: level above 10, worth: 0.4 points, why: assumed}
    why: assumed
"""
        + LEVELS
    )
    assert close_to(run(play, scenario, months=1)[0].payoffs["outsider"], 0.4)


def test_siding(play):
    """Siding takes a share of the other's satisfaction and payoffs, not of its costs or siding."""
    scenario = build(
        """
agendas:
  arden: {patience: 12 months, indifference: 0.5 points, wants: {level: 100}, sides_with: {borea: 25%},
         why: assumed}
  borea:
    patience: 6 months
    indifference: 0.5 points
    wants: {other: 100}
    sides_with: {arden: 50%}
    payoffs:
      calm: {when: level above 10, worth: 0.3 points, why: assumed}
    why: assumed
"""
        + LEVELS
        + """
cards:
  gift: {by: borea, table: talks, costs: {borea: 9 point-months}, effects: {other: +1}, why: assumed}
whatifs:
  gifted: {do: [borea proposes gift]}
"""
    )
    record = run(play, scenario, months=1, do="gifted")[0]
    own_arden, own_borea = 70, 21 + 0.3 / (1 - 2 ** (-1 / 6))
    assert close_to(record.utility["arden"], 0.75 * own_arden + 0.25 * own_borea)
    assert close_to(record.utility["borea"], 0.5 * own_borea + 0.5 * own_arden - 9)


def test_a_lasting_point_is_a_point_for_good(play):
    """A payoff of 0.4 points, paid once, is worth 0.4 points of satisfaction in every later month."""
    scenario = build(
        """
agendas:
  arden:
    patience: 2 months
    indifference: 0.5 points
    wants: {level: 100}
    payoffs:
      glory: {when: arden plays sign, worth: 0.4 points, why: assumed}
    why: assumed
  borea: {patience: 12 months, indifference: 0.5 points, wants: {other: 100}, why: assumed}
"""
        + LEVELS
        + """
cards:
  sign: {by: arden, table: talks, once: yes, effects: {other: +1}, why: assumed}
  climb: {by: arden, table: trade, once: yes, effects: {level: +0.4}, why: assumed}
whatifs:
  signed: {do: [arden proposes sign in 2020-01, arden does not propose climb]}
  climbed: {do: [arden proposes climb in 2020-01, arden does not propose sign]}
"""
    )
    regard = 2 ** (-np.arange(60) / 2)  # beyond 60 months of a half-life of 2, a part in a billion is left

    def worth(do):
        return regard @ np.stack([record.utility["arden"] for record in run(play, scenario, months=60, do=do)])

    assert close_to(worth("signed"), worth("climbed"), tolerance=0.01)  # sums of 70 a month in float32
