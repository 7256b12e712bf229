"""The random numbers of a month: named streams, the stated distributions, nothing infinite."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.special import ndtri
from scipy.stats import gumbel_r, kstest, logistic, norm, uniform

import engine
from detente.compiler import compile_game
from detente.game.drawing import Stream, draw_month, normal_quantile, stream_keys
from detente.scenario import library_names, load, parse
from differential.random_scenarios import random_scenario

LEVELED = 4
"""The seed of a random scenario with every kind of draw, those for levels among them."""


@pytest.mark.parametrize("name", library_names())
def test_streams_do_not_collide(name):
    """Every use of every element of a scenario has a stream of its own."""
    keys = stream_keys(compile_game(load(name)))
    assert len(set(keys.tolist())) == len(keys)


def test_normal_quantile():
    """Normals are right within two millionths over every uniform that can be drawn, symmetric and finite."""
    drawn = (np.arange(2**23, dtype=np.float32) * np.float32(2.0**-23)) + np.float32(2.0**-24)
    ours = np.asarray(normal_quantile(jnp.asarray(drawn)), np.float64)
    exact = ndtri(drawn.astype(np.float64))
    assert np.abs(ours - exact).max() < 2e-6
    assert np.array_equal(ours, -ours[::-1])


def _draws(pairs=8192):
    game = engine.compiled(random_scenario(LEVELED))
    pair = jnp.asarray(np.arange(pairs, dtype=np.uint32))
    return game, draw_month(game, stream_keys(game), np.uint32(5), Stream(pair), np.uint32(3))


def test_distributions():
    """Choices have Gumbel shocks, answers logistic ones, noise is normal, chances are uniform."""
    _, draws = _draws()
    laws = {
        "gumbel": gumbel_r,
        "gumbel_hold": gumbel_r,
        "consent": logistic,
        "success": uniform,
        "noise": norm,
        "shock": uniform,
        "transition": uniform,
    }
    assert all(getattr(draws, use).size for use in laws)
    for use, law in laws.items():
        for row in np.asarray(getattr(draws, use)):
            assert kstest(row[0].astype(float), law.cdf).pvalue > 1e-5, use


def test_draws_belong_to_futures():
    """A future's draws are its own: the same alone, in a chunk, in another order, beside any others."""
    game, all_draws = _draws(pairs=64)
    pair = np.array([40, 3, 3, 17], np.uint32)
    word = np.array([1, 0, 1, 0], np.uint32)
    stream = Stream(jnp.asarray(pair), jnp.asarray(word))
    some = draw_month(game, stream_keys(game), np.uint32(5), stream, np.uint32(3))
    lanes = pair + 64 * word  # the even futures of all pairs come first
    for use, rows in some._asdict().items():
        assert np.array_equal(np.asarray(rows), np.asarray(getattr(all_draws, use))[..., lanes]), use


def test_draws_belong_to_elements():
    """Adding an actor, a card, a variable (of levels, too) or a shock redraws nothing of what was there."""
    text = random_scenario(LEVELED)
    more = text.replace("\nactors:\n", "\nactors:\n  zealot: {name: Zealot}\n")
    more = more.replace("\nvariables:\n", "\nvariables:\n  calm: {now: 4, half_life: never, why: assumed}\n")
    climate = "\nvariables:\n  climate: {levels: [mild, harsh], now: mild, why: assumed}\n"
    turn = "\ntransitions:\n  climate:\n    - {when: climate is mild, to: harsh, chance: 9%, why: assumed}\n"
    more = more.replace("\nvariables:\n", climate).replace("\ntransitions:\n", turn)
    more = more.replace("\ncards:\n", "\ncards:\n  apart: {by: arden, table: apart, consent: [borea], why: assumed}\n")
    more = more.replace("\nshocks:\n", "\nshocks:\n  quake: {chance: 1% a month, effects: {calm: +1}, why: assumed}\n")
    before, after = (_by_name(parse(text)) for text in (text, more))
    for use, named in before.items():
        for key, row in named.items():
            assert np.array_equal(row, after[use][key]), (use, key)
    assert "quake" in after["shock"]
    assert "climate" in after["transition"]


def _by_name(scenario):
    game = compile_game(scenario)
    stream = Stream(jnp.asarray(np.arange(16, dtype=np.uint32)))
    drawn = draw_month(game, stream_keys(game), np.uint32(5), stream, np.uint32(3))
    return engine.named_draws(scenario, game, jax.tree.map(np.asarray, drawn))
