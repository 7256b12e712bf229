"""`detente compare`: what-ifs against the base case, or two files, as paired differences on the same random numbers."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from detente.cli import options as o
from detente.cli import screen
from detente.cli.running import load, load_base, read_sets, start
from detente.scenario.model import Scenario

Beside = Annotated[
    list[str],
    typer.Argument(
        metavar="WHATIF|FILE",
        help="What-ifs or packages of the file, or lines such as 'truce happens in 2018-12'. Or another scenario, a "
        "file or a name of the library: the new version of the first.",
    ),
]
NoRun = Annotated[
    bool, typer.Option("--no-run", help="Of two scenarios: say which elements differ and stop; nothing is solved.")
]
Apart = Annotated[
    bool,
    typer.Option(
        "--apart",
        help="Of two scenarios: solve the new one from nothing, too, and not on from the old one's strategies.",
    ),
]


def compare(
    target: o.Target,
    beside: Beside,
    announced: o.Announced = False,
    no_run: NoRun = False,
    apart: Apart = False,
    sets: o.Sets = None,
    worlds: o.Worlds = 256,
    futures: o.Futures = 64,
    seed: o.Seed = 0,
    solver_seed: o.SolverSeed = 0,
    begin: o.From = None,
    fresh: o.Fresh = False,
    quick: o.Quick = False,
    unsolved: o.Unsolved = False,
    solver: o.Solver = "auto",
    workers: o.Workers = None,
    no_save: o.NoSave = False,
    as_json: o.AsJson = False,
    verbose: o.Verbose = False,
) -> None:
    """Compare what-ifs with the base case, or a scenario with its new version, future by future.

    Every future is set against its own twin, with the same random numbers. A what-if is a surprise (the others keep
    their strategies) unless it is --announced: then strategies are solved again for it.

    Two scenarios, the old one first: which elements differ, and how every question moves that stands in both.
    Strategies are solved for the old one, and go on from there for the new one. Both runs are kept.
    """
    from detente.cli.edits import other_scenario

    pairs, scenario, names = read_sets(sets), load(target), tuple(dict.fromkeys(beside))
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
    }
    other = other_scenario(scenario, names)
    if other is not None:
        if begin is not None:
            raise typer.BadParameter(
                "of two scenarios the new one goes on from the old one by itself: leave it out", param_hint="--from"
            )
        if announced:
            raise typer.BadParameter(
                "it goes with what-ifs; between two scenarios everybody knows of the change", param_hint="--announced"
            )
        how = {"workers": workers, "save": not no_save, "verbose": verbose, "apart": apart or quick or unsolved}
        _compare_files(scenario, (target, other), wanted, no_run=no_run, as_json=as_json, how=how)
        return
    if apart:
        raise typer.BadParameter("it goes with two scenarios: name the other one", param_hint="--apart")
    if no_run:
        raise typer.BadParameter("it goes with two scenarios: name the other one", param_hint="--no-run")
    base = load_base(begin, quick=quick, unsolved=unsolved)
    wanted |= {"whatifs": names, "announced": announced}
    found = start(scenario, wanted, workers=workers, verbose=verbose, begin=base)
    if as_json:
        screen.print_json(found.record())
        return
    from detente.cli import telling

    telling.say_head(found)
    telling.say_whatifs(found, verbose=verbose)
    if found.verdict is not None:
        screen.heading("Certificate of the base case")
        telling.say_certificate(found, verbose=verbose)


def _compare_files(
    old: Scenario,
    names: tuple[str, str],
    wanted: Mapping[str, Any],  # Any: as each option of a run
    *,
    no_run: bool,
    as_json: bool,
    how: Mapping[str, Any],  # Any: how to run both
) -> None:
    """Say what differs between two scenarios and, unless that is all, how every question moves."""
    from detente.cli.differences import differences_as_data, say_differences, say_sides, sides_as_data
    from detente.cli.edits import edit_as_data, run_both, say_edit
    from detente.scenario import with_number
    from detente.scenario.differing import differing

    new = load(names[1])
    changed = [old, new]
    for path, value in wanted["sets"]:
        changed = [with_number(scenario, path, value) for scenario in changed]
    found = differing(changed[0], changed[1])
    if not as_json:
        say_sides(old, new, names)
        say_differences(found, old, new, verbose=how["verbose"])
    runs = None if no_run else run_both((old, new), names, wanted, **how)
    if as_json:
        data = {**sides_as_data(old, new, names), "differences": differences_as_data(found)}
        screen.print_json(data | (edit_as_data(*runs, found) if runs else {}))
    elif runs:
        say_edit(*runs, names, found, verbose=how["verbose"])
