"""Several equilibria on the terminal: the list with its quality, and every question with a row for each."""

from collections.abc import Mapping, Sequence
from typing import Any

import xarray as xr

from detente.answers.forecast import Answer
from detente.cli import screen, tables
from detente.pipeline import Run
from detente.results import wording
from detente.results.figures import Difference, Probability, differences

# One row of the verdict's list of equilibria, as `results.exact` makes it.
Row = Mapping[str, Any]


def say_equilibria(verdict: Mapping[str, Any]) -> None:
    """Print every equilibrium: whether it is stable, how often it was found, its regret, and its long run."""
    rows: Sequence[Row] = verdict["equilibria"]
    levels = _levels(rows)
    heads = ("Nr", "Stable", "Radius", "Found", "Regret", *levels)
    shown = [
        (
            str(row["equilibrium"]),
            "yes" if row["stable"] else "no",
            f"{row['spectral_radius']:.2f}",
            str(row["hits"]),
            "0" if row["regret"] == 0 else f"{row['regret']:.0e}",
            *(_long_run(row, path) for path in levels.values()),
        )
        for row in rows
    ]
    tables.table(heads, shown, right=(0, *range(2, len(heads))), elastic=())
    print()
    for row in rows:
        if row["principal"]:
            screen.paragraph(f"{row['equilibrium']} is the end of the principal branch.", indent=2)
    told = [
        "Stable: play that is a little off comes back to it by gradual adjustment (the radius, of the reply map, is "
        "under 1).",
        "Found: random starts that ended there.",
        "Regret: the most that anybody could gain in one choice, in point-months.",
    ]
    if levels:
        names = ", ".join(levels)
        told.append(f"{names}: per cent of months there in the long run, if nothing else changes.")
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
        tables.table(("Nr", "Chance", "In words", "Equilibrium"), shown, right=(0,), elastic=(), indent=6)
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
        (str(row["equilibrium"]), *(_short(chance(found[answer.id])) for answer in answers))
        for row, found in zip(rows, every, strict=True)
    ]
    tables.table(heads, shown, right=tuple(range(len(heads))), elastic=())
    print()
    screen.paragraph("Chances in each equilibrium in per cent, ± standard error of the futures played.", indent=2)


def say_whatif(run: Run, name: str) -> None:
    """Print every question under a what-if, with a row for each equilibrium: before and after, or those after alone."""
    before, after = run.by_equilibrium(), run.whatif_by_equilibrium(name)
    verdict = run.whatif_verdicts.get(name)
    if verdict is None:
        change = [differences(*pair) for pair in zip(_played(run, name), (run.results, *run.others), strict=True)]
    else:
        told = f"The changed game has {_number(verdict)}; without the change there are {_number(run.verdict or {})}."
        screen.paragraph(f"{told} They cannot be matched one by one.", indent=2)
        print()
    asks = {id: run.scenario.questions[id].ask for id in before[0]}
    for id, ask in asks.items():
        screen.paragraph(ask, indent=2)
        if verdict is None:
            rows = [
                (str(k + 1), chance(was[id]), chance(now[id]), f"{_signed(move[id])}")
                for k, (was, now, move) in enumerate(zip(before, after, change, strict=True))
            ]
            tables.table(("Nr", "Before", "After", "Change in points"), rows, right=(0,), elastic=(), indent=6)
        else:
            span = sorted((found[id] for found in before), key=lambda what: what.probability)
            ends = dict.fromkeys(wording.percentage(what) for what in (span[0], span[-1]))
            screen.paragraph(f"Before, over the equilibria: {' to '.join(ends)}. After:", indent=6)
            rows = [
                (str(row["equilibrium"]), chance(now[id]), kind(row))
                for row, now in zip(verdict["equilibria"], after, strict=True)
            ]
            tables.table(("Nr", "Chance", "Equilibrium"), rows, right=(0,), elastic=(), indent=6)
        print()
    screen.paragraph("± standard error of the futures played; changes are paired, future by future.", indent=2)


def _played(run: Run, name: str) -> tuple[xr.Dataset, ...]:
    return (run.whatifs[name], *run.whatif_others.get(name, ()))


def _number(verdict: Mapping[str, Any]) -> str:
    rows: Sequence[Row] = verdict["equilibria"]
    stable = sum(row["stable"] for row in rows)
    return f"{screen.count(len(rows), 'equilibrium', 'equilibria')} ({stable or 'none'} stable)"


def _signed(what: Difference) -> str:
    if what.difference == 0:
        return "0"
    error = "" if what.error != what.error else f" ± {100 * what.error:.1f}"
    return f"{wording.points(what)}{error}"


def say_strategies(run: Run) -> None:
    """Print who does what in every state, in every equilibrium."""
    exact = run.exact
    if exact is None:
        return
    game = exact.finite.game
    for number, strategies in enumerate(exact.strategies):
        screen.heading(f"Play in equilibrium {number + 1}")
        rows = []
        for s, state in enumerate(game.states):
            for i, player in enumerate(game.players):
                if game.available[s, i].sum() > 1:
                    told = [
                        f"{name} {wording.percent(float(p))}"
                        for name, p, can in zip(game.actions[i], strategies[i, s], game.available[s, i], strict=False)
                        if can
                    ]
                    rows.append((state, player, ", ".join(told)))
        tables.table(("State", "Who", "Does"), rows, elastic=(0, 2))


def kind(row: Row) -> str:
    """Say what an equilibrium is: `principal branch, not stable`."""
    parts = ["principal branch"] if row["principal"] else []
    return ", ".join([*parts, "stable" if row["stable"] else "not stable"])


def chance(what: Probability) -> str:
    """Write a probability with its standard error: `27 % ± 0.3`."""
    told = wording.percentage(what)
    # Beside `under 0.1 %` an error would say no more.
    return told if not told[0].isdigit() or what.error != what.error else f"{told} ± {100 * what.error:.1f}"


def _short(text: str) -> str:
    """Write a percentage for a narrow column, whose heading or note says per cent."""
    return text.replace(" %", "").replace("under ", "<").replace("over ", ">")


def _levels(rows: Sequence[Row]) -> dict[str, tuple[str, str]]:
    """Return a heading for every level with its variable and name; headings name variables where there are several."""
    found = next((row["long_run"] for row in rows if row["long_run"]), {})
    several = len(found) > 1
    return {
        f"{variable} {level}" if several else level: (variable, level)
        for variable in found
        for level in found[variable]
    }


def _long_run(row: Row, path: tuple[str, str]) -> str:
    """Write the share of months at a level in the long run; a dash where it depends on how play began."""
    if not row["long_run"]:
        return "-"
    variable, level = path
    return _short(wording.percent(row["long_run"][variable][level]))
