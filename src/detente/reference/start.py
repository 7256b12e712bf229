"""How a batch of futures starts."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from detente.expressions.tree import Dated, Lasting
from detente.reference.context import Month
from detente.reference.eyes import observers
from detente.reference.interventions import plan
from detente.reference.numbers import Numbers, as_dtype, moves, type_path, with_numbers
from detente.reference.observe import first_estimates, observe
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
    signals: Mapping[str, Array] | None = None,
) -> State:
    """Set up `futures` futures as the scenario starts, first observation included.

    `numbers` has a float or an array [futures] for every path of `scenario.numbers`, and for each actor with types
    which of them it is (see `type_path`). Of `do`, only changed numbers and types count here, and what is set in the
    first month for whoever observes it. `signals` are standard normal draws by signal.
    """
    do = tuple(do or ())
    numbers = as_dtype(with_numbers(scenario, numbers, do), np.dtype(dtype))
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
        times=zeros(every),
        succeeded=zeros(every),
        failed=zeros(every),
        refused=zeros(every),
        shock_spent=zeros(scenario.shocks, bool),
        past=(),
        latched=zeros(memories(scenario, Dated), bool),
        run=zeros(memories(scenario, Lasting)),
        types={
            agenda.id: full(np.rint(numbers[type_path(agenda.id)]), np.int32)
            for agenda in scenario.agendas.values()
            if agenda.types
        },
        estimate={},
        spread={},
        belief={},
        futures=futures,
        dtype=np.dtype(dtype),
    )
    month = Month(scenario, numbers, state, {}, plan(scenario, do, 0), None, do)
    state = replace(state, belief={key: full(chance) for key, chance in month.began.items()})
    state = replace(state, **_first_observation(replace(month, state=state), signals or {}))
    look = Reading(scenario, numbers, state, state.x)
    stood = {link.source: full(look.variable(link.source)) for link in scenario.links.values() if link.after}
    longest = max((link.after for link in scenario.links.values()), default=0)
    return replace(
        state,
        scale={move: full(look.scale(scenario.cards[move[0]])) for move in lasting},
        past=(stood,) * longest,
    )


def _first_observation(month: Month, signals: Mapping[str, Array]) -> dict[str, dict]:
    """Give what actors take hidden variables for when they first choose."""
    scenario, state = month.scenario, month.state
    mean, spread = {}, {}
    for actor in observers(scenario):
        for name, (middle, variance) in first_estimates(scenario, actor, month.do).items():
            mean[actor, name] = np.full(state.futures, middle, state.dtype)
            spread[actor, name] = np.full(state.futures, variance, state.dtype)
    mean, spread = observe(month, mean, spread, x=month.look_at_start().x, signals=signals)
    return {"estimate": mean, "spread": spread}
