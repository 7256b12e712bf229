"""Whatever happens to a valid file, reading it gives a scenario or the user's mistakes."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.foundation.errors import UserError
from detente.foundation.rendering import render
from detente.scenario import doubts, parse
from detente.scenario.model import Scenario
from scenario.pieces import BORDER_TOWN, FILES, SHORT

TEXTS = [
    SHORT + "together:\n  mood: {numbers: [variables.tension.now, -links.tension -> economy.strength], why: p1}\n",
    BORDER_TOWN.read_text(encoding="utf-8"),
    *((FILES / name).read_text(encoding="utf-8") for name in ("korea.yaml", "levels.yaml")),
]
_JUNK = st.one_of(
    st.text(max_size=6),
    st.sampled_from(
        [
            "\t",
            "{",
            "}",
            "[",
            "]",
            ": ",
            ", ",
            "- ",
            '"',
            "'",
            "#",
            "&a",
            "*a",
            "!x",
            "|",
            "%",
            "\n",
            "\n  ",
            "to",
            "is",
        ]
    ),
)


def _deleted(draw, lines):
    del lines[draw(st.integers(0, len(lines) - 1))]


def _doubled(draw, lines):
    at = draw(st.integers(0, len(lines) - 1))
    lines.insert(draw(st.integers(0, len(lines))), lines[at])


def _swapped(draw, lines):
    one, two = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
    lines[one], lines[two] = lines[two], lines[one]


def _replaced(draw, lines):
    at = draw(st.integers(0, len(lines) - 1))
    start = draw(st.integers(0, len(lines[at])))
    length = draw(st.integers(0, 4))
    lines[at] = lines[at][:start] + draw(_JUNK) + lines[at][start + length :]


def _truncated(draw, lines):
    del lines[draw(st.integers(1, len(lines))) :]


def _moved(draw, lines):
    at = draw(st.integers(0, len(lines) - 1))
    lines[at] = " " * draw(st.integers(0, 7)) + lines[at].lstrip()


@st.composite
def mutated(draw):
    """Draw a valid file with a few things wrong."""
    lines = draw(st.sampled_from(TEXTS)).split("\n")
    for _ in range(draw(st.integers(1, 4))):
        change = draw(
            st.sampled_from([_deleted, _doubled, _swapped, _replaced, _replaced, _replaced, _truncated, _moved])
        )
        if lines:
            change(draw, lines)
    return "\n".join(lines)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated())
def test_a_damaged_file_gives_a_scenario_or_its_faults(text):
    """Deleted, doubled, swapped, replaced, moved and cut lines never end in a traceback, and faults print."""
    try:
        scenario = parse(text)
    except UserError as error:
        faults = error.faults
    else:
        assert isinstance(scenario, Scenario)
        doubts(scenario)
        return
    assert faults
    for fault in faults:
        assert fault.message
        assert fault.place is None or min(fault.place.line, fault.place.column, fault.place.length) >= 1
    assert all(character == "\n" or character.isprintable() for character in render(faults))


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    """Text from anywhere is refused in words."""
    try:
        parse(text)
    except UserError as error:
        render(error.faults)
