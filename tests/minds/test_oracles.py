"""The oracles of play under private knowledge, held to what is known of them by hand and to plain futures."""

from dataclasses import replace

import numpy as np
import pytest

from minds import becoming, coordination, factions, hidden, mediation, reputation, signalling, views
from minds.beliefs import HIGHEST, LOWEST, believe, sigmoid
from minds.coordination import Coordination
from minds.hidden import Hidden
from minds.mediation import Mediation
from minds.reputation import Reputation
from minds.signalling import CASES
from minds.views import Gamble, Squeeze

EXACT = 1e-9
"""Tolerance of what is a formula."""

SIGMAS = 3.5
"""By how many standard errors an average of futures may miss; seeds are fixed."""


# ---------------------------------------------------------------- beliefs


def test_belief_by_hand():
    """A belief of 1/4 becomes 1/2 after a move three times as likely of that type, less where attention is half."""
    assert believe(0.25, 0.6, 0.2) == pytest.approx(0.5)
    assert believe(0.25, 0.6, 0.2, attention=0.5) == pytest.approx(3**0.5 / (3**0.5 + 3.0))
    assert believe(0.25, 0.6, 0.2, attention=0.0) == pytest.approx(0.25)


def test_belief_at_its_ends():
    """A belief stops at one in a thousand; one that began as certain stays."""
    np.testing.assert_allclose(believe(np.array([0.5, 0.5]), [1e-9, 1.0], [1.0, 1e-9]), [LOWEST, HIGHEST])
    np.testing.assert_array_equal(believe(np.array([0.0, 1.0]), [1.0, 1e-9], [1e-9, 1.0]), [0.0, 1.0])


# ---------------------------------------------------------------- signalling


@pytest.mark.parametrize("name", CASES)
def test_beliefs_and_play_answer_each_other(name):
    """Each signalling game has one equilibrium, in which the sender's odds answer beliefs, and beliefs the odds."""
    game, play = CASES[name], signalling.play_of(CASES[name])
    sent = believe(game.prior, play.trader_sends, play.staller_sends)
    held = believe(game.prior, 1.0 - play.trader_sends, 1.0 - play.staller_sends)
    np.testing.assert_allclose([play.after_sending, play.after_holding], [sent, held], atol=EXACT)
    more_trust = game.discount * game.trusted * (play.trust_sent - play.trust_held)
    for chance, own in ((play.trader_sends, game.trader_sends), (play.staller_sends, game.staller_sends)):
        assert np.log(chance / (1.0 - chance)) == pytest.approx((own + more_trust) / game.sender_indifference)


def test_cases_are_what_they_are_called():
    """The games pool, separate, and half separate: by how much the types' odds differ and beliefs are moved."""
    pooling, separating, semi = (
        signalling.play_of(CASES[name]) for name in ("pooling", "separating", "semi-separating")
    )
    assert min(pooling.trader_sends, pooling.staller_sends) > 0.8
    assert abs(pooling.after_sending - CASES["pooling"].prior) < 0.02
    assert separating.trader_sends > 0.95
    assert separating.staller_sends < 0.05
    assert semi.trader_sends > 0.95
    assert 0.3 < semi.staller_sends < 0.7
    assert 0.4 < semi.after_sending < 0.6


@pytest.mark.parametrize("prior", [0.0, 1.0])
def test_a_known_sender_is_played_as_known(prior):
    """Where the receiver is sure, nothing that is sent changes its mind: both types send by what sending brings."""
    game = replace(CASES["semi-separating"], prior=prior)
    play = signalling.play_of(game)
    assert play.after_sending == play.after_holding == prior
    assert play.trader_sends == pytest.approx(float(sigmoid(game.trader_sends / game.sender_indifference)))
    assert play.staller_sends == pytest.approx(float(sigmoid(game.staller_sends / game.sender_indifference)))


def test_no_attention_is_no_signal():
    """A receiver who pays no attention believes what it believed, and senders know it."""
    game = signalling.inattentive(CASES["semi-separating"], 0.0)
    play = signalling.play_of(game)
    assert play.after_sending == pytest.approx(game.prior)
    assert play.staller_sends == pytest.approx(float(sigmoid(game.staller_sends / game.sender_indifference)))


def test_equal_types_pool():
    """Types to whom sending brings the same send alike, and are taken for what they were."""
    game = replace(CASES["pooling"], staller_sends=CASES["pooling"].trader_sends)
    play = signalling.play_of(game)
    assert play.trader_sends == pytest.approx(play.staller_sends)
    assert play.after_sending == pytest.approx(game.prior)


def test_indifferent_senders_toss_coins():
    """Where nothing is at stake beside indifference, every odd is the usual one."""
    game = replace(CASES["separating"], sender_indifference=1e6, receiver_indifference=1e6)
    np.testing.assert_allclose(signalling.play_of(game), 0.5, atol=1e-5)


