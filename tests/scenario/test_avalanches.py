"""One mistake is told once: what follows from it is not told again, or is folded into it."""

import re

import pytest

from detente.foundation.errors import UserError
from detente.foundation.rendering import render
from detente.scenario import load, parse, schema
from detente.scenario.breaks import SECTIONS
from scenario.pieces import BORDER_TOWN, FILES, completed, faults_of, line_of

KOREA = (FILES / "korea.yaml").read_text(encoding="utf-8")
TOWN = BORDER_TOWN.read_text(encoding="utf-8")
RIVALS = load("two-rivals").text
FLAGSHIP = load("northeast-asia").text
HEADINGS = sorted(set(re.findall(r"(?m)^([a-z]+):$", FLAGSHIP)) & SECTIONS)
# How many errors one broken line may give: what is wrong, and where it first shows in other ways.
MOST_ERRORS = 4


def _faults(text):
    try:
        parse(text)
    except UserError as error:
        return error.faults
    return []


def test_the_headings_that_are_looked_for_are_those_of_the_schema():
    """The reader of broken files knows the sections of the language."""
    assert set(schema.File.__dataclass_fields__) - set(schema.Head.__dataclass_fields__) == SECTIONS


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_misspelt_heading_is_one_fault(heading):
    """A section under a misspelt heading is read as what it was meant to be."""
    for wrong in (heading.upper(), heading[:-1] + "z"):
        (fault,) = faults_of(re.sub(rf"(?m)^{heading}:$", f"{wrong}:", FLAGSHIP))
        assert (fault.code, fault.remedy) == ("E202", f"did you mean `{heading}:`?")


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_missing_heading_is_one_fault(heading):
    """Elements whose heading is missing are read as what they are, and the heading is asked for once."""
    faults = _faults(re.sub(rf"(?m)^{heading}:$\n", "", FLAGSHIP))
    assert len(faults) <= 1, render(faults)


@pytest.mark.parametrize(
    ("text", "id"), [(KOREA, "tension"), (KOREA, "summit"), (TOWN, "borea"), (TOWN, "arms"), (TOWN, "enforcement")]
)
def test_a_misspelt_id_is_told_once_with_all_its_places(text, id):
    """Wherever an id is used that nothing has, it is one fault, with the lines of the others."""
    wrong = re.sub(rf"(?m)^  {id}:", f"  {id[:-1]}x:", text, count=1)
    faults = [fault for fault in faults_of(wrong) if f"`{id}`" in fault.message]
    assert [fault.code for fault in faults] == ["E402"], render(faults)
    assert len(faults[0].also) > 1
    assert "the same on lines" in render(faults)


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("wrong", ["SIPRI 2019", "misnamed"])
def test_a_wrong_id_gives_two_errors_at_most(heading, wrong):
    """Whatever kind of element has a wrong id, it is told there, and once where the right one is missed."""
    start = FLAGSHIP.index(f"\n{heading}:\n") + len(heading) + 3
    id = re.compile(r"(?m)^  [a-z][\w-]*(?: -> \w+)?:").search(FLAGSHIP, start)
    assert id is not None
    faults = _faults(FLAGSHIP[: id.start()] + f"  {wrong}:" + FLAGSHIP[id.end() :])
    assert len(faults) <= 2, render(faults)


def test_an_id_that_cannot_stand_is_told_where_it_stands():
    """Who refers to an element by the id that it should have is not told that it does not exist."""
    (fault,) = faults_of(TOWN.replace("  arms: {name", "  Arms: {name"))
    assert (fault.code, fault.remedy.split(":")[0]) == ("E211", "write `arms`")


@pytest.mark.parametrize(
    "why",
    [
        "SIPRI 2019",
        "[SIPRI 2019]",
        "p1 SIPRI 2019",
        "SIPRI: 2019",
        "SIPRI Yearbook 2019, chapter 6 (Kile and Kristensen), pp. 325-333",
        "the yearbook of the institute",
    ],
)
def test_a_citation_in_prose_is_one_fault(why):
    """A citation under `why:` that is no id is told once, with where a source stands."""
    (fault,) = faults_of(completed(f"cards:\n  pact:\n    by: washington\n    table: talks\n    why: {why}"))
    assert "under `sources:`" in fault.remedy
    assert "`assumed`" in fault.remedy


