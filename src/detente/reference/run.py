"""Play a batch of futures month after month, with draws of our own."""

from collections.abc import Iterable

import numpy as np

from detente.reference.choose import Gains
from detente.reference.draws import draw_month, draw_signals
from detente.reference.month import play_month
from detente.reference.numbers import Numbers
from detente.reference.record import Record
from detente.reference.start import start
from detente.scenario.model import Do, Scenario


def play(
    scenario: Scenario,
    numbers: Numbers,
    *,
    futures: int,
    months: int,
    seed: int,
    do: Iterable[Do] | None = None,
    gains: Gains | None = None,
    dtype: type = np.float64,
) -> list[Record]:
    """Play `futures` futures for `months` months and return a record of each month."""
    rng = np.random.default_rng(seed)
    signals = draw_signals(scenario, futures, rng, dtype=dtype)
    state = start(scenario, numbers, futures, dtype=dtype, do=do, signals=signals)
    records = []
    for _ in range(months):
        draws = draw_month(scenario, futures, rng, dtype=dtype)
        state, record = play_month(scenario, numbers, state, draws, gains=gains, do=do)
        records.append(record)
    return records
