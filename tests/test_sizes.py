"""What the series say: hand-worked statistics, a record that the cut-off truly cuts, and the page that shows it."""

import contextlib
import csv
import io
import json
import re
from collections import Counter
from datetime import date
from math import exp, inf, log
from pathlib import Path

import numpy as np
import pytest
from sizes import statistics as s
from sizes.__main__ import main, sizes
from sizes.cards import IN_OFFICE
from sizes.findings import mark
from sizes.series import CUT_OFF, FOLDER, lines, series

from detente.scenario import load

PAGE = Path(__file__).parent.parent / "docs" / "sizes.md"
FLAGSHIP = "northeast-asia"


def printed(*arguments: str) -> str:
    """Return what `python -m sizes` prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main(arguments) == 0
    return out.getvalue()


# ---------------------------------------------------------------- statistics


def test_no_play_in_a_year_has_the_range_of_half_a_chi_square():
    """The gamma range of n = 0 is half a chi-square with one degree of freedom; twice the years halve it."""
    found = s.rate(0, 1.0)
    assert found.middle == 0.5
    # It is a squared normal: its 95th percentile is 1.959964^2, its 5th 0.062707^2.
    assert found.high == pytest.approx(1.959964**2 / 2, rel=1e-5)
    assert found.low == pytest.approx(0.062707**2 / 2, rel=1e-4)
    assert s.rate(0, 2.0).high == pytest.approx(found.high / 2)


def test_one_play_has_the_range_of_half_a_chi_square_with_three_degrees():
    """The gamma range of n = 1 over T years is half of (0.35185, 7.81473), the chi-square's table, divided by T."""
    found = s.rate(1, 1.28)
    assert (found.middle, found.low, found.high) == pytest.approx(
        (1.5 / 1.28, 0.35185 / 2.56, 7.81473 / 2.56), rel=1e-4
    )


def drawn(months: int, half_life: float, *, series: int) -> list[np.ndarray]:
    """Draw autoregressions of a known half-life from their long-run law."""
    a = 2.0 ** (-1.0 / half_life)
    shocks = np.random.default_rng(7).standard_normal((series, months))
    x = shocks.copy()
    x[:, 0] /= (1 - a * a) ** 0.5
    for k in range(1, months):
        x[:, k] += a * x[:, k - 1]
    return [50.0 + 2.0 * row for row in x]


def test_the_half_life_of_drawn_series_is_found():
    """Of short series, half have a middle below the true half-life, and nine intervals in ten hold it."""
    found = [s.half_life(row) for row in drawn(24, 4.0, series=400)]
    below = np.mean([one.middle < 4.0 for one in found])
    held = np.mean([one.low <= 4.0 <= one.high for one in found])
    # Three standard errors of a share of 400: 0.075 at a half, 0.045 at nine tenths.
    assert below == pytest.approx(0.5, abs=0.075)
    assert held == pytest.approx(0.9, abs=0.045)


def test_a_series_that_never_returns_has_no_upper_bound():
    """A straight climb sets no bound to the half-life; five readings say nothing of it."""
    assert s.half_life(np.arange(20) + 0.1 * np.cos(np.arange(20))).high == inf
    assert s.half_life([1.0, 2.0, 1.0, 2.0, 1.0]) == s.NOTHING


def test_noise_of_a_long_series_is_found():
    """What an autoregression leaves over has the standard deviation of its shocks."""
    (row,) = drawn(2000, 4.0, series=1)
    found = s.noise(row)
    # The interval of 2,000 readings reaches 2.6 per cent either way; a fixed key may lie at its end.
    assert found.middle == pytest.approx(2.0, rel=0.05)
    assert found.low < found.middle < found.high


def test_wandering_divides_by_the_root_of_the_months():
    """Changes of 3, -3 and 3 over three months are a monthly noise of 3 / sqrt(3)."""
    assert s.wandering([0.0, 3.0, 0.0, 3.0], step=3.0).middle == pytest.approx(3.0 / 3.0**0.5)


