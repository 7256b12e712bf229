"""`detente show`: the scenario by section, or one element in full."""

import json

import pytest

from detente.cli.details import details
from detente.cli.elements import references, sections
from detente.cli.show import as_data, gist
from detente.scenario import library_names, load


def test_the_overview_lists_every_section(detente, golden):
    """Without an element, the scenario is listed by section, a line for each element."""
    golden("show-two-rivals.txt", detente("show", "two-rivals").out)


@pytest.mark.parametrize(
    "element", ["meet", "sanctions", "posts", "tension -> trade", "arden", "incident", "arden_withdraws"]
)
def test_an_element_is_shown_in_full(detente, golden, element):
    """An element is shown with its numbers in natural units, why it is so, and who refers to it."""
    ended = detente("show", "two-rivals", element)
    assert (ended.code, ended.err) == (0, "")
    golden(f"show-{element.replace(' -> ', '-to-')}.txt", ended.out)


def test_a_link_may_be_written_without_blanks(detente):
    """`tension->trade` means the link `tension -> trade`."""
    assert detente("show", "two-rivals", "tension->trade").out == detente("show", "two-rivals", "tension -> trade").out


def test_a_table_or_a_section_shows_its_elements(detente):
    """A table shows its cards, a section its elements."""
    assert "meet" in detente("show", "two-rivals", "talks").out
    assert "patrol" not in detente("show", "two-rivals", "talks").out
    assert "posts -> tension" in detente("show", "two-rivals", "links").out


def test_verbose_adds_the_paths_of_numbers(detente):
    """--verbose names each number's path, by which what-ifs and --set address it."""
    assert "cards.meet.effects.tension" in detente("show", "two-rivals", "meet", "--verbose").out


@pytest.mark.parametrize("name", library_names())
def test_every_element_of_the_library_can_be_shown(name):
    """Every element of the library has a line in the overview, details, and data for JSON."""
    scenario = load(name)
    for elements in sections(scenario).values():
        for element in elements:
            assert gist(element)
            assert details(scenario, element)
            json.dumps(as_data(element.content), allow_nan=False)


@pytest.mark.parametrize("name", library_names())
@pytest.mark.parametrize("command", ["check", "show", "month"])
def test_every_scenario_of_the_library_can_be_read(detente, command, name):
    """The commands that read a file say nothing on standard error about the scenarios that we ship."""
    assert detente(command, name, "--verbose")[::2] == (0, "")


def test_who_refers_to_a_variable_is_found():
    """Agendas, links, cards, formulas and questions that name a variable are found, by section."""
    used = references(load("two-rivals"), "tension")
    assert used["agendas"] == ["borea"]
    assert used["links"] == ["posts -> tension", "tension -> trade"]
    assert "incident" in used["shocks"]


def test_an_unknown_element_names_the_nearest(detente):
    """An element that does not exist is the user's mistake, answered with the nearest name."""
    ended = detente("show", "two-rivals", "met")
    assert ended.code == 1
    assert "meet" in ended.err


def test_json_gives_the_same_to_programs(detente):
    """--json prints the overview or the element as data, numbers in natural units."""
    overview = json.loads(detente("show", "two-rivals", "--json").out)
    assert set(overview["cards"]) == {"meet", "patrol", "sanctions", "settle", "withdraw"}
    (posts,) = json.loads(detente("show", "two-rivals", "posts", "--json").out)["elements"]
    assert posts["now"]["unit"] == posts["measure"]["unit"] == "posts"
    assert "settle" in posts["used_by"]["cards"]


def test_a_number_leads_to_its_element(detente):
    """The path of a number, as `--set` takes it and tables tell it, shows the element that it belongs to."""
    plain = detente("show", "two-rivals", "meet").out
    assert detente("show", "two-rivals", "cards.meet").out == plain
    assert detente("show", "two-rivals", "cards.meet.usual").out == plain
    assert detente("show", "two-rivals", "cards.met.usual").code == 1
