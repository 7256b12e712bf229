"""What the commands that read a file say of what actors know: types, views, hidden things, factions."""

import json
from pathlib import Path

import pytest

from detente.cli.details import details
from detente.cli.elements import references, sections
from detente.cli.show import as_data, gist
from detente.scenario import load

TOWN = str(Path(__file__).parents[2] / "docs" / "examples" / "border-town.yaml")


def test_the_new_sections_are_counted(detente, golden):
    """`check` counts views and signals, and says that private knowledge has no end of states."""
    ended = detente("check", TOWN)
    assert (ended.code, ended.err) == (0, "")
    golden("check-border-town.txt", ended.out)


def test_the_overview_lists_views_and_signals(detente, golden):
    """Without an element, views stand behind agendas and signals behind cards, as in the file."""
    golden("show-border-town.txt", detente("show", TOWN).out)


@pytest.mark.parametrize("element", ["arden", "assembly", "borea", "enforcement", "convoy", "lorries", "succession"])
def test_an_element_is_shown_with_what_is_known_of_it(detente, golden, element):
    """An actor is shown with its view beside the file, a variable with who sees it, a card with who does not."""
    golden(f"show-town-{element}.txt", detente("show", TOWN, element).out)


def test_the_month_begins_with_observing_and_believing(detente, golden):
    """Steps 1 and 2 say who estimates what, which signals tell of it, and who believes what of whom."""
    golden("month-border-town.txt", detente("month", TOWN).out)


def test_where_nothing_is_private_nobody_observes(detente):
    """Steps 1 and 2 are left out where everybody knows everything, and named as such; --verbose tells them."""
    told, verbose = detente("month", "two-rivals").out, detente("month", "two-rivals", "--verbose").out
    assert "\n1 Observe\n" not in told
    assert "takes part in 1 Observe, 2 Believe" in told
    assert "\n1 Observe\n" in verbose
    assert "takes part" not in verbose


def test_every_element_can_be_shown_and_given_as_data():
    """Every element has a line in the overview, details, and data for JSON."""
    town = load(TOWN)
    for elements in sections(town).values():
        for element in elements:
            assert gist(element)
            assert details(town, element)
            json.dumps(as_data(element.content), allow_nan=False)


def test_an_actors_view_comes_as_json(detente):
    """--json has what an actor does not see, what it believes beside the file, and what it takes numbers for."""
    actor, agenda = json.loads(detente("show", TOWN, "arden", "--json").out)["elements"]
    assert actor["view"]["does_not_see"] == ["enforcement", "pressure"]
    assert actor["view"]["does_not_see_cards"] == ["convoy"]
    assert actor["view"]["believes"]["borea"]["partner"] == {"view": 15, "file": 0}
    taken = {one["path"]: (one["view"], one["file"]) for one in actor["view"]["takes"]}
    assert taken["variables.enforcement.now"] == ([70, 90], [30, 50])
    assert agenda["attention"] == "100 - 0.6 * vacancies"
    (borea,) = [one for one in json.loads(detente("show", TOWN, "borea", "--json").out)["elements"] if "types" in one]
    assert [each["id"] for each in borea["types"]] == ["partner", "staller", "trader"]


def test_who_sees_everything_has_no_view_of_its_own():
    """An actor that sees all, and believes what the file says, is not said to miss anything."""
    town = load(TOWN)
    (cadal,) = [one for one in sections(town)["actors"] if one.id == "cadal"]
    assert [key for key, _ in details(town, cadal)] == ["name", "believes of borea"]


def test_who_names_an_actor_or_a_hidden_variable_is_found():
    """Factions, views, signals, `seen_by` and shocks that name an element are found; types are no elements."""
    town = load(TOWN)
    assert references(town, "arden") == {
        "actors": ["assembly"],
        "views": ["arden #1", "arden #2"],
        "cards": ["relief", "vouch"],
        "questions": ["deceived", "overrated"],
    }
    assert references(town, "enforcement")["signals"] == ["lorries"]
    assert references(town, "enforcement")["views"] == ["arden #2"]
    assert references(town, "cadal")["variables"] == ["enforcement"]
    assert references(town, "borea")["shocks"] == ["succession"]
    assert references(town, "trader") == {}
