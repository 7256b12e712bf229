"""`detente ask`: a question of one's own, on the spot, from the strategies that are kept."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli import options as o
from detente.cli import screen
from detente.cli.running import load, load_base, read_sets, start

if TYPE_CHECKING:
    from detente.scenario.model import Question, Scenario

Expressions = Annotated[
    list[str],
    typer.Argument(
        metavar="QUESTION...",
        help="A condition such as 'trade above 60 in 2032-12', in quotes, or the id of a question of the file; "
        "several may be asked at once.",
    ),
]


def ask(
    target: o.Target,
    expressions: Expressions,
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
    as_json: o.AsJson = False,
    verbose: o.Verbose = False,
) -> None:
    """Ask a question of your own: the chance that a condition holds, in the words of the scenario language.

    Instead of a condition, the id of a question of the file asks that question.

    Strategies do not depend on questions: those that are kept are used, and futures are played for the question.
    Conditions may name a date, a move and another condition: 'meet succeeded by 2031-06 given patrol failed'.
    """
    pairs, scenario = read_sets(sets), load(target)
    base = load_base(begin, quick=quick, unsolved=unsolved)
    _refuse_unreadable(scenario, expressions)
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
        "asks": tuple(expressions),
    }
    found = start(scenario, wanted, workers=workers, verbose=verbose, begin=base)
    from detente.answers.forecast import answer_questions
    from detente.cli import by_type, telling

    asked = [question.id for question in found.scenario.questions.values() if question.place is None]
    if as_json:
        record = found.record()
        screen.print_json({**record, "questions": [q for q in record["questions"] if q["id"] in asked]})
        return
    telling.say_head(found)
    screen.heading(f"Asked{telling.label(found)}")
    answers = [a for a in answer_questions(found.scenario, found.results) if a.id in asked]
    telling.say_answers(found, answers)
    if any(_undated(found.scenario.questions[answer.id]) for answer in answers):
        print()
        meant = f"A condition without a month asks whether it is met in any of the {found.scenario.months} months."
        screen.paragraph(meant, indent=2)
    by_type.say_by_type(found, answers, label=telling.label(found), verbose=verbose)
    if found.verdict is not None:
        screen.heading("Certificate")
        telling.say_certificate(found, verbose=verbose)


def _refuse_unreadable(scenario: "Scenario", expressions: Sequence[str]) -> None:
    """Refuse questions that cannot be read, before anything heavy is loaded. Raises UserError."""
    from detente.scenario import with_question

    for text in expressions:
        with_question(scenario, text)


def _undated(question: "Question") -> bool:
    """Say whether a part of what is asked names no month."""
    from detente.compiler.questions import has_undated
    from detente.expressions.tree import Given

    asked = question.yes_if.tree
    return has_undated(asked.condition if isinstance(asked, Given) else asked)
