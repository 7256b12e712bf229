"""Arguments and options that several commands share."""

from typing import Annotated, Literal

import typer

Target = Annotated[str, typer.Argument(metavar="FILE|NAME", help="A scenario file, or the name of a library scenario.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs instead of text.")]
Verbose = Annotated[bool, typer.Option("--verbose", help="Say more.")]

NoSave = Annotated[bool, typer.Option("--no-save", help="Keep no run folder.")]

# ---------------------------------------------------------------- what to simulate

Worlds = Annotated[int, typer.Option("--worlds", min=1, max=100_000, help="Worlds: draws of every uncertain number.")]
Futures = Annotated[int, typer.Option("--futures", min=1, max=60_000, help="Futures by chance in each world.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Moves the futures; strategies stay as they are.")]
Workers = Annotated[
    int | None,
    typer.Option("--workers", min=1, max=256, help="Threads (by default one a core); results do not depend on it."),
]
Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="Change a number of the file; repeatable. `detente show ELEMENT --verbose` has the paths.",
    ),
]

# ---------------------------------------------------------------- how strategies are found

SolverSeed = Annotated[int, typer.Option("--solver-seed", min=0, help="Seed of the search for strategies.")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Solve again although solved strategies are kept.")]
Quick = Annotated[
    bool,
    typer.Option("--quick", help="Solve in a few rounds, while editing; printed as not settled, used by no other run."),
]
Unsolved = Annotated[
    bool, typer.Option("--unsolved", help="Do not solve: everybody plays the usual odds, whatever is at stake.")
]
From = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="FILE|NAME",
        help="Go on from the strategies of this scenario, as a rule the one that was edited, in a few rounds; solved "
        "from nothing if left out.",
    ),
]
Solver = Annotated[
    Literal["auto", "exact", "simulation"],
    typer.Option(
        "--solver", help="Finite scenarios are solved exactly, others by simulation; this asks for one of the two."
    ),
]
Announced = Annotated[
    bool,
    typer.Option("--announced", help="Everybody knows of the what-if and plays accordingly; else it is a surprise."),
]
