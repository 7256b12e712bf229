"""Where nothing is uncertain, private knowledge changes nothing: the same file told with and without minds.

The month is held to it bit for bit where nothing that an actor knows is estimated, strategies within the noise of
solving.
"""

from functools import lru_cache

import numpy as np
import pytest

from equilibrium.games import HEADER, LINEAR
from minds import signalling
from minds.beliefs import sigmoid
from minds.playing import SIGNAL, futures, odds, setting_of, signalled, solved, standing

PLAIN = HEADER + LINEAR
"""Two actors pull one variable both ways, and another follows it late."""

BOTH = "seen_by: [arden, borea]"


def _told(**changed: str) -> str:
    """Tell the plain file with some of its lines told otherwise."""
    lines = {
        "wants": "    wants: {level: +60, echo: +40}\n",
        "level": "  level: {now: 50, half_life: 8 months, noise: 0.5, why: assumed}\n",
        "lift": "effects: {level: +1.5}, why: assumed}\n",
        "views": "variables:\n",
        "signals": "questions:\n",
    }
    text = PLAIN
    for name, new in changed.items():
        assert text.count(lines[name]) == 1
        text = text.replace(lines[name], new)
    return text


HIDDEN = "  level: {{now: 50, half_life: 8 months, noise: 0.5, hidden: yes, {}why: assumed}}\n"

TOLD = {
    "one type": _told(
        wants="    types:\n"
        "      known: {chance: 100%, wants: {level: +60, echo: +40}, why: assumed}\n"
        "      other: {chance: the rest, wants: {level: -100}, why: assumed}\n"
    ),
    "hidden from nobody": _told(level=HIDDEN.format(BOTH + ", ")),
    "a loud signal": _told(
        level=HIDDEN.format(""),
        signals="signals:\n  gauge: {of: level, noise: 0, why: assumed}\nquestions:\n",
    ),
    "views of the truth": _told(
        views="views:\n  arden:\n    - {cards.press.effects.level: -1, why: assumed}\n"
        "    - {links.level -> echo.strength: +50, why: assumed}\nvariables:\n"
    ),
    "no attention": _told(wants="    attention: 0%\n    wants: {level: +60, echo: +40}\n"),
}
"""The plain file once more: an actor surely of one type, a variable that all see or that a signal shows as it is,
views that are the truth, nobody to be heeded."""

KNOWN = {"arden": "known"}
"""The type that is true, where there are types: worlds for solving have all of them."""

PLAY = 0.02
"""Tolerance in chances: what moves gain is one number each here, known from ten thousand branches."""


@lru_cache
def _usually(text: str) -> dict[str, np.ndarray]:
    """Play futures by usual odds, and return by name what came of them."""
    setting = setting_of(text)
    design = setting.problem.design.nothing()
    paths = futures(setting, design, months=24, count=64, types=KNOWN)
    return {name: getattr(paths, name) for name in ("x", "proposed", "played", "succeeded", "satisfaction")}


@pytest.mark.parametrize("name", TOLD)
def test_the_same_months(name):
    """With minds in which nothing is uncertain, months by the same odds are the same months, bit for bit."""
    plain, told = _usually(PLAIN), _usually(TOLD[name])
    for part in ("x", "proposed", "played", "succeeded"):
        np.testing.assert_array_equal(told[part], plain[part], err_msg=part)
    np.testing.assert_array_equal(told["satisfaction"], plain["satisfaction"])


def test_a_loud_signal_tells_the_truth():
    """A signal without noise shows what is hidden as it is, from the first month on."""
    setting = setting_of(TOLD["a loud signal"])
    paths = futures(setting, setting.problem.design.nothing(), months=24, count=64)
    np.testing.assert_allclose(paths.missed, 0.0, atol=1e-4)


def _played(text: str) -> dict:
    setting = setting_of(text)
    return odds(setting, solved(text, months=12, rounds=8).strategy, standing(setting, types=KNOWN))


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [name if name in ("one type", "a loud signal") else pytest.param(name, marks=pytest.mark.slow) for name in TOLD],
)
def test_the_same_play(name):
    """With minds in which nothing is uncertain, actors play as without them."""
    plain, told = _played(PLAIN), _played(TOLD[name])
    assert plain.keys() == told.keys()
    for move, chance in plain.items():
        assert told[move][0] == pytest.approx(chance[0], abs=PLAY), move


@pytest.mark.slow
@pytest.mark.parametrize("prior", [0.0, 1.0])
def test_a_known_sender(prior):
    """A sender whose type is known is believed to be of it whatever it does, and sends by what that brings alone."""
    game = signalling.Signalling(prior=prior, trader_sends=1.5, staller_sends=-2.2)
    found = signalled(game)
    assert found.after_sending == found.after_holding == prior
    own = game.trader_sends if prior else game.staller_sends
    sends = found.trader_sends if prior else found.staller_sends
    assert sends == pytest.approx(float(sigmoid(own / game.sender_indifference)), abs=SIGNAL)
    np.testing.assert_allclose(found.trust_sent, signalling.trusts(game, prior), atol=SIGNAL)