# ---------------------------------------------------------------- reputation


@pytest.mark.parametrize("changed", [{}, {"challenger_discount": 0.0}, {"reasons": True}])
def test_one_equilibrium_from_every_start(changed):
    """From yielding, resisting or even odds replies settle in the same place."""
    game = Reputation(**changed)
    plays = [reputation.solve_on_grid(game, start=start) for start in (-3.0, 0.0, 3.0)]
    for play in plays[1:]:
        np.testing.assert_allclose(play.weak_yields, plays[0].weak_yields, atol=1e-6)
        np.testing.assert_allclose(play.demands, plays[0].demands, atol=1e-6)


def test_a_name_protects():
    """The surer the challenger is of toughness, the less it demands, and the less the weak yield: it costs more."""
    play = reputation.solve_on_grid(Reputation())
    unsure = play.grid < 0.9  # near certainty one refusal more proves nothing, and a yes is less fatal than it was
    assert np.all(np.diff(play.demands[unsure]) < 0.0)
    assert np.all(np.diff(play.weak_yields[unsure]) < 0.0)
    demands, weak_yields, tough_yields = play.at(np.array([LOWEST, 0.2]))
    assert demands[0] > demands[1] + 0.3
    assert weak_yields[0] > weak_yields[1] + 0.3
    assert tough_yields.max() < 1e-4


def test_a_finer_grid_changes_nothing():
    """Three times as many beliefs move no chance by a thousandth."""
    coarse, fine = (reputation.solve_on_grid(Reputation(), points=points) for points in (121, 361))
    np.testing.assert_allclose(coarse.at(fine.grid), fine.at(fine.grid), atol=0.001)


def test_a_certain_weakling_plays_for_the_month():
    """Where the chance of toughness goes to nothing, the weak gain nothing by refusing but what the month brings."""
    game = Reputation()
    play = reputation.solve_on_grid(game, lowest=1e-12, points=241)
    yields = sigmoid((game.weak_yields - game.weak_refuses) / game.incumbent_indifference)
    wins = yields * game.wins + (1.0 - yields) * game.loses
    assert play.weak_yields[0] == pytest.approx(float(yields), abs=0.002)
    assert play.demands[0] == pytest.approx(float(sigmoid(wins / game.challenger_indifference)), abs=0.002)


def test_indifferent_rivals_toss_coins():
    """Where indifference is large, all odds are usual ones."""
    play = reputation.solve_on_grid(Reputation(incumbent_indifference=1e6, challenger_indifference=1e6))
    np.testing.assert_allclose([play.demands, play.weak_yields, play.tough_yields], 0.5, atol=1e-4)


@pytest.mark.parametrize("tough", [False, True])
def test_values_are_what_futures_bring(tough):
    """What play is worth at a belief is what futures of it bring on average, to either side."""
    game = Reputation()
    play = reputation.solve_on_grid(game)
    _, mine, theirs = reputation.play_out(game, play, tough=tough, months=80, futures=20_000, seed=3)
    for paid, discount, row in (
        (mine, game.incumbent_discount, int(tough)),
        (theirs, game.challenger_discount, 2 + int(tough)),
    ):
        brought = discount ** np.arange(80) @ paid
        error = brought.std(ddof=1) / np.sqrt(len(brought))
        expected = np.interp(game.prior, play.grid, play.values[row])
        assert abs(brought.mean() - expected) < SIGMAS * error, (brought.mean(), expected, error)


# ---------------------------------------------------------------- a hidden price


def test_variance_by_hand():
    """The estimate's variance follows the scalar Kalman filter, and comes to its steady value."""
    game = Hidden()
    after, moved = hidden.variances(game, 100.0, months=60)
    assert after[0] == pytest.approx(100.0 * 100.0 / 200.0)
    ahead = (1.0 - game.pull) ** 2 * 50.0 + 25.0
    assert after[1] == pytest.approx(ahead * 100.0 / (ahead + 100.0))
    np.testing.assert_allclose((after[-1], moved[-1]), hidden.steady(game), rtol=1e-9)


@pytest.mark.parametrize("estimate", [40.0, 55.0, 65.0])
def test_values_are_what_the_stock_brings(estimate):
    """What is expected on the grid of estimates is what the hidden stock itself brings in plain futures."""
    game = Hidden()
    play = hidden.logit_play(game)
    futures = hidden.play_out(game, play, estimate=estimate, months=100, futures=20_000, seed=2)
    brought = futures.brought(game)
    error = brought.std(ddof=1) / np.sqrt(len(brought))
    expected = np.interp(estimate, play.grid, play.value)
    assert abs(brought.mean() - expected) < SIGMAS * error, (brought.mean(), expected, error)


