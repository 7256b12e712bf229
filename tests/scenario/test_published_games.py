"""The library's published games say in words what the study says in numbers."""

import json
from itertools import product

import numpy as np
import pytest

from detente.expressions import evaluate, tree
from detente.scenario import doubts, load
from scenario.pieces import FILES

PUBLISHED = json.loads((FILES / "audience_costs.json").read_text(encoding="utf-8"))
LEVELS, ACTIONS = ("peace", "crisis", "war"), ("hold", "threaten", "attack")
TOLERANCE = 1e-9
"""Payoffs are written with twelve decimals, and up to five are added up."""

games = pytest.mark.parametrize("name", PUBLISHED["games"])


def reader(level, moves):
    """Return what a condition reads in a month that begins at `level` and in which `moves` are made."""

    def read(leaf):
        match leaf:
            case tree.IsLevel(_, named):
                return level == named
            case tree.Moves(actor, _, card):
                return moves[actor] == card
            case tree.Holds(actor):
                return moves[actor] == "hold"
        raise AssertionError(leaf)

    return read


def cells(name):
    """Go through the cells of a game: numbers of state and actions, and what conditions read there."""
    sides = PUBLISHED["games"][name]["sides"]
    for state, first, second in product(range(3), repeat=3):
        moves = dict(zip(sides, (ACTIONS[first], ACTIONS[second]), strict=True))
        yield (state, first, second), reader(LEVELS[state], moves)


@games
def test_every_cell_of_the_payoffs_is_the_published_one(name):
    """The payoffs whose conditions hold add up to the published payoff of either side, in all 27 cells."""
    scenario, game = load(name), PUBLISHED["games"][name]
    for (state, first, second), read in cells(name):
        for side, actor in enumerate(game["sides"]):
            paid = sum(
                payoff.worth.value.low
                for payoff in scenario.agendas[actor].payoffs
                if evaluate(payoff.when.tree, read, np)
            )
            published = game["payoffs"][state][first][second][side]
            assert paid == pytest.approx(published, abs=TOLERANCE), (LEVELS[state], first, second, actor)


@games
def test_every_transition_is_the_published_one(name):
    """The first rule that holds leads where the study says."""
    rules = load(name).transitions["relation"]
    for (state, first, second), read in cells(name):
        rule = next(rule for rule in rules if evaluate(rule.when.tree, read, np))
        assert rule.chance is None
        assert LEVELS.index(rule.to) == PUBLISHED["next"][state][first][second]


@games
def test_the_actors_are_those_of_the_study(name):
    """Discount, shocks and usual odds are those of the study, and nothing else pays."""
    scenario = load(name)
    assert scenario.continuation == "private_reasons"
    assert sorted(scenario.agendas) == sorted(PUBLISHED["games"][name]["sides"])
    for agenda in scenario.agendas.values():
        assert 2 ** (-1 / agenda.patience.low) == pytest.approx(PUBLISHED["discount"], abs=TOLERANCE)
        assert (agenda.indifference.value.low, agenda.indifference.coin) == (1, "point-months")
        assert not agenda.wants
        assert {payoff.worth.coin for payoff in agenda.payoffs} == {"point-months"}
    for card in scenario.cards.values():
        assert (card.usual, card.chance, card.when, card.consent, card.costs) == (None, None, None, (), {})


@games
def test_everything_in_a_published_game_is_cited(name):
    """Nothing is assumed but where the two stand at the start, and nothing is doubtful."""
    scenario = load(name)
    assert doubts(scenario) == []
    rules = scenario.transitions["relation"]
    for element in (*scenario.agendas.values(), *scenario.cards.values(), *rules):
        assert element.grounds.data == ("study",)
        assert "assumed" not in element.grounds.why
    assert all(number.low == number.high for number in scenario.numbers.values())