def test_a_citation_in_prose_behind_a_number_is_one_fault():
    """So is one after `because`, and one under `data:`."""
    card = "cards:\n  pact: {by: washington, table: talks, why: p1, %s}"
    for wrong in ("effects: {tension: -5 because SIPRI 2019}", "data: SIPRI 2019", "data: SIPRI: 2019"):
        (fault,) = faults_of(completed(card % wrong))
        assert "under `sources:`" in fault.remedy


def test_a_citation_in_prose_is_one_fault_anywhere_in_the_flagship():
    """In a large scenario too, whatever the element."""
    lines = FLAGSHIP.split("\n")
    places = [number for number, line in enumerate(lines) if re.match(r" +why: ", line)]
    for number in places[::12]:
        broken = [*lines[:number], re.sub("why: .*", "why: SIPRI 2019", lines[number]), *lines[number + 1 :]]
        assert [fault.code for fault in _faults("\n".join(broken))] == ["E211"], lines[number]


def test_an_agenda_that_is_missing_is_told_once_for_its_actor():
    """An actor without an agenda is one fault, however many cards it holds and is asked about."""
    text = re.sub(r"(?m)^  cadal: \{patience.*\n", "", TOWN)
    (fault,) = faults_of(text)
    assert (fault.code, len(fault.also)) == ("E613", 1)


def test_lines_that_stand_wrong_because_of_one_are_not_told():
    """A line that is indented too little or too much is told, and not all that stand beside it."""
    for wrong in ("meet:", "   meet:", " meet:"):
        (fault,) = faults_of(RIVALS.replace("\n  meet:", f"\n{wrong}"))
        assert fault.code == "E113"
    assert fault.place.line == line_of(RIVALS, "  meet:")


def test_what_heads_a_block_belongs_above_it():
    """A card whose line stands too deep is told to stand beside the other cards, not inside the one above it."""
    (fault,) = faults_of(RIVALS.replace("\n  meet:", "\n   meet:"))
    before, beside = fault.remedy.split("line ")
    assert before == "indent it by 2 to stand beside "
    assert re.match(r"  \w+:", RIVALS.splitlines()[int(beside) - 1])


def test_keys_below_a_line_that_is_missing_are_told_at_once():
    """Without the line of an id its keys stand twice in the element above: one fault."""
    faults = faults_of(RIVALS.replace("\n  withdraw:\n", "\n"))
    assert [fault.code for fault in faults if fault.code == "E203"] == ["E203"]
    assert "write the name of what begins here" in next(f for f in faults if f.code == "E203").remedy


def _broken(line):
    """Break a line in the ways in which people do."""
    indent = line[: len(line) - len(line.lstrip())]
    match = re.match(r"(- )?([^:{}\[\]]+): *(.*)", line.lstrip())
    if match and not line.lstrip().startswith("#"):
        dash, key, value = match[1] or "", match[2], match[3]
        yield f"{indent}{dash}{key}: SIPRI 2019"
        yield f"{indent}{dash}{key}:"
        yield f"{indent}{dash}{key[:-1]}x: {value}"
        yield f"{indent}{dash}{key} {value}"
        yield f'{indent}{dash}{key}: "{value}'
        yield " " + line
        yield line[2:]
        yield None


@pytest.mark.parametrize("start", range(4))
def test_a_broken_line_gives_few_errors(start):
    """However a line is broken, the errors are few: one mistake starts no avalanche."""
    lines = RIVALS.split("\n")
    for number in range(start, len(lines), 4):
        for broken in _broken(lines[number]):
            text = "\n".join([*lines[:number], *([] if broken is None else [broken]), *lines[number + 1 :]])
            faults = _faults(text)
            assert len(faults) <= MOST_ERRORS, f"{broken}\n{render(faults)}"
