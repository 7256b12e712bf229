"""A question asked on the spot: one of the file, or an expression of one's own, added to a scenario that is read."""

import difflib
import re
from dataclasses import replace

from detente.foundation.errors import Fault, Place, UserError
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

    `text` is a condition, or the id of a question of the file. Raises UserError with every fault of the expression.
    """
    text = " ".join(text.split())
    id = _free(scenario)
    if known := scenario.questions.get(text):
        return _with(scenario, replace(known, id=id, place=None))
    report = Report(FILE, text)
    scalar = Scalar(text, Place(FILE, 1, 1, max(1, len(text))), text)
    site = Site(f"questions.{id}", report.about(f"questions.{id}"), surroundings_of(scenario))
    try:
        formula = site.condition(Written(expression(text), scalar), "yes_if", QUESTION)
    except Misread as fault:
        site.tell(fault.code, fault.message, scalar.inside(fault.start, length=fault.length), fault.remedy)
        formula = None
    if report.faults or formula is None:
        raise UserError(_in_english(text, scenario) if _is_english(text) else report.sorted())
    return _with(scenario, model.Question(id, text, formula))


def _with(scenario: model.Scenario, question: model.Question) -> model.Scenario:
    return replace(scenario, questions=dict(sorted({**scenario.questions, question.id: question}.items())))


# ---------------------------------------------------------------- plain English

_OPENERS = re.compile(
    "will|would|does|do|did|is|are|was|were|has|have|had|can|could|should|shall|may|might|"
    "how|what|when|where|which|who|whom|whose|why"
)
# Words that say nothing about what a question is about.
_SMALL = re.compile(
    f"{_OPENERS.pattern}|the|and|any|all|its|his|her|for|not|there|that|this|with|from|end|likely|chance"
)
_NEAR = 3


def _is_english(text: str) -> bool:
    """Say whether a text that is no expression is a question as people ask them."""
    words = re.findall(r"[A-Za-z']+", text)
    if len(words) < 3 or re.search(r"[<>=*/()]", text):
        return False
    return text.endswith("?") or bool(_OPENERS.fullmatch(words[0].lower()))


def _in_english(text: str, scenario: model.Scenario) -> Fault:
    """Tell a question in plain English: what can be asked, and the questions of the file that come closest."""
    near = _closest(text, scenario)
    lines = ["the questions of the file that come closest:"] if near else []
    lines += [f"  {question.id}: {question.ask}" for question in near]
    if near:
        condition = near[0].yes_if.text
        lines.append(f"ask `{near[0].id}`; or write a condition, as that question does: `{condition}`")
    else:
        named = "; `detente show` lists the questions of the file" if scenario.questions else ""
        lines.append(f"write a condition, such as `{_example(scenario)}`{named}")
    message = "a question is the id of one in the file, or a condition in the words of the language, not plain English"
    return Fault("E419", message, Place(FILE, 1, 1, max(1, len(text))), "\n".join(lines), text)


def _closest(text: str, scenario: model.Scenario) -> list[model.Question]:
    """Return the questions that share words with a text, the nearest first."""
    wanted = _words(text)

    def likeness(question: model.Question) -> tuple[int, float]:
        words = _words(f"{question.ask} {question.id.replace('_', ' ')}")
        common = sum(bool(difflib.get_close_matches(word, words, n=1, cutoff=0.85)) for word in wanted)
        return common, difflib.SequenceMatcher(None, text.lower(), question.ask.lower()).ratio()

    likely = {question.id: likeness(question) for question in scenario.questions.values()}
    near = sorted((id for id, (common, _) in likely.items() if common), key=lambda id: (likely[id], id), reverse=True)
    return [scenario.questions[id] for id in near[:_NEAR]]


def _words(text: str) -> set[str]:
    """Return the words of a text that say what it is about."""
    words = re.findall(r"[a-z]+", text.lower())
    return {word for word in words if len(word) > 2 and not _SMALL.fullmatch(word)}


def _example(scenario: model.Scenario) -> str:
    """Return a condition of a scenario."""
    for question in scenario.questions.values():
        return question.yes_if.text
    for card in scenario.cards.values():
        return f"{card.by[0]} plays {card.id} by {surroundings_of(scenario).last}"
    return f"{next(iter(scenario.variables), 'tension')} above 50 in {surroundings_of(scenario).last}"


def _free(scenario: model.Scenario) -> str:
    """Return an id that no element of the scenario has."""
    taken = surroundings_of(scenario).names.kinds
    number = 1
    while (id := "asked" if number == 1 else f"asked_{number}") in taken:
        number += 1
    return id
