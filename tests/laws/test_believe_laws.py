"""Laws of step 2: what actors believe of one another, and what types, factions and shocks do."""

import numpy as np
import pytest

from detente.reference import middles
from detente.reference.numbers import type_path
from laws.helpers import FUTURES, close_to, moves, path, run, share_is
from laws.scenarios import build

SHARE = 1e-4
"""Tolerance of a belief, 0 to 1: a likelihood is good to 7 digits, and errors add up over some months."""

ODDS = np.expm1(4 / 12)
"""Usual odds of a card of 4 a year against holding."""

VARIABLES = """
variables:
  level: {now: 50, half_life: 4 months, why: assumed}
"""


def _agendas(types, arden=""):
    return f"""
agendas:
  arden: {{patience: 12 months, indifference: 0.5 points, wants: {{level: 100}}{arden}, why: assumed}}
  borea:
    patience: 12 months
    indifference: 0.5 points
    types: {{{types}}}
"""


TWO = (
    "dove: {chance: 40%, wants: {level: -100}, why: assumed}, hawk: {chance: the rest, wants: {level: 100}, "
    "why: assumed}"
)
MARCH = """
cards:
  stir: {by: arden, table: talks, why: assumed}
  march: {by: borea, table: force, usual: 4 a year, when: borea is hawk, why: assumed}
"""


def _as_type(scenario, number):
    """Let borea be one of its types, by number."""
    return middles(scenario) | {type_path("borea"): float(number)}


def _belief(records, of, what="belief_next", by="arden"):
    return path(records, (by, "borea", of), what)


@pytest.mark.parametrize("attention", [100, 50, 0])
def test_two_types(play, attention):
    """A belief is multiplied by how likely its type made what was seen, to the power of attention; holding counts."""
    scenario = build(_agendas(TWO, f", attention: {attention}%") + VARIABLES + MARCH)
    records = play(scenario, _as_type(scenario, 1), 500, 6, 3)
    dove = np.full(500, 0.4)
    for record in records:
        held = ~record.proposed["march", "borea"]
        of_dove, of_hawk = held * 1.0, np.where(held, 1 / (1 + ODDS), ODDS / (1 + ODDS))
        weights = dove * of_dove ** (attention / 100), (1 - dove) * of_hawk ** (attention / 100)
        dove = np.clip(weights[0] / (weights[0] + weights[1]), 0.001, 0.999)
        assert close_to(record.belief_next["arden", "borea", "dove"], dove, SHARE)
        assert close_to(record.belief_next["arden", "borea", "hawk"], 1 - dove, SHARE)
    marched = moves(records, "proposed", "march", "borea").any(axis=0)
    if attention:
        assert np.all(dove[marched] < 0.01)  # doubt comes back slowly
        assert np.all(dove[~marched] > 0.4)
    assert not any(actor == "borea" for actor, _, _ in records[0].belief)


def test_surprise(play):
    """A move surprises under each type by minus the logarithm of its likelihood, whatever the attention."""
    scenario = build(_agendas(TWO, ", attention: 10%") + VARIABLES + MARCH)
    record = play(scenario, _as_type(scenario, 1), 500, 1, 3)[0]
    chance = {of: np.exp(-record.surprise["arden", "borea", of]) for of in ("dove", "hawk")}
    held = ~record.proposed["march", "borea"]
    assert close_to(chance["dove"], held, SHARE)
    assert close_to(chance["hawk"], np.where(held, 1 / (1 + ODDS), ODDS / (1 + ODDS)), SHARE)


