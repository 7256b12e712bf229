"""Numbers drawn together: how `check` counts them and `show` lists them."""

import json

from scenario.pieces import completed

A, B = "variables.tension.now", "links.tension -> economy.strength"
LIST = "together:\n  mood: {numbers: [%s], why: assumed}"


def test_check_and_show_say_what_is_tied(detente, tmp_path):
    """`check` counts lists and their numbers; `show` lists them with their ranges, and names the list at elements."""
    path = tmp_path / "tied.yaml"
    path.write_text(completed(LIST % f"{A}, -{B}"), encoding="utf-8")
    told = " ".join(detente("check", path).out.split())
    assert "1 joint draw" in told
    assert "drawn anew for each world; 2 of them together with others" in told
    assert json.loads(detente("check", path, "--json").out)["tied_numbers"] == 2
    assert f"mood -{B}, {A}" in " ".join(detente("show", path).out.split())
    shown = " ".join(detente("show", path, "mood").out.split())
    assert f"-{B}: -60 to -20" in shown
    assert f"{A}: 40 to 60" in shown
    for element in ("tension", "economy", "tension -> economy"):
        assert "used in together mood" in " ".join(detente("show", path, element).out.split()), element
