"""`detente compare`: what-ifs against the base case, as paired differences on the same random numbers."""

from typing import Annotated

import typer

from detente.cli import options as o
from detente.cli import screen
from detente.cli.running import load, read_sets, start

WhatIfs = Annotated[
    list[str],
    typer.Argument(
        metavar="WHATIF...", help="What-ifs or packages of the file, or lines such as 'truce happens in 2018-12'."
    ),
]


def compare(
    target: o.Target,
    whatifs: WhatIfs,
    announced: o.Announced = False,
    sets: o.Sets = None,
    worlds: o.Worlds = 256,
    futures: o.Futures = 64,
    seed: o.Seed = 0,
    solver_seed: o.SolverSeed = 0,
    fresh: o.Fresh = False,
    quick: o.Quick = False,
    unsolved: o.Unsolved = False,
    solver: o.Solver = "auto",
    workers: o.Workers = None,
    as_json: o.AsJson = False,
    verbose: o.Verbose = False,
) -> None:
    """Compare what-ifs with the base case: every future against its own twin, with the same random numbers.

    A what-if is a surprise (the others keep their strategies) unless it is --announced: then strategies are
    solved again for it.
    """
    pairs, scenario = read_sets(sets), load(target)
    wanted = {
        "worlds": worlds,
        "futures": futures,
        "seed": seed,
        "solver_seed": solver_seed,
        "fresh": fresh,
        "quick": quick,
        "unsolved": unsolved,
        "solver": solver,
        "sets": pairs,
        "whatifs": tuple(dict.fromkeys(whatifs)),
        "announced": announced,
    }
    found = start(scenario, wanted, workers=workers, verbose=verbose)
    if as_json:
        screen.print_json(found.record())
        return
    from detente.cli import telling

    telling.say_head(found)
    telling.say_whatifs(found, verbose=verbose)
    if found.verdict is not None:
        screen.heading("Certificate of the base case")
        telling.say_certificate(found, verbose=verbose)