def test_three_types(play):
    """With three types and two tables the likelihoods of all choices multiply; chances are scaled to 100."""
    types = ", ".join(
        f"{name}: {{chance: {chance}, wants: {{level: -100}}, why: assumed}}"
        for name, chance in (("dove", "30%"), ("hawk", "50%"), ("owl", "the rest"))
    )
    cards = """
cards:
  stir: {by: arden, table: talks, why: assumed}
  march: {by: borea, table: force, usual: 4 a year, when: borea is hawk, why: assumed}
  speak: {by: borea, table: talks, usual: 4 a year, when: not borea is dove, why: assumed}
"""
    scenario = build(_agendas(types) + VARIABLES + cards)
    record = play(scenario, _as_type(scenario, 1), 500, 1, 3)[0]
    plays, holds = ODDS / (1 + ODDS), 1 / (1 + ODDS)
    march, speak = record.proposed["march", "borea"], record.proposed["speak", "borea"]
    assert (march & speak).any()
    likelihood = {
        "dove": ~march & ~speak,
        "hawk": np.where(march, plays, holds) * np.where(speak, plays, holds),
        "owl": ~march * np.where(speak, plays, holds),
    }
    weights = {of: prior * likelihood[of] for of, prior in (("dove", 0.3), ("hawk", 0.5), ("owl", 0.2))}
    clipped = {of: np.clip(w / sum(weights.values()), 0.001, 0.999) for of, w in weights.items()}
    for of, belief in clipped.items():
        assert close_to(record.belief_next["arden", "borea", of], belief / sum(clipped.values()), SHARE)


def test_answers_teach(play):
    """What an asked party says is a choice like any other."""
    cards = """
cards:
  stir: {by: arden, table: talks, why: assumed}
  visit:
    by: arden
    table: talks
    usual: 9 a year
    consent: [borea]
    usual_yes: {borea: 30%}
    why: assumed
  march: {by: borea, table: force, usual: 4 a year, when: borea is hawk, why: assumed}
"""
    scenario = build(_agendas(TWO) + VARIABLES + cards)
    record = play(scenario, _as_type(scenario, 0), 500, 1, 3)[0]
    asked = record.asked["visit", "arden", "borea"]
    likelihood = np.where(asked, np.where(record.said_yes["visit", "arden", "borea"], 0.3, 0.7), 1)
    assert close_to(np.exp(-record.surprise["arden", "borea", "dove"]), likelihood, SHARE)
    assert close_to(np.exp(-record.surprise["arden", "borea", "hawk"]), likelihood / (1 + ODDS), SHARE)


def test_a_hidden_move_looks_like_holding(play):
    """Holding is what is seen of a move that is not, and is as likely as both together."""
    cards = """
cards:
  stir: {by: arden, table: talks, why: assumed}
  march: {by: borea, table: force, usual: 4 a year, when: borea is hawk, why: assumed}
  build: {by: borea, table: force, usual: 4 a year, when: borea is hawk, visible: no, why: assumed}
"""
    scenario = build(_agendas(TWO) + VARIABLES + cards)
    record = play(scenario, _as_type(scenario, 1), 500, 1, 3)[0]
    marched = record.proposed["march", "borea"]
    assert record.proposed["build", "borea"].any()
    likelihood = np.where(marched, ODDS, 1 + ODDS) / (1 + 2 * ODDS)
    assert close_to(np.exp(-record.surprise["arden", "borea", "hawk"]), likelihood, SHARE)
    dove = np.where(marched, 0.001, 0.4 / (0.4 + 0.6 * likelihood))
    assert close_to(record.belief_next["arden", "borea", "dove"], dove, SHARE)


def test_beliefs_that_began_at_an_end(play):
    """A belief that began at 0 or 1 stays; others are clipped to 0.001 and 0.999."""
    scenario = build(_agendas(TWO.replace("40%", "0%")) + VARIABLES + MARCH)
    records = play(scenario, _as_type(scenario, 0), 50, 6, 3)
    assert close_to(_belief(records, "dove"), 6 * [0])
    assert close_to(_belief(records, "hawk"), 6 * [1])
    scenario = build(
        _agendas(TWO)
        + "views:\n  arden: [{agendas.borea.types.dove.chance: 99%, why: assumed}]\n"
        + VARIABLES
        + MARCH.replace("4 a year", "40 a year")
    )
    records = play(scenario, _as_type(scenario, 0), 50, 6, 3)
    assert close_to(records[0].belief["arden", "borea", "dove"], 0.99, SHARE)
    assert close_to(_belief(records, "dove"), 6 * [0.999], SHARE)


