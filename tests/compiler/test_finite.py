"""From a scenario to a finite game: games worked out by hand, names, limits, and why a scenario is not finite."""

import numpy as np
import pytest

from compiler.finite_scenarios import build
from detente.compiler import compile_game
from detente.compiler.finite import Finite, TooLarge, compile_finite
from detente.scenario import load
from detente.scenario.finite import endless, most_states

EXACT = 1e-12
"""Numbers of one digit before the point, a dozen operations in float64."""


def finite_of(scenario):
    """Enumerate a scenario that must be finite and small."""
    game = compile_game(scenario)
    assert endless(scenario) == []
    finite = compile_finite(scenario, game)
    assert isinstance(finite, Finite)
    return finite


TWO_STATES = """
agendas:
  arden:
    patience: 90% a month
    indifference: 0.2 points
    wants: {relation: -100}
    payoffs:
      war: {when: relation is war, worth: -3 point-months, why: assumed}
      bold: {when: relation is peace and arden plays strike, worth: 0.5 points, why: assumed}
    why: assumed
  borea:
    patience: none
    indifference: 1.5 point-months
    payoffs:
      war: {when: relation is war and borea holds, worth: -4 point-months, why: assumed}
    sides_with: {arden: 25%}
    why: assumed
variables:
  relation: {levels: [peace, war], now: peace, why: assumed}
transitions:
  relation:
    - {when: strike succeeded, to: war, chance: 50%, why: assumed}
    - {when: relation is war and borea plays protest, to: peace, chance: 0.25 * relation, why: assumed}
cards:
  strike: {by: arden, table: force, usual: 6 a year, chance: 80%, costs: {arden: 5 point-months, borea: 0.1 points},
           why: assumed}
  protest: {by: borea, table: talks, when: relation is war, why: assumed}
"""


def test_a_game_of_two_states():
    """Payoffs, chances, discounts, availability, odds and indifference are those worked out by hand."""
    finite = finite_of(build(TWO_STATES))
    game = finite.game
    assert game.states == ("relation is peace", "relation is war")
    assert game.players == ("arden at force", "borea at talks")
    assert game.actions == (("hold", "strike"), ("hold", "protest"))
    assert game.shocks == "mistakes"
    assert np.allclose(game.discount, [[0.9, 0.0]] * 2, atol=EXACT)
    assert np.allclose(game.indifference, [2.0, 1.5], atol=EXACT)
    assert game.available.tolist() == [[[True, True], [True, False]], [[True, True], [True, True]]]
    assert np.allclose(game.usual[0, 0], [1, np.expm1(0.5)], atol=EXACT)
    assert np.allclose(game.usual[1, 1], [1, 1], atol=EXACT)
    # The chance of war next month, by state and joint action: the first rule that holds is taken, or fails.
    war = np.array([[[0.0, np.nan], [0.4, np.nan]], [[1.0, 0.75], [1.0, 0.8 + 0.2 * 0.75]]])
    assert np.allclose(game.transitions[..., 1][~np.isnan(war)], war[~np.isnan(war)], atol=EXACT)
    # Arden gets 100 less the level next month, and its payoffs: 0.5 lasting points are 5 point-months.
    strikes, in_war = np.array([[[0], [1]]]), np.array([[[0]], [[1]]])
    own = 100 * (1 - war) - 3 * in_war + 5 * strikes * (1 - in_war)
    holds = np.array([[[1, 0]]])
    paid = {"arden": own - 5 * strikes, "borea": 0.75 * -4 * in_war * holds + 0.25 * own - 0.1 * strikes}
    for k, actor in enumerate(paid):
        known = ~np.isnan(war)
        assert np.allclose(game.payoffs[..., k][known], paid[actor][known], atol=100 * EXACT), actor


