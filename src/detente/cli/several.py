"""Several equilibria on the terminal: the list with its quality, and every question with a row for each."""

from collections.abc import Mapping, Sequence
from typing import Any

from detente.answers.forecast import Answer
from detente.cli import screen, tables
from detente.pipeline import Run
from detente.results import wording
from detente.results.figures import Probability

# One row of the verdict's list of equilibria, as `results.exact` makes it.
Row = Mapping[str, Any]


def say_equilibria(verdict: Mapping[str, Any]) -> None:
    """Print every equilibrium: whether it is stable, how often it was found, its regret, and its long run."""
    rows: Sequence[Row] = verdict["equilibria"]
    variables = list(next((row["long_run"] for row in rows if row["long_run"]), {}) or {})
    heads = ("Nr", "Equilibrium", "Radius", "Found", "Regret", *(f"Long run: {_levels(rows, v)}" for v in variables))
    shown = [
        (
            str(row["equilibrium"]),
            kind(row),
            f"{row['spectral_radius']:.2f}",
            str(row["hits"]),
            _regret(row["regret"]),
            *(_shares(row, v) for v in variables),
        )
        for row in rows
    ]
    tables.table(heads, shown, right=(0, 2, 3, 4), elastic=())
    print()
    screen.paragraph(
        "Stable: play that is a little off comes back to it by gradual adjustment (spectral radius of the reply map "
        "under 1). Found: random starts that ended there. Regret: the most that anybody could gain in one choice, in "
        "point-months. Long run: per cent of months at each level, if nothing else changes.",
        indent=2,
    )
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
        (str(row["equilibrium"]), *(chance(found[answer.id]) for answer in answers))
        for row, found in zip(rows, every, strict=True)
    ]
    tables.table(heads, shown, right=tuple(range(len(heads))), elastic=())
    print()
    screen.paragraph("Chances in each equilibrium, ± standard error of the futures played.", indent=2)


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
    if what.bound or what.error != what.error:
        return wording.percentage(what)
    return f"{wording.percentage(what)} ± {100 * what.error:.1f}"


def _regret(value: float) -> str:
    return "0" if value == 0 else f"{value:.0e}"


def _levels(rows: Sequence[Row], variable: str) -> str:
    found = next(row["long_run"] for row in rows if row["long_run"])
    return f"{variable} " + ", ".join(found[variable])


def _shares(row: Row, variable: str) -> str:
    if not row["long_run"]:
        return "depends on the start"
    return ", ".join(wording.percent(share).removesuffix(" %") for share in row["long_run"][variable].values())