MEDIATOR = """
cards:
  stir: {by: arden, table: talks, why: assumed}
  mediate: {by: arden, table: talks, usual: 4 a year, scale: 2, effects: {B: +10}, why: assumed}
"""


def test_a_mediator(play):
    """An effect of +10 adds 0.4 to the log-odds of a belief, times the card's scale; other types keep proportions."""
    types = ", ".join(
        f"{name}: {{chance: {chance}%, wants: {{level: -100}}, why: assumed}}"
        for name, chance in (("dove", 30), ("hawk", 50), ("owl", 20))
    )
    scenario = build(_agendas(types) + VARIABLES + MEDIATOR.replace("B:", "belief of arden that borea is dove:"))
    record = play(scenario, _as_type(scenario, 0), 200, 1, 3)[0]
    odds = 0.3 / 0.7 * np.exp(0.8 * record.played["mediate", "arden"])
    assert record.played["mediate", "arden"].any()
    belief = record.belief_next  # borea has nothing to choose, so that nothing else is learnt
    assert close_to(belief["arden", "borea", "dove"], odds / (1 + odds), SHARE)
    assert close_to(belief["arden", "borea", "hawk"], 2.5 * belief["arden", "borea", "owl"], SHARE)


def test_becoming(play):
    """A shock that makes another type of an actor is public: every belief goes to the new type as far as it may."""
    shock = """
shocks:
  coup: {chance: 30% a month, becomes: {borea: dove}, why: assumed}
"""
    scenario = build(_agendas(TWO) + VARIABLES + MARCH + shock)
    records = play(scenario, _as_type(scenario, 1), 400, 3, 3)
    struck = np.stack([record.shocks["coup"] for record in records])
    assert close_to(np.stack([record.types["borea"] for record in records]), 1 - np.maximum.accumulate(struck))
    assert close_to(_belief(records, "dove")[struck], np.full(struck.sum(), 0.999), SHARE)
    later = np.maximum.accumulate(struck)[:-1]
    assert not moves(records, "available", "march", "borea")[1:][later].any()


def test_becoming_what_was_ruled_out(play):
    """Who had ruled out a type from the start goes on believing what it did when an actor becomes of it."""
    types = ", ".join(
        f"{name}: {{chance: {chance}%, wants: {{level: -100}}, why: assumed}}"
        for name, chance in (("dove", 30), ("hawk", 70), ("owl", 0))
    )
    shock = "shocks:\n  coup: {chance: 100% a month, becomes: {borea: owl}, why: assumed}\n"
    scenario = build(_agendas(types) + VARIABLES + MARCH + shock)
    record = play(scenario, _as_type(scenario, 1), 50, 1, 3)[0]
    assert close_to(record.types["borea"], 2)
    assert close_to(record.belief_next["arden", "borea", "dove"], 0.3, SHARE)
    assert close_to(record.belief_next["arden", "borea", "owl"], 0)


def test_pay_by_type(play):
    """An actor is paid by the wants and payoffs of its type, and by payoffs that stand outside its types."""
    agendas = """
agendas:
  arden: {patience: 12 months, indifference: 0.5 points, wants: {level: 100}, sides_with: {borea: 50%}, why: assumed}
  borea:
    patience: 12 months
    indifference: 0.5 points
    payoffs: {all: {when: level above 10, worth: 2 point-months, why: assumed}}
    types:
      dove: {chance: 50%, wants: {level: -100}, why: assumed}
      hawk:
        chance: 50%
        wants: {level: +100}
        payoffs: {own: {when: level above 10, worth: 5 point-months, why: assumed}}
        why: assumed
"""
    scenario = build(agendas + VARIABLES.replace("50", "70"))
    for number, satisfaction, payoffs in ((0, 30, 2), (1, 70, 7)):
        record = play(scenario, _as_type(scenario, number), 4, 1, 3)[0]
        assert close_to(record.satisfaction["borea"], satisfaction)
        assert close_to(record.payoffs["borea"], payoffs)
        assert close_to(record.utility["arden"], 35 + (satisfaction + payoffs) / 2)