REQUEST = """
agendas:
  arden: {patience: 80% a month, indifference: 1 point-month, wants: {relation: +100}, why: assumed}
  borea: {patience: 60% a month, indifference: 1 point-month, wants: {relation: -100}, why: assumed}
variables:
  relation: {levels: [cold, warm], now: cold, why: assumed}
transitions:
  relation:
    - {when: arden plays ask, to: warm, why: assumed}
cards:
  ask: {by: arden, table: talks, once: yes, consent: [borea], usual_yes: {borea: 20%}, costs: {arden: 7 point-months},
        why: assumed}
"""


def test_a_month_with_a_request_is_two_states():
    """A request is made in one state, without payoff or discount, and answered in another, with those of the month."""
    finite = finite_of(build(REQUEST))
    game = finite.game
    cold, warm = "relation is cold", "relation is warm, ask spent"
    assert game.states == (cold, f"{cold}; nobody proposes anything", f"{cold}; arden proposes ask", warm)
    assert game.players == ("arden at talks", "borea, asked for ask by arden")
    assert game.actions == (("hold", "ask"), ("no", "yes"))
    assert np.allclose(game.discount, [[1, 1], [0.8, 0.6], [0.8, 0.6], [0.8, 0.6]], atol=EXACT)
    no, yes = [True, False], [True, True]
    assert game.available.tolist() == [[yes, no], [no, no], [no, yes], [no, no]]
    assert np.allclose(game.usual[2, 1], [1, 0.25], atol=EXACT)
    leads = {(0, 0, 0): 1, (0, 1, 0): 2, (1, 0, 0): 0, (2, 0, 0): 0, (2, 0, 1): 3, (3, 0, 0): 3}
    for at, following in leads.items():
        assert game.transitions[at].tolist() == [float(k == following) for k in range(4)], at
    pay = {
        (0, 0, 0): [0, 0],
        (0, 1, 0): [0, 0],
        (1, 0, 0): [0, 100],
        (2, 0, 0): [0, 100],
        (2, 0, 1): [93, 0],
        (3, 0, 0): [100, 0],
    }
    for at, paid in pay.items():
        assert np.allclose(game.payoffs[at], paid, atol=100 * EXACT), at


def test_published_payoffs_come_out_exactly():
    """The audience-cost game of the library has the payoffs of its file, added up in float64."""
    scenario = load("crisis-us-north-korea")
    finite = finite_of(scenario)
    game, worth = finite.game, {}
    for agenda in scenario.agendas.values():
        worth[agenda.id] = {payoff.id: payoff.worth.value.low for payoff in agenda.payoffs}
    north, us = worth["pyongyang"], worth["washington"]
    peace, crisis, war = 0, 1, 2
    hold, attack, threaten = 0, 1, 2
    cells = {
        (peace, hold, hold): (0.0, 0.0),
        (peace, threaten, hold): (north["escalating"], 0.0),
        (peace, hold, attack): (0.0, us["escalating"] + us["attacking"]),
        (crisis, hold, threaten): (north["crisis"] + north["backing_down"], us["crisis"] + us["escalating"]),
        (war, attack, attack): (
            north["war"] + north["escalating"] + north["attacking"] + north["clash_in_war"],
            us["war"] + us["escalating"] + us["attacking"] + us["clash_in_war"],
        ),
    }
    assert game.players == ("pyongyang at force", "washington at force")
    assert game.actions == (("hold", "attack", "threaten"),) * 2
    for cell, paid in cells.items():
        assert np.allclose(game.payoffs[cell], paid, rtol=0, atol=1e-9), cell
    assert game.shocks == "private_reasons"
    assert np.allclose(game.discount, 0.9, atol=1e-12)


RELATION = """
variables:
  relation: {levels: [peace, war], now: peace, why: assumed}
transitions:
  relation:
    - {when: arden plays strike, to: war, why: assumed}
cards:
"""

