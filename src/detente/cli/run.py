"""`detente run`: the forecast of a scenario, solved and certified, with its reasons; kept in a run folder."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli import options as o
from detente.cli import screen
from detente.cli.running import load, load_base, read_sets, start
from detente.foundation.errors import UserError

if TYPE_CHECKING:
    from detente.pipeline import Run

WhatIfs = Annotated[
    list[str] | None,
    typer.Option(
        "--whatif",
        metavar="WHATIF",
        help="A what-if of the file, or a line such as 'truce happens in 2018-12'; repeatable.",
    ),
]
Starts = Annotated[int, typer.Option("--starts", min=1, max=16, help="Solve from several starts and compare.")]
Csv = Annotated[
    Path | None, typer.Option("--csv", metavar="DIR", help="Write tidy tables there: questions, fans, moves.")
]


def run(
    target: o.Target,
    whatif: WhatIfs = None,
    announced: o.Announced = False,
    sets: o.Sets = None,
    worlds: o.Worlds = 256,
    futures: o.Futures = 64,
    seed: o.Seed = 0,
    solver_seed: o.SolverSeed = 0,
    starts: Starts = 1,
    begin: o.From = None,
    fresh: o.Fresh = False,
    quick: o.Quick = False,
    unsolved: o.Unsolved = False,
    solver: o.Solver = "auto",
    workers: o.Workers = None,
    csv: Csv = None,
    no_save: o.NoSave = False,
    as_json: o.AsJson = False,
    verbose: o.Verbose = False,
) -> None:
    """Forecast a scenario: solve it, simulate futures, answer its questions and say why.

    Solving takes minutes the first time; solved strategies are kept, and checked again when first used.
    --verbose adds every variable and move, and the certificate by actor.
    """
    pairs = read_sets(sets)
    if csv is not None:
        from detente.cli.tables import prepare_folder

        prepare_folder(csv)
    base = load_base(begin, quick=quick, unsolved=unsolved, starts=starts)
    scenario = load(target)
    wanted = {
        "worlds": worlds,
        "futures": futures,
        "seed": seed,
        "solver_seed": solver_seed,
        "starts": starts,
        "fresh": fresh,
        "quick": quick,
        "unsolved": unsolved,
        "solver": solver,
        "sets": pairs,
        "whatifs": tuple(dict.fromkeys(whatif or ())),
        "announced": announced,
    }
    found = start(scenario, wanted, workers=workers, verbose=verbose, begin=base)
    if as_json:
        trouble = "" if no_save else keep(found)
        screen.print_json(found.record())
    else:
        say_forecast(found, verbose=verbose)
        trouble = "" if no_save else keep(found)
        _say_where(found, target, begin)
    if trouble:
        screen.complain(trouble)
    if csv is not None:
        _write_csv(found, csv)


def keep(found: "Run") -> str:
    """Keep a run in its folder; where that fails the forecast stands all the same: return a line about it."""
    from detente.pipeline import save
    from detente.results.folder import runs_folder

    try:
        save(found)
    except OSError as error:
        return f"Warning: this run could not be kept in {runs_folder()} ({error.strerror or error})."
    return ""


def say_forecast(found: "Run", *, verbose: bool = False) -> None:
    """Print the whole forecast."""
    from detente.answers.fans import fans, leading
    from detente.answers.forecast import answer_questions
    from detente.answers.levels import standings
    from detente.cli import by_type, charts, telling

    telling.say_head(found)
    label = telling.label(found)
    screen.heading(f"Forecast{label}")
    answers = answer_questions(found.scenario, found.results)
    telling.say_answers(found, answers)
    by_type.say_by_type(found, answers, label=label, verbose=verbose)
    telling.say_whatifs(found, verbose=verbose)
    first = telling.first_of(found)
    screen.heading(f"Where variables go{first or label}")
    every = {
        id: fan for id, fan in fans(found.scenario, found.results).items() if not found.scenario.variables[id].levels
    }
    if every:
        screen.paragraph(charts.legend(charts.marks_for(sys.stdout)), indent=2)
        print()
        charts.say_fans(list(every.values()) if verbose else leading(found.scenario, every, 4))
    telling.say_levels(standings(found.scenario, found.results), gap=bool(every))
    screen.heading(f"{'Moves' if verbose else 'Main moves'}{first or label}")
    telling.say_moves(found, verbose=verbose)
    screen.heading("Certificate")
    telling.say_certificate(found, verbose=verbose)
    _say_starts(found)
    if verbose:
        _say_seconds(found)


def _say_starts(found: "Run") -> None:
    if found.solution is None or not found.solution.starts:
        return
    for row in found.solution.starts:
        told = f"Solved from a {row['start']} start, play differs by {100 * row['play_moved']:.1f} % of choices."
        screen.paragraph(told, indent=2)


def _say_seconds(found: "Run") -> None:
    screen.heading("Time")
    screen.entries([(part, f"{seconds:.1f} s") for part, seconds in found.seconds.items()])


def _say_where(found: "Run", target: str, begin: str | None) -> None:
    """Say where the run is kept, and what to do next."""
    if found.folder is not None:
        screen.heading("Kept")
        screen.say(f"  {found.folder}")
    screen.heading("Next")
    sets = "".join(f" --set {quoted('='.join(pair))}" for pair in found.options.sets)
    onward = f" --from {quoted(begin)}" if begin is not None and found.begun is not None else ""
    screen.entries(_next(found, quoted(target), sets=sets, onward=onward))


_EVERY = "every equilibrium, and how the answers differ"
_ONE = "how firm its equilibrium is: stability, regret, how surely it is the only one"


def _next(found: "Run", target: str, *, sets: str, onward: str) -> list[tuple[str, str]]:
    """Suggest three commands that suit the run: with the numbers that were set for it, from where its strategies went
    on.
    """
    from detente.answers.fans import fans, leading
    from detente.results.record import in_file_order

    scenario = found.scenario
    suggestions = []
    if found.begun is not None:
        suggestions.append((f"detente run {target}{sets}", "solve it from nothing, with a full certificate"))
    if found.status != "solved":
        suggestions.append((f"detente run {target}{sets}", "solve it: what would they choose?"))
    how = sets + onward
    if found.is_exact:
        suggestions.append((f"detente equilibria {target}{how}", _EVERY if found.others else _ONE))
    other = [name for name in in_file_order(scenario.whatifs) if name not in found.whatifs]
    if other:
        whatif = scenario.whatifs[other[0]]
        meaning = whatif.name if whatif.name != whatif.id else "; ".join(line.text for line in whatif.do)
        suggestions.append((f"detente compare {target} {other[0]}{how}", f"what if: {meaning}"))
    for fan in leading(scenario, fans(scenario, found.results), 1):
        levels = scenario.variables[fan.id].levels
        line = f"is {levels[-1]}" if levels else f"above {float(f'{fan.at(0.5)[-1]:.2g}'):g}"
        suggestions.append(
            (f"detente ask {target} '{fan.id} {line} in {fan.months[-1]}'{how}", "a question of your own")
        )
    if scenario.history:
        suggestions.append((f"detente plausibility {target}{how}", "the forecast beside the record"))
    if found.folder is not None:
        suggestions.append((f"detente runs {found.folder.name}", "this forecast again"))
    return suggestions[:3]


def quoted(target: str) -> str:
    """Return a target as a shell takes it."""
    import shlex

    return shlex.quote(target)


# ---------------------------------------------------------------- tables for programs


def _write_csv(found: "Run", folder: Path) -> None:
    """Write the tables; a failure is told on standard error, the forecast has been printed by then."""
    from detente.foundation.rendering import render

    try:
        for write in (_questions_csv, _types_csv, _fans_csv, _moves_csv):
            write(found, folder)
    except UserError as error:
        screen.complain(render(error.faults))
        raise typer.Exit(1) from None


def _questions_csv(found: "Run", folder: Path) -> None:
    from detente.cli.tables import write_csv

    heads = ("id", "ask", "probability", "low", "high", "error", "word", "share_assumptions", "share_chance")
    rows = [
        (
            q["id"],
            q["ask"],
            q["probability"],
            *q["interval"],
            q["error"],
            q["word"],
            q["share_assumptions"],
            q["share_chance"],
        )
        for q in found.record()["questions"]
    ]
    write_csv(folder, "questions.csv", heads, rows)


def _types_csv(found: "Run", folder: Path) -> None:
    """Write how the questions differ by type; no table where nobody has types."""
    from detente.cli.tables import write_csv

    heads = ("actor", "type", "worlds", "share", "id", "probability", "low", "high", "error", "word")
    rows = [
        (
            t["actor"],
            t["type"],
            t["worlds"],
            t["share"],
            q["id"],
            t["probability"],
            *t["interval"],
            t["error"],
            t["word"],
        )
        for q in found.record()["questions"]
        for t in q.get("by_type", ())
    ]
    if rows:
        write_csv(folder, "types.csv", heads, rows)


def _fans_csv(found: "Run", folder: Path) -> None:
    from detente.answers.fans import fans
    from detente.cli.tables import write_csv

    rows = [
        (fan.id, month, fan.unit or "points", quantile, f"{value:.6g}")
        for fan in fans(found.scenario, found.results).values()
        for month, values in zip(fan.months, fan.values, strict=True)
        for quantile, value in zip(fan.quantiles, values, strict=True)
    ]
    write_csv(folder, "fans.csv", ("variable", "month", "unit", "quantile", "value"), rows)


def _moves_csv(found: "Run", folder: Path) -> None:
    from detente.answers.moves import moves
    from detente.cli.tables import write_csv

    heads = ("actor", "card", "plays_a_year", "proposals_a_year", "agreed", "succeeded", "gain", "why")
    rows = [
        (
            m.actor,
            m.card,
            m.a_year,
            m.proposed_a_year,
            m.agreed,
            m.succeeded,
            m.gain,
            "; ".join(f"{n} {s:+.3f}" for n, s in m.parts),
        )
        for mine in moves(found.scenario, found.results, found.reasons).values()
        for m in mine
    ]
    write_csv(folder, "moves.csv", heads, rows)