def test_a_fall_is_one_of_geometric_means():
    """From 200 and 50 (mean 100) to 20 and 5 (mean 10) is a fall by 90 per cent."""
    found = s.fall([200.0, 50.0], [20.0, 5.0])
    assert found.middle == pytest.approx(90.0)
    assert found.low < 90.0 < found.high


def test_a_gap_that_halves_every_three_months_is_said_to():
    """An exact decay is found, with no interval to speak of."""
    found = s.closing(range(6), [100.0 * 2.0 ** (-k / 3.0) for k in range(6)])
    assert (found.middle, found.low, found.high) == pytest.approx((3.0, 3.0, 3.0), rel=1e-6)


def test_a_half_life_between_two_levels_follows_from_the_rest():
    """From 80 to 60 in ten months, halving towards 40, takes ten months a half; towards 50, ten times log 2 / log 3."""
    found = s.halving_towards(80.0, 60.0, 10.0, rests=(40.0, 50.0))
    assert (found.low, found.high) == pytest.approx((10.0 * log(2.0) / log(3.0), 10.0))


def test_months_with_an_event_are_compared_with_the_others():
    """The middle is the difference of the two means; where months of either kind are alike, it has no error."""
    found = s.beside_others([1.0, 1.0, 4.0, 4.0], [False, False, True, True])
    assert (found.middle, found.low, found.high) == (3.0, 3.0, 3.0)


def test_changes_that_share_months_count_for_less():
    """Changes over two months have the same middle and a wider interval than so many of one month."""
    changes, struck = [0.0, 1.0, -1.0, 0.5, 3.0, -0.5], [False] * 4 + [True, False]
    one, two = (s.beside_others(changes, struck, overlap=overlap) for overlap in (1, 2))
    assert one.middle == two.middle == 3.0
    assert two.high > one.high


def test_where_a_series_rests_is_told_only_if_it_returns():
    """A climb rests nowhere; a series that forgets at once rests at its mean."""
    assert s.rest([exp(0.3 * k) for k in range(16)]) == s.NOTHING
    row = np.random.default_rng(3).standard_normal(40)
    assert s.rest(row).middle == pytest.approx(row.mean())


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (2.0, 3.0, ""),
        (1.0, 4.0, ""),
        (0.0, 0.5, "outside"),
        (5.0, 6.0, "outside"),
        (0.5, 2.0, "partly outside"),
        (2.0, 5.0, "partly outside"),
        (0.5, 5.0, "wider"),
    ],
)
def test_a_mark_says_how_a_range_lies(low, high, word):
    """A range is marked where it reaches beyond what a series says, 1 to 4 here."""
    assert mark(low, high, s.Estimate(2.0, 1.0, 4.0)) == word


def test_a_single_reading_is_in_the_range_or_not():
    """A reading without an interval asks only that the range hold it, up to its third figure."""
    assert mark(40.4, 40.4, s.reading(40.41)) == ""
    assert mark(3.0, 3.8, s.reading(3.0)) == ""
    assert mark(3.2, 3.8, s.reading(3.0)) == "outside"


# ---------------------------------------------------------------- the cut-off


def test_a_month_counts_when_it_had_ended():
    """April 2018 counts and May does not; of the days of May, the first seven do."""
    assert date(2018, 5, 7) == CUT_OFF
    assert series("trump_approval_monthly.csv", "approve_estimate").months[-1] == "2018-04"
    assert lines("events.csv")[-1].written == "2018-05-07"
    assert lines("us_troops_quarterly.csv")[-1].written == "2018-03"
    assert lines("moon_approval_points.csv")[-1].written == "2018-05-04"


def test_what_came_later_changes_nothing(tmp_path):
    """Every finding is the same whether the later rows of the series say what they say or something absurd."""
    changed = set()
    for path in FOLDER.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as opened:
            head, *rows = csv.reader(opened)
        dated = [name in ("date", "month", "published") for name in head].index(True)
        for row in rows:
            if row[dated] > "2018-05-07" or row[dated] == "2018-05":
                changed.add(path.name)
                row[:] = [cell if k == dated else re.sub(r"\d", "9", cell) for k, cell in enumerate(row)]
        with (tmp_path / path.name).open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened).writerows([head, *rows])
    # All but the resolutions, the visitors and the agreement on the garrison's cost, which end before.
    assert len(changed) == len(list(FOLDER.glob("*.csv"))) - 3
    scenario = load(FLAGSHIP)
    assert sizes(scenario, folder=tmp_path) == sizes(scenario)


