"""What an actor does not know is drawn from its own view; what it sees is the same in all that it imagines."""

import numpy as np
import pytest

from detente.compiler import compile_game, draw_numbers
from detente.equilibrium.branching import Groups, look, take
from detente.equilibrium.completing import any_types, believed_types, complete, imagine_proposals, weights
from detente.equilibrium.hats import KNOTS, hats
from detente.equilibrium.sampling import sample_states
from detente.equilibrium.setting import make_setting
from detente.scenario import parse

SCENARIO = """\
detente: 1
title: A buyer who cannot see the stock, and a seller of two kinds
start: 2020-01
months: 12
actors:
  seller: {name: Seller}
  buyer: {name: Buyer}
  broker: {name: Broker}
agendas:
  seller:
    patience: 12 months
    indifference: 0.5 points
    types:
      honest: {chance: 40%, wants: {trust: +100}, why: assumed}
      sly: {chance: the rest, wants: {gold: +100}, why: assumed}
    why: assumed
  buyer: {patience: 12 months, indifference: 0.5 points, wants: {trust: +100}, why: assumed}
  broker: {patience: 12 months, indifference: 0.5 points, wants: {gold: +100}, why: assumed}
views:
  buyer:
    - {agendas.seller.types.honest.chance: 70%, why: assumed}
    - {links.stock -> trust.strength: 10, why: assumed}
variables:
  trust: {now: 50, half_life: 12 months, noise: 1, why: assumed}
  gold: {now: 50, half_life: 12 months, noise: 1, why: assumed}
  stock: {now: 40 to 60, half_life: 12 months, noise: 3, hidden: yes, seen_by: [seller], why: assumed}
links:
  stock -> trust: {strength: +40 to +60, why: assumed}
cards:
  offer:
    {by: seller, table: market, consent: [buyer], pause: 2 months, effects: {gold: +5}, why: assumed}
  tip: {by: broker, table: back_room, visible: no, effects: {gold: +3}, lasts: 3 months, why: assumed}
  praise: {by: broker, table: back_room, effects: {trust: +1}, why: assumed}
signals:
  rumour: {of: stock, noise: 8, why: assumed}
"""
COUNT = 4000
# Five standard errors of a mean of COUNT draws of unit spread.
FIVE_ERRORS = 5.0 / np.sqrt(COUNT)


@pytest.fixture(scope="module")
def setting():
    """The scenario made ready to be solved."""
    scenario = parse(SCENARIO)
    return make_setting(scenario, compile_game(scenario))


@pytest.fixture(scope="module")
def met(setting):
    """One situation, many times over, and the numbers of a world."""
    problem = setting.problem
    state, world = sample_states(
        problem, problem.design.nothing(), setting.worlds, 64, months=12, seed=1, explore=0.5, per_future=2
    )
    one = int(np.argmax(np.asarray(state.in_force)[:, 0].sum(axis=0)))
    ids = np.full(COUNT, one)
    return Groups(take(state, ids), setting.worlds[:, world[ids]], np.arange(COUNT))


def imagined(setting, met, actor, seed=3):
    """Complete the situation as an actor may take it to be."""
    game, host = setting.problem.game, np.random.default_rng(seed)
    position = game.actors.index(actor)
    types = believed_types(game, met.state, position, host)
    return complete(game, met, types, eye=np.full(COUNT, game.minds.actor_eye[position]), host=host)


def test_what_is_hidden_is_drawn_about_the_estimate(setting, met):
    """Who does not see a variable imagines it normal about its estimate, with the variance of its estimate."""
    game = setting.problem.game
    stock = game.variables.index("stock")
    eye = game.minds.eyes[game.minds.actor_eye[game.actors.index("buyer")]]
    row = eye.estimates[list(eye.hidden).index(stock)]
    mean, spread = (np.asarray(field)[row, 0, 0] for field in (met.state.estimate, met.state.spread))
    drawn = np.asarray(imagined(setting, met, "buyer").state.x)[stock, 0]
    assert abs(drawn.mean() - mean) < FIVE_ERRORS * np.sqrt(spread)
    assert drawn.std() == pytest.approx(np.sqrt(spread), rel=0.1)