def test_waiting_and_doubting_matter():
    """Who looked at the month alone, or took its estimate for the truth, would play otherwise."""
    game = Hidden()
    play = hidden.logit_play(game)
    alone = hidden.logit_play(replace(game, patience=0.01))
    sure = hidden.logit_play(replace(game, reading=1.0))
    likely = np.abs(play.grid - 50.0) < 25.0
    for other in (alone, sure):
        assert np.abs(other.inspects - play.inspects)[likely].max() > 0.2


def test_louder_readings_are_worth_more():
    """The less a reading is disturbed, the more inspections bring."""
    worth = []
    for reading in (2.0, 5.0, 10.0, 20.0, 40.0):
        play = hidden.logit_play(Hidden(reading=reading))
        worth.append(np.interp(50.0, play.grid, play.value))
    assert np.all(np.diff(worth) < 0.0)


def test_an_indifferent_inspector_inspects_as_usual():
    """Where indifference is large an inspection is made at its usual rate."""
    game = Hidden(indifference=1e6)
    usual = np.expm1(game.usual / 12.0)
    np.testing.assert_allclose(hidden.logit_play(game).inspects, usual / (1.0 + usual), atol=1e-4)


# ---------------------------------------------------------------- consent, coordination, views


def test_a_house_by_hand():
    """The faction's odds are usual odds times e to minus two; who needs its yes asks less, and waits for better."""
    play = factions.by_hand()
    odds = 0.3 / 0.7 * np.exp(-2.0)
    assert play.house_agrees == pytest.approx(odds / (1.0 + odds))
    assert play.hostile < play.friendly < factions.asked_once()[0]
    assert play.hostile < factions.asked_once()[1]


def test_coordination_has_one_equilibrium():
    """From every start replies settle in the same place, seen or unseen."""
    for visible in (True, False):
        plays = [coordination.solve_by_hand(Coordination(visible), start=start) for start in (0.05, 0.5, 0.95)]
        for play in plays[1:]:
            np.testing.assert_allclose(play.patrols, plays[0].patrols, atol=1e-6)
            assert play.smuggles == pytest.approx(plays[0].smuggles, abs=1e-6)


def test_what_nobody_sees_is_not_patrolled():
    """A coast that does not see the trade patrols alike in every month, and less than one that sees it begun."""
    seen, unseen = (coordination.solve_by_hand(Coordination(visible)) for visible in (True, False))
    assert np.ptp(unseen.patrols) == 0.0
    assert seen.patrols[-1] > unseen.patrols[0] + 0.2
    assert unseen.smuggles > seen.smuggles + 0.05


def test_a_harmless_trade_is_patrolled_as_by_hand():
    """A coast that minds nothing weighs the fuel alone."""
    game = Coordination(visible=True, coast=0.0)
    patrols = sigmoid(game.patrol / game.coast_indifference)
    np.testing.assert_allclose(coordination.solve_by_hand(game).patrols, patrols)


def test_a_link_that_carries_nothing():
    """Who takes the link for cut weighs the cost alone."""
    game = Squeeze(view=0.0)
    assert views.squeezes(game) == pytest.approx(float(sigmoid(-game.cost / game.indifference)))


def test_the_right_view_is_best_by_its_own_lights():
    """No play of the gamble is worth more to who plays it, reasons included, than that of the true odds."""
    game = Gamble()
    best = views.worth_of_gambling(game, views.gambles(game))
    for wrong in (0.05, 0.15, 0.25, 0.35, 0.5, 0.95):
        plays = views.gambles(replace(game, view=wrong))
        assert views.worth_of_gambling(game, plays) < best


def test_mediation_has_one_equilibrium():
    """From every start replies settle in the same place; a word that says nothing leaves the game of two."""
    game = Mediation()
    plays = [mediation.solve_by_hand(game, start=start) for start in (0.05, 0.5, 0.95)]
    for play in plays[1:]:
        np.testing.assert_allclose(play[:3], plays[0][:3], atol=1e-6)
    idle = mediation.solve_by_hand(replace(game, word=0.0))
    two = signalling.play_of(game.signal)
    np.testing.assert_allclose((idle.trader, idle.staller), two[:2], atol=1e-6)
    assert idle.speaks == pytest.approx(float(sigmoid(game.effort / game.indifference)))


def test_a_successor_by_hand():
    """Hawks build, doves seldom; a dove that took its successor's agenda for its own would build more."""
    play, other = becoming.by_hand(), becoming.by_hand(own_judgement=False)
    assert play.dove < 0.3
    assert play.hawk > 0.6
    assert other.dove > play.dove + 0.05
    assert other.hawk == pytest.approx(play.hawk)
