"""Entries of the record: an event or a reading."""

from detente.scenario.elements import Draft
from detente.scenario.model import Scenario
from detente.scenario.report import Report


def happenings_of_one_kind(scenario: Scenario, draft: Draft, report: Report) -> None:
    """Refuse entries that are neither an event nor a reading with its value, or both."""
    for number, (entry, place) in enumerate(draft.history):
        tell = report.about(f"history.{number}")
        reading = entry.reading is not None or entry.value is not None
        if tell.spoiled:
            continue
        if (entry.event is not None) == reading or (reading and (entry.reading is None or entry.value is None)):
            tell(
                "E618",
                "an entry has an `event:`, or a `reading:` with its `value:`",
                place,
                "write `{in: 2018-06, event: washington plays summit, source: press}` or "
                "`{in: 2018-06, reading: troops, value: 28500, source: dod}`",
            )
