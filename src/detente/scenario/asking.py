"""A question asked on the spot: an expression of one's own, added to a scenario that is already read."""

from dataclasses import replace

from detente.foundation.errors import Place, UserError
from detente.scenario import model
from detente.scenario.do import surroundings_of
from detente.scenario.fields import Written
from detente.scenario.nodes import Scalar
from detente.scenario.report import Misread, Report
from detente.scenario.site import Site
from detente.scenario.standing import QUESTION
from detente.scenario.texts import expression

FILE = "question"
"""What faults name as the file of a question that stands in none."""


def with_question(scenario: model.Scenario, text: str) -> model.Scenario:
    """Return the scenario with one question more, `asked` (or `asked_2`, ...); its text stays as it is.

    Raises UserError with every fault of the expression.
    """
    text = " ".join(text.split())
    id = _free(scenario)
    report = Report(FILE, text)
    scalar = Scalar(text, Place(FILE, 1, 1, max(1, len(text))), text)
    site = Site(f"questions.{id}", report.about(f"questions.{id}"), surroundings_of(scenario))
    try:
        formula = site.condition(Written(expression(text), scalar), "yes_if", QUESTION)
    except Misread as fault:
        site.tell(fault.code, fault.message, scalar.inside(fault.start, length=fault.length), fault.remedy)
        formula = None
    if report.faults or formula is None:
        raise UserError(report.sorted())
    question = model.Question(id, text, formula)
    return replace(scenario, questions=dict(sorted({**scenario.questions, id: question}.items())))


def _free(scenario: model.Scenario) -> str:
    """Return an id that no element of the scenario has."""
    taken = surroundings_of(scenario).names.kinds
    number = 1
    while (id := "asked" if number == 1 else f"asked_{number}") in taken:
        number += 1
    return id