def test_a_type_is_set_by_a_what_if(play):
    """A what-if says of which type an actor is; what others believe stays."""
    scenario = build(_agendas(TWO) + VARIABLES + MARCH + "whatifs:\n  other: {do: [borea is dove]}\n")
    records = play(scenario, _as_type(scenario, 1), 50, 2, 3, do=scenario.whatifs["other"].do)
    assert not moves(records, "available", "march", "borea").any()
    assert close_to(records[0].belief["arden", "borea", "dove"], 0.4)


def test_beliefs_in_conditions(play):
    """A belief reads from 0 to 100 wherever it stands; what others believe of oneself is known."""
    cards = """
cards:
  stir: {by: arden, table: talks, why: assumed}
  march: {by: borea, table: force, when: borea is hawk, usual: 4 a year, why: assumed}
  calm: {by: borea, table: talks, when: belief of arden that borea is hawk above 95, why: assumed}
  warn: {by: arden, table: talks, when: belief of arden that borea is hawk above 95, why: assumed}
questions:
  sure: {ask: Is it so, yes_if: belief of arden that borea is hawk above 95 in 2020-05}
  hawk: {ask: Is it so, yes_if: borea is hawk in 2020-05}
"""
    scenario = build(_agendas(TWO) + VARIABLES + cards)
    records = play(scenario, _as_type(scenario, 1), 100, 6, 3)
    sure = _belief(records, "hawk")[:-1] > 0.95
    assert sure.any()
    assert np.array_equal(moves(records, "available", "calm", "borea")[1:], sure)
    assert np.array_equal(moves(records, "available", "warn", "arden")[1:], sure)


def test_factions(play):
    """A faction proposes nothing and is not asked while its `while` does not hold; who is not asked stops nothing."""
    text = """
actors:
  arden: {name: Arden}
  borea: {name: Borea}
  house: {name: The house, inside: arden, while: level above 55}
agendas:
  arden: {patience: 12 months, indifference: 0.5 points, wants: {level: 100}, why: assumed}
  borea: {patience: 12 months, indifference: 0.5 points, wants: {level: -100}, why: assumed}
  house: {patience: 12 months, indifference: 0.5 points, wants: {level: -100}, why: assumed}
variables:
  level: {now: 50, half_life: never, why: assumed}
cards:
  visit: {by: arden, table: talks, consent: [house], usual_yes: {house: 0%}, usual: 6 a year, why: assumed}
  bill: {by: house, table: law, usual: 6 a year, why: assumed}
  march: {by: borea, table: force, usual: 6 a year, effects: {level: +10}, once: yes, why: assumed}
"""
    records = run(play, build(text), months=6, futures=400)
    active = path(records, "level", "x_start") > 55
    visit = moves(records, "proposed", "visit")
    assert np.array_equal(moves(records, "available", "bill", "house"), active)
    asked = np.stack([record.asked["visit", "arden", "house"] for record in records])
    assert np.array_equal(asked, visit & active)
    assert np.array_equal(moves(records, "played", "visit"), visit & ~active)
    assert (visit & active).any()
    assert (visit & ~active).any()


def test_usual_odds_whatever_the_type(play):
    """A type changes what an actor wants and may do, not how often it moves when nothing is at stake."""
    scenario = build(_agendas(TWO) + VARIABLES + MARCH.replace(", when: borea is hawk", ""))
    for number in (0, 1):
        record = play(scenario, _as_type(scenario, number), FUTURES, 1, 3)[0]
        assert share_is(record.proposed["march", "borea"], ODDS / (1 + ODDS))
        assert close_to(record.belief_next["arden", "borea", "dove"], 0.4, SHARE)
