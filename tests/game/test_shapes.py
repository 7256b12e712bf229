"""The shapes that stand beside the fields of the month's tuples are those they have."""

from typing import get_args, get_type_hints

import jax
import numpy as np
import pytest
from jaxtyping import jaxtyped

import engine
from detente.compiler import draw_numbers, no_intervention
from detente.game.state import Draws, Events, Known, Month, Numbers, State
from detente.scenario import parse
from differential.random_scenarios import random_scenario
from private_scenario import TEXT

FUTURES = 8
TUPLES = Numbers | Known | State | Draws | Events | Month


def _fields(part):
    """Go through the fields of a tuple and of those inside it, each with its annotation."""
    for name, annotation in get_type_hints(type(part)).items():
        value = getattr(part, name)
        tuples = [each for each in (value, *(value if type(value) is tuple else ())) if isinstance(each, TUPLES)]
        for each in tuples:
            yield from _fields(each)
        if not isinstance(value, tuple):
            yield f"{type(part).__name__}.{name}", value, annotation


@pytest.mark.parametrize("text", [*map(random_scenario, [3, 4, 20]), TEXT], ids=["3", "4", "20", "private"])
def test_fields_have_their_shapes(text):
    """After a month every field has the shape it says, and an axis of one name has one length everywhere."""
    scenario = parse(text)
    game = engine.compiled(scenario.text)
    raw = draw_numbers(scenario, FUTURES, seed=1)[:, None, :]
    do = no_intervention(game)
    numbers, state, _ = engine._start(game, FUTURES, raw, do, np.uint32(1))
    policy = engine.nothing_at_stake(game)
    after, month, draws = engine._month(game, policy, FUTURES, numbers, state, np.uint32(1), np.uint32(0), do)
    # What is the same in every lane may stay unspread: it broadcasts.
    month = month._replace(**{n: _spread(v) for n, v in month._asdict().items() if n != "events"})
    with jaxtyped("context"):
        for part in (numbers, state, after, draws, month):
            for name, value, annotation in _fields(part):
                device = get_args(annotation)[0]  # the tuples hold host arrays, too
                assert isinstance(value, device), f"{name} is {value.dtype}{value.shape}, not {device}"


def _spread(rows):
    return jax.numpy.broadcast_to(rows, (*rows.shape[:-2], 1, FUTURES))