COUNTS = {
    "once": ("  strike: {by: arden, table: force, once: yes, why: assumed}", 2),
    "a pause of 3": ("  strike: {by: arden, table: force, pause: 3 months, why: assumed}", 1 + 3),
    "lasts 4": ("  strike: {by: arden, table: force, lasts: 4 months, why: assumed}", 1 + 4),
    "in force until": ("  strike: {by: arden, table: force, ends_when: arden holds, why: assumed}", 1 + 2),
    "a count of 2": ("  strike: {by: arden, table: force, when: times(strike) below 2, why: assumed}", 3),
    "a count of 2 in its cost": (
        "  strike: {by: arden, table: force, costs: {arden: 3 if times(strike) at least 2 else 1 point-months},\n"
        "           why: assumed}",
        3,
    ),
    "played within 3": (
        "  strike: {by: arden, table: force, when: not arden played strike within 3 months, why: assumed}",
        1 + 4,
    ),
    "war for 3": (
        "  strike: {by: arden, table: force, why: assumed}\n"
        "  sue: {by: borea, table: talks, when: relation is war for 3 months, why: assumed}",
        1 + 3,
    ),
    "a date": ("  strike: {by: arden, table: force, when: from 2020-03, why: assumed}", 2 + 2),
    "a last date": ("  strike: {by: arden, table: force, when: by 2020-02, why: assumed}", 1 + 2 + 2),
    "a dated term": (
        "  strike: {by: arden, table: force, why: assumed}\n"
        "  sue: {by: borea, table: talks, when: relation is war in 2020-02, why: assumed}",
        # January; February and March in peace or war; later in peace, or war, that began in time or not
        1 + 2 + 3,
    ),
}


@pytest.mark.parametrize("what", COUNTS)
def test_states_with_one_future_are_one(what):
    """Timers, counts and the clock stop where more would change nothing, so that no state is there twice."""
    cards, states = COUNTS[what]
    assert finite_of(build(RELATION + cards)).game.state_count == states


def test_questions_and_yardsticks_add_no_states():
    """What only questions and yardsticks remember is no part of the game."""
    body = RELATION + "  strike: {by: arden, table: force, why: assumed}\n"
    more = """
yardsticks:
  peace:
    wants: {tally: -100}
    payoffs: {early: {when: relation is war in 2020-03, worth: 1 point-months, why: assumed}}
    why: assumed
questions:
  often: {ask: Is there long war, yes_if: relation is war for 6 months and times(strike) above 4}
"""
    body = body.replace("transitions:", "  tally: {formula: 10 * times(strike), why: assumed}\ntransitions:")
    assert finite_of(build(body + more)).game.state_count == 2


def test_names_tell_what_is_the_case():
    """States are named by levels, timers, what is spent, what is remembered and the date, in words."""
    body = (
        RELATION.replace("arden plays strike", "strike in force")
        + """
  strike: {by: [arden, borea], table: force, lasts: 3 months, pause: 3 months, why: assumed}
  sue: {by: borea, table: talks, once: yes, when: times(strike) at least 2 and from 2020-04, why: assumed}
shocks:
  storm: {chance: 1% a month, once: yes, why: assumed}
"""
    )
    names = finite_of(build(body)).game.states
    assert names[0] == "in 2020-01, relation is peace"
    assert (
        "in 2020-03, relation is war, strike of arden in force 1 more month, strike of arden pauses 1 month, "
        "storm has happened, strike played once" in names
    )
    assert any(name.startswith("from 2020-04") and "sue spent" in name and "twice or more" in name for name in names)
    assert len(set(names)) == len(names)


def test_who_never_chooses_is_left_out():
    """Moves, answers and players that never come up are no part of the game."""
    body = (
        RELATION
        + """
  strike: {by: arden, table: force, why: assumed}
  never: {by: arden, table: force, when: times(strike) below 0, why: assumed}
  late: {by: borea, table: talks, consent: [arden], when: times(late) above 0, why: assumed}
"""
    )
    game = finite_of(build(body)).game
    assert game.players == ("arden at force",)
    assert game.actions == (("hold", "strike"),)


