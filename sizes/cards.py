"""What the record says of cards: how often each was played, and what the president's approval did when it was.

Which event is a play of which card is coded once, in the scenario's `history:`; each entry is looked up in
`events.csv`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from detente.expressions import tree
from detente.foundation.calendar import month_number
from detente.scenario.model import Card, Scenario
from sizes.findings import Finding
from sizes.series import FOLDER, lines, series
from sizes.statistics import NOTHING, beside_others, rate
from sizes.variables import APPROVAL

EVENTS = "events.csv"
RESOLUTIONS = "un_security_council_resolutions.csv"
START = date(2018, 5, 1)
"""A play counts if it was made before the first month of the forecast."""
LAST = "2018-04"
RECORD = date(2016, 1, 1)
"""The first day of `events.csv`."""
IN_OFFICE = {
    # Governments that took office within the record; the others were there from its beginning. The scenario says so too
    # (`since:`), but by the month: a rate over a year or two moves by up to four per cent with the day, and nobody
    # governs before it. A test holds the two together.
    "washington": date(2017, 1, 20),
    "advisers": date(2017, 1, 20),
    "seoul": date(2017, 5, 9),
    "taipei": date(2016, 5, 20),
    # the opposition did not have the House before January 2019
    "house": START,
}
CODES = {
    "washington": "USA",
    "house": "USA",
    "advisers": "USA",
    "pyongyang": "PRK",
    "seoul": "KOR",
    "beijing": "CHN",
    "tokyo": "JPN",
    "taipei": "TWN",
    "moscow": "RUS",
}

Plays = Mapping[str, Sequence[tuple[str, str]]]
"""Of each card, the months before the start in which it was carried out, and by whom."""


def of_cards(scenario: Scenario, *, folder: Path = FOLDER) -> Iterator[Finding]:
    """Say what the record says of every card's `usual`, and of what plays did to the president's approval."""
    plays = _plays(scenario)
    known = _known(folder)
    for card in scenario.cards.values():
        if card.usual is not None:
            yield _usual(card, plays.get(card.id, ()), known)
        if card.id == "resolution":
            yield _resolutions(folder)
    yield from _approval(scenario, plays, folder)


def _usual(card: Card, plays: Sequence[tuple[str, str]], known: set[tuple[str, str]]) -> Finding:
    """Count the plays of a card by its owners, each since it has been in office."""
    since = {owner: IN_OFFICE.get(owner, RECORD) for owner in card.by}
    counted = [(month, by) for month, by in plays if by in since and month >= since[by].isoformat()[:7]]
    years = sum((START - day).days for day in since.values()) / 365.25
    lost = [month for month, by in counted if (month, CODES.get(by, "")) not in known]
    says = rate(len(counted), years) if years > 0 and card.visible else NOTHING
    note = "" if counted else "none coded"
    if not card.visible:
        note = "nobody but owner and asked sees it"
    elif years <= 0:
        note = "its owner could not have played it"
    elif lost:
        note = f"{EVENTS} has nothing of its owner in {', '.join(lost)}"
    first = min(since.values()).isoformat()[:7]
    return Finding(f"cards.{card.id}.usual", says, len(counted), first, LAST, EVENTS, note, years)


def _resolutions(folder: Path) -> Finding:
    """Count the resolutions themselves, without the one that only prolongs a mandate: a second look at one number."""
    since = IN_OFFICE["washington"]
    passed = [
        line
        for line in lines(RESOLUTIONS, folder=folder)
        if since <= line.day < START and "mandate only" not in line.cells["main_provisions"]
    ]
    years = (START - since).days / 365.25
    says, note = rate(len(passed), years), "the same, by the list of resolutions"
    first = since.isoformat()[:7]
    return Finding("cards.resolution.usual", says, len(passed), first, LAST, RESOLUTIONS, note, years)


def _approval(scenario: Scenario, plays: Plays, folder: Path) -> Iterator[Finding]:
    """Compare the change of approval about a card's plays with that about other months.

    From the mean of the month before to that of the month after: an event late in a month hardly moves its mean.
    """
    approval = series(APPROVAL, "approve_estimate", folder=folder)
    changes = [after - before for before, after in zip(approval.values, approval.values[2:], strict=False)]
    months = approval.months[1:-1]
    for id in scenario.cards:
        struck = [any(month == played for played, _ in plays.get(id, ())) for month in months]
        path = f"cards.{id}.effects.credentials"
        if path in scenario.numbers and any(struck):
            says = beside_others(changes, struck, overlap=2)
            note = (
                f"approval from the month before to the month after, {sum(struck)} of {len(months)} times with a play; "
                "much else happened"
            )
            yield Finding(path, says, sum(struck), approval.months[0], approval.months[-1], APPROVAL, note)


# ---------------------------------------------------------------- helpers


def _plays(scenario: Scenario) -> Plays:
    """List the plays before the start that `history:` codes; what only succeeded or failed is its first owner's."""
    found: dict[str, list[tuple[str, str]]] = {}
    for entry in scenario.history:
        if entry.event is None or month_number(entry.month) >= month_number(START.isoformat()[:7]):
            continue
        match entry.event.tree:
            case tree.Moves(actor, "plays", card):
                found.setdefault(card, []).append((entry.month, actor))
            case tree.Outcome(card, "succeeded" | "failed"):
                found.setdefault(card, []).append((entry.month, scenario.cards[card].by[0]))
    return found


def _known(folder: Path) -> set[tuple[str, str]]:
    """List the months in which `events.csv` has something of an actor; the Security Council was moved by Washington."""
    known = set()
    for line in lines(EVENTS, folder=folder):
        codes = [code.strip() for code in line.cells["actors"].split(",")]
        known |= {(line.written[:7], "USA" if code == "UN" else code) for code in codes}
    return known
