"""Doubts, and the shares of what is cited and measured."""

from detente.scenario import doubts, load, parse, shares
from scenario.pieces import FILES, SHORT, completed


def test_a_scenario_without_doubts_has_none():
    """The short scenario gives no doubt."""
    assert doubts(parse(SHORT)) == []


def test_what_drifts_by_itself_is_told_in_its_unit():
    """A base beside the start is told, in the variable's unit and with the way it goes."""
    text = completed(
        "variables:\n  ships: {measure: {unit: ships, zero: 0, hundred: 50}, now: 20, base: 30 to 40,\n"
        "          half_life: 6 months, why: p1}"
    )
    (doubt,) = [doubt for doubt in doubts(parse(text)) if doubt.code == "D101"]
    assert "20 ships" in doubt.message
    assert "30 to 40 ships" in doubt.message
    assert "up" in doubt.message
    assert doubt.source.strip().startswith("ships: {measure")


def test_a_denominator_that_cannot_be_zero_is_no_doubt():
    """Guards, sums and ranges away from 0 are seen."""
    for formula in (
        "tension / (economy + 5)",
        "tension / damping",
        "tension / economy if economy above 3 else 0",
        "tension / 7",
    ):
        found = doubts(parse(completed(f"variables:\n  strain: {{formula: {formula}, why: p1}}")))
        assert "D102" not in {doubt.code for doubt in found}, formula


def test_a_denominator_that_may_be_zero_is_named():
    """The denominator is printed, wherever the formula stands."""
    text = completed("shocks:\n  panic: {chance: 100 / (tension - economy), effects: {tension: 1}, why: p1}")
    (doubt,) = doubts(parse(text))
    assert (doubt.code, "tension - economy" in doubt.message) == ("D102", True)


def test_shares_count_ties_and_sizes():
    """Elements that cite a claim and elements with a source are counted."""
    found = shares(load(FILES / "korea.yaml"))
    assert (found.ties_cited, found.ties_assumed) == (8, 12)
    assert (found.sizes_from_data, found.sizes_assumed) == (1, 19)
