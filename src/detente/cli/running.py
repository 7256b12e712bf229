"""From the options of a command to a run, with its progress; what all commands that simulate have in common."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import typer

from detente.cli.machine import cores
from detente.cli.progress import progress

if TYPE_CHECKING:
    from detente.pipeline import Run
    from detente.scenario.model import Scenario


def load(target: str) -> "Scenario":
    """Read the scenario before anything heavy is loaded, so that its faults are told at once."""
    from detente import scenario

    return scenario.load(target)


def load_base(target: str | None, *, quick: bool = False, unsolved: bool = False, starts: int = 1) -> "Scenario | None":
    """Read the scenario from whose strategies to go on (`--from`). Raises a usage error with what it goes not with."""
    if target is None:
        return None
    if quick or unsolved or starts > 1:
        other = "--quick" if quick else "--unsolved" if unsolved else "--starts"
        raise typer.BadParameter(f"it cannot go together with {other}: leave one of them out", param_hint="--from")
    return load(target)


def read_sets(texts: Sequence[str] | None) -> tuple[tuple[str, str], ...]:
    """Part `PATH=VALUE` texts. Raises a usage error for one without an equals sign."""
    pairs = []
    for text in texts or ():
        path, equals, value = text.partition("=")
        if not equals or not path.strip() or not value.strip():
            raise typer.BadParameter(
                f"write PATH=VALUE, as in `variables.tension.now=30`, not `{text}`", param_hint="--set"
            )
        pairs.append((path.strip(), value.strip()))
    return tuple(pairs)


def start(
    scenario: "Scenario",
    wanted: Mapping[str, Any],  # Any: as each option of a run
    *,
    workers: int | None,
    verbose: bool,
    name: str = "",
    begin: "Scenario | Run | None" = None,
) -> "Run":
    """Run a scenario with the options of `RunOptions` and show how far it is, the loading of libraries too.

    `name` stands beside what is done, where several are run one after the other. `begin`: whose strategies to go on
    from.
    """
    with progress(verbose=verbose) as say:
        from detente.pipeline import RunOptions, run

        def named(what: str, share: float) -> None:
            part, colon, details = what.partition(":")
            say(f"{part}, {name.replace(':', '')}{colon}{details}" if name else what, share)

        return run(scenario, RunOptions(**wanted, workers=workers or cores()), begin=begin, progress=named)
