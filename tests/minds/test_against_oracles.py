"""The simulation solver held to what is exact under private knowledge: signals, a name, estimates, a faction.

Strategies are read where play comes to, and told in chances (points of probability, 0 to 1).
"""

import numpy as np
import pytest

from detente.equilibrium.carrying import carry
from detente.equilibrium.keeping import again
from detente.equilibrium.solving import Solution, solve
from minds import becoming, factions, hidden, mediation, offers, reputation, signalling
from minds.beliefs import HIGHEST, LOWEST, believe
from minds.hidden import Hidden
from minds.mediation import Mediation
from minds.playing import SIGNAL, futures, odds, setting_of, signalled, solved, standing
from minds.reputation import Reputation
from minds.signalling import CASES

FEW = 0.02
"""Tolerance where a few situations decide all: gains are averages of thousands of branches, whose noise (an
indifference or so) leaves a standard error of 0.005 or less in a chance. Found: 0.001 to 0.009."""

NAME, NAME_ON_AVERAGE = 0.06, 0.025
"""Tolerances of the reputation game where beliefs are, and on average over them: play settles over thirty rounds from
the rare beliefs to the common ones. Found: 0.04 and 0.015; with twice the rounds and states 0.04 and 0.008."""

ESTIMATE, ESTIMATE_ON_AVERAGE = 0.09, 0.025
"""Tolerances over estimates: linear terms and soft steps miss 0.044 at most, 0.014 on average, if fitted without noise
to the exact gains. Found: 0.06 and 0.014; who looks at the month alone is 0.27 and 0.11 away."""

SIGMAS = 3.5
"""By how many standard errors an average of futures may miss; seeds are fixed."""

NAMED = {"rounds": 30, "states": 2048, "pool": 30}
"""How hard the reputation game is solved: play that was learnt against less of a name is forgotten."""


QUICK = "semi-separating"
"""The signalling game that `make test` plays: in it beliefs decide most. Compiling takes most of the time."""


# ---------------------------------------------------------------- signals


@pytest.mark.parametrize(
    "name", [name if name == QUICK else pytest.param(name, marks=pytest.mark.slow) for name in CASES]
)
def test_signals(name):
    """In a signalling game of two months the solver plays the equilibrium that brute force over beliefs finds."""
    np.testing.assert_allclose(signalled(CASES[name]), signalling.play_of(CASES[name]), atol=SIGNAL)


@pytest.mark.parametrize("attention", [1.0, pytest.param(0.3, marks=pytest.mark.slow)])
def test_beliefs_follow_play(attention):
    """In futures the receiver believes what Bayes makes of the solver's own odds, as far as it pays attention."""
    game = signalling.inattentive(CASES[QUICK], attention)
    text = signalling.text(game)
    setting, strategy = setting_of(text), solved(text, months=3).strategy
    play = signalled(game)
    paths = futures(setting, strategy, months=2)
    sent = paths.proposed[0, [card for card, _ in setting.problem.game.moves].index("send")] > 0
    assert 0 < sent.sum() < sent.size
    trader = setting.problem.game.minds.types.index(("sender", "trader"))
    row = list(setting.problem.game.minds.about).index(trader)
    believed = np.where(sent, play.after_sending, play.after_holding)
    np.testing.assert_allclose(paths.belief[1, row], believed, atol=1e-4)


# ---------------------------------------------------------------- a name


def _named(beliefs: np.ndarray, game: Reputation) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Read the solver's chances to demand, and of the weak and the tough to yield, at these beliefs."""
    text = reputation.text(game)
    setting, strategy = setting_of(text), solved(text, **NAMED).strategy
    believed = {("challenger", "incumbent", "tough"): beliefs}
    weak, tough = (
        odds(setting, strategy, standing(setting, types={"incumbent": type}, beliefs=believed, count=len(beliefs)))
        for type in ("weak", "tough")
    )
    return weak["demand"], weak["demand", "incumbent"], tough["demand", "incumbent"]


