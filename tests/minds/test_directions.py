"""Misperceptions change play, and the way that theory says: views, priors, secrets, attention, signals.

Each test states the theory in its first sentence; where play is known exactly, the sizes are held to it as well.
"""

from dataclasses import replace

import numpy as np
import pytest

from minds import coordination, hidden, signalling, views
from minds.coordination import Coordination
from minds.hidden import Hidden
from minds.playing import SIGNAL, futures, odds, setting_of, signalled, solved, standing
from minds.signalling import CASES
from minds.views import Gamble, Squeeze

FEW = 0.02
"""Tolerance in chances where a few situations decide all, as against the oracles. Found: 0.001 to 0.009."""

SHARE = 0.05
"""Tolerance of shares of some thousand events in futures that play together: a standard error of 0.015 at most."""


# ---------------------------------------------------------------- views


def _squeezes(game: Squeeze) -> float:
    """Read the solver's chance to squeeze."""
    text = views.squeeze_text(game)
    setting = setting_of(text)
    return float(odds(setting, solved(text, rounds=8).strategy, standing(setting))["squeeze"][0])


@pytest.mark.slow
def test_a_biased_view_of_a_link():
    """Who believes that sanctions do not bite imposes fewer: a move's worth grows with the link it works through."""
    true, biased = Squeeze(), Squeeze(view=-5.0)
    found = _squeezes(true), _squeezes(biased)
    assert found[1] < found[0] - 0.1
    np.testing.assert_allclose(found, [views.squeezes(true), views.squeezes(biased)], atol=FEW)


def _gambles(game: Gamble) -> float:
    """Read the solver's chance to venture."""
    text = views.gamble_text(game)
    setting = setting_of(text)
    return float(odds(setting, solved(text, rounds=8).strategy, standing(setting))["venture"][0])


@pytest.mark.slow
def test_nobody_gains_by_a_wrong_view():
    """Who is alone and sees things as they are does best by its own lights: hopes and fears alike cost it something.

    With private reasons the logit is the best there is against what it takes to choose, so that this is exact.
    """
    true = Gamble()
    plays = [_gambles(replace(true, view=view)) for view in (0.1, None, 0.9)]
    assert plays[0] < plays[1] < plays[2]
    np.testing.assert_allclose(plays, [views.gambles(replace(true, view=view)) for view in (0.1, None, 0.9)], atol=FEW)
    timid, right, bold = (views.worth_of_gambling(true, play) for play in plays)
    assert right > timid + 0.1
    assert right > bold + 0.1


# ---------------------------------------------------------------- beliefs


def test_a_wrong_prior():
    """A receiver who wrongly takes traders for rare trusts less after the same signal, and so fewer send it."""
    game = CASES["semi-separating"]
    wrong = replace(game, view=0.05)
    found, other = signalled(game), signalled(wrong)
    assert other.trust_sent < found.trust_sent - 0.2
    assert other.staller_sends < found.staller_sends - 0.1
    np.testing.assert_allclose(other, signalling.play_of(wrong), atol=SIGNAL)


def test_less_attention():
    """A signal that is hardly heeded moves beliefs less, earns less trust, and is sent less by whom it costs most."""
    game = CASES["semi-separating"]
    thin = signalling.inattentive(game, 0.3)
    found, other = signalled(game), signalled(thin)
    assert other.after_sending - other.after_holding < found.after_sending - found.after_holding - 0.1
    assert other.trust_sent < found.trust_sent - 0.1
    assert other.staller_sends < found.staller_sends - 0.1
    np.testing.assert_allclose(other, signalling.play_of(thin), atol=SIGNAL)


# ---------------------------------------------------------------- secrets


def _coordination(visible: bool) -> dict:
    """Read the solver's odds by months that the trade is still in force, nobody else proposing anything."""
    text = coordination.text(Coordination(visible))
    setting, strategy = setting_of(text), solved(text).strategy
    groups = standing(setting, count=coordination.LASTS)
    run = [card for card, _ in setting.problem.game.moves].index("run")
    groups.state.in_force[run, 0] = np.arange(coordination.LASTS) > 0
    groups.state.left[run, 0] = np.arange(coordination.LASTS)
    quiet = np.zeros((len(setting.problem.game.moves), coordination.LASTS), np.float32)
    return odds(setting, strategy, groups._replace(proposed=quiet))


@pytest.mark.slow
def test_unnoticed_coordination():
    """Two who are not seen to coordinate do so more, since the third cannot answer what it does not see."""
    seen, unseen = _coordination(True), _coordination(False)
    assert unseen["patrol"][-1] < seen["patrol"][-1] - 0.2
    assert unseen["run"][0] > seen["run"][0] + 0.05
    assert np.ptp(unseen["patrol"]) == 0.0, "what is in force unseen moves nobody"
    for visible, found in ((True, seen), (False, unseen)):
        exact = coordination.solve_by_hand(Coordination(visible))
        np.testing.assert_allclose(found["patrol"], exact.patrols, atol=FEW)
        np.testing.assert_allclose(found["run"][0], exact.smuggles, atol=FEW)
        np.testing.assert_allclose(found["run", "harbour"][0], exact.agrees[0], atol=FEW)


# ---------------------------------------------------------------- signals


def _share_found(game: Hidden) -> float:
    """Play futures, and say what share of inspections finds the stock."""
    text = hidden.text(game)
    setting = setting_of(text)
    paths = futures(setting, solved(text).strategy, months=48)
    stock = setting.problem.game.everything.index("stock")
    inspected = paths.played[9:, 0] > 0
    return float((paths.x[8:-1, stock] > hidden.MUCH)[inspected].mean())


@pytest.mark.slow
def test_a_louder_signal():
    """The less a signal is disturbed, the more what is done goes by what is the case: more inspections find."""
    loud, faint = Hidden(reading=3.0), Hidden(reading=30.0)
    shares = [_share_found(game) for game in (loud, faint)]
    assert shares[0] > shares[1] + 0.05
    for game, share in zip((loud, faint), shares, strict=True):
        play = hidden.play_out(game, hidden.logit_play(game), estimate=50.0, months=48, futures=4000, seed=6)
        expected = (play.stock[9:] > hidden.MUCH)[play.inspected[9:]].mean()
        assert share == pytest.approx(expected, abs=SHARE)
