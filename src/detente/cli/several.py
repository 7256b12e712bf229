"""Several equilibria on the terminal: the list with its quality, and every question with a row for each."""

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from typing import Any

import xarray as xr

from detente.answers.forecast import Answer
from detente.cli import screen, tables
from detente.pipeline import Run
from detente.results import wording
from detente.results.figures import Difference, Probability, differences

# One row of the verdict's list of equilibria, as `results.exact` makes it.
Row = Mapping[str, Any]
STABLE = "*: stable."
"""What the mark beside the number of an equilibrium means."""


def say_equilibria(verdict: Mapping[str, Any]) -> None:
    """Print every equilibrium: whether it is stable, how often it was found, its regret, and its long run."""
    rows: Sequence[Row] = verdict["equilibria"]
    several = len(rows) > 1
    shown = [
        (
            str(row["equilibrium"]),
            "yes" if row["stable"] else "no",
            f"{row['spectral_radius']:.2f}",
            str(row["hits"]),
            "0" if row["regret"] == 0 else f"{row['regret']:.0e}",
        )
        for row in rows
    ]
    long_runs = _long_runs(rows)
    # One variable's levels stand in the list itself; those of several would not fit.
    beside = long_runs.popitem()[1] if len(long_runs) == 1 else {}
    heads = ("Nr", "Stable", "Radius", "Found", "Regret", *beside)
    whole = [(*row, *(cells[k] for cells in beside.values())) for k, row in enumerate(shown)]
    tables.in_groups(heads, whole, right=(0, *range(2, len(heads))))
    for variable, columns in long_runs.items():
        print()
        screen.paragraph(
            f"{variable}: per cent of months at each level in the long run, if nothing else changes", indent=2
        )
        numbers = marked(rows)
        cells = [(numbers[k], *(column[k] for column in columns.values())) for k in range(len(rows))]
        tables.in_groups(("Nr", *columns), cells, right=range(len(columns) + 1))
    print()
    for row in rows:
        if row["principal"]:
            who = row["equilibrium"] if several else "It"
            screen.paragraph(f"{who} is the end of the principal branch.", indent=2)
    told = [
        "Stable: play that is a little off comes back to it by gradual adjustment (the radius, of the reply map, is "
        "under 1).",
        f"Found: random starts that ended {'there' if several else 'at it'}.",
        "Regret: the most that anybody could gain in one choice, in point-months.",
    ]
    if beside:
        told.append(f"{', '.join(beside)}: per cent of months there in the long run, if nothing else changes.")
    elif several and long_runs:
        told.append(STABLE)
    screen.paragraph(" ".join(told), indent=2)
    screen.paragraph(verdict["basis"], indent=2)


def say_by_equilibrium(run: Run, answers: Sequence[Answer]) -> None:
    """Print every question with a row for each equilibrium, and how far they lie apart."""
    rows: Sequence[Row] = (run.verdict or {})["equilibria"]
    every = run.by_equilibrium()
    for answer in answers:
        screen.paragraph(answer.ask, indent=2)
        figures = [found[answer.id] for found in every]
        shown = [
            (str(row["equilibrium"]), chance(figure), figure.word, kind(row))
            for row, figure in zip(rows, figures, strict=True)
        ]
        if len(rows) > 1:
            tables.table(("Nr", "Chance", "In words", "Equilibrium"), shown, right=(0,), elastic=(), indent=6)
        else:
            screen.paragraph(f"{shown[0][1]}, {shown[0][2]}", indent=6)
        print()
    screen.paragraph(
        "± standard error of the futures played. Nothing is uncertain in this scenario but chance and which "
        "equilibrium is played: no probability says which, so the rows are not averaged."
        if len(rows) > 1
        else "± standard error of the futures played. Nothing is uncertain in this scenario but chance.",
        indent=2,
    )


def say_apart(run: Run, answers: Sequence[Answer]) -> None:
    """Print how the questions differ between the equilibria: a row for each, a column for each question."""
    rows: Sequence[Row] = (run.verdict or {})["equilibria"]
    every = run.by_equilibrium()
    for number, answer in enumerate(answers):
        screen.paragraph(f"{chr(ord('A') + number % 26)}  {answer.ask}", indent=2)
    print()
    heads = ("Nr", *(chr(ord("A") + number % 26) for number in range(len(answers))))
    shown = [
        (number, *(wording.short(chance(found[answer.id])) for answer in answers))
        for number, found in zip(marked(rows), every, strict=True)
    ]
    tables.in_groups(heads, shown, right=range(len(heads)))
    print()
    screen.paragraph(
        f"{STABLE} Chances in each equilibrium in per cent, ± standard error of the futures played; < and > where none "
        "or all of them said yes: the fewer met a condition, the wider.",
        indent=2,
    )


def say_whatif(run: Run, name: str, *, verbose: bool = False) -> None:
    """Print every question under a what-if, with a row for each equilibrium: before and after, or those after alone."""
    before, after = run.by_equilibrium(), run.whatif_by_equilibrium(name)
    asks = {id: run.scenario.questions[id].ask for id in before[0]}
    was, verdict = run.verdict or {}, run.whatif_verdicts.get(name)
    if verdict is None:
        change = [differences(*pair) for pair in zip(_played(run, name), (run.results, *run.others), strict=True)]
        say_twins(asks, before, after, change, rows=was["equilibria"], verbose=verbose)
        return
    verb = "is" if len(was["equilibria"]) == 1 else "are"
    told = f"The changed game has {number(verdict)}; without the change there {verb} {number(was)}."
    say_unmatched(asks, before, after, kinds=[kind(row) for row in verdict["equilibria"]], told=told)