@pytest.mark.slow
@pytest.mark.parametrize("reasons", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_a_name_to_keep(reasons):
    """Over years a weak incumbent keeps a name, and a challenger heeds it, as dynamic programming on beliefs says, in
    either definition of what comes later.
    """
    game = Reputation(reasons=reasons)
    exact = reputation.solve_on_grid(game)
    for tough in (False, True):
        met = reputation.play_out(game, exact, tough=tough, months=24, futures=40, seed=1)[0].ravel()
        for found, expected in zip(_named(met, game), exact.at(met), strict=True):
            miss = np.abs(found - expected)
            assert miss.max() < NAME, (tough, miss.max(), met[miss.argmax()])
            assert miss.mean() < NAME_ON_AVERAGE, (tough, miss.mean())


@pytest.mark.slow
def test_going_on_makes_names_anew():
    """Going on from strategies of a game in which a name is worth less ends where solving from nothing does."""
    old, new = Reputation(incumbent_discount=0.7), Reputation()
    exact = reputation.solve_on_grid(new)
    before, there = setting_of(reputation.text(old)), setting_of(reputation.text(new))
    begun = solved(reputation.text(old), **NAMED)
    begin = carry(begun.begin, before.problem.design, there.problem.design)
    found = solve(there.problem, there.worlds, there.numbers, again(begun.options), begin=begin).strategy
    met = reputation.play_out(new, exact, tough=False, months=24, futures=40, seed=1)[0].ravel()
    believed = {("challenger", "incumbent", "tough"): met}
    weak = odds(there, found, standing(there, types={"incumbent": "weak"}, beliefs=believed, count=len(met)))
    for played, expected, was in zip(
        (weak["demand"], weak["demand", "incumbent"]),
        exact.at(met)[:2],
        reputation.solve_on_grid(old).at(met)[:2],
        strict=True,
    ):
        miss = np.abs(played - expected)
        assert miss.max() < NAME, (miss.max(), met[miss.argmax()])
        assert miss.mean() < NAME_ON_AVERAGE, miss.mean()
        assert np.abs(was - expected).max() > 3 * NAME


@pytest.mark.slow
def test_a_name_is_worth_keeping():
    """Without a name to keep the weak would yield far more often than they do, and the two definitions are further
    apart than the tolerance: that play agrees with its own is no accident.
    """
    careless = reputation.solve_on_grid(Reputation(incumbent_discount=0.0))
    beliefs = np.array([0.05, 0.2])
    _, weak, _ = _named(beliefs, Reputation())
    assert np.all(careless.at(beliefs)[1] - weak > 3 * NAME)
    reasonable = reputation.solve_on_grid(Reputation(reasons=True))
    assert np.all(reasonable.at(beliefs)[1] - weak > 1.5 * NAME)


@pytest.mark.slow
def test_names_are_made_and_lost():
    """In futures a name is lost by one yes, and grows by every no, as by hand from the solver's own odds."""
    game = Reputation()
    text = reputation.text(game)
    setting, strategy = setting_of(text), solved(text, **NAMED).strategy
    paths = futures(setting, strategy, months=3, types={"incumbent": "weak"})
    tough = setting.problem.game.minds.types.index(("incumbent", "tough"))
    believed = paths.belief[:, list(setting.problem.game.minds.about).index(tough)].astype(float)
    before = np.full(believed.shape[1], game.prior)
    for month in range(1, 3):
        _, weak, sturdy = _named(before, game)
        asked, played = paths.proposed[month - 1, 0] > 0, paths.played[month - 1, 0] > 0
        after = np.where(played, believe(before, sturdy, weak), believe(before, 1.0 - sturdy, 1.0 - weak))
        before = np.where(asked, after, before)
        np.testing.assert_allclose(believed[month], before, atol=1e-4)
    assert believed.min() == pytest.approx(LOWEST)
    assert believed.max() < HIGHEST


# ---------------------------------------------------------------- a hidden stock


def _inspection() -> tuple[str, Solution]:
    text = hidden.text(Hidden())
    return text, solved(text)


@pytest.mark.slow
def test_inspections():
    """One actor before a hidden stock acts as dynamic programming on its estimates says."""
    game, (text, solution) = Hidden(), _inspection()
    exact, setting = hidden.logit_play(game), setting_of(text)
    met = hidden.play_out(game, exact, estimate=50.0, months=60, futures=20, seed=4).estimate.ravel()
    met = met[np.abs(met - 50.0) < 25.0]  # two standard deviations
    groups = standing(setting, levels={"stock": 50.0}, estimates={"stock": met}, count=len(met))
    miss = np.abs(odds(setting, solution.strategy, groups)["inspect"] - exact.at(met))
    assert miss.max() < ESTIMATE, (miss.max(), met[miss.argmax()])
    assert miss.mean() < ESTIMATE_ON_AVERAGE, miss.mean()


@pytest.mark.slow
def test_what_others_see():
    """Who goes by an estimate reckons with another who sees the truth: it will do more where there is less to find."""
    game = Hidden(guard=-0.1, finds=4.0)
    text = hidden.text(game)
    setting, strategy = setting_of(text), solved(text).strategy
    stock = np.linspace(30.0, 70.0, 41)
    seen = odds(setting, strategy, standing(setting, levels={"stock": stock}, estimates={"stock": 50.0}, count=41))
    np.testing.assert_allclose(seen["remove"], hidden.removes(game, stock), atol=FEW)
    exact = hidden.logit_play(game)
    groups = standing(setting, levels={"stock": 50.0}, estimates={"stock": stock}, count=41)
    np.testing.assert_allclose(odds(setting, strategy, groups)["inspect"], exact.at(stock), atol=ESTIMATE)
    # Were the guard thought to do the same whatever there is, inspections of much would be fewer by a fifth.
    share = float(np.mean(hidden.removes(game, 50.0 + 13.9 * np.random.default_rng(1).standard_normal(10_000))))
    blind = hidden.logit_play(Hidden(finds=game.finds * (1.0 - share) + game.misses * share))
    assert np.abs(blind.at(stock) - exact.at(stock)).max() > 1.5 * ESTIMATE


@pytest.mark.slow
def test_the_truth_does_not_show():
    """What stands behind the fence moves nothing but what comes of it: choices hang on the estimate alone."""
    text, solution = _inspection()
    setting = setting_of(text)
    found = [
        odds(setting, solution.strategy, standing(setting, levels={"stock": truth}, estimates={"stock": 60.0}))
        for truth in (10.0, 90.0)
    ]
    np.testing.assert_array_equal(found[0]["inspect"], found[1]["inspect"])


@pytest.mark.slow
def test_inspections_bring_what_they_should():
    """In futures inspections find the stock as often as in plain futures of the exact play."""
    game, (text, solution) = Hidden(), _inspection()
    setting = setting_of(text)
    paths = futures(setting, solution.strategy, months=60, count=512)
    stock = setting.problem.game.everything.index("stock")
    inspected = paths.played[21:, 0] > 0
    # An inspection reads the stock at the month's start.
    finds = inspected & (paths.x[20:-1, stock] > hidden.MUCH)
    play = hidden.play_out(game, hidden.logit_play(game), estimate=50.0, months=60, futures=5000, seed=6)
    plain = play.inspected[21:] & (play.stock[21:] > hidden.MUCH)
    for found, expected in ((inspected, play.inspected[21:]), (finds, plain)):
        rate = found.mean(axis=0)
        error = rate.std(ddof=1) / np.sqrt(len(rate))
        assert abs(rate.mean() - expected.mean()) < SIGMAS * error + ESTIMATE_ON_AVERAGE, (rate.mean(), expected.mean())


# ---------------------------------------------------------------- a faction


@pytest.mark.slow
def test_a_house_divided():
    """A faction is asked, and acts, while it takes part; who needs its yes proposes as by hand."""
    exact, setting, strategy = factions.by_hand(), setting_of(factions.TEXT), solved(factions.TEXT).strategy
    friendly, hostile = (odds(setting, strategy, standing(setting, levels={"majority": at})) for at in (0.0, 100.0))
    found = (friendly["deal"][0], hostile["deal"][0], hostile["deal", "house"][0], hostile["inquiry"][0])
    np.testing.assert_allclose(found, exact, atol=FEW)
    assert friendly["inquiry"][0] == 0.0
    paths = futures(setting, strategy, months=24)
    moves = [card for card, _ in setting.problem.game.moves]
    majority = setting.problem.game.everything.index("majority")
    before = np.vstack([np.zeros(paths.x.shape[2]), paths.x[:-1, majority]])
    proposed, played = (paths.proposed[:, moves.index("deal")] > 0, paths.played[:, moves.index("deal")] > 0)
    assert np.all(played[proposed & (before == 0.0)]), "nobody is asked while the majority is friendly"
    assert not np.any(paths.proposed[:, moves.index("inquiry")][before == 0.0])
    asked = proposed & (before == 100.0)
    error = np.sqrt(exact.house_agrees * (1.0 - exact.house_agrees) / asked.sum())
    assert abs(played[asked].mean() - exact.house_agrees) < SIGMAS * error + FEW


# ---------------------------------------------------------------- a mediator, an election


@pytest.mark.slow
def test_a_word_for_the_sender():
    """A mediator who can move what is believed of another speaks, and is counted on, as replies by hand say."""
    game = Mediation()
    exact, text = mediation.solve_by_hand(game), mediation.text(game)
    setting, strategy = setting_of(text), solved(text, months=3).strategy
    trader, staller = (
        odds(setting, strategy, standing(setting, types={"sender": type})) for type in ("trader", "staller")
    )
    found = (trader["send"][0], staller["send"][0], trader["vouch"][0])
    np.testing.assert_allclose(found, exact[:3], atol=SIGNAL)
    after = mediation.beliefs(game, *found[:2]).ravel()
    believed = {("receiver", "sender", "trader"): after}
    trusts = odds(setting, strategy, standing(setting, levels={"stage": 50.0}, beliefs=believed, count=4))["trust"]
    np.testing.assert_allclose(trusts, signalling.trusts(game.signal, after), atol=SIGNAL)
    paths = futures(setting, strategy, months=2)
    rows = [
        b
        for b, t in enumerate(setting.problem.game.minds.about)
        if setting.problem.game.actors[setting.problem.game.minds.believers[b]] == "receiver"
        and setting.problem.game.minds.types[t][1] == "trader"
    ]
    moves = [card for card, _ in setting.problem.game.moves]
    sent, said = (paths.proposed[0, moves.index(card)].astype(int) for card in ("send", "vouch"))
    np.testing.assert_allclose(paths.belief[1, rows[0]], after.reshape(2, 2)[sent, said], atol=1e-4)


@pytest.mark.slow
def test_a_successor():
    """Who may be succeeded weighs what the successor will do by its own agenda, not by the successor's."""
    exact = becoming.by_hand()
    assert abs(exact.dove - becoming.by_hand(own_judgement=False).dove) > 3 * FEW
    setting, strategy = setting_of(becoming.TEXT), solved(becoming.TEXT).strategy
    found = [
        odds(setting, strategy, standing(setting, types={"capital": type}))["build"][0] for type in ("dove", "hawk")
    ]
    np.testing.assert_allclose(found, exact, atol=FEW)


# ---------------------------------------------------------------- an offer


def test_proposals_teach_when_the_month_is_over():
    """Who is asked believes what it believed at the month's start, whatever else is proposed: beliefs move at its end,
    and those of who pays no attention do not move at all.
    """
    text = offers.text(0.5)
    setting, strategy = setting_of(text), solved(text, rounds=8).strategy
    moves = [card for card, _ in setting.problem.game.moves]
    proposed = np.zeros((len(moves), 2), np.float32)
    proposed[moves.index("offer")] = 1.0
    proposed[moves.index("gift")] = [0.0, 1.0]
    found = odds(setting, strategy, standing(setting, count=2)._replace(proposed=proposed))
    np.testing.assert_allclose(found["offer", "receiver"], offers.agrees(0.5), atol=FEW)
