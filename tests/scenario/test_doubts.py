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


def test_a_weight_without_a_sign_is_doubted_and_read_as_a_plus():
    """The doubt says which way the weight is read, and how either way is written; its range and claims are kept."""
    text = completed(
        "agendas:\n  pyongyang: {patience: none, indifference: 1 points, wants: {economy: 20 to 40 because p1, "
        "tension: -70}, why: p1}"
    )
    scenario = parse(text)
    (doubt,) = doubts(scenario)
    assert doubt.code == "D114"
    assert "`pyongyang` wants more of it" in doubt.message
    assert doubt.remedy == ("write `+20 to +40 because p1`; if it wants less of it, `-40 to -20 because p1`")
    weights = {want.variable: (want.weight.low, want.weight.high) for want in scenario.agendas["pyongyang"].wants}
    assert weights["economy"] == (20, 40)


def test_weights_whose_way_is_plain_are_not_doubted():
    """A sign at either end is enough, and a weight of 0 needs none."""
    for wants in (
        "{economy: +100}",
        "{economy: -110 to -90}",
        "{economy: +90 to 110}",
        "{economy: '+100', tension: 0}",
    ):
        text = completed(f"yardsticks:\n  us_interest: {{wants: {wants}, why: p1}}")
        assert [doubt.code for doubt in doubts(parse(text)) if doubt.code == "D114"] == [], wants


def test_weights_of_types_and_yardsticks_are_doubted_too():
    """Wherever `wants:` stands."""
    text = completed(
        "agendas:\n  pyongyang:\n    patience: none\n    indifference: 1 points\n    types:\n"
        "      trader: {chance: 30%, wants: {economy: 100}, why: assumed}\n"
        "      staller: {chance: the rest, wants: {tension: +100}, why: assumed}\n"
        "yardsticks:\n  us_interest: {wants: {tension: -70, troops: 30 points}, why: assumed}"
    )
    found = [doubt for doubt in doubts(parse(text)) if doubt.code == "D114"]
    assert [doubt.remedy.split("`")[1] for doubt in found] == ["+100", "+30 points"]