def test_history_after_the_start_changes_no_usual(tmp_path):
    """A scenario without the later part of its `history:` has the same rates."""
    text = (FOLDER.parent / "scenario.yaml").read_text(encoding="utf-8")
    cut = re.sub(r"^  - \{in: (2018-(0[5-9]|1\d)|2019-\d\d), event: .*\n", "", text, flags=re.MULTILINE)
    assert cut != text
    (tmp_path / "scenario.yaml").write_text(cut, encoding="utf-8")
    assert [row.finding for row in sizes(load(tmp_path / "scenario.yaml"))] == [
        row.finding for row in sizes(load(FLAGSHIP))
    ]


# ---------------------------------------------------------------- the flagship


def test_every_coded_play_stands_in_the_events():
    """Each entry of `history:` before the start is of a month in which `events.csv` has something of its owner."""
    assert not [row.finding for row in sizes(load(FLAGSHIP)) if "has nothing" in row.finding.note]


def test_a_number_with_two_series_is_named_once():
    """A second series about a number stands below the first as `(again)`, and says what was counted."""
    found = [row.finding for row in sizes(load(FLAGSHIP)) if row.finding.path.endswith(".usual")]
    twice = [path for path, times in Counter(finding.path for finding in found).items() if times > 1]
    assert twice == ["cards.resolution.usual"]
    first, second = (finding for finding in found if finding.path in twice)
    assert first.file != second.file
    assert second.note
    told = printed(FLAGSHIP).partition("How often cards are played")[2].partition("Nothing after")[0]
    assert len(re.findall(r"^  resolution\b", told, re.MULTILINE)) == 1


def test_governments_take_office_when_the_scenario_says():
    """The days from which plays are counted lie in the months that `since:` says, for every actor that has one."""
    since = {id: actor.since for id, actor in load(FLAGSHIP).actors.items() if actor.since}
    # The opposition is in office nowhere; that it had no majority before 2019 is no `since:` of the scenario's.
    assert {id: day.isoformat()[:7] for id, day in IN_OFFICE.items() if id != "house"} == since


def test_every_series_that_is_read_has_its_provenance():
    """PROVENANCE.md names every file of the folder."""
    told = (FOLDER / "PROVENANCE.md").read_text(encoding="utf-8")
    assert [path.name for path in FOLDER.glob("*.csv") if f"`{path.name}`" not in told] == []


def test_a_faulty_file_is_told_with_its_remedy(capsys):
    """A name that is no scenario ends with 2 and the fault as every command tells it, without a traceback."""
    assert main(["nonsense"]) == 2
    assert "error E101: there is no file" in capsys.readouterr().err


def test_json_has_a_row_for_each_finding():
    """`--json` is JSON, with the cut-off, and every row names its number, its series and its months."""
    found = json.loads(printed(FLAGSHIP, "--json"))
    assert found["cut_off"] == "2018-05-07"
    told = [row for row in found["sizes"] if row["counted"]]
    assert all(row["path"] and row["source"] and row["first"] <= row["last"] for row in told)


def test_the_page_shows_the_real_output(request, monkeypatch):
    """docs/sizes.md has what `make sizes` prints; `make docs` writes it anew."""
    monkeypatch.setenv("COLUMNS", "110")
    shown = re.compile(r"(<!-- make sizes -->\n```text\n)(.*?)(^```$)", re.MULTILINE | re.DOTALL)
    page, really = PAGE.read_text(encoding="utf-8"), printed(FLAGSHIP)
    if request.config.getoption("--update-golden"):
        page = shown.sub(lambda found: found[1] + really + found[3], page)
        PAGE.write_text(page, encoding="utf-8")
    block = shown.search(page)
    assert block is not None
    assert block[2] == really, "docs/sizes.md is stale: `make docs` writes it"
