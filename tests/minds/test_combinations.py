"""Where few things can be the case, combinations are told apart beside what is believed."""

from detente.compiler import compile_game
from detente.equilibrium.combinations import find_combinations
from detente.scenario import parse
from minds import reputation, signalling
from minds.reputation import Reputation

SPOKEN = """
  plead:
    by: challenger
    table: press
    effects: {belief of challenger that incumbent is tough: +10}
    on_proposal: {belief of challenger that incumbent is tough: -5}
    why: assumed
shocks:
  leak:
    chance: 1% a month
    effects: {belief of challenger that incumbent is tough: -20}
    becomes: {incumbent: weak}
    once: yes
    why: assumed
questions:
  feared: {ask: "Is the incumbent feared?", yes_if: belief of challenger that incumbent is tough above 50}
  weak: {ask: "Is it weak?", yes_if: incumbent is weak}
"""
"""What speaks of types without a choice or a rule hanging on it."""


def test_types_come_beside_combinations():
    """Effects on beliefs, shocks that change a type, and questions about either leave few things to be the case."""
    scenario = parse(reputation.text(Reputation()) + SPOKEN.lstrip("\n"))
    found = find_combinations(scenario, compile_game(scenario))
    assert len(found) == 2  # the leak is still to come, or past


def test_rules_about_types_are_no_combinations():
    """Where a payoff asks of which type somebody is, combinations are not enough, and none are told apart."""
    scenario = parse(signalling.text(signalling.CASES["pooling"]))
    assert len(find_combinations(scenario, compile_game(scenario))) == 0
