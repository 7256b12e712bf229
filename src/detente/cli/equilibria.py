"""`detente equilibria`: every equilibrium of a finite scenario, how good each is, and how the answers differ."""

from typing import Annotated

import typer

from detente.cli import options as o
from detente.cli import screen
from detente.cli.running import load, read_sets, start

Starts = Annotated[
    str,
    typer.Option(
        "--starts", metavar="N|adaptive", help="Random starts; `adaptive` goes on until new equilibria stop coming."
    ),
]


def equilibria(
    target: o.Target,
    sets: o.Sets = None,
    starts: Starts = "",
    worlds: o.Worlds = 256,
    futures: o.Futures = 64,
    seed: o.Seed = 0,
    solver_seed: o.SolverSeed = 0,
    fresh: o.Fresh = False,
    workers: o.Workers = None,
    as_json: o.AsJson = False,
    verbose: o.Verbose = False,
) -> None:
    """List every equilibrium of a finite scenario, with stability, regret, and how the questions differ.

    A scenario is finite when it has levels, timers and counts only, and no ranges. --verbose sets who does what side
    by side.
    """
    pairs, wanted_starts, scenario = read_sets(sets), _read_starts(starts), load(target)
    wanted = {
        "worlds": worlds,
        "futures": futures,
        "seed": seed,
        "solver_seed": solver_seed,
        "fresh": fresh,
        "sets": pairs,
        "solver": "exact",
        "exact_starts": wanted_starts,
    }
    found = start(scenario, wanted, workers=workers, verbose=verbose)
    record = found.record()
    if as_json:
        screen.print_json(record)
        return
    from detente.answers.forecast import answer_questions
    from detente.cli import several, strategies, telling

    telling.say_head(found)
    screen.heading(screen.count(len(record["certificate"]["equilibria"]), "equilibrium", "equilibria"))
    several.say_equilibria(record["certificate"])
    answers = answer_questions(found.scenario, found.results)
    if answers and found.others:
        screen.heading("How the answers differ")
        several.say_apart(found, answers)
    elif answers:
        screen.heading("Answers")
        several.say_by_equilibrium(found, answers)
    if verbose:
        strategies.say_strategies(found)
    screen.heading("Certificate")
    screen.paragraph(record["certificate"]["sentence"], indent=2)


def _read_starts(text: str) -> int | str | None:
    """Read `--starts`; nothing means as many as suit the game's size."""
    if text in ("", "adaptive"):
        return text or None
    if text.isdecimal() and int(text) <= 1_000_000:
        return int(text)
    raise typer.BadParameter(f"write a number of starts, or `adaptive`, not `{text}`", param_hint="--starts")
