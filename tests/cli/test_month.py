"""`detente month`: the order of a month in the scenario's own names."""

import json


def test_the_month_is_told_in_order(detente, golden):
    """The steps from choice to close are told with the scenario's own actors, cards, links and shocks."""
    golden("month-two-rivals.txt", detente("month", "two-rivals").out)


def test_the_steps_come_as_json(detente):
    """--json gives steps 1 to 9 in order."""
    steps = json.loads(detente("month", "two-rivals", "--json").out)["steps"]
    assert [step["number"] for step in steps] == [1, 2, 3, 4, 5, 6, 7, 8, 9]
