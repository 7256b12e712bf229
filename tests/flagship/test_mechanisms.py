"""Each mechanism of the flagship is at work: switched off by an intervention, what it moves differs, beyond noise."""

import re
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from detente.scenario import load
from flagship.comparing import Finding, compare
from flagship.measuring import measured
from flagship.mechanisms import SYSTEMS, Mechanism
from flagship.page import written
from flagship.playing import FLAGSHIP, Flagship, flagship

pytestmark = pytest.mark.slow

MECHANISMS = [mechanism for system in SYSTEMS.values() for mechanism in system]
PAGE = Path(__file__).parents[2] / "docs" / "mechanisms.md"
# On other hardware a future or two may go another way: figures of the page may be off by this part, or by so much.
SLACK, LEAST = 0.1, 0.05


@pytest.fixture(scope="module")
def korea() -> Flagship:
    """Compile the flagship once for all plays."""
    return flagship()


@lru_cache
def found(mechanism: Mechanism) -> list[Finding] | None:
    """Compare once, for the test of a mechanism and for its row of the page; None where strategies are wanting."""
    if mechanism.solved and flagship().solved is None:
        return None
    return compare(flagship(), mechanism, solved=mechanism.solved)


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=lambda mechanism: mechanism.name)
def test_a_mechanism_is_at_work(mechanism):
    """With a mechanism switched off, everything that it is said to move differs in direction and beyond noise."""
    findings = found(mechanism)
    if findings is None:
        pytest.skip("no strategies are shipped for this version of the scenario")
    wrong = [str(finding) for finding in findings if not finding.holds]
    assert not wrong, "\n".join(wrong)


def test_every_mechanism_of_the_articles_is_shown():
    """Every claim with the role of a mechanism is at work in at least one row, and no row names an unknown claim."""
    claims = load(FLAGSHIP).claims
    shown = {claim for mechanism in MECHANISMS for claim in mechanism.claims.split()}
    assert shown <= set(claims)
    assert {claim.id for claim in claims.values() if claim.role == "mechanism"} <= shown


def test_unrest_follows_improvement_and_not_the_level(korea):
    """Where nothing changes there is no unrest, in famine as in plenty; where things improve, there is."""
    for level in (20, 80):
        assert not measured(korea, korea.play([f"set economy to {level}"]), "times unrest").any()
    assert measured(korea, korea.play(["set sanctions to 0"]), "times unrest").mean() > 0.2


def test_one_shot_cards_are_played_once(korea):
    """However often it is proposed, Washington leaves Syria once, and leaders do not meet twice within six months."""
    assert measured(korea, korea.play(["washington proposes leave_syria"]), "plays of leave_syria").max() == 1
    row = korea.game.moves.index(("summit", "washington"))
    met = korea.play(["washington proposes summit"]).paths["played"][..., row]
    within = np.lib.stride_tricks.sliding_window_view(met, 6, axis=2).sum(axis=-1)
    assert within.max() == 1
    assert met.sum(axis=2).max() > 1


def test_the_page_shows_what_is_measured(request):
    """docs/mechanisms.md has a row for every mechanism, with the differences as they come out."""
    text = written({mechanism.name: found(mechanism) for mechanism in MECHANISMS})
    if request.config.getoption("--update-golden"):
        PAGE.write_text(text, encoding="utf-8")
    kept = PAGE.read_text(encoding="utf-8")
    figure = re.compile(r"[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?")
    assert figure.sub("#", text) == figure.sub("#", kept), "docs/mechanisms.md is stale: `make docs` writes it"
    figures = [[float(number) for number in figure.findall(page)] for page in (text, kept)]
    assert np.allclose(*figures, rtol=SLACK, atol=LEAST), "docs/mechanisms.md is stale: `make docs` writes it"
