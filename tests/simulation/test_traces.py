"""Programs are compiled once: interventions are masks and values, never a new compilation."""

import numpy as np

from detente.compiler import compile_game, draw_numbers, intervention
from detente.scenario import load, parse_do
from detente.simulation import Plan, simulate
from detente.simulation.programs import futures_program

WHATIFS = (
    ("arden proposes withdraw in 2031-04",),
    ("borea does not propose sanctions",),
    ("incident happens in 2031-04", "incident does not happen in 2031-05"),
    ("set tension to 80 from 2031-04",),
    ("cut posts -> tension",),
    ("number variables.tension.now is 60",),
)


def test_programs_are_compiled_once():
    """The base case is one program, and all what-ifs share one more, whatever they do, ask for and draw."""
    scenario = load("two-rivals")
    game = compile_game(scenario)
    before = futures_program._cache_size()
    for seed, futures in ((0, 4), (1, 4), (0, 700)):
        simulate(game, draw_numbers(scenario, 4, seed=seed), plan=Plan(futures=futures, seed=seed))
    assert futures_program._cache_size() == before + 1
    for lines in WHATIFS:
        do, numbers = intervention(scenario, game, [parse_do(line, scenario) for line in lines])
        simulate(game, draw_numbers(scenario, 4, seed=0, fixed=numbers), plan=Plan(futures=4), do=do)
    assert futures_program._cache_size() == before + 2


def test_whatifs_differ():
    """Sharing a program, each what-if is still its own."""
    scenario = load("two-rivals")
    game = compile_game(scenario)
    ends = set()
    for lines in WHATIFS:
        do, numbers = intervention(scenario, game, [parse_do(line, scenario) for line in lines])
        raw = draw_numbers(scenario, 4, seed=0, fixed=numbers)
        ends.add(simulate(game, raw, plan=Plan(futures=4), do=do).mean.tobytes())
    assert len(ends) == len(WHATIFS)
    assert np.isfinite(np.frombuffer(ends.pop())).all()
