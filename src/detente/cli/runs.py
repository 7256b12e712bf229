"""`detente runs`: the runs that are kept, one of them in full, or one of them repeated."""

from typing import Annotated

import typer

from detente.cli import options as o
from detente.cli import screen, tables
from detente.cli.machine import cores
from detente.cli.progress import progress
from detente.cli.run import say_forecast

Which = Annotated[
    str | None,
    typer.Argument(metavar="RUN", help="The beginning of a run's name, or `latest`. Left out: all are listed."),
]
Repeat = Annotated[
    bool,
    typer.Option(
        "--repeat", help="Run it again from its manifest and compare bit for bit; exit code 1 if anything differs."
    ),
]


def runs(
    name: Which = None,
    repeat: Repeat = False,
    fresh: o.Fresh = False,
    as_json: o.AsJson = False,
    verbose: o.Verbose = False,
) -> None:
    """List the runs that are kept, newest first; show one in full; or repeat one.

    Kept runs lie in a folder each (DETENTE_RUNS moves them): results as zarr, strategies, scenario, manifest, log.
    """
    from detente.results.folder import find_run, list_runs

    if name is None:
        if repeat:
            raise typer.BadParameter("name the run to repeat, or `latest`", param_hint="RUN")
        _list(list_runs(), as_json=as_json)
        return
    kept = find_run(name)
    if repeat:
        _repeat(kept, fresh=fresh, as_json=as_json, verbose=verbose)
        return
    from detente.pipeline import read

    found = read(kept)
    if as_json:
        screen.print_json(found.record())
        return
    say_forecast(found, verbose=verbose)
    screen.heading("Kept")
    screen.entries(
        [
            ("folder", kept["path"]),
            ("made", _when(kept)),
            ("with", ", ".join(f"{package} {version}" for package, version in kept["versions"].items())),
            ("again", f"detente runs {kept['id']} --repeat"),
        ]
    )


def _list(kept: list[dict], *, as_json: bool) -> None:
    if as_json:
        fields = ("id", "when", "name", "title", "status", "questions", "certificate", "path")
        screen.print_json({"runs": [{field: run[field] for field in fields} for run in kept]})
        return
    if not kept:
        from detente.results.folder import runs_folder

        screen.paragraph(f"No run is kept in {runs_folder()}. `detente run` keeps one.")
        return
    rows = [
        (run["id"], _kind(run), f"{run['options']['worlds']} x {run['options']['futures']}", ", ".join(run["whatifs"]))
        for run in kept
    ]
    tables.table(("Run", "Strategies", "Futures", "What-ifs"), rows, elastic=(3,), indent=0)


def _kind(run: dict) -> str:
    if run["status"] != "solved":
        return run["status"]
    if run.get("begun"):
        return f"gone on from {run['begun']}"
    return "certified" if run["certificate"] and run["certificate"]["passed"] else "NOT certified"


def _when(run: dict) -> str:
    return f"{run['when'][:16].replace('T', ' ')} UTC"


def _repeat(kept: dict, *, fresh: bool, as_json: bool, verbose: bool) -> None:
    """Run a kept run again and say whether every result is the same, bit for bit."""
    from detente.pipeline import repeat
    from detente.results.record import versions

    with progress(verbose=verbose) as say:
        _, differing = repeat(kept, fresh=fresh, workers=cores(), progress=say)
    names = ["the base case" if key == "base" else kept["whatifs"][int(key.split("-")[1])] for key in differing]
    changed = [
        f"{name} {old} then, {versions().get(name)} now"
        for name, old in kept["versions"].items()
        if versions().get(name) != old
    ]
    if as_json:
        screen.print_json(
            {"run": kept["id"], "identical": not differing, "differing": names, "versions_changed": changed}
        )
    elif differing:
        told = f"Repeated {kept['id']}: results differ ({', '.join(names)})."
        other = (
            f"Versions differ: {'; '.join(changed)}."
            if changed
            else "Bits are the same on one platform and version only."
        )
        screen.paragraph(f"{told} {other}")
    else:
        screen.paragraph(f"Repeated {kept['id']}: every result is the same, bit for bit.")
    if differing:
        raise typer.Exit(1)
