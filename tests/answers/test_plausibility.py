"""Plausibility: the forecast beside the record, and what sticks."""

from dataclasses import replace

import pytest
from scipy.stats import gamma

from detente import scenario as files
from detente.answers.plausibility import plausibility

RECORD = """
sources:
  press: {publisher: "the papers"}
history:
  - {in: 2028-01, event: arden plays settle, source: press}
  - {in: 2028-06, event: patrol failed, source: press}
  - {in: 2029-06, event: patrol succeeded, source: press}
  - {in: 2029-12, event: meet refused, source: press}
  - {in: 2029-12, event: arden proposes meet, source: press}
  - {in: 2030-03, event: arden plays settle, source: press}
  - {in: 2030-06, event: arden plays settle, source: press}
"""


@pytest.fixture
def recorded(rivals):
    """Give the run a scenario with a record: two years before the start, half a year after it."""
    scenario = files.parse(rivals.scenario.text + RECORD, "two-rivals.yaml")
    return replace(rivals, scenario=scenario)


def test_plays_are_counted_before_and_after_the_start(recorded):
    """n plays in T years, T from the first entry to the start, and from the start to the last entry."""
    lines = {line.card: line for line in plausibility(recorded).cards}
    settle, patrol = lines["settle"], lines["patrol"]
    assert (settle.before.plays, settle.before.years) == (1, 2.0)
    assert (settle.after.plays, settle.after.years) == (2, 0.5)
    assert patrol.before.plays == 2
    assert patrol.before.low == pytest.approx(gamma.ppf(0.05, 2.5, scale=0.5))


@pytest.mark.parametrize(("since", "plays", "years"), [("2029-01", 1, 1.0), ("2027-01", 2, 2.0)])
def test_a_government_is_judged_by_its_own_years(recorded, since: str, plays: int, years: float):
    """With `since:` the record of a card counts from the month in which its owner took office, no other card's does."""
    lines = {line.card: line for line in plausibility(_in_office(recorded, since)).cards}
    assert (lines["patrol"].before.plays, lines["patrol"].before.years) == (plays, years)
    assert lines["settle"].before.years == 2.0


def test_who_takes_office_at_the_start_has_no_record(recorded):
    """A government without a month in the record is not judged by it."""
    lines = {line.card: line for line in plausibility(_in_office(recorded, "2030-01")).cards}
    assert lines["patrol"].before is None


def _in_office(run, since: str):
    text = run.scenario.text.replace('{name: "Borea"}', f'{{name: "Borea", since: {since}}}', 1)
    return replace(run, scenario=files.parse(text, "rivals.yaml"))


def test_a_proposal_that_is_refused_is_no_play(recorded):
    """Only what was carried out counts: a refused request does not."""
    lines = {line.card: line for line in plausibility(recorded).cards}
    assert lines["meet"].before.plays == 0


def test_a_card_that_the_record_never_names_has_no_record_and_is_not_judged(recorded):
    """That a card is not coded says nothing about how often it was played."""
    found = plausibility(recorded)
    line = next(line for line in found.cards if line.card == "withdraw")
    assert (line.before, line.after, line.off_record) == (None, None, "")
    assert not any(doubt.startswith("withdraw:") and "record" in doubt for doubt in found.doubts)


def test_a_card_named_after_the_start_alone_was_looked_for_before_it(recorded):
    """A card that is coded somewhere has a record before the start, of 0 plays if there are none."""
    text = recorded.scenario.text + "  - {in: 2030-05, event: arden plays withdraw, source: press}\n"
    again = plausibility(replace(recorded, scenario=files.parse(text, "two-rivals.yaml")))
    line = next(line for line in again.cards if line.card == "withdraw")
    assert (line.before.plays, line.after.plays) == (0, 1)


def test_the_forecast_is_a_year_over_the_horizon(recorded):
    """The forecast's plays a year are those of all owners over the whole horizon."""
    line = next(line for line in plausibility(recorded).cards if line.card == "patrol")
    assert line.a_year == pytest.approx(recorded.results["plays"].sel(moves="patrol by borea").values.sum() / 3)


def test_without_a_record_there_is_nothing_to_compare(rivals):
    """A scenario without history is judged by its futures alone."""
    assert all(line.before is None and line.after is None for line in plausibility(rivals).cards)


def test_a_variable_at_an_end_is_a_doubt(rivals):
    """A variable at 0 or 100 in more than a third of future-months is named, with its share."""
    at_hundred = rivals.results["at_hundred"].copy()
    at_hundred.loc[{"variables": "trade"}] = 0.34
    found = plausibility(replace(rivals, results=rivals.results.assign(at_hundred=at_hundred)))
    assert [one.variable for one in found.stuck] == ["trade"]
    assert any(doubt.startswith("trade: it stands at an end in 34 %") for doubt in found.doubts)


def test_large_gains_and_idle_cards_are_doubts(rivals):
    """A typical gain above 5 indifferences, and a card that hardly anybody plays, are doubts."""
    from detente.equilibrium.reasons import MoveReason

    results = rivals.results.copy()
    plays = results["plays"].copy()
    plays.loc[{"moves": "withdraw by arden"}] = 0.0
    reasons = (MoveReason("settle", "arden", 7.0, 6.5, ()),)
    found = plausibility(replace(rivals, results=results.assign(plays=plays), reasons=reasons))
    assert any("settle: its typical gain or loss is 6.5" in doubt for doubt in found.doubts)
    assert any("withdraw: hardly anybody ever plays it" in doubt for doubt in found.doubts)