def test_who_sees_it_imagines_the_truth(setting, met):
    """Who sees a variable has nothing to imagine of it."""
    stock = setting.problem.game.variables.index("stock")
    drawn = np.asarray(imagined(setting, met, "seller").state.x)[stock]
    np.testing.assert_array_equal(drawn, np.asarray(met.state.x)[stock])


def test_types_are_drawn_from_beliefs(setting, met):
    """Another's type is drawn from what the actor believes; its own is what it is."""
    game = setting.problem.game
    of_buyer = np.asarray(imagined(setting, met, "buyer").state.types)[:, 0].mean(axis=1)
    buyer = game.actors.index("buyer")
    believed = [np.asarray(met.state.belief)[b, 0, 0] for b in np.flatnonzero(game.minds.believers == buyer)]
    np.testing.assert_allclose(of_buyer, believed, atol=FIVE_ERRORS / 2)
    of_seller = np.asarray(imagined(setting, met, "seller").state.types)
    np.testing.assert_array_equal(of_seller, np.asarray(met.state.types))


def test_numbers_are_as_in_its_views(setting, met):
    """An actor's own value stands in place of the file's number in all that it imagines, and in nobody else's."""
    game = setting.problem.game
    row = game.number_index["links.stock -> trust.strength"]
    assert (imagined(setting, met, "buyer").raw[row] == 10.0).all()
    np.testing.assert_array_equal(imagined(setting, met, "broker").raw[row], met.raw[row])


def test_an_unseen_card_is_not_in_force(setting, met):
    """A card that an actor does not see is not in force in anything that it imagines; for who sees it, it is."""
    game = setting.problem.game
    tip = game.moves.index(("tip", "broker"))
    truth = np.asarray(met.state.in_force)[tip]
    assert (truth > 0).all()
    assert (np.asarray(imagined(setting, met, "buyer").state.in_force)[tip] == 0).all()
    np.testing.assert_array_equal(np.asarray(imagined(setting, met, "broker").state.in_force)[tip], truth)


@pytest.mark.parametrize("actor", ["buyer", "broker", "seller"])
def test_an_actor_sees_the_same_in_all_that_it_imagines(setting, met, actor):
    """What an actor looks at, its gains and what is open to it, does not hang on what it cannot know."""
    problem = setting.problem
    position = problem.game.actors.index(actor)
    few = np.arange(32)
    host = np.random.default_rng(0)
    strategy = problem.design.nothing()
    features = len(problem.design.features)
    looks_at = np.array([np.isin(np.arange(features), problem.design.columns(k)) for k in range(len(strategy.seen))])
    strategy = strategy._replace(seen=(host.normal(size=strategy.seen.shape) * looks_at).astype(np.float32))
    groups = imagined(setting, met, actor)
    groups = Groups(take(groups.state, few), groups.raw[:, few], groups.draw[few], eye=groups.eye[few])
    seen = look(problem, strategy, groups)
    mine = np.flatnonzero(problem.game.agent_actor[problem.game.move_agent] == position)
    for rows in (seen.move_gains[mine], seen.open_moves[mine]):
        np.testing.assert_array_equal(rows, np.repeat(rows[:, :1], len(few), axis=1))
    used = problem.design.columns(int(np.flatnonzero(problem.design.row_actor == position)[0]))
    looked = seen.looks.seen[used[used < len(problem.design.features)]]
    np.testing.assert_array_equal(looked, np.repeat(looked[:, :1], len(few), axis=1))


