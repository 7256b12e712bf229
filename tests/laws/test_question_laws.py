"""Laws of questions: windows, one month for undated terms, lasting, counts, given."""

from functools import lru_cache

import numpy as np
import pytest

from laws.helpers import middles
from laws.scenarios import build

WORLD = """
variables:
  level: {now: 0, half_life: never, why: assumed}
  clock: {now: 100, half_life: never, why: assumed}
links:
  clock -> level: {push: +10, why: assumed}
cards:
  visit: {by: arden, table: talks, effects: {clock: +1}, why: assumed}
  siege: {by: borea, table: force, while_in_force: {clock: +1}, lasts: 2 months, why: assumed}
  refer: {by: borea, table: talks, chance: 0 * level, effects: {clock: +1}, why: assumed}
whatifs:
  plan:
    do:
      - arden does not propose visit before 2020-03
      - arden proposes visit in 2020-03
      - arden does not propose visit in 2020-04
      - arden proposes visit in 2020-05
      - arden does not propose visit from 2020-06
      - borea does not propose siege before 2020-02
      - borea proposes siege in 2020-02
      - borea does not propose siege from 2020-03
      - borea proposes refer in 2020-04
      - borea does not propose refer before 2020-04
      - borea does not propose refer from 2020-05
"""
# Visits in March and May (months 2 and 4), the siege begins in February, one referral fails in April;
# at the end of the n-th month the level is 10 n, so 30 at the end of March.

YES_OR_NO = {
    "arden plays visit in 2020-03": True,
    "arden plays visit in 2020-04": False,
    "arden plays visit before 2020-03": False,
    "arden plays visit by 2020-03": True,
    "arden plays visit between 2020-04 and 2020-05": True,
    "arden plays visit from 2020-06": False,
    "arden plays visit": True,
    "level above 25 in 2020-03": True,
    "level above 25 in 2020-02": False,
    "not arden plays visit in 2020-03": False,
    # undated terms in one bracket share a month
    "arden plays visit and level above 45": True,
    "arden plays visit and level above 55": False,
    "arden plays visit in 2020-03 and level above 55": True,
    "(arden plays visit and level above 45) in 2020-05": True,
    "(arden plays visit and level below 45) in 2020-05": False,
    "arden plays visit and before 2020-05": True,
    "arden plays visit and before 2020-03": False,
    # force and counts stand at the month's start
    "siege in force in 2020-02": False,
    "siege in force in 2020-03": True,
    "siege in force in 2020-04": False,
    "times(visit) at least 2 in 2020-05": False,
    "times(visit) at least 2 in 2020-06": True,
    "second visit succeeded in 2020-05": True,
    "second visit succeeded by 2020-04": False,
    "first visit succeeded in 2020-05": False,
    "refer failed in 2020-04": True,
    "refer succeeded": False,
    "arden holds in 2020-04": True,
    "borea holds in 2020-04": False,
    "borea holds at force in 2020-04": True,
    # within looks back, this month among the months
    "arden played visit within 2 months and level above 55": True,
    "arden played visit within 2 months and level above 65": False,
    # lasting: this month and those before it, none before the start
    "level below 45 for 4 months": True,
    "level below 45 for 5 months": False,
    "level below 45 for 4 months in 2020-03": False,
}


@lru_cache
def _answers(ask):
    """Ask all questions at once; they do not touch each other."""
    texts = [f"  asked_{k}: {{ask: Asked, yes_if: {condition}}}\n" for k, condition in enumerate(YES_OR_NO)]
    scenario = build(WORLD + "questions:\n" + "".join(texts))
    answers = ask(scenario, middles(scenario), 4, 24, 3, do=scenario.whatifs["plan"].do)
    return {condition: answers[f"asked_{k}"] for k, condition in enumerate(YES_OR_NO)}


@pytest.mark.parametrize("condition", YES_OR_NO)
def test_conditions(ask, condition):
    """A question holds or not, future by future, as its words are defined."""
    assert np.all(np.asarray(_answers(ask)[condition]) == YES_OR_NO[condition])


def test_two_owners_in_one_month(ask):
    """Where both owners of a card succeed in one month, the first and the second success are in it."""
    conditions = {
        "first base succeeded in 2020-02": True,
        "second base succeeded in 2020-02": True,
        "third base succeeded in 2020-02": False,
        "third base succeeded in 2020-03": True,
    }
    lines = "".join(f"  q{k}: {{ask: Asked, yes_if: {text}}}\n" for k, text in enumerate(conditions))
    scenario = build(
        """
variables:
  level: {now: 50, half_life: never, why: assumed}
cards:
  base: {by: [arden, borea], table: force, effects: {level: +1}, why: assumed}
whatifs:
  both: {do: [arden does not propose base in 2020-01, borea does not propose base in 2020-01,
         arden proposes base from 2020-02, borea proposes base from 2020-02]}
questions:
"""
        + lines
    )
    answers = ask(scenario, middles(scenario), 4, 24, 3, do=scenario.whatifs["both"].do)
    for k, (text, expected) in enumerate(conditions.items()):
        assert np.all(np.asarray(answers[f"q{k}"]) == expected), text


def test_trends_at_the_end_of_a_month(ask):
    """A trend in a question takes in the month; a formula of a trend is what it was at the month's end."""
    scenario = build(
        """
variables:
  clock: {now: 100, half_life: never, why: assumed}
  store: {now: 10, half_life: never, why: assumed}
  pace: {formula: 10 * trend(store), why: assumed}
links:
  clock -> store: {push: +2, why: assumed}
agendas:
  arden: {patience: 12 months, indifference: 0.5 points, wants: {store: 100}, why: assumed}
questions:
  taken_in: {ask: Asked, yes_if: trend(store) above 0.85 in 2020-03}
  not_yet: {ask: Asked, yes_if: pace above 8.5 in 2020-03}
  then: {ask: Asked, yes_if: pace above 8.5 in 2020-04}
"""
    )
    # The trend is 2 (1 - 2^(-n/3)) after n months: 0.74 after two, 1 after three.
    answers = ask(scenario, middles(scenario), 4, 24, 3)
    assert [bool(np.all(answers[name])) for name in ("taken_in", "not_yet", "then")] == [True, False, True]


def test_given(ask):
    """A question with `given` has two answers, each over the whole horizon."""
    condition = "arden plays visit in 2020-04 given refer failed by 2020-04"
    scenario = build(WORLD + f"questions:\n  asked: {{ask: Asked, yes_if: {condition}}}\n")
    condition, given = ask(scenario, middles(scenario), 4, 24, 3, do=scenario.whatifs["plan"].do)["asked"]
    assert not np.any(condition)
    assert np.all(given)
