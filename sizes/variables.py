"""What the series say of variables: where they stood before the start, how fast they return, how they waver.

Dates and choices of months stand here and nowhere else. A note says what its row takes for granted; where a series
stands for something that it does not measure, that is said too.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from scipy.stats import gmean

from detente.scenario.model import Scenario
from sizes import statistics as s
from sizes.findings import Finding, from_series
from sizes.series import FOLDER, Series, lines, series

TRADE = "china_north_korea_trade_monthly.csv"
TARIFFS = "us_china_average_tariffs.csv"
ACTIONS = "us_china_tariff_actions.csv"
APPROVAL = "trump_approval_monthly.csv"
MOON = "moon_approval_points.csv"
TROOPS = "us_troops_quarterly.csv"
VISITORS = "visitors_to_korea_monthly.csv"
BURDEN = "burden_sharing.csv"
RISK = "geopolitical_risk_korea_monthly.csv"

IMPORTS_OF_2017 = 505.0
"""American imports of goods from China in 2017, in billion dollars (US Census Bureau, published in February 2018)."""
ASKED = 1000
"""People asked in a Korean poll, at the least; the series does not say how many."""
RESTS_OF_MOON = (45.0, 60.0)
"""Where his approval would rest: the scenario's own assumption, for no series before May 2018 shows it."""


def of_variables(scenario: Scenario, *, folder: Path = FOLDER) -> Iterator[Finding]:
    """Say what the series say of the starts, half-lives and noise of variables, and of effects that can be measured."""
    yield from _enforcement(folder)
    yield from _trade_war(folder)
    yield from _credentials(folder)
    yield from _moon(scenario, folder)
    yield from _troops(folder)
    yield _burden(folder)
    yield from _ties(folder)
    yield from _risk(folder)


def _enforcement(folder: Path) -> Iterator[Finding]:
    """Chinese customs: what is not imported although it was, once nearly all that the North sold was banned."""
    imports = series(TRADE, "china_imports_from_nk_musd", folder=folder)
    total = series(TRADE, "total_musd", folder=folder)
    # before the bans of 2017, and after the last of them (December 2017) had had a month to bite
    free, shut = ("2016-07", "2017-01"), ("2018-02", "2018-04")
    fell = s.fall(imports.between(*free).values, imports.between(*shut).values)
    all_fell = s.fall(total.between(*free).values, total.between(*shut).values)
    yield Finding(
        "variables.enforcement.now",
        s.Estimate(None, all_fell.middle, fell.middle),
        len(imports.between(*free).values) + len(imports.between(*shut).values),
        free[0],
        shut[1],
        TRADE,
        f"trade in all fell by {_told(all_fell)}, imports from the North by {_told(fell)}; the range lies between the "
        "two, since much of what China sells is lawful and what is smuggled is not counted",
    )
    typical = float(gmean(imports.between(*free).values))
    gone = [100.0 * (1.0 - value / typical) for value in imports.between(*shut).values]
    yield from_series(
        "variables.enforcement.noise",
        s.wandering(gone),
        imports.between(*shut),
        "changes of the share of imports gone: two of them, hardly a measurement",
    )
    yield from_series(
        "variables.enforcement.half_life",
        s.NOTHING,
        imports.between("2017-01", "2018-04"),
        "nothing: the record has a tightening step by step and no return to a rest",
    )


def _trade_war(folder: Path) -> Iterator[Finding]:
    """Tariffs: one reading and one announcement before the cut-off."""
    average = series(TARIFFS, "us_avg_tariff_on_china_pct", folder=folder)
    yield from_series(
        "variables.trade_war.now", s.reading(average.values[-1]), average, "the next reading is of July 2018, too late"
    )
    announced = [line for line in lines(ACTIONS, folder=folder) if line.cells["actor"] == "USA"]
    steps = [
        float(line.cells["trade_covered_bn_usd"]) * float(line.cells["rate_pct"]) / IMPORTS_OF_2017
        for line in announced
    ]
    yield Finding(
        "cards.tariffs.effects.trade_war",
        s.reading(steps[-1]),
        len(steps),
        announced[0].written,
        announced[-1].written,
        ACTIONS,
        f"50 billion dollars at 25 %, of {IMPORTS_OF_2017:.0f} imported in 2017; a single announcement, so that how "
        "much steps differ is assumed",
    )


def _credentials(folder: Path) -> Iterator[Finding]:
    """The president's approval, a reading every month since he took office."""
    approval = series(APPROVAL, "approve_estimate", folder=folder)
    yield from_series(
        "variables.credentials.now", s.reading(approval.values[-1]), approval.latest, "the mean of all polls"
    )
    rests = s.rest(approval.values)
    yield from_series(
        "variables.credentials.base",
        rests,
        approval,
        "nothing: it fell for a year and rose again, and may not return to anything" if rests == s.NOTHING else "",
    )
    yield from_series(
        "variables.credentials.half_life", s.half_life(approval.values), approval, "autoregression; sixteen months"
    )
    yield from_series(
        "variables.credentials.noise", s.noise(approval.values), approval, "what the autoregression leaves over"
    )


