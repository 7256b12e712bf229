"""Other published games: Pesendorfer and Schmidt-Dengler's entry, Su's, Ochs' matching pennies, a stochastic game."""

import numpy as np
import pytest

from detente import equilibria, principal_branch
from exact import plain
from exact.drawn import changed
from exact.published import entry, entry_solutions, ochs, static_entry, stochastic

SOLVED = 1e-10
"""How exactly odds of solved games are known: their files hold them to 1e-12 or better."""

PRINTED = 6e-3
"""Half a digit of what the article prints, and a little, since some of its last digits are off by one half."""

HOMOTOPY = 1e-7
"""Residual at which sgamesolver stopped was 4e-8, in units of payoffs of order 1."""


def mirrored(play: np.ndarray) -> np.ndarray:
    """Let the two firms change places: players, and the states in which one alone was active."""
    return play[::-1][:, [0, 2, 1, 3]]


def nearest(result, play: np.ndarray) -> tuple[int, float]:
    """Say which equilibrium of a result is nearest to `play`, and how far off it is."""
    far = np.abs(result.strategies.values - play).max(axis=(1, 2, 3))
    return int(far.argmin()), float(far.min())


@pytest.fixture(scope="module")
def firms():
    """Search the game of entry until nothing new comes."""
    return equilibria(entry(), "adaptive", seed=0)


def test_entry_has_the_three_published_equilibria_their_mirror_images_and_no_other(firms):
    """Two of the three are asymmetric: with their mirror images there are five, whose indices add up to one."""
    wanted = [play for one in entry_solutions() for play in (one.play, mirrored(one.play))]
    for play in wanted:
        assert nearest(firms, play)[1] < SOLVED
    assert len({nearest(firms, play)[0] for play in wanted}) == firms.sizes["equilibrium"] == 5
    assert int(firms["index"].sum()) == 1


def test_entry_has_the_published_values_and_radii(firms):
    """Values of states and the spectral radius of policy iteration are those on file; odds those in print."""
    for one in entry_solutions():
        k, _ = nearest(firms, one.play)
        np.testing.assert_allclose(firms["values"].values[k], one.values, rtol=0, atol=1e-6)
        assert float(firms.spectral_radius[k]) == pytest.approx(one.radius, abs=1e-6)
        assert bool(firms.stable[k]) == (one.radius < 1)
        np.testing.assert_allclose(firms.strategies.values[k][:, :, 0], one.printed, rtol=0, atol=PRINTED)


def test_static_entry_has_its_three_equilibria():
    """Su's game has exactly three, the chances of entering to eight digits."""
    game, published = static_entry()
    result = equilibria(game, "adaptive", seed=0)
    enters = result.strategies.values[:, :, 0, 1]
    assert len(enters) == len(published) == 3
    for pair in published:
        assert np.abs(enters - pair).max(axis=1).min() < 1e-8
    assert sorted(result["index"].values) == [-1, 1, 1]


@pytest.mark.parametrize("precision", [0.5, 1.0, 3.0])
def test_matching_pennies_have_the_logit_equilibrium_of_gambit(precision):
    """Ochs' game has one equilibrium at every precision: Gambit's, by search and along the branch."""
    game, published = ochs()
    result = equilibria(changed(game, indifference=1 / precision), 100)
    assert result.sizes["equilibrium"] == 1
    np.testing.assert_allclose(result.strategies.values[0, :, 0], published[precision], rtol=0, atol=1e-9)


def test_the_principal_branch_passes_through_gambits_values():
    """Followed once, the branch gives the published odds at every precision, in the order that was asked for."""
    game, published = ochs()
    branch = principal_branch(game, [1 / precision for precision in published])
    for play, wanted in zip(branch.strategies.values, published.values(), strict=True):
        np.testing.assert_allclose(play[:, 0], wanted, rtol=0, atol=1e-9)
    assert not branch.attrs["turning_points"]
    np.testing.assert_allclose(branch.path_strategies.values[0], 0.5)


@pytest.mark.parametrize("which", [0, 1])
def test_the_stochastic_game_ends_its_branch_where_it_is_published(which):
    """Play and values at the branch's end are sgamesolver's, at both precisions, and stand first in the list."""
    game, play, values = stochastic()[which]
    result = equilibria(game, 200)
    for found in (result.isel(equilibrium=0), principal_branch(game, [1.0]).isel(indifference=0)):
        np.testing.assert_allclose(found.strategies.values, play, rtol=0, atol=HOMOTOPY)
        np.testing.assert_allclose(found["values"].values, values, rtol=0, atol=10 * HOMOTOPY)
    np.testing.assert_allclose(plain.evaluate(game, play)[0], values, rtol=0, atol=10 * HOMOTOPY)
    assert bool(result.principal[0])
