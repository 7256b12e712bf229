"""Simulate: the compiled run plays the months that the engine plays one by one, and counts them rightly."""

import numpy as np
import pytest

import engine
from simulation.games import FUTURES, SEED, WORLDS, everything, rivals

GAMES = {"rivals": rivals, "everything": everything}


@pytest.mark.parametrize("name", GAMES)
def test_the_run_plays_the_months(name):
    """A world's futures in the compiled run are the months played one after the other (which the laws hold)."""
    game = GAMES[name]()
    futures = game.play()
    numbers = dict(zip(game.scenario.numbers, game.raw[:, 0], strict=True))
    played = engine.play(game.scenario, numbers, FUTURES, game.scenario.months, SEED)
    first = {kind: row[:FUTURES] for kind, row in futures.sample.items()}
    for month, record in enumerate(played.records):
        for kind in ("proposed", "played", "succeeded"):
            for m, move in enumerate(game.game.moves):
                assert np.array_equal(first[kind][:, month, m] > 0, getattr(record, kind)[move]), (kind, month)
        for v, variable in enumerate(game.game.everything):
            assert np.allclose(first["x"][:, month, v], record.x_end[variable], atol=1e-3), (variable, month)
        for a, agenda in enumerate(game.game.agendas):
            assert np.allclose(first["satisfaction"][:, month, a], record.satisfaction[agenda], atol=1e-3)
        for a, actor in enumerate(game.game.actors):
            assert np.allclose(first["costs"][:, month, a], record.costs[actor], rtol=1e-3, atol=1e-3)
    rows = iter(futures.answers[:, 0])
    for answer in played.answers.values():
        for part in answer if isinstance(answer, tuple) else (answer,):
            assert np.array_equal(next(rows), part)


@pytest.mark.parametrize("name", GAMES)
def test_sums_are_those_of_the_paths(name):
    """Means, counts, fans and last months are what the paths of all futures add up to."""
    game = GAMES[name]()
    futures = game.play()
    paths = {kind: row.reshape(WORLDS, FUTURES, *row.shape[1:]) for kind, row in futures.sample.items()}
    assert np.array_equal(futures.sampled, [(w, f) for w in range(WORLDS) for f in range(FUTURES)])
    assert np.allclose(futures.mean, np.moveaxis(paths["x"].mean(axis=1, dtype=float), 0, -1), atol=1e-4)
    for field, kind in (
        ("plays", "played"),
        ("proposals", "proposed"),
        ("successes", "succeeded"),
        ("shocks", "shocks"),
    ):
        assert np.array_equal(getattr(futures, field), paths[kind].sum(axis=(0, 1))), field
    assert np.array_equal(futures.last, np.moveaxis(paths["satisfaction"][:, :, -1], -1, 0))
    assert np.all(futures.histogram.sum(axis=-1) == WORLDS * FUTURES)
    middle = (np.cumsum(futures.histogram, axis=-1) >= WORLDS * FUTURES / 2).argmax(axis=-1) * 0.25
    assert np.allclose(middle, np.quantile(futures.sample["x"], 0.5, axis=0, method="inverted_cdf"), atol=0.126)


def test_one_proposal_at_a_table():
    """Every actor proposes at most one card at each table, in every month of every future."""
    for game in (rivals(), everything()):
        proposed = game.play(futures=600).sample["proposed"]
        for agent in range(len(game.game.agents)):
            assert proposed[:, :, game.game.move_agent == agent].sum(axis=-1).max() <= 1