def test_sure_answers_are_no_choice():
    """A party whose usual yes is 0% or 100% can give one answer only."""
    for share, action in (("0%", 0), ("100%", 1)):
        game = finite_of(build(REQUEST.replace("20%", share))).game
        asked = game.states.index("relation is cold; arden proposes ask")
        assert game.available[asked, 1].tolist() == [action == 0, action == 1]
        assert np.allclose(game.usual[asked, 1, action], 1.0)


def test_too_many_states_are_refused():
    """Beyond the limit there is no game, but a sentence that says so."""
    body = RELATION + "".join(f"  strike{k}: {{by: arden, table: t{k}, once: yes, why: assumed}}\n" for k in "abcdefgh")
    scenario = build(body.replace("arden plays strike", "arden plays strikea"))
    game = compile_game(scenario)
    small = compile_finite(scenario, game, limit=100)
    assert isinstance(small, TooLarge)
    assert "100 states" in small.why
    assert small.states > 100
    assert finite_of(scenario).game.state_count == 2**8


NOT_FINITE = {
    "an ordinary variable": ("level: {now: 50, half_life: 4 months, why: assumed}", "", "level is not of levels"),
    "a stock": ("level: {now: 50, half_life: never, why: assumed}", "", "level is not of levels"),
    "a range": ("", "costs: {arden: 1 to 3 point-months}, ", "given as a range"),
    "a trend": ("", "when: trend(relation) above 1, ", "trend(relation)"),
    "a count in a sum": ("", "chance: 50 - 10 * times(strike), ", "times(strike)"),
}


@pytest.mark.parametrize("what", NOT_FINITE)
def test_what_is_not_finite(what):
    """A scenario that is not finite says why."""
    variable, parts, why = NOT_FINITE[what]
    body = (
        RELATION.replace("transitions:", f"  {variable}\ntransitions:")
        + f"  strike: {{by: arden, table: force, {parts}why: assumed}}"
    )
    scenario = build(body)
    (reason,) = endless(scenario)
    assert why in reason.why


def test_a_counted_card_played_once_is_finite():
    """A count that a `once` card bounds may stand anywhere."""
    body = (
        RELATION
        + "  strike: {by: [arden, borea], table: force, once: yes, chance: 50 - 10 * times(strike), why: assumed}"
    )
    assert finite_of(build(body)).game.state_count == 4


def test_fixed_numbers_stand_in_place_of_the_file_s():
    """A number that a what-if fixes counts as fixed, and is the one that the game has."""
    cost = "costs: {arden: 1 to 3 point-months}, "
    scenario = build(RELATION + f"  strike: {{by: arden, table: force, {cost}why: assumed}}")
    game, fixed = compile_game(scenario), {"cards.strike.costs.arden": 8.0}
    assert endless(scenario)
    assert not endless(scenario, fixed=fixed)
    finite = compile_finite(scenario, game, fixed=fixed)
    assert isinstance(finite, Finite)
    assert np.allclose(finite.game.payoffs[0, :, 0], [100, -8], atol=100 * EXACT)


def test_rich_scenarios_are_not_finite():
    """The scenarios of the library with ordinary variables say so."""
    scenario = load("two-rivals")
    assert any("not of levels" in reason.why for reason in endless(scenario))


@pytest.mark.parametrize("name", ["crisis-koreas", "crisis-us-north-korea"])
def test_the_most_states_are_known_without_timers(name):
    """Where levels alone carry over, no more states are found than their combinations."""
    scenario = load(name)
    most = most_states(scenario)
    assert most == 3
    assert finite_of(scenario).game.state_count <= most


@pytest.mark.parametrize(
    "part", ["once: yes, ", "pause: 2 months, ", "when: times(strike) below 2, ", "lasts: 2 months, "]
)
def test_the_most_states_are_left_open_with_timers(part):
    """What remembers adds states, and nothing is said of how many."""
    scenario = build(RELATION + f"  strike: {{by: arden, table: force, {part}why: assumed}}")
    assert not endless(scenario)
    assert most_states(scenario) is None