def _moon(scenario: Scenario, folder: Path) -> Iterator[Finding]:
    """Moon's approval: four polls of his first summer by one house, two of the spring of 2018 by another."""
    summer = series(MOON, "approve_pct", folder=folder, where={"pollster": "Gallup"})
    spring = series(MOON, "approve_pct", folder=folder, where={"pollster": "Realmeter"})
    before, after = spring.values
    yield from_series(
        "variables.moon_approval.now",
        s.Estimate(None, before, after),
        spring,
        "two polls, before and after the meeting of April",
    )
    number = scenario.numbers.get("variables.moon_approval.base")
    rests = RESTS_OF_MOON if number is None else (number.low, number.high)
    yield Finding(
        "variables.moon_approval.half_life",
        s.halving_towards(sum(summer.values) / len(summer.values), before, 10.0, rests=rests),
        len(summer.values) + 1,
        summer.months[0],
        spring.months[0],
        MOON,
        f"from his first summer to April 2018 (ten months, another pollster), if it rests at {rests[0]:g} to "
        f"{rests[1]:g}, which is assumed",
    )
    yield from_series(
        "variables.moon_approval.noise",
        s.scatter(summer.values),
        summer,
        "four polls within six weeks, the error of polling among it",
    )
    yield from_series(
        "cards.korea_summit.effects.moon_approval",
        s.difference_of_polls(before, after, asked=ASKED),
        spring,
        f"one meeting, within a week; the interval is the error of asking {ASKED} people twice",
    )


def _troops(folder: Path) -> Iterator[Finding]:
    """The garrison, counted every quarter."""
    troops = series(TROOPS, "troops_ad", folder=folder, where={"iso3c": "KOR"})
    # in 2015 the count fell by 4,600 within two quarters, and stayed there: another way of counting or a brigade less
    steady = troops.between("2015-09", "2018-03")
    yield from_series("variables.troops.now", s.reading(troops.values[-1]), troops.latest, "as counted")
    yield from_series(
        "variables.troops.noise",
        s.wandering(steady.values, step=3.0),
        steady,
        "if each month's change were lasting; units that come and go make it too large",
    )
    yield from_series(
        "variables.troops.half_life", s.half_life(steady.values, step=3.0), steady, "autoregression; eleven quarters"
    )


def _burden(folder: Path) -> Finding:
    """What Seoul pays for the garrison, by the agreement in force."""
    *_, agreement = lines(BURDEN, folder=folder)
    found = re.search(r"(\d+)bn won", agreement.cells["terms"])
    paid = s.NOTHING if found is None else s.reading(float(found[1]))
    written = agreement.written
    return Finding("variables.burden_paid.now", paid, 1, written, written, BURDEN, "billion won, in its last year")


def _ties(folder: Path) -> Iterator[Finding]:
    """Visitors from China in the months of the boycott, beside the same month of 2016 and visitors from elsewhere."""
    china, others = (series(VISITORS, column, folder=folder) if column else _others(folder) for column in ("China", ""))
    # March 2017 was half a month of it; the series ends with the year
    boycott = china.between("2017-04", "2017-12")
    lost = [
        1.0 - (now / then) / (other / other_then)
        for now, then, other, other_then in zip(
            boycott.values,
            china.between("2016-04", "2016-12").values,
            others.between("2017-04", "2017-12").values,
            others.between("2016-04", "2016-12").values,
            strict=True,
        )
    ]
    yield from_series(
        "variables.seoul_beijing.half_life",
        s.closing(range(len(lost)), lost),
        boycott,
        f"of the loss of visitors from China ({100 * lost[0]:.0f} % in April 2017, {100 * lost[-1]:.0f} % in December) "
        "against other origins; visitors are the quickest part of ties, so that this is a lower bound",
    )


def _risk(folder: Path) -> Iterator[Finding]:
    """How much newspapers write of danger in Korea."""
    risk = series(RISK, "GPRC_KOR", folder=folder)
    yield from_series(
        "variables.military_option.half_life",
        s.half_life([100.0 * value / max(risk.values) for value in risk.values]),
        risk,
        "of the share of articles about danger in Korea; what is in the news passes sooner than what is believed, so "
        "that this is a lower bound",
    )


# ---------------------------------------------------------------- helpers


def _others(folder: Path) -> Series:
    """Add up visitors from Japan, Taiwan and the United States."""
    parts = [series(VISITORS, column, folder=folder) for column in ("Japan", "Taiwan", "USA")]
    return Series(VISITORS, parts[0].months, tuple(map(sum, zip(*(part.values for part in parts), strict=True))))


def _told(fell: s.Estimate) -> str:
    return f"{fell.middle:.0f} % ({fell.low:.0f} to {fell.high:.0f})"
