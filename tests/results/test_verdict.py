"""The certificate as data and as a sentence: a bad one is told as bad."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from certificates import GOOD, estimate
from detente import scenario as files
from detente.equilibrium.figures import Certificate, Estimate
from detente.results.verdict import certificate_as_data, lasting_indifference, sentence


def kept(
    certificate: Certificate, *, origin: str = "solved", recheck: Certificate | None = None, begun: str = ""
) -> SimpleNamespace:
    """Return something that carries a certificate as kept strategies do."""
    found = {"certificate": certificate, "origin": origin, "when": "2030-01-02", "recheck": recheck, "begun": begun}
    return SimpleNamespace(**found, starts=())


def test_a_good_certificate_is_told_in_a_line():
    """What is asked and what was found stand beside each other, in words."""
    told = sentence(kept(GOOD))
    assert told.startswith(
        "Strategies: on 192 fresh situations the actors, taken together, could do little better; "
        "they lose 11 % [8.0 to 14]"
    )
    assert "at most 0.08 of an indifference" in told


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"loss_share": Estimate(0.3, 0.2, 0.4)}, "somebody could do noticeably better"),
        ({"gap_share": Estimate(0.4, 0.2, 0.6)}, "too far (asked: at most 50 %)"),
        ({"horizon": {"borea": estimate(0.4)}}, "the gains of borea by 0.40 of an indifference, too much"),
    ],
)
def test_a_bad_certificate_is_told_as_bad(changes, words):
    """Whatever is not met, the sentence begins with NOT certified and says what and by how much."""
    told = sentence(kept(replace(GOOD, **changes)))
    assert told.startswith("NOT certified")
    assert words in told


def test_an_actor_that_plays_badly_alone_is_named():
    """Passing in all does not hide an actor that could do better."""
    weak = replace(GOOD, actors=(GOOD.actors[0], replace(GOOD.actors[1], good=False)))
    assert "borea could do noticeably better" in sentence(kept(weak))


def test_quick_strategies_are_never_certified():
    """Strategies that have not settled are told so, and do not pass whatever their figures are."""
    scenario = files.load("two-rivals")
    data = certificate_as_data(scenario, kept(replace(GOOD, horizon={}, horizon_long={})), settled=False)
    assert not data["passed"]
    assert data["sentence"].startswith("NOT certified, the strategies have not settled")


def test_kept_strategies_are_told_with_their_date_and_the_new_check():
    """From the cache the certificate has its date; a check that contradicts it says so."""
    worse = replace(GOOD, states=64, loss_share=Estimate(0.6, 0.4, 0.8))
    assert "Kept from 2030-01-02; checked again on 64 fresh situations, which confirms it" in sentence(
        kept(GOOD, origin="cache", recheck=replace(GOOD, states=64))
    )
    assert "does NOT confirm it" in sentence(kept(GOOD, origin="cache", recheck=worse))
    noise = replace(GOOD, states=64, loss_share=Estimate(-0.16, -0.57, 0.06))
    assert "no loss is seen there (it is under 6.0 %)" in sentence(kept(GOOD, origin="cache", recheck=noise))


def test_strategies_that_went_on_are_told_to_have_a_short_certificate():
    """Whence they went on, and what was not tried, is said; they never pass."""
    short = kept(replace(GOOD, horizon={}, horizon_long={}), begun="old-file")
    told = sentence(short)
    assert "went on from the strategies of old-file," in told
    assert "neither longer rollouts nor the longer test were tried" in told
    assert not certificate_as_data(files.load("two-rivals"), short)["passed"]


def test_the_certificate_as_data_has_every_part():
    """`--json` prints gap, actors, horizon, longer test, whether it passed, and the sentence."""
    data = certificate_as_data(files.load("two-rivals"), kept(GOOD))
    assert set(data) == {"gap", "actors", "horizon", "longer_test", "passed", "sentence"}
    assert set(data["gap"]) == {"estimate", "interval", "usual", "state_blind"}
    assert set(data["actors"][0]) == {
        "actor",
        "loss",
        "loss_interval",
        "usual",
        "state_blind",
        "indifference",
        "regret",
    }
    assert data["horizon"] == [{"actor": "arden", "moved": 0.05}, {"actor": "borea", "moved": 0.08}]
    assert set(data["longer_test"][0]) == {"actor", "play_moved", "worst_question", "moved"}
    assert data["passed"] is True


def test_indifference_is_told_in_lasting_points():
    """An indifference in point-months is worth (1 - d) of that for good; d is 2^(-1/patience)."""
    agenda = files.load("two-rivals").agendas["borea"]
    in_months = replace(agenda, indifference=replace(agenda.indifference, coin="point-months"))
    size = lasting_indifference(agenda)
    assert 0.4 < size < 0.8
    assert lasting_indifference(in_months) == pytest.approx(size * (1 - 2 ** (-1 / 36)))