def test_evenly_drawn_types_weigh_what_is_believed(setting, met):
    """Weighed situations count each type as often as the actor believes in it, and once on average."""
    game = setting.problem.game
    types = any_types(game, COUNT, np.random.default_rng(5))
    weight = weights(game, met.state, types)
    np.testing.assert_allclose(types.mean(axis=1), 0.5, atol=FIVE_ERRORS)
    for actor in ("buyer", "broker"):
        position = game.actors.index(actor)
        mine = weight[:, position]
        rows = np.flatnonzero(game.minds.believers == position)
        believed = np.asarray(met.state.belief)[rows, 0, 0]
        shares = [(mine * types[game.minds.about[b]]).mean() for b in rows]
        np.testing.assert_allclose(shares, believed, atol=2 * FIVE_ERRORS)
        assert mine.mean() == pytest.approx(1.0, abs=2 * FIVE_ERRORS)
    assert (weight[:, game.actors.index("seller")] == 1.0).all()


def test_unseen_proposals_are_imagined_by_their_odds(setting, met):
    """Who sees nothing proposed at a table reckons with moves that it could not see, by their odds beside holding."""
    problem = setting.problem
    game = problem.game
    groups = imagined(setting, met, "buyer")
    nothing = np.zeros((len(game.moves), COUNT), np.float32)
    seen = look(problem, problem.design.nothing(), groups, seed=1)
    proposed = imagine_proposals(game, seen, nothing, actor=game.actors.index("buyer"), seed=1)
    tip = game.moves.index(("tip", "broker"))
    assert proposed[tip].mean() == pytest.approx(0.5, abs=FIVE_ERRORS)  # odds of 1, as holding's
    assert proposed.sum() == proposed[tip].sum()


def test_hats_share_a_belief_out():
    """What a belief is shared out in adds up to one, and gives the belief's log odds back between the outer knots."""
    belief = np.linspace(0.0, 1.0, 101)[None]
    rows = np.asarray(hats(belief))
    assert rows.shape == (1, KNOTS, 101)
    np.testing.assert_allclose(rows.sum(axis=1), 1.0, atol=1e-5)
    assert ((rows > 0).sum(axis=1) <= 2).all()


def test_solving_meets_every_type_as_often(setting):
    """While solving, worlds have every type equally often; in the truth, as the scenario says."""
    game = setting.problem.game
    row = game.number_index["agendas.seller.type"]
    assert setting.worlds[row].mean() == pytest.approx(0.5)
    assert setting.truth[row].mean() == pytest.approx(0.6, abs=0.01)


def test_drawing_types_redraws_nothing_else():
    """A type drawn evenly or by chance leaves all other numbers as they are."""
    scenario = parse(SCENARIO)
    game = compile_game(scenario)
    even, chance = (draw_numbers(scenario, 128, seed=0, types=types) for types in ("even", "chance"))
    others = np.arange(len(game.numbers)) != game.number_index["agendas.seller.type"]
    np.testing.assert_array_equal(even[others], chance[others])


def test_gains_are_rows_of_the_strategy_at_what_each_eye_sees(setting, met):
    """What is computed once for all eyes, and eye by eye, adds up to the strategy at each eye's features."""
    problem, few = setting.problem, np.arange(64)
    design, game = problem.design, problem.game
    host = np.random.default_rng(2)
    whole = Groups(take(met.state, few), met.raw[:, few], met.draw[few])
    nothing = design.nothing()
    looks_at = np.array([np.isin(np.arange(len(design.features)), design.columns(k)) for k in range(len(nothing.seen))])
    strategy = nothing._replace(
        seen=(host.normal(size=nothing.seen.shape) * looks_at).astype(np.float32),
        selves=host.normal(size=nothing.selves.shape).astype(np.float32),
    )
    for e, eye in enumerate(game.minds.eyes):
        seen = look(problem, strategy, whole._replace(eye=np.full(len(few), e, np.int32)))
        lasting = seen.lasting * seen.indifference
        for row, move in enumerate(design.row_place[: design.move_rows]):
            type = game.minds.persona_type[design.row_persona[row]]
            if design.row_actor[row] not in eye.actors or (type >= 0 and not (seen.types[type] > 0).all()):
                continue
            expected = strategy.seen[row] @ seen.looks.seen + strategy.selves[row] @ seen.looks.selves
            found = seen.move_gains[move] * lasting[design.row_actor[row]]
            np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-4)  # float32, sums of some dozens
