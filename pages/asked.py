"""The flagship's questions in the groups in which the file has them, and what the record says became of them."""

from collections.abc import Mapping
from dataclasses import dataclass

AFTER = "after the record ends"
UNSEEN = "there is no reading of it"


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of a question, as far as `history:` tells, and what tells it."""

    outcome: str
    reason: str


def _after(month: str) -> Asked:
    return Asked(AFTER, f"it is decided by {month}; the record ends in January 2019")


def _unseen(what: str) -> Asked:
    return Asked(UNSEEN, f"{what}, of which there is no reading")


ASKED: Mapping[str, Mapping[str, Asked]] = {
    "May 2018": {
        "first_summit": Asked("yes", "`summit succeeded` in June 2018"),
        "tests_again": _after("the end of 2019"),
        "sanctions_eased": _after("the end of 2019"),
        "kaesong_open": _after("the end of 2020"),
        "kaesong_open_if_eased": _after("the end of 2020"),
        "tariffs_double_digit": Asked("yes", "12.0 % in September 2018, the last reading of `trade_war`"),
        "troops_cut": _after("April 2021"),
        "deal_struck": _after("the end of 2019"),
        "one_country": _after("April 2021"),
    },
    "September 2018": {
        "inventory_in_hand": _after("the end of 2019"),
        "coexistence": _after("April 2021"),
        "moon_below_half": Asked("yes", "45.0 % in December 2018, the reading of `moon_approval`"),
        "secretary_leaves": Asked("yes", "`defence_secretary_goes happens` in December 2018"),
        "enforcement_slips": _unseen("it asks for enforcement itself"),
        "secretary_returns": Asked("yes", "`washington plays visit` in October 2018"),
        "exemption": Asked("yes", "`seoul plays exempt` in November 2018"),
        "tariff_truce": Asked("yes", "`truce happens` in December 2018"),
        "turned_on_seoul": _after("the end of 2019"),
    },
    "January 2019": {
        "second_summit": Asked(AFTER, "held on 27 and 28 February 2019; the record ends in January 2019"),
        "belt_joined": _after("April 2021"),
        "washington_hopes": _unseen("it asks for a belief"),
        "washington_sees": _unseen("it asks for a belief"),
        "belt_proposed": _after("the end of 2019"),
        "seoul_pays": _after("the end of 2019"),
        "kurds_left": _after("the end of 2019"),
        "alliance_lower": _after("April 2021"),
    },
}
"""By the month in which a reader of newspapers would have asked."""
