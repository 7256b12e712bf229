"""Remedies: each keeps what the analyst wrote, can be followed, and is more than an empty line."""

import re

import pytest

from detente.foundation.rendering import render
from detente.scenario.codes import EXPLANATIONS
from scenario.pieces import SHORT, completed, faults_of
from scenario.test_errors import CASES

CARD = "cards:\n  pact: {by: washington, table: talks, why: assumed, %s}"
VARIABLE = "variables:\n  morale: {why: assumed, %s}"
LINK = "links:\n  economy -> tension: {why: assumed, %s}"
SHOCK = "shocks:\n  panic: {why: assumed, %s}"

# What is written, its code, and what the remedy says instead: the range, the unit and the claims stay.
KEPT = [
    (CARD % "costs: 5 to 3 points", "E305", "3 to 5 points"),
    (CARD % "chance: 40 to 20%", "E305", "20 to 40%"),
    (CARD % "chance: 40% to 20%", "E305", "20 to 40%"),
    (CARD % "usual: 3 to 1 a year because p1", "E305", "1 to 3 a year because p1"),
    (CARD % "effects: {tension: -2 to -5}", "E305", "-5 to -2"),
    (VARIABLE % "now: 40, half_life: 24 to 12 months", "E305", "12 to 24 months"),
    (CARD % "costs: 3 to 5 dollars", "E309", "3 to 5 point-months"),
    (CARD % "costs: 3 to 5", "E309", "3 to 5 point-months"),
    (CARD % "costs: 3 to 5 because p1", "E309", "3 to 5 point-months because p1"),
    (CARD % "chance: 0.3 to 0.6", "E309", "30 to 60%"),
    (CARD % "chance: 30 to 60 because p1", "E309", "30 to 60% because p1"),
    (CARD % "usual: 1 to 3", "E309", "1 to 3 a year"),
    (SHOCK % "chance: 1 to 2%", "E309", "1 to 2% a month"),
    (CARD % "chance: 3 to 5 points", "E308", "3 to 5%"),
    (CARD % "chance: 20% to 40", "E308", "20 to 40%"),
    (CARD % "scale: 50 to 60%", "E308", "0.5 to 0.6"),
    (CARD % "usual: 1 to 3 a week", "E308", "52 to 156 a year"),
    (CARD % "pause: 8 weeks", "E308", "2 months"),
    (VARIABLE % "now: 40, half_life: 26 to 52 weeks because p1", "E308", "6 to 12 months because p1"),
    (VARIABLE % "now: 40, half_life: 2 to 4%", "E308", "2 to 4 months"),
    (LINK % "push: 12 to 24 points a year", "E308", "1 to 2 points a month"),
    (LINK % "strength: -40 to -30 percent", "E308", "-40 to -30"),
    (SHOCK % "chance: 10 to 20% a year", "E308", "0.87 to 1.8% a month"),
]


@pytest.mark.parametrize(("piece", "code", "instead"), KEPT, ids=[f"{case[1]}-{n}" for n, case in enumerate(KEPT)])
def test_a_remedy_keeps_the_range_the_unit_and_the_claims(piece, code, instead):
    """What a remedy says to write is what was written, but for the mistake; following it mends the file."""
    text = completed(piece)
    (fault,) = faults_of(text)
    assert (fault.code, fault.remedy.split("`")[1]) == (code, instead)
    line = text.split("\n")[fault.place.line - 1]
    wrong = re.search(r"(?:costs|chance|usual|scale|pause|tension|half_life|push|strength): ([^,{}]+)", line)[1]
    assert _faults_if_any(text.replace(line, line.replace(wrong, instead))) == []


def _faults_if_any(text):
    from detente.foundation.errors import UserError
    from detente.scenario import parse

    try:
        parse(text)
    except UserError as error:
        return error.faults
    return []


def test_a_discount_a_year_is_told_as_one_a_month():
    """What was written for a year is worked out for a month."""
    agenda = (
        "agendas:\n  washington: {patience: 80 to 90% a year, indifference: 1 points, wants: {tension: -100}, why: p1}"
    )
    (fault,) = faults_of(completed(agenda))
    assert fault.remedy == "write `98 to 99% a month`"


_PIECES = [(code, completed(each.wrong)) for code, each in EXPLANATIONS.items() if re.match(r"[a-z_]+:", each.wrong)]
_DANGLING = re.compile(r"(^|\s)(by|is|known:|tables:|such as|write|mean|or|and)\s*$|``")


@pytest.mark.parametrize(
    ("name", "text"),
    [(code, text) for code, text in _PIECES if code.startswith("E")]
    + [(f"{case[1]}-{n}", completed(case[0])) for n, case in enumerate(CASES)],
)
def test_every_message_has_a_remedy_or_none_but_never_an_empty_line(name, text):
    """Nothing that is printed breaks off: a remedy says something, and where there is none, no line is left for it."""
    for fault in faults_of(text):
        assert fault.message.strip()
        assert all(line.strip() and not _DANGLING.search(line) for line in fault.remedy.split("\n") if fault.remedy)
        assert not re.search(r"(?m)^ *= *$", render([fault]))


@pytest.mark.parametrize("wrong", ["table: talks", "by: Washington, table: talks", "by: washingtn, table: talks"])
def test_a_card_without_a_readable_owner_is_not_told_to_be_anothers(wrong):
    """Who plays a card whose owner is wrong is not told that it is held by nobody."""
    faults = faults_of(completed(f"cards:\n  summit: {{{wrong}, consent: [pyongyang], why: assumed}}"))
    assert len(faults) == 1, faults


def test_a_table_where_there_are_no_cards_says_what_to_do():
    """A list of what is known is not left empty."""
    text = re.sub(r"(?ms)^cards:.*?(?=^shocks:)", "", SHORT)
    text = re.sub(
        r"(?ms)^questions:.*?(?=^whatifs:)", "questions:\n  q: {ask: Q, yes_if: washington holds at talks}\n", text
    )
    fault = next(fault for fault in faults_of(text) if "talks" in fault.message)
    assert fault.remedy == "give a card `table: talks`, or leave `at talks` out"


def test_the_forms_of_a_what_if_name_elements_of_the_file():
    """What a line of a what-if may say is shown with elements of the file, those that the line names first."""
    (fault,) = faults_of(completed("whatifs:\n  other: {do: [no summit please]}"))
    for form in ("washington proposes summit", "storm happens in 2021-04", "cut tension -> economy"):
        assert f"`{form}`" in fault.remedy
    assert not re.search(r"\b[A-Z]\b", fault.remedy)


def test_every_form_that_is_shown_can_be_written():
    """Each of the lines that the remedy shows is a line of a what-if."""
    for section, dated in (("whatifs", True), ("packages", False)):
        (fault,) = faults_of(completed(f"{section}:\n  other: {{do: [nonsense]}}"))
        forms = re.findall("`([^`]+)`", fault.remedy)
        assert any("2021-04" in form for form in forms) == dated
        for form in forms:
            assert _faults_if_any(completed(f"{section}:\n  other: {{do: ['{form}']}}")) == []


def test_dates_of_a_what_if_keep_the_month_that_was_written():
    """A wrong word before a month is replaced, and the month kept."""
    (fault,) = faults_of(completed("whatifs:\n  other: {do: [washington proposes summit by 2019-02]}"))
    assert "`before 2019-02`" in fault.remedy
    assert "`between 2018-05 and 2019-02`" in fault.remedy