Figures = Sequence[Mapping[str, Probability]]


def say_twins(
    asks: Mapping[str, str],
    before: Figures,
    after: Figures,
    change: Sequence[Mapping[str, Difference]],
    *,
    rows: Sequence[Row],
    verbose: bool = False,
) -> None:
    """Print questions before and after with their paired differences, a row for each equilibrium.

    `rows` are those of the verdict. The largest difference comes first; questions that chance could have moved in every
    equilibrium come last, in a line or with `verbose` like the others.
    """
    ordered = sorted(asks, key=lambda id: -_furthest(move[id] for move in change))
    numbers = marked(rows)
    told = [id for id in ordered if any(wording.is_told(move[id]) for move in change)]
    untold = [id for id in ordered if id not in told]
    for id in (*told, *(untold if verbose else ())):
        screen.paragraph(asks[id], indent=2)
        shown = [
            (number, chance(was[id]), chance(now[id]), _signed(move[id]))
            for number, was, now, move in zip(numbers, before, after, change, strict=True)
        ]
        tables.table(("Nr", "Before", "After", "Change in points"), shown, right=(0,), elastic=(), indent=6)
        print()
    if untold and not verbose:
        screen.paragraph(folded(untold, len(asks)), indent=2)
        print()
    if told or verbose:
        several = f"{STABLE} " if len(rows) > 1 else ""
        screen.paragraph(
            f"{several}+ is more likely, - less likely; ± standard error of the futures played. Changes are paired, "
            "future by future.",
            indent=2,
        )


def _furthest(changes: Iterable[Difference]) -> float:
    """Return the largest difference; none where no condition is met."""
    return max((abs(what.difference) for what in changes if isfinite(what.difference)), default=0.0)


def folded(ids: Sequence[str], of: int) -> str:
    """Count the questions of which no difference can be told, of so many; name them where that stays on one line."""
    told = f"No difference can be told in {len(ids)} of {screen.count(of, 'question')} (--verbose has them)"
    named = f"{told}: {', '.join(ids)}."
    return named if len(named) + 2 <= screen.width() else f"{told}."


def say_unmatched(asks: Mapping[str, str], before: Figures, after: Figures, *, kinds: Sequence[str], told: str) -> None:
    """Print questions before, over the equilibria, and after with a row for each: those of two games cannot be matched.

    `kinds` says of each equilibrium after what it is, `told` how many both games have.
    """
    cannot = " They cannot be matched one by one." if max(len(before), len(after)) > 1 else ""
    screen.paragraph(f"{told}{cannot}", indent=2)
    print()
    for id, ask in asks.items():
        screen.paragraph(ask, indent=2)
        span = sorted((found[id] for found in before), key=lambda what: what.probability)
        ends = dict.fromkeys(wording.percentage(what) for what in (span[0], span[-1]))
        over = ", over the equilibria" if len(before) > 1 else ""
        screen.paragraph(f"Before{over}: {' to '.join(ends)}. After:", indent=6)
        rows = [
            (str(k + 1) if len(after) > 1 else "", chance(now[id]), what)
            for k, (what, now) in enumerate(zip(kinds, after, strict=True))
        ]
        tables.table(("Nr", "Chance", "Equilibrium"), rows, right=(0,), elastic=(), indent=6)
        print()
    screen.paragraph("± standard error of the futures played.", indent=2)


def marked(rows: Sequence[Row]) -> list[str]:
    """Write the numbers of equilibria, stable ones with their mark; the only one has none, its column is left out."""
    if len(rows) == 1:
        return [""]
    return [f"{'*' if row['stable'] else ''}{row['equilibrium']}" for row in rows]


def _played(run: Run, name: str) -> tuple[xr.Dataset, ...]:
    return (run.whatifs[name], *run.whatif_others.get(name, ()))


def number(verdict: Mapping[str, Any]) -> str:
    """Write how many equilibria there are, and how many of them are stable."""
    rows: Sequence[Row] = verdict["equilibria"]
    stable = sum(row["stable"] for row in rows)
    if len(rows) == 1:
        return f"1 equilibrium ({'' if stable else 'not '}stable)"
    return f"{len(rows)} equilibria ({stable or 'none'} stable)"


def _signed(what: Difference) -> str:
    if what.difference == 0:
        return "0"
    if not isfinite(what.difference):
        return "cannot be told"
    error = "" if what.error != what.error else f" ± {100 * what.error:.1f}"
    return f"{wording.points(what)}{error}"


def kind(row: Row) -> str:
    """Say what an equilibrium is: `principal branch, not stable`."""
    parts = ["principal branch"] if row["principal"] else []
    return ", ".join([*parts, "stable" if row["stable"] else "not stable"])


def chance(what: Probability) -> str:
    """Write a probability with its standard error: `27 % ± 0.3`."""
    told = wording.percentage(what)
    # Beside `under 0.1 %` an error would say no more.
    return told if not told[0].isdigit() or what.error != what.error else f"{told} ± {100 * what.error:.1f}"


def _long_runs(rows: Sequence[Row]) -> dict[str, dict[str, list[str]]]:
    """Return by variable and level the share of months in the long run, of each row; a dash where it depends on how

    play began.
    """
    found = next((row["long_run"] for row in rows if row["long_run"]), {})
    return {
        variable: {
            level: [
                wording.short(wording.percent(row["long_run"][variable][level])) if row["long_run"] else "-"
                for row in rows
            ]
            for level in found[variable]
        }
        for variable in found
    }
