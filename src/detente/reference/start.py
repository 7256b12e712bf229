"""How a batch of futures starts."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from detente.expressions.tree import Dated, Lasting
from detente.reference.numbers import Numbers, as_dtype, moves, with_numbers
from detente.reference.places import memories
from detente.reference.reading import Reading, clip
from detente.reference.state import NEVER, Array, State
from detente.scenario.model import Do, Scenario


def start(
    scenario: Scenario,
    numbers: Numbers,
    futures: int,
    *,
    dtype: type = np.float64,
    do: Iterable[Do] | None = None,
) -> State:
    """Set up `futures` futures as the scenario starts; of `do`, only changed numbers count here.

    `numbers` has a float or an array [futures] for every path of `scenario.numbers`.
    """
    numbers = as_dtype(with_numbers(numbers, do), np.dtype(dtype))
    every = moves(scenario)
    lasting = [move for move in every if scenario.cards[move[0]].lasting]

    def full(value: Array | float | bool, kind: type = dtype) -> Array:
        return np.array(np.broadcast_to(np.asarray(value, kind), (futures,)))

    def zeros(keys: Iterable, kind: type = np.int32) -> dict:
        return {key: full(0, kind) for key in keys}

    state = State(
        month=0,
        x={v.id: clip(full(numbers[v.now.path])) for v in scenario.variables.values() if v.now is not None},
        trend=zeros(scenario.variables, dtype),
        wait=zeros(every),
        spent=zeros(every, bool),
        in_force={move: full(scenario.cards[move[0]].in_force, bool) for move in lasting},
        left={move: full(scenario.cards[move[0]].lasts or 0, np.int32) for move in lasting},
        scale=zeros(lasting, dtype),
        since_proposed={move: full(NEVER, np.int32) for move in every},
        since_played={move: full(NEVER, np.int32) for move in every},
        times=zeros(scenario.cards),
        succeeded=zeros(scenario.cards),
        failed=zeros(scenario.cards),
        refused=zeros(scenario.cards),
        shock_spent=zeros(scenario.shocks, bool),
        past=(),
        latched=zeros(memories(scenario, Dated), bool),
        run=zeros(memories(scenario, Lasting)),
        futures=futures,
        dtype=np.dtype(dtype),
    )
    look = Reading(scenario, numbers, state, state.x)
    stood = {link.source: full(look.variable(link.source)) for link in scenario.links.values() if link.after}
    longest = max((link.after for link in scenario.links.values()), default=0)
    return replace(
        state,
        scale={move: full(look.scale(scenario.cards[move[0]])) for move in lasting},
        past=(stood,) * longest,
    )
