"""What the NumPy month promises beside the laws that every engine keeps."""

import dataclasses

import numpy as np
import pytest

from detente import reference
from detente.scenario import parse
from differential.random_minds import random_minds
from differential.random_scenarios import random_scenario

WRITERS = pytest.mark.parametrize("write", [random_scenario, random_minds])


def _arrays(value):
    """Go through all arrays of a record or a state, however deep."""
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _arrays(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from _arrays(part)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _arrays(getattr(value, field.name))


@WRITERS
@pytest.mark.parametrize("seed", range(6))
def test_random_scenarios(seed, write):
    """A random scenario can be read and played; levels stay within 0 to 100, everything is of one shape."""
    scenario = parse(write(seed))
    numbers = reference.middles(scenario)
    records = reference.play(scenario, numbers, futures=50, months=scenario.months, seed=seed)
    for record in records:
        assert all(array.shape == (50,) for array in _arrays(record))
        for x in (record.x_start, record.x_resolved, record.x_end):  # x'' is clipped after noise and shocks
            assert all(np.all((values >= 0) & (values <= 100)) for values in x.values())
        for estimates in (record.estimate, record.estimate_next):
            assert all(np.all((values >= 0) & (values <= 100)) for values in estimates.values())
        for believer, other in {key[:2] for key in record.belief}:
            for beliefs in (record.belief, record.belief_next):
                whole = sum(share for key, share in beliefs.items() if key[:2] == (believer, other))
                assert np.allclose(whole, 1)
        for move, proposed in record.proposed.items():
            assert not np.any(proposed & ~record.available[move])
            assert np.array_equal(proposed, record.played[move] | record.refused[move])
            assert np.array_equal(record.played[move], record.succeeded[move] | record.failed[move])
    answers = reference.answer(scenario, records, numbers=numbers)
    assert answers.keys() == scenario.questions.keys()


@WRITERS
@pytest.mark.parametrize("seed", range(3))
def test_single_precision(seed, write):
    """A month in float32 stays in float32, and agrees with float64 but for near ties."""
    scenario = parse(write(seed))
    numbers = reference.middles(scenario)
    rng = np.random.default_rng(seed)
    signals = reference.draw_signals(scenario, 200, rng, dtype=np.float32)
    states = [
        reference.start(scenario, numbers, 200, dtype=dtype, signals=signals) for dtype in (np.float32, np.float64)
    ]
    ties = reference.Ties(200)
    for _ in range(scenario.months):
        draws = reference.draw_month(scenario, 200, rng, dtype=np.float32)
        states[0], single = reference.play_month(scenario, numbers, states[0], draws)
        states[1], double = reference.play_month(scenario, numbers, states[1], draws, ties=ties)
        assert not any(array.dtype == np.float64 for array in _arrays(single))
        sure = ~ties.near()
        for name, values in single.x_end.items():
            assert np.allclose(values[sure], double.x_end[name][sure], atol=0.01), name
    assert sure.mean() > 0.9


@WRITERS
def test_worlds_side_by_side(write):
    """Numbers may differ from future to future: a batch of worlds gives what each world gives alone."""
    scenario = parse(write(1))
    rng = np.random.default_rng(5)
    worlds = {path: rng.uniform(n.low, n.high, size=3) for path, n in scenario.numbers.items()}
    worlds |= {path: np.zeros(3) for path in reference.middles(scenario) if path not in worlds}
    signals = reference.draw_signals(scenario, 3, rng)
    draws = [reference.draw_month(scenario, 3, rng) for _ in range(scenario.months)]

    def play(numbers, futures, first, month_draws):
        state = reference.start(scenario, numbers, futures, signals=first)
        for drawn in month_draws:
            state, _ = reference.play_month(scenario, numbers, state, drawn)
        return state.x

    together = play(worlds, 3, signals, draws)
    for world in range(3):
        one = slice(world, world + 1)
        own = [{use: {key: v[one] for key, v in by.items()} for use, by in month.items()} for month in draws]
        first = {signal: values[one] for signal, values in signals.items()}
        alone = play({path: values[world] for path, values in worlds.items()}, 1, first, own)
        for name, values in alone.items():
            assert np.allclose(values[0], together[name][world], atol=1e-9), name


def test_gains_move_choices():
    """A gain of g over holding multiplies a card's odds by e^g; a gain of yes over no those of the answer."""
    scenario = parse(
        """\
detente: 1
title: Gains
start: 2020-01
months: 6
actors:
  arden: {name: Arden}
  borea: {name: Borea}
agendas:
  arden: {patience: 12 months, indifference: 0.5 points, wants: {level: 100}, why: assumed}
  borea: {patience: 12 months, indifference: 0.5 points, wants: {level: -100}, why: assumed}
variables:
  level: {now: 50, half_life: never, why: assumed}
cards:
  summit: {by: arden, table: talks, consent: [borea], effects: {level: +1}, why: assumed}
"""
    )

    def gains(scenario, numbers, look):
        of_move = (look.variable("level") - 49) * np.log(3)
        return {("summit", "arden"): of_move}, {("summit", "arden", "borea"): -np.log(4)}

    record = reference.play(scenario, reference.middles(scenario), futures=20_000, months=1, seed=1, gains=gains)[0]
    proposed, played = record.proposed["summit", "arden"], record.played["summit", "arden"]
    assert abs(proposed.mean() - 3 / 4) < 0.02  # five standard errors
    assert abs(played[proposed].mean() - 1 / 5) < 0.02
