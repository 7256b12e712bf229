"""The engines that every law is held against; a law takes `play` or `ask` and never knows which one it has.

`play(scenario, numbers, futures, months, seed, do=None)` returns one `detente.reference.Record` a month, its
arrays of shape [futures]; `ask(...)` with the same arguments returns the answers to the questions by id.
"""

import pytest

import engine
from detente import reference


def _reference_play(scenario, numbers, futures, months, seed, do=None):
    return reference.play(scenario, numbers, futures=futures, months=months, seed=seed, do=do)


def _reference_ask(scenario, numbers, futures, months, seed, do=None):
    records = _reference_play(scenario, numbers, futures, months, seed, do)
    return reference.answer(scenario, records, numbers=numbers)


def _engine_play(scenario, numbers, futures, months, seed, do=None):
    return engine.play(scenario, numbers, futures, months, seed, do).records


def _engine_ask(scenario, numbers, futures, months, seed, do=None):
    return engine.play(scenario, numbers, futures, months, seed, do).answers


PLAYERS = {"engine": _engine_play, "reference": _reference_play}
ASKERS = {"engine": _engine_ask, "reference": _reference_ask}


@pytest.fixture(params=sorted(PLAYERS))
def play(request):
    """Play a scenario month after month on one of the engines."""
    return PLAYERS[request.param]


@pytest.fixture(params=sorted(ASKERS))
def ask(request):
    """Play a scenario on one of the engines and answer its questions."""
    return ASKERS[request.param]
