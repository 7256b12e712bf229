"""Compiling what is private: who sees what, which types worlds have, what observers take numbers for."""

import numpy as np
import pytest

import engine
from detente.compiler import draw_numbers, intervention, median_numbers, world_weights
from detente.scenario import parse
from differential.random_scenarios import random_scenario
from private_scenario import TEXT

SCENARIO = parse(TEXT)
GAME = engine.compiled(TEXT)
STALLER, TRADER = 1, 2
"""Where types stand: posing, staller, trader, in the order of ids."""


def drawn(worlds=200, **options):
    """Draw the worlds' numbers, by path."""
    return dict(zip(GAME.numbers, draw_numbers(SCENARIO, worlds, seed=4, **options), strict=True))


def test_eyes():
    """Actors that see the same share an eye; one with views of its own has its own."""
    eyes = {tuple(GAME.actors[a] for a in eye.actors): eye for eye in GAME.minds.eyes}
    assert set(eyes) == {("arden",), ("borea",), ("corva", "dovin")}
    arms, fort = GAME.variables.index("arms"), GAME.moves.index(("fort", "borea"))
    assert list(eyes["arden",].hidden) == list(eyes["corva", "dovin"].hidden) == [arms]
    assert not len(eyes["borea",].hidden)
    assert not eyes["borea",].unseen.any()
    assert list(np.flatnonzero(eyes["arden",].unseen)) == [fort]
    viewed = {GAME.numbers[a]: GAME.numbers[b] for a, b in eyes["arden",].views}
    # What it thinks of chances tells in the beliefs that it begins with, and in nothing that it sees.
    assert viewed == {(path := "links.tension -> arms.strength"): f"views.arden.{path}"}


def test_rows_of_play():
    """Every move and every answer has a row for each type of whoever decides it."""
    minds = GAME.minds
    moves = [(GAME.moves[m], minds.personas[p][1]) for m, p in minds.move_rows]
    assert [kind for move, kind in moves if move == ("talk", "borea")] == ["posing", "staller", "trader"]
    assert [kind for move, kind in moves if move == ("press", "arden")] == [""]
    answers = [(GAME.consents[k], minds.personas[p][1]) for k, p in minds.answer_rows]
    assert [kind for request, kind in answers if request[2] == "borea"] == ["posing", "staller", "trader"]


def test_nothing_private():
    """Where nothing is private there are no numbers of our own, and one eye sees all."""
    scenario = parse(text := random_scenario(3))
    game = engine.compiled(text)
    assert game.minds.plain
    assert game.numbers == tuple(scenario.numbers)
    assert (world_weights(scenario, draw_numbers(scenario, 8, seed=0)) == 1).all()


def test_worlds_of_each_type():
    """Each type that is possible has 64 worlds or its chance of them, whichever is more; others none."""
    counts = np.bincount(drawn(200)["agendas.borea.type"].astype(int), minlength=3)
    assert list(counts) == [0, 136, 64]
    many = np.bincount(drawn(4000)["agendas.borea.type"].astype(int), minlength=3) / 4000
    chance = drawn(4000)["agendas.borea.types.trader.chance"].mean() / 100
    assert many == pytest.approx([0, 1 - chance, chance], abs=1 / 4000)


def test_few_worlds():
    """Where there are not 64 worlds for each possible type, all have the same; drawn evenly, impossible ones too."""
    assert list(np.bincount(drawn(100)["agendas.borea.type"].astype(int), minlength=3)) == [0, 50, 50]
    assert sorted(np.bincount(drawn(100, types="even")["agendas.borea.type"].astype(int))) == [33, 33, 34]


def test_weights():
    """Worlds are weighed so that types count by the chances of their worlds, and 1 on average."""
    numbers = draw_numbers(SCENARIO, 200, seed=4)
    weights = world_weights(SCENARIO, numbers)
    assert weights.mean() == pytest.approx(1)
    trader = drawn()["agendas.borea.type"] == TRADER
    chance = drawn()["agendas.borea.types.trader.chance"] / 100
    by_hand = np.where(trader, chance / trader.mean(), (1 - chance) / (1 - trader.mean()))
    np.testing.assert_allclose(weights, by_hand / by_hand.mean(), rtol=1e-5)
    # The share of traders is the mean chance but for the 64 worlds that it is worked out from.
    assert (weights * trader).mean() == pytest.approx(chance.mean(), abs=0.02)
    even = draw_numbers(SCENARIO, 99, seed=4, types="even")
    posing = even[GAME.number_index["agendas.borea.type"]] == 0
    assert (world_weights(SCENARIO, even)[posing] == 0).all()


def test_a_type_that_is_set():
    """A what-if that says of which type an actor is holds in every world; no world then weighs more than another."""
    _, fixed = intervention(SCENARIO, GAME, SCENARIO.whatifs["a_trader"].do)
    assert fixed == {"agendas.borea.type": TRADER}
    numbers = draw_numbers(SCENARIO, 50, seed=4, fixed=fixed)
    assert (numbers[GAME.number_index["agendas.borea.type"]] == TRADER).all()
    assert (world_weights(SCENARIO, numbers) == 1).all()


def test_what_observers_go_by():
    """Observers go by medians in their view, by their own numbers where they have any, and by what a what-if sets."""
    strength = "links.tension -> arms.strength"
    arden, corva = (GAME.minds.eyes[GAME.minds.actor_eye[GAME.actors.index(who)]] for who in ("arden", "corva"))
    numbers = drawn(5)
    assert (numbers[GAME.numbers[arden.known[GAME.number_index[strength]]]] == -20).all()
    assert (numbers[GAME.numbers[corva.known[GAME.number_index[strength]]]] == 30).all()
    changed = drawn(5, fixed={strength: 55.0})
    assert (changed[GAME.numbers[arden.known[GAME.number_index[strength]]]] == -20).all()
    assert (changed[GAME.numbers[corva.known[GAME.number_index[strength]]]] == 55).all()


def test_priors():
    """A prior is the chance of a type at the middle of its range, in the observer's view, scaled to 100."""
    minds, numbers = GAME.minds, drawn(3)
    held = {
        (GAME.actors[who], minds.types[about][1]): numbers[GAME.numbers[row]][0]
        for who, about, row in zip(minds.believers, minds.about, minds.prior, strict=True)
    }
    middle = median_numbers(SCENARIO)[GAME.number_index["agendas.borea.types.trader.chance"], 0] / 100
    assert held["arden", "trader"] == pytest.approx(0.6)
    assert held["arden", "posing"] == pytest.approx(0.2)
    assert held["corva", "trader"] == pytest.approx(middle)
    assert held["corva", "posing"] == 0
    assert not any(who == "borea" for who, _ in held)
    assert sum(held[key] for key in held if key[0] == "corva") == pytest.approx(1)


def test_medians():
    """At the medians an actor is of its likeliest type."""
    assert median_numbers(SCENARIO)[GAME.number_index["agendas.borea.type"], 0] == STALLER
